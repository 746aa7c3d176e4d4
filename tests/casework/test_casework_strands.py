"""How factors meet by person, against the example that ``docs/matrix.md`` works by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from caseflags.casework import CaseworkOptions
from caseflags.casework.strands import people_of, strand_records
from caseflags.model import CaseResult

Read = Callable[..., CaseResult]
LINES = (Path(__file__).parents[2] / "docs" / "matrix.md").read_text(encoding="utf-8").splitlines()


def documented_notes() -> str:
    start = LINES.index("    --- n2 | 2024-03-08 | health visitor") - 2
    end = next(place for place in range(start, len(LINES)) if not LINES[place].startswith("    "))
    return "\n".join(line[4:] for line in LINES[start:end])


def documented_rows(heading: str) -> Iterator[list[str]]:
    start = next(place for place, line in enumerate(LINES) if line.startswith(heading))
    for line in LINES[start + 2 :]:
        if not line.startswith("|"):
            return
        yield [cell.strip() for cell in line.strip("|").split("|")]


def test_strands_meet_as_the_docs_work_it_out(read: Read) -> None:
    found = [
        [cell.row, cell.column]
        + [str(getattr(cell, name)) for name in ("notes", "sentences", "window_pairs", "row_first", "column_first")]
        + ["" if (median := cell.measures["median_days"]) is None else str(median)]
        for cell in read(documented_notes()).between.cells
    ]
    assert found == list(documented_rows("| strand | strand"))


def test_chains_hold_as_the_docs_work_it_out(read: Read) -> None:
    result = read(documented_notes())
    notes = {finding.finding_id: finding.note_id for finding in result.case.findings}
    found = [
        [" → ".join(chain.strands), str(chain.days), ", ".join(notes[ref] for ref in chain.evidence)]
        for chain in result.chains
    ]
    assert found == list(documented_rows("| chain"))


ABUSE = "He [[DA/physical aff cur father>mother|hit her]]."
DRUNK = "Dad was [[SM/alcohol aff cur father|drunk]]."
LOW = "Mum [[MH/depression aff cur mother|is low]]."
WINDOWS = [
    pytest.param(("2024-01-01", "2024-01-31", "2024-03-01"), 1, id="30 days each are inside"),
    pytest.param(("2024-01-01", "2024-02-01", "2024-02-02"), 0, id="31 days before are outside"),
    pytest.param(("2024-01-01", "2024-01-02", "2024-02-02"), 0, id="31 days after are outside"),
    pytest.param(("2024-01-03", "2024-01-02", "2024-01-05"), 0, id="the drinking came later"),
    pytest.param(("2024-01-02", "2024-01-02", "2024-01-02"), 1, id="one day"),
    pytest.param(("2024-01-02", "", "2024-01-02"), 0, id="undated"),
]


@pytest.mark.parametrize(("days", "chains"), WINDOWS)
def test_a_chain_keeps_to_its_window(read: Read, days: tuple[str, str, str], chains: int) -> None:
    parts = zip(days, (DRUNK, ABUSE, LOW), strict=True)
    notes = "".join(f"--- n{number} | {day}\n{text}\n" for number, (day, text) in enumerate(parts))
    assert len(read(notes).chains) == chains


OTHERS = [
    pytest.param(DRUNK.replace("father", "other"), ABUSE, LOW, id="somebody else drinks"),
    pytest.param(DRUNK, ABUSE, LOW.replace("mother", "child"), id="somebody else is low"),
    pytest.param(DRUNK.replace("aff", "den"), ABUSE, LOW, id="denied"),
    pytest.param(DRUNK.replace("cur", "his"), ABUSE, LOW, id="long ago"),
]


@pytest.mark.parametrize(("before", "abuse", "after"), OTHERS)
def test_a_chain_goes_from_the_abuser_to_the_abused(read: Read, before: str, abuse: str, after: str) -> None:
    assert read(f"--- n1 | 2024-01-01\n{before} {abuse} {after}\n").chains == ()


def test_strands_follow_the_categories_that_are_shown_and_opened(read: Read) -> None:
    notes = f"--- n1 | 2024-01-01\n{DRUNK} {ABUSE} Mum [[RT/retraction aff cur mother|made it up]].\n"
    opened = read(notes, CaseworkOptions(opened=frozenset({"retraction"}))).between
    assert opened.categories[-1] == "retraction.retraction:mother"
    shown = read(notes, CaseworkOptions(categories=("domestic_abuse", "substance_misuse"))).between
    assert shown.categories == ("domestic_abuse:father>mother", "substance_misuse:father")


def test_a_strand_says_whose_it_is() -> None:
    assert people_of("mental_health:mother") == ("mental_health", "mother", "")
    (record,) = strand_records(["domestic_abuse:father>mother"])
    assert (record["category"], record["subject"], record["victim"]) == ("domestic_abuse", "father", "mother")
