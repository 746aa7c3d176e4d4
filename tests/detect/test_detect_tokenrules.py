from __future__ import annotations

from pathlib import Path

import pytest

from caseflags.detect.reader import Reader
from caseflags.detect.tokenpatterns import anchored
from caseflags.model import Note
from caseflags.rulebook import load

PATTERNS = [
    pytest.param([{"LOWER": "scored"}, {"IS_DIGIT": True}], "Scored", True, id="a-literal"),
    pytest.param([{"LOWER": {"IN": ["hit", "hits"]}}, {"OP": "{0,4}"}], "hits", True, id="a-list"),
    pytest.param([{"LOWER": {"IN": ["on", "of"]}}, {"TEXT": "G"}], "of", False, id="the-rarer-of-two"),
    pytest.param([{"TEXT": {"REGEX": "^a"}}], "ab", True, id="a-regular-expression"),
    pytest.param([{"TEXT": {"REGEX": "^a"}}], "ba", False, id="a-regular-expression-that-fails"),
]


@pytest.mark.parametrize(("pattern", "word", "expected"), PATTERNS)
def test_the_anchor_of_a_pattern(pattern: list[dict[str, object]], word: str, *, expected: bool) -> None:
    found = anchored(tuple(pattern))
    assert found is not None
    assert found.test.holds(word, word.lower()) is expected


@pytest.mark.parametrize(
    "pattern",
    [[{"LOWER": "very", "OP": "?"}, {"IS_DIGIT": True}], [{"SHAPE": "dd"}], [{"LOWER": "no", "OP": "!"}], []],
    ids=["optional", "a-shape", "negation", "empty"],
)
def test_patterns_without_an_anchor(pattern: list[dict[str, object]]) -> None:
    assert anchored(tuple(pattern)) is None


def test_neighbours_of_the_anchor() -> None:
    pattern = ({"TEXT": "("}, {"TEXT": {"REGEX": "^[0-9]$"}}, {"LOWER": "weeks"}, {"TEXT": ")", "OP": "?"})
    found = anchored(pattern)
    assert found is not None
    assert [offset for offset, _ in found.beside] == [-1, -2]


PACK = """pack: p
version: "1"
category: thing
rules:
  - id: p.anchored
    tokens:
      - [{LOWER: scored}, {IS_DIGIT: true}]
  - id: p.unanchored
    tokens:
      - [{IS_DIGIT: true}, {SHAPE: "xxxx"}]
"""


def test_token_patterns_find_what_spacy_finds_with_and_without_an_anchor(tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    file.write_text(PACK, encoding="utf-8")
    reader = Reader(load([file], builtin=False))
    mentions = reader.read(Note("c", "n", "She scored 14. Seen after 3 weeks. He scored\n\n15.", 2)).mentions
    assert [(m.rule_id, m.text) for m in mentions] == [("p.anchored", "scored 14"), ("p.unanchored", "3 weeks")]
