"""Which words for a time a mention goes by: those of its own clause, and of a line that begins with a date.

What the context says of now and then is asked first: a date of years ago belongs to what is told as past, and one of
last week to what is told as new. Where the two do not fit, the words must stand close by and nothing may come between.
A mention that no words fit has the date of its note, or, as a part of the past, none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date

from caseflags.detect.datewords import Said, times_said
from caseflags.detect.tokens import Tokens
from caseflags.model import Temporality
from caseflags.when import read_when

RECENT_DAYS = 183
"""About half a year: what is older is history (guidelines, section 3)."""

_CLOSE, _NEXT = 48, 16
_HEAD_SENTENCES = 40
_LEADING = re.compile(
    r"[\W\d]*(?:(?:on|in|at|by|around|about|approx|during|the|early|late|hours|night|morning|evening|afternoon|day|of|back"
    r"|over|date|from|between)\b\W*)*",
    re.IGNORECASE,
)
_LEAD = re.compile(r"[\s\-*•–·>(]*$")
_AFTER_LEAD = re.compile(r"\)?\s?[:\-–.,]")
_BREAK = re.compile(r"[,;:]|\. | - |\b(?:but|however|although|because|when|while|and|&)\b")
_NOW = re.compile(
    r"[;]|\b(?:now|today|currently|presently|still|is|are|does|remains|continues|this (?:morning|week|visit))\b",
    re.IGNORECASE,
)
_OF = re.compile(
    r"(?<!end)(?<!start)(?<!beginning)(?<!middle)(?<!night)(?<!morning)(?<!evening)(?<!weekend)(?<!week) of ?$",
    re.IGNORECASE,
)


class Dates:
    """The words for a time in one note that was ``written`` on some day. Only sentences with mentions are looked at."""

    def __init__(self, tokens: Tokens, written: date | None) -> None:
        self._tokens = tokens
        self._written = written
        self._said: dict[int, list[Said]] = {}
        self._lines = sorted(tokens.line_breaks)

    def of(self, start: int, end: int, temporality: Temporality) -> tuple[Said | None, Temporality]:
        """Give the words for the time of a mention at tokens ``start`` to ``end``, with offsets as laid out.

        What stands in a line that begins with a date of long ago is told as past, whatever its own sentence says.
        """
        tokens = self._tokens
        sentence = tokens.sentence_of(start)
        left, right = tokens.starts[start], tokens.ends[end - 1]
        fitting = [s for s in self._in_sentence(sentence) if self._fits(s, sentence, left, right, temporality)]
        if fitting:
            return min(fitting, key=lambda s: (s.value == "", _distance(s, left, right), s.start)), temporality
        head = self._of_line(start, sentence)
        if head is not None and self._is_old(read_when(head.value).last):
            temporality = Temporality.HISTORICAL
        return head, temporality

    def _in_sentence(self, sentence: int) -> list[Said]:
        if sentence not in self._said:
            low, high = self._tokens.bounds(sentence)
            self._said[sentence] = self._times(self._tokens.starts[low], self._tokens.ends[high - 1])
        return self._said[sentence]

    def _times(self, first: int, last: int) -> list[Said]:
        said = times_said(self._tokens.text[first:last], self._written)
        return [Said(first + s.start, first + s.end, s.value, s.text) for s in said]

    def _fits(self, said: Said, sentence: int, left: int, right: int, temporality: Temporality) -> bool:
        if said.start < right and left < said.end:
            return True
        past, when = temporality is Temporality.HISTORICAL, read_when(said.value)
        after = said.start >= right
        between = self._tokens.text[right : said.start] if after else self._tokens.text[said.end : left]
        if _OF.search(self._tokens.text[: said.start][-12:]) and between.strip() not in {"", "of"}:
            return False
        if when.first is None:
            return not _BREAK.search(between) and (past or said.text.lower().startswith(("since", "from")))
        if past != self._is_old(when.last) and not when.since:
            return len(between) <= (_CLOSE if past else _NEXT) and not _BREAK.search(between)
        before = self._tokens.text[self._begin(sentence) : said.start]
        if not after and not when.since and _LEADING.fullmatch(before):
            return past or not _NOW.search(between)
        return not _BREAK.search(between)

    def _begin(self, sentence: int) -> int:
        return self._tokens.starts[self._tokens.bounds(sentence)[0]]

    def _is_old(self, last: date | None) -> bool:
        return self._written is not None and last is not None and (self._written - last).days > RECENT_DAYS

    def _of_line(self, start: int, sentence: int) -> Said | None:
        """Give the date with which the line of a mention begins: "2016: care proceedings. He punched ..."."""
        place = bisect_right(self._lines, start) - 1
        first = self._lines[place] if place >= 0 else 0
        head = self._tokens.sentence_of(first)
        if sentence - head > _HEAD_SENTENCES:
            return None
        for said in self._in_sentence(head):
            before = self._tokens.text[self._tokens.starts[first] : said.start]
            if said.value and _LEAD.fullmatch(before) and _AFTER_LEAD.match(self._tokens.text, said.end):
                return said
        return None


def _distance(said: Said, left: int, right: int) -> int:
    return max(said.start - right, left - said.end, 0)
