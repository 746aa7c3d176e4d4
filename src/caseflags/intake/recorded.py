"""The record beside the notes: which codes somebody gave to a case, from a file of its own or from a column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from caseflags.errors import CaseflagsError, Place, Problem
from caseflags.intake.options import IntakeOptions
from caseflags.model import Note

COLUMNS = (
    "factors",
    "recorded factors",
    "assessment factors",
    "factors identified",
    "assessment_factors",
    "cin factors",
    "factor",
    "factor code",
    "factor codes",
    "codes",
    "code",
)
"""The names by which a file's column of codes is recognised."""

_CODE = re.compile(r"(?<![\w.])(?:\d{1,2}[A-Fa-f]|2[01])(?![\w.])")


@dataclass(slots=True)
class Recorded:
    """Codes by case. ``unread`` names the cases of which something is recorded in which no code is recognised."""

    codes: dict[str, set[str]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    def add(self, case_id: str, text: str) -> None:
        """Take in a cell; several of one case are put together."""
        found = codes_in(text)
        self.codes.setdefault(case_id, set()).update(found)
        if text.strip() and not found:
            self.unread.add(case_id)


def codes_in(text: str) -> set[str]:
    """Find the codes in a cell, whatever stands between them.

    >>> sorted(codes_in("1b; 3B - parent, 20"))
    ['1B', '20', '3B']
    """
    return {code.upper() for code in _CODE.findall(text)}


def read_recorded(path: str) -> Recorded:
    """Read a file (any that is read as an export) with a column of case ids and one of codes.

    Raises ``CaseflagsError`` if it has no such columns or cannot be read.
    """
    recorded = Recorded()
    for note in _rows(path):
        recorded.add(note.case_id, note.text)
    return recorded


def _rows(path: str) -> Iterator[Note]:
    from caseflags.intake.export import open_export  # noqa: PLC0415 - not needed for --help

    for column in COLUMNS:
        try:
            export = open_export([path], IntakeOptions({"text": (column,)}))
        except CaseflagsError as error:
            if not any("to map to text" in problem.message for problem in error.problems):
                raise
            continue
        with export:
            yield from (row for row in export if isinstance(row, Note))
        return
    hint = "call it `factors`, beside a column `case_id`; codes look like 1B; 3A; 21"
    raise CaseflagsError(Problem("no column of recorded codes is recognised", Place(path), hint))
