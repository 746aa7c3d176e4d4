"""The sample family: `scan` and `chronology` tell its story to somebody who does not open the export."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from caseflags.engine import ScanOptions, release, scan
from caseflags.model import CaseResult, Event
from caseflags.report.chronicle import ChronologyOptions, chronicle_of, when_of

FAMILY = Path(__file__).parents[1] / "sample_data" / "family.csv"


@pytest.fixture(scope="module")
def family() -> Iterator[CaseResult]:
    result = scan(ScanOptions(paths=(str(FAMILY),), workers=1))
    (case,) = result.cases
    yield case
    release(result)


STORY = [
    ("2014", "Jayden removed at age two"),
    ("2016", "Dad punched Lacey's mother, Gemma"),
    ("2017-01", "Gemma heard at MARAC"),
    ("2018-09", "The plan ended September 2018"),
    ("before 2019-04-11", "Dad assaulted Mum while she was pregnant with Harley"),
    ("2019-04-14", "had slapped her and pulled her about"),
    ("about 2019-06-10", "Cuts to left forearm three weeks ago"),
    ("2019-06-20", "Dad did not accept that there was any violence"),
    ("2020-03", "He stopped his medication at the end of March 2020"),
    ("2020-05-13", "Harley flinched"),
    ("2020-08-09", "hand around neck"),
    ("2020-09-18", "CPS took no further action on 18 September"),
    ("about 2020-11-03", "Last week he twisted her arm up her back"),
    ("2020-12-03", "was not true"),
    ("2020-12-10", "Mum has retracted her account"),
    ("2021-09-15", "Mummy gets in the way and gets hit"),
    ("2021-11-18", "failed to protect"),
    ("2022-03-17", "Ricky has still not been assessed"),
]


@pytest.mark.parametrize(("when", "words"), STORY, ids=[words for _, words in STORY])
def test_the_chronology_tells_it_where_it_belongs(family: CaseResult, when: str, words: str) -> None:
    lines = chronicle_of(family, ChronologyOptions()).lines
    events = [line for line in lines if isinstance(line, Event)]
    assert any(when_of(event) == when and words in event.text for event in events)


def test_every_event_leads_to_its_note(family: CaseResult) -> None:
    rows = {(note.note_id, note.row): note.date for note in family.case.notes}
    for event in family.chronology:
        assert rows[event.note_id, event.row] == event.noted
        assert event.date is None or event.noted is None or event.date <= event.noted


def test_scan_tells_the_patterns_and_the_codes(family: CaseResult) -> None:
    patterns = {hit.pattern_id for hit in family.patterns if hit.known}
    assert patterns >= {
        "retraction_after_disclosure",
        "retraction_accepted",
        "denial_against_evidence",
        "cooccurring_risks",
        "closure_without_sustained_change",
        "burden_on_protective_parent",
        "unassessed_male_carer",
        "infant_at_risk",
        "parental_childhood_adversity",
        "medication_stopped",
        "child_distress",
        "escalation",
        "previous_removal_or_plan",
    }
    assert {hit.code for hit in family.codes if hit.map == "cin"} >= {"1B", "2B", "3A", "3B", "4B"}
    assert {hit.code for hit in family.codes if hit.map == "dash"} >= {"1", "12", "15", "20"}
