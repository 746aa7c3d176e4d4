"""The commands of docs/scheduling.md run as they stand there; those of docs/install-offline.md where they can."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
NOTES = "Case ID,Note ID,Date,Note\nA,1,2024-01-01,Dad hit Mum.\n"
Run = Callable[[str], "subprocess.CompletedProcess[str]"]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="these are commands of a POSIX shell")


def blocks(name: str) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind, text in BLOCK.findall((ROOT / "docs" / name).read_text(encoding="utf-8")):
        found.setdefault(kind, []).append(text)
    return found


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder as the page describes it, and `caseflags` on the path."""
    commands = tmp_path / "bin"
    commands.mkdir()
    (commands / "caseflags").write_text(f'#!/bin/sh\nexec {sys.executable} -m caseflags "$@"\n')
    (commands / "caseflags").chmod(0o755)
    folder = tmp_path / "audit"
    folder.mkdir()
    (folder / "notes.csv").write_text(NOTES, encoding="utf-8")
    (folder / "sample.csv").write_text(NOTES, encoding="utf-8")
    (folder / "caseflags.yaml").write_text(blocks("scheduling.md")["yaml"][0], encoding="utf-8")
    return folder


@pytest.fixture
def sh(place: Path) -> Run:
    """Run a command there."""
    path = f"{place.parent / 'bin'}:{os.environ['PATH']}"

    def do(command: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT / "src")}
        return subprocess.run(
            ["sh", "-c", command], cwd=place, env=environment, capture_output=True, text=True, check=False
        )

    return do


def test_the_nightly_check(place: Path, sh: Run) -> None:
    first, look, ci = blocks("scheduling.md")["sh"]
    (cron,) = blocks("scheduling.md")["crontab"]
    nightly = cron.splitlines()[1].split(maxsplit=5)[5].replace("/srv/audit", str(place))
    assert sh(f"set -e\n{first}").returncode == 0
    quiet = sh(nightly)
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    (place / "notes.csv").write_text(f"{NOTES}A,2,2024-01-09,Dad punched Mum.\n", encoding="utf-8")
    mailed = sh(nightly)
    assert mailed.returncode == 1
    assert "gates hit: new:high" in mailed.stderr
    assert mailed.stderr.count("\n") == 1
    assert "punched" not in mailed.stderr
    assert sh(f"set -e\n{look}").returncode == 0
    assert sh(nightly).returncode == 0
    assert sh(f"set -e\n{ci}").returncode == 0
    assert (place / "rules.txt").exists()


def test_the_units_of_systemd_run_the_same_command(place: Path, sh: Run) -> None:
    service, timer = blocks("scheduling.md")["ini"]
    read = configparser.ConfigParser()
    read.read_string(service)
    read.read_string(timer)
    (place / "caseflags.yaml").write_text("format: json\noutput: result.json\nfail-on: [high]\n")
    assert sh(read["Service"]["ExecStart"]).returncode == 1
    assert read["Timer"]["OnCalendar"] == "*-*-* 02:30"


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_the_makefile_of_a_monthly_audit(place: Path, sh: Run) -> None:
    (place / "caseflags.yaml").unlink()
    (place / "Makefile").write_text(blocks("scheduling.md")["make"][0])
    (place / "exports").mkdir()
    (place / "exports" / "2024-03.csv").write_text(NOTES, encoding="utf-8")
    made = sh("make MONTH=2024-03 verify")
    assert (made.returncode, "byte for byte" in made.stderr) == (0, True), made.stderr


def test_installing_needs_no_index_and_names_files_that_exist() -> None:
    posix, windows = blocks("install-offline.md")["sh"], blocks("install-offline.md")["powershell"]
    assert all("--no-index" in text for text in (posix[2], windows[0]))
    for name in re.findall(r"-r (\S+)", "".join(posix)):
        assert (ROOT / name).is_file()
    for line in [line for text in posix[:2] for line in text.splitlines()]:
        words = [word for word in line.split() if word.startswith("--")]
        verb = line.split()[3]
        told = subprocess.run(
            [sys.executable, "-m", "pip", verb, "--help"], capture_output=True, text=True, check=True
        ).stdout
        assert all(word in told for word in words)
