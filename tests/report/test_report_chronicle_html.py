"""The chronology as a page: what it holds, that it fetches nothing, and that a note never becomes markup."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from caseflags.model import CaseResult, Result
from caseflags.report import html_shell
from caseflags.report.chronicle_formats import render_chronology


def written(result: Result) -> str:
    stream = io.StringIO(newline="")
    render_chronology(result, "html", stream)
    return stream.getvalue()


def test_golden(golden: Callable[[str, str], None], story: Result) -> None:
    page = written(story)
    golden("report/chronology.html", page[page.index("<body>") :])
    assert written(story) == page


def test_the_page_stands_alone_and_its_links_lead_somewhere(story: Result, seen: Callable[[str], Any]) -> None:
    page = seen(written(story))
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {value[1:] for value in page.values("href")} <= set(ids)
    assert all(value.startswith("#") for value in page.values("href"))
    assert not page.values("src")
    assert not [name for _, name, _ in page.attributes if name.startswith("on") or name == "style"]
    assert "script" not in page.tags
    (policy,) = [value for value in page.values("content") if value.startswith("default-src 'none'")]
    assert "script-src" not in policy


def test_every_row_has_the_cells_of_its_heading(story: Result, seen: Callable[[str], Any]) -> None:
    page = seen(written(replace(story, cases=list(story.cases)[:1])))
    rows = [value for tag, name, value in page.attributes if tag == "tr" and name == "role"]
    cells = [value for _, name, value in page.attributes if name == "role" and value in {"cell", "rowheader"}]
    spans = [int(value) for _, name, value in page.attributes if name == "colspan"]
    tables = page.tags.count("table")
    assert len(cells) + sum(spans) - len(spans) == 6 * (len(rows) - tables)


def test_text_of_notes_never_becomes_markup(story: Result, seen: Callable[[str], Any], hostile: str) -> None:
    odd = written(replace(story, cases=[_hostile(case, hostile) for case in story.cases], messages=(hostile,)))
    assert set(seen(odd).tags) <= set(seen(written(story)).tags)
    assert not {"\x1b", "\u202e"} & set(odd)


def _hostile(result: CaseResult, text: str) -> CaseResult:
    events = tuple(replace(e, text=text, source=text, note_id=text, words=text) for e in result.chronology)
    return replace(result, case=replace(result.case, case_id=f"{result.case.case_id}{text}"), chronology=events)


def test_too_many_cases_are_said_to_be_left_out(story: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_shell, "MOST_CASES", 1)
    assert "1 more case: " in written(story)
    assert "Case C2" not in written(story)
