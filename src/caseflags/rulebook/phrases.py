"""The phrase language: ``"{push} <object> ~2 [down|into] [the|]"`` becomes slots of literal wordings, and gaps.

``<someone>`` stays as it is, alone in its slot. A written phrase becomes several where ``<someone>`` is one of several
alternatives, or where a gap at its edge leads to an optional part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from itertools import chain, pairwise

from caseflags.rulebook.inflection import inflect_words
from caseflags.rulebook.records import SOMEONE, Gap, Phrase, Slot
from caseflags.rulebook.wordings import Part, PhraseError, multiply, only_words, phrases_of
from caseflags.rulebook.words import normal

_GAP_MOST = 15
_PIECE = re.compile(r"\[[^\[\]]*\]|\{[^\[\]{}<>|~]*\}|<[^\[\]{}<>|~]*>|~\d+|[^\[\]{}<>|~]+|.", re.DOTALL)
_INSIDE = re.compile(r"\{([^{}<>~]*)\}|<([^{}<>~]*)>|([^{}<>~]+)|(.)", re.DOTALL)
_MARKS = re.compile(r"[\[\]{}<>|~\\]")
_MARKS_INSIDE = re.compile(r"[{}<>~]")
_BRACED_CHOICE = re.compile(r"\{[^{}\[\]]*[|~][^{}\[\]]*\}")
_LOOSE_HYPHEN = re.compile(r"(?<=[\]}>])-+|-+(?=[\[{<])")
_GLUED = re.compile(r"[\[{<](?<=[^\W_].)|[\]}>](?=[^\W_]|[\[{<])|~(?:(?<=\S.)|\d+(?=[^\d\s]))")
_SENTENCE_END = re.compile(r"(\S*[^\W_])[.!][\"')]*\s+(?=[^\W_\[{<])")
_ABBREVIATIONS = "approx ave cllr dept dr hosp insp jr mr mrs ms no nos prof rd ref sgt sr st tel vs"
_SHORT = frozenset(_ABBREVIATIONS.split())
_BRACES = ("braces hold one word or verb", "write [{hit}|{push}]")
_UNBALANCED = {
    "[": ("the bracket is not closed", ""),
    "{": ("the brace is not closed", ""),
    "<": ("the angle bracket is not closed", ""),
    "]": ("no bracket is open here", ""),
    "}": ("no brace is open here", ""),
    ">": ("no angle bracket is open here", ""),
    "|": ("alternatives stand in brackets", "write [a|b]"),
    "~": ("a gap stands between words, with its number", "write a ~3 b, outside brackets"),
}
# A character after a backslash stands for itself: it moves into a private area of Unicode while the phrase is parsed,
# and a character that is dropped later takes the backslash's place, so that positions stay right.
_ESCAPED = re.compile(r"\\([\[\]{}<>|~\\])")
_PRIVATE = 0xE000
_DROPPED = "\u2060"
_SHOWN = {_PRIVATE + ord(character): character for character in "[]{}<>|~\\"}


class Phraser:
    """Parses phrases with a set of word lists. Equal texts are parsed once; ``used`` names the lists they use."""

    def __init__(self, lists: Mapping[str, tuple[str, ...]]) -> None:
        self._lists = lists
        self._known: dict[str, tuple[Phrase, ...]] = {}
        self.used: set[str] = set()

    def parse(self, text: str, *, punctuation: bool = False) -> tuple[Phrase, ...]:
        """Return the phrases that ``text`` stands for. With ``punctuation``, "?" alone may be one.

        Raises ``PhraseError`` for what cannot be read, and for what can never match.
        """
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._parse(text)
        if not punctuation and not all(map(_has_word, known)):
            raise PhraseError("this can never match: it holds punctuation only", "a phrase needs a word")
        return known

    def wordings(self, text: str) -> tuple[str, ...]:
        """Return the wordings of an entry of a word list, which may hold neither a gap nor ``<someone>``."""
        parts = self._parts(text)
        if SOMEONE in text:
            raise PhraseError("<someone> cannot stand in a word list", "write it in the phrase that uses the list")
        if any(isinstance(part, Gap) for part in parts):
            raise PhraseError("a gap cannot stand in a word list", "write the gap in the phrase that uses the list")
        return only_words(multiply([part for part in parts if not isinstance(part, Gap)]))

    def _parse(self, text: str) -> tuple[Phrase, ...]:
        parts = self._parts(text)
        if len(parts) > 1 or isinstance(parts[0], Gap) or "" in parts[0]:
            _check_gaps(parts)
        return phrases_of(parts, someone=SOMEONE in text)

    def _parts(self, text: str) -> list[Part]:
        _check_sentence(text)
        if not _MARKS.search(text):
            return [_literal(text)]
        text = _ESCAPED.sub(_hide, text) if "\\" in text else text
        text = _LOOSE_HYPHEN.sub(lambda m: " " * len(m.group()), text) if "-" in text else text
        glued = _GLUED.search(text)
        pieces = ((m.group(), m.start()) for m in _PIECE.finditer(text) if not m.group().isspace())
        parts = [self._part(piece, at, text) for piece, at in pieces]
        if glued:
            hint = "each stands for whole words: leave a blank between"
            raise PhraseError("a word touches a bracket or a gap", hint, glued.start())
        return [part for part in parts if part != ("",)]

    def _part(self, piece: str, at: int, text: str) -> Part:
        first = piece[0]
        if len(piece) == 1 and first in _UNBALANCED:
            raise _unbalanced(first, at, text)
        if first == "[":
            return self._bracket(piece[1:-1], at)
        if first == "~":
            return _gap(piece, at)
        return self._alternative(piece, at)

    def _bracket(self, inside: str, at: int) -> tuple[str, ...]:
        braced = _BRACED_CHOICE.search(inside) if "{" in inside else None
        if braced:
            raise PhraseError(*_BRACES, at + 1 + braced.start())
        if _MARKS_INSIDE.search(inside):
            wordings = tuple(chain.from_iterable(self._alternatives(inside, at + 1)))
        else:
            wordings = tuple(map(_words, inside.split("|")))
        if not any(wordings):
            raise PhraseError("the brackets hold nothing", "write [the|] for an optional word", at)
        return tuple(dict.fromkeys(wordings))

    def _alternatives(self, inside: str, at: int) -> Iterator[tuple[str, ...]]:
        for text in inside.split("|"):
            yield self._alternative(text, at) if text.strip() else ("",)
            at += len(text) + 1

    def _alternative(self, text: str, at: int) -> tuple[str, ...]:
        """Return the wordings of a text that may hold ``{}`` and ``<>``."""
        pieces: list[tuple[str, ...]] = []
        for match in _INSIDE.finditer(text):
            inflected, listed, literal, stray = match.groups()
            where = at + match.start()
            if stray:
                raise PhraseError(*_UNBALANCED[stray], where)
            if literal is not None:
                pieces.append((_words(literal),))
            elif inflected is not None:
                pieces.append(_inflected(inflected, where))
            else:
                pieces.append(self._listed(listed, where))
        return multiply(pieces)

    def _listed(self, name: str, at: int) -> tuple[str, ...]:
        if f"<{name}>" == SOMEONE:
            return (SOMEONE,)
        words = self._lists.get(name)
        if words is None:
            known = sorted([*self._lists, "someone"])
            close = get_close_matches(name, known, n=1)
            hint = f"did you mean <{close[0]}>?" if close else f"known: {', '.join(known)}"
            raise PhraseError(f"there is no word list <{name}>", hint, at)
        self.used.add(name)
        return words


def _hide(escaped: re.Match[str]) -> str:
    return _DROPPED + chr(_PRIVATE + ord(escaped.group(1)))


@cache
def _words(text: str) -> str:
    words = normal(text)
    return words if words.isascii() else words.translate(_SHOWN)


def _literal(text: str) -> tuple[str, ...]:
    words = _words(text)
    if not words:
        raise PhraseError("the phrase is empty", "write words, or delete it")
    return (words,)


def _gap(piece: str, at: int) -> Gap:
    most = int(piece[1:])
    if not 0 < most <= _GAP_MOST:
        raise PhraseError(f"a gap is of 1 to {_GAP_MOST} words, not {most}", "write ~3", at)
    return Gap(most)


def _inflected(text: str, at: int) -> tuple[str, ...]:
    word = normal(text)
    if not word:
        raise PhraseError("the braces are empty", "write {hit}", at)
    return inflect_words(word)


def _unbalanced(character: str, at: int, text: str) -> PhraseError:
    if character == "[" and "]" in text[at:]:
        return PhraseError("brackets cannot stand in brackets", "write the alternatives out", at)
    if character == "{" and _BRACED_CHOICE.match(text, at):
        return PhraseError(*_BRACES, at)
    message, hint = _UNBALANCED[character]
    itself = f"the character itself is \\{character}, in double quotes \\\\{character}"
    return PhraseError(message, hint or itself, at)


def _check_sentence(text: str) -> None:
    ends = _SENTENCE_END.search(text) if ". " in text or "! " in text else None
    if ends is None:
        return
    word = ends.group(1).lower()
    if len(word) > 1 and "." not in word and word not in _SHORT:
        hint = "a match stays inside one sentence; `with` asks for words elsewhere in it"
        raise PhraseError("this can never match: a sentence ends inside", hint, ends.end(1))


def _check_gaps(parts: list[Part]) -> None:
    gaps = [i for i, part in enumerate(parts) if isinstance(part, Gap)]
    if all(isinstance(part, Gap) or "" in part for part in parts):
        raise PhraseError("every part of this is optional", "at least one word must be required")
    if gaps and (gaps[0] == 0 or gaps[-1] == len(parts) - 1):
        raise PhraseError("a gap at the start or the end", "a phrase begins and ends with a word")
    if any(left + 1 == right for left, right in pairwise(gaps)):
        raise PhraseError("two gaps side by side", "write one, as long as both")


def _has_word(phrase: Phrase) -> bool:
    required = [part.alternatives for part in phrase if isinstance(part, Slot) and not part.optional]
    return any(all(map(_is_word, alternatives)) for alternatives in sorted(required, key=len))


def _is_word(wording: str) -> bool:
    return wording[0].isalnum() or wording == SOMEONE or any(map(str.isalnum, wording))
