"""Whole scans with the full packs: sizes, workers, cache, cluster, and whether all of them write the same bytes."""

from __future__ import annotations

import csv
import hashlib
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import corpus
from kept import Kept

PEAK = (
    "import resource,subprocess,sys; r=subprocess.run(sys.argv[1:]).returncode; "
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss//1024); sys.exit(r)"
)
WAYS = {
    "one": ("--workers", "1"),
    "two": ("--workers", "2"),
    "4 workers": ("--workers", "4"),
    "dask, 2 workers": ("--engine", "dask", "--workers", "2"),
    "first": ("--workers", "2", "--cache", "{cache}"),
    "second": ("--workers", "2", "--cache", "{cache}"),
}
"""Runs over the largest export. ``first`` fills a cache that ``second`` uses."""
WHOLE_TEXT = ("--workers", "2", "--no-prefilter")
"""The slow path, over a quarter of the notes."""

Run = tuple[float, int, str]
"""Seconds, peak of the largest process in MB, digest of the bytes written."""


def measure(folder: Path, notes: int, kept: Kept) -> dict[str, Run | float]:
    """All whole runs by name; the sizes as ``size N``."""
    quarter = notes // 4
    made: dict[str, Run | float] = {}
    for size in (quarter, notes // 2):
        made[f"size {size}"] = kept.get(f"scan of {size} notes", partial(scan, folder, size, *WAYS["one"]))
    for name, options in WAYS.items():
        filled = [option.format(cache=folder / "cache") for option in options]
        made[name] = kept.get(f"scan: {name}", partial(scan, folder, notes, *filled))
    made[f"size {notes}"] = made["one"]
    made["no prefilter"] = kept.get("scan: no prefilter", partial(scan, folder, quarter, *WHOLE_TEXT))
    made["ten"] = kept.get("scan: ten", lambda: min(scan(folder, 10)[0] for _ in range(3)))
    made["spacy"] = kept.get("import spacy", lambda: min(_timed_import() for _ in range(3)))
    made["read"] = kept.get("csv.reader", lambda: min(_read(_export(folder, quarter)) for _ in range(3)))
    return made


def scan(folder: Path, notes: int, *options: str) -> Run:
    """One ``caseflags scan`` of so many notes in a process of its own."""
    export = _export(folder, notes)
    out = export.with_suffix(".out")
    command = [sys.executable, "-c", PEAK, sys.executable, "-m", "caseflags", "scan", str(export), "-q", "-f", "jsonl"]
    start = time.perf_counter()
    done = subprocess.run([*command, "-o", str(out), *options], check=True, capture_output=True, text=True)  # noqa: S603
    seconds = time.perf_counter() - start
    with out.open("rb") as file:
        return seconds, int(done.stdout.split()[-1]), hashlib.file_digest(file, "sha256").hexdigest()


def _export(folder: Path, notes: int) -> Path:
    path = folder / f"export{notes}.csv"
    if not path.exists():
        corpus.write(path, notes)
    return path


def _timed_import() -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import spacy"], check=True)
    return time.perf_counter() - start


def _read(export: Path) -> float:
    start = time.perf_counter()
    with export.open(encoding="utf-8", newline="") as file:
        sum(1 for _ in csv.reader(file))
    return time.perf_counter() - start
