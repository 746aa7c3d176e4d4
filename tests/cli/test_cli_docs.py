"""docs/cli.md is what the program says of itself, and the program says it of everything."""

from __future__ import annotations

import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from caseflags.cli.app import app

DOCS = Path(__file__).parents[2] / "docs"


def commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    yield name, command
    for verb, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, f"{name} {verb}")


COMMANDS = dict(commands(typer.main.get_command(app), "caseflags"))
PARAMS = {
    f"{name} {param.opts[0]}": param
    for name, command in COMMANDS.items()
    for param in command.params
    if param.name not in {"install_completion", "show_completion"}
}


def test_the_page_is_what_the_program_says() -> None:
    made = runpy.run_path(str(DOCS / "make_cli.py"))["page"]()
    assert (DOCS / "cli.md").read_text(encoding="utf-8") == made, "run `make docs`"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_verb_has_help(name: str) -> None:
    assert COMMANDS[name].help.rstrip().endswith(".")


@pytest.mark.parametrize("name", PARAMS)
def test_every_option_has_help_and_says_what_it_takes(name: str) -> None:
    param = PARAMS[name]
    assert param.help.rstrip().endswith(".")
    assert getattr(param, "is_flag", False) or param.metavar, "--help would show Python's name of a type"


@pytest.mark.parametrize("name", [name for name, command in COMMANDS.items() if not hasattr(command, "commands")])
def test_every_verb_has_an_example_whose_options_it_has(name: str) -> None:
    command = COMMANDS[name]
    known = {option for param in command.params for option in (*param.opts, *param.secondary_opts)}
    examples = [line[line.index("caseflags ") :] for line in command.epilog.splitlines() if "caseflags " in line]
    own = [example for example in examples if f"{example} ".startswith(f"{name} ")]
    assert own
    for example in own:
        words = example.split("|")[0].split()
        assert {word for word in words if word.startswith("-") and len(word) > 1} <= known
