from __future__ import annotations

import random
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflags.detect.layout import lay_out
from caseflags.detect.lexicon import Lexicon
from caseflags.detect.pipeline import make_tokenizer
from caseflags.detect.reader import Reader
from caseflags.detect.tokens import CAPITAL, NUMBER, SIGN, Tokens, marks_of, tokens_of

TOKENIZER = make_tokenizer()
TEXTS = [
    "She didn't go. He'd hit her, cannot say; 5mg b.d. at 10:30!",
    "N/A. MH: nil. U.S. e.g. Mr. Smith's K. J. Smith id. Id. ill. gonna, gonna.",
    " a leading blank",
    "a blank behind ",
    " ",
    "",
    "line\nbreak\n\nand \t tab  two",
    "e\u0301 \u212a H\u0130T caf\u00e9 \u2014 \u201cquoted\u201d (brackets) a/b x=1 DOB:12 40+2 ...",
]


def lexed(text: str) -> Tokens:
    layout = lay_out(text)
    lexicon = Lexicon(TOKENIZER, [], lambda _: None, lambda *_: 0)
    (ids,) = lexicon.read([layout.text])
    marked = [[i for i, n in enumerate(ids) if marks_of(lexicon.words[n]) & bit] for bit in (CAPITAL, NUMBER, SIGN)]
    return lexicon.tokens(layout, ids, marked)


def tokenised(text: str) -> Tokens:
    layout = lay_out(text)
    return tokens_of(TOKENIZER(layout.text), layout)


@pytest.mark.parametrize("text", TEXTS)
def test_the_tokens_are_those_of_the_tokeniser(text: str) -> None:
    assert lexed(text) == tokenised(text)


@given(st.text(st.sampled_from("aAbKsStT019 .,;:!?'\u2019\"-/()+=%&\u212a\u00e9\n\t\u00a0\u2028@#$"), max_size=60))
def test_the_tokens_of_any_text_are_those_of_the_tokeniser(text: str) -> None:
    assert lexed(text) == tokenised(text)


def test_simple_chunks_are_taken_apart_as_the_tokeniser_would(reader: Reader) -> None:
    words = [word for words in reader.tables["literals"] for word in words]
    special = [key.rstrip(".") for key in TOKENIZER.rules]
    some = random.Random(3).sample(sorted({*words, *special, "12", "2019", "a", "I", "x"}), 4000)  # noqa: S311
    forms = [change(word) for word, change in product(some, (str, str.upper, str.capitalize))]
    for sign in ("", *".,;:!?"):
        text = " ".join(form + sign for form in forms)
        assert lexed(text) == tokenised(text)


def test_a_misspelt_word_gets_the_norm_of_what_is_meant() -> None:
    lexicon = Lexicon(TOKENIZER, ["cannabis"], {"cannabbis": "cannabis"}.get, lambda *_: 0)
    (ids,) = lexicon.read(["cannabbis, weed"])
    assert [lexicon.norms[number] for number in ids] == ["cannabis", ",", "weed"]
