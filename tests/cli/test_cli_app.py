from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from caseflags import __version__
from caseflags.cli import app as door
from caseflags.cli.app import app
from caseflags.errors import CaseflagsError, Place, Problem

PROGRAM = typer.main.get_command(app)
VERBS = list(PROGRAM.commands)
GROUPS = [verb for verb in VERBS if hasattr(PROGRAM.commands[verb], "commands")]
COMMANDS = [[verb] for verb in VERBS] + [[group, verb] for group in GROUPS for verb in PROGRAM.commands[group].commands]
SOURCES = str(Path(door.__file__).parents[2])
IMPORTS = """
import sys
from caseflags.cli.app import run
run({arguments!r})
sys.stderr.write("\\n" + " ".join(sorted({{"spacy", "pandas"}} & set(sys.modules))))
"""

Cli = Callable[..., object]


def test_the_version_is_printed() -> None:
    result = CliRunner().invoke(app, ["--version"])
    assert (result.exit_code, result.output) == (0, f"caseflags {__version__}\n")


def test_the_overview_names_every_verb() -> None:
    result = CliRunner().invoke(app, ["--help"])
    assert result.exit_code == 0
    assert all(f" {verb} " in result.output for verb in VERBS)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_verb_has_help_with_an_example(command: list[str]) -> None:
    result = CliRunner().invoke(app, [*command, "--help"], terminal_width=100)
    assert result.exit_code == 0
    assert command[-1] in GROUPS or f"caseflags {' '.join(command)} " in result.output.split("Example")[-1]


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["scna"], "scna", "'scan'"),
        (["scan", "x", "--fromat", "json"], "--fromat", "--format"),
        (["scan"], "EXPORT", "caseflags scan --help"),
        (["scan", "x", "--workers", "many"], "--workers", "--help"),
        (["rules", "shwo"], "shwo", "'show'"),
        (["report", "x", "--ordre", "newest"], "--ordre", "--order"),
        (["scan", "notes.csv", "--view", "matrx"], "'matrx'", "did you mean 'matrix'?"),
        (["scan", "notes.csv", "--order", "newst"], "'newst'", "did you mean 'newest'?"),
        (["scan", "notes.csv", "--format", "jsno"], "'jsno'", "did you mean 'json'?"),
        (["explain", "x", "--format", "jsn"], "'jsn'", "did you mean 'json'?"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_is_one_message_with_a_way_out(
    cli: Callable[..., object], arguments: list[str], message: str, hint: str
) -> None:
    ran = cli(*arguments)
    assert ran.code == 2  # type: ignore[attr-defined]
    assert ran.out == ""  # type: ignore[attr-defined]
    assert message in ran.err  # type: ignore[attr-defined]
    assert hint in ran.err  # type: ignore[attr-defined]
    assert "Traceback" not in ran.err  # type: ignore[attr-defined]


def fail_with(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("caseflags.cli.inspecting.run", fail)


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (KeyError("Mum was hit"), 2, "this is a mistake in caseflags: KeyError"),
        (PermissionError(13, "Permission denied", "/home/x/notes.csv"), 2, "Permission denied (notes.csv)"),
        (MemoryError(), 2, "not enough memory"),
        (KeyboardInterrupt(), 130, "stopped"),
        (CaseflagsError([Problem("one"), Problem("two", Place("f", 3, 4), "do it", excerpt="x: y")]), 2, "f:3:4: two"),
        (BrokenPipeError(), 0, ""),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_whatever_goes_wrong_is_said_without_a_traceback(
    cli: Callable[..., object], monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, message: str
) -> None:
    fail_with(error, monkeypatch)
    monkeypatch.setattr(door, "silence", lambda _stream: None)
    ran = cli("inspect", "notes.csv")
    assert ran.code == code  # type: ignore[attr-defined]
    assert message in ran.err  # type: ignore[attr-defined]
    assert "Traceback" not in ran.err  # type: ignore[attr-defined]
    assert "Mum" not in ran.err  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["scan", "--help"],
        ["rules", "check", "tiny.yaml"],
        ["rules", "schema"],
        ["--show-completion", "bash"],
    ],
    ids=" ".join,
)
def test_what_must_be_quick_imports_neither_spacy_nor_pandas(folder: Path, arguments: list[str]) -> None:
    code = IMPORTS.format(arguments=arguments)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=folder)
    assert done.stderr.splitlines()[-1:] in ([], [""])


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("sc", ["scan"]),
        ("scan --vie", ["--view"]),
        ("scan --view ma", ["matrix"]),
        ("report --order n", ["newest"]),
        ("scan -f x", ["xlsx"]),
        ("rules sch", ["schema"]),
    ],
)
def test_a_shell_completes_without_spacy_and_pandas(folder: Path, typed: str, completed: list[str]) -> None:
    code = IMPORTS.format(arguments=[])
    words = ["caseflags", *typed.split()]
    environment = {
        "_CASEFLAGS_COMPLETE": "complete_bash",
        "COMP_WORDS": " ".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**environment, "PATH": "", "SYSTEMROOT": "", "PYTHONUTF8": "1", "PYTHONPATH": SOURCES},
    )
    assert done.stdout.split() == completed
    assert " spacy\n" not in done.stderr
    assert " pandas\n" not in done.stderr


def test_it_runs_as_a_module(folder: Path) -> None:
    command = [sys.executable, "-m", "caseflags", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder)
    assert done.stdout == f"caseflags {__version__}\n"
