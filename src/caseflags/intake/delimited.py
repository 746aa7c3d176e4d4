"""CSV and its kin: which delimiter, where the header is, and then rows."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from caseflags.errors import CaseflagsError
from caseflags.intake.columns import problems
from caseflags.intake.encoding import Encoding
from caseflags.intake.header import Header, find_header, likely_text
from caseflags.intake.options import IntakeOptions
from caseflags.intake.records import Records
from caseflags.intake.sources import Source, open_text
from caseflags.intake.table import Row, Table, unreadable
from caseflags.model import Rejected

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
_NO_DELIMITER = "\x1f"
_SAMPLE_CHARACTERS = 1 << 18
_SAMPLE_RECORDS = 100


@dataclass(frozen=True, slots=True)
class _Guess:
    """A delimiter tried on a sample, with the header that it leads to."""

    delimiter: str
    header: Header
    sample: list[list[str]]

    @property
    def score(self) -> tuple[bool, int, float, int]:
        """More recognised fields first, then rows as wide as the header, then more columns."""
        width = len(self.header.layout.columns)
        below = [row for row in self.sample[self.header.place + 1 :] if row]
        same = sum(len(row) == width for row in below) / len(below) if below else 0.0
        return (*self.header.score, round(same, 1) if width > 1 else 0.0, width)


def open_delimited(source: Source, encoding: Encoding, options: IntakeOptions) -> Table:
    """Recognise a delimited text as a table of notes."""
    with open_text(source, encoding) as text:
        sample = text.read(_SAMPLE_CHARACTERS)
    declared = _declared_delimiter(sample)
    if declared:
        sample = sample.partition("\n")[2]
    guesses = [g for d in (declared or tuple(DELIMITERS)) if (g := _try(sample, d, options))]
    if not guesses:
        raise unreadable(source.label, "there is no header in this table", "it should have one in its first rows")
    best = max(guesses, key=lambda guess: guess.score)
    layout, place = best.header.layout, best.header.place
    if wrong := problems(layout, options, source.label, likely_text(best.header, best.sample)):
        raise CaseflagsError(wrong)
    delimiter = best.delimiter if len(layout.columns) > 1 or declared else _NO_DELIMITER
    reader = _Reader(source, encoding, delimiter, place, layout.columns, bool(declared))
    table = Table(
        file=source.label,
        format="csv",
        layout=layout,
        read=reader.rows,
        encoding=encoding,
        delimiter="none" if delimiter == _NO_DELIMITER else DELIMITERS.get(delimiter, delimiter),
        header_row=place + 1,
        messages=[f"the header is in row {place + 1}; what stands above it was left out"] if place else [],
    )
    table.surveyed()
    if reader.mended:
        table.messages.append(f"{reader.mended} rows have stray quotation marks, which were read as text")
    return table


def _declared_delimiter(sample: str) -> tuple[str, ...]:
    """Return the delimiter of a first line such as ``sep=;``, which Excel writes, obeys and does not show."""
    first = sample.lstrip("\ufeff").split("\n", 1)[0].strip().strip('"')
    return (first[4],) if len(first) == 5 and first.lower().startswith("sep=") else ()


def _try(sample: str, delimiter: str, options: IntakeOptions) -> _Guess | None:
    records = Records(io.StringIO(sample, newline=""), delimiter)
    rows = [record.cells for record in islice(records, _SAMPLE_RECORDS)]
    if len(sample) == _SAMPLE_CHARACTERS and 1 < len(rows) < _SAMPLE_RECORDS:
        rows.pop()  # the sample ends in the middle of it
    header = find_header([_without_mark(row) for row in rows], options)
    return _Guess(delimiter, header, rows) if header else None


def _without_mark(row: list[str]) -> list[str]:
    return [cell.removeprefix("\ufeff") for cell in row]


@dataclass(slots=True)
class _Reader:
    """Reads the rows of a text whose delimiter and header are known; ``mended`` belongs to the latest pass."""

    source: Source
    encoding: Encoding
    delimiter: str
    header: int
    columns: tuple[str, ...]
    declared: bool
    mended: int = 0

    def rows(self) -> Iterator[Row | Rejected]:
        """Yield the rows below the header, blank lines left out, broken ones as ``Rejected``."""
        file = self.source.label
        with open_text(self.source, self.encoding) as text:
            if self.declared:
                text.readline()
            records = Records(text, self.delimiter, len(self.columns))
            repeated = None
            for record in records:
                if record.row <= self.header + 1:
                    repeated = record.cells
                elif record.fault:
                    yield Rejected(file, record.row, record.fault)
                elif record.cells == repeated:
                    yield Rejected(file, record.row, "the header again")
                elif record.cells:
                    yield record.row, record.cells
            self.mended = records.mended
