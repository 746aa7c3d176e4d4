"""Whole cases as tests: notes in YAML beside the rules that they test, and the patterns that they must show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from caseflags.errors import CaseflagsError, Place, Problem, Severity
from caseflags.model import Note
from caseflags.rulebook.folders import builtin_root
from caseflags.rulebook.kinds import Name, Schema, Text, Texts
from caseflags.rulebook.pages import Node, Page, read_page
from caseflags.rulebook.tables import Entries, Entry, Field, Table

FOLDER = "cases"
_NAME = Name(r"[A-Za-z0-9_.-]+", "letters, digits, _, - and dots")


@dataclass(frozen=True, slots=True)
class Day:
    """A date: 2021-03-02."""

    def read(self, node: Node, page: Page) -> date | None:
        """Return the date."""
        text = Text().read(node, page)
        try:
            return None if text is None else date.fromisoformat(text)
        except ValueError:
            page.error(node, f"`{text}` is no date", "write year, month and day: 2021-03-02")
            return None

    def schema(self) -> Schema:
        """Describe it in JSON Schema."""
        return {"type": "string", "format": "date"}


NOTE = Table(
    "a note",
    (
        Field("id", _NAME, "the note's id", required=True),
        Field("text", Text(), "what it says", required=True),
        Field("date", Day(), "its day"),
        Field("source", Text(), "where it comes from"),
        Field("type", Text(), "its type"),
    ),
)

CASE_TEST = Table(
    "a case test",
    (
        Field("id", _NAME, "unique in its file", required=True),
        Field("shows", Texts(), "patterns that the case must show"),
        Field("shows_not", Texts(), "patterns that it must not show"),
        Field("not_yet_known", Texts(), "patterns whose window must still be open"),
        Field("as_of", Day(), "the day up to which the record is known; the last note's by default"),
        Field("notes", Entries(NOTE), "its notes in order", required=True),
    ),
    one_of=("shows", "shows_not", "not_yet_known"),
)

CASE_FILE = Table("a file of case tests", (Field("cases", Entries(CASE_TEST), "whole cases as tests", required=True),))


@dataclass(frozen=True, slots=True)
class CaseTest:
    """A case, and what its notes must show, must not show, or cannot tell yet."""

    id: str
    place: Place
    notes: tuple[Note, ...]
    shows: tuple[str, ...] = ()
    shows_not: tuple[str, ...] = ()
    not_yet_known: tuple[str, ...] = ()
    as_of: date | None = None


def read_case_tests(paths: Iterable[Path] = ()) -> tuple[CaseTest, ...]:
    """Read the case tests of the packs at ``paths``, or of the built-in ones. Raises ``CaseflagsError``."""
    problems: list[Problem] = []
    tests = [test for file in _files(paths) for test in _read(file, problems)]
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise CaseflagsError(errors)
    return tuple(tests)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for root in list(paths) or [builtin_root()]:
        folders = [root / FOLDER, *sorted(root.glob(f"*/{FOLDER}"))]
        for folder in folders:
            yield from sorted(file for file in folder.glob("*") if file.suffix.lower() in {".yaml", ".yml"})


def _read(file: Path, problems: list[Problem]) -> Iterator[CaseTest]:
    page = read_page(file, "/".join(file.parts[-3:]), problems)
    entry = CASE_FILE.read(page.root, page) if page.root else None
    seen: set[str] = set()
    for item in entry.get("cases", ()) if entry else ():
        name = item.get("id", "")
        if name in seen:
            item.error("id", f"there are two cases `{name}`", "give each an id of its own")
        seen.add(name)
        yield _test(item)


def _test(entry: Entry) -> CaseTest:
    case_id = entry.get("id", "")
    return CaseTest(
        id=case_id,
        place=entry.place,
        notes=tuple(_note(case_id, row, note) for row, note in enumerate(entry.get("notes", ()), 1)),
        shows=entry.get("shows", ()),
        shows_not=entry.get("shows_not", ()),
        not_yet_known=entry.get("not_yet_known", ()),
        as_of=entry.get("as_of"),
    )


def _note(case_id: str, row: int, entry: Entry) -> Note:
    return Note(
        case_id=case_id,
        note_id=entry.get("id", ""),
        text=entry.get("text", ""),
        row=row,
        date=entry.get("date"),
        source=entry.get("source", ""),
        note_type=entry.get("type", ""),
    )
