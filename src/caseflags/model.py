"""The frozen records that the rooms hand on to each other, and the order in which they are sorted.
Offsets are half-open character positions into a note's text *as exported*. Dates are ``datetime.date``;
``None`` means that the export gave none, or none that could be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from caseflags.coding import CodeHit
from caseflags.labels import CATEGORIES, Assertion, Level, Role, Temporality, category_order
from caseflags.together import Account, Chain, PatternHit

Day = date  # a field may be called date
__all__ = [
    "CATEGORIES",
    "Account",
    "Assertion",
    "Case",
    "CaseResult",
    "Cell",
    "Chain",
    "Cue",
    "Event",
    "Finding",
    "Introduction",
    "Level",
    "Matrix",
    "Mention",
    "Note",
    "NoteRef",
    "PatternHit",
    "PeopleCount",
    "Person",
    "Reading",
    "Rejected",
    "Result",
    "Role",
    "RowCounts",
    "Run",
    "Temporality",
    "category_order",
    "note_order",
]


@dataclass(frozen=True, slots=True)
class Note:
    """One row of an export. ``row`` counts from 1 as a spreadsheet shows it (the header is row 1)."""

    case_id: str
    note_id: str
    text: str
    row: int
    date: date | None = None
    source: str = ""
    note_type: str = ""
    author: str = ""
    subject: str = ""
    family_id: str = ""
    file: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NoteRef:
    """A note without its text: what may stay in memory and in results."""

    case_id: str
    note_id: str
    row: int
    date: date | None = None
    source: str = ""
    note_type: str = ""
    author: str = ""
    subject: str = ""
    family_id: str = ""
    file: str = ""

    @classmethod
    def of(cls, note: Note) -> NoteRef:
        """The reference to ``note``."""
        return cls(**{field: getattr(note, field) for field in cls.__slots__})


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that decided a label. ``axis`` is the field they decided (assertion, temporality, subject ...)."""

    axis: str
    value: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A rule's match in one note as written there, before the case is read together.
    ``subject`` and ``victim`` are person references (``detect/people.py`` defines them): a role
    (``mother``), or something that only the case can resolve (``name:sam``, ``word:suspect``, ``she``).
    ``sentence`` numbers the sentences of the note from 0. ``speaker`` is the person reference of the one of the family
    whose word it is; empty in the writer's own voice.
    """

    category: str
    indicator: str
    rule_id: str
    level: Level
    start: int
    end: int
    text: str
    assertion: Assertion
    temporality: Temporality
    subject: str
    victim: str | None
    cues: tuple[Cue, ...]
    excerpt: str
    codes: tuple[str, ...] = ()
    sentence: int = 0
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Introduction:
    """A note says that two person references are one person: "Sam (Dad)" is ``name:sam`` and ``father``."""

    left: str
    right: str
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Reading:
    """What ``detect`` makes of one note: the reference, its mentions in order of offset, who is introduced,
    and what the note says of its people (``facts``: a person reference and a word such as ``pregnant``)."""

    note: NoteRef
    mentions: tuple[Mention, ...] = ()
    introductions: tuple[Introduction, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A mention with its people resolved in its case: one line of ``jsonl``.
    ``finding_id`` is a hash of case, note, rule, words and ordinal; never of offsets, times or labels.
    ``copied_from`` names the note whose words were pasted here, or is empty. ``speaker`` is who of the family says so;
    ``None`` in the writer's own voice.
    """

    finding_id: str
    case_id: str
    note_id: str
    date: date | None
    source: str
    row: int
    category: str
    indicator: str
    rule_id: str
    level: Level
    start: int
    end: int
    text: str
    assertion: Assertion
    temporality: Temporality
    subject: Role
    victim: Role | None
    cues: tuple[Cue, ...]
    excerpt: str
    codes: tuple[str, ...] = ()
    sentence: int = 0
    copied_from: str = ""
    speaker: Role | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a case: the role, and the names and words by which the notes call them."""

    role: Role
    called: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """A line of a chronology. ``precision`` is day, month, year, about or none (``when.py``); never finer than the note
    is. None with a date: written down on that day, it happened at some time before. ``words`` of the note say ``when``;
    without them it is the day of the note, ``noted``."""

    number: int
    date: date | None
    precision: str
    note_id: str
    row: int
    source: str
    text: str
    categories: tuple[str, ...]
    people: tuple[Role, ...]
    finding_ids: tuple[str, ...]
    when: str = ""
    words: str = ""
    noted: Day | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """How two categories meet (``docs/matrix.md`` defines every number). On the diagonal row == column.
    ``evidence`` holds finding ids, at most a handful, the clearest first; those of two categories come in pairs.
    ``delays`` counts the pairs of notes inside the window by the days from row to column: ``((-3, 1), (5, 2))`` is a
    column three days before the row once, and five days after it twice.
    """

    row: str
    column: str
    findings: int = 0
    notes: int = 0
    sentences: int = 0
    cases: int = 0
    window_pairs: int = 0
    row_first: int = 0
    column_first: int = 0
    same_day: int = 0
    uncertain: int = 0
    denied: int = 0
    evidence: tuple[str, ...] = ()
    measures: Mapping[str, float | int | None] = field(default_factory=dict)
    delays: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """Findings of one category by the person they are about. ``part`` is subject, or victim: the one who was harmed."""

    role: Role
    category: str
    affirmed: int
    uncertain: int
    denied: int
    negated: int
    hypothetical: int
    part: str = "subject"


@dataclass(frozen=True, slots=True)
class Matrix:
    """How the categories meet, in a case or across cases. ``cells`` go by row, then column; row <= column."""

    categories: tuple[str, ...]
    window_days: int
    cells: tuple[Cell, ...]
    people: tuple[PeopleCount, ...] = ()

    def cell(self, row: str, column: str) -> Cell:
        """The cell of two categories in either order; an empty one where they never meet."""
        for cell in self.cells:
            if {cell.row, cell.column} == {row, column}:
                return cell
        return Cell(row, column)


@dataclass(frozen=True, slots=True)
class Case:
    """A case's notes without text and its findings, both in order; what patterns and matrix are made of."""

    case_id: str
    notes: tuple[NoteRef, ...]
    findings: tuple[Finding, ...]
    people: tuple[Person, ...] = ()
    family_id: str = ""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case read together. ``between`` is the matrix by person: its labels are strands."""

    case: Case
    matrix: Matrix
    patterns: tuple[PatternHit, ...] = ()
    chronology: tuple[Event, ...] = ()
    between: Matrix = field(default_factory=lambda: Matrix((), 0, ()))
    chains: tuple[Chain, ...] = ()
    accounts: tuple[Account, ...] = ()
    codes: tuple[CodeHit, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that could not be read as a note. ``reason`` never holds note text."""

    file: str
    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class RowCounts:
    """read = analysed + empty + duplicate + rejected + filtered, always. ``filtered`` rows were left out on the user's
    request (``--case``, ``--since`` ...) and are zero without one; ``undated`` counts those analysed that bear no
    date."""

    read: int = 0
    analysed: int = 0
    empty: int = 0
    duplicate: int = 0
    rejected: int = 0
    filtered: int = 0
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """What was run over what. The same input, rules and options give the same run: no clock, no worker count.
    ``rules`` and ``suppressed`` count findings by rule: those of the result, and those that were left out of it."""

    tool: str
    version: str
    packs: tuple[Mapping[str, Any], ...] = ()
    inputs: tuple[Mapping[str, Any], ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    rows: RowCounts = field(default_factory=RowCounts)
    rules: Mapping[str, int] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    suppressed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """All that a report is made of. ``cases`` can be gone through more than once and may read from disk."""

    run: Run
    cases: Iterable[CaseResult]
    matrix: Matrix
    rejected: Iterable[Rejected] = ()
    messages: tuple[str, ...] = ()


def note_order(note: Note | NoteRef) -> tuple[bool, date, str, int]:
    """Sort key of the notes of a case: dated notes by date, then file and row; undated ones last.
    Rows keep their order inside a day because exports list a day's notes as they were written.
    """
    return (note.date is None, note.date or date.min, note.file, note.row)
