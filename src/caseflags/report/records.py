"""Results as plain mappings, in the order and with the names that users' scripts rely on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date

from caseflags.casework.strands import strand_records
from caseflags.coding import CodeHit
from caseflags.model import (
    Account,
    Assertion,
    Case,
    CaseResult,
    Cell,
    Cue,
    Event,
    Finding,
    Matrix,
    NoteRef,
    PatternHit,
    PeopleCount,
    Rejected,
    Role,
    Run,
    category_order,
)
from caseflags.stored import Record

FIELDS = (
    "finding_id",
    "case_id",
    "note_id",
    "date",
    "source",
    "row",
    "category",
    "indicator",
    "rule_id",
    "level",
    "start",
    "end",
    "text",
    "assertion",
    "temporality",
    "subject",
    "victim",
    "cues",
    "excerpt",
    "codes",
)
"""The fields of a finding, promised to scripts; a new one goes to the end."""


def finding_record(finding: Finding) -> Record:
    """Write a finding with the fields of ``FIELDS``, in that order."""
    record: Record = {name: getattr(finding, name) for name in FIELDS}
    record["date"] = _iso(finding.date)
    record["cues"] = [_cue(cue) for cue in finding.cues]
    record["codes"] = list(finding.codes)
    return record


def whole_finding(finding: Finding) -> Record:
    """Write a finding with everything needed to make it anew."""
    beside = {name: getattr(finding, name) for name in ("sentence", "copied_from", "speaker")}
    return finding_record(finding) | beside


def case_record(result: CaseResult) -> Record:
    """Write a case without its findings; they stand by themselves, case after case, ``counts.findings`` of each."""
    case = result.case
    dates = [note.date for note in case.notes if note.date]
    record: Record = {
        "case_id": case.case_id,
        "family_id": case.family_id,
        "notes": [_note(note) for note in case.notes],
        "chronology": [_event(event) for event in result.chronology],
        "first_date": _iso(min(dates, default=None)),
        "last_date": _iso(max(dates, default=None)),
        "counts": counts_of(case),
        "people": _people(result.matrix.people, {person.role: person.called for person in case.people}),
        "matrix": matrix_record(result.matrix),
        "between": between_record(result),
        "accounts": [_account(account) for account in result.accounts],
        "patterns": [_pattern(hit) for hit in result.patterns],
        "codes": [_code(hit) for hit in result.codes],
    }
    return record | ({"extra": dict(result.extra)} if result.extra else {})


def matrix_record(matrix: Matrix) -> Record:
    """Write a matrix without its people."""
    return {
        "categories": list(matrix.categories),
        "window_days": matrix.window_days,
        "cells": [_cell(cell) for cell in matrix.cells],
    }


def between_record(result: CaseResult) -> Record:
    """Write how strands meet, and the chains."""
    return {
        "strands": [dict(strand) for strand in strand_records(result.between.categories)],
        "window_days": result.between.window_days,
        "cells": [_cell(cell) for cell in result.between.cells],
        "chains": [
            {"strands": list(chain.strands), "days": chain.days, "evidence": list(chain.evidence)}
            for chain in result.chains
        ],
    }


def across_record(matrix: Matrix) -> Record:
    """Write the matrix across cases with its people."""
    return {**matrix_record(matrix), "people": _people(matrix.people, {})}


def run_record(run: Run) -> Record:
    """Write what was run over what."""
    return {
        "tool": run.tool,
        "version": run.version,
        "packs": [dict(pack) for pack in run.packs],
        "inputs": [dict(source) for source in run.inputs],
        "options": dict(run.options),
        "rows": asdict(run.rows),
        "rules": dict(run.rules),
        "environment": dict(run.environment),
        "suppressed": dict(run.suppressed),
    }


def rejected_record(rejected: Rejected) -> Record:
    """Write a row that could not be read as a note."""
    return asdict(rejected)


def under_case(lines: Iterable[Record]) -> list[Record]:
    """Give lines as they stand under their case, which has the id for all of them."""
    return [{name: value for name, value in line.items() if name != "case_id"} for line in lines]


def counts_of(case: Case) -> Record:
    """Count notes and findings: by category every assertion, without what is copied; ``findings`` counts all."""
    counted: dict[str, Counter[Assertion]] = {}
    for finding in case.findings:
        if not finding.copied_from:
            counted.setdefault(finding.category, Counter())[finding.assertion] += 1
    return {
        "notes": len(case.notes),
        "undated": sum(note.date is None for note in case.notes),
        "findings": len(case.findings),
        "copied": sum(bool(finding.copied_from) for finding in case.findings),
        "categories": {
            category: {assertion.value: counted[category][assertion] for assertion in Assertion}
            for category in sorted(counted, key=category_order)
        },
    }


def _iso(when: date | None) -> str | None:
    return when.isoformat() if when else None


def _cue(cue: Cue) -> Record:
    return {"axis": cue.axis, "value": cue.value, "text": cue.text, "start": cue.start, "end": cue.end}


def _note(note: NoteRef) -> Record:
    return {
        "case_id": note.case_id,
        "note_id": note.note_id,
        "row": note.row,
        "date": _iso(note.date),
        "source": note.source,
        "note_type": note.note_type,
        "author": note.author,
        "subject": note.subject,
        "family_id": note.family_id,
        "file": note.file,
    }


def _event(event: Event) -> Record:
    return {
        "number": event.number,
        "date": _iso(event.date),
        "precision": event.precision,
        "note_id": event.note_id,
        "row": event.row,
        "source": event.source,
        "text": event.text,
        "categories": list(event.categories),
        "people": list(event.people),
        "finding_ids": list(event.finding_ids),
        "when": event.when,
        "words": event.words,
        "noted": _iso(event.noted),
    }


def _account(account: Account) -> Record:
    return {
        "topic": account.topic,
        "by": account.by,
        "stance": account.stance,
        "first_date": _iso(account.first_date),
        "last_date": _iso(account.last_date),
        "finding_ids": list(account.finding_ids),
    }


def _pattern(hit: PatternHit) -> Record:
    return {
        "pattern_id": hit.pattern_id,
        "title": hit.title,
        "level": hit.level,
        "first_date": _iso(hit.first_date),
        "last_date": _iso(hit.last_date),
        "known": hit.known,
        "story": hit.story,
        "evidence": {"finding_ids": list(hit.evidence), "note_ids": list(hit.note_ids)},
    }


def _code(hit: CodeHit) -> Record:
    record = asdict(hit) | {"evidence": list(hit.evidence)}
    return record | {"first_date": _iso(hit.first_date), "last_date": _iso(hit.last_date)}


def _cell(cell: Cell) -> Record:
    record = asdict(cell)
    record["evidence"] = list(cell.evidence)
    record["measures"] = dict(cell.measures)
    record["delays"] = [list(pair) for pair in cell.delays]
    return record


def _people(counts: Iterable[PeopleCount], called: Mapping[Role, tuple[str, ...]]) -> list[Record]:
    """Write a person a record: names, and findings by category as their subject and as their victim."""
    found: dict[Role, Record] = {role: {"subject": {}, "victim": {}} for role in called}
    for count in counts:
        parts = found.setdefault(count.role, {"subject": {}, "victim": {}})
        parts[count.part][count.category] = {value.value: getattr(count, value.value) for value in Assertion}
    return [{"role": role, "called": list(called.get(role, ())), **found[role]} for role in Role if role in found]
