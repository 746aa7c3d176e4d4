"""Many texts at once: their tokens, and where in them phrases and token patterns may have their anchors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from spacy.tokenizer import Tokenizer

from caseflags.detect.layout import Layout
from caseflags.detect.lexicon import Correct, Lexicon
from caseflags.detect.prefilter import Prefilter
from caseflags.detect.tokenpatterns import Anchored
from caseflags.detect.tokenrules import TokenRules
from caseflags.detect.tokens import CAPITAL, NUMBER, SIGN, Tokens

Patterns = tuple[tuple[int, Anchored], ...]
"""Token patterns with the numbers of their rules."""

_ANCHOR = 128
_MARKS = (CAPITAL, NUMBER, SIGN)


@dataclass(frozen=True, slots=True)
class Sifted:
    """A text's tokens; by group of phrases those at which an anchor may begin; and the anchors of token patterns."""

    tokens: Tokens
    places: dict[str, list[int]]
    patterns: list[tuple[int, Patterns]]


class Sieve:
    """Sifts texts. It remembers what it met: ``len`` tells how many different tokens."""

    def __init__(self, tokenizer: Tokenizer, prefilter: Prefilter, rules: TokenRules, correct: Correct) -> None:
        self._prefilter = prefilter
        self._rules = rules
        self._lexicon = Lexicon(tokenizer, prefilter.words, correct, self._mark)
        self._patterns: dict[int, Patterns] = {}

    def __len__(self) -> int:
        return len(self._lexicon)

    def sift(self, layouts: Sequence[Layout]) -> Iterator[Sifted]:
        """Give the texts in their order."""
        read = self._lexicon.read([layout.text for layout in layouts])
        numbers = _joined(read)
        groups = self._prefilter.anchors(self._lexicon.places(numbers))
        marks = self._lexicon.marks(numbers)
        firsts = np.cumsum([0, *(len(ids) + 1 for ids in read)])
        marked = [_split(np.flatnonzero(marks & bit), firsts) for bit in (*_MARKS, _ANCHOR)]
        places = {group: _split(found, firsts) for group, found in groups.items()}
        for index, (layout, ids) in enumerate(zip(layouts, read, strict=True)):
            tokens = self._lexicon.tokens(layout, ids, [found[index] for found in marked[:-1]])
            patterns = [(token, self._patterns_of(ids[token])) for token in marked[-1][index]]
            yield Sifted(tokens, {group: found[index] for group, found in places.items()}, patterns)

    def _mark(self, word: str, norm: str) -> int:
        return _ANCHOR if self._rules.anchors(word, norm) else 0

    def _patterns_of(self, number: int) -> Patterns:
        known = self._patterns.get(number)
        if known is None:
            known = self._rules.anchors(self._lexicon.words[number], self._lexicon.norms[number])
            self._patterns[number] = known
        return known


def _joined(read: Sequence[Sequence[int]]) -> NDArray[np.int32]:
    """The tokens of all texts in one array, with the number of nothing behind each text."""
    total = sum(map(len, read)) + len(read)
    return np.fromiter((number for ids in read for number in (*ids, 0)), dtype=np.int32, count=total)


def _split(found: NDArray[np.intp], firsts: NDArray[np.intp]) -> list[list[int]]:
    """Tokens of the array as tokens of each text. ``firsts`` are the texts' first ones, and the end."""
    cuts = np.searchsorted(found, firsts).tolist()
    whose = np.searchsorted(firsts, found, side="right") - 1
    own = (found - firsts[whose]).tolist()
    return [own[start:end] for start, end in pairwise(cuts)]
