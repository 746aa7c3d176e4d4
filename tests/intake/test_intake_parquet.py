"""Parquet files as exports."""

from __future__ import annotations

import builtins
import gzip
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from caseflags.errors import CaseflagsError
from caseflags.intake import inspect_export, open_export
from caseflags.model import Note

pytest.importorskip("pyarrow")


@pytest.fixture
def parquet(tmp_path: Path) -> Path:
    """Five rows in three row groups: typed dates, whole numbers as ids, a missing text."""
    frame = pd.DataFrame(
        {
            "Case ID": ["A", "A", "B", "B", "C"],
            "Note ID": [1, 2, 3, 4, 5],
            "Note Date": pd.to_datetime(["2024-03-04", None, "2024-03-05", "2024-03-06", "2024-03-07"]),
            "Case Note": ["one", "two", None, "four", "five"],
        }
    )
    path = tmp_path / "notes.parquet"
    frame.to_parquet(path, index=False, row_group_size=2)
    return path


def notes(path: Path) -> list[Note]:
    with open_export([str(path)]) as export:
        return [row for row in export if isinstance(row, Note)]


def test_rows_of_all_groups_are_notes(parquet: Path) -> None:
    read = notes(parquet)
    assert [(n.case_id, n.note_id, n.row, n.date, n.text) for n in read] == [
        ("A", "1", 1, date(2024, 3, 4), "one"),
        ("A", "2", 2, None, "two"),
        ("B", "4", 4, date(2024, 3, 6), "four"),
        ("C", "5", 5, date(2024, 3, 7), "five"),
    ]


def test_it_is_recognised_by_its_content_and_in_a_folder(parquet: Path) -> None:
    assert [n.text for n in notes(parquet.parent)] == ["one", "two", "four", "five"]
    renamed = parquet.rename(parquet.with_name("export.dat"))
    (table,) = inspect_export([str(renamed)]).recognised
    assert (table.format, table.rows) == ("parquet", 5)


def test_it_may_be_gzipped(parquet: Path) -> None:
    packed = parquet.with_suffix(".gz")
    packed.write_bytes(gzip.compress(parquet.read_bytes()))
    assert len(notes(packed)) == 4


def test_one_that_was_cut_off_is_named(parquet: Path) -> None:
    parquet.write_bytes(parquet.read_bytes()[:-40])
    with pytest.raises(CaseflagsError, match="damaged"):
        notes(parquet)


def test_without_pyarrow_it_is_said_how_to_get_it(parquet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: object) -> object:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(CaseflagsError, match="needs pyarrow"):
        notes(parquet)
