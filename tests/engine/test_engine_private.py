from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from caseflags.engine import private
from caseflags.engine.private import close_private_database, open_private_database, remove_abandoned

OWNER = """
import sys, tempfile
tempfile.tempdir = sys.argv[1]
from caseflags.engine.private import open_private_database
database, folder = open_private_database()
database.execute("CREATE TABLE words (word TEXT)")
print(folder, flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(private.tempfile, "tempdir", str(tmp_path))


@pytest.fixture
def owner(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", OWNER, str(tmp_path)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.communicate()


def test_a_live_run_of_this_process_is_left_alone() -> None:
    database, folder = open_private_database()
    assert remove_abandoned() == 0
    database.execute("CREATE TABLE still_there (x)")
    close_private_database(database, folder)
    assert not folder.exists()


def test_a_live_run_is_left_alone_and_a_killed_one_cleared_away(owner: subprocess.Popen[str]) -> None:
    assert owner.stdout
    folder = Path(owner.stdout.readline().strip())
    assert remove_abandoned() == 0
    assert folder.exists()
    owner.kill()
    owner.wait()
    assert remove_abandoned() == 1
    assert not folder.exists()


def test_a_damaged_file_is_cleared_away(tmp_path: Path) -> None:
    folder = tmp_path / f"{private.PREFIX}x"
    folder.mkdir()
    (folder / private.FILE).write_bytes(b"half a page")
    assert remove_abandoned() == 1
    assert not folder.exists()


def test_a_file_that_is_just_being_made_and_other_folders_are_left_alone(tmp_path: Path) -> None:
    young = tmp_path / f"{private.PREFIX}y"
    young.mkdir()
    (young / private.FILE).touch()
    (tmp_path / "something-else").mkdir()
    assert remove_abandoned() == 0
    assert young.exists()
