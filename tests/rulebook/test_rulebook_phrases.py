from __future__ import annotations

import re
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflags.rulebook import SOMEONE, Gap, Phrase, Slot
from caseflags.rulebook.phrases import Phraser
from caseflags.rulebook.wordings import PhraseError, literals

LISTS = {"body": ("arm", "leg"), "many": tuple(f"w{i}" for i in range(200))}


def shown(phrases: tuple[Phrase, ...]) -> str:
    """Phrases as one line: wordings joined by |, parts by >, phrases by //."""
    return " // ".join(
        " > ".join(
            f"~{part.most}" if isinstance(part, Gap) else "|".join(part.alternatives) + "?" * part.optional
            for part in phrase
        )
        for phrase in phrases
    )


PARSED = [
    ("House is FILTHY", "house is filthy"),
    ("{hit} her", "hit her|hits her|hitting her"),
    ("[her|him|my mum]", "her|him|my mum"),
    ("no [the|] door", "no > the? > door"),
    ("<body>", "arm|leg"),
    ("a ~3 b", "a > ~3 > b"),
    ("a [b|c] ~2 [d|e]", "a b|a c > ~2 > d|e"),
    ("[{hit}|<body> up] x", "hit|hits|hitting|arm up|leg up > x"),
    ("a ~2 [the|] b", "a > ~2 > the? > b"),
    ("a ~2 [x|] ~3 b", "a > ~2 > x? > ~3 > b"),
    ("a ~2 [b|]", "a > ~2 > b // a"),
    ("[b|] ~2 a ~1 [c|]", "b > ~2 > a > ~1 > c // b > ~2 > a // a > ~1 > c // a"),
    ("told <someone> off", f"told > {SOMEONE} > off"),
    (
        "[<someone>|the police] {hit}",
        f"the police hit|the police hits|the police hitting // {SOMEONE} > hit|hits|hitting",
    ),
    ("[to <someone>|] x", f"x // to > {SOMEONE} > x"),
    ("[the|] <someone> x", f"the? > {SOMEONE} > x"),
    ("<body>'s edge", "arm 's edge|leg 's edge"),
    ("self-{harm}", "self harm|self harms|self harming|self harmed"),
    ("drug-[induced|related]", "drug induced|drug related"),
    ("didn't ~1 stop", "did not > ~1 > stop"),
    ("? DA", "? da"),
    ("approx. five", "approx. five"),
    ("seen by Dr. x", "seen by dr. x"),
    (r"a \> b", "a > b"),
    (r"\[sic\]", "[sic]"),
    (
        "{beat up} <body>",
        "beat up|beats up|beating up|beaten up > arm|leg",
    ),
]

ERRORS = [
    ("a [b", "not closed", 2),
    ("a b]", "no bracket is open", 3),
    ("{hit", "brace is not closed", 0),
    ("a > b", "no angle bracket", 2),
    ("[a [b|c] d]", "brackets cannot stand in brackets", 0),
    ("x [{hit|push}]", "braces hold one word", 3),
    ("{hit|push}", "braces hold one word", 0),
    ("a | b", "alternatives stand in brackets", 2),
    ("a ~ b", "a gap stands between words", 2),
    ("[a|~2 b] c", "a gap stands between words", 3),
    ("~2 a", "gap at the start or the end", 0),
    ("a ~2", "gap at the start or the end", 0),
    ("a ~2 ~3 b", "two gaps", 0),
    ("a ~0 b", "a gap is of 1 to 15 words", 2),
    ("a ~99 b", "a gap is of 1 to 15 words", 2),
    ("[a|] [b|]", "every part of this is optional", 0),
    ("", "empty", 0),
    ("a []", "brackets hold nothing", 2),
    ("a [|]", "brackets hold nothing", 2),
    ("a {}", "braces are empty", 2),
    ("a <bdy>", "no word list <bdy>", 2),
    ("hand[s|]", "a word touches a bracket", 4),
    ("[un|]safe", "a word touches a bracket", 4),
    ("a~3 b", "a word touches a bracket", 1),
    ("a ~3b", "a word touches a bracket", 2),
    ("[a|b][c|d]", "a word touches a bracket", 4),
    ("he hit her. She cried", "a sentence ends inside", 10),
    ("stop! He left", "a sentence ends inside", 4),
    ("?", "punctuation only", 0),
    ("[?|:] ~2 /", "punctuation only", 0),
    ("[<many> <many>|x]", "stands for 40000 wordings", 0),
    ("[<someone>|a|b <someone>|c <someone>|d <someone>] " * 3 + "x", "too many alternatives", 0),
]


@pytest.mark.parametrize(("text", "expected"), PARSED, ids=[text for text, _ in PARSED])
def test_a_phrase_is_parsed(text: str, expected: str) -> None:
    assert shown(Phraser(LISTS).parse(text)) == expected


@pytest.mark.parametrize(("text", "message", "at"), ERRORS, ids=[text[:30] for text, _, _ in ERRORS])
def test_a_phrase_is_refused_with_place_and_reason(text: str, message: str, at: int) -> None:
    with pytest.raises(PhraseError) as caught:
        Phraser(LISTS).parse(text)
    assert message in caught.value.message
    assert caught.value.at == at


def test_an_unknown_list_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(PhraseError) as caught:
        Phraser(LISTS).parse("a <bodi>")
    assert caught.value.hint == "did you mean <body>?"


def test_cues_may_be_punctuation() -> None:
    assert shown(Phraser({}).parse("?", punctuation=True)) == "?"


def test_slots_stay_apart_where_their_product_is_large() -> None:
    (phrase,) = Phraser(LISTS).parse("<many> [a|b]")
    assert [len(part.alternatives) for part in phrase if isinstance(part, Slot)] == [200, 2]


LITERALS = {
    "a [b|] c": ("a b c", "a c"),
    "{hit} <body>": ("hit arm", "hit leg", "hits arm", "hits leg", "hitting arm", "hitting leg"),
    "a ~2 b": (),
    "told <someone>": (),
    "<many> [a|b]": (),
}


@pytest.mark.parametrize(("text", "expected"), LITERALS.items(), ids=LITERALS)
def test_the_wordings_of_a_phrase_are_told_where_they_are_few(text: str, expected: tuple[str, ...]) -> None:
    (phrase,) = Phraser(LISTS).parse(text)
    assert literals(phrase) == expected


def test_lists_that_are_used_are_known() -> None:
    phraser = Phraser(LISTS)
    phraser.parse("x <body>")
    assert phraser.used == {"body"}


@given(st.text(alphabet="ab{}[]<>|~3 -.?'\\", max_size=24))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    result = parsed_or_refused(Phraser({"a": ("arm", "leg"), "b": ("x",)}), text)
    if isinstance(result, PhraseError):
        assert result.message
        assert 0 <= result.at <= len(text)
        return
    assert result
    for phrase in result:
        assert_well_formed(phrase)


WORD = st.sampled_from(["a", "b", "[a|b]", "[c|]", "<body>", "[<someone>|d]", "[e <someone>|]", "~1", "~2", "{push}"])


@given(st.lists(WORD, min_size=1, max_size=6))
def test_a_phrase_means_what_its_parts_mean(words: list[str]) -> None:
    text = " ".join(words)
    phrases = parsed_or_refused(Phraser(LISTS), text)
    if isinstance(phrases, PhraseError):
        return
    for phrase in phrases:
        assert_well_formed(phrase)
    assert {reading for phrase in phrases for reading in readings(phrase)} == written_readings(words)


def parsed_or_refused(phraser: Phraser, text: str) -> tuple[Phrase, ...] | PhraseError:
    try:
        return phraser.parse(text)
    except PhraseError as error:
        return error


def assert_well_formed(phrase: Phrase) -> None:
    assert isinstance(phrase[0], Slot)
    assert isinstance(phrase[-1], Slot)
    assert all(isinstance(left, Slot) or isinstance(right, Slot) for left, right in pairwise(phrase))
    assert any(isinstance(part, Slot) and not part.optional for part in phrase)
    for part in phrase:
        if isinstance(part, Slot):
            assert all(part.alternatives)
            assert part.alternatives == (SOMEONE,) or not any(SOMEONE in wording for wording in part.alternatives)


def readings(phrase: Phrase) -> set[str]:
    """Every way to read a phrase, a gap as one underscore for each word that it may hold at most."""
    parts = [("_" * part.most,) if isinstance(part, Gap) else slot_readings(part) for part in phrase]
    return {joined(way) for way in product(*parts)}


def slot_readings(slot: Slot) -> tuple[str, ...]:
    return (*slot.alternatives, "") if slot.optional else slot.alternatives


def joined(way: tuple[str, ...]) -> str:
    return re.sub("(?<=_) (?=_)", "", " ".join(filter(None, way))).strip("_ ")


def written_readings(words: list[str]) -> set[str]:
    """The same, straight from the written parts."""
    meaning = {
        "[a|b]": ("a", "b"),
        "[c|]": ("c", ""),
        "<body>": ("arm", "leg"),
        "[<someone>|d]": (SOMEONE, "d"),
        "[e <someone>|]": (f"e {SOMEONE}", ""),
        "{push}": ("push", "pushes", "pushing", "pushed"),
        "~1": ("_",),
        "~2": ("__",),
    }
    ways = product(*(meaning.get(word, (word,)) for word in words))
    return {joined(way) for way in ways}
