"""``caseflags report``: a stored result in another format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Cli = Callable[..., "object"]


@pytest.fixture
def stored(tiny: Cli, folder: Path) -> Path:
    tiny("scan", "notes.csv", "-o", "result.json", "-q")
    return folder / "result.json"


@pytest.mark.parametrize("format_name", ["text", "markdown", "json", "jsonl", "csv"])
def test_a_second_look_says_the_same(tiny: Cli, cli: Cli, stored: Path, format_name: str) -> None:
    first = tiny("scan", "notes.csv", "-f", format_name)
    again = cli("report", str(stored), "-f", format_name)
    assert (again.code, again.err) == (0, "")
    assert again.out == first.out


def test_a_case_alone(cli: Cli, stored: Path) -> None:
    shown = cli("report", str(stored), "--case", "A")
    assert "Case A" in shown.out
    assert "Case B" not in shown.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["--case", "nobody"], "there is no case 'nobody'", id="no such case"),
        pytest.param(["-f", "pdf"], "does not know 'pdf'", id="no such format"),
        pytest.param(["--view", "x"], "there is no view 'x'", id="no such view"),
    ],
)
def test_wrong_usage_is_said(cli: Cli, stored: Path, arguments: list[str], message: str) -> None:
    ran = cli("report", str(stored), *arguments)
    assert ran.code == 2
    assert message in ran.err


def test_a_file_that_is_no_result(cli: Cli, folder: Path) -> None:
    ran = cli("report", str(folder / "notes.csv"))
    assert ran.code == 2
    assert "no stored result" in ran.err
