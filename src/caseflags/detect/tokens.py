"""A note as plain lists: what matching, context and people look at instead of spaCy objects.

Every list has one entry a token. Offsets are half-open, in the laid-out text (``layout.py``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from spacy.attrs import LENGTH, NORM, SPACY
from spacy.tokens import Doc

from caseflags.detect.layout import Layout
from caseflags.detect.sentences import sentence_starts

CAPITAL, NUMBER, SIGN = 1, 2, 4
"""What may be of interest in a token, as bits: it begins with a capital, holds a digit, begins with a sign."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """``words`` as written, ``norms`` as spaCy's NORM has them (lower case, contractions spelt out), ``starts`` and
    ``ends`` offsets, ``glued`` whether the next token follows without a blank, ``line_breaks`` the number of line
    breaks before a token, ``sentences`` the index of each sentence's first token. ``capitals``, ``numbers`` and
    ``signs`` are the tokens that begin with a capital, hold a digit, or begin with neither letter nor digit."""

    text: str
    words: Sequence[str]
    norms: list[str]
    starts: Sequence[int]
    ends: Sequence[int]
    glued: Sequence[bool]
    line_breaks: dict[int, int]
    sentences: Sequence[int]
    capitals: Sequence[int]
    numbers: Sequence[int]
    signs: Sequence[int]

    def __len__(self) -> int:
        return len(self.words)

    def sentence_of(self, token: int) -> int:
        """The number of the sentence that holds ``token``."""
        return bisect_right(self.sentences, token) - 1

    def bounds(self, sentence: int) -> tuple[int, int]:
        """First token of a sentence and the one after its last."""
        last = self.sentences[sentence + 1] if sentence + 1 < len(self.sentences) else len(self.words)
        return self.sentences[sentence], last

    def span_text(self, first: int, end: int) -> str:
        """The words from token ``first`` up to, not including, token ``end``."""
        return self.text[self.starts[first] : self.ends[end - 1]]


def tokens_of(doc: Doc, layout: Layout) -> Tokens:
    """Turn a tokenised text into lists. ``doc`` must have been made from ``layout.text``."""
    table = doc.to_array([NORM, LENGTH, SPACY])
    lengths = table[:, 1].astype(np.int64)
    spaces = table[:, 2].astype(np.int64)
    ends_array = np.cumsum(lengths + spaces) - spaces
    ends = ends_array.tolist()
    starts = (ends_array - lengths).tolist()
    strings = doc.vocab.strings
    norms = [strings[norm] for norm in table[:, 0].tolist()]
    words = [layout.text[start:end] for start, end in zip(starts, ends, strict=True)]
    glued = (spaces == 0).tolist()
    marks = [marks_of(word) for word in words]
    marked = [[index for index, mark in enumerate(marks) if mark & bit] for bit in (CAPITAL, NUMBER, SIGN)]
    line_breaks = breaks_before(layout.breaks, starts)
    sentences = sentence_starts(words, glued, line_breaks, marked[2])
    return Tokens(layout.text, words, norms, starts, ends, glued, line_breaks, sentences, *marked)


def marks_of(word: str) -> int:
    """What may be of interest in a word, as bits."""
    mark = CAPITAL if word[:1].isupper() else 0
    if any(map(str.isdigit, word)):
        mark |= NUMBER
    return mark if word[:1].isalnum() else mark | SIGN


def breaks_before(breaks: Iterable[tuple[int, int]], starts: Sequence[int]) -> dict[int, int]:
    """The number of line breaks before each token that begins a line; ``breaks`` are those of ``layout.py``."""
    found: dict[int, int] = {}
    for offset, lines in breaks:
        index = bisect_right(starts, offset)
        if index < len(starts):
            found[index] = found.get(index, 0) + lines
    return found
