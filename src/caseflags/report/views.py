"""What a page shows, before any format lays it out: every format for readers is fed these records."""

from __future__ import annotations

from dataclasses import dataclass, field

from caseflags.model import Cell, PatternHit, PeopleCount, Role
from caseflags.report.codes import CodeList
from caseflags.report.excerpts import Excerpt, Shown
from caseflags.report.words import Label


@dataclass(frozen=True, slots=True)
class Grid:
    """The matrix as a map of shades. ``numbers`` go by row and column; ``singles`` holds the diagonal's cells."""

    caption: str
    labels: tuple[Label, ...]
    numbers: tuple[tuple[int, ...], ...]
    singles: tuple[Cell, ...]

    @property
    def peak(self) -> int:
        """The largest number, which gets the darkest shade."""
        return max((number for row in self.numbers for number in row), default=0)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two categories that meet."""

    row: Label
    column: Label
    cell: Cell


@dataclass(frozen=True, slots=True)
class Tie:
    """How two findings meet: the numbers of their sentences (one, if it is the same), and "in one note" or the like."""

    numbers: tuple[int, ...]
    how: str


@dataclass(frozen=True, slots=True)
class CellEvidence:
    """A cell that is not empty, with the sentences that show it. ``labels`` are one or two, and two have ``ties``."""

    labels: tuple[Label, ...]
    shown: Shown
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """Who is who: a row a person, a column a category; ``harmed`` are the categories that name whom they harm."""

    labels: tuple[Label, ...]
    harmed: tuple[Label, ...]
    rows: tuple[tuple[Role, dict[tuple[str, str], PeopleCount]], ...]


@dataclass(frozen=True, slots=True)
class PatternShown:
    """A pattern with the sentences that it rests on."""

    hit: PatternHit
    shown: Shown


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a listing: what it is about, in words and in short, and its cells."""

    title: str
    short: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of lines in groups, each under a title or under none. ``notes`` stand below it."""

    heading: str
    columns: tuple[str, ...]
    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case. Parts that the view leaves out are empty."""

    case_id: str
    facts: tuple[str, ...]
    window_days: int
    grid: Grid | None = None
    pairs: tuple[Pair, ...] = ()
    evidence: tuple[CellEvidence, ...] = ()
    people: PeopleTable | None = None
    listings: tuple[Listing, ...] = ()
    patterns: tuple[PatternShown, ...] = ()
    beside: Shown = field(default_factory=Shown)
    findings: tuple[Excerpt, ...] = ()
    codes: tuple[CodeList, ...] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """All cases together; ``None`` for parts that the view leaves out, or where there is one case only."""

    cases: int
    window_days: int
    grid: Grid | None = None
    pairs: tuple[Pair, ...] = ()
    people: PeopleTable | None = None
