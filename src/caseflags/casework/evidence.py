"""Which findings show best how two categories meet: one sentence before one note before two notes close in time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from heapq import nsmallest
from itertools import islice

from caseflags.casework.pages import Page, Pages
from caseflags.model import Finding, Temporality

PAIRS = 3
"""How many pairs of findings a cell shows at most."""

SINGLES = 5
"""How many findings the cell of one category shows at most."""

_Ranked = tuple[tuple[int, ...], tuple[Finding, Finding]]


def best_singles(pages: Pages, label: str) -> tuple[str, ...]:
    """Choose the clearest findings of one category: the best of each indicator first, then the next best."""
    found = sorted((f for page in pages.affirming(label) for f in page.affirmed[label]), key=_clearness)
    seen: set[str] = set()
    first: list[str] = []
    rest: list[str] = []
    for finding in found:
        (rest if finding.indicator in seen else first).append(finding.finding_id)
        seen.add(finding.indicator)
    return tuple((first + rest)[:SINGLES])


def best_pairs(pages: Pages, row: str, column: str, window_days: int) -> tuple[str, ...]:
    """Choose the clearest pairs of findings of two categories, one pair after the other, each in the record's order.

    The ids come in twos. A finding may stand in two pairs: one with its own note, and one with another note.
    """
    together = nsmallest(PAIRS, (_in_note(page, row, column) for page in pages.both(row, column)), key=_rank)
    pairs = [pair for _, pair in together]
    if len(pairs) < PAIRS:
        pairs.extend(islice(_apart(pages, row, column, window_days), PAIRS - len(pairs)))
    return tuple(finding.finding_id for pair in pairs for finding in pair)


def _rank(ranked: _Ranked) -> tuple[int, ...]:
    return ranked[0]


def _clearness(finding: Finding) -> tuple[int, bool]:
    """Put first what a rule's author asks more attention for, then what is about now; notes keep their order."""
    return -finding.level.rank, finding.temporality is Temporality.HISTORICAL


def _in_note(page: Page, row: str, column: str) -> _Ranked:
    """Find the best pair in a note that holds both: in one sentence if there is one."""
    lefts, rights = _by_sentence(page.affirmed[row]), _by_sentence(page.affirmed[column])
    shared = lefts.keys() & rights.keys()
    if shared:
        pairs = [(lefts[sentence], rights[sentence]) for sentence in shared]
    else:
        pairs = [(min(lefts.values(), key=_clearness), min(rights.values(), key=_clearness))]
    ranked = ((_pair_rank(pair, page), _in_order(pair)) for pair in pairs)
    return min(ranked, key=_rank)


def _pair_rank(pair: tuple[Finding, Finding], page: Page) -> tuple[int, ...]:
    """Put one sentence before two, then go by the level of the lower of the pair, then by the higher."""
    left, right = pair
    levels = sorted((-finding.level.rank for finding in pair), reverse=True)
    past = sum(finding.temporality is Temporality.HISTORICAL for finding in pair)
    return (int(left.sentence != right.sentence), *levels, past, page.position, left.start)


def _by_sentence(findings: Iterable[Finding]) -> dict[int, Finding]:
    """Choose the clearest finding of each sentence."""
    best: dict[int, Finding] = {}
    for finding in findings:
        known = best.get(finding.sentence)
        if known is None or _clearness(finding) < _clearness(known):
            best[finding.sentence] = finding
    return best


def _apart(pages: Pages, row: str, column: str, window: int) -> Iterator[tuple[Finding, Finding]]:
    """Choose the closest pairs of different notes inside the window, no note in two of them.

    Two notes that both hold both say nothing new.
    """
    used: set[int] = set()
    for _, _, left, right in sorted(_neighbours(pages, row, column, window)):
        if {left, right} & used or all(pages.all[place].holds(row, column) for place in (left, right)):
            continue
        used |= {left, right}
        yield _in_order((pages.all[left].clearest_now(row), pages.all[right].clearest_now(column)))


def _neighbours(pages: Pages, row: str, column: str, window: int) -> Iterator[tuple[int, int, int, int]]:
    """Give for each note of ``row`` the nearest notes of ``column`` around it: (days, position, position, position)."""
    columns = [(day, page.position) for day, page in pages.in_time(column)]
    for own_day, page in pages.in_time(row):
        here = bisect_left(columns, (own_day, page.position))
        for day, position in columns[max(0, here - 1) : here + 2]:
            days = abs(day - own_day)
            if position != page.position and days <= window:
                yield days, min(page.position, position), page.position, position


def _in_order(pair: tuple[Finding, Finding]) -> tuple[Finding, Finding]:
    """Put the two as a reader meets them: by date, then row, then place in the note."""
    left, right = pair
    if left.date and right.date and left.date != right.date:
        return pair if left.date < right.date else (right, left)
    return pair if (left.row, left.start) <= (right.row, right.start) else (right, left)
