"""Readings kept from run to run, so that a monthly export costs what is new in it and an interrupted run goes on.

The file holds what notes say (excerpts, not whole notes), so it is as sensitive as the export: only its owner can read
it. A reading is found by a digest of all that it depends on: the note's text, date, source, type and whose record it
is, the rules, the versions of caseflags and spaCy. A file that is damaged or no cache of ours is set aside under
another name, and every reading that is taken from the file is checked against a digest of its own first.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from hashlib import blake2b
from pathlib import Path

from caseflags.engine.private import create_private
from caseflags.errors import CaseflagsError, Place, Problem
from caseflags.model import Note

_OURS = 0x43464C47  # "CFLG", where SQLite keeps the id of an application
_LAYOUT = 1
_GENERATIONS = 3
_KEEPS_BEFORE_COMMIT = 4000
_PATIENCE = 10.0
_TABLES = f"""
PRAGMA application_id={_OURS}; PRAGMA user_version={_LAYOUT};
CREATE TABLE generations (id INTEGER PRIMARY KEY, fingerprint TEXT UNIQUE, used INTEGER);
CREATE TABLE readings (key BLOB PRIMARY KEY, generation INTEGER, body TEXT, digest BLOB);
CREATE INDEX readings_by_generation ON readings (generation);
"""


class Cache:
    """Readings by note. Whatever is wrong with the file, the run goes on; ``messages`` says what was done about it."""

    def __init__(self, path: Path, fingerprint: str) -> None:
        self.messages: list[str] = []
        self.found = 0
        self._path = path
        self._fingerprint = fingerprint
        self._generation = 0
        self._kept = 0
        self._database: sqlite3.Connection | None = None
        _check_place(path)
        try:
            self._open()
        except sqlite3.Error as error:
            self._mend(error)

    def get(self, note: Note) -> str | None:
        """Give what the note says, if it is known."""
        if self._database is None:
            return None
        key = self._key(note)
        try:
            row = self._database.execute("SELECT body, digest FROM readings WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error as error:
            self._mend(error)
            return None
        if row is None or not isinstance(row[0], str) or _digest(key, row[0]) != row[1]:
            return None
        self.found += 1
        body: str = row[0]
        return body

    def keep(self, note: Note, body: str) -> None:
        """Remember what the note says."""
        if self._database is None:
            return
        key = self._key(note)
        try:
            values = (key, self._generation, body, _digest(key, body))
            self._database.execute("INSERT OR REPLACE INTO readings VALUES (?,?,?,?)", values)
            self._kept += 1
            if self._kept % _KEEPS_BEFORE_COMMIT == 0:
                self._database.commit()
        except sqlite3.Error as error:
            self._mend(error)

    def close(self) -> None:
        """Write down what is not yet written."""
        if self._database is not None:
            try:
                self._database.commit()
                self._database.close()
            except sqlite3.Error as error:
                self._mend(error)
            self._database = None

    def _key(self, note: Note) -> bytes:
        day = note.date.isoformat() if note.date else ""
        parts = (self._fingerprint, day, note.source, note.note_type, note.subject, note.text)
        return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()

    def _open(self) -> None:
        fresh = not self._path.exists() or not self._path.stat().st_size
        if not self._path.exists():
            create_private(self._path)
        _close_to_others(self._path)
        self._database = sqlite3.connect(self._path, timeout=_PATIENCE, check_same_thread=False)
        self._database.execute("PRAGMA secure_delete=ON")
        if fresh:
            self._database.executescript(_TABLES)
        if self._pragma("application_id") != _OURS or self._pragma("user_version") != _LAYOUT:
            raise sqlite3.DatabaseError("another layout")
        self._enter_generation(self._database)

    def _pragma(self, name: str) -> int:
        assert self._database is not None  # noqa: S101 - called by _open only
        return int(self._database.execute(f"PRAGMA {name}").fetchone()[0])

    def _enter_generation(self, database: sqlite3.Connection) -> None:
        """Find the generation of these rules; those of rules that were not used lately are forgotten."""
        (now,) = database.execute("SELECT COALESCE(MAX(used), 0) + 1 FROM generations").fetchone()
        database.execute("INSERT OR IGNORE INTO generations (fingerprint) VALUES (?)", (self._fingerprint,))
        database.execute("UPDATE generations SET used = ? WHERE fingerprint = ?", (now, self._fingerprint))
        found = database.execute("SELECT id FROM generations WHERE fingerprint = ?", (self._fingerprint,)).fetchone()
        self._generation = int(found[0])
        old = "SELECT id FROM generations ORDER BY used DESC LIMIT -1 OFFSET ?"
        database.execute(f"DELETE FROM readings WHERE generation IN ({old})", (_GENERATIONS,))  # noqa: S608 - constant
        database.execute(f"DELETE FROM generations WHERE id IN ({old})", (_GENERATIONS,))  # noqa: S608 - constant
        database.commit()

    def _mend(self, error: sqlite3.Error) -> None:
        """Go on without the file if it cannot be used just now, and with a new one if it is none of ours."""
        if self._database is not None:
            self._database.close()
            self._database = None
        if isinstance(error, sqlite3.OperationalError):
            self.messages.append(f"the cache {self._path.name} cannot be used ({error}); the run went on without it")
            return
        aside = _free_name(self._path)
        try:
            self._path.rename(aside)
            self._open()
        except (OSError, sqlite3.Error) as failure:
            raise CaseflagsError(_unusable(self._path, type(failure).__name__)) from failure
        self.messages.append(
            f"{self._path.name} is damaged or no cache of this version of caseflags; "
            f"it was set aside as {aside.name}, and a new cache was begun"
        )


def _digest(key: bytes, body: str) -> bytes:
    return blake2b(body.encode("utf-8", "surrogatepass"), key=key, digest_size=8).digest()


def _check_place(path: Path) -> None:
    if path.is_dir():
        raise CaseflagsError(_unusable(path, "it is a folder"))
    if not path.parent.is_dir():
        raise CaseflagsError(_unusable(path, "its folder does not exist"))


def _unusable(path: Path, why: str) -> Problem:
    return Problem(f"the cache cannot be used: {why}", Place(str(path)), "name another file with --cache")


def _close_to_others(path: Path) -> None:
    if stat.S_IMODE(path.stat().st_mode) & 0o077 and os.name == "posix":
        path.chmod(0o600)


def _free_name(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.name}.aside-{number}")).exists():
        number += 1
    return aside
