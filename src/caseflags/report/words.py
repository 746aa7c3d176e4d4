"""How things are called on a page: titles, short codes, counted nouns, days, and text that is safe to show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape

_CODES = {"domestic_abuse": "DA", "substance_misuse": "SM", "mental_health": "MH", "retraction": "RT"}
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_KEPT = frozenset("\u200c\u200d")
_DIGITS = re.compile(r"(\d+)")
_SHADES = 4
_BREAK = re.compile(r"</?(?:br|p|div|li|ul|ol|tr|td|table)(?:\s[^<>]{0,200})?/?>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:b|i|u|em|strong|span|font|sub|sup)(?:\s[^<>]{0,200})?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,8});", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Label:
    """A row or column of a matrix: its key in the records, its title, and the code where room is scarce."""

    key: str
    title: str
    code: str


def labels_of(keys: Iterable[str]) -> tuple[Label, ...]:
    """Give each key a title and a code that no other bears.

    >>> [label.code for label in labels_of(("domestic_abuse", "neglect", "retraction.denial", "need"))]
    ['DA', 'NE', 'RD', 'NE2']
    """
    labels: list[Label] = []
    used: set[str] = set()
    for key in keys:
        code = stem = _CODES.get(key) or _initials(key)
        number = 1
        while code in used:
            number += 1
            code = f"{stem}{number}"
        used.add(code)
        labels.append(Label(key, title(key), code))
    return tuple(labels)


def _initials(key: str) -> str:
    words = [word for word in re.split(r"[\W_]+", key) if word]
    return ("".join(word[0] for word in words) if len(words) > 1 else key[:2]).upper()


def title(key: str) -> str:
    """Write a key as words.

    >>> title("domestic_abuse"), title("retraction.denial")
    ('Domestic abuse', 'Retraction: denial')
    """
    words = key.replace("_", " ").replace(".", ": ")
    return words[:1].upper() + words[1:]


def count(number: int, noun: str, plural: str = "") -> str:
    """Write a number with its noun.

    >>> count(1, "note"), count(1200, "note"), count(2, "pair of notes", "pairs of notes")
    ('1 note', '1,200 notes', '2 pairs of notes')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def day(when: date | None) -> str:
    """Write a date as ISO has it; "undated" for none."""
    return when.isoformat() if when else "undated"


def listed(words: Sequence[str]) -> str:
    """Join words as a sentence does.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return " and ".join([*([", ".join(words[:-1])] if len(words) > 1 else []), *words[-1:]])


def shade(number: int, peak: int) -> int:
    """Say how dark a cell is, from 0 for nothing to 4 for the most.

    >>> [shade(n, 8) for n in (0, 1, 2, 3, 8)]
    [0, 1, 1, 2, 4]
    """
    return 0 if number <= 0 or peak <= 0 else min(_SHADES, -(-number * _SHADES // peak))


def natural(text: str) -> tuple[str | int, ...]:
    """Order ids as people do: C2 before C10."""
    return tuple(int(part) if part.isdecimal() else part.casefold() for part in _DIGITS.split(text))


def quoted(text: str) -> str:
    """Give words of a note without the mark-up and the entities of a system that exported HTML; programs get them all.

    >>> quoted("he <b>hit</b> her &mdash; &quot;again&quot;")
    'he hit her — "again"'
    """
    if "<" not in text and "&" not in text:
        return text
    return _ENTITY.sub(lambda found: unescape(found.group()), _TAG.sub("", _BREAK.sub(" ", text)))


def safe(text: str) -> str:
    r"""Take out what could move a cursor, turn the writing around, or hide: notes are other people's text.

    >>> safe("drunk\x1b[2J \u202eagain")
    'drunk�[2J �again'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_safe_character(character) for character in text)


def _safe_character(character: str) -> str:
    if character in "\n\t\r":
        return " "
    if character in _KEPT or unicodedata.category(character) not in _UNSAFE:
        return character
    return "" if character in "\u00ad\u200b\ufeff" else "�"
