"""How words for a time look: dates, months, years, seasons and feasts, "two years ago", "last summer", ages.

What they come to is told by ``datewords.py``. There are many forms, and most sentences hold none; so a sentence is
searched only for those of which it has the words that they cannot do without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

YEAR = r"(?:19[3-9]|20[0-4])\d"
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen".split()
)
NUMBERS = {word: number for number, word in enumerate([*_ONES, "eighteen", "nineteen", "twenty"], 1)}
NUMBERS |= {"a": 1, "an": 1, "a couple of": 2, "couple of": 2, "thirty": 30, "forty": 40}
_COUNT = rf"(?:\d{{1,2}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
_VAGUE = r"(?:a few|few|several|some|many|a number of)"
_UNIT = r"(?:years?|yrs?|months?|mths?|weeks?|wks?|days?)"
_SEASON = r"(?:spring|summer|autumn|winter)"
_FEAST = r"(?:christmas|xmas|easter|new year|boxing day|halloween|bonfire night)"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_QUANTITY = (
    r"(?: ?(?:hrs?|h|hours|mls?|mgs?|g|grams|kgs?|kcals?|calories|units|steps|act|edd|metres|m|pounds|words|miles)\b"
    r"|%|:\d)"
)
_IN = (
    r"(?:in|since|during|over|from|around|last|early|mid|late|(?:at |by |since )?the (?:end|start|beginning|middle) of)"
)
_THING = r"(?:money|presents?|tree|dinner|eve|day|party|shopping|holidays?|break|term|play|club|camp)"

_FORMS = {
    "iso": r"\b(?P<iso_y>\d{4})-(?P<iso_m>\d\d)-(?P<iso_d>\d\d)\b",
    "slashed": r"\b(?P<sl_a>\d{1,2})(?P<sl_s>[/.-])(?P<sl_b>\d{1,2})(?P=sl_s)(?P<sl_y>\d{4}|\d\d)\b(?![/.-]?\d)",
    "day": rf"\b(?P<day_d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<day_m>{MONTH})\b\.?(?:,? (?P<day_y>{YEAR})\b)?",
    "american": (
        rf"\b(?P<am_m>{MONTH})\.? (?P<am_d>\d{{1,2}})(?:st|nd|rd|th)?"
        rf"(?:,? (?P<am_y>{YEAR})\b|,?(?! ?[\d:.%])(?! ?(?:mg|ml|kg|yrs|years|weeks|hrs)))"
    ),
    "month": rf"\b(?:(?:early|mid|late) )?(?P<mo_m>{MONTH})\b\.?(?: of|,)? (?P<mo_y>{YEAR})\b",
    "season": rf"\b(?:the )?(?P<se_w>{_SEASON}|{_FEAST})(?: of)? (?P<se_y>{YEAR})\b",
    "bare_month": rf"\b{_IN} (?P<bm_m>{MONTH})\b(?! ?\d)",
    "bare_season": rf"\b(?:at|{_IN})(?: the)?(?: last)? (?P<bs_w>{_SEASON}|{_FEAST})\b(?!(?: of)? \d| {_THING})",
    "ago": (
        rf"\b(?P<ago_n>{_COUNT})(?: ?/ ?(?P<ago_p>7|52|12)|(?: or (?:so|two|three))? (?P<ago_u>{_UNIT}))"
        r" (?:ago|back)\b"
    ),
    "vague": rf"\b{_VAGUE} {_UNIT} (?:ago|back)\b",
    "yesterday": r"\b(?:yesterday|last night)\b",
    "last": rf"(?<!the )(?<!this )(?<!her )(?<!his )\blast (?P<last_w>week|weekend|month|year|{_WEEKDAY})\b",
    "earlier": r"\bearlier this (?P<early_w>month|year)\b",
    "school": rf"\b(?P<year_a>{YEAR})/(?P<year_b>\d\d)\b(?![/\d])",
    "year": rf"\b(?P<year_y>{YEAR})\b(?!{_QUANTITY})(?![/.]\d|-\d\d?\b)",
    "age": (
        r"\b(?:(?:when|since) (?:she|he|they|\w+) (?:was|were)(?: only| just| about| around| aged)? "
        rf"(?:\d{{1,2}}|{'|'.join(_ONES)})\b(?! (?:weeks|months|/))"
        r"|(?:at the age of|since the age of|from the age of|at age|since age|from age|aged?) "
        rf"(?:\d{{1,2}}|{'|'.join(_ONES)})\b(?! (?:weeks|months)))"
    ),
    "youth": (
        r"\b(?:(?:as a|when (?:she|he|they|mum|dad) (?:was|were) a) (?:young |small |little )?"
        r"(?:child|teenager|teen|girl|boy|kid|baby|toddler)"
        r"|(?:in|during|since|throughout) (?:(?:her|his|their|my|early|late) )*(?:childhood|teens|twenties|adolescence)"
        r"|when (?:she|he|they) (?:was|were) (?:young|little|small)|growing up)\b"
    ),
    "bearing": r"\b(?:when|while) (?:she|mum|mother) was (?:\w+ )?(?:pregnant|expecting)(?: with [A-Z]\w+)?",
}
_SLASHED_LIKE = re.compile(r"\d[/.-]\d")
_PLAIN = str.maketrans("\u017f\u212a\u0130\u0131", "skIi")
_DIGIT = re.compile(r"\d")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEASON_WORDS = ("spring", "summer", "autumn", "winter", *_FEAST[3:-1].split("|"))
_YOUTH_WORDS = (
    "child", "teen", "girl", "boy", "kid", "baby", "toddler", "twenties", "adolescence", "young", "little", "small",
    "growing up",
)  # fmt: skip


def plain_letters(text: str) -> str:
    """Replace the letters that a pattern takes for others where case does not matter: the long s, the Kelvin sign, the
    Turkish i with and without its dot. Each becomes one letter, so that offsets stay."""
    return text if text.isascii() else text.translate(_PLAIN)


def time_forms(sentence: str) -> Iterator[re.Match[str]]:
    """Find what looks like words for a time, in order; a match's ``lastgroup`` names its form, and its letters
    are plain ones."""
    plain = plain_letters(sentence)
    forms = frozenset(_possible(plain.lower()))
    return _any_of(forms).finditer(plain) if forms else iter(())


@lru_cache(maxsize=256)
def _any_of(forms: frozenset[str]) -> re.Pattern[str]:
    """Make a pattern of some of the forms, in their order: to try them all at every letter takes long."""
    return re.compile("|".join(f"(?P<{n}>{form})" for n, form in _FORMS.items() if n in forms), re.IGNORECASE)


def _possible(lower: str) -> Iterator[str]:
    """Name the forms that a sentence may hold, by what none of them can do without. Too many do no harm."""
    month, season = _holds(lower, _MONTHS), _holds(lower, _SEASON_WORDS)
    if month:
        yield "bare_month"
    if season:
        yield "bare_season"
    if _DIGIT.search(lower):
        yield from _possible_numbers(lower, month=month, season=season)
    if "ago" in lower or "back" in lower:
        yield from ("ago", "vague")
    if "last " in lower:
        yield from ("last", "yesterday")
    elif "yesterday" in lower:
        yield "yesterday"
    if "earlier this" in lower:
        yield "earlier"
    told = "was " in lower or "were " in lower
    if "age" in lower or (told and ("when" in lower or "since" in lower)):
        yield "age"
    if _holds(lower, _YOUTH_WORDS):
        yield "youth"
    if told and ("pregnant" in lower or "expecting" in lower):
        yield "bearing"


def _possible_numbers(lower: str, *, month: bool, season: bool) -> Iterator[str]:
    if _SLASHED_LIKE.search(lower):
        yield from ("iso", "slashed", "school")
    if month:
        yield from ("day", "american", "month")
    if season:
        yield "season"
    if "19" in lower or "20" in lower:
        yield "year"


def _holds(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text for word in words)
