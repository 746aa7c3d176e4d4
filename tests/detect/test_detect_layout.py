from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflags.detect.layout import lay_out

CASES = [
    pytest.param("plain text", "plain text", id="nothing-to-do"),
    pytest.param("self-harm", "self harm", id="hyphen-between-letters"),
    pytest.param("13-year-old", "13 year old", id="hyphen-behind-a-number"),
    pytest.param("2019-05-03", "2019-05-03", id="a-date-keeps-its-hyphens"),
    pytest.param("a  b\t c", "a b c", id="runs-of-blanks"),
    pytest.param("a\nb\n\nc", "a b c", id="line-breaks"),
    pytest.param("", "", id="empty"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_text_is_laid_out(text: str, expected: str) -> None:
    assert lay_out(text).text == expected


def test_line_breaks_are_remembered() -> None:
    assert lay_out("a\nb\n\n\nc").breaks == ((1, 1), (3, 3))


@given(st.text(alphabet=st.sampled_from("ab-. \n\t\u00e9"), max_size=60))
def test_every_word_is_found_again_at_its_place(text: str) -> None:
    layout = lay_out(text)
    for start in range(len(layout.text)):
        if layout.text[start].isspace():
            continue
        first, last = layout.to_clean(start, start + 1)
        assert text[first:last] == layout.text[start]


@given(st.text(alphabet=st.sampled_from("ab-. \n\t"), max_size=60))
def test_laying_out_twice_changes_nothing(text: str) -> None:
    once = lay_out(text).text.strip()
    assert lay_out(once).text == once
