"""XLSX workbooks: which sheets hold notes, and their rows.

Sheets are streamed, so memory does not grow with their rows. What the format itself keeps apart from the rows, its
table of shared strings, is held in memory by the reader; a CSV export of the same notes needs less.
"""

from __future__ import annotations

import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from caseflags.errors import CaseflagsError, Problem
from caseflags.intake.columns import problems
from caseflags.intake.header import SEARCHED_ROWS, Header, find_header, likely_text
from caseflags.intake.options import IntakeOptions
from caseflags.intake.sources import Source, seekable
from caseflags.intake.table import Row, Table, unreadable
from caseflags.model import Rejected

_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ParseError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    EOFError,
    OSError,
)
"""What openpyxl raises, here or there, for a workbook that is damaged (``RuntimeError``: encrypted)."""

_SAMPLE_ROWS = 100


def open_workbook(source: Source, options: IntakeOptions) -> list[Table]:
    """Recognise the sheets that hold notes: those with a text and a case column. The others are said to be left out."""
    found, wrong, left = [], [], []
    with _workbook(source) as book:
        names = [sheet.title for sheet in book.worksheets]
        for name in names:
            header, sample = _header(source, book, name, options)
            if header is None:
                left.append(name)
            elif sheet_wrong := problems(
                header.layout, options, f"{source.label}, sheet {name}", likely_text(header, sample)
            ):
                wrong.append((header.score, sheet_wrong))
                left.append(name)
            else:
                found.append((name, header))
    if not found:
        raise CaseflagsError(_best_problems(source, wrong))
    several = len(found) > 1
    messages = [f"sheets without notes were left out: {', '.join(left)}"] if left else []
    return [_table(source, name, header, messages, several=several) for name, header in found]


def _best_problems(source: Source, wrong: list[tuple[tuple[bool, int], list[Problem]]]) -> list[Problem]:
    """Say what is wrong with the sheet that comes nearest to holding notes."""
    if not wrong:
        return list(unreadable(source.label, "the workbook is empty", "export it again").problems)
    return max(wrong, key=lambda pair: pair[0])[1]


def _table(source: Source, name: str, header: Header, messages: list[str], *, several: bool) -> Table:
    file = f"{source.label}[{name}]" if several else source.label
    above = [f"the header is in row {header.place + 1}; what stands above it was left out"] if header.place else []
    return Table(
        file=file,
        format="xlsx",
        layout=header.layout,
        read=_Reader(source, name, file, header).rows,
        name=name,
        header_row=header.place + 1,
        messages=[f"the notes are in the sheet {name}", *messages, *above],
    )


def _header(source: Source, book: Workbook, name: str, options: IntakeOptions) -> tuple[Header | None, list[list[str]]]:
    rows = [
        [cell_text(value) for value in row] for row in islice(_values(source, book, name), SEARCHED_ROWS + _SAMPLE_ROWS)
    ]
    return find_header(rows, options), rows


@dataclass(frozen=True, slots=True)
class _Reader:
    source: Source
    sheet: str
    file: str
    header: Header

    def rows(self) -> Iterator[Row | Rejected]:
        """Yield the rows below the header. Rows without any content are none: spreadsheets carry thousands of them."""
        columns, place = self.header.layout.columns, self.header.place
        width = len(columns)
        padding = [""] * width
        with _workbook(self.source) as book:
            for number, values in enumerate(_values(self.source, book, self.sheet), start=1):
                if number <= place + 1:
                    continue
                cells = [cell_text(value) for value in values[:width]]
                if "\0" in "".join(cells):
                    yield Rejected(self.file, number, "the row holds a NUL character")
                elif any(cells):
                    yield number, cells + padding[len(cells) :]


def cell_text(value: object) -> str:
    """Return a cell as text: dates in ISO form, whole numbers without ``.0``, nothing as ``""``."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _values(source: Source, book: Workbook, name: str) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a sheet as openpyxl gives them; damage becomes a clear error wherever it shows."""
    sheet = book[name]
    try:
        sheet.reset_dimensions()  # some systems write a wrong one
        yield from sheet.iter_rows(values_only=True)
    except _DAMAGE as error:
        raise _damaged(source) from error


@contextmanager
def _workbook(source: Source) -> Iterator[Workbook]:
    """Open the workbook for streaming."""
    with seekable(source) as content, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(content, read_only=True, data_only=True)
        except _DAMAGE as error:
            raise _damaged(source) from error
        try:
            yield book
        finally:
            book.close()


def _damaged(source: Source) -> CaseflagsError:
    hint = "open it in a spreadsheet, save it again, or export the notes as CSV"
    return unreadable(source.label, "the workbook is damaged and cannot be read", hint)
