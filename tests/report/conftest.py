"""A small result written by hand, with everything in it that a page has to cope with."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from caseflags.casework import Across, CaseworkOptions, read_case
from caseflags.casework.chronology import events_of
from caseflags.model import (
    CaseResult,
    Cue,
    Introduction,
    Level,
    PatternHit,
    Reading,
    Rejected,
    Result,
    RowCounts,
    Run,
)
from caseflags.report import ReportOptions, render

NOTES = Path(__file__).with_name("family.notes")
STORY = """=== C1
--- n1 | 2023-01-09 | police
Dad [[DA/physical aff cur father>mother|punched Mum]] and [[DA/threat aff cur father>mother|threatened her]] in May.
Mum was [[MH/depression aff his mother|depressed]]. She [[SM/alcohol aff his mother|drank]].
--- n2 | 2023-06-01 | =school
There is [[DA/general neg cur unknown|no abuse]].
--- n3 | 2023-06-02 | school
Dad was [[SM/alcohol aff cur father|drunk]] <b>| again.
--- n4 | | letter
He [[DA/threat aff cur father>mother|threatened her]].
=== C2
--- n1 | 2023-01-09 | school
Nothing to tell.
"""
TIMES = {
    "threatened her": ("in May", "2022-05"),
    "depressed": ("when she was 14", ""),
    "drank": ("since 2016", "2016/.."),
}
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></title><svg onload=alert(1)>",
    "javascript:alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x onerror=y&#62;",
    "{{ 7*7 }}{% raw %}",
    "\x1b[2J\u202eevil",
]


class Seen(HTMLParser):
    """Collects the tags, attributes and ids of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def values(self, name: str) -> list[str]:
        return [value for _, found, value in self.attributes if found == name]


@pytest.fixture
def seen() -> Callable[[str], Seen]:
    """Read a page as a browser does."""
    return Seen


@pytest.fixture(params=HOSTILE)
def hostile(request: pytest.FixtureRequest) -> str:
    """A text that would like to be more than text."""
    return str(request.param)


@pytest.fixture
def make_result(readings: Callable[[str], dict[str, list[Reading]]]) -> Callable[..., Result]:
    """Read marked notes and make a result of them."""

    def make(marked: str, options: CaseworkOptions | None = None) -> Result:
        options = options or CaseworkOptions()
        cases = [read_case(_introduced(case), options) for case in readings(marked).values()]
        return result_of([_with_pattern(case) for case in cases], options)

    return make


def result_of(cases: list[CaseResult], options: CaseworkOptions) -> Result:
    across = Across(options)
    for case in cases:
        across.add(case)
    notes = sum(len(case.case.notes) for case in cases)
    undated = sum(note.date is None for case in cases for note in case.case.notes)
    run = Run(
        tool="caseflags",
        version="0.1.0",
        packs=({"id": "domestic_abuse", "version": "0.1.0", "digest": "d1"}, {"id": "retraction", "version": "0.1.0"}),
        inputs=({"name": "family.csv", "bytes": 1234, "sha256": "ab12"},),
        options={"window_days": options.window_days},
        rows=RowCounts(notes + 2, notes, 1, 0, 1, 0, undated),
        rules={"domestic_abuse.physical": 4},
        environment={"python": "3.11"},
    )
    rejected = (Rejected("family.csv", 7, "too few cells: 3 instead of 6"),)
    return Result(run, cases, across.matrix(), rejected, ("family.csv: dates are read day first",))


def _introduced(case: list[Reading]) -> list[Reading]:
    """The first note of a case says who Sam is."""
    facts = (("name:sam", "1"), ("father", "2"), ("mother", "2"), ("child/any", "3"))
    first = replace(case[0], introductions=(Introduction("name:sam", "father"),), facts=facts)
    return [first, *case[1:]]


def _with_pattern(case: CaseResult) -> CaseResult:
    told = [f for f in case.case.findings if f.category == "domestic_abuse" and not f.copied_from]
    taken_back = [f for f in case.case.findings if f.indicator == "retraction"]
    if not told or not taken_back:
        return case
    hit = PatternHit(
        case.case.case_id,
        "retraction_after_disclosure",
        "Retraction after disclosure",
        Level.HIGH,
        date(2023, 1, 9),
        date(2023, 2, 1),
        (told[0].finding_id, taken_back[0].finding_id),
        (told[0].note_id, taken_back[0].note_id),
        "2023-01-09 Mum disclosed (note n1) → 2023-02-01 said she made it up (note n3)",
    )
    window_open = PatternHit(case.case.case_id, "repeat_referrals", "", Level.LOW, None, None, (), (), known=False)
    return replace(case, patterns=(hit, window_open))


@pytest.fixture
def result(make_result: Callable[..., Result]) -> Result:
    return make_result(NOTES.read_text(encoding="utf-8"))


@pytest.fixture
def rendered(result: Result) -> Callable[..., str]:
    """Render the result, or another one."""

    def make(form: str, options: ReportOptions | None = None, of: Result | None = None, **paper: object) -> str:
        stream = io.StringIO(newline="")
        render(of or result, form, stream, options=options, **paper)  # type: ignore[arg-type]
        return stream.getvalue()

    return make


@pytest.fixture
def story(make_result: Callable[..., Result]) -> Result:
    """The story above, its words for times found."""
    result = make_result(STORY)
    cases = []
    for case in result.cases:
        findings = tuple(_timed(finding) for finding in case.case.findings)
        whole = replace(case.case, findings=findings)
        cases.append(replace(case, case=whole, chronology=events_of(whole)))
    return replace(result, cases=cases)


def _timed(finding: Any) -> Any:
    if finding.text not in TIMES or finding.note_id == "n4":
        return finding
    words, value = TIMES[finding.text]
    return replace(finding, cues=(*finding.cues, Cue("when", value, words, 0, 1)))
