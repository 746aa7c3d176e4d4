"""The straight line through this room: the readings of a case become a case read together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from caseflags.casework.chronology import events_of
from caseflags.casework.codes import find_codes
from caseflags.casework.copied import mark_copied
from caseflags.casework.findings import findings_of
from caseflags.casework.ledger import accounts_of
from caseflags.casework.matrix import case_matrix
from caseflags.casework.options import CaseworkOptions
from caseflags.casework.patterns import find_patterns
from caseflags.casework.people import Cast
from caseflags.casework.strands import between_people
from caseflags.model import Case, CaseResult, Finding, NoteRef, Reading


def read_case(readings: Sequence[Reading], options: CaseworkOptions) -> CaseResult:
    """Read the notes of one case together.

    Assumes at least one reading, all of one case (or of one family), in ``model.note_order``.
    """
    cast = Cast(readings)
    found = findings_of(readings, cast, options.secret)
    findings = mark_copied(tuple(f for f in found if f.finding_id not in options.suppressed))
    notes = tuple(reading.note for reading in readings)
    case = Case(_case_id(notes), notes, findings, cast.people(), notes[0].family_id)
    codes = find_codes(case, options.codes)  # for which sentences and names matter, shown or not
    if not options.excerpts:
        case = replace(case, findings=tuple(map(_without_words, findings)), people=())
    matrix = case_matrix(case, options)
    between, chains = between_people(case, matrix.categories, options)
    return CaseResult(
        case,
        matrix,
        patterns=find_patterns(case, options.patterns, options.as_of),
        chronology=events_of(case),
        between=between,
        chains=chains,
        accounts=accounts_of(case),
        codes=codes,
        extra=_suppressed(found, options) | ({"names": _names(readings)} if options.secret else {}),
    )


def _suppressed(found: Sequence[Finding], options: CaseworkOptions) -> dict[str, Any]:
    """Account for the findings that were left out: the id and the rule of each."""
    left_out = [{"finding_id": f.finding_id, "rule_id": f.rule_id} for f in found if f.finding_id in options.suppressed]
    return {"suppressed": left_out} if left_out else {}


def _names(readings: Sequence[Reading]) -> list[str]:
    """List every name that the notes of a case know, whoever bears it."""
    references = {reference for reading in readings for reference, _ in reading.facts}
    references |= {
        side for reading in readings for known in reading.introductions for side in (known.left, known.right)
    }
    return sorted({r.removeprefix("name:") for r in references if r.startswith("name:")} - {""})


def _case_id(notes: Sequence[NoteRef]) -> str:
    """Take the notes' own; for cases of one family that are read as one, the family's."""
    ids = {note.case_id for note in notes}
    return notes[0].case_id if len(ids) == 1 else notes[0].family_id or notes[0].case_id


def _without_words(finding: Finding) -> Finding:
    cues = tuple(replace(cue, text="") for cue in finding.cues)
    return replace(finding, excerpt="", text="", cues=cues)
