"""Files, folders, globs and standard input: each input once, in a stable order, under a name of its own."""

from __future__ import annotations

import io
import os
import sys
import threading
from pathlib import Path

import pytest

from caseflags.errors import CaseflagsError
from caseflags.intake import open_export
from caseflags.intake.sources import examine, find


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with exports, some below it, and other files."""
    for name in ("b.csv", "a.json", "sub/c.XLSX", "sub/d.csv.gz", "sub/b.csv", "readme.md", ".hidden.csv", "~$b.csv"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    return tmp_path


def labels(*paths: str | Path) -> list[str]:
    found = find([str(path) for path in paths])
    assert not found.problems
    return [source.label for source in found.sources]


def test_a_folder_gives_its_exports_in_order_of_name(folder: Path) -> None:
    name = folder.name
    assert labels(folder) == ["a.json", f"{name}/b.csv", "sub/b.csv", "c.XLSX", "d.csv.gz"]
    assert find([str(folder)]).messages == [f"{name}: 1 files are no exports by their names and were left out"]


def test_a_file_may_have_any_name(folder: Path) -> None:
    assert labels(folder / "readme.md") == ["readme.md"]


def test_patterns(folder: Path) -> None:
    assert labels(folder / "*.csv") == ["b.csv"]
    assert labels(folder / "**" / "*.csv") == [f"{folder.name}/b.csv", "sub/b.csv"]
    assert labels(folder / "su*") == ["b.csv", "c.XLSX", "d.csv.gz"]


def test_a_file_whose_name_looks_like_a_pattern(tmp_path: Path) -> None:
    path = tmp_path / "notes [final].csv"
    path.write_text("x", encoding="utf-8")
    assert labels(path) == ["notes [final].csv"]


def test_each_file_is_read_once(folder: Path) -> None:
    found = find([str(folder / "b.csv"), str(folder / "sub" / ".." / "b.csv"), str(folder / "*.csv")])
    assert [source.label for source in found.sources] == ["b.csv"]
    assert found.messages == ["b.csv was named more than once and is read once"]


MISSING = {
    "file": ("bb.csv", "there is no such file or folder", "did you mean 'b.csv'?"),
    "pattern": ("*.tsv", "nothing matches this pattern", ""),
    "folder": ("nowhere/b.csv", "there is no such file or folder", ""),
}


@pytest.mark.parametrize(("name", "message", "hint"), MISSING.values(), ids=MISSING.keys())
def test_what_is_not_there(folder: Path, name: str, message: str, hint: str) -> None:
    (problem,) = find([str(folder / name)]).problems
    assert (problem.message, problem.hint) == (message, hint)


def test_a_folder_without_exports(tmp_path: Path) -> None:
    (problem,) = find([str(tmp_path)]).problems
    assert "no export in this folder" in problem.message


def test_nothing_named() -> None:
    with pytest.raises(CaseflagsError, match="no export was given"):
        open_export([])


def test_standard_input_can_be_read_again_and_is_private() -> None:
    (source,) = find(["-"], io.BytesIO(b"case,text\nA,x\n")).sources
    assert examine(source).file.size == 14
    first, second = source.open(), source.open()
    assert (first.read(4), second.read(), first.read()) == (b"case", b"case,text\nA,x\n", b",text\nA,x\n")
    assert source.spool is not None
    if sys.platform != "win32":
        assert os.fstat(source.spool.fileno()).st_mode & 0o777 == 0o600
    source.close()
    assert source.spool.closed


def test_standard_input_beside_files(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("case,text\nA,x\n", encoding="utf-8")
    with open_export(["-", str(path)], stdin=io.BytesIO(b"case,text\nA,y\n")) as export:
        assert [note.file for note in export] == ["a.csv", "stdin"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_read_like_standard_input(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(b"case,text\nA,x\n",))
    writer.start()
    with open_export([str(path)]) as export:
        assert len(list(export)) == 1
    writer.join()


def test_an_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text("case,text\nA,x\n", encoding="utf-8")
    (source,) = find([str(path)]).sources

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(CaseflagsError, match="cannot be read: Permission denied"):
        examine(source)


UNUSUAL = {"tilde": "~notes.csv", "long": "x" * 5000, "nul": "a\0b", "long-pattern": "*" + "x" * 5000}


@pytest.mark.parametrize("name", UNUSUAL.values(), ids=UNUSUAL.keys())
def test_unusual_names_are_no_traceback(name: str) -> None:
    with pytest.raises(CaseflagsError):
        open_export([name])


def test_a_name_with_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("~notes.csv").write_text("x", encoding="utf-8")
    assert labels("~notes.csv") == ["~notes.csv"]
