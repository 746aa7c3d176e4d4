"""The whole line with its real parts."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from caseflags.engine import ScanOptions, notes, release, scan
from caseflags.report import render

PACK = """
pack: tiny
version: 1.0.0
category: domestic_abuse
rules:
  - id: tiny.hit
    level: high
    indicator: physical
    phrases: ["{hit} <someone>", "{punch} <someone>"]
    examples: {match: ["He hit her."], no_match: ["He was hit by a ball."]}
"""


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Path]:
    def write(rows: int, name: str = "notes.csv") -> Path:
        lines = ["Case ID,Note ID,Date,Note"]
        for n in range(rows):
            text = f"Note {n}. Mum said that Dad (Sam) punched her." if n % 3 else f"Note {n}. He denied it; all quiet."
            lines.append(f'C{n % 11},N{n},2024-{n % 12 + 1:02}-{n % 28 + 1:02},"{text}"')
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def options(tmp_path: Path) -> Callable[..., ScanOptions]:
    (tmp_path / "tiny.yaml").write_text(PACK, encoding="utf-8")

    def make(path: Path, **more: object) -> ScanOptions:
        return ScanOptions((str(path),), (tmp_path / "tiny.yaml",), builtin_rules=False, **more)  # type: ignore[arg-type]

    return make


def written(options: ScanOptions) -> str:
    result = scan(options)
    stream = io.StringIO()
    render(result, "json", stream)
    release(result)
    return stream.getvalue()


def test_one_two_and_four_workers_write_the_same_bytes(
    export: Callable[..., Path], options: Callable[..., ScanOptions], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notes, "FEW_NOTES", 10)
    monkeypatch.setattr(notes, "CHUNK_NOTES", 7)
    path = export(60)
    one = written(options(path, workers=1))
    assert '"rule_id": "tiny.hit"' in one
    assert written(options(path, workers=2)) == one
    assert written(options(path, workers=4)) == one


def test_a_second_run_with_a_cache_writes_the_same_bytes(
    export: Callable[..., Path], options: Callable[..., ScanOptions], tmp_path: Path
) -> None:
    path, cache = export(30), tmp_path / "cache"
    plain = written(options(path))
    assert written(options(path, cache=cache)) == plain
    assert written(options(path, cache=cache)) == plain


def test_a_cache_that_is_the_export_is_refused(
    export: Callable[..., Path], options: Callable[..., ScanOptions]
) -> None:
    path = export(3)
    with pytest.raises(Exception, match="--cache names an export"):
        scan(options(path, cache=path))


def test_progress_is_told_of_every_row(export: Callable[..., Path], options: Callable[..., ScanOptions]) -> None:
    class Told:
        def __init__(self) -> None:
            self.stages: dict[str, tuple[int | None, int]] = {}
            self.name = ""

        def begin(self, stage: str, total: int | None) -> None:
            self.name, self.stages[stage] = stage, (total, 0)

        def advance(self, done: int) -> None:
            total, so_far = self.stages[self.name]
            self.stages[self.name] = (total, so_far + done)

        def end(self) -> None:
            pass

    told = Told()
    release(scan(options(export(30)), progress=told))
    assert told.stages == {"notes": (30, 30), "cases": (11, 11)}
