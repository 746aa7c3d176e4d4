"""A rulebook's phrases as plain tables, which is what a reader looks things up in.

Making them takes a second, reading them back from a file next to nothing; so they hold words and numbers only, in
tuples and lists, and can be kept as they are (``rulebook/kept.py``). What is dear and needed for few phrases is left to
``phrases.py``, which does it where a phrase's anchor is met.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypedDict, cast

from caseflags.detect import grammar
from caseflags.rulebook import SOMEONE, Gap, Phrase, Reach, Rulebook, Slot
from caseflags.rulebook.loading import no_garbage_collection

Words = tuple[str, ...]

GROUPS = {
    "person": "people",
    "rule": "matches",
    "cue": "cues",
    "cue-except": "cues",
    "voice": "voices",
    "voice-except": "voices",
}
"""What a phrase can be of, by when it is looked for: people first, for they fill slots; cues in the sentences of
matches; cues that tell whose voice speaks in the notes of matches. Phrases of other kinds (``except``, ``with``,
``without``) are looked for beside a match of their rule."""
PERSON = -1
"""The part of a phrase that any person fills; other parts are the number of a slot, or -1 - the words of a gap."""


class Tables(TypedDict):
    """``literals``: the anchors' words; a literal's number is its place. ``slots``: wordings, the longest first,
    and whether there need be one. ``phrases``: the parts before the anchor, backwards; those behind it; kind and number
    of the owner.
    ``families``: by group and literal the phrases with that anchor; ``company``: the same by rule and literal for those
    beside a match. ``accompanied``: the rules that want company. ``reaches``: by rule how far it is looked for, where
    that is beyond the sentence. ``words``, ``alone`` and ``pairs`` are the prefilter's (``prefilter.py``), ``language``
    is that of ``spelling.py``; empty in tables that are not kept."""

    literals: list[Words]
    slots: list[tuple[tuple[Words, ...], bool]]
    phrases: list[tuple[tuple[int, ...], tuple[int, ...], str, int]]
    families: dict[str, dict[int, list[int]]]
    company: dict[int, dict[int, list[int]]]
    accompanied: list[int]
    reaches: dict[int, str]
    words: list[str]
    alone: bytes
    pairs: bytes
    language: dict[str, str]


Split = Callable[[str], Words]
"""The words of a text as the tokeniser and NORM have them."""


def tables_of(rulebook: Rulebook, split: Split) -> Tables:
    """Make the tables of a rulebook."""
    maker = _Maker(split)
    maker.tables["accompanied"] += [number for number, rule in enumerate(rulebook.rules) if rule.with_]
    maker.tables["reaches"].update(_reaches(rulebook))
    for kind, number, phrases in _owned(rulebook):
        for phrase in phrases:
            maker.add(phrase, kind, number)
    return maker.tables


def _reaches(rulebook: Rulebook) -> Iterator[tuple[int, str]]:
    for number, rule in enumerate(rulebook.rules):
        reaches = {rule.with_in, rule.without_in}
        widest = next((reach for reach in (Reach.NOTE, Reach.NEIGHBOURS) if reach in reaches), None)
        if widest:
            yield number, widest.value


def _owned(rulebook: Rulebook) -> Iterator[tuple[str, int, tuple[Phrase, ...]]]:
    """All phrases with the kind and number of their owner."""
    for number, rule in enumerate(rulebook.rules):
        yield "rule", number, rule.phrases
        yield "except", number, rule.except_
        yield "with", number, rule.with_
        yield "without", number, rule.without
    for number, cue in enumerate(rulebook.cues):
        kind = "voice" if cue.axis == "voice" else "cue"
        yield kind, number, cue.phrases
        yield f"{kind}-except", number, cue.except_
    for number, word in enumerate(rulebook.people):
        yield "person", number, word.phrases


def to_bytes(tables: Tables) -> bytes:
    """Write tables down."""
    return marshal.dumps(cast("dict[str, Any]", tables))


def from_bytes(written: bytes) -> Tables:
    """Read tables that ``to_bytes`` wrote; where they come from ``rulebook/kept.py`` it has checked them."""
    with no_garbage_collection():
        return cast("Tables", marshal.loads(written))  # noqa: S302 - our own


class _Maker:
    def __init__(self, split: Split) -> None:
        self.tables = Tables(
            literals=[],
            slots=[],
            phrases=[],
            families={group: {} for group in GROUPS.values()},
            company={},
            accompanied=[],
            reaches={},
            words=[],
            alone=b"",
            pairs=b"",
            language={},
        )
        self._split = split
        self._words: dict[str, Words] = {}
        self._telling: dict[str, int] = {}
        self._literals: dict[Words, int] = {}
        self._slots: dict[tuple[tuple[str, ...], bool], int] = {}

    def add(self, phrase: Phrase, kind: str, number: int) -> None:
        at = self._anchor(phrase)
        anchor = phrase[at]
        if not isinstance(anchor, Slot) or anchor.alternatives == (SOMEONE,):
            raise ValueError(f"a phrase needs at least one word: {phrase}")
        before = tuple([self._part(part) for part in reversed(phrase[:at])])
        behind = tuple([self._part(part) for part in phrase[at + 1 :]])
        families = (
            self.tables["families"][GROUPS[kind]] if kind in GROUPS else self.tables["company"].setdefault(number, {})
        )
        place = len(self.tables["phrases"])
        self.tables["phrases"].append((before, behind, kind, number))
        for literal in anchor.alternatives:
            families.setdefault(self._literal(literal), []).append(place)

    def _anchor(self, phrase: Phrase) -> int:
        """Which part tells most: the one whose least telling wording has most letters outside of function words."""
        if len(phrase) == 1:
            return 0
        scores = [self._score(part) for part in phrase]
        return scores.index(max(scores))

    def _score(self, part: Slot | Gap) -> int:
        if isinstance(part, Gap) or part.optional or part.alternatives == (SOMEONE,):
            return -1
        return min([self._letters(wording) for wording in part.alternatives])

    def _letters(self, wording: str) -> int:
        letters = self._telling.get(wording)
        if letters is None:
            letters = sum(len(word) for word in wording.split(" ") if word not in grammar.CLOSED_CLASS)
            self._telling[wording] = letters
        return letters

    def _literal(self, wording: str) -> int:
        words = self._words_of(wording)
        number = self._literals.get(words)
        if number is None:
            number = self._literals[words] = len(self._literals)
            self.tables["literals"].append(words)
        return number

    def _words_of(self, wording: str) -> Words:
        words = self._words.get(wording)
        if words is None:
            words = self._words[wording] = tuple(self._split_all(wording.split(" ")))
        return words

    def _split_all(self, words: Iterable[str]) -> Iterator[str]:
        for word in words:
            if word.isalpha():
                yield word
            else:
                yield from self._split(word)

    def _part(self, part: Slot | Gap) -> int:
        if isinstance(part, Gap):
            return PERSON - part.most
        if part.alternatives == (SOMEONE,):
            return PERSON
        key = (part.alternatives, part.optional)
        number = self._slots.get(key)
        if number is None:
            number = self._slots[key] = len(self._slots)
            wordings = tuple(sorted(map(self._words_of, part.alternatives), key=lambda words: (-len(words), words)))
            self.tables["slots"].append((wordings, part.optional))
        return number
