"""An export read from end to end without being analysed: what ``caseflags inspect`` shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO

from caseflags.intake.options import InputFile, IntakeOptions, Recognised
from caseflags.model import Rejected, RowCounts

SHOWN_REJECTED = 20


@dataclass(frozen=True, slots=True)
class Inspection:
    """What an export is and holds. ``rejected`` are the first rejected rows, ``more_rejected`` counts the others.

    ``first_date`` and ``last_date`` are ``None`` when no note bears a date; ``longest_note`` is in characters.
    """

    inputs: tuple[InputFile, ...]
    recognised: tuple[Recognised, ...]
    counts: RowCounts
    cases: int
    undated: int
    first_date: date | None
    last_date: date | None
    longest_note: int
    rejected: tuple[Rejected, ...]
    more_rejected: int
    messages: tuple[str, ...]


def inspect_export(
    paths: Sequence[str], options: IntakeOptions | None = None, stdin: IO[bytes] | None = None
) -> Inspection:
    """Read an export fully and say what was found. Raises ``CaseflagsError`` if it cannot be read as notes."""
    cases: set[str] = set()
    first, last = date.max, date.min
    longest = 0
    rejected: list[Rejected] = []
    from caseflags.intake.export import open_export  # noqa: PLC0415 - not needed for --help

    with open_export(paths, options, stdin) as export:
        for note in export:
            if isinstance(note, Rejected):
                if len(rejected) < SHOWN_REJECTED:
                    rejected.append(note)
                continue
            cases.add(note.case_id)
            longest = max(longest, len(note.text))
            if note.date:
                first, last = min(first, note.date), max(last, note.date)
        counts = export.counts()
        dated = counts.analysed > counts.undated
        return Inspection(
            inputs=export.inputs,
            recognised=export.recognised,
            counts=counts,
            cases=len(cases),
            undated=counts.undated,
            first_date=first if dated else None,
            last_date=last if dated else None,
            longest_note=longest,
            rejected=tuple(rejected),
            more_rejected=counts.rejected - len(rejected),
            messages=(*export.messages, *export.said()),
        )
