"""Typing errors in the words that rules are made of: "cannabbis" is read as "cannabis", "walked" stays what it is.

A word is corrected only if it is long, no word of the language, and one or two slips away from a word of the rules; a
slip is a letter left out, put in, swapped with its neighbour or mistaken (Damerau 1964, doi 10.1145/363958.363994). Two
slips are forgiven towards words of the language only: the names of conditions and medicines lie too near each other
(hypo-, hyper-). All this depends on the word alone, never on what else an export holds, so that every way to read an
export reads the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA
from spacy.tokens import Doc

from caseflags.detect.tokens import Tokens

SHORTEST = 6
LONGEST = 24
LONG = 9
"""From so many letters on two slips are forgiven, and a capital is taken for the start of a sentence, not of a name."""
_REMEMBERED = 200_000


@cache
def language() -> dict[str, str]:
    """The words of English that are long enough to be misspelt: by first letter, with a line end between them.

    Loading them takes a third of a second, so they are kept beside the rules (``ready.py``).
    """
    found: dict[str, list[str]] = defaultdict(list)
    for word in sorted(_frequencies()):
        if _is_plain(word):
            found[word[0]].append(word)
    return {letter: "\n".join(words) for letter, words in found.items()}


def frequency(word: str) -> int:
    """How often a word in small letters stands in the texts of which the list of words was made; 0 if in none."""
    return _frequencies().get(word, 0)


@cache
def _frequencies() -> Mapping[str, int]:
    from spellchecker import SpellChecker  # noqa: PLC0415 - takes a third of a second, and is needed on a first run only

    found: Mapping[str, int] = SpellChecker(language="en").word_frequency.dictionary
    return found


class Spelling:
    """Corrects words towards ``words``: single words, lower case. What is shorter than ``SHORTEST`` is left alone.

    ``kept`` is what ``language()`` gave on an earlier day.
    """

    def __init__(self, words: Iterable[str], kept: Mapping[str, str] | None = None) -> None:
        self._known = frozenset(words)
        self._kept = kept
        self._language: dict[str, frozenset[str]] = {}
        self._targets: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._known):
            if _is_plain(word):
                self._targets[word[0]].append(word)
        self._answers: dict[str, str | None] = {}

    def mend(self, doc: Doc, tokens: Tokens) -> None:
        """Give the misspelt words of a text, in ``doc`` and in ``tokens``, the norms of the words that are meant."""
        answers = self._answers
        if len(answers) > _REMEMBERED:
            answers.clear()
        norms = tokens.norms
        for index, word in enumerate(tokens.words):
            if len(word) < SHORTEST:
                continue
            if word not in answers:
                answers[word] = self.correction(word)
            meant = answers[word]
            if meant is not None:
                doc[index].norm_ = norms[index] = meant

    def correction(self, word: str) -> str | None:
        """What is meant by ``word`` as written; ``None`` if it is to be taken as it stands."""
        lower = word.lower()
        if not self._may_be_misspelt(word, lower) or self._is_english(lower):
            return None
        slips = 2 if len(word) >= LONG else 1
        targets = self._targets.get(lower[0], ())
        near = process.extract(lower, targets, scorer=OSA.distance, score_cutoff=slips, limit=None)
        meant = [(slip, -len(target), target) for target, slip, _ in near if not _another_word(lower, target)]
        meant = [found for found in meant if found[0] == 1 or self._is_english(found[-1])]
        if not meant:
            return None
        # Letters are dropped more often than put in: "threatend" is threatened, not threaten.
        return min(meant)[-1]

    def _may_be_misspelt(self, word: str, lower: str) -> bool:
        if not _is_plain(word) or lower in self._known:
            return False
        return word.islower() or word.isupper() or (len(word) >= LONG and word[1:].islower())

    def _is_english(self, word: str) -> bool:
        """Whether a word that may be misspelt is one of the language; a letter's words are looked up when one is."""
        words = self._language.get(word[0])
        if words is None:
            kept = self._kept or language()
            words = self._language[word[0]] = frozenset(kept.get(word[0], "").split("\n"))
        return word in words


def _is_plain(word: str) -> bool:
    """Whether a word has as many letters as one that is corrected, and nothing but letters."""
    return SHORTEST <= len(word) <= LONGEST and word.isalpha() and word.isascii()


def _another_word(written: str, target: str) -> bool:
    """Whether two short words differ by a letter in place of another: "chooks" are no "choofs"."""
    return len(written) == len(target) == SHORTEST and sorted(written) != sorted(target)
