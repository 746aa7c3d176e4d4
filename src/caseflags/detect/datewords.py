"""Words for a time in a sentence, placed in the calendar as far as they and the day of writing allow.

The expressions are the common ones of TimeML's TIMEX3 (dates, months, years, seasons and feasts, "two years ago", "last
summer", "since 2018", ages); a value is written as ``caseflags.when`` says. Nothing is made more exact than it is
written: a month without its year is the last one before the note, and only if that is near; times to come, dates of
birth, laws and quantities are no time of an event.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from caseflags.detect.dateforms import MONTH, NUMBERS, YEAR, time_forms
from caseflags.detect.moments import MONTHS
from caseflags.when import read_when

_NEAR_DAYS = 274
"""A month or day without its year is taken for the last one only if that is no longer ago than nine months."""

_FIRST_YEAR = 1930
_NO_EVENT = re.compile(
    r"\b(?:born|b|dob|d\.o\.b|edd|due|until|till|til|by|before|after|to|review|next|with effect from|expires?)[.:]?"
    r"(?: on| in| the)? ?$",
    re.IGNORECASE,
)
_NO_YEAR = re.compile(
    r"(?:[£$€#@]|\b(?:act|form|version|dash|ref|no|number|flat|room|at|post|code|page|s|section)[.:]?) ?$",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:ever )?since(?: (?:the|about|around|at least))? ?$", re.IGNORECASE)
_TO = re.compile(r" ?(?:to|-|until|till|and) ?", re.IGNORECASE)
_RANGE_OPENS = re.compile(r"\b(?:between|from) ?$", re.IGNORECASE)

Value = str | None
"""A time as ``caseflags.when`` writes it; ``None`` where the words turn out to name none."""


@dataclass(frozen=True, slots=True)
class Said:
    """Words for a time at characters ``start`` to ``end`` of a sentence, and what they come to."""

    start: int
    end: int
    value: str
    text: str


def times_said(sentence: str, written: date | None) -> list[Said]:
    """Find the words for a time in a sentence that was ``written`` on some day, in their order."""
    found = [said for match in time_forms(sentence) if (said := _said(match, sentence, written))]
    return list(_joined(found, sentence))


def _said(match: re.Match[str], sentence: str, written: date | None) -> Said | None:
    before, kind = sentence[: match.start()], match.lastgroup or ""
    if not _is_event(before, kind):
        return None
    value = _VALUES[kind](match, written)
    if value is None:
        return None
    start = match.start()
    since = _SINCE.search(before)
    if since:
        start = since.start()
    if since or match.group().lower().startswith("since "):
        value = f"{value.partition('/')[0]}/.." if value else ""
    text = sentence[start : match.end()].rstrip(".,")
    return Said(start, start + len(text), value, text)


def _is_event(before: str, kind: str) -> bool:
    """Tell by what stands before a time whether anything may have happened then."""
    if kind in {"age", "youth", "bearing"}:
        return True
    if kind == "year" and _NO_YEAR.search(before):
        return False
    return _NO_EVENT.search(before) is None or _ends_in_time(before)


def _ends_in_time(before: str) -> bool:
    """Tell whether what stands before " to 2019" ends in a time itself: then both are one span."""
    return re.search(rf"(?:{YEAR}|{MONTH}|\d)\.? ?(?:to|until|till|-) ?$", before, re.IGNORECASE) is not None


def _joined(found: list[Said], sentence: str) -> Iterator[Said]:
    """Make one span of two times: "November 2017 to September 2018", "between 2014 and 2016"."""
    pending: Said | None = None
    for said in found:
        if pending is not None:
            between = sentence[pending.end : said.start]
            opened = _RANGE_OPENS.search(sentence[: pending.start]) is not None
            if _TO.fullmatch(between) and ("and" not in between.lower() or opened) and _may_span(pending, said):
                value = f"{pending.value}/{said.value}"
                pending = Said(pending.start, said.end, value, sentence[pending.start : said.end])
                continue
            yield pending
        pending = said
    if pending is not None:
        yield pending


def _may_span(left: Said, right: Said) -> bool:
    return bool(left.value and right.value) and "/" not in left.value + right.value and left.value < right.value


# --- what each kind of words comes to -------------------------------------------------------------------------------


def _iso(match: re.Match[str], written: date | None) -> Value:
    return _day(int(match["iso_y"]), int(match["iso_m"]), int(match["iso_d"]), written)


def _slashed(match: re.Match[str], written: date | None) -> Value:
    """Day first, as these notes have it, unless that is no date."""
    day, month, year = int(match["sl_a"]), int(match["sl_b"]), int(match["sl_y"])
    if month > 12 >= day:
        day, month = month, day
    return _day(year if year > 99 else 2000 + year if year < 69 else 1900 + year, month, day, written)


def _day_of_month(match: re.Match[str], written: date | None) -> Value:
    return _in_year(match["day_y"], match["day_m"], int(match["day_d"]), written)


def _american(match: re.Match[str], written: date | None) -> Value:
    if match["am_y"] is None and not match["am_m"][0].isupper():
        return None
    return _in_year(match["am_y"], match["am_m"], int(match["am_d"]), written)


def _in_year(year: str | None, month_name: str, day: int, written: date | None) -> Value:
    month = MONTHS[month_name.lower()]
    if year is not None:
        return _day(int(year), month, day, written)
    if written is None:
        return ""
    for guess in (written.year, written.year - 1):
        value = _day(guess, month, day, written)
        if value is not None:
            return value if (written - date.fromisoformat(value)).days <= _NEAR_DAYS else None
    return None


def _day(year: int, month: int, day: int, written: date | None) -> Value:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return None if year < _FIRST_YEAR or (written is not None and found > written) else found.isoformat()


def _month(match: re.Match[str], written: date | None) -> Value:
    found = date(int(match["mo_y"]), MONTHS[match["mo_m"].lower()], 1)
    return None if written is not None and found > written else f"{found:%Y-%m}"


def _bare_month(match: re.Match[str], written: date | None) -> Value:
    name = match["bm_m"]
    if not name[0].isupper():
        return None
    if written is None:
        return ""
    found = date(written.year, MONTHS[name.lower()], 1)
    if found > written:
        found = found.replace(year=written.year - 1)
    last = match.group().lower().startswith("last ")
    return f"{found:%Y-%m}" if last or (written - found).days <= _NEAR_DAYS + 31 else None


def _season(match: re.Match[str], written: date | None) -> Value:
    return _season_of(match["se_w"].lower(), int(match["se_y"]), written)


def _bare_season(match: re.Match[str], written: date | None) -> Value:
    if written is None:
        return ""
    word = match["bs_w"].lower()
    found = [value for year in (written.year, written.year - 1) if (value := _season_of(word, year, written))]
    if "last" in match.group().lower().split():  # which nobody says of a season that goes on
        found = [value for value in found if (read_when(value).last or written) < written]
    return next(iter(found), None)


_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11)}
_FEASTS = {"christmas": 12, "xmas": 12, "boxing day": 12, "new year": 1, "halloween": 10, "bonfire night": 11}


def _season_of(word: str, year: int, written: date | None) -> Value:
    """A season is its three months, winter that which begins in the year; a feast is about its month (Easter: two)."""
    if word == "winter":
        months = (date(year, 12, 1), f"{year}-12~/{year + 1}-02~")
    elif word in _FEASTS:
        months = (date(year, _FEASTS[word], 1), f"{year}-{_FEASTS[word]:02}~")
    else:
        first, last = _SEASONS.get(word, (3, 4))
        months = (date(year, first, 1), f"{year}-{first:02}~/{year}-{last:02}~")
    return None if written is not None and months[0] > written else months[1]


def _ago(match: re.Match[str], written: date | None) -> Value:
    if written is None:
        return ""
    number = NUMBERS.get(match["ago_n"].lower()) or int(match["ago_n"])
    unit = {"7": "d", "52": "w", "12": "m"}.get(match["ago_p"] or "") or match["ago_u"][0].lower()
    if unit == "y":
        return f"{written.year - number}~"
    if unit == "m":
        return f"{_months_back(written, number):%Y-%m}~"
    return f"{(written - timedelta(days=number * (7 if unit == 'w' else 1))).isoformat()}~"


def _months_back(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _yesterday(match: re.Match[str], written: date | None) -> Value:
    if written is None:
        return ""
    before = (written - timedelta(days=1)).isoformat()
    return before if match.group().lower() == "yesterday" else f"{before}~"


def _last(match: re.Match[str], written: date | None) -> Value:
    if written is None:
        return ""
    word = match["last_w"].lower()
    if word == "year":
        return str(written.year - 1)
    if word == "month":
        return f"{_months_back(written, 1):%Y-%m}"
    if word == "week":
        return f"{(written - timedelta(days=7)).isoformat()}~"
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    wanted = names.index("saturday" if word == "weekend" else word)
    return f"{(written - timedelta(days=(written.weekday() - wanted - 1) % 7 + 1)).isoformat()}~"


def _earlier(match: re.Match[str], written: date | None) -> Value:
    if written is None:
        return ""
    return str(written.year) if match["early_w"].lower() == "year" else f"{written:%Y-%m}"


def _school(match: re.Match[str], written: date | None) -> Value:
    first, last = int(match["year_a"]), int(match["year_a"][:2] + match["year_b"])
    return f"{first}/{last}" if last == first + 1 and (written is None or first <= written.year) else None


def _year(match: re.Match[str], written: date | None) -> Value:
    return None if written is not None and int(match["year_y"]) > written.year else match["year_y"]


def _unplaced(match: re.Match[str], written: date | None) -> Value:  # noqa: ARG001 - one shape for all kinds
    return ""


_VALUES: dict[str, Callable[[re.Match[str], date | None], Value]] = {
    "iso": _iso,
    "slashed": _slashed,
    "day": _day_of_month,
    "american": _american,
    "month": _month,
    "season": _season,
    "bare_month": _bare_month,
    "bare_season": _bare_season,
    "ago": _ago,
    "vague": _unplaced,
    "yesterday": _yesterday,
    "last": _last,
    "earlier": _earlier,
    "school": _school,
    "year": _year,
    "age": _unplaced,
    "youth": _unplaced,
    "bearing": _unplaced,
}
