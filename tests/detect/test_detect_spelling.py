"""Typing errors: what is corrected, what is left alone, and that it depends on the word alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflags.detect.reader import Reader
from caseflags.detect.spelling import SHORTEST, Spelling
from caseflags.model import Note

WORDS = (
    "cannabis aggressive assaulted strangled heroin choofs choof hitting paranoid threatened threaten cocaine".split()
)


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    return Spelling(WORDS)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("cannabbis", "cannabis", id="a letter too many"),
        pytest.param("agressive", "aggressive", id="a letter too few"),
        pytest.param("herion", "heroin", id="two letters swapped"),
        pytest.param("parinoid", "paranoid", id="a letter mistaken"),
        pytest.param("strnagledd", "strangled", id="two slips in a long word"),
        pytest.param("CANNABBIS", "cannabis", id="capitals"),
        pytest.param("Cannabbis", "cannabis", id="at the start of a sentence"),
        pytest.param("threatend", "threatened", id="the longer of two"),
        pytest.param("cannabis", None, id="a word of the rules"),
        pytest.param("fitting", None, id="a word of the language"),
        pytest.param("heroine", None, id="a word of the language near one of the rules"),
        pytest.param("chooks", None, id="a short word with another letter"),
        pytest.param("Herion", None, id="a short word with a capital may be a name"),
        pytest.param("herio", None, id="too short"),
        pytest.param("c4nnabis", None, id="no letters"),
        pytest.param("kannabis", None, id="another first letter"),
    ],
)
def test_correction(spelling: Spelling, written: str, meant: str | None) -> None:
    assert spelling.correction(written) == meant


@given(st.text(alphabet="abcdehinorst", min_size=1, max_size=14))
def test_a_correction_is_a_word_of_the_rules(word: str) -> None:
    meant = Spelling(WORDS).correction(word)
    assert meant is None or (meant in WORDS and word not in WORDS and len(word) >= SHORTEST)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("He was smoking cannabbis in the flat.", "cannabbis", id="inside"),
        pytest.param("PT DENIES SUICIDDAL IDEATION", "SUICIDDAL", id="capitals"),
        pytest.param("Dad strangeld her last night.", "strangeld", id="verb"),
    ],
)
def test_misspelt_words_are_found_as_written(reader: Reader, text: str, found: str) -> None:
    mentions = reader.read(Note("C1", "1", text, 2)).mentions
    assert any(found in mention.text for mention in mentions)
