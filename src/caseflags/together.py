"""The records of what the notes of a case show when they are read together; ``model`` hands them on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from caseflags.labels import Level


@dataclass(frozen=True, slots=True)
class PatternHit:
    """A pattern shown by a case, with its evidence in order. ``known`` is false while its window is still open."""

    case_id: str
    pattern_id: str
    title: str
    level: Level
    first_date: date | None
    last_date: date | None
    evidence: tuple[str, ...]
    note_ids: tuple[str, ...]
    story: str = ""
    known: bool = True


@dataclass(frozen=True, slots=True)
class Account:
    """What one voice says of one topic over the notes: a line of the ledger of accounts.

    ``topic`` is a strand (see ``casework/strands.py``): ``substance_misuse:father``, ``domestic_abuse:father>mother``.
    ``by`` is a role, or the source of the notes where nobody of the family speaks; ``stance`` is affirmed, denied,
    retraction, withdrawal or minimisation.
    """

    topic: str
    by: str
    stance: str
    first_date: date | None
    last_date: date | None
    finding_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """Three strands that were noted one after the other, each within the window of the next.

    ``days`` counts the days of the middle one on which it holds; ``evidence`` is a finding of each, where they lie
    closest.
    """

    strands: tuple[str, str, str]
    days: int
    evidence: tuple[str, str, str]
