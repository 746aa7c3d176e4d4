"""Measure this machine and write docs/performance.md: caseflags and its peers over the same notes, in one run.

    python bench/run.py [--notes N] [--sample N] [--full-sample N] [--rounds N]

Engines take turns, each in a process of its own, cold: every note is seen once. Slow peers get a sample of the notes;
figures are words a second, so that sizes compare. Medians and spread (largest less smallest, of the median) of all
rounds; ratios are taken within a round. The peers get an environment of their own in ``.bench/venv``. What was measured
is kept in ``.bench/measured.json``: a run that was stopped goes on, as long as program, rules and sizes are the same.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from functools import partial
from pathlib import Path

import page
import rulesets
import scans
from engines import HERE, WORK, Task, compare, doubling
from kept import Kept, digest


def main() -> None:
    """Run everything and write the page."""
    given = _asked().parse_args()
    WORK.mkdir(exist_ok=True)
    root = HERE.parent
    kept = Kept(WORK / "measured.json", digest([root / "src", root / "rules", HERE], vars(given)))
    tasks = (
        Task("fixed", given.sample * 5, given.sample, given.rounds, given.patience),
        Task("full", given.full_sample * 100, given.full_sample, given.full_rounds, given.patience),
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rules = rulesets.write(folder)
        load = kept.get("load", lambda: os.getloadavg()[0] if hasattr(os, "getloadavg") else -1)
        tables = {
            task.rules: [
                page.Line(**line)
                for line in kept.get(f"detection, {task.rules}", partial(compare, task, folder, rules))
            ]
            for task in tasks
        }
        doubled = kept.get("rules doubled", lambda: doubling(tasks[0], folder, rules))
        runs = scans.measure(folder, given.notes, kept)
        counted = {which: json.loads(rules[which].read_text(encoding="utf-8")) for which in ("fixed", "full")}
    counts = {which: (len(made["phrases"]), len(made["patterns"])) for which, made in counted.items()}
    machine = (
        f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, load {load:.1f} at the start"
    )
    page.write(
        root / "docs", page.Measured(tables, counts, doubled, runs, given.notes, given.rounds, given.patience, machine)
    )


def _asked() -> argparse.ArgumentParser:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--notes", type=int, default=200_000, help="notes of the largest whole scan")
    asked.add_argument("--sample", type=int, default=4000, help="notes for the peers, fixed rules; ours get five times")
    asked.add_argument(
        "--full-sample", type=int, default=100, help="notes for the peers, full packs; ours get 100 times"
    )
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--full-rounds", type=int, default=3, help="rounds with the full packs")
    asked.add_argument("--patience", type=int, default=600, help="seconds after which a peer's run is given up")
    return asked


if __name__ == "__main__":
    main()
