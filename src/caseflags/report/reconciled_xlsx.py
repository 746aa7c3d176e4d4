"""Notes and record side by side as a workbook: the codes of each case, the totals, and a sheet on the run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TextIO

from caseflags.casework.reconcile import Compared
from caseflags.report.paper import Paper
from caseflags.report.reconciled import COUNTS, FIELDS, Reconciled, lines_of
from caseflags.report.workbook import RUN, Cell, Sheet, run_rows, workbook

_DAYS = {"first_date", "last_date"}


def write(found: Reconciled, stream: TextIO, paper: Paper) -> None:  # noqa: ARG001 - one shape for all formats
    """Write the workbook to the bytes beneath ``stream``."""
    with workbook(stream) as book:
        codes, totals = Sheet(book, "codes", FIELDS), Sheet(book, "totals", ("part", "code", "title", *COUNTS))
        run = Sheet(book, "run", RUN)
        for case in found.cases:
            if case.has_record:
                codes.add_all(_lines(case))
        totals.add_all(_totals(found))
        run.add(("form", "", found.form))
        run.add_all(run_rows(found.result))
        for sheet in (codes, totals, run):
            sheet.finish()


def _lines(case: Compared) -> Iterator[list[Cell]]:
    for line in lines_of(case):
        yield [_cell(name, line[name]) for name in FIELDS]


def _cell(name: str, value: object) -> Cell:
    if name in _DAYS:
        return date.fromisoformat(str(value)) if value else None
    if isinstance(value, list):
        return "; ".join(value)
    return value if isinstance(value, int) else str(value or "")


def _totals(found: Reconciled) -> Iterator[list[Cell]]:
    totals = found.totals
    cases = {"cases": totals.cases, "with a record": totals.with_record, "differing": totals.differing}
    for title, number in cases.items():
        yield ["cases", "", title, number, *[None] * (len(COUNTS) - 1)]
    for part, rows in (("factors", totals.factors), ("codes", totals.codes)):
        for key, row in rows.items():
            yield [part, key, row.title, *(getattr(row, name) for name in COUNTS)]
