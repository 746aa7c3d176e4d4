"""The dated events of a case as a court or a review wants them: numbered, in order, with source and evidence.

A note makes one event of what it says about now, and one of every other time that it names ("in May 2019"), which
stands where the words place it, no finer than they are. What it tells of the past without a date bears the note's date
as the day of writing, with precision "none". Negated and hypothetical findings are no events, and neither is copied
text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

from caseflags.model import Assertion, Case, Event, Finding, NoteRef, Role, Temporality, category_order
from caseflags.when import Precision, read_when

SILENCE_DAYS = 90
"""A record that says nothing for longer than this has a gap."""

_SURROUNDS = frozenset({("practice", "infant"), ("practice", "professional_witness")})
"""What surrounds an event and is none by itself: that there is a baby, that somebody saw it."""

_EVENTFUL = frozenset({Assertion.AFFIRMED, Assertion.UNCERTAIN, Assertion.DENIED})
_LONGEST = 480
_ROLES = tuple(Role)


@dataclass(frozen=True, slots=True)
class Silence:
    """No note between two days."""

    after: date
    before: date

    @property
    def days(self) -> int:
        """Days from the last note before to the first note after."""
        return (self.before - self.after).days


def events_of(case: Case) -> tuple[Event, ...]:
    """List the events of a case by the day on which they may first have happened; the undated ones come last.

    A span of time stands before the days inside it, and what is told of the past without a date behind what its note
    tells of the day.
    """
    eventful = (f for f in case.findings if f.assertion in _EVENTFUL and not f.copied_from)
    by_note = groupby(eventful, key=lambda f: (f.case_id, f.note_id, f.row))
    parts = [part for _, note in by_note for part in _parts(list(note)) if not _only_surrounds(part)]
    parts.sort(key=_place)  # which keeps the order of notes on one day
    return tuple(_event(number, part) for number, part in enumerate(parts, 1))


def silences(notes: Iterable[NoteRef], days: int = SILENCE_DAYS) -> tuple[Silence, ...]:
    """Find gaps of more than ``days`` days between a case's dated notes. Undated notes break no silence."""
    dates = sorted({note.date for note in notes if note.date is not None})
    gaps = (Silence(after, before) for after, before in pairwise(dates))
    return tuple(gap for gap in gaps if gap.days > days)


@dataclass(frozen=True, slots=True)
class _Part:
    """Findings of one note that happened at one time. ``words`` say which, or are empty."""

    findings: tuple[Finding, ...]
    day: date | None
    precision: Precision
    when: str = ""
    words: str = ""


def _parts(findings: Sequence[Finding]) -> Iterator[_Part]:
    """Take a note apart: what it says of its own day, then every other time, each in the order of the note."""
    noted = findings[0].date
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault(_time(finding), []).append(finding)
    for (words, value), found in sorted(groups.items(), key=lambda group: group[0] != ("", "")):
        when = read_when(value)
        if when.first is not None:
            yield _Part(tuple(found), when.first, when.precision, value, words)
        elif words or found[0].temporality is Temporality.HISTORICAL:
            yield _Part(tuple(found), noted, Precision.NONE, "", words.strip())
        else:
            yield _Part(tuple(found), noted, Precision.DAY if noted else Precision.NONE)


def _only_surrounds(part: _Part) -> bool:
    return all((finding.category, finding.indicator) in _SURROUNDS for finding in part.findings)


def _time(finding: Finding) -> tuple[str, str]:
    """Give the words for the time of a finding with their value; nothing for what happens on the note's day.

    One blank for words stands for the past without any. Words that no calendar shows ("when she was 14") say something
    of the past only.
    """
    past = finding.temporality is Temporality.HISTORICAL
    said = next((cue for cue in finding.cues if cue.axis == "when"), None)
    if said is None or not (said.value or past):
        return (" ", "") if past else ("", "")
    return " ".join(said.text.split()), said.value


def _place(part: _Part) -> tuple[bool, date, int]:
    """Sort by the first day, longer spans before shorter ones."""
    when = read_when(part.when)
    days = (when.last - when.first).days if when.first and when.last else 0
    return part.day is None, part.day or date.min, -days


def _event(number: int, part: _Part) -> Event:
    first = part.findings[0]
    people = {role for f in part.findings for role in (f.subject, f.victim) if role not in {None, Role.UNKNOWN}}
    return Event(
        number=number,
        date=part.day,
        precision=part.precision.value,
        note_id=first.note_id,
        row=first.row,
        source=first.source,
        text=_text(part.findings),
        categories=tuple(sorted({f.category for f in part.findings}, key=category_order)),
        people=tuple(role for role in _ROLES if role in people),
        finding_ids=tuple(f.finding_id for f in part.findings),
        when=part.when,
        words=part.words,
        noted=first.date,
    )


def _text(findings: Sequence[Finding]) -> str:
    """Join the sentences that bear the findings, each once, as many as fit; without words of the note what they are."""
    pieces: dict[str, int] = {}
    for finding in findings:
        named = finding.excerpt or " ".join(finding.text.split()) or finding.indicator.replace("_", " ")
        pieces.setdefault(named, finding.sentence)
    text, last = "", -1
    for piece, sentence in pieces.items():
        if text and len(text) + len(piece) > _LONGEST:
            return f"{text} […]"
        joint = "" if not text else " " if sentence == last + 1 else " … "
        text, last = f"{text}{joint}{piece}", sentence
    return text
