"""Private files: readable by their owner only, gone at the end, and cleared away later if the end never came.

What waits on disk during a run are case notes' words. Its file lies in a folder of its own (mode 0700, file 0600) and
is kept locked as long as its owner lives; so the next run can tell a file that somebody still needs from one that a
killed run left behind, without asking for process ids (which containers share and systems reuse).
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

PREFIX = "caseflags-spool-"
FILE = "spool.sqlite"


def create_private(path: Path) -> None:
    """Create an empty file that only its owner can read. It must not exist yet."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def open_private_database() -> tuple[sqlite3.Connection, Path]:
    """Open a new database in a private folder, locked for others until it is closed; give both."""
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    path = folder / FILE
    create_private(path)
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    database.executescript(
        "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-8192;"
        "BEGIN EXCLUSIVE; CREATE TABLE owner (alive INTEGER); COMMIT;"
    )
    return database, folder


def close_private_database(database: sqlite3.Connection, folder: Path) -> None:
    """Close the database and remove its folder."""
    database.close()
    shutil.rmtree(folder, ignore_errors=True)


def remove_abandoned() -> int:
    """Remove the folders of runs that were killed, and say how many. Those of other users are not touched."""
    removed = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if _is_ours(folder) and _is_abandoned(folder / FILE):
            shutil.rmtree(folder, ignore_errors=True)
            removed += 1
    return removed


def _is_ours(folder: Path) -> bool:
    try:
        about = folder.lstat()
    except OSError:
        return False
    return folder.is_dir() and not folder.is_symlink() and about.st_uid == getattr(os, "getuid", lambda: about.st_uid)()


def _is_abandoned(path: Path) -> bool:
    """Say whether nobody holds the lock. An empty file may be one whose owner is just about to lock it."""
    try:
        if not path.stat().st_size:
            return False
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as database:
            database.execute("BEGIN EXCLUSIVE")
            database.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return False
    except sqlite3.DatabaseError:
        return True  # cut off in the middle of a page
    except OSError:
        return False
    return True
