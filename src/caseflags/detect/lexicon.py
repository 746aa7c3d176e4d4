"""Texts as numbers of known tokens: what spaCy's tokeniser makes of a chunk of text is asked once and remembered.

The tokeniser looks at one chunk, what stands between two blanks, at a time; so the tokens of a text are those of its
chunks in order. Looking a chunk up in a table takes a tenth of the time of tokenising it, and the tokens of many notes
are then one array of numbers, on which numpy finds at once where something of interest may stand.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import NORM, ORTH, SPACY
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

from caseflags.detect.layout import Layout
from caseflags.detect.sentences import sentence_starts
from caseflags.detect.tokens import Tokens, breaks_before, marks_of

_SIMPLE = re.compile(r"([A-Za-z]+|[0-9]+)([.,;:!?]?)")
"""What the tokeniser takes apart in one way only, unless it is one of its special cases: most of what is new."""

Ids = NDArray[np.int32]
Correct = Callable[[str], str | None]
"""What is meant by a misspelt word; ``None`` for one that is to be taken as it stands."""
Mark = Callable[[str, str], int]
"""Further marks of a word and its norm, as bits."""


class Lexicon:
    """Tokens by number. Equal tokens have one number: same word, same norm, both with or both without a blank behind;
    0 is the number of none.

    ``words``, ``norms``, ``glued`` and ``widths`` (in characters, with the blank) are by number, ``marks`` are those of
    ``tokens.py``, ``places`` tells where a norm stands in the list of words that rules are made of (0: in none).
    """

    def __init__(self, tokenizer: Tokenizer, known: Iterable[str], correct: Correct, mark: Mark) -> None:
        self.words: list[str] = []
        self.norms: list[str] = []
        self.glued: list[bool] = []
        self.widths: list[int] = []
        self._marks = array("B")
        self._places = array("i")
        self._known = {word: place for place, word in enumerate(known, 1)}
        self._tokenizer = tokenizer
        self._special = frozenset(tokenizer.rules)
        self._correct = correct
        self._mark = mark
        self._numbers: dict[tuple[str, str, bool], int] = {}
        self._chunks: dict[str, tuple[int, ...]] = {}
        self._number("", "", glued=False)

    def __len__(self) -> int:
        return len(self.words)

    def marks(self, ids: Ids) -> NDArray[np.uint8]:
        """The marks of tokens."""
        return np.array(self._marks, dtype=np.uint8)[ids]

    def places(self, ids: Ids) -> Ids:
        """Where the norms of tokens stand in the list of known words."""
        return np.array(self._places, dtype=np.int32)[ids]

    def read(self, texts: Sequence[str]) -> list[list[int]]:
        """The tokens of some laid-out texts."""
        split = [text.split(" ") for text in texts]
        self._learn(set(chain.from_iterable(split)).difference(self._chunks))
        get = self._chunks.__getitem__
        return [
            list(chain.from_iterable(map(get, chunks))) if _is_plain(text) else self._numbered(self._tokenizer(text))
            for text, chunks in zip(texts, split, strict=True)
        ]

    def tokens(self, layout: Layout, ids: Sequence[int], marked: Sequence[Sequence[int]]) -> Tokens:
        """The tokens of a text as lists. ``marked`` are those that bear the marks of ``tokens.py``, in their order."""
        words = list(map(self.words.__getitem__, ids))
        ends = list(accumulate(map(self.widths.__getitem__, ids)))
        starts = [0, *ends[:-1]] if ends else []
        glued = list(map(self.glued.__getitem__, ids))
        if ids:
            glued[-1] = layout.text == " " or not layout.text.endswith(" ")
        ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
        breaks = breaks_before(layout.breaks, starts) if layout.breaks else {}
        sentences = sentence_starts(words, glued, breaks, marked[2])
        norms = list(map(self.norms.__getitem__, ids))
        return Tokens(layout.text, words, norms, starts, ends, glued, breaks, sentences, *marked)

    def _learn(self, chunks: set[str]) -> None:
        """Take in chunks that were never met. The tokeniser is asked for all at once, one blank between them."""
        self._chunks[""] = ()
        asked = []
        for chunk in sorted(chunks):
            simple = _SIMPLE.fullmatch(chunk)
            if simple and chunk not in self._special and simple[1] not in self._special:
                self._chunks[chunk] = self._simple(*simple.groups())
            elif chunk:
                asked.append(chunk)
        if not asked:
            return
        doc = self._tokenizer(" ".join(asked))
        numbers = self._numbered(doc)
        ends = (np.flatnonzero(doc.to_array(SPACY)) + 1).tolist()
        ends += [len(doc)] if ends[-1:] != [len(doc)] else []
        for chunk, first, end in zip(asked, [0, *ends[:-1]], ends, strict=True):
            self._chunks[chunk] = tuple(numbers[first:end])

    def _simple(self, word: str, sign: str) -> tuple[int, ...]:
        """A word or a number of plain letters or digits, and a sign behind it or none."""
        if not sign:
            return (self._number(word, word.lower(), glued=False),)
        return self._number(word, word.lower(), glued=True), self._number(sign, sign, glued=False)

    def _numbered(self, doc: Doc) -> list[int]:
        strings = doc.vocab.strings
        spaces = doc.to_array(SPACY).tolist()
        if spaces:
            spaces[-1] = 1  # nothing follows that it could be glued to
        named = ((strings[word], strings[norm]) for word, norm in doc.to_array([ORTH, NORM]).tolist())
        return [self._number(*names, glued=not space) for names, space in zip(named, spaces, strict=True)]

    def _number(self, word: str, norm: str, *, glued: bool) -> int:
        key = (word, norm, glued)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.words)
            meant = self._correct(word) or norm
            self.words.append(word)
            self.norms.append(meant)
            self.glued.append(glued)
            self.widths.append(len(word) + (not glued))
            self._marks.append(marks_of(word) | self._mark(word, meant) if word else 0)
            self._places.append(self._known.get(meant, 0))
        return number


def _is_plain(text: str) -> bool:
    """Whether a text begins and ends with a chunk, as nearly all do."""
    return text != "" and text[0] != " " and text[-1] != " "
