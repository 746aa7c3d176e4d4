"""A chronology as a Markdown table, to be pasted into a report or a bundle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

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
from caseflags.report.markdown import escape
from caseflags.report.paper import Paper
from caseflags.report.words import listed, quoted, title

_HEAD = ("No.", "Date", "Source", "Event", "Factors", "People", "Reference")


def write(result: Result, stream: TextIO, paper: Paper, options: ChronologyOptions) -> None:  # noqa: ARG001
    """Write the chronologies, case after case."""
    stream.write(f"# {escape(f'{result.run.tool} {result.run.version}: chronology')}\n")
    if only := narrowed(result, options):
        stream.write(f"\n{escape(only)}.\n")
    stream.writelines(f"\n- {escape(message)}\n" for message in result.messages)
    for chronicle in chronicles(result, options):
        stream.writelines(f"{line}\n" for line in _case(chronicle))
    stream.write(f"\n{escape(LEGEND[0].upper() + LEGEND[1:])}.\n\n*{FOOTER}*\n")


def _case(chronicle: Chronicle) -> Iterator[str]:
    yield f"\n## Case {escape(chronicle.case_id)}\n"
    yield from (f"- {escape(fact)}" for fact in chronicle.facts)
    if chronicle.lines:
        yield from _table(chronicle.lines)
    if chronicle.undated:
        yield "\n### Undated"
        yield from _table(chronicle.undated)


def _table(lines: tuple[Event | Silence, ...]) -> Iterator[str]:
    yield f"\n| {' | '.join(_HEAD)} |"
    yield f"| {' | '.join('---' for _ in _HEAD)} |"
    for line in lines:
        yield f"|  |  |  | *{escape(silence_of(line))}* |  |  |  |" if isinstance(line, Silence) else _row(line)


def _row(event: Event) -> str:
    told = told_of(event)
    when = escape(when_of(event)) + (f" ({escape(told)})" if told else "")
    cells = (
        str(event.number),
        when,
        escape(event.source),
        escape(quoted(event.text)),
        escape(", ".join(map(title, event.categories))),
        listed([role.value for role in event.people]),
        escape(f"note {event.note_id}, row {event.row}"),
    )
    return f"| {' | '.join(cells)} |"
