"""``temporal``, ``temporal_ordered`` and ``absence``: findings that follow each other, or that nothing follows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date

from caseflags.casework.bench import Bench, Sighting
from caseflags.casework.outcome import Outcome
from caseflags.model import Role
from caseflags.rulebook.pattern_records import Kind, Part, Way


def follow(way: Way, bench: Bench) -> Outcome | None:
    """Find the steps of a way one after the other, or in any order within its time."""
    chain = next(_chains(way, bench), None)
    return Outcome(chain) if chain else None


def miss(way: Way, bench: Bench, as_of: date | None) -> Outcome | None:
    """Find steps that nothing of ``absent`` follows in time; not yet known while the time is not over."""
    today = as_of.toordinal() if as_of else bench.last_day
    if way.timespan is None or today is None:
        return None
    came: list[tuple[int, int]] | None = None
    still_open: Outcome | None = None
    for chain in _chains(way, bench):
        came = bench.days(way.absent) if came is None else came
        day = max(sighting.day for sighting in chain if sighting.day is not None)
        end = day + way.timespan
        place = bisect_left(came, (day, 0))
        if place < len(came) and came[place][0] <= end:
            continue
        if end <= today:
            return Outcome(chain, date.fromordinal(end))
        still_open = still_open or Outcome(chain, date.fromordinal(end), known=False)
    return still_open


def _chains(way: Way, bench: Bench) -> Iterator[tuple[Sighting, ...]]:
    """Give the chains of evidence, the first to be complete first, each with the clearest evidence before its end."""
    ordered = way.kind is not Kind.TEMPORAL
    found: list[list[Sighting]] = []
    for step in way.steps:
        seen = bench.clearest(step, len(way.steps))
        if ordered or way.timespan is not None:
            seen = [sighting for sighting in seen if sighting.day is not None]
        if not seen:
            return
        found.append(seen)
    barriers = bench.notes(way.unless)
    clear = [sorted(seen, key=_clearness) for seen in found[:-1]]
    for last in found[-1]:
        for chain in _backwards(way, clear, (last,), ordered=ordered):
            if not _is_broken(chain, barriers):
                yield tuple(sorted(chain, key=lambda sighting: sighting.order))
                break


def _backwards(
    way: Way, clear: Sequence[Sequence[Sighting]], chain: tuple[Sighting, ...], *, ordered: bool
) -> Iterator[tuple[Sighting, ...]]:
    """Complete a chain from its end with what may stand before."""
    if not clear:
        if _people_fit(way, chain):
            yield chain
        return
    for sighting in clear[-1]:
        if _fits(way, sighting, chain, ordered=ordered):
            yield from _backwards(way, clear[:-1], (sighting, *chain), ordered=ordered)


def _fits(way: Way, sighting: Sighting, chain: Sequence[Sighting], *, ordered: bool) -> bool:
    if ordered and not sighting.order < chain[0].order:
        return False
    if any(sighting.finding is other.finding or (way.apart and sighting.note == other.note) for other in chain):
        return False
    if way.timespan is None or sighting.day is None:
        return True
    return all(other.day is not None and abs(other.day - sighting.day) <= way.timespan for other in chain)


def _people_fit(way: Way, chain: Sequence[Sighting]) -> bool:
    """Compare people as asked. Somebody unknown is neither the same as another nor proven to be one."""
    same = all(_is_one(left, right, chain) for left, right in way.same)
    return same and not any(_is_one(left, right, chain) for left, right in way.other)


def _is_one(left: Part, right: Part, chain: Sequence[Sighting]) -> bool:
    first, second = (_person(part, chain) for part in (left, right))
    return first == second and first not in {None, Role.UNKNOWN}


def _person(part: Part, chain: Sequence[Sighting]) -> Role | None:
    finding = next(sighting.finding for sighting in chain if sighting.step.name == part.step)
    return finding.victim if part.who == "victim" else finding.subject


def _is_broken(chain: Sequence[Sighting], barriers: Sequence[int]) -> bool:
    """Tell whether something that must not be lies from the first note of the evidence to its last."""
    notes = [sighting.note for sighting in chain]
    place = bisect_left(barriers, min(notes))
    return place < len(barriers) and barriers[place] <= max(notes)


def _clearness(sighting: Sighting) -> tuple[int, int, int]:
    """Put first what asks for more attention, then what is nearer to the end."""
    note, start = sighting.order
    return -sighting.finding.level.rank, -note, -start
