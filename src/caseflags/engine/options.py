"""What a scan is asked to do."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from caseflags.errors import CaseflagsError, Problem
from caseflags.intake.guess import did_you_mean
from caseflags.intake.options import IntakeOptions
from caseflags.model import Note

DEFAULT_WINDOW = 30
ENGINES = ("local", "dask")


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """What to read, by which rules, and what to leave out.

    ``cases``, ``since`` and ``until`` choose notes (undated ones stay); ``categories`` chooses what is shown of the
    findings, and ``opened`` names those that the matrix shows by indicator. ``as_of`` is the day up to which the notes
    are complete, by default the last note's. ``workers`` (all cores by default), ``cache``, ``prefilter``, ``engine``
    (``local`` or ``dask``) and ``scheduler`` (of a Dask cluster) change how fast it goes and nothing else.
    """

    paths: tuple[str, ...] = ()
    rules: tuple[Path, ...] = ()
    builtin_rules: bool = True
    mapping: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_order: str | None = None
    one_case: bool = False
    keep: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    categories: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    window_days: int = DEFAULT_WINDOW
    as_of: date | None = None
    excerpts: bool = True
    workers: int | None = None
    cache: Path | None = None
    prefilter: bool = True
    engine: str = "local"
    scheduler: str | None = None

    def intake(self) -> IntakeOptions:
        """Give the part that says how to read exports."""
        return IntakeOptions(self.mapping, self.date_order, self.one_case, self.keep)

    @property
    def families(self) -> bool:
        """Say whether the cases of a family are read as one: only where the user names the column that tells."""
        return "family_id" in self.mapping

    def check(self) -> None:
        """Raise everything that is wrong with the options in themselves."""
        found = self.intake().problems()
        if self.since and self.until and self.since > self.until:
            found.append(Problem(f"--since {self.since} is later than --until {self.until}", hint="swap the two"))
        if self.window_days < 0:
            found.append(Problem("a window has no negative number of days", hint="--window takes 0 or more"))
        if self.workers is not None and self.workers < 1:
            found.append(Problem("there must be one worker at least", hint="--workers takes 1 or more"))
        if self.cache is not None and any(self.cache.resolve() == Path(path).resolve() for path in self.paths):
            found.append(Problem("--cache names an export", hint="name a file of its own for the cache"))
        if self.engine not in ENGINES:
            hint = did_you_mean(self.engine, ENGINES) + f"--engine takes {' or '.join(ENGINES)}"
            found.append(Problem(f"there is no engine '{self.engine}'", hint=hint))
        elif self.scheduler and self.engine != "dask":
            found.append(Problem("--scheduler is for clusters", hint="say --engine dask, too"))
        if found:
            raise CaseflagsError(found)

    def wants(self, note: Note) -> bool:
        """Say whether a note is to be read, by its case and its date."""
        if self.cases and note.case_id not in self.cases and (note.family_id or None) not in self.cases:
            return False
        if note.date is None:
            return True
        return (self.since is None or note.date >= self.since) and (self.until is None or note.date <= self.until)

    def processes(self) -> int:
        """Say how many workers to use: as asked, or one for each core that this process may use."""
        if self.workers is not None:
            return self.workers
        usable = getattr(os, "sched_getaffinity", None)
        return len(usable(0)) if usable else os.cpu_count() or 1

    def recorded(self, as_of: date | None) -> dict[str, Any]:
        """Give those options that change a result, as plain values."""
        return {
            "mapping": {name: list(columns) for name, columns in sorted(self.mapping.items())},
            "date_order": self.date_order,
            "one_case": self.one_case,
            "keep": list(self.keep),
            "cases": sorted(self.cases),
            "since": _iso(self.since),
            "until": _iso(self.until),
            "categories": sorted(self.categories),
            "opened": sorted(self.opened),
            "window_days": self.window_days,
            "as_of": _iso(as_of),
            "excerpts": self.excerpts,
        }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
