"""Forms of words for a time: a sentence is searched for some of them only, and nothing is missed by that."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflags.detect import dateforms
from caseflags.detect.dateforms import plain_letters, time_forms

WORDS = (
    "in on since last the early end of summer Christmas easter May march. Sept 2017 2021/22 2017-03-04 3/5/19 3rd 14 "
    "ago back two years 3/12 a few yesterday night earlier this month week Friday when she was they were as little "
    "child teens childhood growing up pregnant expecting aged age seven at , . -"
).split()
ALL = re.compile("|".join(f"(?P<{name}>{form})" for name, form in dateforms._FORMS.items()), re.IGNORECASE)


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_the_forms_that_are_left_out_are_not_there(sentence: str) -> None:
    found = [(match.lastgroup, match.span()) for match in time_forms(sentence)]
    assert found == [(match.lastgroup, match.span()) for match in ALL.finditer(sentence)]


@pytest.mark.parametrize(
    ("written", "plain"),
    [("\u017fept 2017", "sept 2017"), ("\u212aim", "kim"), ("\u0130n \u0131t", "In it"), ("café", "café")],
    ids=["long-s", "kelvin", "turkish", "accent"],
)
def test_letters_that_pass_for_others_become_them(written: str, plain: str) -> None:
    assert plain_letters(written) == plain


def test_a_sentence_without_words_for_a_time_has_no_forms() -> None:
    assert list(time_forms("He shouted at her, she left.")) == []
