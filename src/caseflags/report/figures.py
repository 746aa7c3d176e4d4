"""Numbers as readers see them, the same in every format that people read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from caseflags.model import Cell, NoteRef, PatternHit, PeopleCount
from caseflags.report.views import Pair
from caseflags.report.words import count, day

NOTHING = "-"


def number(value: float | None) -> str:
    """Write a count; a dash for none at all.

    >>> number(1200), number(0), number(None)
    ('1,200', '-', '-')
    """
    return f"{value:,}" if value else NOTHING


def days(value: float | None) -> str:
    """Write a number of days, a half as .5, and a dash where there is none to tell."""
    return NOTHING if value is None else f"{value:g}"


def notes(found: Sequence[NoteRef]) -> str:
    """Count the notes of a case, and say from when to when they are."""
    dates = sorted({note.date for note in found if note.date})
    span = f" from {day(dates[0])} to {day(dates[-1])}" if len(dates) > 1 else f" of {day(dates[0])}" if dates else ""
    undated = sum(note.date is None for note in found)
    return count(len(found), "note") + span + (f", {undated:,} undated" if undated else "")


def beside(uncertain: int, denied: int) -> str:
    """Write what stands beside a number.

    >>> beside(2, 1), beside(0, 1)
    ('?2 d1', 'd1')
    """
    return " ".join(f"{mark}{found}" for mark, found in (("?", uncertain), ("d", denied)) if found)


def person(found: PeopleCount | None) -> str:
    """Write a cell of the table of people: the affirmed findings, and what stands beside them."""
    if found is None or not (found.affirmed or found.uncertain or found.denied):
        return NOTHING
    also = beside(found.uncertain, found.denied)
    return f"{found.affirmed:,}" + (f" ({also})" if also else "")


def expected(cell: Cell) -> str:
    """Write how many cases chance would give."""
    return f"{cell.measures.get('expected_cases') or 0:.1f}"


def ratio(cell: Cell, star: str = "*") -> str:
    """Write observed to expected with its interval, and a star where few cases are behind it."""
    measures = cell.measures
    found, low, high = (measures.get(name) for name in ("ratio", "ratio_low", "ratio_high"))
    if found is None or low is None or high is None:
        return NOTHING
    return f"{found:.2f} ({low:.2f}-{high:.2f})" + (star if measures.get("small") else "")


def first_in_pairs(pair: Pair, *, titles: bool = False) -> str:
    """Say in how many pairs of notes which category came first."""
    cell = pair.cell
    return _first(pair, (cell.row_first, cell.column_first, cell.same_day), titles=titles)


def first_in_cases(pair: Pair, *, titles: bool = False) -> str:
    """Say in how many cases which category was noted first."""
    names = ("cases_row_first", "cases_column_first", "cases_same_day")
    return _first(pair, (pair.cell.measures.get(name) for name in names), titles=titles)


def when(hit: PatternHit) -> str:
    """Say from when to when a pattern shows, and whether that is settled."""
    dates = [day(date) for date in dict.fromkeys((hit.first_date, hit.last_date)) if date]
    said = [" to ".join(dates)] if dates else []
    return ", ".join([*said, *([] if hit.known else ["not yet known: its window is still open"])]) or "undated"


def _first(pair: Pair, order: Iterable[float | None], *, titles: bool) -> str:
    names = (pair.row.title, pair.column.title) if titles else (pair.row.code, pair.column.code)
    found = zip((*names, "same day" if titles else "same"), order, strict=True)
    return ", ".join(f"{name} {times:,}" for name, times in found if times) or NOTHING
