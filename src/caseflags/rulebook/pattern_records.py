"""The frozen records that patterns become: rules over the findings and the dates of one case."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from caseflags.errors import Place
from caseflags.model import Assertion, Level, Role, Temporality


class Kind(StrEnum):
    """How the steps of a pattern hang together, as in Sigma's correlation rules; ``absence`` is ours."""

    EVENT_COUNT = "event_count"
    VALUE_COUNT = "value_count"
    TEMPORAL = "temporal"
    TEMPORAL_ORDERED = "temporal_ordered"
    ABSENCE = "absence"


@dataclass(frozen=True, slots=True)
class Select:
    """Which findings are meant: all that is given must hold, and of each list one word.

    ``rule`` names rules or the beginnings of their dotted ids; ``level`` is the lowest that counts; ``source`` and
    ``note_type`` are words that must stand there, ``not_source`` words that must not. Only affirmed findings are meant
    unless ``assertion`` says more.
    """

    category: tuple[str, ...] = ()
    indicator: tuple[str, ...] = ()
    rule: tuple[str, ...] = ()
    assertion: tuple[Assertion, ...] = (Assertion.AFFIRMED,)
    temporality: tuple[Temporality, ...] = ()
    subject: tuple[Role, ...] = ()
    victim: tuple[Role, ...] = ()
    level: Level | None = None
    source: tuple[str, ...] = ()
    note_type: tuple[str, ...] = ()
    not_source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """Findings that play one part. ``says`` names the part in the story; ``with_`` and ``without`` are about the
    other findings of the same note."""

    name: str
    says: str
    find: tuple[Select, ...]
    with_: tuple[Select, ...] = ()
    without: tuple[Select, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """What a count must be. ``field`` is what ``value_count`` counts: note, date, source, indicator, subject ..."""

    gte: int | None = None
    gt: int | None = None
    lte: int | None = None
    lt: int | None = None
    eq: int | None = None
    field: str = ""

    def holds(self, count: int) -> bool:
        """Tell whether a count meets it."""
        return (
            (self.gte is None or count >= self.gte)
            and (self.gt is None or count > self.gt)
            and (self.lte is None or count <= self.lte)
            and (self.lt is None or count < self.lt)
            and (self.eq is None or count == self.eq)
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A person's part in a step: ``disclosure.victim``."""

    step: str
    who: str


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a case shows a pattern.

    ``timespan`` is in days, ``None`` for the whole record. ``same`` and ``other`` compare people of two steps.
    ``unless`` must not stand between the first and the last evidence, ``absent`` not in the time after the steps.
    """

    kind: Kind
    steps: tuple[Step, ...]
    timespan: int | None = None
    condition: Condition | None = None
    same: tuple[tuple[Part, Part], ...] = ()
    other: tuple[tuple[Part, Part], ...] = ()
    unless: tuple[Select, ...] = ()
    absent: tuple[Select, ...] = ()
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """What notes show when they are read together; the first of its ways that holds is told."""

    id: str
    title: str
    level: Level
    description: str
    ways: tuple[Way, ...]
    pack: str
    place: Place
    references: tuple[str, ...] = ()

    def selects(self) -> tuple[Select, ...]:
        """All selections that the pattern makes."""
        found = [(way.unless, way.absent) for way in self.ways]
        steps = [(step.find, step.with_, step.without) for way in self.ways for step in way.steps]
        return tuple(select for lists in (*found, *steps) for selects in lists for select in selects)
