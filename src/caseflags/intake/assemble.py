"""Rows become notes: the tabular work, done a chunk at a time.

A chunk is a list of columns of strings, one value per row of the export; what is empty stays empty and "NA" stays "NA".
No data frame is made of it: to import pandas takes a third of the time in which ten notes are read.
Nothing of a chunk outlives it but a digest of 16 bytes per note, by which later duplicates are known (about 100 bytes
of memory a note).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b

from caseflags.intake.cleaning import clean
from caseflags.intake.columns import resolve
from caseflags.intake.dates import DateReader
from caseflags.intake.options import ONE_CASE_ID, IntakeOptions
from caseflags.intake.table import Row, Table
from caseflags.model import Note, Rejected, RowCounts

CHUNK_ROWS = 2000
CHUNK_CHARACTERS = 4_000_000
PARAGRAPH = "\n\n"
"""What stands between the texts of several columns, so that no sentence reaches from one into the next."""

Columns = Sequence[Sequence[str]]

_LONGEST_SHELL = 300  # characters up to which a text may be nothing but tags ("<p>&nbsp;</p>")


@dataclass(slots=True)
class UnreadDates:
    """The dates of a table that are there and cannot be read: how many, and the row of the first."""

    count: int
    first: int


@dataclass(slots=True)
class Tally:
    """Counts rows while they are read; ``seen`` holds the digests of the notes so far."""

    read: int = 0
    analysed: int = 0
    empty: int = 0
    duplicate: int = 0
    rejected: int = 0
    undated: int = 0
    seen: set[bytes] = field(default_factory=set)
    unread: dict[str, UnreadDates] = field(default_factory=dict)

    def counts(self) -> RowCounts:
        """Return the counts so far."""
        return RowCounts(self.read, self.analysed, self.empty, self.duplicate, self.rejected, 0, self.undated)

    def undate(self, place: str, row: int) -> None:
        """Count a date that is there and cannot be read."""
        self.unread.setdefault(place, UnreadDates(0, row)).count += 1

    def messages(self) -> list[str]:
        """Say what is odd about the rows so far: how many dates cannot be read, and where the first stands."""
        return [
            f"{place}: {found.count:,} of the dates cannot be read, the first in row {found.first}; such notes "
            "count as undated (mend the export, or name another column with --map date=COLUMN)"
            for place, found in self.unread.items()
        ]


def notes_of(table: Table, options: IntakeOptions, tally: Tally) -> Iterator[Note | Rejected]:
    """Yield the notes of a table in order; a chunk's rejected rows come before its notes."""
    assembler = _Assembler(table, options, tally)
    chunk: list[Row] = []
    size = 0
    for row in table.read():
        tally.read += 1
        if isinstance(row, Rejected):
            tally.rejected += 1
            yield row
            continue
        chunk.append(row)
        size += sum(map(len, row[1]))
        if len(chunk) >= CHUNK_ROWS or size >= CHUNK_CHARACTERS:
            yield from assembler.notes(chunk)
            chunk, size = [], 0
    if chunk:
        yield from assembler.notes(chunk)


class _Assembler:
    """Makes the notes of one table. Assumes that rows have exactly as many cells as the layout has columns."""

    def __init__(self, table: Table, options: IntakeOptions, tally: Tally) -> None:
        self._table = table
        self._tally = tally
        self._layout = table.layout
        self._one_case = options.one_case
        self._read_date = DateReader(table.date_order(options))
        self._keep = {c: table.layout.columns.index(c) for c in kept_columns(table, options)}

    def notes(self, rows: Sequence[Row]) -> Iterator[Note | Rejected]:
        """Yield the notes of a chunk of rows, and those of its rows that cannot be notes."""
        columns: Columns = list(zip(*[row[1] for row in rows], strict=True))
        numbers = [row[0] for row in rows]
        texts = self._texts(columns)
        blank = [not text.strip() for text in texts]
        cases = self._cases(columns)
        raw_dates = self._first(columns, "date")
        dates = [self._read_date(value) for value in raw_dates]
        extras = self._extras(columns)
        note_ids = self._first(columns, "note_id")
        rest = self._plain_fields(columns)
        fields = zip(numbers, texts, blank, cases, dates, raw_dates, extras, note_ids, rest, strict=True)
        for number, text, is_blank, case, day, raw_date, extra, note_id, plain in fields:
            if is_blank or (len(text) <= _LONGEST_SHELL and not clean(text).text.strip()):
                self._tally.empty += 1
            elif not case:
                self._tally.rejected += 1
                yield Rejected(self._table.file, number, "no case is given")
            elif (digest := _digest(case, note_id, day or raw_date, text)) in self._tally.seen:
                self._tally.duplicate += 1
            else:
                self._tally.seen.add(digest)
                self._tally.analysed += 1
                self._tally.undated += day is None
                if day is None and raw_date:
                    self._tally.undate(self._table.place, number)
                name = note_id or made_up_id(_digest(case, "", day or raw_date, " ".join(text.split())))
                source, note_type, author, subject, family = plain
                file = self._table.file
                yield Note(case, name, text, number, day, source, note_type, author, subject, family, file, extra)

    def _plain_fields(self, columns: Columns) -> Iterator[tuple[str, str, str, str, str]]:
        """Return source, note type, author, subject and family of each row, as ``Note`` takes them."""
        first = self._first
        return zip(
            first(columns, "source"),
            first(columns, "note_type"),
            first(columns, "author"),
            first(columns, "subject"),
            first(columns, "family_id"),
            strict=True,
        )

    def _texts(self, columns: Columns) -> Sequence[str]:
        """Return the text of each note as exported; several columns are joined as paragraphs, empty ones left out."""
        first, *more = self._layout.places("text")
        texts = columns[first]
        for place in more:
            texts = [_both(text, addition) for text, addition in zip(texts, columns[place], strict=True)]
        return texts

    def _cases(self, columns: Columns) -> list[str]:
        return [ONE_CASE_ID] * len(columns[0]) if self._one_case else self._first(columns, "case_id")

    def _first(self, columns: Columns, name: str) -> list[str]:
        """Return a field's values without blanks around them; of several columns, the first that is not empty."""
        places = self._layout.places(name)
        if not places:
            return [""] * len(columns[0])
        values = [value.strip() for value in columns[places[0]]]
        for place in places[1:]:
            values = [value or other.strip() for value, other in zip(values, columns[place], strict=True)]
        return values

    def _extras(self, columns: Columns) -> list[Mapping[str, str]]:
        if not self._keep:
            return [{}] * len(columns[0])
        kept = [columns[place] for place in self._keep.values()]
        return [dict(zip(self._keep, values, strict=True)) for values in zip(*kept, strict=True)]


def kept_columns(table: Table, options: IntakeOptions) -> list[str]:
    """Return the columns of a table that the user wants in ``Note.extra``."""
    return [column for _, column in resolve(options.keep, table.layout.columns) if column]


def _both(text: str, addition: str) -> str:
    if not text.strip():
        return addition
    return text + PARAGRAPH + addition if addition.strip() else text


def _digest(case: str, note_id: str, when: date | str, text: str) -> bytes:
    """16 bytes that stand for case, note id, date and text: what makes two rows duplicates."""
    whole = f"{case}\0{note_id}\0{when}\0{text}"
    return blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def made_up_id(digest: bytes) -> str:
    """Return the id of a note that has none, made of case, date and the words of its text: rows may be re-ordered, and
    exported anew with other white space."""
    return f"n-{digest[:6].hex()}"
