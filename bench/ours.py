"""caseflags over some notes, one process, detection alone: ``ours.py PACK|- NOTES.jsonl``."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from caseflags.detect.reader import Reader
from caseflags.detect.ready import load_ready
from caseflags.model import Note

CHUNK = 2000


def main() -> None:
    """Build, read every note once, and print what it took as JSON."""
    pack, notes = sys.argv[1:3]
    rules = load_ready((), builtin=True) if pack == "-" else load_ready((Path(pack),), builtin=False)
    lines = Path(notes).read_text(encoding="utf-8").splitlines()
    made = [Note("C", f"N{n}", json.loads(line), n) for n, line in enumerate(lines)]
    reader = Reader(rules)
    start = time.perf_counter()
    readings = [r for first in range(0, len(made), CHUNK) for r in reader.read_many(made[first : first + CHUNK])]
    seconds = time.perf_counter() - start
    found = [[(mention.start, mention.end) for mention in reading.mentions] for reading in readings]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": seconds, "findings": found, "peak": peak}))  # noqa: T201


if __name__ == "__main__":
    main()
