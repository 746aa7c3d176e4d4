"""A pattern as ``caseflags rules`` lists it, shows it and writes it as a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from caseflags.rulebook import Pattern
from caseflags.rulebook.pattern_records import Condition, Part, Select, Step, Way

_SIGNS = {"gte": "at least", "gt": "more than", "lte": "at most", "lt": "fewer than", "eq": "exactly"}
_FIELDS = ("category", "indicator", "rule", "assertion", "temporality", "subject", "victim", "source", "note_type")


def listing(patterns: Sequence[Pattern]) -> Iterator[str]:
    """Give a line a pattern: id, level, kinds and title."""
    longest = max((len(pattern.id) for pattern in patterns), default=0)
    for pattern in patterns:
        yield f"  {pattern.id:{longest}}  {pattern.level:13}  {kinds(pattern):16}  {pattern.title}".rstrip()


def kinds(pattern: Pattern) -> str:
    """Name the kinds of a pattern's ways, each once."""
    return ", ".join(dict.fromkeys(way.kind.value for way in pattern.ways))


def record(pattern: Pattern) -> dict[str, Any]:
    """Write a pattern as a mapping, its ways in words."""
    return {
        "id": pattern.id,
        "title": pattern.title,
        "pack": pattern.pack,
        "level": pattern.level,
        "kinds": list(dict.fromkeys(way.kind.value for way in pattern.ways)),
        "description": pattern.description,
        "references": list(pattern.references),
        "place": str(pattern.place),
        "ways": [list(_way(way)) for way in pattern.ways],
    }


def page(pattern: Pattern) -> Iterator[str]:
    """Show all of a pattern."""
    yield f"{pattern.id}: {pattern.title}"
    yield f"  a pattern of the pack {pattern.pack}, level {pattern.level}"
    yield f"  {pattern.place}"
    if pattern.description:
        yield f"  {pattern.description}"
    for number, way in enumerate(pattern.ways, 1):
        yield f"way {number} of {len(pattern.ways)}:" if len(pattern.ways) > 1 else "shown by:"
        yield from (f"  {line}" for line in _way(way))
    if pattern.references:
        yield f"references: {', '.join(pattern.references)}"


def _way(way: Way) -> Iterator[str]:
    within = f", within {way.timespan} days" if way.timespan is not None else ""
    yield f"{way.kind.value}{within}" + (", each step in another note" if way.apart else "")
    for step in way.steps:
        yield from _step(step)
    if way.condition:
        yield _condition(way.condition)
    yield from (f"the same person: {_parts(pair)}" for pair in way.same)
    yield from (f"not the same person: {_parts(pair)}" for pair in way.other)
    yield from _selects("unless there is", way.unless)
    yield from _selects("and then there is no", way.absent)


def _step(step: Step) -> Iterator[str]:
    yield from _selects(step.says or step.name, step.find)
    yield from _selects("  in the same note", step.with_)
    yield from _selects("  not in the same note", step.without)


def _selects(name: str, selects: Iterable[Select]) -> Iterator[str]:
    return (f"{name}: {_select(select)}" for select in selects)


def _select(select: Select) -> str:
    parts = [f"{name} {' or '.join(map(str, getattr(select, name)))}" for name in _FIELDS if getattr(select, name)]
    parts += [f"source not {' or '.join(select.not_source)}"] if select.not_source else []
    return ", ".join([*parts, *([f"level {select.level} or above"] if select.level else [])])


def _condition(condition: Condition) -> str:
    bounds = [f"{words} {value}" for name, words in _SIGNS.items() if (value := getattr(condition, name)) is not None]
    counted = {"": "findings", "date": "days", "category": "categories"}.get(condition.field, f"{condition.field}s")
    return f"{' and '.join(bounds)} different {counted}" if condition.field else f"{' and '.join(bounds)} {counted}"


def _parts(pair: tuple[Part, Part]) -> str:
    return " and ".join(f"the {part.who} of {part.step}" for part in pair)
