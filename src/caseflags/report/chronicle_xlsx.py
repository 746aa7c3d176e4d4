"""Chronologies as a workbook: a sheet of events and silences, one of the cases, and one on the run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from caseflags.casework.chronology import Silence
from caseflags.model import Event, Result
from caseflags.report.chronicle import Chronicle, ChronologyOptions, chronicles, narrowed
from caseflags.report.chronicle_data import FIELDS, lines_of
from caseflags.report.paper import Paper
from caseflags.report.workbook import RUN, Cell, Sheet, run_rows, workbook

_FIRST = ("case_id", "number", "date", "shown", "words", "source", "event", "categories", "people", "note_id", "row")
COLUMNS = (*_FIRST, *(name for name in FIELDS if name not in _FIRST))
"""The fields of a line as in the other formats, those in front that a reader looks at."""

_CASES = ("case_id", "events", "undated", "silences", "first_date", "last_date")


def write(result: Result, stream: TextIO, paper: Paper, options: ChronologyOptions) -> None:  # noqa: ARG001
    """Write the workbook to the bytes beneath ``stream``."""
    with workbook(stream) as book:
        lines = Sheet(book, "chronology", COLUMNS, printed=len(_FIRST))
        cases, run = Sheet(book, "cases", _CASES), Sheet(book, "run", RUN)
        for chronicle in chronicles(result, options):
            lines.add_all(_lines(chronicle))
            cases.add(_case(chronicle))
        if only := narrowed(result, options):
            run.add(("shown", "", only))
        run.add_all(run_rows(result))
        for sheet in (lines, cases, run):
            sheet.finish()


def _lines(chronicle: Chronicle) -> Iterator[list[Cell]]:
    for line, record in zip((*chronicle.lines, *chronicle.undated), lines_of(chronicle), strict=True):
        days = {"date": line.after} if isinstance(line, Silence) else {"date": line.date, "noted": line.noted}
        joined = {
            name: separator.join(record[name])
            for name, separator in (("categories", ", "), ("people", ", "), ("finding_ids", "; "))
        }
        cells = {**record, **joined, **days}
        yield [cells[name] for name in COLUMNS]


def _case(chronicle: Chronicle) -> list[Cell]:
    events = [line for line in chronicle.lines if isinstance(line, Event)]
    dates = sorted(event.date for event in events if event.date)
    silences = len(chronicle.lines) - len(events)
    counts: list[Cell] = [chronicle.case_id, len(events) + len(chronicle.undated), len(chronicle.undated), silences]
    return counts + ([dates[0], dates[-1]] if dates else [None, None])
