"""Records of this room as plain values and back, so that a rulebook can be kept in a file.

A record becomes a list of its class's name and its fields; tuples, mappings, lists and plain values stay what they are.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import Enum
from operator import attrgetter
from types import ModuleType
from typing import Any

from caseflags import errors, labels
from caseflags.rulebook import code_records, pattern_records, records

Value = Any
"""A record, or what its fields hold."""

_MODULES: tuple[ModuleType, ...] = (records, pattern_records, code_records, errors, labels)
_CLASSES: dict[str, Any] = {
    name: thing
    for module in _MODULES
    for name, thing in vars(module).items()
    if isinstance(thing, type) and (is_dataclass(thing) or issubclass(thing, Enum))
}
_LIST = ""
_FIELDS = {
    name: attrgetter(*(field.name for field in fields(cls)))
    for name, cls in _CLASSES.items()
    if is_dataclass(cls) and len(fields(cls)) > 1
}


def to_plain(value: Value) -> Value:
    """Turn a record, and all that it holds, into plain values."""
    if isinstance(value, Enum):
        return [type(value).__name__, value.value]
    if value is None or isinstance(value, (str, int, float, bytes)):
        return value
    if isinstance(value, tuple):
        return tuple([to_plain(item) for item in value])
    if isinstance(value, list):
        return [_LIST, *map(to_plain, value)]
    if is_dataclass(value):
        name = type(value).__name__
        held = _FIELDS[name](value) if name in _FIELDS else [getattr(value, fields(value)[0].name)]
        return [name, *map(to_plain, held)]
    return {key: to_plain(item) for key, item in value.items()}


def from_plain(value: Value) -> Value:
    """Make the record that ``to_plain`` took apart. Raises ``KeyError`` for a class that is none of ours."""
    if isinstance(value, tuple):
        return tuple([from_plain(item) for item in value])
    if isinstance(value, list):
        inside = [from_plain(item) for item in value[1:]]
        return inside if value[0] == _LIST else _CLASSES[value[0]](*inside)
    if isinstance(value, dict):
        return {key: from_plain(item) for key, item in value.items()}
    return value
