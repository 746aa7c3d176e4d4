from __future__ import annotations

import pytest

from caseflags.detect.explaining import explain, why_not
from caseflags.detect.reader import Reader
from caseflags.model import Note
from caseflags.rulebook import Rule, Rulebook, load

PACK = """pack: p
category: domestic_abuse
rules:
  - id: p.hit
    phrases: ["{hit} <someone>", "{lash} out ~2 [wildly|hard]"]
    except: ["hit her head"]
    with: ["dad", "partner"]
    without: ["on television"]
  - id: p.hit_long
    phrases: ["{hit} <someone> with a [belt|bat]"]
  - id: p.far
    phrases: ["{punch} <someone>"]
    with: ["dad"]
    with_in: neighbours
    without: ["boxing club"]
    without_in: note
  - id: p.beside
    phrases: ["{graze} to knee"]
    beside: {category: domestic_abuse}
  - id: p.tokens
    tokens: [[{LOWER: clouted}]]
"""


@pytest.fixture(scope="module")
def rulebook(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    path = tmp_path_factory.mktemp("rules") / "p.yaml"
    path.write_text(PACK, encoding="utf-8")
    return load([path], builtin=False)


@pytest.fixture(scope="module")
def small(rulebook: Rulebook) -> Reader:
    return Reader(rulebook)


def rule(rulebook: Rulebook, rule_id: str) -> Rule:
    return next(rule for rule in rulebook.rules if rule.id == rule_id)


WHY = [
    ("Dad hit Mum.", "p.hit", 'it fires on "hit Mum"'),
    ("Dad says Mum hit her head.", "p.hit", 'is found, but "hit her head" vetoes it (`except`)'),
    (
        "Dad saw him hit her on television.",
        "p.hit",
        '"hit her" is found, but its sentence holds "on television" (`without`)',
    ),
    ("He hit her.", "p.hit", '"hit her" is found, but its sentence holds none of "dad", "partner" (`with`)'),
    ("Dad was in. He hit her.", "p.hit", 'its sentence holds none of "dad"'),
    ("Dad hit her with a belt.", "p.hit", '"hit her" is found, but `p.hit_long` wins with "hit her with a belt"'),
    ("Dad was in. He punched her.", "p.far", 'it fires on "punched her"'),
    ("Dad was in. So was I. He punched her.", "p.far", "its sentence and its neighbours hold none of"),
    ("Dad punched her. Later. Boxing club.", "p.far", 'the note holds "Boxing club" (`without`)'),
    ("Graze to knee.", "p.beside", "no other finding stands beside it as the rule wants it (`beside`)"),
    ("Dad was in.", "p.tokens", "none of its phrases is found, nor a word of them"),
    ("All was well.", "p.hit_long", "none of its phrases is found, nor a word of them"),
    ("He lashed out at them all.", "p.hit", 'nearest is "{lash} out ~2 [wildly|hard]", which lacks "wildly"'),
    ("Hard times: he lashed out.", "p.hit", 'all words of "{lash} out ~2 [wildly|hard]" are there, but not'),
]


@pytest.mark.parametrize(("text", "rule_id", "reason"), WHY, ids=[f"{rule}: {text}" for text, rule, _ in WHY])
def test_why_a_rule_did_not_fire(small: Reader, rulebook: Rulebook, text: str, rule_id: str, reason: str) -> None:
    note = Note("c", "n", text, 1)
    said = why_not(rulebook, small.read(note), note, rule(rulebook, rule_id))
    assert reason in "; ".join(said)


def test_a_text_is_laid_open_sentence_by_sentence(small: Reader) -> None:
    text = "Mum denied that Dad hit her, but she left.\n\nNo more   was said."
    explained = explain(small, Note("c", "n", text, 1))
    first, second = explained.sentences
    assert "".join(" ".join(c.split()) for c in first.clauses).startswith("Mum denied that Dad hit her")
    assert len(first.clauses) >= 2
    assert ("Mum", "mother") in [(person.text, person.reference) for person in first.people]
    assert "denied" in {cue.value for cue in first.cues}
    assert second.clauses[0].startswith("No more")
    assert [mention.text for mention in explained.reading.mentions] == ["hit her"]


def test_an_empty_text_has_no_sentences(small: Reader) -> None:
    assert explain(small, Note("c", "n", " ", 1)).sentences == ()
