"""What a spaCy Matcher pattern requires, told from it alone: its most telling token, and that one's neighbours.

A test looks at one token's word and norm. It may say yes too often, never no to a token that the pattern would take.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from caseflags.detect import grammar
from caseflags.detect.tokenseries import Flags, Series, series
from caseflags.rulebook import TokenPattern

_READS = ("LOWER", "TEXT", "ORTH", "NORM")
_ONCE = frozenset({"1", "{1}", "{1,1}"})
_AROUND = frozenset({"SPACY", "IS_SENT_START", "SENT_START"})
_REGEX_TELLS = 2
_SHORT_TELLS = 1


@dataclass(frozen=True, slots=True)
class Condition:
    """What one attribute asks: one of some words, or what a regular expression finds."""

    attribute: str
    words: AbstractSet[str] | None
    regex: re.Pattern[str] | None

    def holds(self, word: str, norm: str) -> bool:
        """Whether a token fulfils it."""
        text = word.lower() if self.attribute == "LOWER" else norm if self.attribute == "NORM" else word
        if self.words is not None and text not in self.words:
            return False
        return self.regex is None or self.regex.search(text) is not None


@dataclass(frozen=True, slots=True)
class Test:
    """What a token of a pattern asks of a word, as far as it can be told."""

    conditions: tuple[Condition, ...]

    def holds(self, word: str, norm: str) -> bool:
        """Whether a token may be meant."""
        return all(condition.holds(word, norm) for condition in self.conditions)

    def telling(self) -> int:
        """How rare its tokens are: letters of its shortest word outside of function words; 0 if it tells nothing."""
        return max((_telling(condition) for condition in self.conditions), default=0)


@dataclass(frozen=True, slots=True)
class Anchored:
    """A pattern's anchor: its place in the pattern, its test, and the tests of tokens so many places from it.

    ``series`` is what the pattern matches around it, where that can be told without spaCy.
    """

    at: int
    test: Test
    beside: tuple[tuple[int, Test], ...]
    series: Series | None


def anchored(pattern: TokenPattern, flags: Flags = MappingProxyType({})) -> Anchored | None:
    """Find the anchor of a pattern; ``None`` if it requires no word that could be told."""
    tests = [_test(token) if _required(token) else Test(()) for token in pattern]
    at = max(range(len(tests)), key=lambda index: tests[index].telling(), default=0)
    if not tests or not tests[at].telling():
        return None
    beside = (*_neighbours(pattern, tests, at, -1), *_neighbours(pattern, tests, at, 1))
    return Anchored(at, tests[at], beside, series(pattern, at, flags))


def looks_around(pattern: TokenPattern) -> bool:
    """Whether a pattern asks what stands around its sentence, so that it must be run on the whole text."""
    return any(key in _AROUND for token in pattern for key in token)


def _neighbours(pattern: TokenPattern, tests: Sequence[Test], at: int, step: int) -> Iterator[tuple[int, Test]]:
    """The tests of tokens beside the anchor, as long as each pattern token stands for exactly one."""
    index = at
    while _once(pattern[index]) and 0 <= index + step < len(pattern):
        index += step
        if _required(pattern[index]) and tests[index].conditions:
            yield index - at, tests[index]


def _once(token: Mapping[str, Any]) -> bool:
    return str(token.get("OP", "1")) in _ONCE


def _required(token: Mapping[str, Any]) -> bool:
    """Whether at least one token must be there."""
    operator = str(token.get("OP", "1"))
    return operator not in {"?", "*", "!"} and not operator.startswith(("{0", "{,"))


def _test(token: Mapping[str, Any]) -> Test:
    return Test(tuple(found for name in _READS if name in token for found in _condition(name, token[name])))


def _condition(attribute: str, asked: object) -> Iterator[Condition]:
    """What can be told of an attribute's value; nothing for operators that this module does not know."""
    if isinstance(asked, str):
        yield Condition(attribute, frozenset({asked}), None)
    elif isinstance(asked, Mapping):
        words, regex = asked.get("IN"), asked.get("REGEX")
        if isinstance(words, (list, tuple)) and all(isinstance(word, str) for word in words):
            yield Condition(attribute, frozenset(words), None)
        if isinstance(regex, str):
            yield Condition(attribute, None, re.compile(regex))


def _telling(condition: Condition) -> int:
    if condition.words is None:
        return _REGEX_TELLS
    words = [word.lower() for word in condition.words]
    if any(word in grammar.CLOSED_CLASS or not word[:1].isalnum() for word in words):
        return _SHORT_TELLS
    return min(map(len, words), default=0) + _REGEX_TELLS
