"""The objects of a JSON document as flat rows: own fields, and those of the objects around them.

An object's own field ``author: {name: ...}`` is the column ``author.name``. A field of an object around it is named
after that object: in ``cases: [{id: 7, notes: [...]}]`` every note has a column ``case.id``; the outermost object is
``root``.
Where objects stand under keys that are data (``{"A-17": {...}, "A-18": {...}}``: keys with digits), the key is the
column ``key``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from caseflags.intake.json_stream import Json, Piece

Path = tuple[str, ...]
"""The keys that lead to an object: ``[]`` for any place in an array, ``*`` for any key that is data."""

_DEEPEST_COLUMN = 3
_LONGEST_INHERITED = 1000
_DIGIT = re.compile(r"\d")
_SURROGATE = re.compile("[\ud800-\udfff]")
_PLURALS = {"children": "child", "people": "person", "families": "family", "histories": "history", "diaries": "diary"}
_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Object:
    """An object found: where, its own columns, and those it inherits.

    ``own`` is ``None`` for what should be an object but is a plain value.
    """

    path: Path
    own: Mapping[str, str] | None
    outer: Mapping[str, str]


def objects(piece: Piece) -> Iterator[Object]:
    """All objects in a piece, outer ones first, in document order."""
    outer: dict[str, str] = {}
    path: Path = ()
    frames = iter(piece.frames)
    frame = next(frames, None)
    for step in piece.path:
        if frame is not None and frame.key == (path[-1] if path else ""):
            outer.update(_inherited(path, flat(frame.fields)))
            frame = next(frames, None)
        path = (*path, _step(step, outer))
    if frame is not None:
        outer.update(_inherited(path, flat(frame.fields)))
    yield from _visit(piece.value, path, outer or _NOTHING)


def _visit(value: Json, path: Path, outer: Mapping[str, str]) -> Iterator[Object]:
    if isinstance(value, dict):
        own = flat(value)
        yield Object(path, own, outer)
        inner = [(key, child) for key, child in value.items() if isinstance(child, dict | list)]
        if not inner:
            return
        around = {**outer, **_inherited(path, own)}
        for key, child in inner:
            below = dict(around)
            yield from _visit(child, (*path, _step(key, below)), below)
    elif isinstance(value, list):
        for child in value:
            yield from _visit(child, (*path, "[]"), outer)
    elif value is not None:
        yield Object(path, None, outer)


def _step(key: str, outer: dict[str, str]) -> str:
    """Return a step of a path; a key that is data is remembered as the column ``key`` instead."""
    if key == "[]" or not _DIGIT.search(key):
        return key
    outer["key"] = key
    return "*"


def _inherited(path: Path, own: Mapping[str, str]) -> dict[str, str]:
    """Return an object's columns as the objects inside it see them. Long texts are not handed down."""
    label = _label(path)
    return {f"{label}.{name}": value for name, value in own.items() if len(value) <= _LONGEST_INHERITED}


def _label(path: Path) -> str:
    """Say what an object is called by those inside it: the singular of the last key that leads to it."""
    names = [step for step in path if step not in ("[]", "*")]
    if not names:
        return "item" if path else "root"
    name = names[-1]
    return _PLURALS.get(name.lower(), name[:-1] if name.endswith("s") and not name.endswith("ss") else name)


def flat(value: Mapping[str, Json], prefix: str = "", depth: int = 1) -> dict[str, str]:
    """Return the plain fields of an object, those of inner ones under dotted names. Lists of objects are left out."""
    columns: dict[str, str] = {}
    for key, field in value.items():
        if isinstance(field, str):
            columns[prefix + key] = field
        elif field is None:
            columns[prefix + key] = ""
        elif isinstance(field, bool):
            columns[prefix + key] = "true" if field else "false"
        elif isinstance(field, dict):
            if depth < _DEEPEST_COLUMN:
                columns.update(flat(field, f"{prefix}{key}.", depth + 1))
        elif field and not any(isinstance(part, dict | list) for part in field):
            columns[prefix + key] = _joined([part for part in field if isinstance(part, str)])
    return columns


def _joined(parts: list[str]) -> str:
    """Return a list of plain values: short ones in a row, longer ones as paragraphs."""
    return (", " if all(len(part) <= 40 for part in parts) else "\n\n").join(parts)


def without_surrogates(text: str) -> str:
    """Half characters, which JSON can express and no encoding can write, as replacement characters."""
    return _SURROGATE.sub("\ufffd", text)
