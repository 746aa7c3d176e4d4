from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from caseflags.cli.app import run
from caseflags.engine.notes import Tool
from caseflags.engine.run import BuildReader

_BUILD = BuildReader.__call__
_TOOLS: dict[str, Tool] = {}

PACK = """pack: tiny
version: 1.0.0
category: domestic_abuse
rules:
  - id: tiny.hit
    title: Hits somebody
    level: high
    indicator: physical
    phrases: ["{hit} <someone>", "{punch} <someone>"]
    except: ["hit by a ball"]
    examples: {match: ["He hit her."], no_match: ["The ball hit the wall."]}
  - id: tiny.retract
    category: retraction
    indicator: retraction
    level: low
    phrases: ["{retract} [her|his] statement"]
    examples: {match: ["She retracted her statement."], no_match: ["A statement was read."]}
"""
EXPORT = """Case ID,Note ID,Date,Note
A,1,2024-01-01,"Mum said that Dad (Sam) punched her."
A,2,2024-01-09,Sam denied it. Mum retracted her statement.
B,3,2024-01-03,All well.
"""


@dataclass(frozen=True)
class Ran:
    """What a verb left behind."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _built_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Build the reader of each rulebook once for all tests: it takes longer than all the rest."""
    build = _BUILD

    def cached(self: BuildReader) -> Tool:
        digest = self.rulebook.digest
        if digest not in _TOOLS:
            _TOOLS[digest] = build(self)
        return _TOOLS[digest]

    monkeypatch.setattr(BuildReader, "__call__", cached)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a small export and a small pack."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes.csv").write_text(EXPORT, encoding="utf-8")
    (tmp_path / "tiny.yaml").write_text(PACK, encoding="utf-8")
    return tmp_path


@pytest.fixture
def cli(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:  # noqa: ARG001 - its folder
    """Run a verb in this process."""

    def do(*arguments: str) -> Ran:
        capsys.readouterr()
        code = run(arguments)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return do


@pytest.fixture
def tiny(cli: Callable[..., Ran]) -> Callable[..., Ran]:
    """Run a verb with the small pack alone."""
    return lambda verb, *arguments: cli(verb, *arguments, "--rules", "tiny.yaml", "--no-builtin-rules")
