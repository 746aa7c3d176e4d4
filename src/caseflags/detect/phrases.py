"""Finds phrases of the rule language in a text: their anchors by spaCy's PhraseMatcher, the rest on plain lists.

spaCy's ``Matcher`` is linear in the number of patterns, its ``PhraseMatcher`` is not. So each phrase is looked at only
where its *anchor* was found, the slot with the most telling words; its other parts are compared with the words around
it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from caseflags.detect import grammar
from caseflags.detect.tokens import Tokens
from caseflags.rulebook import SOMEONE, Gap, Phrase, Slot

_GAP_STOPS = frozenset({",", ":", ";", "(", ")", "[", "]", "-", "–", "—", "|", '"', "•", "*"})

Owner = tuple[str, int]
"""What a phrase belongs to: a kind ("rule", "except", "cue" ...) and a number in that kind's list."""

_AT_ONCE = 200
GROUPS = {
    "person": "people",
    "rule": "matches",
    "tokens": "matches",
    "cue": "matches",
    "cue-except": "matches",
    "except": "company",
    "with": "company",
    "without": "company",
}
"""The kinds of owners by when they are looked for: people first, for they fill slots, company only for rules that
matched."""

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
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


Part = Wordings | Someone | int
"""A slot, a person, or a gap of so many words."""


@dataclass(frozen=True, slots=True)
class Anchored:
    """A phrase around its anchor: what must stand before it (read backwards) and behind it."""

    before: tuple[Part, ...]
    behind: tuple[Part, ...]
    owner: Owner


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
        self.loose.append(phrase)

    def candidates(self, previous: str, following: str) -> Iterator[Anchored]:
        """The phrases that can stand between two words."""
        yield from self.followed.get(following, ())
        yield from self.preceded.get(previous, ())
        yield from self.loose


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
    """All phrases of a rulebook, ready to be found. Add first, then ``build``, then ``anchors`` and ``find``."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._matcher = PhraseMatcher(nlp.vocab, attr="NORM")
        self._words: dict[str, Words] = {}
        self._numbers: dict[Words, int] = {}
        self._families: dict[str, dict[int, Family]] = {group: {} for group in sorted(set(GROUPS.values()))}
        self._slots: dict[Slot, Wordings] = {}

    def add(self, phrases: Iterable[Phrase], owner: Owner) -> None:
        """Add the phrases of one owner."""
        for phrase in phrases:
            at = max(range(len(phrase)), key=lambda i: _telling(phrase[i]))
            anchor = phrase[at]
            if not isinstance(anchor, Slot) or anchor.alternatives == (SOMEONE,):
                raise ValueError(f"a phrase needs at least one word: {phrase}")
            before = tuple(self._part(part) for part in reversed(phrase[:at]))
            behind = tuple(self._part(part) for part in phrase[at + 1 :])
            anchored = Anchored(before, behind, owner)
            families = self._families[GROUPS[owner[0]]]
            for literal in anchor.alternatives:
                number = self._number(self._split(literal))
                families.setdefault(number, Family()).add(anchored)

    def words(self) -> set[str]:
        """Every word that stands in a phrase."""
        return {word for words in self._words.values() for word in words}

    def build(self) -> None:
        """Hand the anchors to spaCy. ``add`` must not be called afterwards."""
        vocab = self._nlp.vocab
        # One key for all: the words of a match tell which anchor it is, and thirty thousand keys would cost a second.
        # A few at a time: all their Docs at once would cost every worker a hundred megabytes.
        every = list(self._numbers)
        for first in range(0, len(every), _AT_ONCE):
            docs = [Doc(vocab, words=list(words)) for words in every[first : first + _AT_ONCE]]
            self._matcher.add("anchor", docs)

    def anchors(self, doc: Doc, tokens: Tokens) -> Anchors:
        """Every anchor in ``doc`` that stays inside a sentence, in order."""
        norms, numbers = tokens.norms, self._numbers
        return sorted(
            (start, end, numbers[tuple(norms[start:end])])
            for _, start, end in self._matcher(doc)
            if end - start == 1 or tokens.sentence_of(start) == tokens.sentence_of(end - 1)
        )

    def find(
        self, anchors: Anchors, tokens: Tokens, people: People, group: str, wanted: AbstractSet[int] | None = None
    ) -> Iterator[Hit]:
        """The phrases of one group of owners, each place once; only those whose owner's number is ``wanted``."""
        seen: set[Hit] = set()
        families, norms = self._families[group], tokens.norms
        for start, end, number in anchors:
            family = families.get(number)
            if family is None:
                continue
            for owner in family.single:
                if wanted is None or owner[1] in wanted:
                    yield Hit(start, end, owner)
            around = family.candidates(norms[start - 1] if start else "", norms[end] if end < len(norms) else "")
            for phrase in around:
                if wanted is None or phrase.owner[1] in wanted:
                    hit = _grow(phrase, start, end, tokens, people)
                    if hit is not None and hit not in seen:
                        seen.add(hit)
                        yield hit

    def _split(self, literal: str) -> Words:
        """The words of a literal as spaCy's tokeniser and NORM would have them."""
        words = self._words.get(literal)
        if words is None:
            parts: list[str] = []
            for word in literal.split(" "):
                known = self._words.get(word)
                if known is None:
                    known = self._words[word] = (
                        (word,) if word.isalpha() else tuple(token.norm_ for token in self._nlp.make_doc(word))
                    )
                parts.extend(known)
            words = self._words[literal] = tuple(parts)
        return words

    def _number(self, words: Words) -> int:
        return self._numbers.setdefault(words, len(self._numbers))

    def _part(self, part: Slot | Gap) -> Part:
        if isinstance(part, Gap):
            return part.most
        if part.alternatives == (SOMEONE,):
            return Someone()
        wordings = self._slots.get(part)
        if wordings is None:
            first: dict[str, list[Words]] = defaultdict(list)
            last: dict[str, list[Words]] = defaultdict(list)
            for literal in part.alternatives:
                words = self._split(literal)
                first[words[0]].append(words)
                last[words[-1]].append(words)
            wordings = Wordings(_longest_first(first), _longest_first(last), part.optional)
            self._slots[part] = wordings
        return wordings


def _longest_first(by_word: dict[str, list[Words]]) -> dict[str, tuple[Words, ...]]:
    return {word: tuple(sorted(found, key=lambda words: (-len(words), words))) for word, found in by_word.items()}


def _telling(part: Slot | Gap) -> int:
    """How well a part serves as an anchor: what its least telling alternative has in letters outside of function
    words."""
    if isinstance(part, Gap) or part.optional or part.alternatives == (SOMEONE,):
        return -1
    return min(
        sum(len(word) for word in literal.split(" ") if word not in grammar.CLOSED_CLASS)
        for literal in part.alternatives
    )


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


def _grow(phrase: Anchored, start: int, end: int, tokens: Tokens, people: People) -> Hit | None:
    """The phrase around its anchor at tokens ``start`` to ``end``, if the rest of it is there."""
    low, high = tokens.bounds(tokens.sentence_of(start))
    right = _forward(phrase.behind, 0, end, tokens, people, high)
    if right is None:
        return None
    left = _backward(phrase.before, 0, start, tokens, people, low)
    return None if left is None else Hit(left, right, phrase.owner)


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
