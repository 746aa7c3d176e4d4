"""Phrases around an anchor: what must stand before and behind it, and whether it does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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


class Wordings:
    """A slot: its wordings, the longest first, by their first or by their last word; and whether it may be empty."""

    __slots__ = ("_last", "_wordings", "first", "optional")

    def __init__(self, wordings: Sequence[Words], *, optional: bool) -> None:
        self.optional = optional
        self.first = _by_word(wordings, 0)
        self._wordings = wordings
        self._last: dict[str, tuple[Words, ...]] | None = None

    @property
    def last(self) -> dict[str, tuple[Words, ...]]:
        """The wordings by their last word; few slots are ever read backwards."""
        if self._last is None:
            self._last = _by_word(self._wordings, -1)
        return self._last


class Someone:
    """The slot that any person fills."""


SOMEBODY = Someone()
Part = Wordings | Someone | int
"""A slot, a person, or a gap of so many words."""


class Anchored(NamedTuple):
    """A phrase around its anchor: what must stand before it (read backwards) and behind it.

    ``following`` are the words of which one must stand right behind the anchor or, where that cannot be said,
    ``preceding`` those of which one must stand right before it. ``needs`` are the other slots that cannot be empty.
    """

    before: tuple[Part, ...]
    behind: tuple[Part, ...]
    owner: Owner
    needs: tuple[Wordings, ...]
    following: frozenset[str]
    preceding: frozenset[str]


def anchored(before: tuple[Part, ...], behind: tuple[Part, ...], owner: Owner) -> Anchored:
    """Make a phrase of its parts and tell what it requires."""
    following = _words_beside(behind, backwards=False)
    preceding = frozenset[str]() if following else _words_beside(before, backwards=True)
    beside = behind[0] if following else before[0] if preceding else None
    parts = (part for part in (*before, *behind) if part is not beside)
    needs = [part for part in parts if isinstance(part, Wordings) and not part.optional]
    needs.sort(key=lambda slot: len(slot.first))
    return Anchored(before, behind, owner, tuple(needs), following, preceding)


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

    def __init__(self, tokens: Tokens, people: People, low: int, high: int) -> None:
        self.low = low
        self.high = high
        self._tokens = tokens
        self._people = people
        self.words = set(tokens.norms[low:high])
        self._filled: dict[Wordings, bool] = {}

    def has(self, slots: Sequence[Wordings]) -> bool:
        """Whether a word of each of some slots stands in it."""
        filled = self._filled
        for slot in slots:
            found = filled.get(slot)
            if found is None:
                found = filled[slot] = not slot.first.keys().isdisjoint(self.words)
            if not found:
                return False
        return True

    def grow(self, phrase: Anchored, start: int, end: int) -> Hit | None:
        """The phrase around its anchor at tokens ``start`` to ``end``, if the rest of it is there."""
        if len(phrase.needs) > 1 and not self.has(phrase.needs):
            return None
        right = self._reach(phrase.behind, 0, end, 1) if phrase.behind else end
        if right is None:
            return None
        left = self._reach(phrase.before, 0, start, -1) if phrase.before else start
        return None if left is None else Hit(left, right, phrase.owner)

    def _reach(self, parts: Sequence[Part], index: int, at: int, step: int) -> int | None:
        """How far ``parts`` from ``index`` on reach from the place before token ``at``, to the right (``step`` 1) or to
        the left (-1): the longest wording, the shortest gap. ``None`` if they are not there."""
        if index == len(parts):
            return at
        part = parts[index]
        for place in self._gap(part, at, step) if isinstance(part, int) else self._ends(part, at, step):
            reached = self._reach(parts, index + 1, place, step)
            if reached is not None:
                return reached
        return None

    def _gap(self, most: int, at: int, step: int) -> Iterator[int]:
        """Where a gap of at most so many words may end."""
        yield at
        left = self.high - at if step > 0 else at - self.low
        for _ in range(min(most, left)):
            if self._tokens.words[at if step > 0 else at - 1] in _GAP_STOPS:
                return
            at += step
            yield at

    def _ends(self, part: Wordings | Someone, at: int, step: int) -> Iterator[int]:
        """Where a slot or a person may end."""
        if isinstance(part, Someone):
            yield from self._across_people(at, step)
            return
        norms, left = self._tokens.norms, self.high - at if step > 0 else at - self.low
        if left > 0:
            for words in part.first.get(norms[at], ()) if step > 0 else part.last.get(norms[at - 1], ()):
                size = len(words)
                low = at if step > 0 else at - size
                if size == 1 or (size <= left and tuple(norms[low : low + size]) == words):
                    yield at + step * size
        if part.optional:
            yield at

    def _across_people(self, at: int, step: int) -> Iterator[int]:
        """The other sides of the people who stand here, the longest first."""
        if step > 0:
            yield from (end for end in sorted(self._people.starting.get(at, ()), reverse=True) if end <= self.high)
        else:
            yield from (start for start in sorted(self._people.ending.get(at, ())) if start >= self.low)


def _words_beside(parts: Sequence[Part], *, backwards: bool) -> frozenset[str]:
    """The words of which one must stand next to the anchor; none where a gap or a person may."""
    words: list[str] = []
    for part in parts:
        if not isinstance(part, Wordings):
            break
        words += part.last if backwards else part.first
        if not part.optional:
            return frozenset(words)
    return frozenset()


def _by_word(wordings: Sequence[Words], at: int) -> dict[str, tuple[Words, ...]]:
    """Wordings by their word at a place, in their order."""
    found: dict[str, tuple[Words, ...]] = {}
    for words in wordings:
        word = words[at]
        found[word] = (*found[word], words) if word in found else (words,)
    return found
