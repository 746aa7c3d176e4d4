"""``--pager``: which program it is, what it gets, and that nothing changes where there is no terminal."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from caseflags.cli.pager import pager_of, takes_escapes

Cli = Callable[..., "object"]
POSIX = pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are those of POSIX")
TINY = ("--rules", "tiny.yaml", "--no-builtin-rules")
VERBS = [
    ("scan", "notes.csv", *TINY),
    ("chronology", "notes.csv", *TINY),
    ("report", "result.json"),
    ("reconcile", "notes.csv", "--recorded", "recorded.csv", *TINY),
    ("explain", "He hit her.", *TINY),
]
PAGER = """import os, sys
print("PAGED", "LESS=" + os.environ["LESS"], flush=True)
print(sys.stdin.read(), flush=True)
print("CLOSED", flush=True)
"""


@pytest.fixture
def stored(tiny: Cli, folder: Path) -> Path:
    """The folder, with a result, a record and a pager of our own."""
    assert tiny("scan", "notes.csv", "-o", "result.json").code == 0
    (folder / "recorded.csv").write_text("case_id,factors\nA,3B\n", encoding="utf-8")
    (folder / "pager.py").write_text(PAGER, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("pager", "expected"),
    [
        ("", []),
        ("cat", []),
        (f"{sys.executable} -u", [sys.executable, "-u"]),
        (None, [shutil.which("less") or shutil.which("more")]),
    ],
    ids=["empty", "cat", "named", "unset"],
)
def test_the_pager_is_the_one_that_is_named(pager: str | None, expected: list[str | None]) -> None:
    assert list(pager_of({} if pager is None else {"PAGER": pager})) == [part for part in expected if part]


def test_a_pager_that_is_not_there_is_said_and_done_without(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(pager_of({"PAGER": "nosuchpager -x"})) == []
    assert "there is no pager 'nosuchpager', which $PAGER names" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "less", "expected"),
    [
        (["/usr/bin/less"], None, True),
        (["less"], "-i", False),
        (["less"], "-iR", True),
        (["less", "-R"], "-i", True),
        (["less", "--RAW-CONTROL-CHARS"], "", True),
        (["less", "--no-init"], "", False),
        (["more"], "R", False),
    ],
)
def test_colour_goes_to_pagers_that_show_it(command: list[str], less: str | None, expected: bool) -> None:  # noqa: FBT001
    assert takes_escapes(command, {} if less is None else {"LESS": less}) is expected


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("verb", VERBS, ids=[name for name, *_ in VERBS])
def test_without_a_terminal_nothing_changes(cli: Cli, monkeypatch: pytest.MonkeyPatch, verb: tuple[str, ...]) -> None:
    monkeypatch.setenv("PAGER", f"{sys.executable} -c exit(1)")
    assert cli(*verb, "--pager") == cli(*verb)


def in_a_terminal(folder: Path, *arguments: str, keys: str = "", **environment: str) -> tuple[int, str]:
    """Run a verb in a pseudo-terminal, type ``keys`` at the first prompt, and give its exit code and what it showed."""
    import pty  # noqa: PLC0415 - there is none on Windows

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "caseflags", *arguments]
    process = subprocess.Popen(
        command,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=folder,
        start_new_session=True,
        env=_terminal(environment),
    )
    os.close(theirs)
    try:
        return _until_the_end(process, ours, keys)
    finally:
        process.kill()
        os.close(ours)


def _terminal(environment: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "PAGER", "LESS"}}
    return {**kept, "TERM": "xterm", "COLUMNS": "100", "LINES": "10", "LANG": "C.UTF-8", **environment}


def _until_the_end(process: subprocess.Popen[bytes], terminal: int, keys: str) -> tuple[int, str]:
    seen, until = b"", time.monotonic() + 60
    while time.monotonic() < until:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                seen += os.read(terminal, 65536)
            except OSError:  # the other end is closed
                break
            if keys and seen.rstrip().endswith((b":", b"(END)", b"\x1b[K", b"\x1b[m")):
                os.write(terminal, keys.encode())
        elif process.poll() is not None:
            break
    return process.wait(10), seen.decode()


@POSIX
@pytest.mark.parametrize(("verb", "shows"), [(VERBS[2], "━" * 90), (VERBS[4], "===")], ids=["report", "explain"])
def test_text_goes_through_the_pager_as_wide_as_the_terminal(stored: Path, verb: tuple[str, ...], shows: str) -> None:
    code, shown = in_a_terminal(stored, *verb, "--pager", PAGER=f"{sys.executable} pager.py")
    assert code == 0
    paged = shown[shown.index("PAGED LESS=FRX") : shown.index("CLOSED")]
    assert shows in paged
    assert "\x1b[" not in paged


@POSIX
def test_only_when_asked(stored: Path) -> None:
    code, shown = in_a_terminal(stored, "report", "result.json", PAGER=f"{sys.executable} pager.py")
    assert (code, "PAGED" in shown) == (0, False)
    assert "\x1b[1m" in shown


@POSIX
@pytest.mark.skipif(not shutil.which("less"), reason="there is no less here")
def test_less_shows_colour_and_may_be_left_early(stored: Path) -> None:
    code, shown = in_a_terminal(stored, "report", "result.json", "--pager", keys="q")
    assert code == 0
    assert "\x1b[1mcaseflags" in shown
    assert "Read the notes; a person decides" not in shown
    assert "Error" not in shown


@POSIX
def test_a_workbook_is_refused_before_the_work(stored: Path) -> None:
    code, shown = in_a_terminal(stored, "scan", "nothing.csv", "-f", "xlsx", "--pager")
    assert (code, "a workbook is no text" in shown) == (2, True)
