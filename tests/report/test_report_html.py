"""The page for readers: what it holds, that nothing in a note becomes markup, and that it fetches nothing."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from caseflags.casework.options import CaseworkOptions
from caseflags.model import CaseResult, Result
from caseflags.report import html_shell
from caseflags.report.html_overview import anchor


@pytest.fixture
def page(rendered: Callable[..., str]) -> str:
    return rendered("html")


def test_golden(golden: Callable[[str, str], None], page: str) -> None:
    body = page[page.index("<body>") : page.index("<script>")]
    golden("report/page.html", body)


def test_every_link_has_its_target_and_every_id_is_unique(page: str, seen: Callable[[str], Any]) -> None:
    found = seen(page)
    ids = found.values("id")
    assert len(ids) == len(set(ids))
    links = {value[1:] for value in found.values("href")}
    assert links <= set(ids)


def test_nothing_is_fetched_and_no_handler_or_style_is_in_line(page: str, seen: Callable[[str], Any]) -> None:
    found = seen(page)
    assert not found.values("src")
    assert all(value.startswith("#") for value in found.values("href"))
    assert not [name for _, name, _ in found.attributes if name.startswith("on") or name == "style"]
    assert found.tags.count("script") == 1
    assert found.tags.count("style") == 1


@pytest.mark.parametrize("tag", ["style", "script"])
def test_the_policy_names_what_is_there(page: str, seen: Callable[[str], Any], tag: str) -> None:
    found = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
    assert found
    digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
    (policy,) = [value for value in seen(page).values("content") if value.startswith("default-src 'none'")]
    assert f"{tag}-src 'sha256-{digest}'" in policy


def test_text_of_notes_never_becomes_markup(
    result: Result, rendered: Callable[..., str], page: str, seen: Callable[[str], Any], hostile: str
) -> None:
    odd = rendered("html", of=replace(result, cases=[_hostile(case, hostile) for case in result.cases]))
    found = seen(odd)
    assert set(found.tags) <= set(seen(page).tags)
    assert found.tags.count("script") == 1
    assert not [name for _, name, _ in found.attributes if name.startswith("on")]
    assert "\x1b" not in odd
    assert "\u202e" not in odd


def _hostile(result: CaseResult, text: str) -> CaseResult:
    findings = tuple(replace(f, excerpt=f"{text} {f.text}", source=text, note_id=text) for f in result.case.findings)
    events = tuple(replace(event, text=text, source=text) for event in result.chronology)
    case = replace(result.case, case_id=f"{result.case.case_id}{text}", findings=findings)
    return replace(result, case=case, chronology=events)


def test_too_many_cases_are_said_to_be_left_out(rendered: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_shell, "MOST_CASES", 1)
    assert "1 more case with findings" in rendered("html")


@pytest.mark.parametrize(
    ("case_id", "expected"),
    [("C1", "case-C1"), ("C 1", "case-C_20_1"), ("ü", "case-_fc_"), ("C_20_1", "case-C_5f_20_5f_1")],
)
def test_anchors_are_plain_and_distinct(case_id: str, expected: str) -> None:
    assert anchor(case_id) == expected


def test_two_renderings_are_the_same(rendered: Callable[..., str], page: str) -> None:
    assert rendered("html") == page


def test_an_opened_category_has_its_own_cells_evidence_and_lanes(
    make_result: Callable[..., Result], rendered: Callable[..., str]
) -> None:
    said = "He [[DA/physical aff cur father|hit]]. She [[RT/denial aff cur mother|denied]] it."
    marked = f"=== A\n--- 1 | 2024-01-01\n{said}\n"
    page = rendered("html", of=make_result(marked, CaseworkOptions(opened=frozenset({"retraction"}))))
    assert 'data-codes="DA"' in page
    assert 'data-codes="RD"' in page
    assert "Retraction: denial: mother" in page
