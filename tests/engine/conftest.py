from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import pytest

from caseflags.engine import notes as engine_notes
from caseflags.engine.options import ScanOptions
from caseflags.engine.progress import Silent
from caseflags.engine.run import StraightLine
from caseflags.model import Note, Rejected, Result
from caseflags.rulebook import Rulebook

RULEBOOK = Rulebook((), (), (), (), {}, "digest")


@pytest.fixture(scope="session")
def tools() -> ModuleType:
    """Stand-ins for a reader; workers find them, too, since the path goes to them."""
    sys.path.insert(0, str(Path(__file__).parent))
    import fake_tools  # noqa: PLC0415

    return fake_tools


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make ten notes enough for a pool, and five a chunk."""
    monkeypatch.setattr(engine_notes, "FEW_NOTES", 10)
    monkeypatch.setattr(engine_notes, "CHUNK_NOTES", 5)


@pytest.fixture
def run() -> Callable[..., Result]:
    """Run rows through the straight line with a stand-in for the reader."""

    def do(rows: Iterable[Note | Rejected], make: Callable[[], object], **options: object) -> Result:
        chosen = ScanOptions(**{"workers": 1, **options})  # type: ignore[arg-type]
        return StraightLine(RULEBOOK, chosen, Silent(), make).run(rows)  # type: ignore[arg-type]

    return do


def make_notes(number: int, cases: int = 3, word: str = "HIT") -> list[Note]:
    """Notes of some cases in turn, every second with a mention."""
    first = date(2024, 1, 1)
    return [
        Note(f"C{n % cases}", f"n{n}", f"note {n} {word if n % 2 else ''}", n + 2, first + timedelta(n), file="a.csv")
        for n in range(number)
    ]


@pytest.fixture(name="make_notes")
def make_notes_fixture() -> Callable[..., list[Note]]:
    return make_notes
