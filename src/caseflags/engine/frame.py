"""Notes in a data frame, findings in a data frame: what Dask, Spark and Ray map over the parts of a big one.

By itself each note says what it says, wherever the parts of a big frame begin and end; so the findings of the parts are
the findings of the whole. Read together (``cases=True``), a case needs all of its notes in one frame.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
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
from caseflags.model import Mention, Note, Reading
from caseflags.rulebook import Rulebook

FRAME_SCHEMA: Mapping[str, str] = {
    "case_id": "string", "note_id": "string", "date": "datetime64[s]", "source": "string", "category": "string",
    "indicator": "string", "rule_id": "string", "level": "string", "start": "Int64", "end": "Int64", "text": "string",
    "assertion": "string", "temporality": "string", "subject": "string", "victim": "string", "speaker": "string",
    "excerpt": "string",
}  # fmt: skip
"""The columns of what ``scan_frame`` returns, and their pandas types. They are the same with no findings at all."""

_NOTES_AT_ONCE = 2000
_Key = tuple[tuple[Path, ...], bool]


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
    all notes of a case must be in the frame. Rows without a case or text are left out. Raises ``CaseflagsError``.
    """
    options = IntakeOptions({k: tuple(v) for k, v in (mapping or {}).items()}, date_order, one_case)
    options.check()
    notes = [row for row in notes_of_frame(frame, options) if isinstance(row, Note)]
    rulebook, tool = _ready(tuple(map(Path, rules)), builtin=builtin_rules)
    found = _findings(notes, rulebook) if cases else _mentions(notes, tool)
    return _to_frame(list(found))


def _ready(paths: tuple[Path, ...], *, builtin: bool) -> tuple[Rulebook, Tool]:
    """Give the rules and a reader; those of the last call, if they are the same and the reader is not full."""
    key = (paths, builtin)
    if _kept.key != key or _kept.rulebook is None:
        _kept.rulebook, _kept.tool = load_ready(paths, builtin=builtin), None
        _kept.key = key
    if _kept.tool is None or _kept.tool.words() - _kept.words > FULL_AFTER:
        _kept.tool = BuildReader(_kept.rulebook)()
        _kept.words = _kept.tool.words()
    return _kept.rulebook, _kept.tool


def _mentions(notes: Sequence[Note], tool: Tool) -> Iterator[dict[str, Any]]:
    for first in range(0, len(notes), _NOTES_AT_ONCE):
        for reading in tool.read(notes[first : first + _NOTES_AT_ONCE]):
            yield from (_row(reading, mention) for mention in reading.mentions)


def _row(reading: Reading, mention: Mention) -> dict[str, Any]:
    note = reading.note
    return {**asdict(mention), "case_id": note.case_id, "note_id": note.note_id, "date": note.date,
            "source": note.source}  # fmt: skip


def _findings(notes: Sequence[Note], rulebook: Rulebook) -> Iterator[dict[str, Any]]:
    if not notes:
        return
    result = read_cases(notes, rulebook, ScanOptions(workers=1))
    try:
        for case in result.cases:
            yield from map(asdict, case.case.findings)
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
