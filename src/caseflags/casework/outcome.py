"""What a way of a pattern comes to in a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from caseflags.casework.bench import Sighting


@dataclass(frozen=True, slots=True)
class Outcome:
    """The evidence in its order. ``until`` is the day up to which nothing came; ``known`` is false while that day
    lies ahead."""

    evidence: tuple[Sighting, ...]
    until: date | None = None
    known: bool = True
