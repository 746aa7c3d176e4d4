"""Who does it and whose it is, where grammar decides: what stands inside, beside and behind the words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from caseflags.model import Finding

STATES = [
    pytest.param("Brought up by Nan as own mum an alcoholic. Mum came.", "an alcoholic", "other", id="own-mum"),
    pytest.param("Sam (Dad) came. Sam's own father was an alcoholic.", "alcoholic", "other", id="a-name-s-own-father"),
    pytest.param("Mum was seen. Nobody in this house drinks.", "drinks", "unknown", id="nobody"),
    pytest.param("Mum was seen. No drugs or alcohol for either parent.", "drugs", "unknown", id="either-parent"),
    pytest.param("Mum was seen. No MH for Dad.", "MH", "father", id="the-words-end-with-for"),
    pytest.param("Green powder on counter, ?kratom. Mum was seen.", "kratom", "unknown", id="lying-about"),
    pytest.param("Mum was seen. No smell of cannabis.", "cannabis", "unknown", id="not-smelt"),
    pytest.param("Mum has his tablets in Dad's safe. Low mood.", "mood", "mother", id="no-genitive-over-a-stop"),
]


@pytest.mark.parametrize(("text", "words", "subject"), STATES)
def test_whose_state(find: Callable[..., list[Finding]], text: str, words: str, subject: str) -> None:
    found = [f for f in find(text) if words in f.text or f.text in words]
    assert [f.subject for f in found] == [subject]


ACTS = [
    pytest.param('Kai told TA "Dad had Mum by her hair".', "hair", ("father", "mother"), id="by-her-hair-is-no-agent"),
    pytest.param(
        "Mum disclosed that he squeezed until she saw stars.", "saw stars", ("father", "mother"), id="until-she"
    ),
    pytest.param(
        "Dad punched Mum. Bruising could be seen either side of Mum's neck.",
        "ruising",
        ("father", "mother"),
        id="of-her-neck",
    ),
    pytest.param(
        "Dad punched Mum. Mum said fingers were round her neck.", "neck", ("father", "mother"), id="who-tells"
    ),
]


@pytest.mark.parametrize(("text", "words", "pair"), ACTS)
def test_who_does_it(find: Callable[..., list[Finding]], text: str, words: str, pair: tuple[str, str]) -> None:
    found = [f for f in find(text) if words in f.text]
    assert found
    assert (found[-1].subject, found[-1].victim) == pair


SPEECHES = [
    pytest.param("In interview suspect denied hitting Mum.", "denied", "father", id="no-article"),
    pytest.param(
        "Bruise to eye. Mum told triage she walked into the cupboard door.", "into the", "mother", id="who-tells"
    ),
    pytest.param(
        "Mum had swelling to lip, said she walked into the cupboard door.", "into the", "mother", id="verb-further-on"
    ),
    pytest.param("Nobody engages. The complaint has been dropped.", "dropped", "mother", id="nobody-takes-it-back"),
]


@pytest.mark.parametrize(("text", "words", "subject"), SPEECHES)
def test_who_says_so(find: Callable[..., list[Finding]], text: str, words: str, subject: str) -> None:
    found = [f for f in find("Dad punched Mum. Dad kicked Mum.", text) if words in f.text and f.note_id == "n1"]
    assert [f.subject for f in found if f.category == "retraction"] == [subject]
