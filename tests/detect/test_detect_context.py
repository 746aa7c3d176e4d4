"""Assertion and temporality: sentences of our own, one habit of language each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from caseflags.model import Finding

ASSERTIONS = [
    pytest.param("Dad punched Mum.", "punched Mum", "affirmed", id="stated"),
    pytest.param("Dad denied punching Mum.", "punching Mum", "denied", id="denied-act"),
    pytest.param("Dad denied punching Mum.", "denied", "affirmed", id="the-denial-itself"),
    pytest.param("He denies cannabis, cocaine or heroin.", "heroin", "denied", id="a-list-goes-on"),
    pytest.param("Denies cannabis but admits using cocaine.", "using cocaine", "affirmed", id="but-ends-it"),
    pytest.param("No evidence of domestic abuse.", "domestic abuse", "negated", id="no-evidence"),
    pytest.param(
        "No concerns were identified about alcohol, drugs or mental health.",
        "drugs",
        "negated",
        id="no-concerns-about-a-list",
    ),
    pytest.param("There was no self-harm.", "self-harm", "negated", id="no"),
    pytest.param("Mum says he has never hit her.", "hit her", "denied", id="an-absence-on-her-word"),
    pytest.param("Mother says that there is no domestic abuse.", "domestic abuse", "denied", id="no-on-her-word"),
    pytest.param("?depression", "?depression", "uncertain", id="query"),
    pytest.param("Suspected cocaine use.", "cocaine", "uncertain", id="suspected"),
    pytest.param("He may be using heroin again.", "using heroin", "uncertain", id="may"),
    pytest.param("If he hits her again she will leave.", "hits her", "hypothetical", id="if"),
    pytest.param("Risk of domestic abuse.", "domestic abuse", "hypothetical", id="risk-of"),
    pytest.param("Domestic abuse: nil", "Domestic abuse: nil", "negated", id="a-form"),
    pytest.param("Domestic abuse:\nnil", "Domestic abuse:\nnil", "negated", id="a-form-over-two-lines"),
    pytest.param("Asked whether he had hit her, she said no.", "hit her", "denied", id="question-and-answer"),
    pytest.param("He did not only shout, he punched her.", "punched her", "affirmed", id="not-only"),
    pytest.param("Cannot rule out domestic abuse.", "domestic abuse", "uncertain", id="cannot-rule-out"),
    pytest.param("Has Dad ever hit her? - No.", "hit her", "denied", id="a-question-and-its-answer"),
    pytest.param("Asked if he had hit her, she shook her head.", "hit her", "denied", id="a-gesture"),
    pytest.param("Is she scared of him? Nodded.", "scared of him", "affirmed", id="a-nod"),
    pytest.param("She denied that he had hit her.", "hit her", "denied", id="denied-that"),
    pytest.param("There is no evidence that he was using cocaine.", "cocaine", "negated", id="no-evidence-that"),
    pytest.param("No psychotic symptoms and ?depression.", "depression", "uncertain", id="a-query-stands-by-itself"),
    pytest.param("No SI. ?depression", "depression", "uncertain", id="a-query-opens-a-sentence"),
    pytest.param("No improvement in her depression.", "depression", "affirmed", id="no-improvement-in"),
    pytest.param("Mum said no to him and he punched her.", "punched her", "affirmed", id="she-told-him-no"),
    pytest.param("On 6 May he punched her.", "punched her", "affirmed", id="may-is-a-month"),
    pytest.param("Mum said that she had no depression.", "depression", "denied", id="in-her-words"),
    pytest.param("Tia: no self-harm.", "self-harm", "negated", id="minutes-speak-of-those-they-label"),
    pytest.param("Domestic abuse, drugs and alcohol: nil", "drugs", "negated", id="nil-for-a-whole-list"),
    pytest.param("Due to domestic abuse she moved.", "domestic abuse", "affirmed", id="due-to-is-no-plan"),
    pytest.param("UDS: pos opiates, neg benzos.", "opiates", "affirmed", id="results-side-by-side"),
    pytest.param("UDS: pos opiates, -ve benzos.", "benzos", "negated", id="a-sign-is-a-word"),
    pytest.param("Substance misuse ☐ Yes ☒ No", "Substance misuse", "negated", id="a-ticked-box"),
    pytest.param("Carer intoxicated no; delay in presenting no.", "intoxicated", "negated", id="a-row-of-no"),
    pytest.param("Claims that the cocaine was not his.", "cocaine", "denied", id="not-his"),
    pytest.param("R/O PTSD.", "PTSD", "uncertain", id="to-be-ruled-out"),
    pytest.param("Unconfirmed reports of heroin use.", "heroin use", "uncertain", id="unconfirmed-reports"),
    pytest.param("GP re going back on an antidepressant.", "antidepressant", "hypothetical", id="re-going-back-on"),
    pytest.param("Had Mum been drunk, contact would have ended.", "drunk", "hypothetical", id="had-she-been"),
    pytest.param("? suicidal, GP to see.", "suicidal", "uncertain", id="a-query-that-stands-free"),
    pytest.param("We are not sure whether Dad uses cocaine.", "uses cocaine", "uncertain", id="not-sure-whether"),
    pytest.param("Cocaine - not established.", "Cocaine", "uncertain", id="not-established"),
    pytest.param("Relapse signs: not sleeping, hearing voices.", "hearing voices", "hypothetical", id="signs-to-come"),
    pytest.param("Contact depends on him being drug free.", "drug free", "hypothetical", id="a-condition"),
    pytest.param("Mum will ring if she feels suicidal.", "suicidal", "hypothetical", id="if-she-feels"),
    pytest.param("It is thought that he was high.", "was high", "uncertain", id="it-is-thought"),
    pytest.param("He shook his head when asked about drugs.", "drugs", "denied", id="shook-his-head-when-asked"),
    pytest.param("He was told not to attend drunk.", "drunk", "hypothetical", id="told-not-to"),
    pytest.param("Mother is frightened of him.", "frightened", "affirmed", id="a-fear-is-no-forecast"),
    pytest.param("Bruising could be seen; he punched her.", "punched her", "affirmed", id="could-be-seen-is-no-doubt"),
]


ASIDES = [
    pytest.param("They watched a film about a heroin addict.", id="a-film"),
    pytest.param("Year 9 had an assembly about county lines.", id="an-assembly"),
    pytest.param("The policy states that staff under the influence of alcohol are sent home.", id="a-policy"),
    pytest.param("Mum works as a mental health nurse.", id="a-job"),
    pytest.param("The form asks whether anybody misuses alcohol.", id="a-form-s-question"),
    pytest.param("The allocated worker is off sick with stress.", id="somebody-s-leave"),
    pytest.param("Year 11 studied the effects of alcohol.", id="a-lesson"),
    pytest.param("In the novel the father drinks himself to death.", id="a-novel"),
    pytest.param("The puppy is anxious when left.", id="an-animal"),
    pytest.param("Side effects listed: drowsiness, low mood, hallucinations.", id="side-effects"),
    pytest.param("Parents were reminded of the no alcohol rule.", id="a-rule"),
]


def finding(found: list[Finding], words: str) -> Finding:
    """The finding that holds ``words``, or that lies in them."""
    matches = [f for f in found if words in f.text or f.text in words]
    assert matches, f"{words!r} not found among {[f.text for f in found]}"
    return matches[0]


@pytest.mark.parametrize(("text", "words", "assertion"), ASSERTIONS)
def test_assertion(find: Callable[..., list[Finding]], text: str, words: str, assertion: str) -> None:
    assert finding(find(text), words).assertion == assertion


TEMPORALITIES = [
    pytest.param("Mum is depressed.", "depressed", "current", id="now"),
    pytest.param("History of depression.", "depression", "historical", id="history-of"),
    pytest.param("Overdose in 2019.", "Overdose", "historical", id="a-year-long-past"),
    pytest.param("Overdose in April 2023.", "Overdose", "current", id="a-month-ago"),
    pytest.param("He used to hit her.", "hit her", "historical", id="used-to"),
    pytest.param("Her ex-partner punched her two years ago.", "punched her", "historical", id="years-ago"),
    pytest.param("She self-harmed as a teenager.", "self-harmed", "historical", id="as-a-teenager"),
    pytest.param("2016 Took an overdose, admitted.", "overdose", "historical", id="a-dated-line"),
    pytest.param("Depressed since 2019.", "Depressed", "current", id="since-goes-on"),
    pytest.param("In 2016, after a row, he punched her.", "punched her", "historical", id="a-year-reaches-over-commas"),
    pytest.param("Depressed, overdose in 2016.", "Depressed", "current", id="a-year-rules-its-own-part"),
    pytest.param("OD x2 (2015, 2018).", "OD", "historical", id="years-in-brackets"),
    pytest.param("2016 Seen by GP. Took an overdose.", "overdose", "historical", id="a-dated-line-to-its-end"),
    pytest.param("Her own father was an alcoholic.", "alcoholic", "historical", id="her-own-father"),
    pytest.param("She overdosed at 15.", "overdosed", "historical", id="at-an-age"),
    pytest.param("Seen at 15 weeks, depressed.", "depressed", "current", id="weeks-are-no-age"),
    pytest.param("He has never punched her before.", "punched her", "historical", id="never-before"),
    pytest.param("Asked if he ever punched her.", "punched her", "current", id="ever-is-no-past"),
    pytest.param("Mum had PND after Freya.", "PND", "historical", id="after-an-older-child"),
    pytest.param("Self-harmed at 15, none since.", "Self-harmed", "historical", id="none-since"),
    pytest.param("A two week history of depression.", "depression", "current", id="a-history-of-weeks"),
    pytest.param("Family history of depression.", "depression", "current", id="of-the-family"),
]


@pytest.mark.parametrize(("text", "words", "temporality"), TEMPORALITIES)
def test_temporality(find: Callable[..., list[Finding]], text: str, words: str, temporality: str) -> None:
    assert finding(find(text, day=date(2023, 6, 1)), words).temporality == temporality


def test_the_cues_that_decided_are_kept(find: Callable[..., list[Finding]]) -> None:
    text = "Dad denied punching Mum."
    cue = finding(find(text), "punching Mum").cues[0]
    assert (cue.axis, cue.value, text[cue.start : cue.end]) == ("assertion", "denied", "denied")


def test_a_rule_that_settles_the_label_by_itself_is_its_own_cue(find: Callable[..., list[Finding]]) -> None:
    text = "Domestic abuse: nil"
    cue = finding(find(text), text).cues[0]
    assert (cue.axis, cue.value, cue.text) == ("assertion", "negated", text)


@pytest.mark.parametrize("text", ASIDES)
def test_what_is_of_nobody_in_the_case_is_not_found(find: Callable[..., list[Finding]], text: str) -> None:
    assert find(text) == []


def test_an_aside_ends_where_its_clause_ends(find: Callable[..., list[Finding]]) -> None:
    found = find("They watched a film about a heroin addict, and Dad was drunk.")
    assert [(f.text, f.assertion) for f in found] == [("Dad was drunk", "affirmed")]
