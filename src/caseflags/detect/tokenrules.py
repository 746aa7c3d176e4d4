"""Rules written as spaCy Matcher patterns, run only where a word that they require stands among fitting neighbours.

Patterns that ask for words alone are matched around their anchor (``tokenseries.py``). The others are for spaCy, whose
``Matcher`` costs time for every pattern on every token, and for every call. So a pattern is run only on sentences that
hold a token which it requires (its anchor), with neighbours that it allows; and the sentences of many notes are joined
for one call a rule. Patterns without an anchor still work, on every sentence; ``unanchored`` names their rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from spacy.attrs import IDS
from spacy.matcher import Matcher
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

from caseflags.detect.growing import Hit
from caseflags.detect.tokenpatterns import Anchored, Test, anchored, looks_around
from caseflags.detect.tokens import Tokens
from caseflags.detect.tokenseries import Flags, Series
from caseflags.rulebook import Rule

_FLAGS = ("IS_ALPHA", "IS_DIGIT", "IS_LOWER", "IS_PUNCT", "IS_TITLE", "IS_UPPER", "LIKE_NUM")
_WORDS_KNOWN = 1 << 14


Found = tuple[int, tuple[tuple[int, Anchored], ...]]
"""A token that is an anchor, and the patterns it belongs to, with the numbers of their rules."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence in which a rule may hit: the number of its note among some, and its first and last token."""

    rule: int
    note: int
    first: int
    end: int


class TokenRules:
    """The token patterns of a rulebook. ``find`` runs them all by spaCy. Where their anchors were found, ``follow``
    matches those that need no spaCy, and ``wanted`` and ``find_joined`` the others; ``joins`` says that there are such.
    """

    def __init__(self, tokenizer: Tokenizer, rules: Sequence[Rule]) -> None:
        self.unanchored: list[str] = []
        self._tokenizer = tokenizer
        self._matchers: dict[int, Matcher] = {}
        self._by_word: dict[tuple[str, str], list[tuple[int, Anchored]]] = defaultdict(list)
        self._by_regex: list[tuple[int, Anchored]] = []
        self._everywhere: list[int] = []
        self._apart: set[int] = set()
        self._flags = _flags(tokenizer)
        for number, rule in enumerate(rules):
            if rule.tokens:
                self._add(number, rule)
        sorted_in = chain(self._by_regex, *self._by_word.values())
        self.joins = bool(self._everywhere) or any(pattern.series is None for _, pattern in sorted_in)

    def _add(self, number: int, rule: Rule) -> None:
        matcher = Matcher(self._tokenizer.vocab)
        matcher.add(rule.id, [[dict(token) for token in pattern] for pattern in rule.tokens])
        self._matchers[number] = matcher
        patterns = [anchored(pattern, self._flags) for pattern in rule.tokens]
        if all(patterns):
            for pattern in patterns:
                if pattern is not None:
                    self._sort_in(number, pattern)
        else:
            self._everywhere.append(number)
            self.unanchored.append(rule.id)
        if any(map(looks_around, rule.tokens)):
            self._apart.add(number)

    def _sort_in(self, rule: int, pattern: Anchored) -> None:
        """Sort a pattern in by the words that its anchor asks for, so that a token is not tested against all."""
        condition = next((each for each in pattern.test.conditions if each.words is not None), None)
        if condition is None or condition.words is None:
            self._by_regex.append((rule, pattern))
            return
        for word in condition.words:
            self._by_word[condition.attribute, word].append((rule, pattern))

    def anchors(self, word: str, norm: str) -> tuple[tuple[int, Anchored], ...]:
        """The patterns, with their rules, that have a token as their anchor."""
        keys = (("LOWER", word.lower()), ("TEXT", word), ("ORTH", word), ("NORM", norm))
        found = [*chain.from_iterable(self._by_word.get(key, ()) for key in keys), *self._by_regex]
        return tuple([each for each in found if each[1].test.holds(word, norm)])

    def find(self, doc: Doc, tokens: Tokens) -> Iterator[Hit]:
        """The matches of all patterns, each inside one sentence."""
        for sentence in range(len(tokens.sentences)):
            first, end = tokens.bounds(sentence)
            for number in self._matchers:
                yield from (Hit(*span, ("rule", number)) for span in self.run(number, doc, first, end))

    def follow(self, tokens: Tokens, found: Iterable[Found]) -> Iterator[Hit]:
        """The matches in a note that need no spaCy, around the anchors found in it."""
        for token, patterns in found:
            first, end = tokens.bounds(tokens.sentence_of(token))
            for rule, pattern in patterns:
                if pattern.series is not None:
                    for span in self.spans(rule, pattern.series, tokens, token, first, end):
                        yield Hit(*span, ("rule", rule))

    def spans(
        self, rule: int, series: Series, tokens: Tokens, token: int, first: int, end: int
    ) -> Sequence[tuple[int, int]]:
        """The spans that a pattern of a rule matches with its anchor at a token, between two others."""
        del rule  # for those who count
        return list(series.spans(tokens, token, first, end))

    def wanted(self, note: int, tokens: Tokens, found: Iterable[Found]) -> set[Stretch]:
        """Where a rule may hit in a note and spaCy is to say so, by the anchors found in it."""
        stretches = set()
        for token, patterns in found:
            first, end = tokens.bounds(tokens.sentence_of(token))
            for rule, pattern in patterns:
                beside = pattern.series is None and (
                    _holds(test, tokens, token + offset, first, end) for offset, test in pattern.beside
                )
                if beside and all(beside):
                    stretches.add(Stretch(rule, note, first, end))
        for rule in self._everywhere:
            every = range(len(tokens.sentences))
            stretches.update(Stretch(rule, note, *tokens.bounds(sentence)) for sentence in every)
        return stretches

    def find_joined(self, stretches: Iterable[Stretch], notes: Sequence[Tokens]) -> dict[int, list[Hit]]:
        """The matches in some stretches, by the number of the note: one text of all stretches, one call a rule."""
        found: dict[int, list[Hit]] = defaultdict(list)
        ordered = sorted(stretches, key=lambda s: (s.rule in self._apart, s.rule, s.note, s.first))
        joined = _Joined(self._tokenizer, ordered, notes)
        for rule, low, high in joined.rules:
            if rule in self._apart:
                continue
            for start, end in self.run(rule, joined.doc, low, high):
                hit = joined.hit(rule, start, end)
                if hit is not None:
                    found[hit[0]].append(hit[1])
        for stretch in ordered:
            if stretch.rule in self._apart:
                doc = self._tokenizer(notes[stretch.note].text)
                spans = self.run(stretch.rule, doc, stretch.first, stretch.end)
                found[stretch.note] += [Hit(start, end, ("rule", stretch.rule)) for start, end in spans]
        return found

    def run(self, rule: int, doc: Doc, first: int, end: int) -> list[tuple[int, int]]:
        """The spans that the patterns of a rule match between two tokens."""
        return [(first + low, first + high) for _, low, high in self._matchers[rule](doc[first:end]) if high > low]


def _flags(tokenizer: Tokenizer) -> Flags:
    """What spaCy tells of a word by itself, asked once for each."""
    getters = tokenizer.vocab.lex_attr_getters
    return {name: lru_cache(_WORDS_KNOWN)(getters[IDS[name]]) for name in _FLAGS if IDS[name] in getters}


def _holds(test: Test, tokens: Tokens, token: int, first: int, end: int) -> bool:
    return first <= token < end and test.holds(tokens.words[token], tokens.norms[token])


class _Joined:
    """Stretches in one ``doc``, those of a rule side by side: ``rules`` are a rule's number, first and last token."""

    def __init__(self, tokenizer: Tokenizer, stretches: Sequence[Stretch], notes: Sequence[Tokens]) -> None:
        texts: list[str] = []
        self.rules: list[tuple[int, int, int]] = []
        self._owners: list[tuple[Stretch, int] | None] = []
        for stretch in stretches:
            tokens = notes[stretch.note]
            first, end = _whole_chunks(tokens, stretch)
            low = len(self._owners)
            texts.append(tokens.text[tokens.starts[first] : tokens.ends[end - 1]])
            self._owners += [
                (stretch, token) if stretch.first <= token < stretch.end else None for token in range(first, end)
            ]
            if self.rules and self.rules[-1][0] == stretch.rule:
                low = self.rules.pop()[1]
            self.rules.append((stretch.rule, low, len(self._owners)))
        self.doc = tokenizer(" ".join(texts))

    def hit(self, rule: int, start: int, end: int) -> tuple[int, Hit] | None:
        """The number of the note and the hit there; ``None`` for a match that is not inside one stretch."""
        first, last = self._owners[start], self._owners[end - 1]
        if first is None or last is None or first[0] is not last[0]:
            return None
        return first[0].note, Hit(first[1], last[1] + 1, ("rule", rule))


def _whole_chunks(tokens: Tokens, stretch: Stretch) -> tuple[int, int]:
    """Widen a stretch to blanks, so that its text by itself becomes the same tokens."""
    first, end = stretch.first, stretch.end
    while first and tokens.glued[first - 1]:
        first -= 1
    while end < len(tokens) and tokens.glued[end - 1]:
        end += 1
    return first, end
