"""Who does what to whom, in one note and over the notes of a case."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from caseflags.model import Finding

PAIRS = [
    pytest.param(("Dad punched Mum.",), "punched Mum", ("father", "mother"), id="nouns"),
    pytest.param(("Mum was punched by Dad.",), "punched", ("father", "mother"), id="passive"),
    pytest.param(
        ("Mum punched Dad. Mum bit Dad. Mum kicked Dad.",), "bit Dad", ("mother", "father"), id="she-is-violent"
    ),
    pytest.param(
        ("Sam (Dad) lives here with Mum. Sam punched Mum.",), "punched Mum", ("father", "mother"), id="introduced"
    ),
    pytest.param(
        ("Sam (Dad) visited.", "Sam punched Mum."),
        "punched Mum",
        ("father", "mother"),
        id="introduced-in-an-earlier-note",
    ),
    pytest.param(("Mum is frightened of Dad.",), "frightened", ("father", "mother"), id="fear"),
    pytest.param(
        ("Dad punched Mum.", "Referred to MARAC."), "MARAC", ("father", "mother"), id="a-process-in-a-known-case"
    ),
    pytest.param(("Domestic abuse: nil",), "Domestic abuse", ("unknown", None), id="a-form-names-nobody"),
]


@pytest.mark.parametrize(("texts", "words", "pair"), PAIRS)
def test_abuser_and_abused(
    find: Callable[..., list[Finding]], texts: tuple[str, ...], words: str, pair: tuple[str, str | None]
) -> None:
    found = [f for f in find(*texts) if words in f.text or f.text in words]
    assert found
    assert (found[-1].subject, found[-1].victim) == pair


SUBJECTS = [
    pytest.param("Dad's drinking is worse.", "drinking", "father", id="genitive"),
    pytest.param("Mum said he was drunk. Dad had left.", "drunk", "father", id="pronoun"),
    pytest.param("Mum has depression.", "depression", "mother", id="subject"),
    pytest.param("Dad reports low mood.", "low mood", "father", id="who-reports"),
    pytest.param("Dad's mother was an alcoholic.", "alcoholic", "other", id="whose-mother"),
]


@pytest.mark.parametrize(("text", "words", "subject"), SUBJECTS)
def test_whose_it_is(find: Callable[..., list[Finding]], text: str, words: str, subject: str) -> None:
    found = [f for f in find(text) if words in f.text or f.text in words]
    assert [f.subject for f in found] == [subject]
