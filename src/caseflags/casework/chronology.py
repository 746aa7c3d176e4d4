"""The dated events of a case as a court or a review wants them: numbered, in order, with source and evidence.

A note makes one event of what it says about now, and one of what it tells about the past: that one bears the note's
date as the day of writing, with precision "none". Negated and hypothetical findings are no events, and neither is
copied text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

from caseflags.model import Assertion, Case, Event, Finding, NoteRef, Role, Temporality, category_order

SILENCE_DAYS = 90
"""A record that says nothing for longer than this has a gap."""

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
    """List the events of a case in the order of its notes: the undated ones come last."""
    eventful = (f for f in case.findings if f.assertion in _EVENTFUL and not f.copied_from)
    by_note = groupby(eventful, key=lambda f: (f.case_id, f.note_id, f.row))
    parts = (part for _, note in by_note for part in _now_and_then(list(note)))
    return tuple(_event(number, part) for number, part in enumerate(parts, 1))


def silences(notes: Iterable[NoteRef], days: int = SILENCE_DAYS) -> tuple[Silence, ...]:
    """Find gaps of more than ``days`` days between a case's dated notes. Undated notes break no silence."""
    dates = sorted({note.date for note in notes if note.date is not None})
    gaps = (Silence(after, before) for after, before in pairwise(dates))
    return tuple(gap for gap in gaps if gap.days > days)


def _now_and_then(findings: Sequence[Finding]) -> Iterator[list[Finding]]:
    for temporality in (Temporality.CURRENT, Temporality.HISTORICAL):
        if part := [f for f in findings if f.temporality is temporality]:
            yield part


def _event(number: int, findings: Sequence[Finding]) -> Event:
    first = findings[0]
    people = {role for f in findings for role in (f.subject, f.victim) if role not in {None, Role.UNKNOWN}}
    dated = first.date is not None and first.temporality is Temporality.CURRENT
    return Event(
        number=number,
        date=first.date,
        precision="day" if dated else "none",
        note_id=first.note_id,
        row=first.row,
        source=first.source,
        text=_text(findings),
        categories=tuple(sorted({f.category for f in findings}, key=category_order)),
        people=tuple(role for role in _ROLES if role in people),
        finding_ids=tuple(f.finding_id for f in findings),
    )


def _text(findings: Sequence[Finding]) -> str:
    """Join the sentences that bear the findings, each once, as many as fit; mentions where there are no excerpts."""
    pieces: dict[str, int] = {}
    for finding in findings:
        pieces.setdefault(finding.excerpt or " ".join(finding.text.split()), finding.sentence)
    text, last = "", -1
    for piece, sentence in pieces.items():
        if text and len(text) + len(piece) > _LONGEST:
            return f"{text} […]"
        joint = "" if not text else " " if sentence == last + 1 else " … "
        text, last = f"{text}{joint}{piece}", sentence
    return text
