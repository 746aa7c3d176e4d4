"""The chronology of a case as a page shows it: events and silences in order, and the undated notes apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from caseflags.casework.chronology import Silence, events_of, silences
from caseflags.model import CaseResult, Event, Result, Role, category_order
from caseflags.report import figures
from caseflags.report.words import Label, count, day, labels_of, listed, title
from caseflags.when import read_when, shown


@dataclass(frozen=True, slots=True)
class ChronologyOptions:
    """Whose events are shown (``None``: everybody's), and those of which time; undated ones are never left out."""

    person: Role | None = None
    since: date | None = None
    until: date | None = None

    def holds(self, first: date | None, last: date | None) -> bool:
        """Tell whether a stretch of time lies in the time that is asked for, as far as is known."""
        after = self.since is None or last is None or last >= self.since
        return after and (self.until is None or first is None or first <= self.until)


FOOTER = "Events are what notes say, with the words they rest on. Read the notes; a person decides."
LEGEND = (
    "before DATE: told on that day of some time before; about, since: no nearer than the note's words, which stand in "
    "quotation marks"
)


@dataclass(frozen=True, slots=True)
class Chronicle:
    """A case's chronology. ``lines`` are in order of time, and ``undated`` comes after them."""

    case_id: str
    facts: tuple[str, ...]
    lines: tuple[Event | Silence, ...]
    undated: tuple[Event, ...]

    @property
    def labels(self) -> tuple[Label, ...]:
        """The categories of its events, in order, each with a code that no other has."""
        events = [line for line in (*self.lines, *self.undated) if isinstance(line, Event)]
        return labels_of(sorted({name for event in events for name in event.categories}, key=category_order))


def chronicles(result: Result, options: ChronologyOptions) -> Iterator[Chronicle]:
    """Make the chronology of each case, one after the other."""
    return (chronicle_of(case, options) for case in result.cases)


def narrowed(result: Result, options: ChronologyOptions) -> str:
    """Say which events are shown, if it is not all of them; nothing if it is."""
    categories = [title(str(name)).lower() for name in result.run.options.get("categories") or ()]
    parts = [f"of {listed(categories)}"] if categories else []
    parts += [f"about {options.person.value}"] if options.person else []
    parts += [f"from {day(options.since)} on"] if options.since else []
    parts += [f"up to {day(options.until)}"] if options.until else []
    return f"Only events {', '.join(parts)}" if parts else ""


def chronicle_of(result: CaseResult, options: ChronologyOptions) -> Chronicle:
    """Make the chronology of a case. Its events are numbered anew from 1."""
    case = result.case
    found = result.chronology
    if options.person is not None:
        theirs = tuple(f for f in case.findings if options.person in {f.subject, f.victim})
        found = events_of(replace(case, findings=theirs))
    wanted = (event for event in found if options.holds(event.date, _last(event)))
    events = [replace(event, number=number) for number, event in enumerate(wanted, 1)]
    gaps = [gap for gap in silences(case.notes) if options.holds(gap.after, gap.before)]
    dated = [event for event in events if event.date]
    undated = tuple(event for event in events if not event.date)
    return Chronicle(case.case_id, tuple(_facts(result, events, gaps)), tuple(_in_order(dated, gaps)), undated)


def when_of(event: Event) -> str:
    """Say when an event was: "2024-01-31", "2019-05", "about 2017", "before 2024-01-31" or "undated".

    What is known only to lie in the past is said to be before the day on which it was written down.
    """
    if event.when:
        return shown(event.when)
    if event.precision == "none" and event.date:
        return f"before {day(event.date)}"
    return day(event.date)


def told_of(event: Event) -> str:
    """Say which words of a note give the time, and when they were written; nothing where it is the note's own day."""
    return ", ".join(part for part in (words_of(event), written_of(event)) if part)


def words_of(event: Event) -> str:
    """Quote the words of a note that give the time; nothing where it is the note's own day."""
    return f'"{event.words}"' if event.words else ""


def written_of(event: Event) -> str:
    """Say when words that give another day were written; nothing where there are none, or no such day."""
    return f"written {day(event.noted)}" if event.words and event.when else ""


def silence_of(gap: Silence) -> str:
    """Say how long no note was made."""
    return f"no note for {gap.days} days, {day(gap.after)} to {day(gap.before)}"


def _last(event: Event) -> date | None:
    when = read_when(event.when)
    return event.noted if when.since else when.last or event.date


def _in_order(events: list[Event], gaps: list[Silence]) -> Iterator[Event | Silence]:
    """Put each silence behind the events up to its first day."""
    waiting = list(gaps)
    for event in events:
        while waiting and event.date and event.date > waiting[0].after:
            yield waiting.pop(0)
        yield event
    yield from waiting


def _facts(result: CaseResult, events: list[Event], gaps: list[Silence]) -> Iterator[str]:
    yield figures.notes(result.case.notes)
    telling = {(event.note_id, event.row) for event in events}
    placed = sum(bool(event.words) for event in events)
    yield (
        f"{count(len(events), 'event')} from {count(len(telling), 'note')}"
        + (f"; {placed:,} of them placed by words of the note" if placed else "")
        + (f"; {count(len(gaps), 'silence')} of over 90 days" if gaps else "")
    )
