"""Which encoding a stream of bytes is in, judged by all of it.

A byte-order mark settles it. Without one, UTF-16 shows in zero bytes at every other place. Otherwise the text is UTF-8
if every byte above 127 is part of a UTF-8 character; a few that are not (old text pasted into new) are read as
Windows-1252; and if most are not, the whole text is Windows-1252. No byte is ever lost.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_ASCII = bytes(range(128))
_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_UNFINISHED = 3  # bytes at the end of a block that may belong to a character of the next one

LENIENT = "caseflags-lenient"
"""Name of the error handler that reads stray bytes as Windows-1252, and what even that lacks as control characters."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding as Python names it, as people name it, why it was chosen, and what is odd about it."""

    codec: str
    name: str
    reason: str
    message: str = ""


class EncodingEvidence:
    """Takes a stream block by block and then says how it is encoded. Keeps counts only."""

    def __init__(self) -> None:
        self.size = 0
        self._head = b""
        self._zeros = [0, 0]
        self._high = 0
        self._in_characters = 0
        self._characters = 0
        self._rest = b""

    def add(self, block: bytes) -> None:
        """Take the next block into account."""
        if self.size < 4:
            self._head += block[:4]
        if b"\0" in block:
            first = self.size % 2
            self._zeros[first] += block[0::2].count(0)
            self._zeros[1 - first] += block[1::2].count(0)
        self.size += len(block)
        self._count_characters(self._rest + block)

    def _count_characters(self, data: bytes) -> None:
        """Count bytes above 127 and those that make up UTF-8 characters; an unfinished character waits."""
        cut = len(data)
        for back in range(1, min(_UNFINISHED, len(data)) + 1):
            if data[-back] >= 0xC0:
                cut = len(data) - back
                break
        data, self._rest = data[:cut], data[cut:]
        if data.isascii():
            return
        high = len(data.translate(None, _ASCII))
        self._high += high
        try:
            self._characters += len(data.decode()) - (len(data) - high)
            self._in_characters += high
        except UnicodeDecodeError:
            characters = _CHARACTER.findall(data)
            self._characters += len(characters)
            self._in_characters += sum(map(len, characters))

    def decide(self) -> Encoding:
        """Return the encoding of all that was added."""
        for mark, codec, name in _MARKS:
            if self._head.startswith(mark):
                return Encoding(codec, name, "byte-order mark")
        if utf16 := self._utf16_without_mark():
            return utf16
        rest, self._rest = self._rest, b""
        complete = _CHARACTER.findall(rest)
        high = self._high + len(rest.translate(None, _ASCII))
        characters, stray = self._characters + len(complete), high - self._in_characters - sum(map(len, complete))
        return _eight_bit(high, characters, stray)

    def _utf16_without_mark(self) -> Encoding | None:
        even, odd = self._zeros
        pairs = self.size // 2
        if pairs and max(even, odd) > 0.3 * pairs and min(even, odd) < 0.02 * pairs:
            order = "le" if odd > even else "be"
            return Encoding(f"utf-16-{order}", "UTF-16", "no byte-order mark, but every other byte is zero")
        return None


def _eight_bit(high: int, characters: int, stray: int) -> Encoding:
    if not high:
        return Encoding("utf-8", "UTF-8", "nothing but ASCII")
    if not stray:
        all_of_them = "the one character" if characters == 1 else f"all {characters} characters"
        verb = "is" if characters == 1 else "are"
        return Encoding("utf-8", "UTF-8", f"{all_of_them} beyond ASCII {verb} valid UTF-8")
    if characters > stray:
        reason = f"{characters} characters beyond ASCII are valid UTF-8"
        return Encoding("utf-8", "UTF-8", reason, f"{stray} bytes are not UTF-8 and were read as Windows-1252")
    but = f", although {characters} characters would be" if characters else ""
    return Encoding("cp1252", "Windows-1252", f"{stray} bytes are not valid UTF-8{but}")


def _lenient(error: UnicodeError) -> tuple[str, int]:
    """Decode what the codec cannot, one byte (in UTF-16 and UTF-32: one broken unit) at a time."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if error.encoding.startswith(("utf-16", "utf-32", "utf16", "utf32")):
        return "\ufffd", error.end
    byte = error.object[error.start : error.start + 1]
    return (byte.decode("cp1252", "ignore") or byte.decode("latin-1")), error.start + 1


codecs.register_error(LENIENT, _lenient)
