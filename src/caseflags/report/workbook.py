"""A workbook and its sheets, whatever is put into them.

Text is written as text and dates as dates; nothing is ever taken for a formula or a link. Rows go to disk as they
come (XlsxWriter's constant memory mode), and a sheet that is full goes on in a second one. Excel's own limits:
1,048,576 rows to a sheet, 32,767 characters to a cell (https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3).
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, TextIO

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from caseflags.errors import CaseflagsError, Problem
from caseflags.model import Result
from caseflags.report.records import run_record
from caseflags.stored import dumps

MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
_CUT = " […]"
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""The day that the file says it was made on: the same result gives the same bytes."""

_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}

Cell = str | int | float | date | None
Row = Sequence[Cell]

_TEXT = {
    "excerpt": 80, "event": 80, "story": 80, "value": 80, "text": 50, "why": 60, "reason": 60, "cues": 44,
    "patterns": 60, "title": 40,
}  # fmt: skip
"""Columns of sentences and lists: so many characters wide."""

_NAMES = {
    "rule_id": 36, "pattern_id": 30, "source": 24, "words": 24, "categories": 24, "category": 18, "indicator": 20,
    "people": 18, "shown": 18, "column": 18, "finding_id": 19,
    "finding_ids": 19, "name": 24, "codes": 24,
}  # fmt: skip
"""Columns of names: so many characters wide."""

_NARROWEST, _WIDEST_NAME = 11, 20
_FITS = 260
"""A sheet that is no wider is printed on pages of its full width; a wider one would not be readable so."""
_A4 = 9
_LINE, _MOST_LINES = 15, 27
"""Points to a line, and how many lines a row may have. Rows get their height here: LibreOffice would not find it."""


@contextmanager
def workbook(stream: TextIO) -> Iterator[xlsxwriter.Workbook]:
    """Open a workbook that goes to the bytes beneath ``stream``, which may be a pipe, by way of a private file.

    Raises ``CaseflagsError`` where there are no bytes, and ``OSError`` where they cannot be written.
    """
    raw = getattr(stream, "buffer", None)
    if raw is None or stream.isatty():
        raise CaseflagsError(Problem("a workbook is no text", hint="name a file: --output result.xlsx"))
    with tempfile.TemporaryFile(prefix="caseflags-") as made:
        book = xlsxwriter.Workbook(made, _OPTIONS)
        book.set_properties({"title": "caseflags", "created": _UNDATED})
        yield book
        try:
            book.close()
        except FileCreateError as error:
            raise error.args[0] from error  # the error of the system that it wraps
        made.seek(0)
        shutil.copyfileobj(made, raw)


class Sheet:
    """A sheet with a frozen header and a filter; when it is full, another one follows.

    ``widths`` are those of columns that are not as wide as usual; only the first ``printed`` columns are printed.
    """

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        name: str,
        columns: Sequence[str],
        *,
        widths: Mapping[str, int] | None = None,
        printed: int | None = None,
    ) -> None:
        self._book, self._name, self._columns, self._printed = book, name, columns, printed or len(columns)
        self._widths = [(widths or {}).get(column) or _width(column) for column in columns]
        self._bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        self._count = book.add_format({"valign": "top", "align": "right", "indent": 1})
        self._top = book.add_format({"text_wrap": True, "valign": "top"})
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
        self._sheet.set_row(self._row, _LINE * self._lines(row))
        for column, value in enumerate(row):
            self._write(column, value)
        self._row += 1

    def finish(self) -> None:
        """Set the filter, and what is printed, over all rows written."""
        last = max(self._row - 1, 1)
        self._sheet.autofilter(0, 0, last, len(self._columns) - 1)
        self._sheet.print_area(0, 0, last, self._printed - 1)

    def _begin(self) -> None:
        self._number += 1
        self._sheet = self._book.add_worksheet(self._name if self._number == 1 else f"{self._name} {self._number}")
        self._sheet.freeze_panes(1, 1)
        self._sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # ids are text
        self._sheet.set_row(0, _LINE * self._lines(self._columns))
        for column, (name, width) in enumerate(zip(self._columns, self._widths, strict=True)):
            self._sheet.set_column(column, column, width, self._top)
            self._sheet.write_string(0, column, name, self._bold)
        self._lay_out()
        self._row = 1

    def _lay_out(self) -> None:
        """Say how it is to be printed: across, the header and the first column on every page."""
        self._sheet.set_landscape()
        self._sheet.set_paper(_A4)
        self._sheet.repeat_rows(0)
        self._sheet.set_footer("&L&A&RPage &P of &N")
        if sum(self._widths[: self._printed]) <= _FITS:
            self._sheet.fit_to_pages(1, 0)
        else:
            self._sheet.repeat_columns(0)
            self._sheet.print_across()

    def _lines(self, row: Row) -> int:
        """How many lines a row takes; of a list of references the first is enough."""
        cells = zip(self._columns, self._widths, row, strict=True)
        return min(
            max(1 if name.endswith("_ids") else _height(cell, width) for name, width, cell in cells), _MOST_LINES
        )

    def _write(self, column: int, value: Cell) -> None:
        if value is None or value == "":
            return
        if isinstance(value, str):
            self._sheet.write_string(self._row, column, _fitting(value), self._top)
        elif isinstance(value, date):
            self._sheet.write_datetime(self._row, column, datetime(value.year, value.month, value.day), self._day)  # noqa: DTZ001 - a day has no zone
        else:
            self._sheet.write_number(self._row, column, value, self._count)


def _width(name: str) -> int:
    """How wide a column is, in characters; its header is wrapped."""
    longest = max(map(len, name.split()))
    return _TEXT.get(name) or _NAMES.get(name) or max(_NARROWEST, min(longest + 2, _WIDEST_NAME))


def _height(value: Cell, width: int) -> int:
    """How many lines a cell takes."""
    return sum(max(1, -(-len(part) // width)) for part in value.split("\n")) if isinstance(value, str) else 1


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
