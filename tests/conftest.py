"""What several rooms' tests need: readings written by hand, and golden files.

Notes are written in the inline format of the guidelines (see ``caseflags.quality.gold``), so that a test shows the
text, the mentions and their labels in one place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

import pytest

from caseflags.casework import CaseworkOptions, read_case
from caseflags.model import Assertion, CaseResult, Cue, Level, Mention, NoteRef, Reading, note_order
from caseflags.quality.gold import GoldMention, GoldNote, read_gold

GOLDEN = Path(__file__).parent / "golden"
LEVELS = {"strangulation": Level.CRITICAL, "suicidality": Level.HIGH, "physical": Level.HIGH, "threat": Level.HIGH}
CUES = {
    Assertion.DENIED: ("denied", "denies"),
    Assertion.UNCERTAIN: ("suspected", "may", "possibly", "?"),
    Assertion.NEGATED: ("no evidence of", "nil", "no"),
    Assertion.HYPOTHETICAL: ("if",),
}

Cases = dict[str, list[Reading]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew instead of comparing")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the golden file of this name, byte by byte; with ``--update-golden`` write it."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        assert path.exists(), f"no golden file {name}: write it with --update-golden"
        assert text == path.read_bytes().decode()

    return compare


@pytest.fixture
def readings(tmp_path: Path) -> Callable[[str], Cases]:
    """Turn marked notes into the readings of each case."""

    def make(marked: str) -> Cases:
        path = tmp_path / "written.notes"
        path.write_text(marked, encoding="utf-8")
        return readings_of(path)

    return make


@pytest.fixture
def read(readings: Callable[[str], Cases]) -> Callable[..., CaseResult]:
    """Read the one case of marked notes; a text without a case header gets one."""

    def make(marked: str, options: CaseworkOptions | None = None) -> CaseResult:
        text = marked if marked.startswith("=== ") else f"=== C1\n{marked}"
        (case,) = readings(text).values()
        return read_case(case, options or CaseworkOptions())

    return make


def readings_of(path: Path) -> Cases:
    """The readings of a file of marked notes by case, each case in the order of its notes."""
    ordered = sorted((_reading(note) for note in read_gold([path]).notes), key=lambda reading: reading.note.case_id)
    cases = groupby(ordered, key=lambda reading: reading.note.case_id)
    return {case: sorted(found, key=lambda reading: note_order(reading.note)) for case, found in cases}


def _reading(gold: GoldNote) -> Reading:
    sentences = list(_sentences(gold.note.text))
    return Reading(NoteRef.of(gold.note), tuple(_mention(gold.note.text, mark, sentences) for mark in gold.mentions))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in re.finditer(r"(?<=[.!?])\s+|\n", text):
        yield start, end.start()
        start = end.end()
    yield start, len(text)


def _mention(text: str, mark: GoldMention, sentences: list[tuple[int, int]]) -> Mention:
    number, (start, end) = next((i, s) for i, s in enumerate(sentences) if s[0] <= mark.start < s[1])
    return Mention(
        category=mark.category,
        indicator=mark.indicator,
        rule_id=f"{mark.category}.{mark.indicator}",
        level=LEVELS.get(mark.indicator, Level.MEDIUM),
        start=mark.start,
        end=mark.end,
        text=text[mark.start : mark.end],
        assertion=mark.assertion,
        temporality=mark.temporality,
        subject=mark.subject.value,
        victim=mark.victim.value if mark.victim else None,
        cues=tuple(_cues(text, mark, start)),
        excerpt=" ".join(text[start:end].split()),
        codes=("DASH-2009:1",) if mark.indicator == "physical" else (),
        sentence=number,
    )


def _cues(text: str, mark: GoldMention, start: int) -> Iterator[Cue]:
    for words in CUES.get(mark.assertion, ()):
        if found := re.search(rf"(?<!\w){re.escape(words)}", text[start : mark.start], re.IGNORECASE):
            first, last = start + found.start(), start + found.end()
            yield Cue("assertion", mark.assertion.value, text[first:last], first, last)
            return
