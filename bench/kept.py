"""What was measured so far, kept beside the peers' environment, so that a benchmark that was stopped goes on where it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any


class Kept:
    """Measurements by name in one JSON file, good for one state of the program and one choice of sizes only."""

    def __init__(self, path: Path, key: str) -> None:
        """Take over what ``path`` holds under the same key; anything else there is out of date."""
        self.path, self.key = path, key
        stored = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        self.values: dict[str, Any] = stored.get("values", {}) if stored.get("key") == key else {}

    def get(self, name: str, measure: Callable[[], Any]) -> Any:
        """Give the value of that name: the kept one, or measure it now and keep it."""
        if name not in self.values:
            print(name, flush=True)  # noqa: T201
            self.values[name] = measure()
            made = json.dumps({"key": self.key, "values": self.values})
            beside = self.path.with_suffix(".new")
            beside.write_text(made, encoding="utf-8")
            beside.replace(self.path)
        return json.loads(json.dumps(self.values[name]))


def digest(folders: Iterable[Path], sizes: object) -> str:
    """What measurements depend on: the texts of the program, its rules and this benchmark, and the sizes asked for."""
    made = hashlib.sha256(repr(sizes).encode())
    for path in sorted(p for folder in folders for p in folder.rglob("*") if p.suffix in (".py", ".yaml", ".txt")):
        made.update(path.read_bytes())
    return made.hexdigest()
