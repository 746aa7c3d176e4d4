"""JSON of any size as a stream of values small enough to hold, in one pass and without a copy of the document.

The standard library's decoder does the decoding; this module only finds the pieces. A value that ends within
``LARGEST_PIECE`` characters is one piece. A larger object or array is walked into, and what it holds is looked at in
the same way: so an array of a million cases gives a million pieces, and a single huge case gives its notes, and then
itself without them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TextIO

LARGEST_PIECE = 1 << 22
"""Characters up to which an array or object is decoded as a whole."""

LARGEST_PLAIN = 1 << 26
"""Characters up to which a string inside a larger object is decoded."""

_BLOCK = 1 << 18
_BLANKS = re.compile(r"[ \t\r\n\ufeff]*")
_DEEPEST = 200
_LONGEST_KEPT = 1000

Json = Any


@dataclass(slots=True)
class Frame:
    """A large object that is being walked through: the key under which it stands and its plain values so far."""

    key: str
    fields: dict[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Piece:
    """A decoded value, the keys that lead to it (``[]`` for an array) and the large objects around it."""

    value: Json
    path: tuple[str, ...]
    frames: tuple[Frame, ...]


class BrokenJsonError(ValueError):
    """The text is not JSON from here on. ``what`` never holds any of it."""

    def __init__(self, what: str, line: int, column: int) -> None:
        super().__init__(what)
        self.what, self.line, self.column = what, line, column

    def __str__(self) -> str:
        return f"{self.what} at line {self.line}, column {self.column}"


class NotWholeError(ValueError):
    """A value is too large to be one piece, or is not valid, or the text ends before it does."""


class JsonText:
    """A position in a text that is read block by block."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._buffer = ""
        self._at = 0
        self._line = 1
        self._column = 1
        self._ended = False
        self._decoder = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str, strict=False)

    def peek(self) -> str:
        """Return the next character that is not blank, or ``""`` at the end."""
        while True:
            blanks = _BLANKS.match(self._buffer, self._at)
            self._at = blanks.end() if blanks else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._fill():
                return ""

    def take(self, expected: str) -> None:
        """Go past the next character, which must be one of ``expected``."""
        found = self.peek()
        if not found:
            raise self.broken("the file ends too early")
        if found not in expected:
            raise self.broken("not valid JSON")
        self._at += 1

    def value(self, largest: int) -> Json:
        """Decode a value. Raises ``NotWholeError``, staying here, if it is longer than ``largest`` or breaks off."""
        self.peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._at)
            except (ValueError, RecursionError) as error:
                if self._ended or len(self._buffer) - self._at > largest:
                    raise NotWholeError from error
            else:
                if end < len(self._buffer) or self._ended:
                    self._at = end
                    return value
            self._fill()

    def broken_value(self, error: NotWholeError) -> BrokenJsonError:
        """Return the error for a plain value that cannot be decoded, at the character where it breaks."""
        cause = error.__cause__
        if not isinstance(cause, json.JSONDecodeError):
            return self.broken("not valid JSON")
        at_end = self._ended and (cause.pos >= len(self._buffer.rstrip()) or "Unterminated" in cause.msg)
        self._at = len(self._buffer) if at_end else cause.pos
        return self.broken("the file ends too early" if at_end else "not valid JSON")

    def broken(self, what: str) -> BrokenJsonError:
        """Return an error that names the present place."""
        line, column = self._place(self._at)
        return BrokenJsonError(what, line, column)

    def _place(self, at: int) -> tuple[int, int]:
        breaks = self._buffer.count("\n", 0, at)
        if not breaks:
            return self._line, self._column + at
        return self._line + breaks, at - self._buffer.rfind("\n", 0, at)

    def _fill(self) -> bool:
        """Read on: forget what was gone past, and take in as much again as is waiting, so that retries stay few."""
        if self._ended:
            return False
        self._line, self._column = self._place(self._at)
        waiting = self._buffer[self._at :]
        block = self._text.read(max(_BLOCK, len(waiting)))
        self._ended = not block
        self._buffer, self._at = waiting + block, 0
        return bool(block)


class Walk:
    """One pass over a text that holds one JSON value, or several one after the other.

    ``frames`` are the short plain fields of the large objects met, in the order in which those begin. Fields that stand
    behind the notes of their object are known only at its end; a second walk that is given them knows them at once.
    """

    def __init__(self, text: JsonText, known: Sequence[Mapping[str, Json]] = ()) -> None:
        self.frames: list[dict[str, Json]] = []
        self._text = text
        self._known = known

    def pieces(self) -> Iterator[Piece]:
        """Yield the pieces in their order. Raises ``BrokenJsonError`` where the text stops being JSON."""
        while self._text.peek():
            yield from self._piece((), ())

    def _piece(self, path: tuple[str, ...], frames: tuple[Frame, ...]) -> Iterator[Piece]:
        """Yield the value at the present place, or, if it is too large or not whole, the pieces in it."""
        text = self._text
        opening = text.peek()
        try:
            value = text.value(LARGEST_PIECE)
        except NotWholeError as error:
            if len(path) > _DEEPEST:
                raise text.broken("nested too deeply") from None
            if opening == "[":
                yield from self._array(path, frames)
            elif opening == "{":
                yield from self._object(path, frames)
            else:
                raise text.broken_value(error) from None
        else:
            yield Piece(value, path, frames)

    def _array(self, path: tuple[str, ...], frames: tuple[Frame, ...]) -> Iterator[Piece]:
        text = self._text
        text.take("[")
        while text.peek() != "]":
            yield from self._piece((*path, "[]"), frames)
            if text.peek() != "]":
                text.take(",")
        text.take("]")

    def _object(self, path: tuple[str, ...], frames: tuple[Frame, ...]) -> Iterator[Piece]:
        text, number = self._text, len(self.frames)
        frame = Frame(path[-1] if path else "", dict(self._known[number]) if number < len(self._known) else {})
        self.frames.append({})
        text.take("{")
        while text.peek() != "}":
            key = self._key()
            text.take(":")
            if text.peek() in ("{", "["):
                for piece in self._piece((*path, key), (*frames, frame)):
                    if len(piece.path) == len(path) + 1 and _is_flat(piece.value):
                        frame.fields[key] = piece.value
                    yield piece
            else:
                frame.fields[key] = self._plain()
            if text.peek() != "}":
                text.take(",")
        text.take("}")
        self.frames[number] = {key: value for key, value in frame.fields.items() if len(str(value)) <= _LONGEST_KEPT}
        yield Piece(dict(frame.fields), path, frames)

    def _key(self) -> str:
        if self._text.peek() != '"':
            self._text.take('"')
        return str(self._plain())

    def _plain(self) -> Json:
        try:
            return self._text.value(LARGEST_PLAIN)
        except NotWholeError as error:
            raise self._text.broken_value(error) from None


def _is_flat(value: Json) -> bool:
    """Whether an object or array holds plain values only, so that it belongs to the object around it."""
    inner = value.values() if isinstance(value, dict) else value
    return bool(inner) and not any(isinstance(part, dict | list) for part in inner)
