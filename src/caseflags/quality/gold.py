"""Annotated notes: read from JSON Lines or from the inline format of the guidelines.

A ``.notes`` file holds cases and notes with marks in the text::

    === CASE | pattern_a, pattern_b
    --- NOTE | 2023-01-09 | police | Notification
    He [[DA/physical aff cur father>mother|punched her]].
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from caseflags.errors import CaseflagsError, Place, Problem
from caseflags.model import Assertion, Note, Role, Temporality

CODES = {"DA": "domestic_abuse", "SM": "substance_misuse", "MH": "mental_health", "RT": "retraction"}
_ASSERTIONS = {value.value[:3]: value for value in Assertion}
_TEMPORALITIES = {value.value[:3]: value for value in Temporality}
_MARK = re.compile(r"\[\[(?:([A-Z]{2})/(\w+) (\w{3}) (\w{3}) (\w+)(?:>(\w+))?\|)?(.*?)\]\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A mention as an annotator marked it; offsets as in ``Note.text``."""

    start: int
    end: int
    category: str
    indicator: str
    assertion: Assertion
    temporality: Temporality
    subject: Role
    victim: Role | None


@dataclass(frozen=True, slots=True)
class GoldNote:
    """A note and all its mentions in order."""

    note: Note
    mentions: tuple[GoldMention, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """Annotated notes, and the patterns of those cases for which they were annotated."""

    notes: tuple[GoldNote, ...]
    patterns: dict[str, frozenset[str]]

    def only(self, case_ids: Sequence[str]) -> Gold:
        """The part about some cases."""
        wanted = set(case_ids)
        return Gold(
            tuple(note for note in self.notes if note.note.case_id in wanted),
            {case: patterns for case, patterns in self.patterns.items() if case in wanted},
        )


def read_gold(paths: Sequence[Path]) -> Gold:
    """Read gold files (``.jsonl`` or ``.notes``), in order. ``X_cases.json`` beside ``X.jsonl`` gives its case
    patterns.

    Raises:
        CaseflagsError: a file cannot be read, or a mark is not as the guidelines say.
    """
    notes: list[GoldNote] = []
    patterns: dict[str, frozenset[str]] = {}
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CaseflagsError(Problem(f"cannot be read: {error}", Place(str(path)))) from error
        if path.suffix == ".jsonl":
            notes.extend(_from_json(path, text))
            patterns.update(_case_patterns(path))
        else:
            found, shown = _from_marks(path, text)
            notes.extend(found)
            patterns.update(shown)
    return Gold(tuple(notes), patterns)


def _from_json(path: Path, text: str) -> Iterator[GoldNote]:
    for number, line in enumerate(text.split("\n"), 1):  # notes hold other separators of lines
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            yield _note_from_json(record, number)
        except (ValueError, KeyError, TypeError) as error:
            raise CaseflagsError(
                Problem(f"not an annotated note: {type(error).__name__}", Place(str(path), number), "see gold README")
            ) from error


def _note_from_json(record: dict[str, Any], row: int) -> GoldNote:
    note = Note(
        case_id=record["case_id"],
        note_id=record["note_id"],
        text=record["text"],
        row=row,
        date=date.fromisoformat(record["date"]) if record.get("date") else None,
        source=record.get("source", ""),
        note_type=record.get("note_type", ""),
    )
    mentions = [
        GoldMention(
            mark["start"],
            mark["end"],
            mark["category"],
            mark["indicator"],
            Assertion(mark["assertion"]),
            Temporality(mark["temporality"]),
            Role(mark["subject"]),
            Role(mark["victim"]) if mark.get("victim") else None,
        )
        for mark in record["mentions"]
    ]
    return GoldNote(note, tuple(mentions))


def _case_patterns(path: Path) -> dict[str, frozenset[str]]:
    beside = path.with_name(f"{path.stem}_cases.json")
    if not beside.exists():
        return {}
    try:
        cases = json.loads(beside.read_text(encoding="utf-8"))
        return {case: frozenset(patterns) for case, patterns in cases.items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        hint = 'write {"CASE": ["pattern_a"]}'
        raise CaseflagsError(Problem("not the patterns of cases", Place(str(beside)), hint)) from error


def _from_marks(path: Path, text: str) -> tuple[list[GoldNote], dict[str, frozenset[str]]]:
    notes: list[GoldNote] = []
    patterns: dict[str, frozenset[str]] = {}
    case = ""
    header: list[str] | None = None
    body: list[str] = []
    start = 0
    for number, line in enumerate([*text.splitlines(), "=== "], 1):
        if not line.startswith(("=== ", "--- ")):
            body.append(line)
            continue
        if header is not None:
            notes.append(_marked_note(path, case, header, "\n".join(body).strip("\n"), start))
        body, header, start = [], None, number
        fields = [field.strip() for field in line[4:].split("|")]
        if line.startswith("=== "):
            case = fields[0]
            if len(fields) > 1:
                patterns[case] = frozenset(name.strip() for name in fields[1].split(",") if name.strip())
        else:
            header = fields
    return notes, patterns


def _marked_note(path: Path, case: str, header: list[str], marked: str, line: int) -> GoldNote:
    note_id, day, source, note_type = (header + [""] * 4)[:4]
    mentions: list[GoldMention] = []
    parts: list[str] = []
    copied = length = 0
    for mark in _MARK.finditer(marked):
        parts.append(marked[copied : mark.start()])
        length += mark.start() - copied
        words = mark.group(7)
        try:
            mentions.append(_mark(mark, length, length + len(words)))
        except (KeyError, ValueError) as error:
            place = Place(str(path), line + 1 + marked.count("\n", 0, mark.start()))
            hint = "[[DA/physical aff cur father>mother|words]]"
            raise CaseflagsError(Problem("a mark that is not as the guidelines say", place, hint)) from error
        parts.append(words)
        length += len(words)
        copied = mark.end()
    parts.append(marked[copied:])
    try:
        when = date.fromisoformat(day) if day else None
    except ValueError as error:
        raise CaseflagsError(
            Problem(f"'{day}' is no date", Place(str(path), line), "--- NOTE | 2023-01-09 | source | type")
        ) from error
    note = Note(case, note_id, "".join(parts), line, when, source, note_type)
    return GoldNote(note, tuple(mentions))


def _mark(mark: re.Match[str], start: int, end: int) -> GoldMention:
    code, indicator, assertion, temporality, subject, victim = mark.groups()[:6]
    return GoldMention(
        start,
        end,
        CODES[code],
        indicator,
        _ASSERTIONS[assertion],
        _TEMPORALITIES[temporality],
        Role(subject),
        Role(victim) if victim else None,
    )
