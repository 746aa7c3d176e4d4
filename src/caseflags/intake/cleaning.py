r"""Note text as systems export it, made fit for matching, with every offset mapped back.

Clean text has plain quotation marks, hyphens and blanks; no tags, entities, control words, mojibake or invisible
characters; and ``\n`` at the end of a line. It is for matching only: what is shown and stored are the raw text and
offsets into it.

>>> cleaned = clean("He <b>hit</b> her &amp; didn\u2019t stop")
>>> cleaned.text, cleaned.to_raw(3, 6)
("He hit her & didn't stop", (6, 9))
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from caseflags.intake import mojibake, rtf
from caseflags.intake.cleaning_tables import CHARACTERS, HIDDEN, OFFICE_PREFIXES, TAGS
from caseflags.intake.offsets import Edit, OffsetMap

_MOST_PASSES = 4
_ALWAYS = "".join(CHARACTERS) + mojibake.LEADS + "\ufffd<&\\\r>"
_DIRTY = re.compile("[" + re.escape(_ALWAYS) + "]")
_DIRTY_ASCII = re.compile("[" + re.escape("".join(filter(str.isascii, _ALWAYS))) + "]")
_TRIGGER = re.compile("[" + re.escape(_ALWAYS + "_?") + "]")
_AGAIN = frozenset("<>&\\") | frozenset(mojibake.LEADS)
"""Replacements that may be part of something that must be cleaned in turn: ``&amp;nbsp;``, ``&lt;br&gt;``."""

_ATTRIBUTE = (
    r"\s++(?:[\w:.-]++\s*+=\s*+(?:\\?\"[^\"<]*+\"|'[^'<]*+'|[^\s\"'<>]++)"
    r"|(?:nowrap|disabled|checked|selected|hidden|noshade|compact|readonly|reversed|open|prefix|ns)\b)"
)
_TAG = re.compile(rf"<(/?)(?:([a-z]\w{{0,3}}):)?([a-z]\w{{0,15}})(?:{_ATTRIBUTE})*+\s*+/?>", re.I)
_DECLARATION = re.compile(r"<(?:!\[[^\]<>]{0,200}\]|!doctype\b[^<>]{0,500}|\?xml[^<>]{0,500})>", re.I)
_ENTITY = re.compile(
    r"&(?:#\d{1,7};?|#x[0-9a-f]{1,6};?|[a-z][a-z0-9]{1,31};|(?:nbsp|amp|lt|gt|quot)(?![a-z0-9;=]))", re.I
)
_ESCAPE = re.compile(r"(?:\\r)?\\n(?![a-z])|\\[rt](?![a-z])|(?<=[.!?,;)\s])(?:(?:\\r)?\\n|\\[rt])(?=[a-z])")
_EXCEL = re.compile(r"_x(000[0-9A-Fa-f]|001[0-9A-Fa-f]|005F)_")
_LOST_APOSTROPHE = re.compile(r"(?<=[A-Za-z])[?\ufffd](?=(?:t|s|re|ve|ll|d|m)\b(?!=))")
_QUOTED_MAIL = re.compile(r"(?:>[ \t]?)+(?![ \t]*\d)")

_KNOWN_TAGS: dict[str, str] = {}
"""Tags met so far, as written, with what they become: an export writes the same few over and over. Bounded."""

_MOST_KNOWN_TAGS = 4096
_LONGEST_KNOWN_TAG = 120

Handler = Callable[["_Pass", int], rtf.Replacement | None]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Clean text and the way back. ``text`` is the raw text itself if there was nothing to clean."""

    text: str
    offsets: OffsetMap | None = None

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open raw stretch that ``text[start:end]`` was made of, without what was deleted around it."""
        if self.offsets is None:
            return start, end
        begin = self.offsets.begin(start)
        return begin, self.offsets.end(end) if end > start else begin


def clean(text: str) -> Cleaned:
    """Make a note's text fit for matching. Cheap when nothing needs cleaning: ``text`` itself, identity map."""
    if not _needs_cleaning(text):
        return Cleaned(text)
    offsets: OffsetMap | None = None
    if "{\\rtf" in text:
        text, offsets = _without_rtf(text)
    for _ in range(_MOST_PASSES):
        one = _Pass(text)
        one.run()
        text = one.result
        if one.edits:
            more = OffsetMap.of(one.edits)
            offsets = offsets.then(more) if offsets else more
        if not one.again:
            break
    return Cleaned(text, offsets)


def _needs_cleaning(text: str) -> bool:
    dirty = _DIRTY_ASCII if text.isascii() else _DIRTY
    if dirty.search(text) or "_x00" in text:
        return True
    return "?" in text and _LOST_APOSTROPHE.search(text) is not None


def _without_rtf(text: str) -> tuple[str, OffsetMap]:
    parts: list[str] = []
    done, edits = 0, rtf.document_edits(text)
    for (start, end, _), new in edits:
        parts += (text[done:start], new)
        done = end
    return "".join((*parts, text[done:])), OffsetMap.of(edit for edit, _ in edits)


class _Pass:
    """One pass over a text, from left to right. Linear: what was looked for in vain is not looked for again."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.result = text
        self.edits: list[Edit] = []
        self.again = False
        self._absent: set[str] = set()

    def run(self) -> None:
        """Fill ``result``, ``edits`` (replacements of one character by one are none) and ``again``."""
        text, search = self.text, _TRIGGER.search
        parts: list[str] = []
        done = 0
        found = search(text)
        while found:
            at = found.start()
            char = text[at]
            new = CHARACTERS.get(char)
            end = at + 1
            if new is None:
                replaced = _HANDLERS[char](self, at)
                if replaced is None:
                    found = search(text, end)
                    continue
                end, new = replaced
                self.again = self.again or new in _AGAIN
            parts += (text[done:at], new)
            if end - at != 1 or len(new) != 1:
                self.edits.append((at, end, len(new)))
            done = end
            found = search(text, end)
        if parts:
            parts.append(text[done:])
            self.result = "".join(parts)

    def tag(self, at: int) -> rtf.Replacement | None:
        """Replace a tag, comment or declaration; anything else behind ``<`` is text ("<3", "BP <120", "<sam@home>")."""
        text = self.text
        whole = text[at : text.find(">", at, at + _LONGEST_KNOWN_TAG) + 1]
        if (known := _KNOWN_TAGS.get(whole)) is not None:
            return at + len(whole), known
        if text.startswith("<!--", at):
            end = self._find("-->", at)
            return (end, "") if end else None
        if found := _DECLARATION.match(text, at):
            return found.end(), ""
        found = _TAG.match(text, at)
        if found is None:
            return None
        closing, name = bool(found[1]), found[3].lower()
        if name in HIDDEN and not closing and (end := self._find(f"</{name}>", found.end())):
            return end, ""
        new = _tag_text(found[2], name, closing=closing)
        if new is not None and name not in HIDDEN and len(_KNOWN_TAGS) < _MOST_KNOWN_TAGS:
            _KNOWN_TAGS[found[0]] = new
        return None if new is None else (found.end(), new)

    def _find(self, what: str, start: int) -> int:
        """Where the next ``what`` ends, 0 if there is none."""
        if what in self._absent:
            return 0
        found = re.compile(re.escape(what), re.I).search(self.text, start)
        if found is None:
            self._absent.add(what)
            return 0
        return found.end()

    def entity(self, at: int) -> rtf.Replacement | None:
        """Replace a named or numeric entity of HTML."""
        found = _ENTITY.match(self.text, at)
        plain = _entity_text(found[0]) if found else None
        return (found.end(), plain) if found and plain is not None else None

    def backslash(self, at: int) -> rtf.Replacement | None:
        """Replace a line end or tab written as two characters, an escaped quotation mark, or what is left of RTF."""
        if found := _ESCAPE.match(self.text, at):
            return found.end(), " " if found[0] == "\\t" else "\n"
        if word := rtf.left_behind(self.text, at):
            return word[0], _plain(word[1])
        return (at + 2, self.text[at + 1]) if self.text[at + 1 : at + 2] in ("'", '"') else None

    def carriage_return(self, at: int) -> rtf.Replacement:
        """Line ends of Windows and of old Macs."""
        return at + 1, "" if self.text.startswith("\n", at + 1) else "\n"

    def underscore(self, at: int) -> rtf.Replacement | None:
        """Control characters as Excel writes them: ``_x000D_``."""
        found = _EXCEL.match(self.text, at)
        if found is None:
            return None
        char = chr(int(found[1], 16))
        if char == "\r":
            return found.end(), "" if self.text.startswith(("\n", "\r\n", "_x000A_"), found.end()) else "\n"
        return found.end(), _plain(char)

    def lost_character(self, at: int) -> rtf.Replacement | None:
        """Restore an apostrophe that became a question mark or a replacement character: ``didn?t``."""
        if _LOST_APOSTROPHE.match(self.text, at):
            return at + 1, "'"
        return None if self.text[at] == "?" else (at + 1, " ")

    def quoted_mail(self, at: int) -> rtf.Replacement | None:
        """Remove the ``> >`` before lines quoted in an e-mail; a "> 10" is left alone."""
        line_start = max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1
        if self.text[line_start:at].strip(" \t"):
            return None
        found = _QUOTED_MAIL.match(self.text, at)
        return (found.end(), "") if found else None

    def mojibake(self, at: int) -> rtf.Replacement | None:
        """UTF-8 that was read as Windows-1252."""
        found = mojibake.read(self.text, at)
        return (found[0], _plain(found[1])) if found else None


def _tag_text(prefix: str | None, name: str, *, closing: bool) -> str | None:
    if prefix:
        return "" if prefix.lower() in OFFICE_PREFIXES else None
    return TAGS[name][closing] if name in TAGS else None


@lru_cache(maxsize=1024)
def _entity_text(entity: str) -> str | None:
    whole = entity if entity.endswith(";") else entity + ";"
    plain = html.unescape(whole)
    return None if plain == whole else _plain(plain)


def _plain(characters: str) -> str:
    """Return decoded characters as clean text has them."""
    if characters in ("\r", "\r\n"):
        return "\n"
    return "".join(CHARACTERS.get(char, char) for char in characters).replace("\ufffd", " ").replace("\t", " ")


_HANDLERS: dict[str, Handler] = {
    "<": _Pass.tag,
    "&": _Pass.entity,
    "\\": _Pass.backslash,
    "\r": _Pass.carriage_return,
    "_": _Pass.underscore,
    "?": _Pass.lost_character,
    "\ufffd": _Pass.lost_character,
    ">": _Pass.quoted_mail,
    **dict.fromkeys(mojibake.LEADS, _Pass.mojibake),
}
