"""Notes and record side by side, for programs: JSON, JSON Lines and CSV; and what pages say of them."""

from __future__ import annotations

import csv as rows
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TextIO

from caseflags.casework.reconcile import Compared, RecordOnly, Row, Totals
from caseflags.coding import CodeHit
from caseflags.model import Result
from caseflags.report.csv import harmless
from caseflags.report.paper import Paper
from caseflags.report.records import run_record, under_case
from caseflags.stored import Record, dumps, write_document

FIELDS = ("case_id", "code", "title", "status", "why", "findings", "first_date", "last_date", "finding_ids")
"""The fields of a line, promised to scripts. ``status`` is both, notes_only, record_only, to_check or uncovered."""


COUNTS = ("notes", "recorded", "both", "notes_only", "record_only", "to_check")
"""The numbers of a row of totals: cases in which the notes say it, in which it is recorded, and how the two meet."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """All that is said: the run, the cases compared in order, and the totals over those with a record."""

    result: Result
    cases: Iterable[Compared]
    totals: Totals

    @property
    def form(self) -> str:
        """The form whose codes are compared."""
        codes = self.totals.map
        return f"{codes.form}, {codes.year}" + ("" if codes.verified else ", not verified")


def write_json(found: Reconciled, stream: TextIO, paper: Paper) -> None:  # noqa: ARG001 - one shape for all formats
    """Write one document, a case to a line."""
    totals = found.totals
    codes = {"id": totals.map.id, "form": totals.map.form, "year": totals.map.year, "verified": totals.map.verified}
    counts = {"cases": totals.cases, "with_record": totals.with_record, "differing": totals.differing}
    parts = {name: [_row(key, row) for key, row in getattr(totals, name).items()] for name in ("factors", "codes")}
    document = {
        "run": run_record(found.result.run),
        "codes": codes,
        "totals": {**counts, **parts},
        "cases": map(_case, found.cases),
        "messages": list(found.result.messages),
    }
    write_document(stream, document)


def _case(case: Compared) -> Record:
    record = {"case_id": case.case.case_id, "recorded": list(case.recorded), "differs": case.differs}
    return {**record, "lines": under_case(lines_of(case))}


def write_csv(found: Reconciled, stream: TextIO, paper: Paper) -> None:  # noqa: ARG001 - one shape for all formats
    """Write a row for each code of each case that has a record, safe to open in a spreadsheet."""
    writer = rows.writer(stream, lineterminator="\n")
    writer.writerow(FIELDS)
    for case in found.cases:
        if case.has_record:
            for line in lines_of(case):
                writer.writerow([_cell(line[name]) for name in FIELDS])


def write_jsonl(found: Reconciled, stream: TextIO, paper: Paper) -> None:  # noqa: ARG001 - one shape for all formats
    """Write a line for each code of each case that has a record."""
    for case in found.cases:
        if case.has_record:
            stream.writelines(dumps(line) + "\n" for line in lines_of(case))


def lines_of(case: Compared) -> Iterator[Record]:
    """Write a case's codes as mappings with the fields above."""
    blank = dict.fromkeys(FIELDS) | {"case_id": case.case.case_id, "why": "", "findings": 0, "finding_ids": []}
    hits = (("both", case.both), ("notes_only", case.notes_only), ("to_check", case.to_check))
    for status, found in hits:
        yield from (blank | {"status": status} | _hit(hit) for hit in found)
    yield from (blank | {"status": "record_only"} | _lone(lone) for lone in case.record_only)
    yield from (blank | {"status": "uncovered", "code": code, "title": ""} for code in case.uncovered)


def _hit(hit: CodeHit) -> Record:
    return {
        "code": hit.code,
        "title": hit.title,
        "why": hit.check,
        "findings": len(hit.evidence),
        "first_date": hit.first_date.isoformat() if hit.first_date else None,
        "last_date": hit.last_date.isoformat() if hit.last_date else None,
        "finding_ids": list(hit.evidence),
    }


def _lone(lone: RecordOnly) -> Record:
    evidence = list(lone.evidence)
    return {
        "code": lone.code,
        "title": lone.title,
        "why": lone.why,
        "findings": len(evidence),
        "finding_ids": evidence,
    }


def _row(key: str, row: Row) -> Record:
    return {"code": key, "title": row.title, **{name: getattr(row, name) for name in COUNTS}}


def _cell(value: object) -> str | int:
    if isinstance(value, int):
        return value
    return harmless("; ".join(value) if isinstance(value, list) else str(value or ""))
