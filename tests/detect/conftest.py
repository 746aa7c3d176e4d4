"""One reader with the built-in packs for all tests of this room: building it costs a second or two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

import pytest

from caseflags.casework.findings import findings_of
from caseflags.casework.people import Cast
from caseflags.detect.reader import Reader
from caseflags.model import CATEGORIES, Finding, Note
from caseflags.rulebook import load


@cache
def _reader() -> Reader:
    return Reader(load([]))


@pytest.fixture(scope="session")
def reader() -> Reader:
    return _reader()


@pytest.fixture(scope="session")
def find(reader: Reader) -> Callable[..., list[Finding]]:
    """The findings of the four categories in a text, or in several as the notes of one case."""

    def findings(*texts: str, source: str = "social worker", day: date = date(2023, 6, 1)) -> list[Finding]:
        notes = [Note("c", f"n{i}", text, i + 2, day, source) for i, text in enumerate(texts)]
        readings = [reader.read(note) for note in notes]
        return [f for f in findings_of(readings, Cast(readings)) if f.category in CATEGORIES]

    return findings
