"""Delimited text as records, with every broken row accounted for.

``csv.reader`` does the splitting, strictly, and is fed line by line, so that the lines of a record that breaks its
rules are at hand. They are mended where only one reading makes a row of the right width (a quotation mark inside a
quoted cell that was not doubled). Otherwise the first line is rejected and reading goes on at the next one: an opening
quotation mark that is never closed costs one row, not the rest of the file.

pandas' own reader would be as fast, but it fills short rows silently, cuts cells at NUL, and gives up at an open
quotation mark.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import TextIO

LONGEST_RECORD = 1 << 24
"""Characters after which a record counts as broken; far above any cell that a system exports."""

_MEND_LINES = 200


@dataclass(frozen=True, slots=True)
class Record:
    """A row of the table: its number, counting every record and blank line from 1, and its cells; or what is wrong."""

    row: int
    cells: list[str]
    fault: str = ""


class Records:
    """Iterates over the records of a text, once. ``mended`` counts rows whose quotation marks were put right."""

    def __init__(self, text: TextIO, delimiter: str, width: int | None = None) -> None:
        csv.field_size_limit(max(csv.field_size_limit(), LONGEST_RECORD * 2))
        self.width = width
        self.mended = 0
        self._text = text
        self._delimiter = delimiter
        self._waiting: deque[str] = deque()
        self._lines: list[str] = []
        self._nul = False

    def __iter__(self) -> Iterator[Record]:
        reader = self._reader()
        for number in count(1):
            self._lines.clear()
            self._nul = False
            try:
                cells = next(reader)
            except StopIteration:
                if not self._lines:
                    return
                yield Record(number, [], f"the row is longer than {LONGEST_RECORD} characters")
                reader = self._reader()
                continue
            except csv.Error:
                yield self._repair(number)
                reader = self._reader()
                continue
            if self._nul:
                yield Record(number, cells, "the row holds a NUL character")
            elif len(cells) != self.width and self.width is not None and cells:
                yield self._ragged(number, cells)
            else:
                yield Record(number, cells)

    def _reader(self) -> Iterator[list[str]]:
        return csv.reader(self._feed(), delimiter=self._delimiter, strict=True)

    def _feed(self) -> Iterator[str]:
        """Yield lines for ``csv.reader``, those given back first. Stops at a record that grows beyond all measure."""
        lines, size = self._lines, 0
        while line := self._next_line():
            size = size + len(line) if lines else 0
            if size > LONGEST_RECORD:
                self._waiting.appendleft(line)
                return
            if len(line) >= LONGEST_RECORD and not line.endswith(("\n", "\r")):
                lines.append(line)
                return
            if "\0" in line:
                self._nul = True
            lines.append(line)
            yield line

    def _next_line(self) -> str:
        if self._waiting:
            return self._waiting.popleft()
        line = self._text.readline(LONGEST_RECORD)
        if len(line) == LONGEST_RECORD and not line.endswith(("\n", "\r")):
            while (rest := self._text.readline(LONGEST_RECORD)) and not rest.endswith(("\n", "\r")):
                pass
        return line

    def _give_back(self, lines: list[str]) -> None:
        self._waiting.extendleft(reversed(lines))

    def _ragged(self, number: int, cells: list[str]) -> Record:
        """Judge a row of the wrong width. If a whole row hides in it, an open quotation mark has swallowed that one."""
        width = self.width or 0
        if len(cells) > width and not any(cells[width:]):
            return Record(number, cells[:width])
        if any(self._is_row(line) for line in self._lines[1:]):
            return self._first_line_only(number, "a quotation mark is opened and not closed")
        few = "few" if len(cells) < width else "many"
        return Record(number, cells, f"too {few} cells: {len(cells)} instead of {width}")

    def _repair(self, number: int) -> Record:
        cells = self._mend()
        if cells is not None:
            self.mended += 1
            return Record(number, cells)
        return self._first_line_only(number, "the quotation marks do not match")

    def _first_line_only(self, number: int, fault: str) -> Record:
        self._give_back(self._lines[1:])
        return Record(number, [], fault)

    def _mend(self) -> list[str] | None:
        """Return the cells of a broken record, if taking stray quotation marks as text gives a row of the right width.

        The record may go on over several lines, but none of them may look like the beginning of another row.
        """
        lines, width = self._lines, self.width or 0
        for size in range(1, _MEND_LINES):
            if len(lines) < size and not self._fetch():
                break
            if size > 1 and (self._is_row(lines[size - 1]) or lines[size - 1].startswith('"')):
                break
            cells = self._lenient("".join(lines[:size]))
            if cells is not None and len(cells) == width:
                self._give_back(lines[size:])
                return cells
            if size > 1 and self._has_border(lines[size - 1]):
                break
        return self._plain(lines[0])

    def _has_border(self, line: str) -> bool:
        """Whether a quoted cell seems to begin or end inside a line."""
        return f'{self._delimiter}"' in line or f'"{self._delimiter}' in line

    def _plain(self, line: str) -> list[str] | None:
        """Return the cells of a line whose quotation marks come in pairs but enclose nothing: ``1,"Sam" came,2023``."""
        cells = line.rstrip("\r\n").split(self._delimiter)
        if line.count('"') % 2 or len(cells) != self.width:
            return None
        self._give_back(self._lines[1:])
        return cells

    def _fetch(self) -> bool:
        line = self._next_line()
        if line:
            self._lines.append(line)
        return bool(line)

    def _is_row(self, line: str) -> bool:
        """Whether a line is a whole row of the right width by itself."""
        if self.width in (None, 1):
            return False
        try:
            return len(next(csv.reader([line], delimiter=self._delimiter, strict=True))) == self.width
        except (csv.Error, StopIteration):
            return False

    def _lenient(self, text: str) -> list[str] | None:
        """Split a record, quotation marks closing cells only at their ends; return ``None`` if one stays open."""
        text, sep = text.rstrip("\r\n"), self._delimiter
        cells: list[str] = []
        start = 0
        while True:
            if text.startswith('"', start):
                end = _closing_quote(text, start + 1, sep)
                if end < 0:
                    return None
                cells.append(text[start + 1 : end].replace('""', '"'))
                end += 1
            else:
                end = text.find(sep, start)
                end = len(text) if end < 0 else end
                cells.append(text[start:end])
            if end >= len(text):
                return cells
            start = end + 1


def _closing_quote(text: str, start: int, delimiter: str) -> int:
    """Return where a quoted cell ends: at a mark before the delimiter or the end that is not doubled; -1 if nowhere."""
    at = text.find('"', start)
    while at >= 0:
        after = text[at + 1 : at + 2]
        if after == '"' and text[at + 2 : at + 3] not in (delimiter, ""):
            at = text.find('"', at + 2)
        elif after in (delimiter, ""):
            return at
        else:
            at = text.find('"', at + 1)
    return -1
