"""Finds the phrases of the rule language in a text: their anchors first, the rest of them around an anchor.

spaCy's ``Matcher`` is linear in the number of patterns. So each phrase is looked at only where its *anchor* was found,
the slot with the most telling words, and of the phrases with that anchor only those whose next word is there, too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple

from caseflags.detect.phrasebook import PERSON, Tables, Words
from caseflags.detect.tokens import Tokens

_GAP_STOPS = frozenset({",", ":", ";", "(", ")", "[", "]", "-", "–", "—", "|", '"', "•", "*"})

Owner = tuple[str, int]
"""What a phrase belongs to: a kind ("rule", "except", "cue" ...) and a number in that kind's list."""


class Hit(NamedTuple):
    """A phrase found: tokens ``start`` up to ``end``, and whose phrase it is."""

    start: int
    end: int
    owner: Owner


@dataclass(frozen=True, slots=True)
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

    ``far`` are words of which one must stand behind the gap next to the anchor, ``reach`` how far away it may begin:
    behind the anchor, or before it where ``reach`` is negative.
    """

    before: tuple[Part, ...]
    behind: tuple[Part, ...]
    owner: Owner
    far: AbstractSet[str] = frozenset()
    reach: int = 0

    def may_stand(self, norms: Sequence[str], start: int, end: int, people: People) -> bool:
        """Whether what stands next to the gap or the person beside the anchor is there at all."""
        if self.reach > 0:
            return not self.far.isdisjoint(norms[end : end + self.reach])
        if self.reach < 0:
            return not self.far.isdisjoint(norms[max(0, start + self.reach) : start])
        if self.behind and self.behind[0] is SOMEBODY and end not in people.starting:
            return False
        return not (self.before and self.before[0] is SOMEBODY and start not in people.ending)


class Family:
    """The phrases that share an anchor, sorted by the word that must follow or, failing that, precede it."""

    def __init__(self) -> None:
        self.single: list[Owner] = []
        self.followed: dict[str, list[Anchored]] = defaultdict(list)
        self.preceded: dict[str, list[Anchored]] = defaultdict(list)
        self.loose: list[Anchored] = []

    def add(self, phrase: Anchored) -> None:
        """Sort ``phrase`` in."""
        if not phrase.before and not phrase.behind:
            self.single.append(phrase.owner)
            return
        for table, words in (
            (self.followed, _next_words(phrase.behind, last=False)),
            (self.preceded, _next_words(phrase.before, last=True)),
        ):
            if words is not None:
                for word in words:
                    table[word].append(phrase)
                return
        self.loose.append(_with_far_words(phrase))


@dataclass(slots=True)
class People:
    """Where people stand in a text, by the tokens at which they start and end."""

    starting: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    ending: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, start: int, end: int) -> None:
        """Put a person at tokens ``start`` to ``end``."""
        self.starting[start].append(end)
        self.ending[end].append(start)


Anchors = list[tuple[int, int, int]]
"""Anchors found: first token, token behind the last, number of the literal."""


class PhraseIndex:
    """All phrases of a rulebook, ready to be found."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._numbers = {words: number for number, words in enumerate(tables["literals"])}
        self._lengths = _lengths(tables["literals"])
        self._slots: dict[int, Wordings] = {}
        self._families: dict[str, dict[int, Family]] = {group: {} for group in tables["families"]}
        self._company: dict[int, dict[int, Family]] = {rule: {} for rule in tables["company"]}

    def anchors(self, tokens: Tokens, places: Iterable[int]) -> Anchors:
        """Every anchor that begins at one of some tokens and stays inside a sentence, in order."""
        norms, numbers, lengths = tokens.norms, self._numbers, self._lengths
        found: Anchors = []
        for start in places:
            for length in lengths.get(norms[start], ()):
                end = start + length
                number = numbers.get(tuple(norms[start:end]))
                if number is None or end > len(norms):
                    continue
                if length == 1 or tokens.sentence_of(start) == tokens.sentence_of(end - 1):
                    found.append((start, end, number))
        return found

    def find(self, anchors: Anchors, tokens: Tokens, people: People, group: str) -> list[Hit]:
        """The phrases of a group of owners, each place once."""
        return self._find(anchors, tokens, people, self._tables["families"][group], self._families[group])

    def company(self, hits: Iterable[Hit], tokens: Tokens, people: People) -> list[Hit]:
        """What the rules that hit in a sentence want to stand there, or not to stand there."""
        rules: dict[int, set[int]] = defaultdict(set)
        for hit in hits:
            if hit.owner[1] in self._company:
                rules[tokens.sentence_of(hit.start)].add(hit.owner[1])
        found = []
        for sentence, numbers in rules.items():
            anchors = self.anchors(tokens, range(*tokens.bounds(sentence)))
            for rule in numbers:
                known = self._tables["company"][rule]
                found += self._find(anchors, tokens, people, known, self._company[rule])
        return found

    def _find(
        self, anchors: Anchors, tokens: Tokens, people: People, known: dict[int, list[int]], families: dict[int, Family]
    ) -> list[Hit]:
        found: dict[Hit, None] = {}
        norms = tokens.norms
        for start, end, number in anchors:
            if number not in known:
                continue
            family = families.get(number)
            if family is None:
                family = families[number] = self._family(known[number])
            for owner in family.single:
                found[Hit(start, end, owner)] = None
            candidates = family.followed.get(norms[end], ()) if end < len(norms) else ()
            if start and norms[start - 1] in family.preceded:
                candidates = (*candidates, *family.preceded[norms[start - 1]])
            for phrase in candidates:
                _grow(phrase, start, end, tokens, people, found)
            for phrase in family.loose:
                if phrase.may_stand(norms, start, end, people):
                    _grow(phrase, start, end, tokens, people, found)
        return list(found)

    def _family(self, places: Iterable[int]) -> Family:
        """Some phrases with one anchor, sorted: done when the anchor is first met."""
        family = Family()
        for place in places:
            before, behind, kind, owner = self._tables["phrases"][place]
            parts = [tuple([self._part(part) for part in side]) for side in (before, behind)]
            family.add(Anchored(parts[0], parts[1], (kind, owner)))
        return family

    def _part(self, part: int) -> Part:
        if part < 0:
            return SOMEBODY if part == PERSON else PERSON - part
        wordings = self._slots.get(part)
        if wordings is None:
            alternatives, optional = self._tables["slots"][part]
            first: dict[str, list[Words]] = defaultdict(list)
            last: dict[str, list[Words]] = defaultdict(list)
            for words in alternatives:
                first[words[0]].append(words)
                last[words[-1]].append(words)
            wordings = self._slots[part] = Wordings(_longest_first(first), _longest_first(last), optional)
        return wordings


def _lengths(literals: Sequence[Words]) -> dict[str, tuple[int, ...]]:
    """How many words the literals have that begin with a word, in order."""
    found: dict[str, set[int]] = {}
    for words in literals:
        found.setdefault(words[0], set()).add(len(words))
    shared: dict[tuple[int, ...], tuple[int, ...]] = {}
    lengths = ((word, tuple(sorted(each))) for word, each in found.items())
    return {word: shared.setdefault(each, each) for word, each in lengths}


def _with_far_words(phrase: Anchored) -> Anchored:
    """Note what must stand on the other side of a gap beside the anchor."""
    for parts, side in ((phrase.behind, 1), (phrase.before, -1)):
        if len(parts) > 1 and isinstance(parts[0], int) and isinstance(parts[1], Wordings) and not parts[1].optional:
            words = parts[1].first if side > 0 else parts[1].last
            return phrase._replace(far=words.keys(), reach=side * (parts[0] + 1))
    return phrase


def _longest_first(by_word: dict[str, list[Words]]) -> dict[str, tuple[Words, ...]]:
    return {word: tuple(sorted(found, key=lambda words: (-len(words), words))) for word, found in by_word.items()}


def _next_words(parts: Sequence[Part], *, last: bool) -> set[str] | None:
    """The words of which one must stand next to the anchor; ``None`` if that cannot be said."""
    words: set[str] = set()
    for part in parts:
        if not isinstance(part, Wordings):
            return None
        words.update(part.last if last else part.first)
        if not part.optional:
            return words
    return None


def _grow(phrase: Anchored, start: int, end: int, tokens: Tokens, people: People, found: dict[Hit, None]) -> None:
    """Put the phrase around its anchor at tokens ``start`` to ``end`` into ``found``, if the rest of it is there."""
    low, high = tokens.bounds(tokens.sentence_of(start))
    right = _forward(phrase.behind, 0, end, tokens, people, high) if phrase.behind else end
    if right is None:
        return
    left = _backward(phrase.before, 0, start, tokens, people, low) if phrase.before else start
    if left is not None:
        found[Hit(left, right, phrase.owner)] = None


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
