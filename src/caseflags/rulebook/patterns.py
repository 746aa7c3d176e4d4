"""Patterns become records: ways and steps put together, and what cannot work said with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from caseflags.errors import Place
from caseflags.model import Assertion, Level
from caseflags.rulebook.kinds import did_you_mean
from caseflags.rulebook.pattern_records import Condition, Kind, Part, Pattern, Select, Step, Way
from caseflags.rulebook.tables import Entry

_COUNTS = frozenset({Kind.EVENT_COUNT, Kind.VALUE_COUNT})
_PAIR = 2
_ONCE = Condition(gte=1)
_OWN_KEYS = frozenset({"id", "title", "level", "description", "references", "any"})


def patterns_of(entries: Iterable[Entry], pack: str, ids: dict[str, Place]) -> Iterator[Pattern]:
    """Yield the patterns of a pack's files. ``ids`` holds those read so far, and takes in these."""
    for entry in entries:
        for item in entry.get("patterns", ()):
            pattern_id = item.get("id")
            if pattern_id is None:
                continue
            if pattern_id in ids:
                item.error("id", f"there are two patterns `{pattern_id}`", f"the other one is at {ids[pattern_id]}")
                continue
            ids[pattern_id] = item.place
            yield _pattern(item, pattern_id, pack)


def _pattern(entry: Entry, pattern_id: str, pack: str) -> Pattern:
    return Pattern(
        id=pattern_id,
        title=entry.get("title", pattern_id),
        level=entry.get("level", Level.MEDIUM),
        description=entry.get("description", ""),
        ways=tuple(_ways(entry)),
        pack=pack,
        place=entry.place,
        references=entry.get("references", ()),
    )


def _ways(entry: Entry) -> Iterator[Way]:
    if "any" not in entry.nodes:
        yield from _way(entry)
        return
    for key in entry.nodes:
        if key not in _OWN_KEYS:
            entry.error(key, f"`{key}` stands beside `any`", "write it into each way")
    for way in entry.get("any", ()):
        yield from _way(way)


def _way(entry: Entry) -> Iterator[Way]:
    """Yield the way of an entry, unless it cannot be told what it is."""
    kind = entry.get("kind")
    if kind is None:
        return
    steps = tuple(_steps(entry))
    _check(entry, kind, steps)
    names = {step.name: step for step in steps}
    yield Way(
        kind=kind,
        steps=steps,
        timespan=entry.get("timespan"),
        condition=_condition(entry, kind),
        same=tuple(_pairs(entry, "same", names)),
        other=tuple(_pairs(entry, "other", names)),
        unless=_selects(entry, "unless"),
        absent=_selects(entry, "absent"),
        apart=entry.get("apart", False),
    )


def _steps(entry: Entry) -> Iterator[Step]:
    if "find" in entry.nodes:
        if "steps" in entry.nodes:
            entry.error("find", "`find` stands beside `steps`", "write it into a step")
        yield Step("found", entry.get("says", ""), _selects(entry, "find"))
    seen: set[str] = set()
    for item in entry.get("steps", ()):
        name = item.get("name", "")
        if name in seen:
            item.error("name", f"there are two steps `{name}`", "give each a name of its own")
        seen.add(name)
        says = item.get("says", name.replace("_", " "))
        yield Step(name, says, _selects(item, "find"), _selects(item, "with"), _selects(item, "without"))


def _check(entry: Entry, kind: Kind, steps: tuple[Step, ...]) -> None:
    if "find" not in entry.nodes and "steps" not in entry.nodes:
        entry.error("kind", "the pattern finds nothing", "write `find` or `steps`")
    elif kind in _COUNTS and len(steps) > 1:
        entry.error("steps", f"`{kind}` counts the findings of one step", "use `temporal` for several")
    elif kind in {Kind.TEMPORAL, Kind.TEMPORAL_ORDERED} and len(steps) < _PAIR:
        entry.error("kind", f"`{kind}` needs two steps or more", "use `event_count` for one")
    if kind is Kind.ABSENCE:
        for key in ("absent", "timespan"):
            if key not in entry.nodes:
                entry.error("kind", f"`absence` needs `{key}`", "say what does not come, and within which time")
    elif "absent" in entry.nodes:
        entry.error("absent", f"`absent` means nothing to `{kind}`", "use `kind: absence`, or `unless`")
    if "condition" in entry.nodes and kind not in _COUNTS:
        entry.error("condition", f"`condition` means nothing to `{kind}`", "only counts have one")


def _condition(entry: Entry, kind: Kind) -> Condition | None:
    found: Entry | None = entry.get("condition")
    if kind not in _COUNTS:
        return None
    field = found.get("field", "") if found else ""
    if kind is Kind.VALUE_COUNT and not field:
        entry.error("condition", "`value_count` needs a condition with `field`", "{field: note, gte: 3}")
    elif kind is Kind.EVENT_COUNT and field and found:
        found.error("field", "`event_count` counts findings", "use `kind: value_count`")
    return Condition(**found.values) if found and found.values else _ONCE


def _pairs(entry: Entry, key: str, names: dict[str, Step]) -> Iterator[tuple[Part, Part]]:
    for pair in entry.get(key, ()):
        parts = [Part(*text.split(".")) for text in pair]
        unknown = [part.step for part in parts if part.step not in names]
        if unknown:
            entry.error(key, f"there is no step `{unknown[0]}`", did_you_mean(unknown[0], list(names)))
        elif len(parts) != _PAIR:
            entry.error(key, "a pair has two parts", "[[disclosure.victim, retraction.subject]]")
        else:
            yield parts[0], parts[1]


def _selects(entry: Entry, key: str) -> tuple[Select, ...]:
    return tuple(select_of(item) for item in entry.get(key, ()))


def select_of(entry: Entry) -> Select:
    """Make the record of a selection: affirmed findings, unless it says otherwise."""
    values: dict[str, Any] = {key: value for key, value in entry.values.items() if value is not None}
    for key in ("source", "note_type", "not_source"):
        if key in values:
            values[key] = tuple(text.casefold() for text in values[key])
    values.setdefault("assertion", (Assertion.AFFIRMED,))
    return Select(**values)
