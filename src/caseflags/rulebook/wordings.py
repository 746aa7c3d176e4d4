"""Wordings and how they multiply: parts of a phrase, each some wordings or a gap, become slots and gaps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, product
from math import prod

from caseflags.rulebook.records import SOMEONE, Gap, Phrase, Slot

PRODUCT_MOST = 4
"""Neighbouring slots are multiplied out while they make no more wordings than this.

Larger ones stay apart, so that a rich phrase costs as many words as it was written with, and not their product.
"""
_WORDINGS_MOST = 4096
_WAYS_MOST = 64

Part = tuple[str, ...] | Gap
"""Some wordings, of which "" means that the part is optional; or a gap."""


class PhraseError(Exception):
    """What is wrong with a phrase, ``at`` how many characters from its beginning, and what helps."""

    def __init__(self, message: str, hint: str = "", at: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.at = at


def phrases_of(parts: list[Part], *, someone: bool) -> tuple[Phrase, ...]:
    """Return the phrases that some parts stand for: more than one where ``<someone>`` or "" is one of several.

    ``someone`` says whether ``<someone>`` stands in any of them.
    """
    merged = [phrase for way in _ways(parts) for phrase in _merge(way)] if someone else _merge(parts)
    return tuple(merged if len(merged) == 1 else dict.fromkeys(merged))


def _ways(parts: list[Part]) -> Iterator[list[Part]]:
    """Give every way to read some parts such that ``<someone>`` stands alone."""
    ways = [_someone_apart(part) for part in parts]
    count = prod(map(len, ways))
    if count > _WAYS_MOST:
        raise PhraseError(f"<someone> stands in too many alternatives: {count} phrases", "split it")
    return (list(chain.from_iterable(way)) for way in product(*ways))


def _someone_apart(part: Part) -> list[list[Part]]:
    """Give the ways to read a part such that ``<someone>`` stands alone: the plain wordings, then the others."""
    if isinstance(part, Gap) or not any(SOMEONE in wording for wording in part):
        return [[part]]
    plain = tuple(wording for wording in part if SOMEONE not in wording)
    ways: list[list[Part]] = [[plain] if any(plain) else []] if plain else []
    for wording in part:
        if SOMEONE in wording:
            pieces = (piece.strip() for piece in re.split(f"({SOMEONE})", wording))
            ways.append([(piece,) for piece in pieces if piece])
    return ways


def _merge(parts: Iterable[Part]) -> list[Phrase]:
    """Multiply small neighbours out; what is left are slots, optional ones among them, and gaps."""
    return [_multiplied(settled) for settled in _settled(list(parts))]


def _settled(parts: list[Part]) -> list[list[Part]]:
    """Settle the optional parts that a gap parts from the rest, at the start or the end: once there, once not.

    A gap takes as few words as it can, so that it would never reach for a part that need not be there.
    """
    if not any(isinstance(part, Gap) for part in parts):
        return [parts]
    firm = [i for i, part in enumerate(parts) if isinstance(part, tuple) and "" not in part]
    for edge, outside in ((0, parts[: firm[0]]), (-1, parts[firm[-1] + 1 :])):
        if any(isinstance(part, Gap) for part in outside):
            rest = parts[1:] if edge == 0 else parts[:-1]
            last = parts[edge]
            if isinstance(last, Gap):
                return _settled(rest)
            there = [only_words(last), *rest] if edge == 0 else [*rest, only_words(last)]
            return _settled(there) + _settled(rest)
    return [parts]


def _multiplied(parts: list[Part]) -> Phrase:
    merged: list[Part] = []
    for part in parts:
        joined = _join(merged[-1], part) if merged else None
        if joined is None:
            merged.append(part)
        else:
            merged[-1] = joined
    return tuple(part if isinstance(part, Gap) else _slot(part) for part in merged)


def _slot(wordings: tuple[str, ...]) -> Slot:
    return Slot(only_words(wordings), optional="" in wordings)


def _join(left: Part, right: Part) -> Part | None:
    """Return two neighbours as one part, or None where they must stay two."""
    if isinstance(left, Gap) or isinstance(right, Gap):
        return Gap(left.most + right.most) if isinstance(left, Gap) and isinstance(right, Gap) else None
    if SOMEONE in (left[0], right[0]) or "" in left or "" in right or len(left) * len(right) > PRODUCT_MOST:
        return None
    return multiply([left, right])


def multiply(pieces: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Return every way to take one wording of each, in order; "" adds nothing."""
    if len(pieces) == 1:
        return pieces[0]
    size = prod(map(len, pieces))
    if size > _WORDINGS_MOST:
        raise PhraseError(f"this stands for {size} wordings", f"no more than {_WORDINGS_MOST}: split it")
    return tuple(dict.fromkeys(" ".join(filter(None, way)) for way in product(*pieces)))


def only_words(wordings: tuple[str, ...]) -> tuple[str, ...]:
    """Return wordings without the empty one."""
    return tuple(filter(None, wordings))


def literals(phrase: Phrase, most: int = 256) -> tuple[str, ...]:
    """Return all wordings of a phrase without gaps and ``<someone>``; none for others, and where they are too many."""
    slots = [part for part in phrase if isinstance(part, Slot) and part.alternatives != (SOMEONE,)]
    pieces = [(*slot.alternatives, "") if slot.optional else slot.alternatives for slot in slots]
    if len(slots) < len(phrase) or prod(map(len, pieces)) > most:
        return ()
    return multiply(pieces)
