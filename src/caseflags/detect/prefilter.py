"""Which tokens of many texts may be the anchor of a phrase: a look at a token and its neighbour, by numpy, all at once.

A phrase can stand at an anchor only if its own next word stands there, too; where it has none (a gap or a person comes
next) the anchor is enough. Both are kept as bits, one a group of phrases: by word in ``alone``, by a hash of two
neighbouring words in ``pairs``. Two pairs of words may share a hash; that costs a look in vain and never a finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from caseflags.detect.phrasebook import Tables, Words

Places = NDArray[np.int32]
"""For each token the place of its norm in ``words``, counted from 1; 0 for a word that stands in no phrase."""
_Bits = NDArray[np.uint8]

FOLLOWED = {"people": 1, "matches": 2, "cues": 4, "voices": 8}
"""The groups that are looked for by position, and their bits: an anchor, or an anchor and the word behind it."""
PRECEDED = {"people": 16, "matches": 32, "cues": 64, "voices": 128}
"""The bits for the word before an anchor and the anchor."""
_PAIRS = 1 << 22
_LEFT, _RIGHT = 0x9E3779B1, 0x85EBCA6B


@dataclass(frozen=True, slots=True)
class Prefilter:
    """``words``: all words of phrases. ``alone`` and ``pairs``: bits of groups by place and by hash."""

    words: list[str]
    alone: _Bits
    pairs: _Bits

    def anchors(self, places: Places) -> dict[str, NDArray[np.intp]]:
        """By group the tokens at which a literal may begin that is the anchor of a phrase which may stand there.

        0 must stand behind each text.
        """
        alone = self.alone[places]
        pairs = self.pairs[_hash(places[:-1], places[1:])]
        pairs[(places[:-1] == 0) | (places[1:] == 0)] = 0
        found = {}
        for group, bit in FOLLOWED.items():
            may = alone & bit
            may[:-1] |= pairs & bit
            may[1:] |= pairs & PRECEDED[group]
            found[group] = np.flatnonzero(may)
        return found


def prefilter_of(tables: Tables) -> Prefilter:
    """Take the prefilter out of a rulebook's tables."""
    bits = (np.frombuffer(tables[name], dtype=np.uint8) for name in ("alone", "pairs"))
    return Prefilter(tables["words"], *bits)


def add_prefilter(tables: Tables) -> None:
    """Make the prefilter of a rulebook's phrases and put it into its tables."""
    maker = _Maker(tables)
    for group in FOLLOWED:
        maker.add(group)
    tables["words"] = list(maker.places)
    tables["alone"], tables["pairs"] = maker.alone.tobytes(), maker.pairs.tobytes()


def _hash(left: Places, right: Places) -> NDArray[np.int64]:
    return (left.astype(np.int64) * _LEFT + right.astype(np.int64) * _RIGHT) >> 7 & (_PAIRS - 1)


class _Maker:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self.places: dict[str, int] = {}
        for words in _all_words(tables):
            for word in words:
                self.places.setdefault(word, len(self.places) + 1)
        self.alone = np.zeros(len(self.places) + 1, dtype=np.uint8)
        self.pairs = np.zeros(_PAIRS, dtype=np.uint8)

    def add(self, group: str) -> None:
        """Put in the phrases of a group."""
        anchors: dict[int, list[int]] = {}
        for number, phrases in self._tables["families"][group].items():
            words = self._tables["literals"][number]
            if len(words) > 1:
                self._pair([self.places[words[0]]], [self.places[words[1]]], FOLLOWED[group])
                continue
            for phrase in phrases:
                anchors.setdefault(phrase, []).append(self.places[words[0]])
        for phrase, places in anchors.items():
            self._phrase(group, phrase, places)

    def _phrase(self, group: str, phrase: int, anchors: list[int]) -> None:
        """Put in a phrase whose anchor is one of some words."""
        before, behind, _, _ = self._tables["phrases"][phrase]
        following = self._next(behind, last=False)
        preceding = self._next(before, last=True) if following is None else None
        if following is not None:
            self._pair(anchors, following, FOLLOWED[group])
        elif preceding is not None:
            self._pair(preceding, anchors, PRECEDED[group])
        else:
            self.alone[anchors] |= FOLLOWED[group]

    def _pair(self, left: list[int], right: list[int], bit: int) -> None:
        lefts = np.repeat(np.array(left, dtype=np.int32), len(right))
        self.pairs[_hash(lefts, np.tile(np.array(right, dtype=np.int32), len(left)))] |= bit

    def _next(self, parts: Sequence[int], *, last: bool) -> list[int] | None:
        """The words of which one must stand beside the anchor; ``None`` if that cannot be said."""
        found: list[int] = []
        for part in parts:
            if part < 0:
                return None
            wordings, optional = self._tables["slots"][part]
            found.extend(self.places[words[-1 if last else 0]] for words in wordings)
            if not optional:
                return list(dict.fromkeys(found))
        return None


def _all_words(tables: Tables) -> Iterator[Words]:
    yield from tables["literals"]
    for wordings, _ in tables["slots"]:
        yield from wordings
