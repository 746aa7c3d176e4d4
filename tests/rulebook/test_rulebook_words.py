from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflags.rulebook import normal

SAME = [
    ("House is   FILTHY", "house is filthy"),
    ("self-harm", "self harm"),
    ("on-and-off", "on and off"),
    ("self\u2010harm", "self harm"),
    ("self\u2013harm", "self harm"),
    ("didn't", "did not"),
    ("didn\u2019t", "did not"),
    ("didnt", "did not"),
    ("can't", "can not"),
    ("cannot", "can not"),
    ("won't", "will not"),
    ("shan't", "shall not"),
    ("n't", "not"),
    ("he's", "he 's"),
    ("mum's", "mum 's"),
    ("he'd", "he 'd"),
    ("they've", "they have"),
    ("they're", "they are"),
    ("I'm", "i am"),
    ("she'll", "she will"),
    ("wouldn't've", "would not have"),
    ("'s", "'s"),
    ("'ve", "have"),
    ("parents'", "parents '"),
    ("o'clock", "o'clock"),
    ("?low mood", "? low mood"),
    ("DV?", "dv ?"),
    ("Domestic abuse: nil", "domestic abuse : nil"),
    ("50%", "50 %"),
    ("-ve", "- ve"),
    ("a - b", "a - b"),
    ("A&E", "a&e"),
    ("24/7", "24/7"),
    ("e.g. this", "e.g. this"),
    ("(sic)", "( sic )"),
    ("\u201cfine\u201d", '" fine "'),
    ("a\u00a0b", "a b"),
    ("zero\u200bwidth", "zerowidth"),
    ("\u212a", "k"),
    ("\u0130stanbul", "istanbul"),
    ("cafe\u0301", "caf\u00e9"),
    ("", ""),
    ("  ", ""),
]


@pytest.mark.parametrize(("written", "words"), SAME, ids=[repr(w) for w, _ in SAME])
def test_writings_have_one_normal_form(written: str, words: str) -> None:
    assert normal(written) == words


@given(st.text(alphabet="abnot'\u2019-\u2013 ?!:/&.%KI\u0130\u212as\u00e9", max_size=20))
def test_normal_is_idempotent_and_single_spaced(text: str) -> None:
    words = normal(text)
    assert normal(words) == words
    assert words == " ".join(words.split())
    assert words == words.lower()
