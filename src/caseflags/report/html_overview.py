"""All cases as rows of one table: how many notes affirm what, and which patterns show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from caseflags.model import CaseResult, Level, Matrix, PatternHit
from caseflags.report.document import pattern_title
from caseflags.report.words import Label, day, labels_of, safe, shade


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in the overview. ``shades`` go from 0 to 4; ``levels`` are by pattern, empty where it does not show."""

    anchor: str
    case_id: str
    notes: int
    first: str
    last: str
    numbers: tuple[int, ...]
    shades: tuple[int, ...]
    levels: tuple[str, ...]
    highest: int


@dataclass(frozen=True, slots=True)
class PatternColumn:
    """A pattern that some case shows."""

    pattern_id: str
    title: str
    cases: int


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """The table: its columns and rows."""

    labels: tuple[Label, ...]
    patterns: tuple[PatternColumn, ...]
    rows: tuple[CaseRow, ...]


def anchor(case_id: str) -> str:
    """Give the id by which a case's section is linked: letters and digits of the case id, others as numbers.

    >>> anchor("C 1/2")
    'case-C_20_1_2f_2'
    """
    return "case-" + "".join(char if char.isascii() and char.isalnum() else f"_{ord(char):x}_" for char in case_id)


def overview_page(results: Sequence[CaseResult], matrix: Matrix) -> OverviewPage:
    """Lay the cases out."""
    labels = labels_of(matrix.categories)
    columns = _columns(results)
    peak = max((_notes(result, label.key) for result in results for label in labels), default=0)
    return OverviewPage(labels, columns, tuple(_row(result, labels, columns, peak) for result in results))


def _columns(results: Sequence[CaseResult]) -> tuple[PatternColumn, ...]:
    titles: dict[str, str] = {}
    cases: dict[str, int] = {}
    for hit in (hit for result in results for hit in _settled(result)):
        titles[hit.pattern_id] = pattern_title(hit.title or hit.pattern_id)
        cases[hit.pattern_id] = cases.get(hit.pattern_id, 0) + 1
    return tuple(PatternColumn(found, safe(titles[found]), cases[found]) for found in sorted(titles))


def _settled(result: CaseResult) -> list[PatternHit]:
    """The hits that are known, one for each pattern."""
    return list({hit.pattern_id: hit for hit in result.patterns if hit.known}.values())


def _row(result: CaseResult, labels: Sequence[Label], columns: Sequence[PatternColumn], peak: int) -> CaseRow:
    dates = sorted(note.date for note in result.case.notes if note.date)
    numbers = tuple(_notes(result, label.key) for label in labels)
    levels: dict[str, Level] = {hit.pattern_id: hit.level for hit in _settled(result)}
    return CaseRow(
        anchor(result.case.case_id),
        safe(result.case.case_id),
        len(result.case.notes),
        day(dates[0] if dates else None),
        day(dates[-1] if dates else None),
        numbers,
        tuple(shade(number, peak) for number in numbers),
        tuple(levels[column.pattern_id].value if column.pattern_id in levels else "" for column in columns),
        max((level.rank for level in levels.values()), default=-1),
    )


def _notes(result: CaseResult, category: str) -> int:
    return result.matrix.cell(category, category).notes
