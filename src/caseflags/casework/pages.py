"""The findings of a case laid out note by note: what matrix and evidence are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from caseflags.model import Assertion, Finding, Temporality

_BESIDE = frozenset({Assertion.UNCERTAIN, Assertion.DENIED})


@dataclass(slots=True)
class Page:
    """One note's findings by label. ``position`` counts the notes of the case; ``day`` is an ordinal, or ``None``.

    ``current`` are the labels with an affirmed finding about now: the note's date says nothing about when the past was.
    """

    position: int
    day: int | None
    affirmed: dict[str, list[Finding]] = field(default_factory=dict)
    current: set[str] = field(default_factory=set)
    beside: dict[Assertion, set[str]] = field(default_factory=dict)

    def add(self, label: str, finding: Finding) -> None:
        """Take a finding in; negated and hypothetical ones are left out."""
        if finding.assertion is Assertion.AFFIRMED:
            self.affirmed.setdefault(label, []).append(finding)
            if finding.temporality is Temporality.CURRENT:
                self.current.add(label)
        elif finding.assertion in _BESIDE:
            self.beside.setdefault(finding.assertion, set()).add(label)

    def holds(self, row: str, column: str) -> bool:
        """Tell whether the note affirms both."""
        return row in self.affirmed and column in self.affirmed

    def would_hold(self, row: str, column: str, assertion: Assertion) -> bool:
        """Tell whether the note holds both only if findings of ``assertion`` are taken in as well."""
        also = self.beside.get(assertion)
        if not also or self.holds(row, column):
            return False
        return all(label in self.affirmed or label in also for label in (row, column))

    def in_time(self, label: str) -> bool:
        """Tell whether the note says on a known day that something of ``label`` happens now."""
        return self.day is not None and label in self.current

    def clearest_now(self, label: str) -> Finding:
        """Give the finding of ``label`` about now that asks for most attention, of equals the first."""
        found = (f for f in self.affirmed[label] if f.temporality is Temporality.CURRENT)
        return max(found, key=lambda finding: finding.level.rank)

    def sentences(self, label: str) -> set[int]:
        """Give the sentences that affirm ``label``."""
        return {finding.sentence for finding in self.affirmed.get(label, ())}


class Pages:
    """The pages of a case in the order of its notes; what is asked of a label is looked up once."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self.all = tuple(pages)
        self._affirming: dict[str, tuple[Page, ...]] = {}
        self._in_time: dict[str, tuple[tuple[int, Page], ...]] = {}
        self._days: dict[str, Counter[int]] = {}
        self._beside = {value: tuple(page for page in self.all if value in page.beside) for value in _BESIDE}

    def affirming(self, label: str) -> tuple[Page, ...]:
        """Give the pages that affirm a label."""
        if label not in self._affirming:
            self._affirming[label] = tuple(page for page in self.all if label in page.affirmed)
        return self._affirming[label]

    def both(self, row: str, column: str) -> list[Page]:
        """Give the pages that affirm two labels."""
        return [page for page in self.affirming(row) if column in page.affirmed]

    def in_time(self, label: str) -> tuple[tuple[int, Page], ...]:
        """Give the days and pages on which something of a label is said to happen now."""
        if label not in self._in_time:
            found = (page for page in self.affirming(label) if label in page.current)
            self._in_time[label] = tuple((page.day, page) for page in found if page.day is not None)
        return self._in_time[label]

    def days(self, label: str) -> Counter[int]:
        """Count those pages by day."""
        if label not in self._days:
            self._days[label] = Counter(day for day, _ in self.in_time(label))
        return self._days[label]

    def would_hold(self, row: str, column: str, assertion: Assertion) -> int:
        """Count the pages that hold both labels only if findings of ``assertion`` are taken in as well."""
        return sum(page.would_hold(row, column, assertion) for page in self._beside[assertion])


def pages_of(findings: Iterable[Finding], label: Callable[[Finding], str]) -> Pages:
    """Lay out the pages of a case in the order of its notes. Copied text has been counted where it first stood."""
    pages: dict[tuple[str, str, int], Page] = {}
    for finding in findings:
        if finding.copied_from:
            continue
        key = (finding.case_id, finding.note_id, finding.row)
        page = pages.get(key)
        if page is None:
            day = finding.date.toordinal() if finding.date else None
            page = pages[key] = Page(len(pages), day)
        page.add(label(finding), finding)
    return Pages(pages.values())
