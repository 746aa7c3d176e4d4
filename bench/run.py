"""Measure this machine and write docs/performance.md: caseflags and its peers over the same notes, in one run.

    python bench/run.py [--notes N] [--sample N] [--full-sample N] [--rounds N]

Engines take turns, each in a process of its own, cold: every note is seen once. Slow peers get a sample of the notes;
figures are words a second, so that sizes compare. Medians and spread (largest less smallest, of the median) of all
rounds; ratios are taken within a round. The peers get an environment of their own in ``.bench/venv``.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import corpus
import page
import rulesets

HERE = Path(__file__).parent
ROOT = HERE.parent
PEERS = ("medspacy", "negspacy", "edsnlp")
OURS = "caseflags"
RSS = "import resource,subprocess,sys; r=subprocess.run(sys.argv[1:]).returncode; print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss//1024); sys.exit(r)"


def peers_python() -> Path:
    """Make the peers' environment, if it is not there, and give its Python."""
    folder = ROOT / ".bench" / "venv"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", HERE / "requirements.txt"], check=True)  # noqa: S603
    return python


def detect(
    engine: str, rules: dict[str, Path], which: str, notes: Path, python: Path, patience: float = 600
) -> dict[str, Any] | None:
    """Run one engine over notes, detection alone; ``None`` if it takes longer than our patience."""
    if engine == OURS:
        pack = {"full": "-", "fixed": str(rules["pack"])}.get(which) or str(rules[which])
        command = [sys.executable, str(HERE / "ours.py"), pack, str(notes)]
    else:
        command = [str(python), str(HERE / "peer.py"), engine, str(rules[which]), str(notes)]
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=patience)  # noqa: S603
    except subprocess.TimeoutExpired:
        return None
    return dict(json.loads(done.stdout.splitlines()[-1]))


def write_notes(path: Path, count: int) -> int:
    """Write the first ``count`` notes for the engines; give the words."""
    texts = list(corpus.texts(count))
    path.write_text("\n".join(map(json.dumps, texts)), encoding="utf-8")
    return sum(len(text.split()) for text in texts)


def compare(
    which: str, ours: int, peers: int, rounds: int, folder: Path, rules: dict[str, Path], patience: float
) -> list[page.Line]:
    """All engines in turn by one rule set."""
    python, speeds, peaks, found = peers_python(), {}, {}, {}
    sizes = {engine: ours if engine == OURS else peers for engine in (OURS, *PEERS)}
    files = {size: folder / f"notes{size}.jsonl" for size in set(sizes.values())}
    words = {size: write_notes(path, size) for size, path in files.items()}
    for _ in range(rounds):
        for engine, size in sizes.items():
            if speeds.get(engine, ()) is None:
                continue
            got = detect(engine, rules, which, files[size], python, patience)
            if got is None:
                speeds[engine] = None
                continue
            speeds.setdefault(engine, []).append(words[size] / got["seconds"])
            peaks[engine], found[engine] = got["peak"], got["findings"]
    return [
        page.Line(engine, size, speeds[engine], speeds[OURS], peaks.get(engine), _agree(found.get(engine), found[OURS]))
        for engine, size in sizes.items()
    ]


def _agree(theirs: Sequence[Any] | None, ours: Sequence[Any]) -> float | None:
    """The share of an engine's findings that overlap one of ours in the same note."""
    if theirs is None:
        return None
    pairs = [(span, own) for spans, own in zip(theirs, ours, strict=False) for span in spans]
    return sum(any(a < end and start < b for a, b in own) for (start, end), own in pairs) / max(1, len(pairs))


def scan(export: Path, *options: str) -> tuple[float, int, bytes]:
    """A whole ``caseflags scan``: seconds, peak of its largest process in MB, the bytes written."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.jsonl"
        command = [
            sys.executable,
            "-c",
            RSS,
            sys.executable,
            "-m",
            "caseflags",
            "scan",
            str(export),
            "-q",
            "-o",
            str(out),
        ]
        start = time.perf_counter()
        done = subprocess.run([*command, *options], check=True, capture_output=True, text=True)  # noqa: S603
        return time.perf_counter() - start, int(done.stdout.split()[-1]), out.read_bytes()


def whole_runs(folder: Path, notes: int) -> dict[str, Any]:
    """Whole scans with the full packs: sizes, workers, cache, cluster; and that all write the same bytes."""
    sizes = [notes // 4, notes // 2, notes]
    exports = {size: folder / f"export{size}.csv" for size in [*sizes, 10]}
    for size, path in exports.items():
        corpus.write(path, size)
    got: dict[str, Any] = {"sizes": {size: scan(exports[size], "--workers", "1") for size in sizes}}
    one = got["sizes"][notes]
    got["two"] = scan(exports[notes], "--workers", "2")
    cache = str(folder / "cache")
    got["first"] = scan(exports[notes], "--workers", "1", "--cache", cache)
    got["second"] = scan(exports[notes], "--workers", "1", "--cache", cache)
    small = sizes[0]
    others = {
        "4 workers": ["--workers", "4"],
        "no prefilter": ["--workers", "1", "--no-prefilter"],
        "dask, 2 workers": ["--engine", "dask", "--workers", "2"],
    }
    got["same"] = {name: scan(exports[small], *o)[2] == got["sizes"][small][2] for name, o in others.items()}
    got["same"] |= {"2 workers": got["two"][2] == one[2], "cache": got["second"][2] == one[2] == got["first"][2]}
    got["ten"] = min(scan(exports[10])[0] for _ in range(3))
    got["spacy"] = min(_timed([sys.executable, "-c", "import spacy"]) for _ in range(3))
    start = time.perf_counter()
    with exports[notes].open(encoding="utf-8", newline="") as file:
        got["read"] = (sum(1 for _ in csv.reader(file)), time.perf_counter() - start)[1]
    return got


def _timed(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True)  # noqa: S603
    return time.perf_counter() - start


def halved(folder: Path, rules: dict[str, Path]) -> Path:
    """The fixed set with every second rule, as a pack."""
    whole = json.loads(rules["fixed"].read_text(encoding="utf-8"))
    half = {"phrases": whole["phrases"][::2], "patterns": whole["patterns"][::2]}
    path = folder / "half.yaml"
    path.write_text(rulesets.dump(rulesets.as_pack(half)), encoding="utf-8")
    return path


def doubling(folder: Path, rules: dict[str, Path], notes: Path, rounds: int) -> float:
    """Speed with the whole fixed set, of that with half of it."""
    both = {**rules, "half": halved(folder, rules)}
    ratios = []
    for _ in range(rounds):
        half, whole = (detect(OURS, both, which, notes, Path()) for which in ("half", "fixed"))
        assert half is not None  # noqa: S101
        assert whole is not None  # noqa: S101
        ratios.append(half["seconds"] / whole["seconds"])
    return statistics.median(ratios)


def main() -> None:
    """Run everything and write the page."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--notes", type=int, default=200_000, help="notes of the largest whole scan")
    asked.add_argument("--sample", type=int, default=2000, help="notes for the peers, fixed rules; ours get five times")
    asked.add_argument(
        "--full-sample", type=int, default=20, help="notes for the peers, full packs; ours get 100 times"
    )
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--full-rounds", type=int, default=1, help="rounds with the full packs")
    asked.add_argument("--patience", type=int, default=600, help="seconds after which a peer's run is given up")
    given = asked.parse_args()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rules = rulesets.write(folder)
        tables = {
            "fixed": compare("fixed", given.sample * 5, given.sample, given.rounds, folder, rules, given.patience),
            "full": compare(
                "full", given.full_sample * 100, given.full_sample, given.full_rounds, folder, rules, given.patience
            ),
        }
        doubled = doubling(folder, rules, folder / f"notes{given.sample * 5}.jsonl", given.rounds)
        runs = whole_runs(folder, given.notes)
        counted = {w: json.loads(rules[w].read_text(encoding="utf-8")) for w in ("fixed", "full")}
    counts = {w: (len(r["phrases"]), len(r["patterns"])) for w, r in counted.items()}
    machine = (
        f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, load {load:.1f} at the start"
    )
    page.write(ROOT / "docs", page.Measured(tables, counts, doubled, runs, given.rounds, given.patience, machine))


if __name__ == "__main__":
    main()
