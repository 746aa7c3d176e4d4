"""What the notes of a case show when they are read together: its patterns, each with its evidence in order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from caseflags.casework.bench import Bench
from caseflags.casework.counting import count
from caseflags.casework.outcome import Outcome
from caseflags.casework.sequences import follow, miss
from caseflags.casework.stories import story_of
from caseflags.model import Case, PatternHit
from caseflags.rulebook.pattern_records import Kind, Pattern, Way


def find_patterns(case: Case, patterns: Iterable[Pattern], as_of: date | None = None) -> tuple[PatternHit, ...]:
    """Find the patterns that a case shows, the level that asks for most attention first.

    ``as_of`` is the day up to which the record is known, by default its last note's: what may still come by a later day
    is "not yet known".
    """
    bench = Bench(case)
    found = [hit for pattern in patterns if (hit := _find(pattern, case, bench, as_of)) is not None]
    return tuple(sorted(found, key=lambda hit: -hit.level.rank))


def _find(pattern: Pattern, case: Case, bench: Bench, as_of: date | None) -> PatternHit | None:
    """Take the first way that is known to hold, else one that is still open."""
    still_open: PatternHit | None = None
    for way in pattern.ways:
        outcome = _outcome(way, bench, as_of)
        if outcome is None:
            continue
        hit = _hit(pattern, way, case, outcome)
        if hit.known:
            return hit
        still_open = still_open or hit
    return still_open


def _outcome(way: Way, bench: Bench, as_of: date | None) -> Outcome | None:
    if way.kind in {Kind.EVENT_COUNT, Kind.VALUE_COUNT}:
        return count(way, bench)
    return miss(way, bench, as_of) if way.kind is Kind.ABSENCE else follow(way, bench)


def _hit(pattern: Pattern, way: Way, case: Case, outcome: Outcome) -> PatternHit:
    findings = [sighting.finding for sighting in outcome.evidence]
    days = [finding.date for finding in findings if finding.date is not None]
    return PatternHit(
        case_id=case.case_id,
        pattern_id=pattern.id,
        title=pattern.title,
        level=pattern.level,
        first_date=min(days, default=None),
        last_date=max(days, default=None),
        evidence=tuple(finding.finding_id for finding in findings),
        note_ids=tuple(dict.fromkeys(finding.note_id for finding in findings)),
        story=story_of(outcome, way),
        known=outcome.known,
    )
