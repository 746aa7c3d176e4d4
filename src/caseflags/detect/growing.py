"""Phrases around an anchor: what must stand before and behind it, and whether it does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from caseflags.detect.phrasebook import Words
from caseflags.detect.tokens import Tokens

_GAP_STOPS = frozenset({",", ":", ";", "(", ")", "[", "]", "-", "–", "—", "|", '"', "•", "*"})

Owner = tuple[str, int]
"""What a phrase belongs to: a kind ("rule", "except", "cue" ...) and a number in that kind's list."""


class Hit(NamedTuple):
    """A phrase found: tokens ``start`` up to ``end``, and whose phrase it is."""

    start: int
    end: int
    owner: Owner


@dataclass(frozen=True, slots=True, eq=False)
class Wordings:
    """A slot: its wordings by their first word (or, ``last``, by their last), and whether it may be empty."""

    first: dict[str, tuple[Words, ...]]
    last: dict[str, tuple[Words, ...]]
    optional: bool


class Someone:
    """The slot that any person fills."""


SOMEBODY = Someone()
Part = Wordings | Someone | int
"""A slot, a person, or a gap of so many words."""


class Anchored(NamedTuple):
    """A phrase around its anchor: what must stand before it (read backwards) and behind it.

    ``needs`` are the slots among them that cannot be empty.
    """

    before: tuple[Part, ...]
    behind: tuple[Part, ...]
    owner: Owner
    needs: tuple[Wordings, ...]


@dataclass(slots=True)
class People:
    """Where people stand in a text, by the tokens at which they start and end."""

    starting: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    ending: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, start: int, end: int) -> None:
        """Put a person at tokens ``start`` to ``end``."""
        self.starting[start].append(end)
        self.ending[end].append(start)


class Sentence:
    """A sentence, from token ``low`` up to ``high``, in which phrases are tried."""

    def __init__(self, tokens: Tokens, people: People, token: int) -> None:
        self.low, self.high = tokens.bounds(tokens.sentence_of(token))
        self._tokens = tokens
        self._people = people
        self.words = set(tokens.norms[self.low : self.high])
        self._filled: dict[Wordings, bool] = {}

    def grow(self, phrase: Anchored, start: int, end: int) -> Hit | None:
        """The phrase around its anchor at tokens ``start`` to ``end``, if the rest of it is there."""
        filled = self._filled
        for slot in phrase.needs:
            if slot not in filled:
                filled[slot] = not slot.first.keys().isdisjoint(self.words)
            if not filled[slot]:
                return None
        right = _forward(phrase.behind, 0, end, self._tokens, self._people, self.high) if phrase.behind else end
        if right is None:
            return None
        left = _backward(phrase.before, 0, start, self._tokens, self._people, self.low) if phrase.before else start
        return None if left is None else Hit(left, right, phrase.owner)


def slots_beside(parts: Sequence[Part]) -> tuple[Wordings, ...]:
    """The slots of which a word must stand next to the anchor: up to the first that cannot be empty; else none."""
    for index, part in enumerate(parts):
        if not isinstance(part, Wordings):
            return ()
        if not part.optional:
            return tuple(part for part in parts[: index + 1] if isinstance(part, Wordings))
    return ()


def words_of(slots: Sequence[Wordings], *, last: bool) -> set[str]:
    """The words with which a wording of some slots may begin or, ``last``, end."""
    return set(chain.from_iterable(slot.last if last else slot.first for slot in slots))


def _forward(parts: Sequence[Part], index: int, at: int, tokens: Tokens, people: People, limit: int) -> int | None:
    """Where ``parts`` from ``index`` on end if they begin at token ``at``: the longest wording, the shortest gap."""
    if index == len(parts):
        return at
    part = parts[index]
    if isinstance(part, int):
        for position in range(at, min(at + part, limit - 1) + 1):
            if position > at and tokens.words[position - 1] in _GAP_STOPS:
                return None
            end = _forward(parts, index + 1, position, tokens, people, limit)
            if end is not None:
                return end
        return None
    for following in _ends(part, at, tokens, people, limit):
        end = _forward(parts, index + 1, following, tokens, people, limit)
        if end is not None:
            return end
    return None


def _backward(parts: Sequence[Part], index: int, at: int, tokens: Tokens, people: People, limit: int) -> int | None:
    """Where ``parts`` (in reverse) begin if they end at token ``at``."""
    if index == len(parts):
        return at
    part = parts[index]
    if isinstance(part, int):
        for position in range(at, max(at - part, limit) - 1, -1):
            if position < at and tokens.words[position] in _GAP_STOPS:
                return None
            start = _backward(parts, index + 1, position, tokens, people, limit)
            if start is not None:
                return start
        return None
    for previous in _starts(part, at, tokens, people, limit):
        start = _backward(parts, index + 1, previous, tokens, people, limit)
        if start is not None:
            return start
    return None


def _ends(part: Wordings | Someone, at: int, tokens: Tokens, people: People, limit: int) -> Iterator[int]:
    """Where a slot that begins at token ``at`` may end."""
    if isinstance(part, Someone):
        yield from (end for end in sorted(people.starting.get(at, ()), reverse=True) if end <= limit)
        return
    if at < limit:
        for words in part.first.get(tokens.norms[at], ()):
            end = at + len(words)
            if end <= limit and (len(words) == 1 or tuple(tokens.norms[at:end]) == words):
                yield end
    if part.optional:
        yield at


def _starts(part: Wordings | Someone, at: int, tokens: Tokens, people: People, limit: int) -> Iterator[int]:
    """Where a slot that ends before token ``at`` may start."""
    if isinstance(part, Someone):
        yield from (start for start in sorted(people.ending.get(at, ())) if start >= limit)
        return
    if at > limit:
        for words in part.last.get(tokens.norms[at - 1], ()):
            start = at - len(words)
            if start >= limit and (len(words) == 1 or tuple(tokens.norms[start:at]) == words):
                yield start
    if part.optional:
        yield at
