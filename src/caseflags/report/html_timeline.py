"""A case in time, as a drawing: a lane for each category and person, a mark for each finding, a bar for each pattern.

The shape of a mark tells the assertion, so that it reads without colour; what is told as past is drawn hollow. Lengths
are units of the drawing's own, ``WIDTH`` across.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from caseflags.model import CaseResult, Finding, Role, Temporality
from caseflags.report.document import pattern_title
from caseflags.report.excerpts import key_of, qualities, who
from caseflags.report.words import Label, day, quoted, safe

WIDTH, LEFT, RIGHT = 1000, 250, 20
_LANE, _BAR, _TOP = 24, 16, 24
_MONTHS_UP_TO = 500
_MOST_TICKS = 14
_LONGEST_NAME = 37


class Mark(NamedTuple):
    """A finding at a place: the ``shape`` is its assertion."""

    x: float
    y: float
    shape: str
    past: bool
    code: str
    link: str
    title: str


class Bar(NamedTuple):
    """A pattern from its first to its last date."""

    x: float
    y: float
    width: float
    level: str
    name: str
    title: str


class Tick(NamedTuple):
    """A date on the axis."""

    x: float
    label: str


class Lane(NamedTuple):
    """A row of marks, and what it is about."""

    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The drawing; without dated findings it has no height."""

    height: int = 0
    lanes: tuple[Lane, ...] = ()
    marks: tuple[Mark, ...] = ()
    bars: tuple[Bar, ...] = ()
    ticks: tuple[Tick, ...] = ()


def timeline_of(result: CaseResult, labels: Sequence[Label], links: Mapping[str, str]) -> Timeline:
    """Draw a case. ``links`` lead from finding ids to their place on the page."""
    shown = {label.key: label for label in labels if label.key in result.matrix.categories}
    findings = [f for f in result.case.findings if f.date and key_of(f, shown) in shown and not f.copied_from]
    dates = sorted(note.date for note in result.case.notes if note.date)
    if not findings or not dates:
        return Timeline()
    scale = _Scale(dates[0], dates[-1])
    keys = sorted({_lane(finding, shown) for finding in findings}, key=lambda key: _order(key, list(shown)))
    bars = tuple(_bars(result, scale, _TOP))
    top = _TOP + _BAR * len(bars)
    places = {key: top + _LANE * number + _LANE / 2 for number, key in enumerate(keys)}
    lanes = tuple(Lane(y, safe(f"{shown[category].title}: {role.value}")) for (category, role), y in places.items())
    marks = tuple(_mark(f, scale, places[_lane(f, shown)], shown[key_of(f, shown)].code, links) for f in findings)
    return Timeline(int(top + _LANE * len(keys) + 6), lanes, marks, bars, tuple(_ticks(scale)))


class _Scale:
    """From days to places across."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.days = max(1, (last - first).days)

    def __call__(self, when: date) -> float:
        part = (min(max(when, self.first), self.last) - self.first).days / self.days
        return round(LEFT + 8 + part * (WIDTH - LEFT - RIGHT - 8), 1)


def _lane(finding: Finding, shown: Container[str]) -> tuple[str, Role]:
    return key_of(finding, shown), finding.subject


def _order(key: tuple[str, Role], categories: Sequence[str]) -> tuple[int, int]:
    return categories.index(key[0]), list(Role).index(key[1])


def _mark(finding: Finding, scale: _Scale, y: float, code: str, links: Mapping[str, str]) -> Mark:
    about = ", ".join(part for part in (who(finding, "→"), *qualities(finding)) if part)
    words = quoted(" ".join(finding.text.split()))
    title = f"{day(finding.date)}: {words} ({finding.indicator.replace('_', ' ')}{': ' + about if about else ''})"
    past = finding.temporality is Temporality.HISTORICAL
    when = finding.date or scale.first
    return Mark(scale(when), y, finding.assertion.value, past, code, links[finding.finding_id], safe(title))


def _bars(result: CaseResult, scale: _Scale, top: int) -> Iterator[Bar]:
    dated = [hit for hit in result.patterns if hit.known and hit.first_date and hit.last_date]
    for number, hit in enumerate(dated):
        x = scale(hit.first_date or scale.first)
        width = max(6.0, round(scale(hit.last_date or scale.last) - x, 1))
        name = safe(pattern_title(hit.title or hit.pattern_id))
        title = f"{name}, {day(hit.first_date)} to {day(hit.last_date)}"
        yield Bar(x, top + _BAR * number, width, hit.level.value, _short(name), title)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"


def _ticks(scale: _Scale) -> Iterator[Tick]:
    months = scale.days <= _MONTHS_UP_TO
    step = 1 if months else 12
    starts = [
        date(number // 12, number % 12 + 1, 1)
        for number in range(scale.first.year * 12 + (scale.first.month if months else 12), 12 * (scale.last.year + 1))
        if number % step == 0
    ]
    inside = [when for when in starts if scale.first <= when <= scale.last]
    every = -(-len(inside) // _MOST_TICKS) or 1
    for when in inside[::every]:
        yield Tick(scale(when), when.strftime("%Y-%m") if months else str(when.year))
