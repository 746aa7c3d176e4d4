"""``event_count`` and ``value_count``: the fullest window of a case, and whether it meets the condition."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from caseflags.casework.bench import Bench, Sighting
from caseflags.casework.outcome import Outcome
from caseflags.model import Finding
from caseflags.rulebook.pattern_records import Kind, Way


def count(way: Way, bench: Bench) -> Outcome | None:
    """Count the findings of a way, or the values of its field, where they lie closest."""
    seen = bench.sightings(way.steps[0])
    if not seen or way.condition is None:
        return None
    best: list[Sighting] = []
    for window in _windows(seen, way, bench):
        counted = _counted(window, way, bench)
        if len(counted) > len(best):
            best = counted
    return Outcome(tuple(best)) if best and way.condition.holds(len(best)) else None


def _windows(seen: Sequence[Sighting], way: Way, bench: Bench) -> Iterator[Sequence[Sighting]]:
    """Give the windows that no other holds, each between two notes that hold what must not stand in it.

    Undated notes lie in no window; without a timespan there is one for each stretch.
    """
    for stretch in _stretches(seen, bench.notes(way.unless)):
        yield from [stretch] if way.timespan is None else _spans(stretch, way.timespan)


def _stretches(seen: Sequence[Sighting], barriers: Sequence[int]) -> Iterator[list[Sighting]]:
    """Part what was seen at the notes that hold a barrier; what stands in such a note belongs to no stretch."""
    stretches: dict[int, list[Sighting]] = {}
    for sighting in seen:
        place = bisect_left(barriers, sighting.note)
        if place == len(barriers) or barriers[place] != sighting.note:
            stretches.setdefault(place, []).append(sighting)
    yield from stretches.values()


def _spans(seen: Sequence[Sighting], timespan: int) -> Iterator[Sequence[Sighting]]:
    dated = [(sighting.day, sighting) for sighting in seen if sighting.day is not None]
    first = 0
    for last, (day, _) in enumerate(dated):
        while day - dated[first][0] > timespan:
            first += 1
        if last + 1 == len(dated) or dated[last + 1][0] - dated[first][0] > timespan:
            yield [sighting for _, sighting in dated[first : last + 1]]


def _counted(window: Sequence[Sighting], way: Way, bench: Bench) -> list[Sighting]:
    """Keep one sighting for each thing that counts, the clearest."""
    if way.kind is Kind.EVENT_COUNT or way.condition is None:
        return list(window)
    best: dict[object, Sighting] = {}
    for sighting in window:
        value = _value(sighting, way.condition.field, bench)
        known = best.get(value)
        if known is None or sighting.finding.level.rank > known.finding.level.rank:
            best[value] = sighting
    return sorted(best.values(), key=lambda sighting: sighting.order)


def _value(sighting: Sighting, field: str, bench: Bench) -> object:
    if field == "note":
        return sighting.note
    if field == "note_type":
        return bench.note_type(sighting.note)
    return _FIELDS[field](sighting.finding)


_FIELDS: dict[str, Callable[[Finding], object]] = {
    "date": lambda finding: finding.date,
    "source": lambda finding: finding.source.casefold(),
    "category": lambda finding: finding.category,
    "indicator": lambda finding: finding.indicator,
    "rule": lambda finding: finding.rule_id,
    "subject": lambda finding: finding.subject,
    "victim": lambda finding: finding.victim,
}
