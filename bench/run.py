"""Measure this machine: reading notes against reading the bare file, in one run, on a seeded corpus of distinct notes.

    python bench/run.py [NOTES]

The corpus is made of the sentences of the sample exports, shuffled, so that no two notes are equal: repeated texts warm
caches and flatter. Figures are medians of three rounds, cold and in turn.
"""

from __future__ import annotations

import csv
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROUNDS = 3


def sentences() -> list[str]:
    """The sentences of the sample exports."""
    with (ROOT / "sample_data" / "family.csv").open(encoding="utf-8-sig", newline="") as file:
        texts = [row["Case Note"] for row in csv.DictReader(file)]
    cases = json.loads((ROOT / "sample_data" / "cases.json").read_text(encoding="utf-8"))["cases"]
    texts += [note["text"] for case in cases for note in case["notes"]]
    return [part.strip() for text in texts for part in text.replace("\n", " ").split(". ") if len(part) > 20]


def write_corpus(path: Path, count: int) -> int:
    """Write ``count`` distinct notes and return how many words they hold."""
    rng = random.Random(20)  # noqa: S311 - a benchmark, not a secret
    parts, words = sentences(), 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Case ID", "Note ID", "Note Date", "Source", "Case Note"])
        for number in range(count):
            text = ". ".join([*rng.choices(parts, k=rng.randint(3, 6)), f"Ref {number}."])
            words += len(text.split())
            writer.writerow(
                [f"C{number % (count // 12 + 1)}", f"N{number}", f"2022-{number % 12 + 1:02}-11", "GP", text]
            )
    return words


def rounds(tasks: dict[str, Callable[[], object]]) -> Iterator[tuple[str, float]]:
    """Median seconds of each task, the tasks taken in turn."""
    taken: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(ROUNDS):
        for name, task in tasks.items():
            start = time.perf_counter()
            task()
            taken[name].append(time.perf_counter() - start)
    yield from ((name, statistics.median(seconds)) for name, seconds in taken.items())


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / "notes.csv"
        words = write_corpus(export, count)

        def read() -> int:
            with export.open(encoding="utf-8", newline="") as file:
                return sum(1 for _ in csv.reader(file))

        def scan(workers: int) -> None:
            command = [sys.executable, "-m", "caseflags", "scan", str(export), "-f", "jsonl", "-q"]
            target = ["-o", str(Path(folder) / "out.jsonl"), "--workers", str(workers)]
            subprocess.run([*command, *target], check=True)  # noqa: S603 - our own program

        print(f"{count:,} notes, {words:,} words; medians of {ROUNDS} rounds")  # noqa: T201
        for name, seconds in rounds(
            {"csv.reader": read, "scan, 1 worker": lambda: scan(1), "scan, 2 workers": lambda: scan(2)}
        ):
            print(f"{name:16} {seconds:8.2f} s {words / seconds:12,.0f} words/s")  # noqa: T201


if __name__ == "__main__":
    main()
