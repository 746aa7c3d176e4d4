"""The findings of a case laid out for patterns: what a selection means in it, and what was written first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from caseflags.model import Case, Finding, Role
from caseflags.rulebook.pattern_records import Select, Step

NoteKey = tuple[str, str, int]
Placed = tuple[int, Finding]
"""A finding and the place of its note in the case."""

_SEVERAL = 2
_SHORT = 3


@dataclass(frozen=True, slots=True)
class Sighting:
    """A finding in its part. ``note`` counts the notes of the case, ``day`` is an ordinal or ``None``."""

    finding: Finding
    step: Step
    note: int
    day: int | None

    @property
    def order(self) -> tuple[int, int]:
        """Where it stands in the record."""
        return self.note, self.finding.start


class Bench:
    """The findings of one case, copies left out, each selection looked up once."""

    def __init__(self, case: Case) -> None:
        keys = {(note.case_id, note.note_id, note.row): place for place, note in enumerate(case.notes)}
        self._types = [note.note_type.casefold() for note in case.notes]
        self._sources = [note.source.casefold() for note in case.notes]
        self._placed: list[Placed] = [
            (keys[key_of(finding)], finding) for finding in case.findings if not finding.copied_from
        ]
        self._by_rule: dict[str, list[int]] = {}
        self._by_indicator: dict[str, list[int]] = {}
        self._by_category: dict[str, list[int]] = {}
        for place, (_, finding) in enumerate(self._placed):
            for beginning in _beginnings(finding.rule_id):
                self._by_rule.setdefault(beginning, []).append(place)
            self._by_indicator.setdefault(finding.indicator, []).append(place)
            self._by_category.setdefault(finding.category, []).append(place)
        self._known: dict[tuple[Select, ...], list[Placed]] = {}
        self._clear: dict[tuple[object, ...], list[Placed]] = {}
        self.last_day = max((note.date.toordinal() for note in case.notes if note.date), default=None)

    def sightings(self, step: Step) -> list[Sighting]:
        """Find what plays a part, in the order of the record."""
        return [_sighting(placed, step) for placed in self._found(step)]

    def clearest(self, step: Step, most: int) -> list[Sighting]:
        """Find what plays a part, of a note's findings about the same people the ``most`` clearest: more prove nothing
        more."""
        if not self._may_hold(step.find):
            return []
        key = (step.find, step.with_, step.without, most)
        if key not in self._clear:
            self._clear[key] = _distinct(self._found(step), most)
        return [_sighting(placed, step) for placed in self._clear[key]]

    def _found(self, step: Step) -> list[Placed]:
        """Find what fits a step, in the order of the record, each finding once."""
        placed = self._any(step.find)
        if step.with_:
            company = set(self.notes(step.with_))
            placed = [one for one in placed if one[0] in company]
        if step.without:
            apart = set(self.notes(step.without))
            placed = [one for one in placed if one[0] not in apart]
        return placed

    def notes(self, selects: Iterable[Select]) -> list[int]:
        """Find the notes that hold something of these selections, in order."""
        return sorted({note for note, _ in self._any(tuple(selects))})

    def days(self, selects: Iterable[Select]) -> list[tuple[int, int]]:
        """Find the dated notes that hold something of these selections: day and note."""
        return sorted({(f.date.toordinal(), note) for note, f in self._any(tuple(selects)) if f.date})

    def note_type(self, note: int) -> str:
        """Tell the type of a note."""
        return self._types[note]

    def _any(self, selects: tuple[Select, ...]) -> list[Placed]:
        """Find what fits one of some selections, each finding once, in the order of the record."""
        if not self._may_hold(selects):  # asked first, because to look a selection up takes longer
            return []
        if selects not in self._known:
            found = {id(one[1]): one for select in selects for one in self._select(select)}
            ordered = list(found.values())
            self._known[selects] = ordered if len(selects) < _SEVERAL else sorted(ordered, key=_order)
        return self._known[selects]

    def _select(self, select: Select) -> list[Placed]:
        return [
            (note, finding)
            for note, finding in map(self._placed.__getitem__, self._places(select))
            if _fits(select, finding) and self._stands(select, note)
        ]

    def _may_hold(self, selects: Iterable[Select]) -> bool:
        """Tell whether there is anything at all of what tells most of some selections; mostly there is not."""
        for select in selects:
            table, keys = self._table(select)
            if not keys or not table.keys().isdisjoint(keys):
                return True
        return False

    def _places(self, select: Select) -> Iterable[int]:
        """Name the findings that may be meant."""
        table, keys = self._table(select)
        return _sorted_union(table, keys) if keys else range(len(self._placed))

    def _table(self, select: Select) -> tuple[Mapping[str, list[int]], Sequence[str]]:
        """Choose what tells most of a selection: its rules, else its indicators, else its categories."""
        if select.rule:
            return self._by_rule, select.rule
        return (self._by_indicator, select.indicator) if select.indicator else (self._by_category, select.category)

    def _stands(self, select: Select, note: int) -> bool:
        """Tell whether a note is of the source and of the type that are meant."""
        if select.not_source and _holds_one(select.not_source, self._sources[note]):
            return False
        return _holds_one(select.source, self._sources[note]) and _holds_one(select.note_type, self._types[note])


def _sorted_union(places: Mapping[str, list[int]], keys: Sequence[str]) -> list[int]:
    """Merge the places of some keys."""
    there = [places[key] for key in keys if key in places]
    return sorted(set().union(*there)) if len(there) > 1 else there[0] if there else []


def _sighting(placed: Placed, step: Step) -> Sighting:
    note, finding = placed
    return Sighting(finding, step, note, finding.date.toordinal() if finding.date else None)


def _order(placed: Placed) -> tuple[int, int]:
    return placed[0], placed[1].start


def _distinct(found: Iterable[Placed], most: int) -> list[Placed]:
    groups: dict[tuple[int, Role, Role | None], list[Placed]] = {}
    for placed in sorted(found, key=_attention):
        group = groups.setdefault((placed[0], placed[1].subject, placed[1].victim), [])
        if len(group) < most:
            group.append(placed)
    return sorted((placed for group in groups.values() for placed in group), key=_order)


def _attention(placed: Placed) -> int:
    return -placed[1].level.rank


def key_of(finding: Finding) -> NoteKey:
    """The note of a finding."""
    return finding.case_id, finding.note_id, finding.row


def _fits(select: Select, finding: Finding) -> bool:
    """Tell whether a finding that some rule of the selection made is meant."""
    return (
        finding.assertion in select.assertion
        and (not select.category or finding.category in select.category)
        and (not select.indicator or finding.indicator in select.indicator)
        and (not select.temporality or finding.temporality in select.temporality)
        and (not select.subject or finding.subject in select.subject)
        and (not select.victim or finding.victim in select.victim)
        and (select.level is None or finding.level.rank >= select.level.rank)
    )


@cache
def _beginnings(rule_id: str) -> tuple[str, ...]:
    """Give the beginnings of a dotted id, itself among them."""
    words = rule_id.split(".")
    return tuple(".".join(words[:end]) for end in range(1, len(words) + 1))


def _holds_one(words: tuple[str, ...], text: str) -> bool:
    return not words or any(_at_word(word).search(text) for word in words)


@cache
def _at_word(word: str) -> re.Pattern[str]:
    """Find a word where a word begins; "ed" and the like only as a whole word."""
    end = r"(?!\w)" if len(word) <= _SHORT else ""
    return re.compile(rf"(?<!\w){re.escape(word)}{end}")
