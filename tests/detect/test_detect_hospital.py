"""Negation and history over hospital sentences with a user's own pack: our own sentences, and the floors of
``tests/gold/hospital.jsonl``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from caseflags.detect.reader import Reader
from caseflags.model import Assertion, Mention, Note, Temporality
from caseflags.rulebook import load

GOLD = Path(__file__).parent.parent / "gold" / "hospital.jsonl"
TERMS = (
    "pneumonia fever infarction swelling rash stroke hernia cough effusion sepsis asthma abscess ulcer fracture "
    "vertigo nausea rigors thrombus gout angina"
).split()
ABSENT = frozenset({Assertion.NEGATED, Assertion.DENIED})


def reader_for(phrases: list[str], folder: Path) -> Reader:
    rules = "".join(f"      - {json.dumps(phrase)}\n" for phrase in phrases)
    pack = folder / "clinical.yaml"
    pack.write_text(
        f'pack: clinical\nversion: "1"\ncategory: clinical\nrules:\n  - id: clinical.term\n    phrases:\n{rules}',
        encoding="utf-8",
    )
    return Reader(load([pack], builtin=False))


@pytest.fixture(scope="module")
def terms(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return reader_for(TERMS, tmp_path_factory.mktemp("pack"))


def labels(reader: Reader, text: str) -> dict[str, Mention]:
    mentions = reader.read(Note("c", "n", text, 2)).mentions
    return {mention.text.lower(): mention for mention in mentions if mention.category == "clinical"}


NEGATED = [
    pytest.param("No fever, nausea or rigors overnight.", "rigors", True, id="a-list-with-or"),
    pytest.param("No fever, nausea, rigors.", "rigors", True, id="a-list-of-single-words"),
    pytest.param("Negative for fever, productive cough, rigors.", "rigors", True, id="a-governed-list"),
    pytest.param("No change in the swelling.", "swelling", False, id="no-change-in"),
    pytest.param("No cause of the fever was found.", "fever", False, id="no-cause-of"),
    pytest.param("No treatment for gout was started.", "gout", False, id="no-treatment-for"),
    pytest.param("No evidence of stroke.", "stroke", True, id="no-evidence-of"),
    pytest.param("The rash has cleared.", "rash", True, id="cleared"),
    pytest.param("Effusion absent.", "effusion", True, id="absent-behind"),
    pytest.param("Tenderness over the hernia, cough absent.", "hernia", False, id="absent-is-said-of-one"),
    pytest.param("Sepsis has not been excluded.", "sepsis", False, id="not-excluded"),
    pytest.param("Sepsis was felt to be unlikely.", "sepsis", True, id="felt-unlikely"),
    pytest.param("Abscess: no.", "abscess", True, id="a-form"),
    pytest.param("Denies that she had angina.", "angina", True, id="denies-that"),
    pytest.param("No effusion and ?pneumonia.", "pneumonia", False, id="a-query-ends-it"),
    pytest.param("Not only a fever but a rash.", "rash", False, id="not-only"),
    pytest.param("He does not know whether the rash is new.", "rash", False, id="does-not-know"),
]


@pytest.mark.parametrize(("text", "word", "absent"), NEGATED)
def test_negation(terms: Reader, text: str, word: str, *, absent: bool) -> None:
    assert (labels(terms, text)[word].assertion in ABSENT) is absent


HISTORICAL = [
    pytest.param("Stroke in 1998.", "stroke", True, id="a-year"),
    pytest.param("In 1998 he was treated for gout.", "gout", True, id="a-year-before"),
    pytest.param("Asthma, stroke in 1998, on tablets for gout.", "gout", False, id="a-year-rules-its-own-part"),
    pytest.param("A three-day history of cough.", "cough", False, id="a-history-of-days"),
    pytest.param("History of asthma, no cough now.", "cough", False, id="now-ends-it"),
    pytest.param("Family history of gout.", "gout", False, id="the-family-s"),
    pytest.param("History and examination point to pneumonia.", "pneumonia", False, id="the-history-that-was-taken"),
    pytest.param("Past medical history: 1. Gout. 2. Asthma.", "asthma", True, id="a-numbered-history"),
    pytest.param("The previously noted effusion is larger.", "effusion", False, id="previously-noted"),
    pytest.param("Prior stroke.", "stroke", True, id="prior"),
    pytest.param("He had asthma as a child and now has angina.", "angina", False, id="as-a-child-and-now"),
    pytest.param("Known history of gout, presenting with fever.", "fever", False, id="presenting-with"),
]


@pytest.mark.parametrize(("text", "word", "past"), HISTORICAL)
def test_history(terms: Reader, text: str, word: str, *, past: bool) -> None:
    assert (labels(terms, text)[word].temporality is Temporality.HISTORICAL) is past


def test_the_gold_sentences_stay_above_their_floors(tmp_path: Path) -> None:
    gold = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    phrases = sorted({" ".join(p["text"].lower().replace("-", " ").split()) for s in gold for p in s["phrases"]})
    reader = reader_for(phrases, tmp_path)
    counts: Counter[tuple[str, bool, bool]] = Counter()
    for sentence in gold:
        mentions = reader.read(Note("c", "n", sentence["text"], 2)).mentions
        for phrase in sentence["phrases"]:
            found = covering(mentions, phrase)
            absent = found is not None and found.assertion in ABSENT
            past = found is not None and found.temporality is Temporality.HISTORICAL
            counts["negated", bool(phrase["negated"]), absent] += 1
            counts["historical", bool(phrase["historical"]), past] += 1
    assert f1(counts, "negated") >= 0.96
    assert f1(counts, "historical") >= 0.86


def covering(mentions: tuple[Mention, ...], phrase: Mapping[str, Any]) -> Mention | None:
    """The mention that overlaps most with a phrase of the gold."""

    def shared(mention: Mention) -> int:
        return min(mention.end, phrase["end"]) - max(mention.start, phrase["start"])

    overlapping = [m for m in mentions if m.category == "clinical" and shared(m) > 0]
    return max(overlapping, key=shared, default=None)


def f1(counts: Mapping[tuple[str, bool, bool], int], label: str) -> float:
    right = counts[label, True, True]
    return 2 * right / (2 * right + counts[label, False, True] + counts[label, True, False])
