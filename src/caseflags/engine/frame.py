"""Notes in a data frame, findings in a data frame: what Dask, Spark and Ray map over the parts of a big one.

By itself each note says what it says, wherever the parts of a big frame begin and end; so the findings of the parts are
the findings of the whole. Read together (``cases=True``), a case needs all of its notes in one frame.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from caseflags.detect.ready import load_ready
from caseflags.engine.notes import FULL_AFTER, Tool
from caseflags.engine.options import ScanOptions
from caseflags.engine.run import BuildReader, read_cases, release
from caseflags.intake.frames import notes_of_frame
from caseflags.intake.options import IntakeOptions
from caseflags.model import Mention, Note, Reading, Rejected
from caseflags.rulebook import Rulebook

FRAME_SCHEMA: Mapping[str, str] = {
    "case_id": "string", "note_id": "string", "date": "datetime64[s]", "source": "string", "category": "string",
    "indicator": "string", "rule_id": "string", "level": "string", "start": "Int64", "end": "Int64", "text": "string",
    "assertion": "string", "temporality": "string", "subject": "string", "victim": "string", "speaker": "string",
    "excerpt": "string",
}  # fmt: skip
"""The columns of what ``scan_frame`` returns, and their pandas types. They are the same with no findings at all."""


class RejectedRowsWarning(UserWarning):
    """Rows of a frame were rejected, and what they say is not among the findings."""


_NOTES_AT_ONCE = 2000
_Key = tuple[tuple[Path, ...], bool]
_Found = tuple[list[dict[str, Any]], list[Rejected]]
"""The findings as rows, and the rows of which nothing could be made."""


class _Kept(threading.local):
    """The rules and the reader of a thread: a spaCy vocabulary is not for two threads at once."""

    def __init__(self) -> None:
        self.key: _Key | None = None
        self.rulebook: Rulebook | None = None
        self.tool: Tool | None = None
        self.words = 0


_kept = _Kept()


def scan_frame(
    frame: pd.DataFrame,
    *,
    rules: Sequence[str | Path] = (),
    builtin_rules: bool = True,
    mapping: Mapping[str, Sequence[str]] | None = None,
    date_order: str | None = None,
    one_case: bool = False,
    cases: bool = False,
) -> pd.DataFrame:
    """Find what the notes of a data frame say; one row a finding, columns and types as in ``FRAME_SCHEMA``.

    ``frame`` has one note a row; its columns are recognised by their names, or given by ``mapping`` (field to columns).
    Dates that are text and may be read in two ways need ``date_order``, since a part of a frame may not tell.

    Each note is read by itself, and ``subject`` is the person as the note has it (``she``, ``name:sam``, ``mother``).
    With ``cases`` the notes of a case are read together, as ``caseflags scan`` reads them, and people are roles; then
    all notes of a case must be in the frame. Empty notes and duplicates within the frame are left out; so are rows that
    are rejected, such as one without a case, with a warning that counts them (``RejectedRowsWarning``).
    Raises ``CaseflagsError``.
    """
    options = IntakeOptions({k: tuple(v) for k, v in (mapping or {}).items()}, date_order, one_case)
    options.check()
    rows = list(notes_of_frame(frame, options))
    rulebook, tool = _ready(tuple(map(Path, rules)), builtin=builtin_rules)
    found, rejected = _findings(rows, rulebook) if cases else _mentions(rows, tool)
    if rejected:
        warnings.warn(_told(rejected, len(frame)), RejectedRowsWarning, stacklevel=2)
    return _to_frame(found)


def _told(rejected: Sequence[Rejected], rows: int) -> str:
    """Count rejected rows and name the first, in words that hold nothing of the frame's cells."""
    first = min(rejected, key=lambda row: row.row)
    return (
        f"{len(rejected):,} of {rows:,} rows rejected; the first is row {first.row} of this frame (counted from 1): "
        f"{first.reason}. What they say is not in the findings: mend them, or leave them out before. "
        "warnings.simplefilter('error', RejectedRowsWarning) makes this an error"
    )


def _ready(paths: tuple[Path, ...], *, builtin: bool) -> tuple[Rulebook, Tool]:
    """Give the rules and a reader; those of the last call, if they are the same and the reader is not full."""
    key = (paths, builtin)
    if _kept.key != key or _kept.rulebook is None:
        _kept.rulebook, _kept.tool = load_ready(paths, builtin=builtin), None
        _kept.key = key
    if _kept.tool is None or _kept.tool.words() - _kept.words > FULL_AFTER:
        _kept.tool = None
        _kept.tool = BuildReader(_kept.rulebook)()
        _kept.words = _kept.tool.words()
    return _kept.rulebook, _kept.tool


def _mentions(rows: Sequence[Note | Rejected], tool: Tool) -> _Found:
    """Read each note by itself."""
    rejected = [row for row in rows if isinstance(row, Rejected)]
    notes = [row for row in rows if isinstance(row, Note)]
    found: list[dict[str, Any]] = []
    for first in range(0, len(notes), _NOTES_AT_ONCE):
        for reading in tool.read(notes[first : first + _NOTES_AT_ONCE]):
            found.extend(_row(reading, mention) for mention in reading.mentions)
    return found, rejected


def _row(reading: Reading, mention: Mention) -> dict[str, Any]:
    note = reading.note
    return {**asdict(mention), "case_id": note.case_id, "note_id": note.note_id, "date": note.date,
            "source": note.source}  # fmt: skip


def _findings(rows: Sequence[Note | Rejected], rulebook: Rulebook) -> _Found:
    """Read the notes of a case together."""
    if not any(isinstance(row, Note) for row in rows):
        return [], [row for row in rows if isinstance(row, Rejected)]
    result = read_cases(rows, rulebook, ScanOptions(workers=1))
    try:
        return [asdict(finding) for case in result.cases for finding in case.case.findings], list(result.rejected)
    finally:
        release(result)


def _to_frame(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    columns = {name: pd.Series([_plain(row[name]) for row in rows], dtype=kind) for name, kind in FRAME_SCHEMA.items()}
    return pd.DataFrame(columns)


def _plain(value: object) -> object:
    """Give a value as pandas takes it: labels as text, nobody as missing."""
    if value is None or value == "":
        return None
    return str(value) if isinstance(value, str) else pd.Timestamp(value) if isinstance(value, date) else value
