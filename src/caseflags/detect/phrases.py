"""Finds the phrases of the rule language in a text: their anchors first, the rest of them around an anchor.

spaCy's ``Matcher`` is linear in the number of patterns. So each phrase is looked at only where its *anchor* was found,
the slot with the most telling words, and of the phrases with that anchor only those whose next word is there, too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain

from caseflags.detect.company import sentences_within
from caseflags.detect.growing import SOMEBODY, Anchored, Hit, Owner, Part, People, Sentence, Wordings, anchored
from caseflags.detect.phrasebook import PERSON, Tables
from caseflags.detect.tokens import Tokens
from caseflags.rulebook import Reach


class Bundle:
    """Phrases around one anchor by a word that must stand in the sentence; ``free`` are those that need none."""

    def __init__(self, phrases: Iterable[Anchored]) -> None:
        self.free: list[Anchored] = []
        self._needing: dict[str, list[Anchored]] = {}
        for phrase in phrases:
            if not phrase.needs:
                self.free.append(phrase)
            for word in phrase.needs[0].first if phrase.needs else ():
                self._needing.setdefault(word, []).append(phrase)
        self._needed = frozenset(self._needing)

    def among(self, words: set[str]) -> list[Anchored]:
        """Those that may stand in a sentence of some words."""
        found = self.free
        for word in self._needed & words:
            found = found + self._needing[word]
        return found


class Side:
    """The phrases around one anchor that need one of some words on one side of it."""

    def __init__(self) -> None:
        self._by_words: dict[frozenset[str], list[Anchored]] = {}
        self._words: frozenset[str] | None = None
        self._bundles: dict[str, Bundle] = {}

    def add(self, words: frozenset[str], phrase: Anchored) -> None:
        """Put in a phrase that needs one of some words."""
        self._by_words.setdefault(words, []).append(phrase)

    def beside(self, word: str, words: set[str]) -> list[Anchored]:
        """The phrases that may stand beside a word, in a sentence of some words."""
        if self._words is None:
            self._words = frozenset[str]().union(*self._by_words)
        if word not in self._words:
            return []
        if word not in self._bundles:
            self._bundles[word] = Bundle(chain.from_iterable(v for k, v in self._by_words.items() if word in k))
        return self._bundles[word].among(words)


class Family:
    """The phrases that share an anchor, sorted by the word that must follow or, failing that, precede it.

    ``single`` are the owners of the anchor alone. ``grows``: there are longer phrases.
    """

    def __init__(self, phrases: Iterable[Anchored]) -> None:
        self.single: list[Owner] = []
        loose: list[Anchored] = []
        followed, preceded = Side(), Side()
        self._followed = self._preceded = None
        for phrase in phrases:
            if phrase.following:
                self._followed = followed
                followed.add(phrase.following, phrase)
            elif phrase.preceding:
                self._preceded = preceded
                preceded.add(phrase.preceding, phrase)
            elif phrase.before or phrase.behind:
                loose.append(phrase)
            else:
                self.single.append(phrase.owner)
        self._loose = Bundle(loose) if loose else None
        self.grows = bool(self._followed or self._preceded or loose)

    def candidates(self, previous: str, following: str, words: set[str]) -> list[Anchored]:
        """The phrases that can stand between two words, in a sentence of some words."""
        found = self._loose.among(words) if self._loose else []
        if self._followed:
            found = found + self._followed.beside(following, words)
        return found + self._preceded.beside(previous, words) if self._preceded else found


Longer = tuple[list[str], Family]
"""An anchor of several words, and its phrases."""


class Group:
    """The phrases of one kind by the words of their anchors; a word's are made when it is first met."""

    def __init__(self, index: PhraseIndex, known: dict[int, list[int]]) -> None:
        self._index = index
        self._known = known
        self._by_first: dict[str, list[int]] = defaultdict(list)
        for number in known:
            self._by_first[index.literals[number][0]].append(number)
        self._met: dict[str, tuple[Family | None, dict[str, list[Longer]]]] = {}

    def may_begin(self, words: set[str]) -> bool:
        """Whether an anchor may begin at one of some words."""
        return not self._by_first.keys().isdisjoint(words)

    def find(self, text: Sentences, places: Iterable[int]) -> list[Hit]:
        """The phrases whose anchors begin at some tokens of a text, each place once."""
        found: dict[Hit, None] = {}
        norms, met = text.norms, self._met
        for start in places:
            word = norms[start]
            alone, longer = met[word] if word in met else self._meet(word)
            if alone is not None:
                text.around(alone, start, start + 1, found)
            if longer and start + 1 < len(norms) and norms[start + 1] in longer:
                for words, family in longer[norms[start + 1]]:
                    end = start + len(words)
                    if norms[start:end] == words and end <= text.at(start).high:
                        text.around(family, start, end, found)
        return list(found)

    def _meet(self, word: str) -> tuple[Family | None, dict[str, list[Longer]]]:
        """The phrases whose anchor is a word, and those whose anchor begins with it by its second word, shorter ones
        first."""
        literals = self._index.literals
        alone = None
        longer: dict[str, list[Longer]] = {}
        for number in sorted(self._by_first.get(word, ()), key=lambda number: (len(literals[number]), number)):
            family = Family(map(self._index.phrase, self._known[number]))
            words = literals[number]
            if len(words) == 1:
                alone = family
            else:
                longer.setdefault(words[1], []).append((list(words), family))
        if alone is not None or longer:
            self._met[word] = alone, longer
        return alone, longer


class Sentences:
    """The sentences of a text and the people in them, for phrases to be tried in."""

    def __init__(self, tokens: Tokens, people: People, kind: type[Sentence] = Sentence) -> None:
        self.norms = tokens.norms
        self.tokens = tokens
        self._people = people
        self._kind = kind
        self._made: dict[int, Sentence] = {}
        self._last: Sentence | None = None

    def at(self, token: int) -> Sentence:
        """The sentence of a token."""
        last = self._last
        if last is None or not last.low <= token < last.high:
            number = self.tokens.sentence_of(token)
            last = self._made.get(number)
            if last is None:
                last = self._made[number] = self._kind(self.tokens, self._people, *self.tokens.bounds(number))
            self._last = last
        return last

    def around(self, family: Family, start: int, end: int, found: dict[Hit, None]) -> None:
        """Put into ``found`` the phrases of a family around their anchor at tokens ``start`` to ``end``."""
        for owner in family.single:
            found[Hit(start, end, owner)] = None
        if not family.grows:
            return
        sentence, norms = self.at(start), self.norms
        previous, following = norms[start - 1] if start else "", norms[end] if end < len(norms) else ""
        for phrase in family.candidates(previous, following, sentence.words):
            hit = sentence.grow(phrase, start, end)
            if hit is not None:
                found[hit] = None


class PhraseIndex:
    """All phrases of a rulebook, ready to be found."""

    def __init__(self, tables: Tables, sentence: type[Sentence] = Sentence) -> None:
        self.literals = tables["literals"]
        self._tables = tables
        self._sentence = sentence
        self._slots: dict[int, Wordings] = {}
        self._phrases: dict[int, Anchored] = {}
        self._groups = {group: Group(self, known) for group, known in tables["families"].items()}
        self._company: dict[int, Group] = {}

    def sentences(self, tokens: Tokens, people: People) -> Sentences:
        """A text to find phrases in."""
        return Sentences(tokens, people, self._sentence)

    def find(self, text: Sentences, places: Iterable[int], group: str) -> list[Hit]:
        """The phrases of a group of owners whose anchors begin at some tokens, each place once."""
        return self._groups[group].find(text, places)

    def company(self, hits: Iterable[Hit], text: Sentences) -> list[Hit]:
        """What the rules that hit want to stand within their reach, or not to stand there."""
        rules: dict[int, set[int]] = defaultdict(set)
        reaches, known, tokens = self._tables["reaches"], self._tables["company"], text.tokens
        for hit in hits:
            number = hit.owner[1]
            if number in known:
                for sentence in sentences_within(tokens, hit.start, reaches.get(number, Reach.SENTENCE)):
                    rules[sentence].add(number)
        found = []
        for sentence, numbers in rules.items():
            for rule in numbers:
                if rule not in self._company:
                    self._company[rule] = Group(self, known[rule])
                beside = self._company[rule]
                low, high = tokens.bounds(sentence)
                if beside.may_begin(text.at(low).words):
                    found += beside.find(text, range(low, high))
        return found

    def phrase(self, place: int) -> Anchored:
        """A phrase by its place in the tables."""
        phrase = self._phrases.get(place)
        if phrase is None:
            before, behind, kind, owner = self._tables["phrases"][place]
            phrase = self._phrases[place] = anchored(self._parts(before), self._parts(behind), (kind, owner))
        return phrase

    def _parts(self, parts: Sequence[int]) -> tuple[Part, ...]:
        return tuple([self._part(part) for part in parts])

    def _part(self, part: int) -> Part:
        if part < 0:
            return SOMEBODY if part == PERSON else PERSON - part
        wordings = self._slots.get(part)
        if wordings is None:
            alternatives, optional = self._tables["slots"][part]
            wordings = self._slots[part] = Wordings(alternatives, optional=optional)
        return wordings
