"""The codes of census and checklists that a case's findings support, by the maps of ``rules/codes``.

A map selects findings as patterns do; copied text is counted where it first stood. A code that some findings support
outright is not to be checked, whatever others leave open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from caseflags.casework.bench import Bench, Sighting
from caseflags.coding import CodeHit
from caseflags.model import Assertion, Case, Finding, Role, Temporality
from caseflags.rulebook.code_records import CHILD, CodeMap, CodeRule
from caseflags.rulebook.pattern_records import Select


def find_codes(case: Case, maps: Sequence[CodeMap]) -> tuple[CodeHit, ...]:
    """List the codes that a case supports, in the order of the maps and of their entries."""
    if not maps:
        return ()
    bench = Bench(case)
    children = [name for person in case.people if person.role is Role.CHILD for name in person.called]
    return tuple(hit for one in maps for hit in _of_map(one, bench, children))


def narrowed(codes: Iterable[CodeHit], shown: set[str]) -> tuple[CodeHit, ...]:
    """Leave the codes that rest on nothing but the findings ``shown``."""
    return tuple(hit for hit in codes if shown.issuperset(hit.evidence))


def beside(case: Case, rule: CodeRule) -> list[Finding]:
    """Find what would support a code if it were told as happening now: denied, uncertain or past findings."""
    step = rule.step
    loose = replace(step, find=tuple(map(_loosened, step.find)))
    return [sighting.finding for sighting in Bench(case).sightings(loose)]


def _loosened(select: Select) -> Select:
    return replace(select, assertion=tuple(Assertion), temporality=tuple(Temporality))


def _of_map(one: CodeMap, bench: Bench, children: Sequence[str]) -> Iterator[CodeHit]:
    by_code: dict[str, list[tuple[CodeRule, list[Sighting]]]] = {}
    for rule in one.rules:
        found = bench.sightings(rule.step)
        if rule.sentence:
            spoken_of = _words([word for name in rule.sentence for word in (children if name == CHILD else [name])])
            found = [sighting for sighting in found if spoken_of.search(sighting.finding.excerpt)]
        if found:
            by_code.setdefault(rule.code, []).append((rule, found))
    order = {rule.code: place for place, rule in reversed(list(enumerate(one.rules)))}
    for code in sorted(by_code, key=order.__getitem__):
        yield _hit(one, by_code[code])


def _words(words: Sequence[str]) -> re.Pattern[str]:
    """Make a pattern that finds one of some words, and nothing where there are none."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b" if words else r"(?!)", re.IGNORECASE)


def _hit(one: CodeMap, found: Sequence[tuple[CodeRule, list[Sighting]]]) -> CodeHit:
    """Make the hit of a code from the ways in which it is supported: those that leave nothing open if any do."""
    outright = [way for way in found if not way[0].check] or list(found)
    rule = outright[0][0]
    by_id = {s.finding.finding_id: s for _, sightings in outright for s in sightings}
    sightings = sorted(by_id.values(), key=lambda sighting: sighting.order)
    dates = [s.finding.date for s in sightings if s.finding.date]
    return CodeHit(
        map=one.id,
        code=rule.code,
        title=rule.title,
        form=one.form,
        year=one.year,
        verified=one.verified,
        check="; ".join(dict.fromkeys(way.check for way, _ in outright if way.check)),
        first_date=min(dates, default=None),
        last_date=max(dates, default=None),
        evidence=tuple(s.finding.finding_id for s in sightings),
    )
