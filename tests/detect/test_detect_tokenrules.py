from __future__ import annotations

from pathlib import Path

import pytest

from caseflags.detect.reader import Reader
from caseflags.detect.tokenrules import required_words
from caseflags.model import Note
from caseflags.rulebook import load

PATTERNS = [
    pytest.param([{"LOWER": "scored"}, {"IS_DIGIT": True}], ("scored",), id="a-literal"),
    pytest.param([{"LOWER": {"IN": ["hit", "hits"]}}, {"OP": "{0,4}"}], ("hit", "hits"), id="a-list"),
    pytest.param([{"LOWER": "very", "OP": "?"}, {"IS_DIGIT": True}], (), id="an-optional-literal-is-none"),
    pytest.param([{"TEXT": {"REGEX": "^a"}}], (), id="a-regular-expression-is-none"),
]


@pytest.mark.parametrize(("pattern", "words"), PATTERNS)
def test_the_words_that_a_pattern_requires(pattern: list[dict[str, object]], words: tuple[str, ...]) -> None:
    assert required_words(pattern) == words


PACK = """pack: p
version: "1"
category: thing
rules:
  - id: p.anchored
    tokens:
      - [{LOWER: scored}, {IS_DIGIT: true}]
  - id: p.unanchored
    tokens:
      - [{IS_DIGIT: true}, {LOWER: {REGEX: "^week"}}]
"""


def test_token_patterns_find_what_spacy_finds_with_and_without_an_anchor(tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    file.write_text(PACK, encoding="utf-8")
    reader = Reader(load([file], builtin=False))
    mentions = reader.read(Note("c", "n", "She scored 14. Seen after 3 weeks. He scored\n\n15.", 2)).mentions
    assert [(m.rule_id, m.text) for m in mentions] == [("p.anchored", "scored 14"), ("p.unanchored", "3 weeks")]
