"""Which cases a page shows, in which order, and what it leaves out. One pass; only what is shown is kept."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from caseflags.model import CaseResult
from caseflags.report.options import ReportOptions
from caseflags.report.words import natural

QUIET_SHOWN = 30
"""So many quiet cases are named; the others are counted."""


@dataclass(slots=True)
class Selection:
    """The cases to show, how many there are, and the quiet ones: those that bear nothing of what the view shows."""

    shown: list[CaseResult] = field(default_factory=list)
    cases: int = 0
    quiet: int = 0
    quiet_ids: list[str] = field(default_factory=list)

    @property
    def left_out(self) -> int:
        """How many cases that are not quiet are not shown."""
        return self.cases - self.quiet - len(self.shown)


def select(cases: Iterable[CaseResult], options: ReportOptions) -> Selection:
    """Choose the cases to show."""
    selection = Selection()
    telling = _telling(cases, selection, options.view)
    key = _KEYS[options.order]
    selection.shown = (
        sorted(telling, key=key) if options.top is None else heapq.nsmallest(options.top, telling, key=key)
    )
    selection.quiet_ids.sort(key=natural)
    return selection


def is_quiet(result: CaseResult, view: str) -> bool:
    """Tell whether a case bears nothing that a view shows."""
    if view == "patterns":
        return not result.patterns
    if view == "findings":
        return not result.case.findings
    singles = (cell for cell in result.matrix.cells if cell.row == cell.column)
    return not result.patterns and not any(cell.findings or cell.uncertain or cell.denied for cell in singles)


def _telling(cases: Iterable[CaseResult], selection: Selection, view: str) -> Iterator[CaseResult]:
    for case in cases:
        selection.cases += 1
        if not is_quiet(case, view):
            yield case
            continue
        selection.quiet += 1
        if len(selection.quiet_ids) < QUIET_SHOWN:
            selection.quiet_ids.append(case.case.case_id)


def _by_id(result: CaseResult) -> tuple[Any, ...]:
    return (natural(result.case.case_id), result.case.case_id)


def _by_newest(result: CaseResult) -> tuple[Any, ...]:
    newest = max((note.date for note in result.case.notes if note.date), default=date.min)
    return (-newest.toordinal(), *_by_id(result))


def _by_level(result: CaseResult) -> tuple[Any, ...]:
    highest = max((hit.level.rank for hit in result.patterns if hit.known), default=-1)
    return (-highest, *_by_id(result))


_KEYS: dict[str, Callable[[CaseResult], tuple[Any, ...]]] = {"id": _by_id, "newest": _by_newest, "level": _by_level}
