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
    pytest.param(
        ("No children. Lives with her partner Dean.", "Dean punched her.", "She was seen again."),
        "punched her",
        ("partner", "other"),
        id="a-record-without-children",
    ),
    pytest.param(
        (
            "Caller Maureen (61) and her son Darren (33). Darren pushed his mother.",
            "Darren punched his mother. Nan cried.",
        ),
        "punched",
        ("other", "other"),
        id="a-grown-son-and-his-mother",
    ),
    pytest.param(
        (
            "Irene (70) lives with her son Craig (44). No children. Craig pushed her, Irene said.",
            "Craig took Irene's purse. He kicked her.",
            "He shouted at her again.",
        ),
        "kicked her",
        ("other", "other"),
        id="a-grown-son-and-no-partner",
    ),
    pytest.param(
        ("Matt (38), Isla's dad, and his partner Stefan.", "Stefan punched Matt. Stefan kicked Matt."),
        "punched",
        ("partner", "father"),
        id="two-men",
    ),
    pytest.param(
        (
            "Mum (Amy), Mama Dee and Harvey (4). Amy and Dee came. Amy left.",
            "Amy said Dee punched her. Then Dee kicked Amy.",
        ),
        "punched",
        ("partner", "mother"),
        id="two-mothers",
    ),
    pytest.param(("Dad punched Mum.", "No further incidents."), "further", ("father", "mother"), id="no-more-of-it"),
    pytest.param(("Dad punched Mum.", "DV screen: none disclosed."), "DV", ("unknown", None), id="a-routine-screen"),
    pytest.param(
        ("Dad punched Mum.", "Mum was seen. Her dad used to hit her mum."),
        "used to hit her",
        ("other", "other"),
        id="her-own-parents",
    ),
    pytest.param(("Wayne (Dad) left. Wayne's violence to Mum came up.",), "violence", ("father", "mother"), id="his"),
    pytest.param(
        ("Dad punched Mum. The neighbour heard him threaten to kill her.",),
        "threaten to kill",
        ("father", "mother"),
        id="heard-by-somebody",
    ),
    pytest.param(
        ("Dad punched Mum.", "No evidence of domestic abuse."), "evidence", ("unknown", None), id="hardly-told-of-abuse"
    ),
    pytest.param(
        (
            "Dad punched Mum. Dad kicked Mum. Dad slapped Mum. Dad bit Mum. Dad hit Mum. Dad shoved Mum.",
            "No evidence of domestic abuse.",
        ),
        "evidence",
        ("father", "mother"),
        id="much-told-of-abuse",
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
    pytest.param("Mum said her own father was an alcoholic.", "alcoholic", "other", id="her-own-father"),
    pytest.param("Childhood: father an alcoholic. Mum moved.", "alcoholic", "other", id="in-a-childhood"),
    pytest.param("Mum was seen. Alcohol misuse by father.", "Alcohol misuse", "father", id="by-whom"),
    pytest.param("Kai (14) came with Mum. Kai said that he self-harmed.", "self-harmed", "child", id="a-teenager"),
]


@pytest.mark.parametrize(("text", "words", "subject"), SUBJECTS)
def test_whose_it_is(find: Callable[..., list[Finding]], text: str, words: str, subject: str) -> None:
    found = [f for f in find(text) if words in f.text or f.text in words]
    assert [f.subject for f in found] == [subject]


RECORDS = [
    pytest.param("14F, brought in by mum. Overdose. Low mood.", "A&E", "child", id="a-girl-of-14"),
    pytest.param("36F, brought in by husband. Overdose.", "A&E", "mother", id="a-woman"),
    pytest.param("41M, brought in by wife. Overdose.", "A&E", "father", id="a-man"),
    pytest.param("Seen at clinic. Low mood.", "CAMHS", "child", id="child-and-adolescent"),
    pytest.param("Booking. Low mood.", "midwife", "mother", id="a-midwife"),
]


@pytest.mark.parametrize(("text", "source", "subject"), RECORDS)
def test_whose_record_it_is(find: Callable[..., list[Finding]], text: str, source: str, subject: str) -> None:
    found = find(text, source=source)
    assert found
    assert {f.subject for f in found} == {subject}
