"""Finds phrases of the rule language in a text: literals by spaCy's PhraseMatcher, sequences of them on plain lists.

spaCy's ``Matcher`` is linear in the number of patterns, its ``PhraseMatcher`` is not. So every alternative of every slot
is a literal for one ``PhraseMatcher``, and a phrase with gaps or people is looked at only where its anchor, the slot with
the most telling words, was found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from caseflags.detect.tokens import Tokens
from caseflags.rulebook import Gap, Phrase, Slot

SOMEONE = "<someone>"
_GAP_STOPS = frozenset({",", ":", ";", "(", ")", "[", "]", "-", "–", "—", "|", '"', "•", "*"})

Owner = tuple[str, int]
"""What a phrase belongs to: a kind ("rule", "except", "cue" ...) and a number in that kind's list."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: tokens ``start`` up to ``end``, and whose phrase it is."""

    start: int
    end: int
    owner: Owner


@dataclass(frozen=True, slots=True)
class _Sequence:
    """A phrase of several parts. A part is a set of literal numbers, ``None`` for <someone>, or a gap (an int)."""

    parts: tuple[frozenset[int] | int | None, ...]
    anchor: int
    owner: Owner


@dataclass(slots=True)
class Literals:
    """The literals found in one text, by where they start and where they end, and the people found there."""

    starting: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    ending: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    people_starting: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    people_ending: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add_person(self, start: int, end: int) -> None:
        """Make tokens ``start`` to ``end`` a <someone>."""
        self.people_starting[start].append(end)
        self.people_ending[end].append(start)


class PhraseIndex:
    """All phrases of a rulebook, ready to be found. Add first, then ``build``, then ``literals`` and ``find``."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._matcher = PhraseMatcher(nlp.vocab, attr="NORM")
        self._numbers: dict[str, int] = {}
        self._whole: dict[int, list[Owner]] = defaultdict(list)
        self._anchored: dict[int, list[_Sequence]] = defaultdict(list)
        self._keys: dict[int, int] = {}

    def add(self, phrases: Iterable[Phrase], owner: Owner) -> None:
        """Add the phrases of one owner."""
        for phrase in phrases:
            if len(phrase) == 1 and isinstance(phrase[0], Slot):
                for literal in phrase[0].alternatives:
                    self._whole[self._number(literal)].append(owner)
            else:
                self._add_sequence(phrase, owner)

    def build(self) -> None:
        """Hand the literals to spaCy. ``add`` must not be called afterwards."""
        for literal, number in self._numbers.items():
            key = f"{number}"
            self._keys[self._nlp.vocab.strings.add(key)] = number
            self._matcher.add(key, [self._nlp.make_doc(literal)])

    def literals(self, doc: Doc, tokens: Tokens) -> Literals:
        """Every literal in ``doc`` that stays inside a sentence."""
        found = Literals()
        for key, start, end in self._matcher(doc):
            if end - start == 1 or tokens.sentence_of(start) == tokens.sentence_of(end - 1):
                number = self._keys[key]
                found.starting[start].append((end, number))
                found.ending[end].append((start, number))
        return found

    def whole(self, found: Literals, kinds: frozenset[str]) -> Iterator[Hit]:
        """Single-literal phrases of the given kinds."""
        for start, hits in found.starting.items():
            for end, number in hits:
                for owner in self._whole.get(number, ()):
                    if owner[0] in kinds:
                        yield Hit(start, end, owner)

    def sequences(self, found: Literals, tokens: Tokens) -> Iterator[Hit]:
        """Phrases of several parts; the people must have been added to ``found``."""
        seen: set[Hit] = set()
        for start, hits in list(found.starting.items()):
            for end, number in hits:
                for sequence in self._anchored.get(number, ()):
                    for hit in _spread(sequence, start, end, found, tokens):
                        if hit not in seen:
                            seen.add(hit)
                            yield hit

    def _number(self, literal: str) -> int:
        return self._numbers.setdefault(literal, len(self._numbers))

    def _add_sequence(self, phrase: Phrase, owner: Owner) -> None:
        parts = tuple(self._part(part) for part in phrase)
        anchor = max(range(len(phrase)), key=lambda i: _telling(phrase[i]))
        sequence = _Sequence(parts, anchor, owner)
        literals = parts[anchor]
        if not isinstance(literals, frozenset):
            raise ValueError(f"a phrase needs at least one word: {phrase}")
        for number in literals:
            self._anchored[number].append(sequence)

    def _part(self, part: Slot | Gap) -> frozenset[int] | int | None:
        if isinstance(part, Gap):
            return part.most
        if part.alternatives == (SOMEONE,):
            return None
        return frozenset(self._number(literal) for literal in part.alternatives)


def _telling(part: Slot | Gap) -> int:
    """How well a part serves as an anchor: the length of its shortest alternative."""
    if isinstance(part, Gap) or part.alternatives == (SOMEONE,):
        return -1
    return min(len(literal) for literal in part.alternatives)


def _spread(sequence: _Sequence, start: int, end: int, found: Literals, tokens: Tokens) -> Iterator[Hit]:
    """The places where ``sequence`` holds with its anchor on tokens ``start`` to ``end``."""
    low, high = tokens.bounds(tokens.sentence_of(start))
    ends = _walk(sequence.parts[sequence.anchor + 1 :], end, found, tokens, high)
    if not ends:
        return
    starts = _walk_back(sequence.parts[: sequence.anchor][::-1], start, found, tokens, low)
    if starts:
        yield Hit(max(starts), min(ends), sequence.owner)


def _walk(
    parts: Sequence[frozenset[int] | int | None], at: int, found: Literals, tokens: Tokens, limit: int
) -> list[int]:
    """The token indices at which ``parts``, read from ``at`` on, may end."""
    if not parts:
        return [at]
    part, rest = parts[0], parts[1:]
    if isinstance(part, int):
        ends: list[int] = []
        for position in range(at, min(at + part, limit - 1) + 1):
            if position > at and tokens.words[position - 1] in _GAP_STOPS:
                break
            ends = _walk(rest, position, found, tokens, limit)
            if ends:
                break
        return ends
    nexts = found.people_starting.get(at, ()) if part is None else [e for e, n in found.starting.get(at, ()) if n in part]
    return [end for following in sorted(nexts, reverse=True) if following <= limit for end in _walk(rest, following, found, tokens, limit)][:1]


def _walk_back(
    parts: Sequence[frozenset[int] | int | None], at: int, found: Literals, tokens: Tokens, limit: int
) -> list[int]:
    """The token indices at which ``parts``, read backwards from ``at``, may start."""
    if not parts:
        return [at]
    part, rest = parts[0], parts[1:]
    if isinstance(part, int):
        starts: list[int] = []
        for position in range(at, max(at - part, limit) - 1, -1):
            if position < at and tokens.words[position] in _GAP_STOPS:
                break
            starts = _walk_back(rest, position, found, tokens, limit)
            if starts:
                break
        return starts
    nexts = found.people_ending.get(at, ()) if part is None else [s for s, n in found.ending.get(at, ()) if n in part]
    return [start for previous in sorted(nexts) if previous >= limit for start in _walk_back(rest, previous, found, tokens, limit)][:1]
