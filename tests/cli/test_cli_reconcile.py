"""``caseflags reconcile`` from the outside, with golden pages."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from caseflags.cli.reconciling import FORMATS

Cli = Callable[..., "object"]

EXPORT = """Case ID,Note ID,Date,Note,Recorded factors
A,1,2024-01-01,"Mum said that Dad (Sam) punched her.",1B; 16A
B,1,2024-01-03,"Mum said that Dad (Sam) punched her.",3B
C,1,2024-01-03,All well.,
D,1,2024-01-03,All well.,"21"
"""


@pytest.fixture
def both(folder: Path) -> Path:
    """An export with a column of factors, and the same factors in a file of their own."""
    (folder / "both.csv").write_text(EXPORT, encoding="utf-8")
    (folder / "recorded.csv").write_text("case_id,factors\nA,1B;16A\nB,3B\nC,\nD,21\n", encoding="utf-8")
    return folder


TEXTS = [name for name in FORMATS if name != "xlsx"]


@pytest.mark.parametrize("format_name", TEXTS)
def test_golden(golden: Callable[[str, str], None], tiny: Cli, both: Path, format_name: str) -> None:
    ran = tiny("reconcile", "both.csv", "--recorded", "Recorded factors", "-f", format_name)
    assert (ran.code, ran.err) == (1, "")
    ending = {"text": "txt", "markdown": "md"}.get(format_name, format_name)
    if format_name != "json":  # whose run holds digests
        golden(f"cli/reconcile.{ending}", ran.out.partition("<body>")[2] or ran.out)
    written = tiny("reconcile", "both.csv", "--recorded", "Recorded factors", "-f", format_name, "-o", "out", "-q")
    assert (written.code, written.out, written.err) == (1, "", "")
    assert (both / "out").read_bytes().decode() == ran.out


def test_a_workbook_has_dates_as_dates_and_the_totals(tiny: Cli, both: Path) -> None:
    ran = tiny("reconcile", "both.csv", "--recorded", "Recorded factors", "-o", "out.xlsx", "-q")
    assert (ran.code, ran.out, ran.err) == (1, "", "")
    sheets = openpyxl.load_workbook(both / "out.xlsx")
    assert sheets.sheetnames == ["codes", "totals", "run"]
    head, *rows = sheets["codes"].iter_rows(values_only=True)
    lines = list(
        csv.DictReader(io.StringIO(tiny("reconcile", "both.csv", "--recorded", "recorded.csv", "-f", "csv").out))
    )
    assert head == tuple(lines[0])
    assert [row[0] for row in rows] == [line["case_id"] for line in lines]
    assert {type(row[head.index("first_date")]) for row in rows} == {datetime, type(None)}
    counted = {row[2]: row[3] for row in sheets["totals"].iter_rows(values_only=True)}
    assert (counted["cases"], counted["with a record"], counted["differing"]) == (4, 3, 1)


@pytest.mark.usefixtures("both")
def test_json_lines_say_the_same_as_csv(tiny: Cli) -> None:
    lines = [
        json.loads(line)
        for line in tiny("reconcile", "both.csv", "--recorded", "recorded.csv", "-f", "jsonl").out.splitlines()
    ]
    rows = list(
        csv.DictReader(io.StringIO(tiny("reconcile", "both.csv", "--recorded", "recorded.csv", "-f", "csv").out))
    )
    assert [(line["case_id"], line["code"], line["status"]) for line in lines] == [
        (row["case_id"], row["code"], row["status"]) for row in rows
    ]


def test_a_page_stands_alone_and_shows_notes_as_text(tiny: Cli, both: Path) -> None:
    odd = EXPORT.replace("punched her.", "punched her <b onclick=x>{{ 1 }}.").replace("A,1,", "<i>A,1,")
    (both / "odd.csv").write_text(odd, encoding="utf-8")
    page = tiny("reconcile", "odd.csv", "--recorded", "Recorded factors", "-f", "html").out
    assert "default-src &#39;none&#39;" in page
    assert "Case &lt;i&gt;A" in page
    assert "<i>" not in page
    assert [part for part in ("<script", "<b onclick", "src=", "http:") if part in page] == []


@pytest.mark.usefixtures("both")
def test_a_file_says_the_same_as_a_column(tiny: Cli) -> None:
    column = tiny("reconcile", "both.csv", "--recorded", "Recorded factors", "-f", "csv").out
    assert tiny("reconcile", "both.csv", "--recorded", "recorded.csv", "-f", "csv").out == column
    statuses = {(row["case_id"], row["code"]): row["status"] for row in csv.DictReader(io.StringIO(column))}
    assert statuses == {
        ("A", "3B"): "notes_only",
        ("A", "1B"): "record_only",
        ("A", "16A"): "uncovered",
        ("B", "3B"): "both",
        ("D", "21"): "uncovered",
    }


@pytest.mark.usefixtures("both")
def test_json_has_cases_and_totals(tiny: Cli) -> None:
    found = json.loads(tiny("reconcile", "both.csv", "--recorded", "recorded.csv", "-f", "json").out)
    assert {name: found["totals"][name] for name in ("cases", "with_record", "differing")} == {
        "cases": 4,
        "with_record": 3,
        "differing": 1,
    }
    assert [case["differs"] for case in found["cases"]] == [True, False, False, False]
    assert found["codes"]["year"]


@pytest.mark.usefixtures("both")
def test_where_notes_and_record_agree_the_exit_code_is_0(tiny: Cli) -> None:
    assert tiny("reconcile", "both.csv", "--recorded", "recorded.csv", "--case", "B").code == 0


def test_records_of_other_cases_and_cells_without_codes_are_told(tiny: Cli, both: Path) -> None:
    (both / "odd.csv").write_text("case_id,factors\nA,mental health\nZ,1B\n", encoding="utf-8")
    ran = tiny("reconcile", "both.csv", "--recorded", "odd.csv")
    assert ran.code == 0
    assert "1 recorded cases are not in the export: Z" in ran.err
    assert "no code is recognised in what is recorded of A" in ran.err


@pytest.mark.usefixtures("both")
@pytest.mark.parametrize(
    ("recorded", "message"),
    [
        ("Factors recorded", "there is no column 'Factors recorded' to keep"),
        ("factors.csv", "there is no file factors.csv"),
        ("tiny.yaml", "tiny.yaml"),
    ],
)
def test_a_record_that_is_not_there_is_one_message(tiny: Cli, recorded: str, message: str) -> None:
    ran = tiny("reconcile", "both.csv", "--recorded", recorded)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


@pytest.mark.usefixtures("both")
def test_without_recorded_nothing_is_compared(tiny: Cli) -> None:
    ran = tiny("reconcile", "both.csv")
    assert (ran.code, ran.out) == (2, "")
    assert "--recorded" in ran.err
