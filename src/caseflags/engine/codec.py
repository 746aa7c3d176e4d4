"""Records as compact text and back, so that they can wait on disk or go from process to process.

A record becomes the tuple of its fields, tuples become lists of JSON, dates become ordinals. What a field may hold is
read from the type hints of ``model.py`` once; a new field needs no line here. JSON and not pickle or marshal, because a
cache file that somebody else wrote must be able to do no harm.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from caseflags import model
from caseflags.model import CaseResult, Introduction, Mention, NoteRef, Reading

Value = Any
"""What a field may hold: known only when its record is known."""

Convert = Callable[[Value], Value]
Pair = tuple[Convert, Convert]
"""How a value becomes plain, and how it becomes itself again."""

_dumps = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
_loads = json.JSONDecoder().decode
_PLAIN = (str, int, float, bool, NoneType)
_TAG = "$"
_known: dict[Value, Pair] = {}


def encode_reading(reading: Reading) -> str:
    """Turn what a note says into text, without the reference to the note: what depends on its words alone."""
    return _dumps(_BODY[0]((reading.mentions, reading.introductions, reading.facts)))


def decode_reading(note: NoteRef, text: str) -> Reading:
    """Make the reading of ``note`` from what ``encode_reading`` wrote."""
    mentions, introductions, facts = _BODY[1](_loads(text))
    return Reading(note, mentions, introductions, facts)


def encode_note(note: NoteRef) -> str:
    """Turn a reference to a note into text."""
    return _dumps(_record(NoteRef)[0](note))


def decode_note(text: str) -> NoteRef:
    """Read the reference that ``encode_note`` wrote."""
    found: NoteRef = _record(NoteRef)[1](_loads(text))
    return found


def encode_case(case: CaseResult) -> str:
    """Turn a case that was read together into text."""
    return _dumps(_record(CaseResult)[0](case))


def decode_case(text: str) -> CaseResult:
    """Read the case that ``encode_case`` wrote."""
    found: CaseResult = _record(CaseResult)[1](_loads(text))
    return found


def _record(cls: Value) -> Pair:
    """How a record of ``cls`` becomes a tuple of plain values and a record again; found out once."""
    if cls not in _known:
        _known[cls] = _record_pair(cls)
    return _known[cls]


def _record_pair(cls: Value) -> Pair:
    names = [field.name for field in fields(cls)]
    hints = get_type_hints(cls)
    pairs = [_pair(hints[name]) for name in names]
    get: Convert = attrgetter(*names) if len(names) > 1 else lambda record: (getattr(record, names[0]),)
    if all(pack is _same for pack, _ in pairs):
        return get, lambda values: cls(*values)
    packs, unpacks = tuple(pack for pack, _ in pairs), tuple(unpack for _, unpack in pairs)

    def _pack(record: Value) -> tuple[Value, ...]:
        return tuple([pack(value) for pack, value in zip(packs, get(record), strict=True)])

    def _unpack(values: Value) -> Value:
        return cls(*[unpack(value) for unpack, value in zip(unpacks, values, strict=True)])

    return _pack, _unpack


def _same(value: Value) -> Value:
    return value


def _pair(hint: Value) -> Pair:
    """How values of a type hint are converted."""
    origin: Value = get_origin(hint)
    arguments = get_args(hint)
    if origin in {Union, UnionType}:
        return _optional([argument for argument in arguments if argument is not NoneType])
    if origin is tuple:
        return _tuple(arguments)
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(_pair(arguments[1]))
    return (_pack_any, _unpack_any) if hint is Any else _simple(hint)


def _simple(hint: Value) -> Pair:
    if hint is date:
        return date.toordinal, date.fromordinal
    if isinstance(hint, type) and issubclass(hint, Enum):
        return str, {member.value: member for member in hint}.__getitem__
    return _record(hint) if is_dataclass(hint) else (_same, _same)


def _optional(hints: list[Any]) -> Pair:
    if len(hints) > 1:
        return _same, _same  # numbers of either kind
    pack, unpack = _pair(hints[0])
    if pack is _same:
        return _same, _same
    return (
        lambda value: None if value is None else pack(value),
        lambda value: None if value is None else unpack(value),
    )


def _tuple(arguments: tuple[Any, ...]) -> Pair:
    if arguments[-1] is Ellipsis:
        pack, unpack = _pair(arguments[0])
        if pack is _same:
            return _same, tuple
        return lambda values: [pack(v) for v in values], lambda values: tuple([unpack(v) for v in values])
    pairs = [_pair(argument) for argument in arguments]
    return (
        lambda values: [pair[0](v) for pair, v in zip(pairs, values, strict=True)],
        lambda values: tuple([pair[1](v) for pair, v in zip(pairs, values, strict=True)]),
    )


def _mapping(value: Pair) -> Pair:
    pack, unpack = value
    return lambda items: {k: pack(v) for k, v in items.items()}, lambda items: {k: unpack(v) for k, v in items.items()}


def _pack_any(value: Value) -> Value:
    """Values that no hint describes: plain ones, lists and mappings of them, dates, and records of ``model.py``."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, date):
        return {_TAG: "date", "is": value.toordinal()}
    if isinstance(value, Mapping):
        return {_TAG: "", "is": {str(key): _pack_any(item) for key, item in value.items()}}
    if isinstance(value, (list, tuple)):
        return [_pack_any(item) for item in value]
    name = type(value).__name__
    if getattr(model, name, None) is type(value):
        return {_TAG: name, "is": _record(type(value))[0](value)}
    raise TypeError(f"a {name} cannot be kept on disk")


def _unpack_any(value: Value) -> Value:
    if isinstance(value, list):
        return tuple(_unpack_any(item) for item in value)
    if not isinstance(value, dict):
        return value
    tag, inside = value[_TAG], value["is"]
    if tag == "date":
        return date.fromordinal(inside)
    if not tag:
        return {key: _unpack_any(item) for key, item in inside.items()}
    return _record(getattr(model, tag))[1](inside)


_BODY = _pair(tuple[tuple[Mention, ...], tuple[Introduction, ...], tuple[tuple[str, str], ...]])
