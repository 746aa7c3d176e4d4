"""Every format of one result, byte by byte. ``make golden`` writes them anew."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from caseflags.model import Result
from caseflags.report import ReportOptions, render

GOLDEN: list[tuple[str, str, dict[str, Any]]] = [
    ("text-80.txt", "text", {"width": 80}),
    ("text-160.txt", "text", {"width": 160}),
    ("text-60-matrix.txt", "text", {"width": 60, "options": ReportOptions(view="matrix")}),
    ("text-patterns.txt", "text", {"options": ReportOptions(view="patterns")}),
    ("text-findings.txt", "text", {"options": ReportOptions(view="findings")}),
    ("text-people.txt", "text", {"options": ReportOptions(view="people", order="newest", top=1)}),
    ("text-color.txt", "text", {"width": 80, "color": True, "options": ReportOptions(top=1)}),
    ("page.md", "markdown", {}),
    ("findings.md", "markdown", {"options": ReportOptions(view="findings")}),
    ("result.json", "json", {}),
    ("findings.jsonl", "jsonl", {}),
    ("findings.csv", "csv", {}),
]


@pytest.mark.parametrize(("name", "form", "paper"), GOLDEN, ids=[name for name, *_ in GOLDEN])
def test_golden(
    golden: Callable[[str, str], None], rendered: Callable[..., str], name: str, form: str, paper: dict[str, Any]
) -> None:
    text = rendered(form, **paper)
    golden(f"report/{name}", text)
    assert rendered(form, **paper) == text


def test_golden_ascii(golden: Callable[[str, str], None], result: Result) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii", newline="")
    render(result, "text", stream, width=80)
    stream.flush()
    golden("report/text-ascii.txt", raw.getvalue().decode("ascii"))
