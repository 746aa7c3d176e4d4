"""How factors meet by person: the father's drinking with his abuse of the mother, and that with her anxiety.

A *strand* is a category of one known person: ``substance_misuse:father``; of abuse it names both, the abuser first:
``domestic_abuse:father>mother``. Strands meet as categories do, and every number means the same (``docs/matrix.md``).
A *chain* leads over abuse from something of the abuser to something of the abused.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from caseflags.casework.delays import delays_between
from caseflags.casework.labels import label_of, label_order
from caseflags.casework.matrix import pair_cell
from caseflags.casework.options import CaseworkOptions
from caseflags.casework.pages import Page, Pages, pages_of
from caseflags.model import Assertion, Case, Chain, Finding, Matrix, Role

_ABUSE = "domestic_abuse"
_BEFORE = ("substance_misuse", "mental_health")
_AFTER = ("mental_health", "substance_misuse", "retraction")
_ROLES = tuple(Role)


def strand_of(finding: Finding, options: CaseworkOptions | None = None) -> str:
    """Name the strand of a finding; empty where it is not known whose it is.

    Abuse whose victim nobody names is a strand of the abuser alone: ``domestic_abuse:father``.
    """
    if finding.subject is Role.UNKNOWN:
        return ""
    category = label_of(finding, options) if options else finding.category
    harmed = f">{finding.victim.value}" if finding.victim not in {None, Role.UNKNOWN} and finding.victim else ""
    return f"{category}:{finding.subject.value}{harmed}"


def people_of(strand: str) -> tuple[str, str, str]:
    """Split a strand: category, person, and the person harmed or nothing.

    >>> people_of("domestic_abuse:father>mother")
    ('domestic_abuse', 'father', 'mother')
    """
    category, _, people = strand.partition(":")
    subject, _, victim = people.partition(">")
    return category, subject, victim


def strand_order(strand: str) -> tuple[tuple[tuple[int, str], int, str], int, int]:
    """Sort key of strands: by category, then by person and by the person harmed, as the guidelines list roles."""
    category, subject, victim = people_of(strand)
    return label_order(category), _place(subject), _place(victim)


def between_people(case: Case, shown: Iterable[str], options: CaseworkOptions) -> tuple[Matrix, tuple[Chain, ...]]:
    """Make the matrix of strands, with the pairs that meet, and the chains. ``shown`` are the matrix's categories."""
    labels = frozenset(shown)

    def strand(finding: Finding) -> str:
        return strand_of(finding, options) if label_of(finding, options) in labels else ""

    found = [f for f in case.findings if f.assertion is Assertion.AFFIRMED and strand(f)]
    pages = pages_of(found, strand)
    strands = tuple(sorted({strand(f) for f in found if not f.copied_from}, key=strand_order))
    window = options.window_days
    pairs = (pair for pair in combinations(strands, 2) if _meet(*pair, pages, window))
    met = tuple(pair_cell(row, column, pages, window) for row, column in pairs)
    return Matrix(strands, window, met), tuple(_chains(strands, pages, window))


def _meet(row: str, column: str, pages: Pages, window: int) -> bool:
    return bool(pages.both(row, column) or delays_between(pages, row, column, window))


def _place(role: str) -> int:
    return _ROLES.index(Role(role)) if role else -1


def _chains(strands: Sequence[str], pages: Pages, window: int) -> Iterator[Chain]:
    """Yield the chains that hold on at least one day: before and after lie within the window of the abuse."""
    for abuse in strands:
        category, abuser, abused = people_of(abuse)
        if not abused or category.partition(".")[0] != _ABUSE:
            continue
        before = [s for s in strands if _is_of(s, _BEFORE, abuser)]
        after = [s for s in strands if _is_of(s, _AFTER, abused)]
        for first in before:
            for last in after:
                if chain := _chain((first, abuse, last), pages, window):
                    yield chain


def _is_of(strand: str, categories: Sequence[str], person: str) -> bool:
    category, subject, _ = people_of(strand)
    return category.partition(".")[0] in categories and subject == person


def _chain(strands: tuple[str, str, str], pages: Pages, window: int) -> Chain | None:
    """Count the days of the middle strand with the first at most ``window`` days before and the last after it.

    The same day counts as before and as after: within a day a record tells no order. The evidence is where the three
    lie closest together; of equals, the earliest.
    """
    first, middle, last = (pages.in_time(strand) for strand in strands)
    befores, afters = [day for day, _ in first], [day for day, _ in last]
    held: set[int] = set()
    best: tuple[int, tuple[Page, Page, Page]] | None = None
    for day, page in middle:
        before, after = bisect_right(befores, day) - 1, bisect_left(afters, day)
        if before < 0 or after == len(afters) or day - befores[before] > window or afters[after] - day > window:
            continue
        held.add(day)
        spread = afters[after] - befores[before]
        if best is None or spread < best[0]:
            best = spread, (first[before][1], page, last[after][1])
    return Chain(strands, len(held), _evidence(strands, best[1])) if best else None


def _evidence(strands: tuple[str, str, str], pages: tuple[Page, Page, Page]) -> tuple[str, str, str]:
    first, middle, last = (page.clearest_now(strand).finding_id for strand, page in zip(strands, pages, strict=True))
    return first, middle, last


def strand_records(strands: Iterable[str]) -> list[Mapping[str, str]]:
    """Write strands as mappings."""
    keys = ("category", "subject", "victim")
    return [{"strand": strand, **dict(zip(keys, people_of(strand), strict=True))} for strand in strands]
