"""Whether two factors meet in more cases than chance would have it.

Observed is the number of cases with both, expected is what independence gives: (cases with one) x (cases with the
other) / all cases. The ratio's 95 % interval is taken on the log scale with the delta method for multinomial counts
(A. Agresti, Categorical Data Analysis, 3rd ed., Wiley 2013, section 3.1 and chapter 16):

    var(log ratio) = 1/both - 1/one - 1/other + 2 both / (one other) - 1/all

With no case observed the lower limit is 0, and the upper one rests on the exact Poisson limit for none observed, 3.69
(F. Garwood, Biometrika 28, 1936, 437-442), as far as the margins allow so many. Cases are taken as independent;
siblings' cases are not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

SMALL = 10
"""Below this many cases a ratio is called small."""

_Z = 1.959963984540054
_NONE_OBSERVED = -math.log(0.025)
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Chance:
    """Observed against expected. ``ratio`` and limits are ``None`` where nothing is expected, or of a single case."""

    observed: int
    expected: float
    ratio: float | None
    low: float | None
    high: float | None

    @property
    def small(self) -> bool:
        """Whether so few cases are behind it that it should be read as an anecdote."""
        return self.observed < SMALL


def against_chance(both: int, one: int, other: int, cases: int) -> Chance:
    """Compare ``both`` with what the margins give: ``one`` and ``other`` of ``cases`` have one and the other factor.

    >>> against_chance(12, 20, 15, 40)
    Chance(observed=12, expected=7.5, ratio=1.6, low=1.199, high=2.135)
    """
    if cases < 2 or not one or not other:
        expected = one * other / cases if cases else 0.0
        return Chance(both, round(expected, _DIGITS), None, None, None)
    expected = one * other / cases
    if not both:
        high = min(_NONE_OBSERVED, one, other) / expected
        return Chance(0, round(expected, _DIGITS), 0.0, 0.0, round(high, _DIGITS))
    ratio = both / expected
    variance = 1 / both - 1 / one - 1 / other + 2 * both / (one * other) - 1 / cases
    spread = math.exp(_Z * math.sqrt(max(0.0, variance)))
    limits = (round(value, _DIGITS) for value in (expected, ratio, ratio / spread, ratio * spread))
    return Chance(both, *limits)
