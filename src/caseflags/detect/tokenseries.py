"""Token patterns that need no spaCy object: what they match around their anchor, told from words and norms alone.

Most patterns ask for words, perhaps with a gap between them. For these ``Series`` gives the same spans as spaCy's
``Matcher``, without the ``Doc`` that it would take. ``series`` gives none for a pattern that asks for anything else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from caseflags.rulebook import TokenPattern

if TYPE_CHECKING:  # ``rules check`` looks at patterns and does without spaCy, which stands behind tokens
    from caseflags.detect.tokens import Tokens

Flags = Mapping[str, Callable[[str], bool]]
"""What spaCy can tell of a word by itself, by the attribute's name: ``IS_PUNCT``, ``LIKE_NUM``."""
Holds = Callable[[str, str], bool]
"""Whether a token, by its word and its norm, fulfils a condition."""

_ENDLESS = 1 << 30
_OPERATORS = {"1": (1, 1), "?": (0, 1), "*": (0, _ENDLESS), "+": (1, _ENDLESS)}
_COUNTED = re.compile(r"\{(\d+)(?:(,)(\d*))?\}")


@dataclass(frozen=True, slots=True)
class Element:
    """What each of ``least`` to ``most`` tokens must fulfil."""

    conditions: tuple[Holds, ...]
    least: int
    most: int

    def holds(self, word: str, norm: str) -> bool:
        """Whether a token may be one of them."""
        for condition in self.conditions:  # noqa: SIM110 - `all` would make a generator for every token
            if not condition(word, norm):
                return False
        return True


@dataclass(frozen=True, slots=True)
class Series:
    """A pattern around its anchor: what stands before it, backwards; the anchor; what stands behind it."""

    before: tuple[Element, ...]
    anchor: Element
    behind: tuple[Element, ...]

    def spans(self, tokens: Tokens, token: int, first: int, end: int) -> Iterator[tuple[int, int]]:
        """What it matches with its anchor at a token, between two others."""
        if not self.anchor.holds(tokens.words[token], tokens.norms[token]):
            return
        ends = _reached(self.behind, token + 1, 1, tokens, range(first, end))
        for start in _reached(self.before, token, -1, tokens, range(first, end)) if ends else ():
            for reached in ends:
                yield start, reached


def _reached(elements: Iterable[Element], at: int, step: int, tokens: Tokens, within: range) -> set[int]:
    """The places that some elements may reach from before token ``at``, forwards (``step`` 1) or backwards (-1)."""
    places = {at}
    for element in elements:
        reached = set()
        for start in places:
            place = start
            for count in range(element.most + 1):
                if count >= element.least:
                    reached.add(place)
                token = place if step > 0 else place - 1
                if token not in within or not element.holds(tokens.words[token], tokens.norms[token]):
                    break
                place += step
        places = reached
    return places


def series(pattern: TokenPattern, at: int, flags: Flags) -> Series | None:
    """Turn a pattern whose anchor is its token ``at`` into a series, if it asks for words and flags alone."""
    elements = [_element(token, flags) for token in pattern]
    known = [element for element in elements if element is not None]
    if len(known) < len(elements):
        return None
    anchor = known[at]
    more = (Element(anchor.conditions, anchor.least - 1, anchor.most - 1),) if anchor.most > 1 else ()
    return Series(tuple(reversed(known[:at])), anchor, (*more, *known[at + 1 :]))


def _element(token: Mapping[str, Any], flags: Flags) -> Element | None:
    conditions: list[Holds] = []
    for name, asked in token.items():
        if name == "OP":
            continue
        found = _asks(name, asked, flags)
        if not found:
            return None
        conditions += found
    counts = _counts(str(token.get("OP", "1")))
    return Element(tuple(conditions), *counts) if counts else None


def _counts(operator: str) -> tuple[int, int] | None:
    counted = _COUNTED.fullmatch(operator)
    if counted is None:
        return _OPERATORS.get(operator)
    least = int(counted[1])
    return least, int(counted[3]) if counted[3] else _ENDLESS if counted[2] else least


def _asks(name: str, asked: object, flags: Flags) -> Sequence[Holds]:
    """The conditions of an attribute's value; none for what this module does not know."""
    if name in flags:
        return [_flag(flags[name], asked)] if isinstance(asked, bool) else []
    if name not in _READERS:
        return []
    if isinstance(asked, str):
        return [_READERS[name](frozenset({asked}).__contains__)]
    if isinstance(asked, Mapping) and asked and asked.keys() <= {"IN", "REGEX"}:
        return [_READERS[name](_test(operator, value)) for operator, value in asked.items()]
    return []


def _test(operator: str, value: Any) -> Callable[[str], object]:  # noqa: ANN401 - what an operator is given
    return re.compile(value).search if operator == "REGEX" else frozenset(value).__contains__


def _flag(flag: Callable[[str], bool], asked: bool) -> Holds:  # noqa: FBT001 - a pattern's own value
    return lambda word, _: flag(word) is asked


_READERS: dict[str, Callable[[Callable[[str], object]], Holds]] = {
    "LOWER": lambda test: lambda word, _: bool(test(word.lower())),
    "TEXT": lambda test: lambda word, _: bool(test(word)),
    "ORTH": lambda test: lambda word, _: bool(test(word)),
    "NORM": lambda test: lambda _, norm: bool(test(norm)),
}
"""Which side of a token an attribute reads."""
