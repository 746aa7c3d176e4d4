"""A workbook and its sheets, whatever is put into them.

Text is written as text and dates as dates; nothing is ever taken for a formula or a link. Rows go to disk as they
come (XlsxWriter's constant memory mode), and a sheet that is full goes on in a second one. Excel's own limits:
1,048,576 rows to a sheet, 32,767 characters to a cell (https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, TextIO

import xlsxwriter

from caseflags.errors import CaseflagsError, Problem
from caseflags.model import Result
from caseflags.report.records import run_record
from caseflags.stored import dumps

MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
_CUT = " […]"
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""The day that the file says it was made on: the same result gives the same bytes."""

Cell = str | int | float | date | None
Row = Sequence[Cell]

_WIDE = {
    "excerpt": 80,
    "text": 50,
    "event": 80,
    "story": 80,
    "value": 60,
    "why": 60,
    "reason": 60,
    "title": 40,
    "rule_id": 36,
}


@contextmanager
def workbook(stream: TextIO) -> Iterator[xlsxwriter.Workbook]:
    """Open a workbook that goes to the bytes beneath ``stream``. Raises ``CaseflagsError`` where there are none."""
    raw = getattr(stream, "buffer", None)
    if raw is None or stream.isatty():
        raise CaseflagsError(Problem("a workbook is no text", hint="name a file: --output result.xlsx"))
    book = xlsxwriter.Workbook(raw, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "caseflags", "created": _UNDATED})
    yield book
    book.close()


class Sheet:
    """A sheet with a frozen header and a filter; when it is full, another one follows."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, columns: Sequence[str]) -> None:
        self._book, self._name, self._columns = book, name, columns
        self._bold = book.add_format({"bold": True, "bottom": 1})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self._number = 0
        self._begin()

    def add_all(self, rows: Iterable[Row]) -> None:
        """Write some rows."""
        for row in rows:
            self.add(row)

    def add(self, row: Row) -> None:
        """Write a row, which has a cell for each column."""
        if self._row == MOST_ROWS:
            self.finish()
            self._begin()
        for column, value in enumerate(row):
            self._write(column, value)
        self._row += 1

    def finish(self) -> None:
        """Set the filter over all rows written."""
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


RUN = ("part", "name", "value")
"""The columns of the sheet on a run."""


def run_rows(result: Result) -> Iterator[Row]:
    """Tell of a run: what was read, by which rules and options, and what was rejected."""
    for part, value in run_record(result.run).items():
        if isinstance(value, Mapping):
            yield from ([part, str(name), plain(inner)] for name, inner in value.items())
        elif isinstance(value, list):
            yield from ([part, str(inner.get("id") or inner.get("name")), dumps(inner)] for inner in value)
        else:
            yield [part, "", plain(value)]
    yield from (["message", "", message] for message in result.messages)
    yield from (["rejected", f"{row.file}, row {row.row}", row.reason] for row in result.rejected)


def plain(value: Any) -> Cell:  # noqa: ANN401 - a field of a record
    """Make a cell of a value; what is neither text, number nor day is written as JSON."""
    if value is None or isinstance(value, (int, float, date)):
        return value
    return str(value) if isinstance(value, str) else dumps(value)
