"""Every number of a case's matrix, against examples worked by hand, and what must hold of any case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflags.casework import CaseworkOptions, read_case
from caseflags.model import (
    CATEGORIES,
    Assertion,
    CaseResult,
    Cell,
    Level,
    Mention,
    NoteRef,
    Reading,
    Role,
    Temporality,
    note_order,
)

Read = Callable[..., CaseResult]
DOCS = Path(__file__).parents[2] / "docs" / "matrix.md"
DA, SM, MH, RT = CATEGORIES


def documented_notes() -> str:
    lines = DOCS.read_text(encoding="utf-8").splitlines()
    start = lines.index("    --- n1 | 2024-03-01 | police")
    block = []
    for line in lines[start:]:
        if not line.startswith("    "):
            break
        block.append(line[4:])
    return "\n".join(block)


def documented_table(first_heading: str) -> Iterator[dict[str, str]]:
    lines = DOCS.read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(first_heading))
    names = [name.strip() for name in lines[start].strip("|").split("|")]
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            return
        yield dict(zip(names, (value.strip() for value in line.strip("|").split("|")), strict=True))


def number(cell: Cell, name: str) -> str:
    value = cell.measures[name] if name in cell.measures else getattr(cell, name)
    return "" if value is None else str(value)


SINGLES = list(documented_table("| category | findings"))
PAIRS = list(documented_table("| row | column | notes"))


@pytest.mark.parametrize("row", SINGLES, ids=lambda row: row["category"])
def test_one_category_is_counted_as_the_docs_work_it_out(read: Read, row: dict[str, str]) -> None:
    cell = read(documented_notes()).matrix.cell(row["category"], row["category"])
    assert {"category": cell.row} | {name: number(cell, name) for name in row if name != "category"} == row


@pytest.mark.parametrize("row", PAIRS, ids=lambda row: f"{row['row']}-{row['column']}")
def test_two_categories_are_counted_as_the_docs_work_it_out(read: Read, row: dict[str, str]) -> None:
    cell = read(documented_notes()).matrix.cell(row["row"], row["column"])
    assert {name: number(cell, name) for name in row} == row


def test_notes_that_would_hold_both_stand_beside(read: Read) -> None:
    cells = read(
        """--- 1 | 2024-01-01
[[SM/alcohol aff cur father|Drunk]]. He [[DA/physical den cur father>mother|never hit her]], he says.
--- 2 | 2024-01-02
[[SM/alcohol unc cur father|?drinking]]. He [[DA/physical aff cur father>mother|hit her]].
--- 3 | 2024-01-03
[[SM/alcohol unc cur father|?drinking]]. He [[DA/physical den cur father>mother|never hit her]], he says.
--- 4 | 2024-01-04
[[SM/alcohol neg cur father|Sober]], and [[DA/physical hyp cur father>mother|if he hits her]], call.
"""
    ).matrix
    both = cells.cell(DA, SM)
    assert (both.notes, both.uncertain, both.denied) == (0, 1, 1)
    assert (cells.cell(DA, DA).findings, cells.cell(DA, DA).denied, cells.cell(DA, DA).uncertain) == (1, 2, 0)
    assert (cells.cell(SM, SM).findings, cells.cell(SM, SM).denied, cells.cell(SM, SM).uncertain) == (1, 0, 2)


WINDOWS = [
    pytest.param("2024-01-01", "2024-01-31", (1, 0, 0), id="30 days are inside"),
    pytest.param("2024-01-01", "2024-02-01", (0, 0, 0), id="31 days are outside"),
    pytest.param("2024-01-31", "2024-01-01", (0, 1, 0), id="the column came first"),
    pytest.param("2024-01-31", "2024-01-31", (0, 0, 1), id="one day, two notes"),
    pytest.param("", "2024-01-31", (0, 0, 0), id="one note is undated"),
]


@pytest.mark.parametrize(("first", "second", "order"), WINDOWS)
def test_window_and_order(read: Read, first: str, second: str, order: tuple[int, int, int]) -> None:
    cell = read(
        f"""--- 1 | {first}
He [[DA/physical aff cur father>mother|hit her]].
--- 2 | {second}
[[SM/alcohol aff cur father|Drunk]].
"""
    ).matrix.cell(DA, SM)
    assert (cell.row_first, cell.column_first, cell.same_day) == order
    assert cell.window_pairs == sum(order)
    assert cell.notes == 0


def test_the_past_takes_no_part_in_the_window(read: Read) -> None:
    cell = read(
        """--- 1 | 2024-01-01
He [[DA/physical aff cur father>mother|hit her]].
--- 2 | 2024-01-02
[[SM/alcohol aff his father|Used to drink]].
"""
    ).matrix.cell(DA, SM)
    assert (cell.window_pairs, cell.cases, cell.measures["first_delay_days"]) == (0, 1, None)


def test_two_notes_of_both_are_a_pair_each_way(read: Read) -> None:
    note = "[[SM/alcohol aff cur father|Drunk]], he [[DA/physical aff cur father>mother|hit her]]."
    cell = read(f"--- 1 | 2024-01-01\n{note}\n--- 2 | 2024-01-05\n{note}\n").matrix.cell(DA, SM)
    assert (cell.notes, cell.window_pairs, cell.row_first, cell.column_first) == (2, 2, 1, 1)
    assert cell.delays == ((-4, 1), (4, 1))


def test_same_person(read: Read) -> None:
    matrix = read(
        """--- 1 | 2024-01-01
Dad was [[SM/alcohol aff cur father|drunk]] and [[DA/physical aff cur father>mother|hit Mum]].
She is [[MH/anxiety aff cur mother|anxious]].
"""
    ).matrix
    assert matrix.cell(DA, SM).measures["same_person_notes"] == 1
    assert matrix.cell(DA, MH).measures["same_person_notes"] == 0


def test_evidence_prefers_the_sentence_then_the_note_then_the_window(read: Read) -> None:
    result = read(
        """--- 1 | 2024-01-01
[[SM/alcohol aff cur father|Drunk]].
--- 2 | 2024-01-03
He [[DA/physical aff cur father>mother|hit her]].
--- 3 | 2024-06-01
[[SM/alcohol aff cur father|Drunk again]]. He [[DA/physical aff cur father>mother|kicked her]].
--- 4 | 2024-09-01
[[SM/alcohol aff cur father|Plastered]], he [[DA/physical aff cur father>mother|bit her]].
"""
    )
    words = {finding.finding_id: finding.text for finding in result.case.findings}
    shown = [words[ref] for ref in result.matrix.cell(DA, SM).evidence]
    assert shown == ["Plastered", "bit her", "Drunk again", "kicked her", "Drunk", "hit her"]


def test_evidence_may_pair_a_finding_with_its_own_note_and_with_another(read: Read) -> None:
    result = read(
        """--- 1 | 2024-01-01
Dad [[DA/physical aff cur father>mother|hit her]], she said. He [[RT/denial aff cur father|denied it]].
--- 2 | 2024-01-09
She says she [[RT/retraction aff cur mother|made it up]].
"""
    )
    words = {finding.finding_id: finding.text for finding in result.case.findings}
    shown = [words[ref] for ref in result.matrix.cell(DA, RT).evidence]
    assert shown == ["hit her", "denied it", "hit her", "made it up"]


def test_evidence_of_one_category_shows_each_indicator_first(read: Read) -> None:
    result = read(
        """--- 1 | 2024-01-01
He [[DA/physical aff cur father>mother|hit her]] and [[DA/physical aff cur father>mother|kicked her]].
He [[DA/emotional aff cur father>mother|calls her names]].
--- 2 | 2024-01-03
He [[DA/strangulation aff cur father>mother|choked her]].
"""
    )
    words = {finding.finding_id: finding.text for finding in result.case.findings}
    shown = [words[ref] for ref in result.matrix.cell(DA, DA).evidence]
    assert shown == ["choked her", "hit her", "calls her names", "kicked her"]


NOTES = """--- 1 | 2024-01-01
He [[DA/physical aff cur father>mother|hit her]]. She [[RT/denial aff cur mother|says nothing happened]].
"""


def test_retraction_can_be_opened(read: Read) -> None:
    matrix = read(NOTES, CaseworkOptions(opened=frozenset({"retraction"}))).matrix
    opened = tuple(f"retraction.{name}" for name in ("retraction", "withdrawal", "minimisation", "denial"))
    assert matrix.categories == (DA, SM, MH, *opened)
    assert matrix.cell(DA, "retraction.denial").notes == 1
    assert matrix.cell(DA, "retraction.withdrawal").notes == 0


SHOWN = [
    pytest.param(CaseworkOptions(), (DA, SM, MH, RT, "neglect"), id="four, and others when present"),
    pytest.param(CaseworkOptions(categories=(RT, DA)), (DA, RT), id="as asked for"),
    pytest.param(CaseworkOptions(categories=("practice",)), ("practice",), id="practice when asked for"),
    pytest.param(CaseworkOptions(aside=frozenset()), (*CATEGORIES, "neglect", "practice"), id="nothing aside"),
]


@pytest.mark.parametrize(("options", "categories"), SHOWN)
def test_which_categories_are_shown(options: CaseworkOptions, categories: tuple[str, ...]) -> None:
    day = date(2024, 1, 1)
    case = [reading(1, day, [mention(name, Assertion.AFFIRMED, 0, 0) for name in ("practice", "neglect")])]
    matrix = read_case(case, options).matrix
    assert matrix.categories == categories
    assert len(matrix.cells) == len(categories) * (len(categories) + 1) // 2


def test_people_are_counted_by_what_is_said_of_them(read: Read) -> None:
    people = read(
        """--- 1 | 2024-01-01
Dad [[DA/physical aff cur father>mother|hit Mum]] and [[DA/physical den cur father>mother|did not kick her]], he says.
Mum [[MH/anxiety unc cur mother|?anxious]].
"""
    ).matrix.people
    found = [(p.role, p.category, p.part, p.affirmed, p.uncertain, p.denied) for p in people]
    assert found == [
        (Role.MOTHER, DA, "victim", 1, 0, 1),
        (Role.MOTHER, MH, "subject", 0, 1, 0),
        (Role.FATHER, DA, "subject", 1, 0, 1),
    ]


# --- what must hold of any case --------------------------------------------------------------------------------------


def mention(category: str, assertion: Assertion, sentence: int, start: int, *, past: bool = False) -> Mention:
    return Mention(
        category=category,
        indicator="general",
        rule_id=f"{category}.{sentence}.{start}",
        level=Level.MEDIUM,
        start=start,
        end=start + 3,
        text="abc",
        assertion=assertion,
        temporality=Temporality.HISTORICAL if past else Temporality.CURRENT,
        subject="father",
        victim="mother" if category == DA else None,
        cues=(),
        excerpt="",
        sentence=sentence,
    )


def reading(number: int, day: date | None, mentions: list[Mention]) -> Reading:
    return Reading(NoteRef("C", f"n{number}", number, day), tuple(mentions))


MENTIONS = st.lists(
    st.builds(
        mention,
        st.sampled_from(CATEGORIES),
        st.sampled_from(Assertion),
        st.integers(0, 2),
        st.integers(0, 50),
        past=st.booleans(),
    ),
    max_size=5,
)
DAYS = st.none() | st.integers(0, 90).map(lambda days: date(2024, 1, 1) + timedelta(days))
CASES = st.lists(st.tuples(DAYS, MENTIONS), min_size=1, max_size=10).map(
    lambda notes: sorted((reading(i, day, m) for i, (day, m) in enumerate(notes, 1)), key=lambda r: note_order(r.note))
)


def brute_force(case: list[Reading], row: str, column: str, window: int) -> tuple[int, int, int]:
    """Pairs of different notes, one by one, as the definition says."""

    def in_time(found: Reading, category: str) -> bool:
        affirmed = (m for m in found.mentions if m.category == category and m.assertion is Assertion.AFFIRMED)
        return found.note.date is not None and any(m.temporality is Temporality.CURRENT for m in affirmed)

    days = []
    for left in case:
        for right in case:
            if left is not right and in_time(left, row) and in_time(right, column):
                assert left.note.date is not None
                assert right.note.date is not None
                days.append((right.note.date - left.note.date).days)
    days = [delay for delay in days if abs(delay) <= window]
    return sum(d > 0 for d in days), sum(d < 0 for d in days), sum(d == 0 for d in days)


@settings(max_examples=60)
@given(CASES, st.integers(0, 60))
def test_pairs_are_those_of_the_definition(case: list[Reading], window: int) -> None:
    matrix = read_case(case, CaseworkOptions(window_days=window)).matrix
    for row, column in combinations(CATEGORIES, 2):
        cell = matrix.cell(row, column)
        assert (cell.row_first, cell.column_first, cell.same_day) == brute_force(case, row, column, window)
        assert cell.window_pairs == cell.row_first + cell.column_first + cell.same_day
        assert cell.window_pairs == sum(pairs for _, pairs in cell.delays)


@settings(max_examples=60)
@given(CASES)
def test_counts_add_up(case: list[Reading]) -> None:
    result = read_case(case, CaseworkOptions())
    matrix = result.matrix
    for row, column in combinations(CATEGORIES, 2):
        cell, left, right = matrix.cell(row, column), matrix.cell(row, row), matrix.cell(column, column)
        assert cell is matrix.cell(column, row)
        assert cell.notes <= min(left.notes, right.notes)
        assert cell.sentences <= min(left.sentences, right.sentences)
        assert bool(cell.notes) >= bool(cell.sentences)
        assert cell.cases == (left.cases and right.cases)
    for assertion in Assertion:
        by_people = sum(getattr(p, assertion.value) for p in matrix.people if p.part == "subject")
        assert by_people == sum(f.assertion is assertion for f in result.case.findings)
    affirmed = {f.finding_id for f in result.case.findings if f.assertion is Assertion.AFFIRMED}
    assert {ref for cell in matrix.cells for ref in cell.evidence} <= affirmed
    assert all(len(cell.evidence) % 2 == 0 for cell in matrix.cells if cell.row != cell.column)
    assert all(bool(cell.evidence) == bool(cell.notes or cell.window_pairs) for cell in matrix.cells)


@settings(max_examples=40)
@given(CASES, st.randoms(use_true_random=False))
def test_the_order_of_findings_in_a_note_changes_no_count(case: list[Reading], random: object) -> None:
    shuffled = [Reading(r.note, tuple(sorted(r.mentions, key=lambda _: random.random()))) for r in case]  # type: ignore[attr-defined]
    options = CaseworkOptions()
    for left, right in zip(
        read_case(case, options).matrix.cells, read_case(shuffled, options).matrix.cells, strict=True
    ):
        assert (left.row, left.column, left.findings, left.notes, left.sentences, left.delays) == (
            right.row,
            right.column,
            right.findings,
            right.notes,
            right.sentences,
            right.delays,
        )
