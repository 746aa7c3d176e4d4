"""What a reader may choose about a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from caseflags.errors import CaseflagsError, Problem
from caseflags.intake.guess import did_you_mean

SECTIONS: Mapping[str, frozenset[str]] = {
    "all": frozenset({"matrix", "evidence", "people", "between", "accounts", "patterns", "codes", "beside"}),
    "matrix": frozenset({"matrix"}),
    "patterns": frozenset({"patterns"}),
    "findings": frozenset({"findings"}),
    "people": frozenset({"people", "between", "accounts"}),
    "codes": frozenset({"codes"}),
}
"""What each view shows of a case."""

ORDERS: Mapping[str, str] = {
    "id": "by id",
    "newest": "the newest note first",
    "level": "the highest pattern level first",
}
"""In which order cases can be shown, and how that is called. Never by a count or a score."""


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What ``text`` and ``markdown`` show; the formats for programs hold everything.

    ``top`` limits the cases (``None``: all); ``evidence`` the pairs of findings that a cell of two categories shows,
    and the findings that a cell of one adds to them.
    """

    view: str = "all"
    top: int | None = 10
    order: str = "id"
    evidence: int = 2

    def check(self) -> None:
        """Raise all that is wrong with the options."""
        if problems := tuple(self._problems()):
            raise CaseflagsError(problems)

    def shows(self, section: str) -> bool:
        """Tell whether the view holds a section."""
        return section in SECTIONS[self.view]

    def _problems(self) -> Iterator[Problem]:
        if self.view not in SECTIONS:
            yield Problem(f"there is no view '{self.view}'", hint=_one_of(self.view, SECTIONS))
        if self.order not in ORDERS:
            yield Problem(f"there is no order '{self.order}'", hint=_one_of(self.order, ORDERS))
        if self.top is not None and self.top < 1:
            yield Problem(f"{self.top} cases cannot be shown", hint="--top takes 1 or more")
        if self.evidence < 1:
            yield Problem(f"{self.evidence} pairs are no evidence", hint="1 or more; --view matrix shows none")


def _one_of(word: str, known: Mapping[str, object]) -> str:
    return did_you_mean(word, known) + "one of: " + ", ".join(known)
