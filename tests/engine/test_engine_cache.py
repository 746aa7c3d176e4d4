from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from caseflags.engine.cache import Cache
from caseflags.errors import CaseflagsError
from caseflags.model import Note

NOTE = Note("c", "n", "Dad HIT Mum", 2, date(2024, 1, 1), "police", "call", "PC", "child")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache.db"


def kept(path: Path, fingerprint: str = "rules") -> None:
    cache = Cache(path, fingerprint)
    cache.keep(NOTE, "[1]")
    cache.close()


def found(path: Path, note: Note = NOTE, fingerprint: str = "rules") -> str | None:
    cache = Cache(path, fingerprint)
    body = cache.get(note)
    cache.close()
    return body


def test_what_was_kept_is_found_again(path: Path) -> None:
    kept(path)
    assert found(path) == "[1]"


@pytest.mark.parametrize(
    "change",
    [{"case_id": "x"}, {"note_id": "x"}, {"row": 9}, {"author": "x"}, {"file": "x"}, {"family_id": "x"}],
    ids=lambda change: next(iter(change)),
)
def test_what_a_reading_does_not_depend_on_makes_no_difference(path: Path, change: dict[str, object]) -> None:
    kept(path)
    assert found(path, replace(NOTE, **change)) == "[1]"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [{"text": "x"}, {"date": None}, {"source": "x"}, {"note_type": "x"}, {"subject": "x"}],
    ids=lambda change: next(iter(change)),
)
def test_what_a_reading_depends_on_makes_another_key(path: Path, change: dict[str, object]) -> None:
    kept(path)
    assert found(path, replace(NOTE, **change)) is None  # type: ignore[arg-type]


def test_other_rules_find_nothing_and_old_ones_are_forgotten(path: Path) -> None:
    kept(path, "first")
    assert found(path, fingerprint="second") is None
    assert found(path, fingerprint="first") == "[1]"
    for rules in "abc":
        kept(path, rules)
    assert found(path, fingerprint="first") is None


def test_a_run_that_is_cut_off_leaves_what_it_has_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caseflags.engine.cache._KEEPS_BEFORE_COMMIT", 2)
    cache = Cache(path, "rules")
    notes = [replace(NOTE, text=str(n)) for n in range(5)]
    for note in notes:
        cache.keep(note, "[]")
    assert cache._database
    cache._database.close()  # as a kill would: what was not committed is lost
    assert [found(path, note) for note in notes] == ["[]"] * 4 + [None]


def foreign_text(path: Path) -> None:
    path.write_text("case,note\nc,n\n", encoding="utf-8")


def foreign_database(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE readings (key, body)")


def damaged(path: Path) -> None:
    kept(path)
    raw = path.read_bytes()
    path.write_bytes(raw[:100] + b"\xff" * (len(raw) - 100))


def another_layout(path: Path) -> None:
    kept(path)
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version=99")


@pytest.mark.parametrize("make", [foreign_text, foreign_database, damaged, another_layout])
def test_a_foreign_or_damaged_file_is_set_aside(path: Path, make: Callable[[Path], None]) -> None:
    make(path)
    before = path.read_bytes()
    cache = Cache(path, "rules")
    assert cache.get(NOTE) is None
    cache.keep(NOTE, "[2]")
    cache.close()
    assert "set aside as cache.db.aside-1" in cache.messages[0]
    assert path.with_name("cache.db.aside-1").read_bytes()[:50] == before[:50]
    assert found(path) == "[2]"


def test_a_second_file_set_aside_gets_another_name(path: Path) -> None:
    for _ in range(2):
        foreign_text(path)
        Cache(path, "rules").close()
    assert path.with_name("cache.db.aside-2").exists()


def test_a_reading_that_was_tampered_with_is_not_believed(path: Path) -> None:
    kept(path)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE readings SET body = '[3]'")
    assert found(path) is None


def test_a_file_in_use_is_done_without(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caseflags.engine.cache._PATIENCE", 0.05)
    kept(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    cache = Cache(path, "rules")
    cache.keep(NOTE, "[]")
    assert cache.get(NOTE) is None
    assert "without it" in cache.messages[0]
    cache.close()
    other.close()
    assert found(path) == "[1]"


def test_a_folder_cannot_be_a_cache(tmp_path: Path) -> None:
    with pytest.raises(CaseflagsError, match="it is a folder"):
        Cache(tmp_path, "rules")
    with pytest.raises(CaseflagsError, match="its folder does not exist"):
        Cache(tmp_path / "no" / "cache", "rules")


@pytest.mark.skipif(os.name != "posix", reason="modes of files are those of POSIX")
def test_only_the_owner_can_read_it(path: Path) -> None:
    kept(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    kept(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
