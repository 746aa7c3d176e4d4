"""Workbooks as LibreOffice opens them. Part of ``make test-slow``."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
FAMILY = Path(__file__).parents[2] / "sample_data" / "family.csv"
ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
HOSTILE = """Case ID,Note ID,Date,Source,Note
A,007,2024-01-01,=1+1,"=HYPERLINK(""http://x"") Dad punched her on 5 March."
A,1-2,2024-01-09,@SUM(1),"+44 Mum said that Dad hit her."
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not OFFICE, reason="no LibreOffice: install Debian's libreoffice-calc-nogui, then run `make test-slow`"
    ),
]


@pytest.fixture
def sheets(tmp_path: Path) -> Callable[..., dict[str, list[list[str]]]]:
    """Write a workbook, and read each of its sheets as LibreOffice saves it in text."""

    def make(verb: str, export: Path) -> dict[str, list[list[str]]]:
        command = [sys.executable, "-m", "caseflags", verb, str(export), "-q", "-o", str(tmp_path / "book.xlsx")]
        subprocess.run(command, check=True)
        _convert(tmp_path, ALL_SHEETS)
        found = {}
        for path in tmp_path.glob("book-*.csv"):
            with path.open(encoding="utf-8", newline="") as stream:
                found[path.stem.removeprefix("book-")] = list(csv.reader(stream))
        return found

    return make


def _convert(folder: Path, form: str) -> None:
    home = f"-env:UserInstallation=file://{folder}/office"
    command = [
        str(OFFICE),
        home,
        "--headless",
        "--convert-to",
        form,
        "--outdir",
        str(folder),
        str(folder / "book.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


@pytest.mark.parametrize("verb", ["scan", "chronology"])
def test_every_sheet_opens_with_its_rows_and_days(
    sheets: Callable[..., dict[str, list[list[str]]]], tmp_path: Path, verb: str
) -> None:
    found = sheets(verb, FAMILY)
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    assert set(found) == set(book.sheetnames)
    for name, (head, *rows) in found.items():
        assert len(rows) == book[name].max_row - 1
        for column in (number for number, title in enumerate(head) if title in {"date", "first_date", "last_date"}):
            assert all(date.fromisoformat(row[column]) for row in rows if row[column])


def test_nothing_is_evaluated(sheets: Callable[..., dict[str, list[list[str]]]], tmp_path: Path) -> None:
    export = tmp_path / "hostile.csv"
    export.write_text(HOSTILE, encoding="utf-8")
    head, *rows = sheets("scan", export)["findings"]
    assert {row[head.index("source")] for row in rows} == {"=1+1", "@SUM(1)"}
    assert {row[head.index("note_id")] for row in rows} == {"007", "1-2"}
    assert {row[head.index("excerpt")][:6] for row in rows} == {"=HYPER", "+44 Mu"}


def test_a_chronology_is_printed_on_pages_of_its_width(
    sheets: Callable[..., dict[str, list[list[str]]]], tmp_path: Path
) -> None:
    head, *rows = sheets("chronology", FAMILY)["chronology"]
    _convert(tmp_path, "pdf")
    assert (tmp_path / "book.pdf").stat().st_size > 10_000
    assert head[: head.index("row") + 1][-1] == "row"
    area = openpyxl.load_workbook(tmp_path / "book.xlsx")["chronology"].print_area
    assert area.endswith(f"$K${len(rows) + 1}")
