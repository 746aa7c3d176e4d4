"""Days between the notes of two categories: a histogram of pairs, and what is read from it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from caseflags.casework.pages import Pages

Delays = tuple[tuple[int, int], ...]


def delays_between(pages: Pages, row: str, column: str, window_days: int) -> Delays:
    """Count pairs of different notes, one of each category, by the days from ``row`` to ``column``, inside the window.

    Notes are counted by day first, so that a record with thousands of notes a month stays quick.
    """
    rows, columns = pages.days(row), pages.days(column)
    ordered = sorted(columns)
    pairs: Counter[int] = Counter()
    for day, notes in rows.items():
        low, high = bisect_left(ordered, day - window_days), bisect_right(ordered, day + window_days)
        for other in ordered[low:high]:
            pairs[other - day] += notes * columns[other]
    pairs[0] -= sum(column in page.current for _, page in pages.in_time(row))
    return tuple(sorted((days, number) for days, number in pairs.items() if number))


def first_delay(pages: Pages, row: str, column: str) -> int | None:
    """Count the days from the first dated note of ``row`` to that of ``column``; ``None`` if either never occurs."""
    rows, columns = pages.days(row), pages.days(column)
    return min(columns) - min(rows) if rows and columns else None


def orders(delays: Delays) -> tuple[int, int, int]:
    """Count the pairs that have the row first, the column first, and both on one day."""
    return (
        sum(number for days, number in delays if days > 0),
        sum(number for days, number in delays if days < 0),
        sum(number for days, number in delays if days == 0),
    )


def medians(delays: Delays) -> Mapping[str, float | int | None]:
    """Give the median days of all pairs whatever their order, and of those with the row and with the column first."""
    return {
        "median_days": _median((abs(days), number) for days, number in delays),
        "median_days_row_first": _median((days, number) for days, number in delays if days > 0),
        "median_days_column_first": _median((-days, number) for days, number in delays if days < 0),
    }


def _median(counted: Iterable[tuple[int, int]]) -> float | int | None:
    """Take the median of values given with how often they occur; the mean of the middle two if there are two."""
    pairs = sorted(counted)
    total = sum(number for _, number in pairs)
    if not total:
        return None
    low, high = _value_at(pairs, (total - 1) // 2), _value_at(pairs, total // 2)
    return (low + high) // 2 if (low + high) % 2 == 0 else (low + high) / 2


def _value_at(pairs: Sequence[tuple[int, int]], place: int) -> int:
    passed = 0
    for value, number in pairs:
        passed += number
        if place < passed:
            return value
    raise IndexError(place)
