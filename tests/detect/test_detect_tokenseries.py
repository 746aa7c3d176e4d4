"""Token patterns without spaCy: the same spans as its Matcher gives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.matcher import Matcher
from spacy.tokens import Doc

from caseflags.detect.layout import Layout
from caseflags.detect.pipeline import make_tokenizer
from caseflags.detect.tokenpatterns import anchored
from caseflags.detect.tokens import tokens_of
from caseflags.detect.tokenseries import series

TOKENIZER = make_tokenizer()
FLAGS = {"IS_PUNCT": lambda word: word in {",", "("}, "LIKE_NUM": str.isdigit}
WORDS = ("hit", "Hit", "her", "HER", ",", "(", "12", "they")

asked = st.one_of(
    st.sampled_from(WORDS),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(lambda words: {"IN": words}),
    st.sampled_from(["^h", "r$", "[0-9]"]).map(lambda regex: {"REGEX": regex}),
)
kinds = st.one_of(
    st.tuples(st.sampled_from(["LOWER", "TEXT", "ORTH", "NORM"]), asked).map(lambda pair: dict([pair])),
    st.sampled_from([{"IS_PUNCT": True}, {"IS_PUNCT": False}, {"LIKE_NUM": True}, {}]),
)
operators = st.sampled_from([{}, {}, {"OP": "?"}, {"OP": "*"}, {"OP": "+"}, {"OP": "{0,3}"}, {"OP": "{2}"}])
elements = st.tuples(kinds, operators).map(lambda pair: pair[0] | pair[1])


@settings(max_examples=400, deadline=None)
@given(st.lists(elements, min_size=1, max_size=4), st.lists(st.sampled_from(WORDS), min_size=1, max_size=9))
def test_a_series_matches_what_spacy_matches(pattern: list[dict[str, object]], words: list[str]) -> None:
    found = anchored(tuple(pattern), FLAGS)
    if found is None:
        return
    assert found.series is not None
    doc = Doc(TOKENIZER.vocab, words=words, spaces=[True] * (len(words) - 1) + [False])
    tokens = tokens_of(doc, Layout(" ".join(words)))
    matcher = Matcher(TOKENIZER.vocab)
    matcher.add("p", [pattern])
    theirs = {(start, end) for _, start, end in matcher(doc) if end > start}
    ours = {span for token in range(len(words)) for span in found.series.spans(tokens, token, 0, len(words))}
    assert ours == theirs


@pytest.mark.parametrize(
    "pattern",
    [
        [{"LOWER": "hit"}, {"SHAPE": "dd"}],
        [{"LOWER": "hit"}, {"LOWER": {"NOT_IN": ["her"]}}],
        [{"LOWER": "hit"}, {"LOWER": "her", "OP": "!"}],
        [{"LOWER": "hit", "IS_SENT_START": True}],
        [{"LOWER": "hit"}, {"LENGTH": {">=": 4}}],
        [{"LOWER": "hit"}, {"LOWER": {"IN": ["her"], "FUZZY": "his"}}],
    ],
    ids=["a-shape", "not-in", "negation", "start-of-sentence", "a-comparison", "fuzzy"],
)
def test_what_only_spacy_can_tell(pattern: list[dict[str, object]]) -> None:
    assert series(tuple(pattern), 0, FLAGS) is None
