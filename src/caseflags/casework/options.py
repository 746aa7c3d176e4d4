"""What a reader of cases may choose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from caseflags.rulebook.code_records import CodeMap
from caseflags.rulebook.pattern_records import Pattern


@dataclass(frozen=True, slots=True)
class CaseworkOptions:
    """How a case is read together.

    ``categories`` are those that the matrix shows; ``None`` is the built-in four, and whatever else is found but those
    in ``aside``, which hold what professionals did and not what a family lives with. ``opened`` names categories that
    the matrix shows by indicator (``retraction.denial``). ``as_of`` is the day up to which the record is known
    (``None``: the case's last note). Without ``excerpts`` no words of a note are kept: references and labels only.
    ``patterns`` are looked for in each case, and ``codes`` are the maps of the codes that it may support.
    ``suppressed`` are the ids of findings that are left out, and counted. With a ``secret`` the ids of findings
    cannot be tried out, and ``CaseResult.extra`` lists the names that a masker needs.
    """

    window_days: int = 30
    categories: tuple[str, ...] | None = None
    aside: frozenset[str] = frozenset({"practice"})
    opened: frozenset[str] = frozenset()
    as_of: date | None = None
    excerpts: bool = True
    patterns: tuple[Pattern, ...] = ()
    codes: tuple[CodeMap, ...] = ()
    suppressed: frozenset[str] = frozenset()
    secret: str = ""
