"""Dates as exports write them.

Read are: ISO (``2023-01-09``, with time and time zone; the day is taken as written, never shifted), ``20230109``,
numbers with the day or the month first (``9/1/2023``, ``09.01.23``), month names (``9 Jan 2023``, ``Jan 9th, 2023``,
``Monday 9 January 2023``), and the serial numbers of spreadsheets (``44935``). Anything else, and any date outside
1900 to 2100, is no date: ``None``, never a guess.

Whether 03/04/2023 is in March or April no single value can tell. ``OrderEvidence`` looks at a whole column first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    "january february march april may june july august september october november december "
    "jan feb mar apr may jun jul aug sept sep oct nov dec"
)
_MONTH = f"(?P<month>{'|'.join(sorted(_MONTH_NAMES.split(), key=len, reverse=True))})"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_TIME = (
    r"(?:(?:\s*,\s*|\s+-\s+|\s+at\s+|\s+|t|:)\(?\d{1,2}(?:[:.]\d{2}){0,3}(?:[.,]\d+)?\s*(?:[ap]\.?m\.?|h(?:rs?|ours)?)?"
    r"\s*(?:z|utc|gmt|bst|[+-]\d{2}:?\d{2})?\)?)?"
)
_ISO = re.compile(rf"(?P<year>\d{{4}})(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}}){_TIME}", re.I)
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:t?\d{4,6}(?:\.\d+)?z?)?", re.I)
_NUMBERS = re.compile(rf"{_WEEKDAY}(\d{{1,2}})\s*([-/.])\s*(\d{{1,2}})\s*\2\s*(\d{{4}}|\d{{2}}){_TIME}", re.I)
_DAY_MONTH = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s./-]*{_MONTH}\.?[\s,./-]*(?P<year>\d{{4}}|'?\d{{2}}){_TIME}",
    re.I,
)
_MONTH_DAY = re.compile(
    rf"{_WEEKDAY}{_MONTH}\.?[\s./-]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s,./-]+(?P<year>\d{{4}}|'\d{{2}}){_TIME}", re.I
)
_YEAR_MONTH_DAY = re.compile(rf"(?P<year>\d{{4}})[\s./-]*{_MONTH}\.?[\s./-]*(?P<day>\d{{1,2}}){_TIME}", re.I)
_CLOCK = re.compile(_TIME.removesuffix("?"), re.I)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_PATTERN_IN_NAME = re.compile(r"\b(dd?|mm?|yy(?:yy)?)[/.-](dd?|mm?)[/.-](dd?|yy(?:yy)?)\b")
_NAMED = (_DAY_MONTH, _MONTH_DAY, _YEAR_MONTH_DAY)

_EARLIEST, _LATEST = date(1900, 1, 1), date(2100, 12, 31)
_SERIAL_ZERO = date(1899, 12, 30)
_SERIAL_RANGE = range(10959, 73051)  # 1930 to 2099; smaller numbers are more likely to be something else
_PIVOT = 69  # two-digit years: 69 to 99 are 1969 to 1999, as in strptime
_CACHE_LIMIT = 50_000
_ORDERS: Mapping[str, tuple[int, int, int]] = {"dmy": (2, 1, 0), "mdy": (2, 0, 1), "ymd": (0, 1, 2)}


def parse_date(value: str, order: str = "dmy") -> date | None:
    """Return the day that ``value`` names, or ``None``. ``order`` (dmy, mdy, ymd) matters only for three plain numbers.

    >>> parse_date("09/01/2023"), parse_date("09/01/2023", "mdy"), parse_date("9th Jan 23, 14:30")
    (datetime.date(2023, 1, 9), datetime.date(2023, 9, 1), datetime.date(2023, 1, 9))
    """
    value = value.strip()
    if not value or len(value) > 60:
        return None
    if found := (_ISO.fullmatch(value) or _COMPACT.fullmatch(value)):
        return _day(int(found["year"]), int(found["month"]), int(found["day"]))
    if numbers := _NUMBERS.fullmatch(value):
        return _from_numbers((numbers[1], numbers[3], numbers[4]), order)
    if serial := _SERIAL.fullmatch(value):
        days = int(serial[1])
        return _SERIAL_ZERO + timedelta(days=days) if days in _SERIAL_RANGE else None
    return _from_names(value)


def _from_numbers(parts: tuple[str, str, str], order: str) -> date | None:
    """Three numbers in the order asked for; a four-digit year stands last whatever the order says."""
    if len(parts[2]) == 4 and order == "ymd":
        order = "dmy"
    year, month, day = (parts[place] for place in _ORDERS[order])
    return _day(_full_year(year), int(month), int(day))


def _from_names(value: str) -> date | None:
    for pattern in _NAMED:
        if found := pattern.fullmatch(value):
            month = MONTHS.index(found["month"][:3].lower()) + 1
            return _day(_full_year(found["year"].lstrip("'")), month, int(found["day"]))
    return None


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return 1900 + year if year >= _PIVOT else 2000 + year


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if _EARLIEST <= found <= _LATEST else None


@dataclass(slots=True)
class OrderEvidence:
    """What a column's dates say about their order. Counts rows; keeps no values."""

    day_first: int = 0
    month_first: int = 0
    year_first: int = 0
    either: int = 0
    other: int = 0

    def add(self, value: str, times: int = 1) -> None:
        """Take a value of the column into account."""
        found = _NUMBERS.fullmatch(value.strip()) if len(value) <= 60 else None
        if found is None:
            self.other += times
            return
        first, second, last = int(found[1]), int(found[3]), found[4]
        if first > 31 and len(last) == 2:
            self.year_first += times
        elif first > 12 >= second:
            self.day_first += times
        elif second > 12 >= first:
            self.month_first += times
        elif first > 12 or first == second:
            self.other += times
        else:
            self.either += times

    def merge(self, more: OrderEvidence) -> None:
        """Take the evidence of another column into account."""
        self.day_first += more.day_first
        self.month_first += more.month_first
        self.year_first += more.year_first
        self.either += more.either
        self.other += more.other

    @property
    def order(self) -> str:
        """The order that most rows demand; day first where nothing speaks against it."""
        if self.year_first > max(self.day_first, self.month_first):
            return "ymd"
        return "mdy" if self.month_first > self.day_first else "dmy"

    @property
    def ambiguous(self) -> bool:
        """Whether there are dates that could be read either way, and none that settles how."""
        return bool(self.either) and not (self.day_first or self.month_first or self.year_first)

    def messages(self, chosen: str | None) -> list[str]:
        """Say what a person should know about the order, in plain words. ``chosen`` is the order the user gave."""
        said = []
        order = chosen or self.order
        if self.ambiguous and not chosen:
            said.append(
                "no date has a day over 12, so dates are read day first (--date-order mdy reads them month first)"
            )
        against = self._against(order)
        if against:
            reason = "asked for" if chosen else "found in most rows"
            said.append(
                f"{against} dates make no sense in the order {reason} ({order}) and are left undated (--date-order)"
            )
        return said

    def _against(self, order: str) -> int:
        counts = {"dmy": self.day_first, "mdy": self.month_first, "ymd": self.year_first}
        if order == "ymd":  # four-digit years stand last all the same, and are then read day first
            return self.month_first
        return sum(count for name, count in counts.items() if name != order)


class DateReader:
    """Reads the dates of a column in one order and remembers distinct strings, so that each is parsed once.

    The memory is bounded: it is emptied when full. A time of day after the first ten characters is left out of it.
    """

    def __init__(self, order: str) -> None:
        self.order = order
        self._known: dict[str, date | None] = {}

    def __call__(self, value: str) -> date | None:
        """Read a value of the column."""
        if len(value) > 10 and _CLOCK.fullmatch(value, 10) and (found := self._remember(value[:10])):
            return found
        return self._remember(value)

    def _remember(self, value: str) -> date | None:
        known = self._known
        if value in known:
            return known[value]
        if len(known) >= _CACHE_LIMIT:
            known.clear()
        found = known[value] = parse_date(value, self.order)
        return found


def hinted_order(column: str) -> str | None:
    """Return the order that a column's own name gives away, as in ``Date (MM/DD/YYYY)``; else ``None``."""
    found = _PATTERN_IN_NAME.search(column.casefold())
    marks = "".join(part[0] for part in found.groups()) if found else ""
    return marks if marks in _ORDERS else None
