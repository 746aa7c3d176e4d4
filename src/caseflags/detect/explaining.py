"""How a text is read, laid open: sentences and clauses, people, cues; and why a rule did not fire.

``why_not`` asks by experiment. The rule's parts become rules of their own, each in a category of its own so that none
takes a match from another; a reader of these alone tells which part was found where.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from caseflags.detect.context import CueHit, reaching
from caseflags.detect.layout import lay_out
from caseflags.detect.parsed import Parsed
from caseflags.detect.reader import Reader
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
_LABELLING = frozenset({"assertion", "temporality"})
BORDER = " | "
"""What stands in a drawn sentence where the reach of cues ends."""

Span = tuple[int, int]
"""Half-open offsets into the text of a ``SentenceShown``."""


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A person as the text calls them, and the reference that it stands for."""

    text: str
    reference: str
    kind: str


@dataclass(frozen=True, slots=True)
class CueShown:
    """A cue, whether it decided anything or not: where it stands, and the words that lie in its reach.

    ``reached`` is empty for cues that label nothing themselves: whose word it is, where a reach ends.
    """

    text: str
    axis: str
    value: str
    reach: str
    rule_id: str
    at: Span
    reached: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class MatchShown:
    """Where a rule's match stands."""

    rule_id: str
    at: Span


@dataclass(frozen=True, slots=True)
class SentenceShown:
    """A sentence: its clauses, at whose borders the reach of cues ends, and who and what stands in it.

    ``text`` is all of it with ``BORDER`` between clauses, for offsets to point into.
    """

    clauses: tuple[str, ...]
    people: tuple[PersonShown, ...]
    cues: tuple[CueShown, ...]
    text: str
    matches: tuple[MatchShown, ...]


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
    clauses = [(start, end) for start, end in pairwise([low, *_cuts(parsed, low, high), high])]
    at = _Columns(parsed, clauses)
    return SentenceShown(
        tuple(text(*clause) for clause in clauses),
        tuple(PersonShown(text(p.start, p.end), p.reference, p.kind) for p in parsed.people if low <= p.start < high),
        tuple(_cue(parsed, cue, at, low, high) for cue in parsed.cues if low <= cue.start < high),
        BORDER.join(text(*clause) for clause in clauses),
        tuple(MatchShown(m.rule.id, at.span(m.start, m.end)) for m in parsed.matches if low <= m.start < high),
    )


def _cuts(parsed: Parsed, low: int, high: int) -> list[int]:
    return [at for at in parsed.borders.at if low < at < high]


class _Columns:
    """Where the tokens of a sentence stand in its text with borders."""

    def __init__(self, parsed: Parsed, clauses: Sequence[Span]) -> None:
        self._found: dict[int, Span] = {}
        starts, ends = parsed.tokens.starts, parsed.tokens.ends
        offset = 0
        for first, end in clauses:
            for token in range(first, end):
                self._found[token] = (offset + starts[token] - starts[first], offset + ends[token] - starts[first])
            offset += ends[end - 1] - starts[first] + len(BORDER)

    def span(self, start: int, end: int) -> Span:
        """From token ``start`` up to, not including, ``end``, as far as it lies in the sentence."""
        inside = [self._found[token] for token in range(start, end) if token in self._found]
        return inside[0][0], inside[-1][1]


def _cue(parsed: Parsed, cue: CueHit, at: _Columns, low: int, high: int) -> CueShown:
    rule = cue.rule
    reached = tuple(at.span(*run) for run in _runs(_reached(parsed, cue, low, high)))
    text = parsed.tokens.span_text(cue.start, cue.end)
    return CueShown(text, rule.axis, rule.value, rule.reach, rule.id, at.span(cue.start, cue.end), reached)


def _reached(parsed: Parsed, cue: CueHit, low: int, high: int) -> Iterator[int]:
    """The words outside of a cue to which it would give its label."""
    if cue.rule.axis not in _LABELLING:
        return
    for token in range(low, high):
        outside = not cue.start <= token < cue.end
        if outside and reaching([cue], token, token + 1, parsed.tokens, parsed.borders, parsed.hard_borders):
            yield token


def _runs(tokens: Iterable[int]) -> Iterator[Span]:
    """Join neighbouring numbers.

    >>> list(_runs([1, 2, 5]))
    [(1, 3), (5, 6)]
    """
    start = end = -1
    for token in tokens:
        if token != end:
            if start >= 0:
                yield start, end
            start = token
        end = token + 1
    if start >= 0:
        yield start, end


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
