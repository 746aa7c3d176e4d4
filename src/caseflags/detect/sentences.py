"""Where sentences end. Rules, cues and matches stay inside one sentence, so this is decided once, on tokens.

Notes are half prose and half form: a line break ends a sentence where the next line starts something new (a heading, a
list item, a paragraph, a capital after a finished line) and not where a mail program wrapped the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from caseflags.detect import grammar

_ENDERS = frozenset({".", "!", "?", "...", "…", "!!", "??", "?!", "..", "!!!"})
_CLOSERS = frozenset({'"', "'", ")", "]", "''", "”", "’"})
_BULLETS = frozenset({"-", "*", "•", "–", "·", "►", "▪", ">"})
_OPEN_END = frozenset(
    "a an the this that of to in on at by for with from and or nor but his her their my your our its he she they i "
    "we you "
    "is was are were be been has had have not no if when who which very some any as than about into over under after "
    "before "
    "because while so did does do will would can could may might ,".split()
)
_NUMBERED = re.compile(r"\d{1,2}[.)]?$|\(?[a-z0-9ivx]{1,3}\)$", re.IGNORECASE)
_HEADING_WORDS = 6
_LETTER = re.compile(r"[A-Z]$")
_NO_SURNAMES = grammar.CLOSED_CLASS | {"she", "he", "they", "it", "i", "we", "you"}
_ANSWERS = frozenset("nil none no n/a na yes denied denies unknown not never nad".split())


def sentence_starts(
    words: Sequence[str], glued: Sequence[bool], line_breaks: Mapping[int, int], signs: Iterable[int]
) -> list[int]:
    """Token indices at which sentences start, with 0 first (none for no tokens).

    ``words`` are the tokens' texts, ``glued`` says that no blank follows a token, ``line_breaks`` maps the first
    token of a line to the number of breaks before it, ``signs`` are the tokens that are no words, in order. Only behind
    a stop or a line break may a sentence start; the other tokens are not looked at.
    """
    starts = [0] if words else []
    stops = [index for index in signs if words[index] in _ENDERS]
    places = iter(sorted({*stops, *line_breaks}) if line_breaks else stops)
    ended = False
    index = next(places, len(words))
    while index < len(words):
        word = words[index]
        if index in line_breaks and index and (ended or _line_starts(words, index, line_breaks[index])):
            starts.append(index)
            ended = False
        if ended and word not in _CLOSERS and (word not in _ENDERS or _is_query(words, glued, index)):
            if _may_start(words, index):
                starts.append(index)
            ended = False
        if word in _ENDERS:
            ended = not _is_query(words, glued, index) and not _is_initial(words, index)
        index = index + 1 if ended else next((place for place in places if place > index), len(words))
    return starts


def _may_start(words: Sequence[str], index: int) -> bool:
    """After a stop anything starts a sentence but a lower-case word behind an abbreviation's stop ("ref. made")."""
    return not (words[index][:1].islower() and words[index - 1] == "." and index > 1 and len(words[index - 2]) <= 3)


def _is_query(words: Sequence[str], glued: Sequence[bool], index: int) -> bool:
    """A question mark stuck to the word behind it is a query ("?low mood") and ends nothing; nor does one that stands
    free before a small letter ("? suicidal")."""
    if not words[index].startswith("?") or index + 1 >= len(words):
        return False
    if not glued[index]:
        return words[index + 1][:1].islower() and (index == 0 or not glued[index - 1])
    return words[index + 1][:1].isalnum() and (
        index == 0 or not glued[index - 1] or not words[index - 1][-1:].isalnum()
    )


def _is_initial(words: Sequence[str], index: int) -> bool:
    """The stop of "J. Smith" ends nothing; that of "told K. She left" does, for "she" is no name."""
    if words[index] != "." or index == 0 or index + 1 >= len(words) or not _LETTER.match(words[index - 1]):
        return False
    if index > 1 and words[index - 2] == "/":
        return False
    following = words[index + 1]
    return following[:1].isupper() and following[1:].islower() and following.lower() not in _NO_SURNAMES


def _line_starts(words: Sequence[str], index: int, lines: int) -> bool:
    """Whether the line that begins at ``index`` begins a sentence."""
    word, previous = words[index], words[index - 1]
    if previous == ":" and word.lower() in _ANSWERS:
        return False
    if lines > 1 or word in _BULLETS or previous in {":", ";"} or _is_heading(words, index) or _NUMBERED.match(word):
        return True
    if previous.lower() in _OPEN_END:
        return False
    return word[:1].isupper() or word[:1] in {'"', "?", "(", "["} or word[:1].isdigit()


def _is_heading(words: Sequence[str], index: int) -> bool:
    """A few words and a colon: "Mental health:"."""
    return ":" in words[index + 1 : index + 1 + _HEADING_WORDS]
