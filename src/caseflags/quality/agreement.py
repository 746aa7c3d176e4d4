"""Intervals for shares, and agreement between two people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import sqrt

_Z = 1.959964
"""The 97.5th percentile of the normal distribution: intervals hold in 95 of 100 samples."""


def wilson(right: int, judged: int) -> tuple[float, float]:
    """Compute Wilson's score interval (1927) of a share; from 0 to 1 where nothing was judged."""
    if not judged:
        return 0.0, 1.0
    share, room = right / judged, _Z * _Z / judged
    middle = (share + room / 2) / (1 + room)
    half = _Z * sqrt(share * (1 - share) / judged + room / (4 * judged)) / (1 + room)
    return max(0.0, middle - half), min(1.0, middle + half)


def cohen(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Compute Cohen's kappa (1960) of two people's labels; ``None`` where nothing or but one label was given."""
    if not pairs:
        return None
    number = len(pairs)
    agreed = sum(left == right for left, right in pairs) / number
    lefts, rights = Counter(left for left, _ in pairs), Counter(right for _, right in pairs)
    chance = sum(lefts[label] * rights[label] for label in lefts) / number**2
    return None if chance == 1 else (agreed - chance) / (1 - chance)
