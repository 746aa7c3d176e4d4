"""Dates in a text, against the date of its note: what lies more than half a year back is history (guidelines, section
3). A date or a heading such as "Past medical history" that opens a line rules the whole line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from caseflags.detect.context import CueHit
from caseflags.detect.tokens import Tokens
from caseflags.errors import Place
from caseflags.rulebook import CueRule

_HALF_A_YEAR = 183
_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d$")
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4})$")
_NUMBERING = re.compile(r"[\d.()]+$")
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
_SEASONS = {"winter": 2, "spring": 5, "summer": 8, "autumn": 11, "fall": 11}
"""The last month of each season, in the north."""
_SINCE = frozenset(
    {"since", "from", "born", "dob", "d.o.b", "edd", "form", "act", "court", "until", "review", "version", "to"}
)
_HISTORY = frozenset("past pmh pmhx phx pph pphx psh previous previously priors prior childhood surgical".split())
_NO_HISTORY = frozenset("week weeks month months".split())
_LABEL_WORDS = 5


def _cue(identifier: str, reach: str, words: int) -> CueRule:
    return CueRule(identifier, "temporality", "historical", reach, words, (), (), Place("detect/moments.py"))


_DATE_BEFORE = _cue("past.date", "both", 9)
_DATED_LINE = _cue("past.dated_line", "sentence", 0)
_HEADING = _cue("past.heading", "sentence", 0)


def past_dates(tokens: Tokens, written: date | None) -> Iterator[CueHit]:
    """Historical cues for the dates in a text that lie more than half a year before the note was written. Where it is
    not known when that was, every year is past."""
    starts = set(tokens.sentences)
    places = tokens.numbers if _SEASONS.keys().isdisjoint(tokens.norms) else range(len(tokens))
    for index in places:
        last = _latest(tokens, index, tokens.norms[index], written)
        if last is None or not _SINCE.isdisjoint(tokens.norms[max(0, index - 2) : index]):
            continue
        if written is None:
            yield CueHit(index, index + 1, _DATE_BEFORE)
        elif (written - last).days > _HALF_A_YEAR:
            yield CueHit(index, index + 1, _DATED_LINE if _opens(tokens, index, starts) else _DATE_BEFORE)


def _opens(tokens: Tokens, index: int, starts: set[int]) -> bool:
    """Whether a date is the first word of its sentence but for a number or a month: "3.2 2016. He was cautioned"."""
    first = index
    while first not in starts and (_NUMBERING.match(tokens.norms[first - 1]) or tokens.norms[first - 1] in MONTHS):
        first -= 1
    return first in starts


def line_pasts(tokens: Tokens, cues: Sequence[CueHit]) -> Mapping[int, CueHit]:
    """For each sentence in a line that a past date or a heading of history opens, the cue that says so."""
    dated = {tokens.sentence_of(cue.start): cue for cue in cues if cue.rule is _DATED_LINE}
    ruled: dict[int, CueHit] = {}
    if not dated and ":" not in tokens.norms:
        return ruled
    for sentence, low in enumerate(tokens.sentences):
        label = _label_end(tokens, sentence)
        if label:
            if not _HISTORY.isdisjoint(tokens.norms[low:label]) and _NO_HISTORY.isdisjoint(tokens.norms[low:label]):
                ruled[sentence] = CueHit(low, label, _HEADING)
        elif sentence in dated:
            ruled[sentence] = dated[sentence]
        elif low not in tokens.line_breaks and sentence - 1 in ruled:
            before = ruled[sentence - 1]
            if before.rule is _DATED_LINE or _numbered(tokens, sentence):
                ruled[sentence] = before
    return ruled


def _numbered(tokens: Tokens, sentence: int) -> bool:
    """Whether a sentence is an item of a numbered list, or the number itself: "1." and "Hypertension."."""
    low, _ = tokens.bounds(sentence)
    return tokens.norms[low].isdigit() or any(norm.isdigit() for norm in tokens.norms[max(0, low - 2) : low])


def _label_end(tokens: Tokens, sentence: int) -> int:
    """The token of the colon behind a heading of a few words; 0 where there is none."""
    low, high = tokens.bounds(sentence)
    return next((i for i in range(low + 1, min(high, low + _LABEL_WORDS + 1)) if tokens.norms[i] == ":"), 0)


def _latest(tokens: Tokens, index: int, norm: str, written: date | None) -> date | None:
    """The last day that a token such as "2019" or "3/5/19", or the summer of "last summer", can mean."""
    if norm in _SEASONS and index and tokens.norms[index - 1] == "last":
        if written is None:
            return date.min
        end = date(written.year, _SEASONS[norm], 28)
        return end if end < written else date(written.year - 1, _SEASONS[norm], 28)
    if _YEAR.match(norm):
        month = MONTHS.get(tokens.norms[index - 1].rstrip(".")) if index else None
        return date(int(norm), month, 28) if month else date(int(norm), 12, 31)
    slashed = _SLASHED.match(norm)
    if slashed:
        first, second, year = (int(part) for part in slashed.groups())
        month, day = (second, first) if second <= 12 else (first, second)
        return date(year + 2000 if year < 100 else year, month, 1) if 1 <= month <= 12 and 1 <= day <= 31 else None
    return None
