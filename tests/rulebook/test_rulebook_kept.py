from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from caseflags.errors import CaseflagsError
from caseflags.rulebook import Rulebook, load
from caseflags.rulebook.kept import fingerprint, keep, lean, take
from caseflags.rulebook.plain import from_plain, to_plain

PACK = """pack: p
version: "1"
category: thing
rules:
  - id: p.r
    phrases: ["{phrase}"]
    tokens: [[{{LOWER: {{IN: [a, b]}}}}, {{IS_DIGIT: true, OP: "?"}}]]
    level: high
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    monkeypatch.setenv("LOCALAPPDATA", str(home))
    return home / "caseflags"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    file = tmp_path / "p.yaml"
    file.write_text(PACK.format(phrase="no food"), encoding="utf-8")
    return file


@pytest.fixture
def kept(folder: Path, pack: Path) -> tuple[str, Rulebook, Path]:
    """A rulebook that was kept, with its key and its file."""
    book, key = load([pack], builtin=False), fingerprint([pack], builtin=False)
    keep(key, book)
    (file,) = folder.iterdir()
    return key, book, file


def test_a_record_is_the_same_after_it_was_plain() -> None:
    book = load()
    assert from_plain(to_plain(book)) == book


def test_what_was_kept_is_what_is_taken(kept: tuple[str, Rulebook, Path]) -> None:
    key, book, file = kept
    assert take(key) == book
    assert os.name != "posix" or (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-3])


def turn_a_bit(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def empty(file: Path) -> None:
    file.write_bytes(b"")


def let_others_write(file: Path) -> None:
    file.chmod(0o666)


def become_a_link(file: Path) -> None:
    elsewhere = file.rename(file.with_name("elsewhere"))
    file.symlink_to(elsewhere)


def become_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.skipif(os.name != "posix", reason="modes and links as POSIX has them")
@pytest.mark.parametrize(
    "harm", [cut, turn_a_bit, empty, let_others_write, become_a_link, become_a_folder], ids=lambda harm: harm.__name__
)
def test_a_file_that_cannot_be_believed_is_none(kept: tuple[str, Rulebook, Path], harm: Callable[[Path], None]) -> None:
    key, _, file = kept
    harm(file)
    assert take(key) is None


def test_a_file_under_another_name_is_none(kept: tuple[str, Rulebook, Path]) -> None:
    key, _, file = kept
    other = key[:-1] + ("0" if key[-1] != "0" else "1")
    file.rename(file.with_name(file.name.replace(key, other)))
    assert take(other) is None


def test_the_fingerprint_changes_with_the_rules(pack: Path) -> None:
    before = fingerprint([pack], builtin=False)
    assert fingerprint([pack], builtin=False) == before
    assert fingerprint([pack], builtin=True) != before
    pack.write_text(PACK.format(phrase="no drink"), encoding="utf-8")
    assert fingerprint([pack], builtin=False) != before


def test_odd_files_have_no_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("no rules", encoding="utf-8")
    assert fingerprint([tmp_path], builtin=False) == ""
    with pytest.raises(CaseflagsError):
        load([tmp_path], builtin=False)


def test_only_a_few_files_are_kept(folder: Path, pack: Path) -> None:
    book = load([pack], builtin=False)
    for number in range(12):
        keep(f"{number:064x}", book)
    assert len(list(folder.iterdir())) == 8


def test_a_folder_that_cannot_be_written_stops_nothing(folder: Path, pack: Path) -> None:
    folder.parent.mkdir(parents=True)
    folder.write_text("a file where the folder would be", encoding="utf-8")
    key = fingerprint([pack], builtin=False)
    keep(key, load([pack], builtin=False))
    assert take(key) is None


def test_lean_keeps_what_reading_needs(pack: Path) -> None:
    book = load([pack], builtin=False)
    assert lean(book).rules[0].phrases == book.rules[0].phrases
    ready = lean(book, b"tables")
    assert (ready.phrasebook, ready.rules[0].phrases, ready.rules[0].tokens) == (b"tables", (), book.rules[0].tokens)
    assert (ready.digest, [pack.id for pack in ready.packs]) == (book.digest, ["p"])
