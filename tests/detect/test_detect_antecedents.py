"""Whom a pronoun takes up: the subject of the sentence before, a name of which only the case knows the gender."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from caseflags.detect.reader import Reader
from caseflags.model import CATEGORIES, Finding, Note

REFERENCES = [
    pytest.param("Mum met Nan. She is depressed.", "depressed", "~mother", id="the-subject-of-the-sentence-before"),
    pytest.param("Amy came with her mother. She cried. She is depressed.", "depressed", "~name:amy", id="carried"),
    pytest.param("Mum came with Nan. Nan said that she is depressed.", "depressed", "~other", id="in-the-sentence"),
    pytest.param("Seen with Dad. He is depressed.", "depressed", "~~father", id="only-spoken-of"),
    pytest.param("We saw Zeph. Then Zeph left. She is depressed.", "depressed", "~she/name:zeph", id="only-a-name"),
    pytest.param("Her wife came. She is depressed.", "depressed", "~of:she:partner", id="a-relation"),
    pytest.param("The boyfriend came. He is depressed.", "depressed", "~partner/male", id="a-partner-of-known-gender"),
]


@pytest.mark.parametrize(("text", "words", "first"), REFERENCES)
def test_whom_a_pronoun_takes_up(reader: Reader, text: str, words: str, first: str) -> None:
    mentions = [m for m in reader.read(Note("c", "n", text, 2)).mentions if m.category in CATEGORIES]
    assert [m.subject.split("|")[0] for m in mentions if words in m.text or m.text in words] == [first]


CASES = [
    pytest.param(
        ("Amy (mum) and her girlfriend Dee live here with Kai (4). Dee left, she ran.", "We met Dee. She was drunk."),
        "social worker",
        "drunk",
        "partner",
        id="a-name-that-is-hers-elsewhere",
    ),
    pytest.param(
        ("Re: Amber, 14", "Re Amber. I met with Amber and with her mother. She describes low mood."),
        "CAMHS",
        "low mood",
        "child",
        id="in-her-own-record-she-is-the-patient",
    ),
    pytest.param(
        ("Zara (9) cuts. Zara has seen her mother strangled. She scratches her arms until they bleed.",),
        "CAMHS",
        "scratches her arms",
        "child",
        id="her-own-arms",
    ),
]


@pytest.mark.parametrize(("texts", "source", "words", "subject"), CASES)
def test_the_case_knows_who_is_meant(
    find: Callable[..., list[Finding]], texts: tuple[str, ...], source: str, words: str, subject: str
) -> None:
    found = [f for f in find(*texts, source=source) if words in f.text or f.text in words]
    assert found
    assert found[-1].subject == subject
