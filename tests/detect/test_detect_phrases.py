from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflags.detect.reader import Reader
from caseflags.model import Note
from caseflags.rulebook import Gap, Phrase, Slot, load

PACK = """pack: p
version: "1"
category: thing
rules:
  - id: p.r
    phrases: ["{phrase}"]
"""


def words_found(tmp_path: Path, phrase: str, text: str) -> list[str]:
    file = tmp_path / "p.yaml"
    file.write_text(PACK.format(phrase=phrase), encoding="utf-8")
    reader = Reader(load([file], builtin=False))
    return [mention.text for mention in reader.read(Note("c", "n", text, 2)).mentions]


CASES = [
    pytest.param("no food", "There was No  food.", ["No  food"], id="case-and-spacing"),
    pytest.param("self harm", "Self-harm again.", ["Self-harm"], id="hyphens"),
    pytest.param("did not eat", "He didn't eat.", ["didn't eat"], id="contractions"),
    pytest.param("mother's help", "mother\u2019s help", ["mother\u2019s help"], id="typographic-quotes"),
    pytest.param(
        "{hit} her", "He hits her, hit her, kept hitting her.", ["hits her", "hit her", "hitting her"], id="inflections"
    ),
    pytest.param("[red|blue] door", "a red door and a blue door", ["red door", "blue door"], id="alternatives"),
    pytest.param("took [the|] keys", "took keys, took the keys", ["took keys", "took the keys"], id="optional"),
    pytest.param("[very|] ~2 cold [house|]", "it was so cold", ["cold"], id="optional-ends-fall-away"),
    pytest.param("put ~2 away", "put it all away", ["put it all away"], id="gap"),
    pytest.param("put ~2 away", "put all of it away", [], id="gap-too-long"),
    pytest.param("put ~3 away", "put it, then away", [], id="gap-stops-at-a-comma"),
    pytest.param("bins full", "The bins. Full moon.", [], id="not-across-sentences"),
    pytest.param("feeds <someone>", "She feeds the little boy.", ["feeds the little boy"], id="someone"),
    pytest.param("<someone> shouted", "Kelly shouted.", ["Kelly shouted"], id="someone-by-name"),
    pytest.param("cat", "concatenate the category", [], id="whole-words"),
]


@pytest.mark.parametrize(("phrase", "text", "expected"), CASES)
def test_a_phrase_finds_its_words(tmp_path: Path, phrase: str, text: str, expected: list[str]) -> None:
    assert words_found(tmp_path, phrase, text) == expected


def expansions(phrase: Phrase) -> set[tuple[str, ...]]:
    """All word sequences that a phrase without people stands for, gaps filled with the word ``x``."""
    ways: list[list[tuple[str, ...]]] = []
    for part in phrase:
        if isinstance(part, Gap):
            ways.append([("x",) * n for n in range(part.most + 1)])
        else:
            assert isinstance(part, Slot)
            options = [tuple(literal.split(" ")) for literal in part.alternatives]
            ways.append([*options, ()] if part.optional else options)
    return {sum(way, ()) for way in product(*ways)}


words = st.sampled_from(["aa", "bb", "cc dd", "aa bb"])
slots = st.lists(words, min_size=1, max_size=3, unique=True).map("|".join).map("[{}]".format)
parts = st.one_of(slots, slots.map(lambda s: s[:-1] + "|]"), st.just("~1"), st.just("aa"))


@settings(max_examples=60, deadline=None)
@given(middle=st.lists(parts, max_size=3), ends=st.tuples(slots, slots))
def test_anchored_search_finds_what_writing_the_phrase_out_finds(
    tmp_path_factory: pytest.TempPathFactory, middle: list[str], ends: tuple[str, str]
) -> None:
    kept = [p for i, p in enumerate(middle) if p != "~1" or i == 0 or middle[i - 1] != "~1"]
    phrase = " ".join([ends[0], *kept, ends[1]])
    folder = tmp_path_factory.mktemp("pack")
    file = folder / "p.yaml"
    file.write_text(PACK.format(phrase=phrase), encoding="utf-8")
    rulebook = load([file], builtin=False)
    reader = Reader(rulebook)
    for sequence in sorted(set().union(*(expansions(p) for p in rulebook.rules[0].phrases)))[:20]:
        text = " ".join(sequence)
        found = [mention.text for mention in reader.read(Note("c", "n", f"zz {text} zz", 2)).mentions]
        assert found, (phrase, text)
        assert all(part in f"zz {text} zz" for part in found)
