"""When something happened, as far as words say it: a day, a month, a year, about then, or a span of time.

Written as in the Extended Date/Time Format (ISO 8601-2): ``2019-05-03``, ``2019-05``, ``2019``, ``2019-05~`` (about
then), ``2017-11/2018-09`` (from, to), ``2018-12~/..`` (since then). The empty text is a time that no calendar shows:
"when she was 14".
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_PART = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(~?)")
_OPEN = ".."


class Precision(StrEnum):
    """How exactly a time is known; ``none`` places it before the day on which it was written down, and no nearer."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ABOUT = "about"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class When:
    """A time between two days, both of which it may be; both are ``None`` where no calendar shows it.

    ``since`` means that it began then and goes on: ``last`` is the last day on which it may have begun.
    """

    first: date | None
    last: date | None
    precision: Precision
    since: bool = False


NEVER = When(None, None, Precision.NONE)


def read_when(text: str) -> When:
    """Read what is written as the module says; anything else is a time that no calendar shows.

    >>> read_when("2019-02~").last, read_when("2014/2016").precision.value, read_when("2018/..").since
    (datetime.date(2019, 2, 28), 'year', True)
    """
    start, _, end = text.partition("/")
    since = end == _OPEN
    first, last = _bounds(start), _bounds(start if since or not end else end)
    if first is None or last is None:
        return NEVER
    return When(first[0], last[1], max(first[2], last[2], key=list(Precision).index), since)


def shown(text: str) -> str:
    """Say for readers what is written as the module says.

    >>> shown("2019-05~"), shown("2014/2016"), shown("2018-12~/..")
    ('about 2019-05', '2014 to 2016', 'since about 2018-12')
    """
    start, _, end = text.partition("/")
    if end == _OPEN:
        return f"since {shown(start)}"
    about = "about " if "~" in text else ""
    return about + " to ".join(part.rstrip("~") for part in (start, end) if part)


def _bounds(part: str) -> tuple[date, date, Precision] | None:
    """Give the first and the last day that a day, month or year may mean, and how exact it is."""
    found = _PART.fullmatch(part)
    if found is None:
        return None
    year, month, day = (int(number) if number else 0 for number in found.groups()[:3])
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return None
    last = date(year, month or 12, day or monthrange(year, month or 12)[1])
    exact = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    return first, last, Precision.ABOUT if found[4] else exact
