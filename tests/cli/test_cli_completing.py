"""Completion: what the Tab key is offered, and that it is in the shells themselves (part of ``make test-slow``)."""

from __future__ import annotations

import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from caseflags.cli.app import run
from caseflags.report import FORMATS
from caseflags.report.chronicle_formats import CHRONOLOGY_FORMATS

Cli = Callable[..., "object"]
ROOT = Path(__file__).parents[2]

OFFERED = [
    ("caseflags chro", ["chronology"]),
    ("caseflags scan --form", ["--format"]),
    ("caseflags scan --format ", list(FORMATS)),
    ("caseflags scan notes.csv -f m", ["markdown"]),
    ("caseflags chronology --format ", list(CHRONOLOGY_FORMATS)),
    ("caseflags reconcile --format x", ["xlsx"]),
    ("caseflags explain --format ", ["text", "json"]),
    ("caseflags eval --format ", ["text", "markdown", "json"]),
    ("caseflags chronology --person ", ["mother", "father", "partner", "child", "other"]),
    ("caseflags scan --category sub", ["substance_misuse"]),
    ("caseflags scan --fail-on c", ["critical"]),
    ("caseflags scan --view p", ["patterns", "people"]),
    ("caseflags scan --date-order ", ["dmy", "mdy", "ymd"]),
    ("caseflags diff a b --cause su", ["suppression"]),
    ("caseflags eval x --by v", ["voice"]),
    ("caseflags rules show retraction_after", ["retraction_after_disclosure"]),
    ("caseflags report result.json --case ", ["A", "B"]),
    ("caseflags report --format text result.json --case ", ["A", "B"]),
    ("caseflags report notes.csv --case ", []),
    ("caseflags report none.json --case ", []),
    ("caseflags scan no", []),
]


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[[str], list[str]]:
    """Ask as bash does."""

    def ask(typed: str) -> list[str]:
        words = typed.split(" ")
        monkeypatch.setenv("_CASEFLAGS_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", typed)
        monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
        capsys.readouterr()
        assert run([]) == 0
        captured = capsys.readouterr()
        assert captured.err == ""
        return captured.out.split()

    return ask


@pytest.mark.parametrize(("typed", "expected"), OFFERED, ids=[typed for typed, _ in OFFERED])
def test_what_fits_is_offered(tiny: Cli, offered: Callable[[str], list[str]], typed: str, expected: list[str]) -> None:
    if "result.json" in typed:
        tiny("scan", "notes.csv", "-o", "result.json")
    assert offered(typed) == expected


@pytest.mark.parametrize(("typed", "code"), [("caseflags scan --format ", 0), ("caseflags scan no", 1)])
def test_fish_is_told_where_files_may_stand(monkeypatch: pytest.MonkeyPatch, typed: str, code: int) -> None:
    monkeypatch.setenv("_CASEFLAGS_COMPLETE", "complete_fish")
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "is-args")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", typed)
    assert run([]) == code


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home of our own, with the program first on the path."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "caseflags"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m caseflags "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return tmp_path


def environment(home: Path) -> dict[str, str]:
    path = f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"
    places = {"HOME": str(home), "ZDOTDIR": str(home), "XDG_CONFIG_HOME": str(home / ".config")}
    return {**os.environ, **places, "PATH": path, "TERM": "xterm", "COLUMNS": "100", "LINES": "40"}


def shells(*names: str) -> Iterator[object]:
    for name in names:
        there = bool(shutil.which(name)) and os.name == "posix"
        yield pytest.param(
            name, marks=[pytest.mark.slow, pytest.mark.skipif(not there, reason=f"no {name}: install it to try it")]
        )


@pytest.fixture
def installed(home: Path, request: pytest.FixtureRequest) -> str:
    """A shell into which completion was installed as the docs say."""
    shell = str(request.param)
    subprocess.run([shell, "-c", "caseflags --install-completion; true"], check=True, env=environment(home))
    return shell


TYPED = [
    ("caseflags chro", "caseflags chronology "),
    ("caseflags scan --form", "caseflags scan --format "),
    ("caseflags scan --format mark", "caseflags scan --format markdown "),
    ("caseflags scan sample_data/fam", "caseflags scan sample_data/family.csv "),
]


@pytest.mark.parametrize("installed", list(shells("bash", "zsh")), indirect=True)
def test_the_tab_key_completes_from_the_first_time_on(installed: str, home: Path) -> None:
    import pty  # noqa: PLC0415 - there is none on Windows

    options = ["--noprofile"] if installed == "bash" else []
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(ROOT)
        os.execvpe(installed, [installed, *options, "-i"], environment(home))  # noqa: S606 - a shell is what is tried
    try:
        _until(terminal, "[$#%] ?$")
        for typed, expected in TYPED:
            os.write(terminal, f"{typed}\t".encode())
            _until(terminal, re.escape(expected))
            os.write(terminal, b"\x15")  # take the line away
    finally:
        os.kill(child, signal.SIGKILL)
        os.close(terminal)
        os.waitpid(child, 0)


def _until(terminal: int, pattern: str) -> None:
    """Read until something is shown; where the cursor goes, and colours, are taken out."""
    seen, until = "", time.monotonic() + 60
    while not re.search(pattern, seen):
        assert time.monotonic() < until, seen
        if select.select([terminal], [], [], 0.2)[0]:
            seen += os.read(terminal, 65536).decode(errors="replace")
            seen = re.sub(r"\x1b(\[[0-9;?<>=]*[A-Za-z]|\][^\x07]*\x07|[()][A-Z0-9]|[=>])|.\x08", "", seen)


@pytest.mark.parametrize("installed", list(shells("fish")), indirect=True)
def test_fish_completes(installed: str, home: Path) -> None:
    for typed, expected in TYPED:
        command = [installed, "-c", f"complete -C '{typed}'"]
        ran = subprocess.run(command, check=True, env=environment(home), cwd=ROOT, capture_output=True, text=True)
        lines = ran.stdout.splitlines()
        assert [line.partition("\t")[0] for line in lines] == [expected.split()[-1]]
