"""A chronology as a page for the browser: a table for each case, which also prints as a bundle wants it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TextIO

from caseflags.casework.chronology import Silence
from caseflags.model import Event, Result
from caseflags.report import html_shell
from caseflags.report.chronicle import (
    FOOTER,
    LEGEND,
    Chronicle,
    ChronologyOptions,
    chronicles,
    narrowed,
    silence_of,
    when_of,
    words_of,
    written_of,
)
from caseflags.report.document import facts_of, inputs_of
from caseflags.report.html_overview import anchor
from caseflags.report.paper import Paper
from caseflags.report.words import Label, count, day, quoted, safe


@dataclass(frozen=True, slots=True)
class EventRow:
    """A row of the table: an event, or only ``silence``, a stretch of time without a note."""

    silence: str = ""
    number: int = 0
    when: str = ""
    words: str = ""
    written: str = ""
    source: str = ""
    text: str = ""
    factors: tuple[Label, ...] = ()
    people: tuple[str, ...] = ()
    note: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class CaseChronology:
    """A case as a section, and what the list of cases says of it."""

    anchor: str
    case_id: str
    facts: tuple[str, ...]
    lines: tuple[EventRow, ...]
    undated: tuple[EventRow, ...]
    first: str
    last: str

    @property
    def events(self) -> int:
        """How many events there are, undated ones too."""
        return sum(not row.silence for row in (*self.lines, *self.undated))


def write(result: Result, stream: TextIO, paper: Paper, options: ChronologyOptions) -> None:  # noqa: ARG001
    """Write the page; of very many cases the first, and say so."""
    found = chronicles(result, options)
    cases = [_case(chronicle) for chronicle in islice(found, html_shell.MOST_CASES)]
    left_out = sum(1 for _ in found)
    named = inputs_of(result)
    stream.writelines(
        html_shell.generate(
            "chronology.html",
            heading=safe("Chronology" + (f": {named}" if named else "")),
            only=safe(narrowed(result, options)),
            facts=[(name, safe(fact)) for name, fact in _facts(result, len(cases) + left_out)],
            cases=cases,
            single=len(cases) == 1,
            rest=list(_rest(left_out)),
            footer=FOOTER,
        )
    )


def _facts(result: Result, cases: int) -> Iterator[tuple[str, str]]:
    yield "made by", f"{result.run.tool} {result.run.version}"
    yield from facts_of(result, f"{cases:,}")


def _rest(left_out: int) -> Iterator[str]:
    if left_out:
        yield f"{count(left_out, 'more case')}: --case ID shows one, --format csv or xlsx all of them."
    yield f"{LEGEND[0].upper()}{LEGEND[1:]}."


def _case(chronicle: Chronicle) -> CaseChronology:
    labels = {label.key: label for label in chronicle.labels}
    dates = sorted(line.date for line in chronicle.lines if isinstance(line, Event) and line.date)
    return CaseChronology(
        anchor(chronicle.case_id),
        safe(chronicle.case_id),
        tuple(map(safe, chronicle.facts)),
        tuple(_rows(chronicle.lines, labels)),
        tuple(_rows(chronicle.undated, labels)),
        day(dates[0]) if dates else "",
        day(dates[-1]) if dates else "",
    )


def _rows(lines: Iterable[Event | Silence], labels: dict[str, Label]) -> Iterator[EventRow]:
    for line in lines:
        yield EventRow(silence=silence_of(line)) if isinstance(line, Silence) else _event(line, labels)


def _event(event: Event, labels: dict[str, Label]) -> EventRow:
    return EventRow(
        number=event.number,
        when=when_of(event),
        words=safe(words_of(event)),
        written=written_of(event),
        source=safe(event.source),
        text=safe(quoted(event.text)),
        factors=tuple(labels[category] for category in event.categories),
        people=tuple(role.value for role in event.people),
        note=safe(event.note_id),
        row=event.row,
    )
