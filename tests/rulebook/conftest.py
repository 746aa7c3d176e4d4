from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from caseflags.errors import CaseflagsError, Problem
from caseflags.rulebook import Rulebook, load

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes files from keyword-like names; returns the folder."""

    def do(**files: str) -> Path:
        for name, text in files.items():
            path = tmp_path / (name.replace("__", "/") + ".yaml")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text), encoding="utf-8")
        return tmp_path

    return do


@pytest.fixture
def pack(write: Write) -> Callable[[str], Rulebook]:
    """Loads a pack of one file, which begins with its head."""

    def do(text: str) -> Rulebook:
        return load([write(one=text) / "one.yaml"], builtin=False)

    return do


@pytest.fixture
def problems(pack: Callable[[str], Rulebook]) -> Callable[[str], list[Problem]]:
    """What is wrong with a pack of one file: errors and warnings."""

    def do(text: str) -> list[Problem]:
        try:
            return list(pack(text).warnings)
        except CaseflagsError as error:
            return list(error.problems)

    return do


@pytest.fixture
def rule_problems(problems: Callable[[str], list[Problem]]) -> Callable[[str], list[Problem]]:
    """What is wrong with a rule, given as lines below its id (which is on line 4)."""

    def do(lines: str) -> list[Problem]:
        body = "".join(f"    {line}\n" for line in dedent(lines).strip("\n").split("\n"))
        return problems(f"pack: p\ncategory: c\nrules:\n  - id: p.one\n{body}")

    return do
