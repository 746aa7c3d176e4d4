"""A workbook: sheets for cases, matrix, patterns, findings, chronology and the run.

Text is written as text and dates as dates; nothing is ever taken for a formula or a link. Rows go to disk as they
come (XlsxWriter's constant memory mode), and a sheet that is full goes on in a second one. Excel's own limits:
1,048,576 rows to a sheet, 32,767 characters to a cell (https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3).
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, TextIO

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from caseflags.errors import CaseflagsError, Problem
from caseflags.model import CATEGORIES, Assertion, CaseResult, Matrix, Result
from caseflags.report.options import ReportOptions
from caseflags.report.paper import Paper
from caseflags.report.records import FIELDS, counts_of, finding_record, run_record
from caseflags.stored import dumps

MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
_CUT = " […]"
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""The day that the file says it was made on: the same result gives the same bytes."""

Cell = str | int | float | date | None

_WIDE = {"excerpt": 80, "text": 50, "story": 80, "value": 60, "reason": 60, "title": 40, "rule_id": 36}
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_MEETINGS = (
    "findings", "notes", "sentences", "cases", "window_pairs", "row_first", "column_first", "same_day", "uncertain",
    "denied",
)  # fmt: skip
_PATTERN = ("case_id", "pattern_id", "title", "level", "first_date", "last_date", "known", "story", "finding_ids",
            "note_ids")  # fmt: skip
_EVENT = ("case_id", "number", "date", "precision", "source", "text", "categories", "people", "note_id", "row",
          "finding_ids")  # fmt: skip


def write(result: Result, stream: TextIO, paper: Paper, options: ReportOptions) -> None:  # noqa: ARG001
    """Write the workbook to the bytes beneath ``stream``, which may be a pipe: it is made in a private file first."""
    raw = getattr(stream, "buffer", None)
    if raw is None or stream.isatty():
        raise CaseflagsError(Problem("a workbook is no text", hint="name a file: --output result.xlsx"))
    with tempfile.TemporaryFile(prefix="caseflags-") as made:
        book = xlsxwriter.Workbook(made, _OPTIONS)
        book.set_properties({"title": "caseflags", "created": _UNDATED})
        _fill(book, result)
        try:
            book.close()
        except FileCreateError as error:
            raise error.args[0] from error  # the error of the system that it wraps
        made.seek(0)
        shutil.copyfileobj(made, raw)


def _fill(book: xlsxwriter.Workbook, result: Result) -> None:
    measures = sorted({name for cell in result.matrix.cells for name in cell.measures})
    cases = _Sheet(book, "cases", _case_columns(result.matrix))
    matrix = _Sheet(book, "matrix", ["case_id", "row", "column", *_MEETINGS, *measures])
    patterns, findings = _Sheet(book, "patterns", _PATTERN), _Sheet(book, "findings", (*FIELDS, "copied_from"))
    chronology, run = _Sheet(book, "chronology", _EVENT), _Sheet(book, "run", ("part", "name", "value"))
    matrix.add_all(_cells("all cases", result.matrix, measures))
    for case in result.cases:
        cases.add(_case(case, result.matrix))
        matrix.add_all(_cells(case.case.case_id, case.matrix, measures))
        patterns.add_all(_patterns(case))
        findings.add_all(_findings(case))
        chronology.add_all(_events(case))
    run.add_all(_run(result))
    for sheet in (cases, matrix, patterns, findings, chronology, run):
        sheet.finish()


class _Sheet:
    """A sheet with a frozen header and a filter; when it is full, another one follows."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, columns: Sequence[str]) -> None:
        self._book, self._name, self._columns = book, name, columns
        self._bold = book.add_format({"bold": True, "bottom": 1})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self._number = 0
        self._begin()

    def add_all(self, rows: Iterable[Sequence[Cell]]) -> None:
        for row in rows:
            self.add(row)

    def add(self, row: Sequence[Cell]) -> None:
        if self._row == MOST_ROWS:
            self.finish()
            self._begin()
        for column, value in enumerate(row):
            self._write(column, value)
        self._row += 1

    def finish(self) -> None:
        self._sheet.autofilter(0, 0, max(self._row - 1, 1), len(self._columns) - 1)

    def _begin(self) -> None:
        self._number += 1
        self._sheet = self._book.add_worksheet(self._name if self._number == 1 else f"{self._name} {self._number}")
        self._sheet.freeze_panes(1, 1)
        for column, name in enumerate(self._columns):
            wide = name in _WIDE
            self._sheet.set_column(
                column, column, _WIDE.get(name, max(11, len(name) + 3)), self._wrap if wide else None
            )
            self._sheet.write_string(0, column, name, self._bold)
        self._row = 1

    def _write(self, column: int, value: Cell) -> None:
        if value is None or value == "":
            return
        if isinstance(value, str):
            style = self._wrap if self._columns[column] in _WIDE else None
            self._sheet.write_string(self._row, column, _fitting(value), style)
        elif isinstance(value, date):
            self._sheet.write_datetime(self._row, column, datetime(value.year, value.month, value.day), self._day)  # noqa: DTZ001 - a day has no zone
        else:
            self._sheet.write_number(self._row, column, value)


def _fitting(text: str) -> str:
    """Cut what is longer than a cell can be, and say so; what is no character in XML becomes a question mark."""
    text = "".join(char if char.isprintable() or char in "\n\t" else "?" for char in text)
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - len(_CUT)] + _CUT


def _case_columns(matrix: Matrix) -> list[str]:
    names = ["case_id", "family_id", "notes", "undated", "first_date", "last_date", "patterns"]
    return names + [f"{category} {value.value}" for category in _categories(matrix) for value in Assertion]


def _categories(matrix: Matrix) -> list[str]:
    """The categories counted: the four, and others that the matrix shows as wholes."""
    return [*CATEGORIES, *(name for name in matrix.categories if name not in CATEGORIES and "." not in name)]


def _case(result: CaseResult, matrix: Matrix) -> list[Cell]:
    case, counts = result.case, counts_of(result.case)
    dates = sorted(note.date for note in case.notes if note.date)
    found: list[Cell] = [case.case_id, case.family_id, counts["notes"], counts["undated"]]
    found += [dates[0], dates[-1]] if dates else [None, None]
    found.append("; ".join(hit.pattern_id for hit in result.patterns if hit.known))
    by_category: Mapping[str, Mapping[str, int]] = counts["categories"]
    return found + [
        by_category.get(category, {}).get(value.value, 0) for category in _categories(matrix) for value in Assertion
    ]


def _cells(case_id: str, matrix: Matrix, measures: Sequence[str]) -> Iterator[list[Cell]]:
    for cell in matrix.cells:
        counts = [getattr(cell, name) for name in _MEETINGS]
        yield [case_id, cell.row, cell.column, *counts, *(cell.measures.get(name) for name in measures)]


def _patterns(result: CaseResult) -> Iterator[list[Cell]]:
    for hit in result.patterns:
        known = "yes" if hit.known else "not yet known"
        ids = ["; ".join(hit.evidence), "; ".join(hit.note_ids)]
        yield [
            hit.case_id, hit.pattern_id, hit.title, hit.level.value, hit.first_date, hit.last_date, known, hit.story,
            *ids,
        ]  # fmt: skip


def _findings(result: CaseResult) -> Iterator[list[Cell]]:
    for finding in result.case.findings:
        record = finding_record(finding)
        record["date"] = finding.date
        record["cues"] = "; ".join(f'{cue.axis}={cue.value} "{cue.text}"' for cue in finding.cues)
        record["codes"] = "; ".join(finding.codes)
        yield [*(_plain(record[name]) for name in FIELDS), finding.copied_from]


def _events(result: CaseResult) -> Iterator[list[Cell]]:
    for event in result.chronology:
        joined = [", ".join(event.categories), ", ".join(role.value for role in event.people)]
        yield [
            result.case.case_id, event.number, event.date, event.precision, event.source, event.text, *joined,
            event.note_id, event.row, "; ".join(event.finding_ids),
        ]  # fmt: skip


def _run(result: Result) -> Iterator[Sequence[Cell]]:
    for part, value in run_record(result.run).items():
        if isinstance(value, Mapping):
            yield from ([part, str(name), _plain(inner)] for name, inner in value.items())
        elif isinstance(value, list):
            yield from ([part, str(inner.get("id") or inner.get("name")), dumps(inner)] for inner in value)
        else:
            yield [part, "", _plain(value)]
    yield from (["message", "", message] for message in result.messages)
    yield from (["rejected", f"{row.file}, row {row.row}", row.reason] for row in result.rejected)


def _plain(value: Any) -> Cell:  # noqa: ANN401 - a field of a record
    if value is None or isinstance(value, (int, float, date)):
        return value
    return str(value) if isinstance(value, str) else dumps(value)
