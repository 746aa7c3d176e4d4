"""The matrix across cases: sums over cases, and what chance would give beside what was observed.

It keeps sums only, so memory does not grow with the cases, and the order in which cases come makes no difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations_with_replacement

from caseflags.casework.chance import against_chance
from caseflags.casework.delays import medians
from caseflags.casework.labels import label_order, labels_shown
from caseflags.casework.matrix import people_order
from caseflags.casework.options import CaseworkOptions
from caseflags.model import CaseResult, Cell, Matrix, PeopleCount, Role

_SUMMED = ("findings", "notes", "sentences", "cases", "window_pairs", "row_first", "column_first", "same_day")
_BESIDE = ("uncertain", "denied")
_ADDED_MEASURES = ("historical", "copied", "same_person_notes")
_ASSERTIONS = ("affirmed", "uncertain", "denied", "negated", "hypothetical")
_EVIDENCE_CASES = 3
_EVIDENCE_EACH = 2


@dataclass(slots=True)
class _Sum:
    """One cell over all cases. ``evidence`` holds the clearest cases: (how closely they meet, case id, finding ids)."""

    counts: Counter[str] = field(default_factory=Counter)
    delays: Counter[int] = field(default_factory=Counter)
    evidence: list[tuple[int, str, tuple[str, ...]]] = field(default_factory=list)

    def add(self, cell: Cell, case_id: str) -> None:
        for name in _SUMMED + _BESIDE:
            self.counts[name] += getattr(cell, name)
        for name in _ADDED_MEASURES:
            self.counts[name] += int(cell.measures.get(name) or 0)
        for name in ("sentences", "notes", "window_pairs"):
            self.counts[f"cases_{name}"] += bool(getattr(cell, name))
        self._add_first(cell.measures.get("first_delay_days"))
        for days, pairs in cell.delays:
            self.delays[days] += pairs
        if cell.evidence:
            self._offer((_closeness(cell), case_id, cell.evidence[:_EVIDENCE_EACH]))

    def merge(self, other: _Sum) -> None:
        self.counts.update(other.counts)
        self.delays.update(other.delays)
        for offer in other.evidence:
            self._offer(offer)

    def _add_first(self, delay: float | None) -> None:
        if delay is not None:
            self.counts["first_row" if delay > 0 else "first_column" if delay < 0 else "first_same_day"] += 1

    def _offer(self, offer: tuple[int, str, tuple[str, ...]]) -> None:
        self.evidence.append(offer)
        self.evidence.sort()
        del self.evidence[_EVIDENCE_CASES:]


class Across:
    """Takes cases one by one, and gives the matrix of them all."""

    def __init__(self, options: CaseworkOptions | None = None) -> None:
        self._options = options or CaseworkOptions()
        self._cases = 0
        self._labels: set[str] = set(labels_shown((), self._options))
        self._sums: dict[tuple[str, str], _Sum] = {}
        self._people: dict[tuple[Role, str, str], Counter[str]] = {}

    def add(self, result: CaseResult) -> None:
        """Take a case in."""
        self._cases += 1
        self._labels.update(result.matrix.categories)
        for cell in result.matrix.cells:
            self._sum(cell.row, cell.column).add(cell, result.case.case_id)
        for count in result.matrix.people:
            found = self._people.setdefault((count.role, count.category, count.part), Counter())
            found.update({name: getattr(count, name) for name in _ASSERTIONS})

    def merge(self, other: Across) -> None:
        """Take in what another has taken in, as if its cases had come here."""
        self._cases += other._cases
        self._labels |= other._labels
        for (row, column), found in other._sums.items():
            self._sum(row, column).merge(found)
        for key, counts in other._people.items():
            self._people.setdefault(key, Counter()).update(counts)

    def matrix(self) -> Matrix:
        """Give the matrix of the cases taken in so far."""
        labels = tuple(sorted(self._labels, key=label_order))
        cells = (self._cell(row, column) for row, column in combinations_with_replacement(labels, 2))
        return Matrix(labels, self._options.window_days, tuple(cells), tuple(self._people_counts()))

    def _sum(self, row: str, column: str) -> _Sum:
        return self._sums.setdefault((row, column), _Sum())

    def _cell(self, row: str, column: str) -> Cell:
        found = self._sums.get((row, column), _Sum())
        measures = self._alone(found) if row == column else self._together(row, column, found)
        return Cell(
            row,
            column,
            **{name: found.counts[name] for name in _SUMMED + _BESIDE},
            evidence=tuple(dict.fromkeys(ref for _, _, refs in found.evidence for ref in refs)),
            measures=measures,
            delays=tuple(sorted(found.delays.items())),
        )

    def _alone(self, found: _Sum) -> Mapping[str, float | int | None]:
        names = ("historical", "copied")
        return {"cases_total": self._cases, **{name: found.counts[name] for name in names}}

    def _together(self, row: str, column: str, found: _Sum) -> Mapping[str, float | int | None]:
        chance = against_chance(found.counts["cases"], self._with(row), self._with(column), self._cases)
        return {
            "cases_total": self._cases,
            "expected_cases": chance.expected,
            "ratio": chance.ratio,
            "ratio_low": chance.low,
            "ratio_high": chance.high,
            "small": int(chance.small),
            "cases_same_sentence": found.counts["cases_sentences"],
            "cases_same_note": found.counts["cases_notes"],
            "cases_in_window": found.counts["cases_window_pairs"],
            "cases_row_first": found.counts["first_row"],
            "cases_column_first": found.counts["first_column"],
            "cases_same_day": found.counts["first_same_day"],
            **medians(tuple(sorted(found.delays.items()))),
            "same_person_notes": found.counts["same_person_notes"],
        }

    def _with(self, label: str) -> int:
        found = self._sums.get((label, label))
        return found.counts["cases"] if found else 0

    def _people_counts(self) -> Iterator[PeopleCount]:
        for role, label, part in sorted(self._people, key=people_order):
            counts = self._people[role, label, part]
            yield PeopleCount(role, label, part=part, **{name: counts[name] for name in _ASSERTIONS})


def _closeness(cell: Cell) -> int:
    """0 in one sentence, 1 in one note, 2 inside the window, 3 only in one case."""
    meets = (cell.sentences, cell.notes, cell.window_pairs, True)
    return next(place for place, met in enumerate(meets) if met)
