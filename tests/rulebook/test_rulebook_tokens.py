from __future__ import annotations

from collections.abc import Callable

import pytest

from caseflags.errors import Problem
from caseflags.rulebook import Rulebook

Check = Callable[[str], list[Problem]]
EXAMPLES = "examples: {match: [x], no_match: [y]}"

GOOD = {
    "flags": ("[{LOWER: no, IS_ALPHA: true, SPACY: False}]", {"LOWER": "no", "IS_ALPHA": True, "SPACY": False}),
    "numbers": ('[{LENGTH: {">=": 10}}]', {"LENGTH": {">=": 10}}),
    "number": ("[{LENGTH: 3}]", {"LENGTH": 3}),
    "lists": ("[{LOWER: {IN: [off, on]}}]", {"LOWER": {"IN": ["off", "on"]}}),
    "number_lists": ("[{LENGTH: {NOT_IN: [1, 2]}}]", {"LENGTH": {"NOT_IN": [1, 2]}}),
    "regex": ('[{TEXT: {REGEX: "^no?$"}}]', {"TEXT": {"REGEX": "^no?$"}}),
    "fuzzy": ("[{LOWER: {FUZZY1: cannabis}}]", {"LOWER": {"FUZZY1": "cannabis"}}),
    "fuzzy_list": ("[{LOWER: {FUZZY: {IN: [weed, hash]}}}]", {"LOWER": {"FUZZY": {"IN": ["weed", "hash"]}}}),
    "operator": ('[{ORTH: "1:30", OP: "+"}]', {"ORTH": "1:30", "OP": "+"}),
    "braces": ('[{SHAPE: dd, OP: "{1,3}"}]', {"SHAPE": "dd", "OP": "{1,3}"}),
}

BAD = {
    "model": ("[{LEMMA: hit}]", "LEMMA needs a trained model"),
    "part_of_speech": ("[{LOWER: a}, {POS: VERB}]", "POS needs a trained model"),
    "unknown": ("[{LOWR: a}]", "no token attribute `LOWR`"),
    "small_letters": ("[{lower: a}]", "written in capitals: LOWER"),
    "extension": ("[{_: {x: y}}]", "no token attribute `_`"),
    "operator": ('[{LOWER: a, OP: "**"}]', "`**` is no operator"),
    "flag": ("[{IS_ALPHA: yes}]", "true or false"),
    "number": ("[{LENGTH: long}]", "no whole number"),
    "capitals": ("[{LOWER: Mum}]", "can never match"),
    "capitals_in_list": ("[{LOWER: {IN: [mum, Dad]}}]", "can never match"),
    "regex": ('[{TEXT: {REGEX: "("}}]', "no regular expression"),
    "predicate": ("[{LOWER: {AMONG: [a]}}]", "no operator `AMONG`"),
    "comparison": ('[{LOWER: {">=": a}}]', "no operator `>=`"),
    "empty_predicate": ("[{LOWER: {}}]", "this mapping is empty"),
    "empty": ("[]", "this pattern is empty"),
    "optional": ('[{LOWER: a, OP: "?"}, {LOWER: b, OP: "*"}]', "every token of this pattern is optional"),
    "anything": ("[{}, {}]", "matches any words"),
    "text": ("word", "a pattern must be a list of mappings"),
    "texts": ("[word]", "a token must be a mapping"),
    "twice": ("[{LOWER: a, LOWER: b}]", "stands here twice"),
    "endless": ("[{LOWER: &x {FUZZY: *x}}]", "no operator `FUZZY`"),
}


@pytest.mark.parametrize(("yaml", "token"), GOOD.values(), ids=GOOD)
def test_a_pattern_becomes_plain_data_of_the_types_that_spacy_wants(
    pack: Callable[[str], Rulebook], yaml: str, token: dict[str, object]
) -> None:
    book = pack(f"pack: p\nrules:\n  - id: p.one\n    tokens:\n      - {yaml}\n    {EXAMPLES}\n")
    assert book.rules[0].tokens == ((token,),)


@pytest.mark.parametrize(("yaml", "message"), BAD.values(), ids=BAD)
def test_a_wrong_pattern_is_refused(rule_problems: Check, yaml: str, message: str) -> None:
    found = rule_problems(f"tokens:\n  - {yaml}\n{EXAMPLES}")
    assert [message in problem.message for problem in found] == [True]
    assert found[0].place is not None
    assert found[0].place.line == 6


def test_a_single_pattern_is_no_list_of_patterns(rule_problems: Check) -> None:
    (problem,) = rule_problems(f"tokens: [{{LOWER: a}}]\n{EXAMPLES}")
    assert "one pattern" in problem.message
