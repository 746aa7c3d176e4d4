"""A run that is stopped: Ctrl-C, a kill, a worker that is killed, as a user of the command line meets them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")]
NOTES = 6000
PACK = """
pack: tiny
version: 1.0.0
category: domestic_abuse
rules:
  - id: tiny.hit
    phrases: ["{hit} <someone>"]
    examples: {match: ["He hit her."], no_match: ["He was hit by a ball."]}
"""


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start a scan of thousands of notes by one small rule."""
    lines = ["Case ID,Note ID,Date,Note"]
    filler = "She came to the door and we talked about school, the bus and the weather for a while. " * 6
    lines += [f'C{n % 50},N{n},2024-01-{n % 28 + 1:02},"Visit {n}. {filler} He hit her."' for n in range(NOTES)]
    (tmp_path / "notes.csv").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "tiny.yaml").write_text(PACK, encoding="utf-8")
    (tmp_path / "temp").mkdir()
    started: list[subprocess.Popen[bytes]] = []

    def run(*options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "caseflags", "scan", "notes.csv", "--rules", "tiny.yaml", "--no-builtin-rules"]
        process = subprocess.Popen(
            [*command, "-q", "-f", "jsonl", *options],
            cwd=tmp_path,
            env={**os.environ, "TMPDIR": str(tmp_path / "temp")},
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        assert process.stderr is not None
        process.stderr.close()


def when_at_work(folder: Path) -> None:
    """Wait until a run has its private file, which means that it reads."""
    until = time.monotonic() + 60
    while not list((folder / "temp").glob("caseflags-spool-*")):
        assert time.monotonic() < until
        time.sleep(0.05)
    time.sleep(0.5)


def test_ctrl_c_ends_quickly_and_leaves_nothing(start: Callable[..., subprocess.Popen[bytes]], tmp_path: Path) -> None:
    process = start("--workers", "2", "-o", "out.jsonl")
    when_at_work(tmp_path)
    os.killpg(process.pid, signal.SIGINT)
    begun = time.monotonic()
    _, said = process.communicate(timeout=30)
    assert time.monotonic() - begun < 10
    assert process.returncode not in (0, 1, 3)
    assert b"Traceback" not in said
    assert not list(tmp_path.glob("out*"))
    assert not list((tmp_path / "temp").glob("caseflags-spool-*"))


def test_a_killed_run_goes_on_with_its_cache_and_its_private_file_is_cleared_away(
    start: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    options = ("--workers", "1", "--cache", "cache")
    process = start(*options, "-o", "killed.jsonl")
    when_at_work(tmp_path)
    process.kill()
    process.communicate()
    assert not (tmp_path / "killed.jsonl").exists()
    assert list((tmp_path / "temp").glob("caseflags-spool-*"))
    for name, more in (("resumed", options), ("plain", ("--workers", "1"))):
        assert start(*more, "-o", f"{name}.jsonl").wait(120) == 0
    assert (tmp_path / "resumed.jsonl").read_bytes() == (tmp_path / "plain.jsonl").read_bytes()
    assert not list((tmp_path / "temp").glob("caseflags-spool-*"))


def test_local_and_dask_write_the_same_bytes(start: Callable[..., subprocess.Popen[bytes]], tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    engines = {"local": ("--workers", "2"), "dask": ("--engine", "dask", "--workers", "2")}
    for name, options in engines.items():
        process = start(*options, "-o", f"{name}.jsonl")
        _, said = process.communicate(timeout=180)
        assert (process.returncode, said) == (0, b"")
    assert (tmp_path / "local.jsonl").read_bytes() == (tmp_path / "dask.jsonl").read_bytes()
    assert not list((tmp_path / "temp").glob("caseflags-*"))
