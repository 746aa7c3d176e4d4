"""Events in order, each with its date and no finer; silences in the record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from caseflags.casework.chronology import events_of, silences
from caseflags.model import CaseResult, Cue, Event, NoteRef, Role

Read = Callable[..., CaseResult]

STORY = """--- n3 | | letter
He [[DA/threat aff cur father>mother|threatens her]].
--- n1 | 2024-01-01 | police
Mum has a [[MH/depression aff his mother|history of depression]].
He [[DA/physical aff cur father>mother|hit her]]. He was [[SM/alcohol unc cur father|?drunk]].
--- n2 | 2024-01-09 | school
There is [[DA/general neg cur unknown|no domestic abuse]]. If he [[SM/alcohol hyp cur father|drinks]], call.
--- n4 | 2024-01-12 | police
He [[DA/physical den cur father>mother|never hit her]], he says.
"""


def test_events_are_numbered_in_order_with_the_undated_last(read: Read) -> None:
    events = read(STORY).chronology
    assert [(e.number, e.date, e.precision, e.note_id, e.source) for e in events] == [
        (1, date(2024, 1, 1), "day", "n1", "police"),
        (2, date(2024, 1, 1), "none", "n1", "police"),
        (3, date(2024, 1, 12), "day", "n4", "police"),
        (4, None, "none", "n3", "letter"),
    ]


def test_an_event_says_what_happened_and_who_took_part(read: Read) -> None:
    now, past, *_ = read(STORY).chronology
    assert now.text == "He hit her. He was ?drunk."
    assert now.categories == ("domestic_abuse", "substance_misuse")
    assert now.people == (Role.MOTHER, Role.FATHER)
    assert len(now.finding_ids) == 2
    assert past.text == "Mum has a history of depression."
    assert past.people == (Role.MOTHER,)


def test_sentences_apart_are_joined_by_dots_and_cut_where_they_are_many(read: Read) -> None:
    hit = "He [[DA/physical aff cur father>mother|hit her]]"
    few = read(f"--- 1 | 2024-01-01\n{hit} once. It rained. {hit} twice.\n").chronology[0]
    assert few.text == "He hit her once. … He hit her twice."
    many = read("--- 1 | 2024-01-01\n" + " ".join(f"{hit} {i} times that week." for i in range(40))).chronology[0]
    assert many.text.endswith(" […]")
    assert len(many.text) < 500
    assert len(many.finding_ids) == 40


SILENCES = [
    pytest.param(["2024-01-01", "2024-03-31"], [], id="90 days are none"),
    pytest.param(["2024-01-01", "2024-04-01"], [91], id="91 days are"),
    pytest.param(["2024-01-01", None, "2024-04-01"], [91], id="an undated note breaks none"),
    pytest.param(["2025-01-01", "2024-01-01", "2024-01-01"], [366], id="in any order"),
    pytest.param([], [], id="no notes"),
]


@pytest.mark.parametrize(("days", "expected"), SILENCES)
def test_silences(days: list[str | None], expected: list[int]) -> None:
    notes = [NoteRef("C", str(i), i, date.fromisoformat(day) if day else None) for i, day in enumerate(days)]
    assert [gap.days for gap in silences(notes)] == expected


def _timed(case: CaseResult, times: dict[str, tuple[str, str]]) -> tuple[Event, ...]:
    """The events of a case whose mentions bear words for a time."""
    findings = []
    for finding in case.case.findings:
        words, value = times.get(finding.text, ("", None))
        cue = () if value is None else (Cue("when", value, words, finding.start, finding.end),)
        findings.append(replace(finding, cues=(*finding.cues, *cue)))
    return events_of(replace(case.case, findings=tuple(findings)))


TIMED = """--- n1 | 2024-03-10 | police
He [[DA/physical aff cur father>mother|hit her]] and [[DA/physical aff cur father>mother|kicked her]].
Mum was [[MH/depression aff his mother|depressed]] and [[SM/alcohol aff his mother|drank]].
He [[SM/alcohol aff cur father|drinks]].
--- n2 | 2024-01-05 | school
He [[DA/threat aff cur father>mother|threatened her]].
"""


def test_events_stand_where_the_words_of_their_notes_place_them(read: Read) -> None:
    times = {
        "kicked her": ("in January", "2024-01"),
        "depressed": ("when she was 14", ""),
        "drank": ("in 2016", "2016"),
        "drinks": ("since Christmas", "2023-12~/.."),
    }
    events = _timed(read(TIMED), times)
    assert [(str(e.date), e.precision, e.when, e.words, str(e.noted)) for e in events] == [
        ("2016-01-01", "year", "2016", "in 2016", "2024-03-10"),
        ("2023-12-01", "about", "2023-12~/..", "since Christmas", "2024-03-10"),
        ("2024-01-01", "month", "2024-01", "in January", "2024-03-10"),
        ("2024-01-05", "day", "", "", "2024-01-05"),
        ("2024-03-10", "day", "", "", "2024-03-10"),
        ("2024-03-10", "none", "", "when she was 14", "2024-03-10"),
    ]
    assert [event.number for event in events] == [1, 2, 3, 4, 5, 6]


def test_words_that_no_calendar_shows_say_nothing_of_what_is_new(read: Read) -> None:
    events = _timed(read(TIMED), {"drinks": ("since she was 14", "")})
    assert [(e.precision, e.words) for e in events] == [("day", ""), ("day", ""), ("none", "")]


def test_what_only_surrounds_an_event_is_none(read: Read) -> None:
    result = read(
        "--- n1 | 2024-01-01\nThe [[MH/general aff cur child|baby]] slept.\n"
        "--- n2 | 2024-01-02\nThe [[MH/general aff cur child|baby]] saw [[DA/threat aff cur father>mother|shouts]].\n"
    )
    findings = tuple(
        replace(f, category="practice", indicator="infant") if f.text == "baby" else f for f in result.case.findings
    )
    events = events_of(replace(result.case, findings=findings))
    assert [(event.note_id, event.categories) for event in events] == [("n2", ("domestic_abuse", "practice"))]
