"""Pipes that close, disks that are full, streams that are not there: one message, no traceback, the right exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="these are streams of a POSIX shell")
CASEFLAGS = f"{sys.executable} -m caseflags"
SCAN = f"{CASEFLAGS} scan notes.csv --rules tiny.yaml --no-builtin-rules"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize(
    ("command", "place"),
    [
        pytest.param(f"{SCAN} -f json > /dev/full", "", id="standard output"),
        pytest.param(f"{SCAN} -f xlsx > /dev/full", "", id="a workbook"),
        pytest.param(f"{SCAN} -f json -o /dev/full", " (full)", id="a file"),
        pytest.param(f"{SCAN} -o x.json --rejects /dev/full", " (full)", id="rejects"),
    ],
)
def test_a_full_disk(folder: Path, command: str, place: str) -> None:
    ran = shell(folder, command)
    assert (ran.returncode, ran.stderr.splitlines()[0]) == (
        2,
        f"error: the system says: No space left on device{place}",
    )
    assert "free some room" in ran.stderr


@pytest.mark.parametrize("form", ["text", "json", "html", "xlsx"])
def test_a_reader_that_has_seen_enough(folder: Path, form: str) -> None:
    ran = shell(folder, f"({SCAN} -f {form}; echo $? > code) | head -c 1 > /dev/null")
    assert (ran.stderr, (folder / "code").read_text().strip()) == ("", "0")


def test_without_standard_output_only_a_file_will_do(folder: Path) -> None:
    ran = shell(folder, f"{SCAN} -f json >&-")
    assert (ran.returncode, ran.stderr.splitlines()[0]) == (2, "error: standard output is closed")
    assert shell(folder, f"{SCAN} -o x.json >&-").returncode == 0


def test_without_standard_error_nothing_is_said(folder: Path) -> None:
    ran = shell(folder, f"{SCAN} -f csv 2>&-")
    assert (ran.returncode, ran.stdout[:10]) == (0, "finding_id")


def shell(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["/bin/sh", "-c", command], cwd=folder, capture_output=True, text=True, check=False)
