"""A chronology for programs: JSON, JSON Lines and CSV, events and silences in one order."""

from __future__ import annotations

import csv as rows
from collections.abc import Iterator
from typing import TextIO

from caseflags.casework.chronology import Silence
from caseflags.model import Event, Result
from caseflags.report.chronicle import Chronicle, ChronologyOptions, chronicles, silence_of, when_of
from caseflags.report.csv import harmless
from caseflags.report.paper import Paper
from caseflags.report.records import run_record, under_case
from caseflags.stored import Record, dumps, write_document

FIELDS = (
    "case_id",
    "kind",
    "number",
    "date",
    "precision",
    "shown",
    "words",
    "noted",
    "source",
    "event",
    "categories",
    "people",
    "note_id",
    "row",
    "when",
    "finding_ids",
)
"""The fields of a line, promised to scripts. ``kind`` is event or silence; ``date`` is the first day it may have been,
``when`` the same without pretence (``caseflags.when``), ``shown`` as readers see it."""


def write_json(result: Result, stream: TextIO, paper: Paper, options: ChronologyOptions) -> None:  # noqa: ARG001
    """Write one document, a case to a line."""
    cases = (
        {"case_id": chronicle.case_id, "lines": under_case(lines_of(chronicle))}
        for chronicle in chronicles(result, options)
    )
    write_document(stream, {"run": run_record(result.run), "cases": cases, "messages": list(result.messages)})


def write_jsonl(result: Result, stream: TextIO, paper: Paper, options: ChronologyOptions) -> None:  # noqa: ARG001
    """Write an event or a silence to a line."""
    for chronicle in chronicles(result, options):
        stream.writelines(dumps(line) + "\n" for line in lines_of(chronicle))


def write_csv(result: Result, stream: TextIO, paper: Paper, options: ChronologyOptions) -> None:  # noqa: ARG001
    """Write an event or a silence to a row, safe to open in a spreadsheet."""
    writer = rows.writer(stream, lineterminator="\n", quoting=rows.QUOTE_MINIMAL)
    writer.writerow(FIELDS)
    for chronicle in chronicles(result, options):
        for line in lines_of(chronicle):
            writer.writerow([_cell(line[name]) for name in FIELDS])


def lines_of(chronicle: Chronicle) -> Iterator[Record]:
    """Write the lines of a chronology as mappings with the fields above."""
    for line in (*chronicle.lines, *chronicle.undated):
        record = _silence(line) if isinstance(line, Silence) else _event(line)
        yield dict.fromkeys(FIELDS) | {"case_id": chronicle.case_id, "categories": [], "people": []} | record


def _event(event: Event) -> Record:
    return {
        "kind": "event",
        "number": event.number,
        "date": event.date.isoformat() if event.date else None,
        "precision": event.precision,
        "shown": when_of(event),
        "words": event.words,
        "noted": event.noted.isoformat() if event.noted else None,
        "source": event.source,
        "event": event.text,
        "categories": list(event.categories),
        "people": [role.value for role in event.people],
        "note_id": event.note_id,
        "row": event.row,
        "when": event.when,
        "finding_ids": list(event.finding_ids),
    }


def _silence(gap: Silence) -> Record:
    span = f"{gap.after.isoformat()}/{gap.before.isoformat()}"
    return {"kind": "silence", "date": gap.after.isoformat(), "event": silence_of(gap), "when": span, "finding_ids": []}


def _cell(value: object) -> str | int:
    if isinstance(value, int):
        return value
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return harmless(" ".join(text.split()).encode(errors="replace").decode())
