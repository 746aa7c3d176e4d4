"""Dates in a text, against the date of its note: what lies more than half a year back is history (guidelines, section
3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from caseflags.detect.context import CueHit
from caseflags.detect.tokens import Tokens
from caseflags.errors import Place
from caseflags.rulebook import CueRule

_HALF_A_YEAR = 183
_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d$")
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4})$")
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
            "sep sept september", "oct october", "nov november", "dec december",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_SINCE = frozenset(
    {"since", "from", "born", "dob", "d.o.b", "edd", "form", "act", "court", "until", "review", "version", "to"}
)


def _cue(identifier: str, reach: str, words: int) -> CueRule:
    return CueRule(identifier, "temporality", "historical", reach, words, (), (), Place("detect/moments.py"))


_DATE_BEFORE = _cue("past.date", "both", 9)
_DATED_LINE = _cue("past.dated_line", "sentence", 0)


def past_dates(tokens: Tokens, written: date | None) -> Iterator[CueHit]:
    """Historical cues for the dates in a text that lie more than half a year before the note was written."""
    if written is None:
        return
    starts = set(tokens.sentences)
    for index, norm in enumerate(tokens.norms):
        last = _latest(tokens, index, norm)
        if last is None or (written - last).days <= _HALF_A_YEAR:
            continue
        if index and tokens.norms[index - 1] in _SINCE:
            continue
        rule = _DATED_LINE if index in starts or (index and index - 1 in starts and norm.isdigit()) else _DATE_BEFORE
        yield CueHit(index, index + 1, rule)


def _latest(tokens: Tokens, index: int, norm: str) -> date | None:
    """The last day that a token such as "2019" or "3/5/19" can mean."""
    if _YEAR.match(norm):
        month = MONTHS.get(tokens.norms[index - 1].rstrip(".")) if index else None
        return date(int(norm), month, 28) if month else date(int(norm), 12, 31)
    slashed = _SLASHED.match(norm)
    if slashed:
        first, second, year = (int(part) for part in slashed.groups())
        month, day = (second, first) if second <= 12 else (first, second)
        return date(year + 2000 if year < 100 else year, month, 1) if 1 <= month <= 12 and 1 <= day <= 31 else None
    return None
