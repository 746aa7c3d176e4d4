"""``caseflags chronology`` from the outside."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from caseflags.report.chronicle_formats import CHRONOLOGY_FORMATS

Cli = Callable[..., "object"]


TEXTS = [name for name in CHRONOLOGY_FORMATS if name != "xlsx"]


@pytest.mark.parametrize("format_name", TEXTS)
def test_every_format_goes_to_standard_output_or_to_a_file(tiny: Cli, folder: Path, format_name: str) -> None:
    ran = tiny("chronology", "notes.csv", "-f", format_name)
    assert (ran.code, ran.err) == (0, "")
    assert "Dad (Sam) punched her" in ran.out
    written = tiny("chronology", "notes.csv", "-f", format_name, "-o", "out", "--quiet")
    assert (written.code, written.out, written.err) == (0, "", "")
    assert (folder / "out").read_bytes().decode() == ran.out


def test_a_workbook_goes_to_a_file(tiny: Cli, folder: Path) -> None:
    assert tiny("chronology", "notes.csv", "-o", "out.xlsx", "-q").code == 0
    assert (folder / "out.xlsx").read_bytes().startswith(b"PK")


def test_the_ending_of_a_file_says_its_format(tiny: Cli, folder: Path) -> None:
    ran = tiny("chronology", "notes.csv", "-o", "events.csv")
    assert "written to events.csv" in ran.err
    with (folder / "events.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["date"] for row in csv.DictReader(stream)] == ["2024-01-01", "2024-01-09"]


def test_options_choose_cases_people_categories_and_times(tiny: Cli) -> None:
    def events(*arguments: str) -> list[str]:
        ran = tiny("chronology", "notes.csv", "-f", "jsonl", *arguments)
        assert ran.code == 0
        return [line["note_id"] for line in map(json.loads, ran.out.splitlines()) if line["kind"] == "event"]

    assert events() == ["1", "2"]
    assert events("--case", "B") == []
    assert events("--category", "retraction") == ["2"]
    assert events("--person", "father") == ["1"]
    assert events("--since", "2024-01-02") == ["2"]
    assert events("--until", "2024-01-02") == ["1"]
    assert events("--no-excerpts") == ["1", "2"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--person", "dad"], "--person does not know 'dad'"),
        (["-f", "pdf"], "--format does not know 'pdf'"),
        (["--since", "soon"], "--since soon is no date"),
        (["--since", "2024-02-01", "--until", "2024-01-01"], "is later than"),
        (["--case", "Z"], "none of 3 notes is left"),
        (["-o", "none/out.md"], "there is no such folder"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_message(tiny: Cli, arguments: list[str], message: str) -> None:
    ran = tiny("chronology", "notes.csv", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_rejected_rows_are_listed_and_set_the_exit_code(tiny: Cli, folder: Path) -> None:
    (folder / "odd.csv").write_text("Case ID,Note ID,Date,Note\nA,1,2024-01-01,He hit her.\nA,2\n", encoding="utf-8")
    ran = tiny("chronology", "odd.csv", "--rejects", "rejects.csv")
    assert ran.code == 3
    assert "1 of 2 rows rejected" in ran.err
    assert (folder / "rejects.csv").read_text(encoding="utf-8").startswith("file,row,reason")


def test_it_is_the_same_whatever_the_workers_and_the_cache(tiny: Cli) -> None:
    plain = tiny("chronology", "notes.csv", "-f", "json").out
    assert tiny("chronology", "notes.csv", "-f", "json", "--workers", "2", "--cache", "kept").out == plain
    assert tiny("chronology", "notes.csv", "-f", "json", "--cache", "kept").out == plain
