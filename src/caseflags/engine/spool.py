"""Where a run's readings wait on disk until all notes of a case are there, and where its results wait to be reported.

Notes arrive in any order and workers finish in any order; a case is read in the order of its notes, and cases go by
their id. So everything is put down with its sort key, and SQLite's external sort brings it back in order: ten million
findings need no more memory than ten thousand.
"""

from __future__ import annotations

import json
import weakref
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from caseflags.engine.codec import decode_case, encode_note
from caseflags.engine.private import close_private_database, open_private_database
from caseflags.model import CaseResult, NoteRef, Rejected

_TABLES = """
CREATE TABLE readings (number INTEGER PRIMARY KEY, kase BLOB, family BLOB, undated INTEGER, day INTEGER, file BLOB,
                       line INTEGER, note TEXT, body TEXT);
CREATE TABLE results (number INTEGER PRIMARY KEY, body TEXT);
CREATE TABLE rejected (number INTEGER PRIMARY KEY, file BLOB, line INTEGER, body TEXT);
"""
_CASES = """
SELECT kase, 0, note, body FROM readings ORDER BY kase, undated, day, file, line, number
"""
_FAMILIES = """
CREATE TEMP TABLE families AS SELECT kase, MIN(family) AS family FROM readings WHERE family <> x'' GROUP BY kase;
CREATE UNIQUE INDEX temp.families_by_case ON families (kase);
"""
_SEVERAL_CASES = """
SELECT COUNT(*) FROM (SELECT family FROM readings WHERE family <> x'' GROUP BY family HAVING COUNT(DISTINCT kase) > 1)
"""
_FAMILY_CASES = """
SELECT COALESCE(f.family, r.kase) AS key, f.family IS NOT NULL AS related, note, body
FROM readings r LEFT JOIN families f ON f.kase = r.kase
ORDER BY key, related, undated, day, file, line, number
"""


CaseRows = Sequence[tuple[str, str]]
"""A case as it lies here: for each note in order its reference and its reading, as text."""


@dataclass(frozen=True, slots=True)
class Put:
    """A note's reading, ready to be put down. ``number`` is the note's place in the export: it settles all ties."""

    number: int
    note: NoteRef
    body: str


class Spool:
    """A run's private file. Gone when it is closed, or with the last reference to it, or with the program."""

    def __init__(self) -> None:
        self._database, folder = open_private_database()
        self.folder = folder
        self.close = weakref.finalize(self, close_private_database, self._database, folder)
        self._database.executescript(_TABLES)
        self._database.execute("BEGIN")
        self._has_families = False

    def add(self, readings: Iterable[Put]) -> None:
        """Put readings down, in any order."""
        self._database.executemany("INSERT INTO readings VALUES (?,?,?,?,?,?,?,?,?)", map(self._row, readings))

    def reject(self, row: Rejected) -> None:
        """Put a row down that could not be read as a note."""
        values = (_key(row.file), row.row, json.dumps([row.file, row.row, row.reason]))
        self._database.execute("INSERT INTO rejected (file, line, body) VALUES (?,?,?)", values)

    def last_date(self) -> date | None:
        """Find the last date that a note bears."""
        (day,) = self._database.execute("SELECT MAX(day) FROM readings WHERE NOT undated").fetchone()
        return None if day is None else date.fromordinal(day)

    def count_cases(self) -> int:
        """Count the cases; those of one family each for itself."""
        (count,) = self._database.execute("SELECT COUNT(DISTINCT kase) FROM readings").fetchone()
        return int(count)

    def count_families(self) -> int:
        """Count the families that have more than one case."""
        if not self._has_families:
            return 0
        (count,) = self._database.execute(_SEVERAL_CASES).fetchone()
        return int(count)

    def cases(self, *, families: bool = False) -> Iterator[CaseRows]:
        """Give the readings of each case in the order of its notes, case by case.

        With ``families`` the cases of a family are one.
        """
        together = families and self._has_families
        if together:
            self._database.execute("COMMIT")
            self._database.executescript(_FAMILIES)
            self._database.execute("BEGIN")
        rows = self._database.execute(_FAMILY_CASES if together else _CASES)
        for _, group in groupby(rows, key=itemgetter(0, 1)):
            yield [(note, body) for _, _, note, body in group]

    def store(self, number: int, cases: Iterable[str]) -> None:
        """Keep cases that were read together, as text; the first is the ``number``-th of all."""
        self._database.executemany("INSERT INTO results VALUES (?,?)", enumerate(cases, number))

    def results(self) -> Iterator[CaseResult]:
        """Give the stored cases, from the beginning each time."""
        for (body,) in self._database.execute("SELECT body FROM results ORDER BY number"):
            yield decode_case(body)

    def count_results(self) -> int:
        """Count the cases that are stored."""
        (count,) = self._database.execute("SELECT COUNT(*) FROM results").fetchone()
        return int(count)

    def rejected(self) -> Iterator[Rejected]:
        """Give the rejected rows by file and row."""
        for (body,) in self._database.execute("SELECT body FROM rejected ORDER BY file, line, number"):
            yield Rejected(*json.loads(body))

    def count_rejected(self) -> int:
        """Count the rows that were rejected."""
        (count,) = self._database.execute("SELECT COUNT(*) FROM rejected").fetchone()
        return int(count)

    def _row(self, put: Put) -> tuple[int, bytes, bytes, bool, int, bytes, int, str, str]:
        note = put.note
        family = _key(note.family_id)
        self._has_families = self._has_families or bool(family)
        return (
            put.number,
            _key(note.case_id),
            family,
            note.date is None,
            note.date.toordinal() if note.date else 0,
            _key(note.file),
            note.row,
            encode_note(note),
            put.body,
        )


def _key(text: str) -> bytes:
    """Turn a text into bytes that sort as the text does, whatever characters an export holds."""
    return text.encode("utf-8", "surrogatepass")


class StoredCases:
    """The cases of a result, read from disk as often as wanted. Keeps the spool alive."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool

    def __iter__(self) -> Iterator[CaseResult]:
        return self._spool.results()

    def __len__(self) -> int:
        return self._spool.count_results()

    def close(self) -> None:
        """Remove what waits on disk; the cases cannot be read any more."""
        self._spool.close()


class StoredRejects:
    """The rejected rows of a result, read from disk as often as wanted."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool

    def __iter__(self) -> Iterator[Rejected]:
        return self._spool.rejected()

    def __len__(self) -> int:
        return self._spool.count_rejected()
