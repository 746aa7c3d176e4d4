"""The prefilter leaves out work and nothing else: both ways of reading give the same readings."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflags.detect.reader import Reader
from caseflags.detect.ready import load_ready
from caseflags.model import Note
from caseflags.quality.gold import read_gold
from caseflags.rulebook import load

ROOT = Path(__file__).parents[2]
GLUE = [
    *[" "] * 12, "  ", "\n", "\n\n", "\t", ". ", ".\n", "! ", "? ", ", ", "; ", ": ", "-", "/", " (", ") ", '"', "...",
    "\u00a0", "\u2028", " - ",
]  # fmt: skip
ODD = [
    "\u212aill", "H\u0130T", "h\u0131t", "STRA\u00dfE", "caf\u00e9", "hit\u0301", "\ufb01rearm", "2hit", "_hit_",
    "hitHer", "self\u2011harm", "N/A.", "didn't", "didnt", "she'd", "can't", "Dr.", "e.g.", "14/40", "(27 wks)", "G",
    "O'Brien", "&amp;", "<b>", "</b>", "Mum's", "24/7", "??", "?low", "K.", "JT", "2019", "3/5/19", "\U0001f600",
    "he.hit", "12:30", "\u200b", "",
]  # fmt: skip
PACK = """pack: p
version: "1"
category: thing
rules:
  - id: p.nothing_required
    tokens: [[{SHAPE: "dd"}, {IS_PUNCT: true}]]
  - id: p.first
    tokens: [[{IS_SENT_START: true, LOWER: she}, {LOWER: {REGEX: "^h"}}]]
  - id: p.several
    tokens: [[{LOWER: hit, OP: "+"}, {OP: "{0,2}"}, {LOWER: her}]]
"""


@cache
def readers() -> tuple[Reader, Reader]:
    rules = load_ready()
    return Reader(rules), Reader(rules, prefilter=False)


@cache
def sentences() -> list[str]:
    """The sentences of the gold, practice and sample notes."""
    paths = [ROOT / "tests" / "gold" / "dev.jsonl", *sorted((ROOT / "tests" / "gold" / "practice").glob("*.notes"))]
    texts = [note.note.text for path in paths for note in read_gold([path]).notes]
    cases = json.loads((ROOT / "sample_data" / "cases.json").read_text(encoding="utf-8"))["cases"]
    texts += [note["text"] for case in cases for note in case["notes"]]
    return [part for text in texts for part in re.split(r"(?<=[.!?])(?=\s)", text) if part.strip()]


@cache
def pieces() -> list[str]:
    """Words of notes, and words of rules."""
    words = {word for sentence in sentences()[::7] for word in sentence.split()}
    phrases = (words for words in readers()[0].tables["literals"][::40])
    return sorted({*words, *(" ".join(phrase) for phrase in phrases)}) + ODD * 20


def notes_of(texts: Sequence[str]) -> list[Note]:
    return [Note("c", str(n), text, n + 2, date(2023, 6, 1) if n % 4 else None) for n, text in enumerate(texts)]


def assert_same(texts: Sequence[str]) -> int:
    """Compare the readings and count the mentions."""
    fast, whole = readers()
    notes = notes_of(texts)
    readings = fast.read_many(notes)
    assert readings == whole.read_many(notes)
    return sum(len(reading.mentions) for reading in readings)


def test_both_ways_read_a_large_mixed_corpus_the_same() -> None:
    rng = random.Random(11)  # noqa: S311 - a test, not a secret
    parts = sentences()
    texts = [rng.choice(["", "\n", "\n\n"]).join(rng.choices(parts, k=rng.randint(1, 9))) for _ in range(800)]
    assert assert_same(texts) > 2000


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_both_ways_read_anything_the_same(data: st.DataObject) -> None:
    word = st.sampled_from(pieces())
    shout = st.sampled_from([str, str, str, str.upper, str.capitalize])
    part = st.builds(lambda text, change, glue: change(text) + glue, word, shout, st.sampled_from(GLUE))
    texts = data.draw(st.lists(st.lists(part, max_size=40).map("".join), min_size=1, max_size=4))
    assert_same(texts)


def test_the_notes_of_a_batch_do_not_touch_each_other() -> None:
    fast, _ = readers()
    texts = ["He hit", "her again.", "", " ", "\n", "Mum said", "she hit him"]
    together = fast.read_many(notes_of(texts))
    assert together == [fast.read(note) for note in notes_of(texts)]


@pytest.mark.parametrize(
    "text", ["She hit her. 12, 13. Then she has hit hit him, her.", "she hits. She hit", "Aged 14."]
)
def test_token_patterns_of_every_kind(tmp_path: Path, text: str) -> None:
    file = tmp_path / "p.yaml"
    file.write_text(PACK, encoding="utf-8")
    rules = load([file], builtin=False)
    note = Note("c", "n", text, 2)
    found = Reader(rules).read(note)
    assert found.mentions
    assert found == Reader(rules, prefilter=False).read(note)
