"""How a text is read, laid open: sentences and clauses, people, cues; and why a rule did not fire.

``why_not`` asks by experiment. The rule's parts become rules of their own, each in a category of its own so that none
takes a match from another; a reader of these alone tells which part was found where.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from caseflags.detect.layout import lay_out
from caseflags.detect.reader import Parsed, Reader
from caseflags.detect.tokens import tokens_of
from caseflags.intake.cleaning import clean
from caseflags.model import Mention, Note, Reading
from caseflags.rulebook import SOMEONE, Phrase, Reach, Rule, Rulebook, Slot, Written, normal

_WORD = re.compile(r"[\w']+")
_WHERE = {
    Reach.SENTENCE: "its sentence holds",
    Reach.NEIGHBOURS: "its sentence and its neighbours hold",
    Reach.NOTE: "the note holds",
}
_PARTS = ("phrases", "except", "with", "without")


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A person as the text calls them, and the reference that it stands for."""

    text: str
    reference: str
    kind: str


@dataclass(frozen=True, slots=True)
class CueShown:
    """A cue, whether it decided anything or not."""

    text: str
    axis: str
    value: str
    reach: str
    rule_id: str


@dataclass(frozen=True, slots=True)
class SentenceShown:
    """A sentence: its clauses, at whose borders the reach of cues ends, and who and what stands in it."""

    clauses: tuple[str, ...]
    people: tuple[PersonShown, ...]
    cues: tuple[CueShown, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """A note laid open: its sentences in order, and the reading that came of them."""

    sentences: tuple[SentenceShown, ...]
    reading: Reading


def explain(reader: Reader, note: Note) -> Explained:
    """Lay open how ``reader`` reads ``note``."""
    layout = lay_out(clean(note.text).text)
    doc = reader.tokenizer(layout.text)
    parsed = reader.parse(doc, tokens_of(doc, layout), note.date)
    sentences = (_sentence(parsed, number) for number in range(len(parsed.tokens.sentences)))
    return Explained(tuple(s for s in sentences if any(map(str.strip, s.clauses))), reader.read(note))


def _sentence(parsed: Parsed, number: int) -> SentenceShown:
    low, high = parsed.tokens.bounds(number)
    text = parsed.tokens.span_text
    return SentenceShown(
        tuple(_clauses(parsed, low, high)),
        tuple(PersonShown(text(p.start, p.end), p.reference, p.kind) for p in parsed.people if low <= p.start < high),
        tuple(
            CueShown(text(cue.start, cue.end), cue.rule.axis, cue.rule.value, cue.rule.reach, cue.rule.id)
            for cue in parsed.cues
            if low <= cue.start < high
        ),
    )


def _clauses(parsed: Parsed, low: int, high: int) -> Iterator[str]:
    cuts = [low, *(at for at in parsed.borders.at if low < at < high), high]
    for start, end in pairwise(cuts):
        yield parsed.tokens.span_text(start, end)


def why_not(rulebook: Rulebook, reading: Reading, note: Note, rule: Rule) -> list[str]:
    """Say why ``rule`` has no mention in ``reading``; that it has one, if it has."""
    fired = [mention for mention in reading.mentions if mention.rule_id == rule.id]
    if fired:
        return [f'it fires on "{mention.text}"' for mention in fired]
    parts = _parts_found(rulebook, note, rule)
    if not parts["phrases"]:
        return list(_nearest(note.text, rule))
    return [_reason(rule, match, parts, reading) for match in parts["phrases"]]


def _parts_found(rulebook: Rulebook, note: Note, rule: Rule) -> dict[str, list[Mention]]:
    """Find each part of a rule in the text as if it were a rule."""
    wordings = {"phrases": rule.phrases, "except": rule.except_, "with": rule.with_, "without": rule.without}
    rules = tuple(_alone(rule, part, phrases) for part, phrases in wordings.items() if phrases or part == "phrases")
    mentions = Reader(replace(rulebook, rules=rules, packs=())).read(note).mentions
    return {part: [m for m in mentions if m.rule_id == part] for part in _PARTS}


def _alone(rule: Rule, part: str, phrases: tuple[Phrase, ...]) -> Rule:
    tokens = rule.tokens if part == "phrases" else ()
    return replace(
        rule,
        id=part,
        category=f"part {part}",
        phrases=phrases,
        tokens=tokens,
        except_=(),
        with_=(),
        without=(),
        beside=(),
    )


def _reason(rule: Rule, match: Mention, parts: dict[str, list[Mention]], reading: Reading) -> str:
    """Say what kept a match of the rule's phrases from becoming a mention."""
    found = f'"{match.text}" is found, but'
    veto = next((m for m in parts["except"] if _overlap(m, match)), None)
    if veto:
        return f'{found} "{veto.text}" vetoes it (`except`)'
    unwanted = [m for m in parts["without"] if _within(m, match, rule.without_in)]
    if unwanted:
        return f'{found} {_WHERE[rule.without_in]} "{unwanted[0].text}" (`without`)'
    if rule.with_ and all(_overlap(m, match) for m in parts["with"] if _within(m, match, rule.with_in)):
        wanted = ", ".join(f'"{written.text}"' for written in _under(rule, "with"))
        return f"{found} {_WHERE[rule.with_in]} none of {wanted} (`with`)"
    winner = next((m for m in reading.mentions if _overlap(m, match)), None)
    if winner:
        return f'{found} `{winner.rule_id}` wins with "{winner.text}"'
    if rule.beside:
        return f"{found} no other finding stands beside it as the rule wants it (`beside`)"
    return f"{found} another match of the rule wins"


def _within(one: Mention, match: Mention, reach: Reach) -> bool:
    return reach is Reach.NOTE or abs(one.sentence - match.sentence) <= (reach is Reach.NEIGHBOURS)


def _overlap(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def _under(rule: Rule, key: str) -> Iterator[Written]:
    return (written for written in rule.written if written.key == key)


def _nearest(text: str, rule: Rule) -> Iterator[str]:
    """Say that no phrase is found, and which comes nearest: the one of which least is missing."""
    words = f" {' '.join(_WORD.findall(normal(text)))} "
    near = [(_missing(words, phrase), written) for written in _under(rule, "phrases") for phrase in written.phrases]
    missing, written = min(near, key=lambda one: one[0].share, default=(_Missing(1.0, ()), None))
    if written is None or missing.share == 1:
        yield "none of its phrases is found, nor a word of them"
    elif missing.words:
        lacks = ", ".join(f'"{word}"' for word in missing.words)
        yield f'none of its phrases is found; nearest is "{written.text}", which lacks {lacks}'
    else:
        order = "in this order, as near each other, and in one sentence"
        yield f'none of its phrases is found; all words of "{written.text}" are there, but not {order}'


@dataclass(frozen=True, slots=True)
class _Missing:
    """What of a phrase a text does not hold: the share of its slots, and a wording of each."""

    share: float
    words: tuple[str, ...]


def _missing(words: str, phrase: Phrase) -> _Missing:
    slots = [part for part in phrase if isinstance(part, Slot) and part.alternatives != (SOMEONE,)]
    lacking = [slot for slot in slots if not any(f" {wording} " in words for wording in slot.alternatives if wording)]
    lacking = [slot for slot in lacking if "" not in slot.alternatives]
    return _Missing(len(lacking) / len(slots) if slots else 0.0, tuple(slot.alternatives[0] for slot in lacking))
