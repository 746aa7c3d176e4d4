"""Who a note introduces as whom: "Sam (Dad)", "her partner JT, father of both children", "KB (24 yrs)", "SUSP Dean"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from caseflags.detect.people import PersonMention
from caseflags.detect.tokens import Tokens
from caseflags.model import Introduction

_AGE = re.compile(r"(\d{1,2})(?:yrs?|yo|y|m|mths|wks|w)?$", re.IGNORECASE)
_BABY_UNITS = frozenset(
    {"weeks", "wks", "wk", "week", "months", "mths", "month", "days", "day", "m", "w", "mo", "/52", "/12"}
)
_ADULT = 18
_SURE = 3
_STEP = frozenset("boyfriend paramour stepfather stepdad step".split())
_OWN_PARTNER = frozenset({"of:she:partner", "of:mother:partner"})
_PRONOUN = {"female": "she", "male": "he"}


def introductions(tokens: Tokens, people: Sequence[PersonMention]) -> tuple[Introduction, ...]:
    """All introductions of a note in order; each says that two references are one person."""
    found = list(_pairs(tokens, people))
    found.extend(_ages(tokens, people))
    found.extend(
        Introduction(p.reference, _PRONOUN[p.gender]) for p in people if p.kind == "name" and p.gender in _PRONOUN
    )
    return tuple(dict.fromkeys(found))


def _pairs(tokens: Tokens, people: Sequence[PersonMention]) -> Iterator[Introduction]:
    for left, right in pairwise(people):
        if left.kind in {"pronoun", "possessive", "object"} or right.kind in {"pronoun", "possessive", "object"}:
            continue
        if left.reference == right.reference or tokens.sentence_of(left.start) != tokens.sentence_of(right.start):
            continue
        weight = _link(tokens, left, right)
        if (weight and "name" in {left.kind, right.kind}) or weight == _SURE:
            yield Introduction(left.reference, right.reference, weight)


def _link(tokens: Tokens, left: PersonMention, right: PersonMention) -> int:
    """How surely two neighbours are one person: "Mum Keeley" and "Dean (Dad" surely, "Lee, her partner," likely."""
    between = tokens.norms[left.end : right.start]
    if not between:
        return _SURE if left.kind == "noun" and right.kind == "name" and left.number == "one" else 0
    if between == ["("] and left.number == right.number:
        return _SURE
    if (
        between == [":"]
        and left.kind == "noun"
        and right.kind == "name"
        and left.reference.endswith(("father", "mother"))
    ):
        return 2
    if between in (["is"], ["called"], ["named"], ["-"], ["="]) and right.kind in {"noun", "name"}:
        return 2
    closed = right.end >= len(tokens) or tokens.norms[right.end] in {",", ".", ")", "-", ";", ":"}
    if between == [","] and closed:
        return 1
    return 0


def _ages(tokens: Tokens, people: Sequence[PersonMention]) -> Iterator[Introduction]:
    """ "Kai (4)" is a child, "KB (24 yrs)" an adult."""
    for person in people:
        if person.kind != "name" or person.end + 1 >= len(tokens) or tokens.norms[person.end] not in {"(", ","}:
            continue
        match = _AGE.match(tokens.norms[person.end + 1])
        if not match:
            continue
        unit = tokens.norms[person.end + 2] if person.end + 2 < len(tokens) else ""
        closed = unit in {")", ","} or unit in {"yrs", "years", "yr", "y", "yo"} or unit in _BABY_UNITS
        if closed:
            child = int(match.group(1)) < _ADULT or unit in _BABY_UNITS
            yield Introduction(person.reference, "child" if child else "adult", 2)


def reference_counts(tokens: Tokens, people: Sequence[PersonMention]) -> tuple[tuple[str, str], ...]:
    """How often a note uses each reference, in order of the references; for partners also by gender, where it is
    said."""
    counts = Counter(person.reference for person in people)
    counts.update(f"partner/{person.gender}" for person in people if _tells_gender(tokens, person))
    counts["step"] = sum(
        not _STEP.isdisjoint(tokens.norms[p.start : p.end]) for p in people if p.reference.endswith("partner")
    )
    return tuple((reference, str(count)) for reference, count in sorted(counts.items()) if count)


def _tells_gender(tokens: Tokens, person: PersonMention) -> bool:
    """ "Her girlfriend" and "female partner" tell the partner's gender; a bare "girlfriend" may be the mother."""
    if person.gender == "any" or not person.reference.endswith("partner"):
        return False
    return (
        person.reference in _OWN_PARTNER or {"female", "male"} & set(tokens.norms[person.start : person.end]) != set()
    )
