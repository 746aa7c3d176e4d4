"""Patterns found in a case: what each kind means, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from caseflags.casework import CaseworkOptions
from caseflags.model import CaseResult, PatternHit
from caseflags.rulebook import Pattern, load

Read = Callable[..., CaseResult]
Find = Callable[..., tuple[PatternHit, ...]]

TOLD = """--- n1 | 2024-01-01 | police | Notification
Sam [[DA/physical aff cur father>mother|hit Mum]].
"""
TAKEN_BACK = """--- n2 | 2024-01-20 | social worker
Mum [[RT/retraction aff cur mother|made it up]].
"""
DENIED = """--- n3 | 2024-02-01 | police
Sam [[RT/denial aff cur father|denied]] [[DA/physical den cur father>mother|hitting her]].
"""
ORDERED = """\
kind: temporal_ordered
steps:
  - {name: told, says: abuse told, find: {category: domestic_abuse}}
  - {name: back, says: taken back, find: {category: retraction}}
"""


@pytest.fixture
def find(read: Read, tmp_path: Path) -> Find:
    """Look in marked notes for the pattern that is given as YAML."""

    def do(notes: str, text: str, as_of: date | None = None) -> tuple[PatternHit, ...]:
        options = CaseworkOptions(as_of=as_of, patterns=(_pattern(tmp_path, text),))
        return read(notes, options).patterns

    return do


def _pattern(folder: Path, text: str) -> Pattern:
    body = "".join(f"    {line}\n" for line in text.strip("\n").split("\n"))
    rules = 'rules: [{id: p.one, phrases: ["one"]}]\n'
    path = folder / "p.yaml"
    path.write_text(f"pack: p\n{rules}patterns:\n  - id: p\n    level: high\n{body}", encoding="utf-8")
    return load([path], builtin=False).patterns[0]


def test_without_patterns_there_are_none(read: Read) -> None:
    assert read(TOLD).patterns == ()


def test_a_hit_names_its_evidence_in_order(find: Find) -> None:
    (hit,) = find(TOLD + TAKEN_BACK, ORDERED)
    assert (hit.pattern_id, hit.level.value, hit.known) == ("p", "high", True)
    assert (hit.first_date, hit.last_date) == (date(2024, 1, 1), date(2024, 1, 20))
    assert hit.note_ids == ("n1", "n2")
    assert len(hit.evidence) == 2
    assert hit.story == (
        "2024-01-01 abuse told: “Sam hit Mum.” (note n1) → 2024-01-20 taken back: “Mum made it up.” (note n2)"
    )


def test_order_matters_where_it_is_asked_for(find: Find) -> None:
    turned = TAKEN_BACK + TOLD.replace("2024-01-01", "2024-03-01")
    assert find(turned, ORDERED) == ()
    assert find(turned, ORDERED.replace("temporal_ordered", "temporal"))


@pytest.mark.parametrize(("timespan", "hits"), [("18d", 0), ("19d", 1), ("3w", 1), ("1y", 1)])
def test_the_timespan_counts_its_last_day(find: Find, timespan: str, hits: int) -> None:
    assert len(find(TOLD + TAKEN_BACK, f"{ORDERED}timespan: {timespan}")) == hits


@pytest.mark.parametrize(
    ("people", "hits"),
    [
        ("same: [[told.victim, back.subject]]", 1),
        ("other: [[told.victim, back.subject]]", 0),
        ("other: [[told.subject, back.subject]]", 1),
        ("same: [[told.subject, back.subject]]", 0),
    ],
)
def test_people_are_compared(find: Find, people: str, hits: int) -> None:
    assert len(find(TOLD + TAKEN_BACK, ORDERED + people)) == hits


def test_somebody_unknown_is_nobody_in_particular(find: Find) -> None:
    unknown = TAKEN_BACK.replace("cur mother", "cur unknown")
    assert find(TOLD + unknown, f"{ORDERED}same: [[told.victim, back.subject]]") == ()
    assert find(TOLD + unknown, f"{ORDERED}other: [[told.victim, back.subject]]")


def test_something_between_can_break_a_chain(find: Find) -> None:
    between = TAKEN_BACK + DENIED
    text = ORDERED.replace("retraction}", "retraction, indicator: denial}") + "unless: {indicator: retraction}"
    assert find(TOLD + DENIED, text)
    assert find(TOLD + between, text) == ()


def test_apart_asks_for_two_notes(find: Find) -> None:
    one = TOLD.rstrip("\n") + " She [[RT/retraction aff cur mother|made it up]].\n"
    assert find(one, ORDERED)
    assert find(one, f"{ORDERED}apart: true") == ()


@pytest.mark.parametrize(("gte", "hits"), [(2, 1), (3, 0)])
def test_values_are_counted_once(find: Find, gte: int, hits: int) -> None:
    twice = TOLD + TOLD.replace("n1", "n1b") + TOLD.replace("n1", "n4").replace("2024-01-01", "2024-05-01")
    text = f"kind: value_count\nfind: {{category: domestic_abuse}}\ncondition: {{field: date, gte: {gte}}}"
    assert len(find(twice, text)) == hits


@pytest.mark.parametrize(("timespan", "hits"), [("31d", 1), ("30d", 0)])
def test_counts_look_at_the_fullest_window(find: Find, timespan: str, hits: int) -> None:
    days = ("2023-01-01", "2024-01-01", "2024-02-01")
    notes = "".join(TOLD.replace("n1", f"n{i}").replace("2024-01-01", day) for i, day in enumerate(days))
    text = f"kind: event_count\ntimespan: {timespan}\nfind: {{category: domestic_abuse}}\ncondition: {{gte: 2}}"
    assert len(find(notes, text)) == hits


@pytest.mark.parametrize(
    ("as_of", "state"),
    [(date(2024, 3, 30), "open"), (date(2024, 3, 31), "known"), (date(2025, 1, 1), "known")],
)
def test_an_absence_is_not_known_before_its_time_is_over(find: Find, as_of: date, state: str) -> None:
    text = "kind: absence\ntimespan: 90d\nfind: {category: domestic_abuse}\nabsent: {category: retraction}"
    (hit,) = find(TOLD, text, as_of)
    assert hit.known is (state == "known")
    assert ("not yet known" in hit.story) is (state == "open")
    assert "2024-03-31" in hit.story


def test_what_came_in_time_is_not_absent(find: Find) -> None:
    text = "kind: absence\ntimespan: 90d\nfind: {category: domestic_abuse}\nabsent: {category: retraction}"
    assert find(TOLD + TAKEN_BACK, text, date(2025, 1, 1)) == ()
    late = TAKEN_BACK.replace("2024-01-20", "2024-06-01")
    assert find(TOLD + late, text, date(2025, 1, 1))


def test_the_last_note_is_the_day_up_to_which_all_is_known(find: Find) -> None:
    text = "kind: absence\ntimespan: 10d\nfind: {category: domestic_abuse}\nabsent: {indicator: denial}"
    (hit,) = find(TOLD + TAKEN_BACK, text)
    assert hit.known


def test_undated_notes_follow_nothing(find: Find) -> None:
    undated = TAKEN_BACK.replace(" | 2024-01-20", " | ")
    assert find(TOLD + undated, ORDERED) == ()
    assert find(TOLD + undated, ORDERED.replace("temporal_ordered", "temporal"))


def test_only_affirmed_findings_count_unless_more_is_asked_for(find: Find) -> None:
    assert find(DENIED, "kind: event_count\nfind: {category: domestic_abuse}") == ()
    assert find(DENIED, "kind: event_count\nfind: {category: domestic_abuse, assertion: denied}")


@pytest.mark.parametrize(
    ("select", "hits"),
    [
        ("source: police", 1),
        ("source: [school, police]", 1),
        ("source: school", 0),
        ("note_type: notif", 1),
        ("level: high", 1),
        ("level: critical", 0),
        ("rule: domestic_abuse", 1),
        ("rule: domestic_abuse.phys", 0),
        ("subject: father, victim: mother", 1),
        ("temporality: historical", 0),
    ],
)
def test_selections(find: Find, select: str, hits: int) -> None:
    assert len(find(TOLD, f"kind: event_count\nfind: {{category: domestic_abuse, {select}}}")) == hits


def test_company_in_the_note(find: Find) -> None:
    steps = ORDERED.replace(
        "find: {category: domestic_abuse}}", "find: {category: domestic_abuse}, KEY: {category: retraction}}"
    )
    assert find(TOLD + TAKEN_BACK, steps.replace("KEY", "with")) == ()
    assert find(TOLD + TAKEN_BACK, steps.replace("KEY", "without"))


def test_without_excerpts_the_story_quotes_nothing(read: Read, tmp_path: Path) -> None:
    options = CaseworkOptions(excerpts=False, patterns=(_pattern(tmp_path, ORDERED),))
    (hit,) = read(TOLD + TAKEN_BACK, options).patterns
    assert "abuse told: physical (note n1)" in hit.story


def test_the_first_way_that_is_known_is_told(find: Find) -> None:
    ways = """\
any:
  - {kind: absence, timespan: 1y, find: {category: domestic_abuse}, absent: {indicator: denial}}
  - {kind: event_count, says: counted, find: {category: domestic_abuse}}"""
    (hit,) = find(TOLD, ways)
    assert hit.known
    assert "counted" in hit.story


AGAIN = "--- n{0} | 2024-0{0}-01 | {1}\nDad was [[SM/alcohol aff cur father|drunk]].\n"
ASKED = "--- n3 | 2024-03-01 | social worker\nMum [[MH/general aff cur mother|sees the team]].\n"
COUNTED = """\
kind: value_count
find: {category: substance_misuse}
condition: {field: date, gte: 3}
"""
UNLESS = f"{COUNTED}unless: {{category: mental_health}}\n"
COUNTS = [
    pytest.param((1, 2, 3), "", COUNTED, 1, id="nothing between"),
    pytest.param((1, 2, 4), ASKED, COUNTED, 1, id="nothing forbidden"),
    pytest.param((1, 2, 4), ASKED, UNLESS, 0, id="two before and one after"),
    pytest.param((4, 5, 6), ASKED, UNLESS, 1, id="three after"),
    pytest.param((1, 2, 4), ASKED, f"{UNLESS}timespan: 1y\n", 0, id="with a timespan"),
    pytest.param((4, 5, 6), ASKED, f"{UNLESS}timespan: 30d\n", 0, id="not all in the timespan"),
]


@pytest.mark.parametrize(("months", "between", "pattern", "hits"), COUNTS)
def test_what_stands_between_breaks_a_count(
    find: Find, months: tuple[int, ...], between: str, pattern: str, hits: int
) -> None:
    notes = "".join(AGAIN.format(month, "police") for month in months) + between
    assert len(find(notes, pattern)) == hits


SOURCES = [
    pytest.param("source: police", 1, id="of a source"),
    pytest.param("source: ol", 0, id="a source begins with the word"),
    pytest.param("source: pol", 0, id="three letters are a whole word"),
    pytest.param("not_source: police", 0, id="not of a source"),
    pytest.param("not_source: [school, garda]", 1, id="not of other sources"),
]


@pytest.mark.parametrize(("select", "hits"), SOURCES)
def test_sources(find: Find, select: str, hits: int) -> None:
    pattern = f"kind: event_count\nfind: {{category: substance_misuse, {select}}}\n"
    assert len(find(AGAIN.format(1, "Police log"), pattern)) == hits
