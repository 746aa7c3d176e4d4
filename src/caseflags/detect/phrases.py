"""Finds the phrases of the rule language in a text: their anchors first, the rest of them around an anchor.

spaCy's ``Matcher`` is linear in the number of patterns. So each phrase is looked at only where its *anchor* was found,
the slot with the most telling words, and of the phrases with that anchor only those whose next word is there, too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from caseflags.detect.company import sentences_within
from caseflags.detect.growing import (
    SOMEBODY,
    Anchored,
    Hit,
    Owner,
    Part,
    People,
    Sentence,
    Wordings,
    slots_beside,
    words_of,
)
from caseflags.detect.phrasebook import PERSON, Tables, Words
from caseflags.detect.tokens import Tokens
from caseflags.rulebook import Reach

Anchors = list[tuple[int, int, int]]
"""Anchors found: first token, token behind the last, number of the literal."""

Longer = dict[str, list[tuple[list[str], int]]]
"""Literals of two words and more by their second word: all their words, and their number."""


class Family:
    """The phrases that share an anchor, sorted by the word that must follow or, failing that, precede it.

    The others are tried only where a word stands in the sentence that every one of them needs one of, if there is such.
    """

    def __init__(self, phrases: Iterable[Anchored]) -> None:
        self.single: list[Owner] = []
        self._loose: list[Anchored] = []
        followed: dict[tuple[Wordings, ...], list[Anchored]] = defaultdict(list)
        preceded: dict[tuple[Wordings, ...], list[Anchored]] = defaultdict(list)
        for phrase in phrases:
            if not phrase.before and not phrase.behind:
                self.single.append(phrase.owner)
            elif beside := slots_beside(phrase.behind):
                followed[beside].append(phrase)
            elif beside := slots_beside(phrase.before):
                preceded[beside].append(phrase)
            else:
                self._loose.append(phrase)
        self._followed = _by_word(followed, last=False)
        self._preceded = _by_word(preceded, last=True)
        needs = [phrase.needs for phrase in self._loose]
        self._loose_words = {word for each in needs for word in each[0].first} if all(needs) else None
        self.grows = bool(followed or preceded or self._loose)

    def candidates(self, previous: str, following: str, sentence: Sentence) -> Iterator[Anchored]:
        """The phrases that can stand between two words of a sentence."""
        if following in self._followed:
            yield from self._followed[following]
        if previous in self._preceded:
            yield from self._preceded[previous]
        if self._loose and (self._loose_words is None or not self._loose_words.isdisjoint(sentence.words)):
            yield from self._loose


def _by_word(groups: dict[tuple[Wordings, ...], list[Anchored]], *, last: bool) -> dict[str, list[Anchored]]:
    """Sort groups of phrases by the words that may fill the slots beside their anchor; equal lists are one list."""
    found: dict[str, list[Anchored]] = {}
    for slots, phrases in groups.items():
        for word in words_of(slots, last=last):
            found[word] = found[word] + phrases if word in found else phrases
    return found


class Literals:
    """The words of anchors, by their first word and, where there are more, by their second."""

    def __init__(self, literals: list[Words], numbers: Iterable[int]) -> None:
        self._literals = literals
        self._by_first: dict[str, list[int]] = defaultdict(list)
        for number in numbers:
            self._by_first[literals[number][0]].append(number)
        self._known: dict[str, tuple[int | None, Longer]] = {}

    def at(self, tokens: Tokens, places: Iterable[int]) -> Anchors:
        """Every literal that begins at one of some tokens and stays inside a sentence, in order."""
        norms, known = tokens.norms, self._known
        found: Anchors = []
        for start in places:
            word = norms[start]
            if word not in known:
                known[word] = self._beginning(word)
            single, longer = known[word]
            if single is not None:
                found.append((start, start + 1, single))
            if longer and start + 1 < len(norms) and norms[start + 1] in longer:
                for words, number in longer[norms[start + 1]]:
                    end = start + len(words)
                    if (len(words) == 2 or norms[start:end] == words) and _is_inside(tokens, start, end):
                        found.append((start, end, number))
        return found

    def _beginning(self, word: str) -> tuple[int | None, Longer]:
        """The literal that is a word alone, and those that begin with it by their second word, shorter ones first."""
        single = None
        longer: Longer = {}
        for number in sorted(self._by_first.get(word, ()), key=lambda number: (len(self._literals[number]), number)):
            words = self._literals[number]
            if len(words) == 1:
                single = number
            else:
                longer.setdefault(words[1], []).append((list(words), number))
        return single, longer


def _is_inside(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a sentence that holds token ``start`` goes on to ``end``."""
    return end <= tokens.bounds(tokens.sentence_of(start))[1]


class PhraseIndex:
    """All phrases of a rulebook, ready to be found."""

    def __init__(self, tables: Tables, sentence: type[Sentence] = Sentence) -> None:
        self._tables = tables
        self._sentence = sentence
        self._literals = Literals(tables["literals"], range(len(tables["literals"])))
        self._company_literals: Literals | None = None
        self._slots: dict[int, Wordings] = {}
        self._families: dict[str, dict[int, Family]] = {group: {} for group in tables["families"]}
        self._company: dict[int, dict[int, Family]] = {rule: {} for rule in tables["company"]}

    def anchors(self, tokens: Tokens, places: Iterable[int]) -> Anchors:
        """Every anchor that begins at one of some tokens and stays inside a sentence, in order."""
        return self._literals.at(tokens, places)

    def find(self, anchors: Anchors, tokens: Tokens, people: People, group: str) -> list[Hit]:
        """The phrases of a group of owners, each place once."""
        return self._find(anchors, tokens, people, self._tables["families"][group], self._families[group])

    def company(self, hits: Iterable[Hit], tokens: Tokens, people: People) -> list[Hit]:
        """What the rules that hit want to stand within their reach, or not to stand there."""
        rules: dict[int, set[int]] = defaultdict(set)
        reaches = self._tables["reaches"]
        for hit in hits:
            number = hit.owner[1]
            if number in self._company:
                for sentence in sentences_within(tokens, hit.start, reaches.get(number, Reach.SENTENCE)):
                    rules[sentence].add(number)
        found = []
        for sentence, numbers in rules.items():
            anchors = self._beside().at(tokens, range(*tokens.bounds(sentence)))
            for rule in numbers:
                known = self._tables["company"][rule]
                wanted = [anchor for anchor in anchors if anchor[2] in known]
                if wanted:
                    found += self._find(wanted, tokens, people, known, self._company[rule])
        return found

    def _beside(self) -> Literals:
        """The literals of what stands beside matches; sorted when they are first asked for."""
        if self._company_literals is None:
            tables = self._tables
            self._company_literals = Literals(tables["literals"], set(chain.from_iterable(tables["company"].values())))
        return self._company_literals

    def _find(
        self, anchors: Anchors, tokens: Tokens, people: People, known: dict[int, list[int]], families: dict[int, Family]
    ) -> list[Hit]:
        found: dict[Hit, None] = {}
        norms = tokens.norms
        sentence: Sentence | None = None
        for start, end, number in anchors:
            if number not in known:
                continue
            if number not in families:
                families[number] = Family(map(self._anchored, known[number]))
            family = families[number]
            for owner in family.single:
                found[Hit(start, end, owner)] = None
            if not family.grows:
                continue
            if sentence is None or start >= sentence.high:
                sentence = self._sentence(tokens, people, start)
            around = norms[start - 1] if start else "", norms[end] if end < len(norms) else ""
            for phrase in family.candidates(*around, sentence):
                hit = sentence.grow(phrase, start, end)
                if hit is not None:
                    found[hit] = None
        return list(found)

    def _anchored(self, place: int) -> Anchored:
        before, behind, kind, owner = self._tables["phrases"][place]
        parts = [tuple([self._part(part) for part in side]) for side in (before, behind)]
        needs = [part for side in parts for part in side if isinstance(part, Wordings) and not part.optional]
        return Anchored(parts[0], parts[1], (kind, owner), tuple(sorted(needs, key=lambda slot: len(slot.first))))

    def _part(self, part: int) -> Part:
        if part < 0:
            return SOMEBODY if part == PERSON else PERSON - part
        wordings = self._slots.get(part)
        if wordings is None:
            alternatives, optional = self._tables["slots"][part]
            wordings = self._slots[part] = Wordings(
                _longest_first(alternatives, 0), _longest_first(alternatives, -1), optional
            )
        return wordings


def _longest_first(alternatives: Iterable[Words], at: int) -> dict[str, tuple[Words, ...]]:
    """Wordings by their word at a place, the longest first."""
    by_word: dict[str, list[Words]] = {}
    for words in sorted(alternatives, key=lambda words: (-len(words), words)):
        by_word.setdefault(words[at], []).append(words)
    return {word: tuple(found) for word, found in by_word.items()}
