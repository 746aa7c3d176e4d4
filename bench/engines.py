"""Detection alone: caseflags and its peers in turn over the same notes, each in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import corpus
import page
import rulesets

HERE = Path(__file__).parent
WORK = HERE.parent / ".bench"
PEERS = ("medspacy", "negspacy", "edsnlp")
OURS = "caseflags"


@dataclass(frozen=True)
class Task:
    """One rule set and how it is measured: notes for ours and for the peers, rounds, seconds of patience for a run."""

    rules: str
    ours: int
    peers: int
    rounds: int
    patience: int


def peers_python() -> Path:
    """Make the peers' environment, if it is not there, and give its Python."""
    folder = WORK / "venv"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", HERE / "requirements.txt"], check=True)  # noqa: S603
    return python


def compare(task: Task, folder: Path, rules: dict[str, Path]) -> list[dict[str, Any]]:
    """All engines in turn, round by round: a :class:`page.Line` of each, as a dict."""
    sizes = {engine: task.ours if engine == OURS else task.peers for engine in (OURS, *PEERS)}
    files = {size: notes_file(folder, size) for size in set(sizes.values())}
    speeds: dict[str, list[float] | None] = {engine: [] for engine in sizes}
    last: dict[str, dict[str, Any]] = {}
    for _ in range(task.rounds):
        for engine, size in sizes.items():
            so_far = speeds[engine]
            if so_far is None:
                continue
            got = detect(engine, rules, task, files[size][0])
            if got is None:
                speeds[engine] = None
                continue
            so_far.append(files[size][1] / got["seconds"])
            last[engine] = got
    ours = speeds[OURS]
    assert ours is not None  # noqa: S101
    return [
        asdict(page.Line(engine, size, speeds[engine], ours, *_peak_and_agreement(last.get(engine), last[OURS])))
        for engine, size in sizes.items()
    ]


def detect(engine: str, rules: dict[str, Path], task: Task, notes: Path) -> dict[str, Any] | None:
    """Run one engine over notes, detection alone; ``None`` if it takes longer than our patience."""
    if engine == OURS:
        pack = {"full": "-", "fixed": str(rules["pack"])}.get(task.rules) or str(rules[task.rules])
        command = [sys.executable, str(HERE / "ours.py"), pack, str(notes)]
    else:
        command = [str(peers_python()), str(HERE / "peer.py"), engine, str(rules[task.rules]), str(notes)]
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=task.patience)  # noqa: S603
    except subprocess.TimeoutExpired:
        return None
    return dict(json.loads(done.stdout.splitlines()[-1]))


def doubling(task: Task, folder: Path, rules: dict[str, Path]) -> list[float]:
    """Speed with the whole fixed set, of that with every second of its rules, round by round."""
    whole = json.loads(rules["fixed"].read_text(encoding="utf-8"))
    half = {"phrases": whole["phrases"][::2], "patterns": whole["patterns"][::2]}
    path = folder / "half.yaml"
    path.write_text(rulesets.dump(rulesets.as_pack(half)), encoding="utf-8")
    notes, _ = notes_file(folder, task.ours)
    ratios = []
    for _ in range(task.rounds):
        seconds = {}
        for which in ("half", "fixed"):
            got = detect(OURS, {**rules, "half": path}, Task(which, task.ours, 0, 1, task.patience), notes)
            assert got is not None  # noqa: S101
            seconds[which] = got["seconds"]
        ratios.append(seconds["half"] / seconds["fixed"])
    return ratios


def notes_file(folder: Path, count: int) -> tuple[Path, int]:
    """The first ``count`` notes as JSON lines, and their words."""
    path = folder / f"notes{count}.jsonl"
    texts = list(corpus.texts(count))
    if not path.exists():
        path.write_text("\n".join(map(json.dumps, texts)), encoding="utf-8")
    return path, sum(len(text.split()) for text in texts)


def _peak_and_agreement(got: dict[str, Any] | None, ours: dict[str, Any]) -> tuple[int | None, float | None]:
    """The peak of an engine in MB, and the share of its findings that overlap one of ours in the same note."""
    return (None, None) if got is None else (got["peak"], _agreement(got["findings"], ours["findings"]))


def _agreement(theirs: Sequence[Any], ours: Sequence[Any]) -> float:
    pairs = [(span, own) for spans, own in zip(theirs, ours, strict=False) for span in spans]
    return sum(any(a < end and start < b for a, b in own) for (start, end), own in pairs) / max(1, len(pairs))
