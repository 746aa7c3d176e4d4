"""The findings of a case laid out note by note: what matrix and evidence are made of."""

from __future__ import annotations

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

    def sentences(self, label: str) -> set[int]:
        """Give the sentences that affirm ``label``."""
        return {finding.sentence for finding in self.affirmed.get(label, ())}


def pages_of(findings: Iterable[Finding], label: Callable[[Finding], str]) -> list[Page]:
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
    return list(pages.values())
