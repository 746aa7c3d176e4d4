"""A chronology in a terminal: a table where the page is wide, entries one below the other where it is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TextIO

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from caseflags.casework.chronology import Silence
from caseflags.model import Event, Result
from caseflags.report.chronicle import (
    FOOTER,
    LEGEND,
    Chronicle,
    ChronologyOptions,
    chronicles,
    narrowed,
    silence_of,
    told_of,
    when_of,
)
from caseflags.report.paper import Paper
from caseflags.report.text import Page
from caseflags.report.words import count, listed, quoted, safe

_WIDE = 120
_NUMBER, _WHEN, _PLACE, _ABOUT = 4, 22, 30, 18
_GAPS = 8


def write(result: Result, stream: TextIO, paper: Paper, options: ChronologyOptions) -> None:
    """Write the chronologies, case after case."""
    page = Page(stream, paper)
    page.line(f"{result.run.tool} {result.run.version}: chronology", "bold")
    if only := narrowed(result, options):
        page.line(safe(only))
    for message in result.messages:
        page.line(safe(f"notice  {message}"))
    for chronicle in chronicles(result, options):
        _case(page, chronicle)
    page.line()
    page.line(LEGEND, "dim")
    page.line(FOOTER, "dim")


def _case(page: Page, chronicle: Chronicle) -> None:
    page.banner(safe(f"Case {chronicle.case_id}"))
    for fact in chronicle.facts:
        page.line(safe(fact))
    labels = chronicle.labels
    if labels:
        page.line(safe(", ".join(f"{label.code} {label.title.lower()}" for label in labels)))
    codes = {label.key: label.code for label in labels}
    if chronicle.lines:
        page.line()
        page.show(*_lines(page, chronicle.lines, codes))
    if chronicle.undated:
        page.heading(f"Undated: {count(len(chronicle.undated), 'event')}")
        page.show(*_lines(page, chronicle.undated, codes))


def _lines(page: Page, lines: tuple[Event | Silence, ...], codes: Mapping[str, str]) -> Iterator[RenderableType]:
    for line in lines:
        if isinstance(line, Silence):
            mark = "-" if page.plain else "─"
            text = f"{mark * 3} {silence_of(line)} "
            yield Text(text + mark * (page.width - len(text)), style="dim", no_wrap=True)
        else:
            yield _row(page, line, codes) if page.width >= _WIDE else _entry(line, codes)


def _row(page: Page, event: Event, codes: Mapping[str, str]) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=_NUMBER, justify="right", style="dim")
    for width in (_WHEN, _PLACE):
        table.add_column(width=width)
    table.add_column(width=page.width - _NUMBER - _WHEN - _PLACE - _ABOUT - _GAPS - 2)
    table.add_column(width=_ABOUT, style="dim")
    told = told_of(event)
    when = Text.assemble((when_of(event), "bold"), (f"\n{safe(told)}" if told else "", "dim"))
    table.add_row(
        str(event.number), when, Text(_place(event)), Text(safe(quoted(event.text))), Text(_about(event, codes))
    )
    return table


def _entry(event: Event, codes: Mapping[str, str]) -> RenderableType:
    """Lay out an event below its heading, and below it whom it is about and which words give its time."""
    head = Text.assemble((f"{event.number:>{_NUMBER}}  ", "dim"), (when_of(event), "bold"), f"  {_place(event)}")
    about = safe("; ".join(part for part in (_about(event, codes), told_of(event)) if part))
    under = (0, 0, 0, _NUMBER + 2)
    return Group(head, Padding(Text(safe(quoted(event.text))), under), Padding(Text(about, style="dim"), under))


def _place(event: Event) -> str:
    source = f"{safe(event.source)}, " if event.source else ""
    return f"{source}note {safe(event.note_id)} (row {event.row})"


def _about(event: Event, codes: Mapping[str, str]) -> str:
    factors = " ".join(safe(codes[category]) for category in event.categories)
    people = listed([role.value for role in event.people])
    return f"{factors}: {people}" if people else factors
