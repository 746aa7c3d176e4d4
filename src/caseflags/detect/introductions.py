"""Who a note introduces as whom: "Sam (Dad)", "her partner JT, father of both children", "KB (24 yrs)", "SUSP Dean".

Beside roles a name is told to be a ``child``, a ``teen`` or an ``adult`` by its age, and ``she`` or ``he`` by the
pronoun that takes it up.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from caseflags.detect import grammar
from caseflags.detect.opening import opening_facts
from caseflags.detect.people import PersonMention
from caseflags.detect.tokens import Tokens
from caseflags.model import Introduction

_AGE = re.compile(r"(\d{1,2})(?:yrs?|yo|y|m|mths|wks|w)?$", re.IGNORECASE)
_BABY_UNITS = frozenset(
    {"weeks", "wks", "wk", "week", "months", "mths", "month", "days", "day", "m", "w", "mo", "/52", "/12"}
)
_SCHOOL_YEAR = re.compile(r"y(?:r|ear)?(\d{1,2})$")
_ADULT = 18
_AGED = 3
_TEEN = 10
_FIRST_SCHOOL_YEAR = 5
_SURE = 3
_PRONOUN_WITHIN = 10
_PARENTS = frozenset({"mother", "father"})
_LABELLED = frozenset({"mother", "father", "child", "word:victim", "word:accused"})
_STEP = frozenset("boyfriend paramour stepfather stepdad step new".split())
_WITHOUT = frozenset("no without nil childless".split())
_OWN_PARTNER = frozenset({"of:she:partner", "of:mother:partner"})
_PRONOUN = {"female": "she", "male": "he"}


def introductions(tokens: Tokens, people: Sequence[PersonMention]) -> tuple[Introduction, ...]:
    """All introductions of a note in order; each says that two references are one person."""
    found = list(_pairs(tokens, people))
    found.extend(_ages(tokens, people))
    found.extend(_taken_up(tokens, people))
    found.extend(_whose_parents(people))
    found.extend(_surnames(tokens, people))
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
    quoted = tokens.norms[left.start - 1] in grammar.QUOTES and tokens.norms[left.end] == tokens.norms[left.start - 1]
    between = _without_age(tokens.norms[left.end + quoted : right.start])
    if _owns(tokens, right):
        return 0
    if not between:
        return _SURE if left.kind == "noun" and right.kind == "name" and left.number == "one" else 0
    if between == ["("] and left.number == right.number:
        return _SURE
    if len(between) == 1 and between[0] in grammar.QUOTES and tokens.norms[right.end : right.end + 1] == between:
        return _SURE if left.kind == right.kind == "name" else 0
    if (
        between == [":"]
        and left.kind == "noun"
        and right.kind == "name"
        and (left.reference in _LABELLED or left.reference.endswith(("father", "mother")))
    ):
        return 2
    if between in (["is"], ["called"], ["named"], ["-"], ["="]) and right.kind in {"noun", "name"}:
        return 2
    closed = right.end >= len(tokens) or tokens.norms[right.end] in {",", ".", ")", "(", "-", ";", ":"}
    apposed = left.kind == "noun" or right.end - right.start > 1
    closed = closed or (right.end - right.start > 1 and tokens.norms[right.end] == "of")
    if between == [","] and closed and apposed:
        return 1
    return 0


def _owns(tokens: Tokens, person: PersonMention) -> bool:
    """In "Gran (Imelda's mum)" and "her ex (Kai's dad)" the name is not the one in front, but whose that is."""
    return person.kind == "name" and person.end < len(tokens) and tokens.norms[person.end] in {"'s", "'"}


def _without_age(between: Sequence[str]) -> list[str]:
    """What stands between two people without an age: "Barry, 45, her baby's father"."""
    if len(between) == _AGED and between[0] == between[2] == "," and _AGE.match(between[1]):
        return [","]
    return list(between)


def _ages(tokens: Tokens, people: Sequence[PersonMention]) -> Iterator[Introduction]:
    """ "Kai (4)" and "Kai, Y9," are children, "KB (24 yrs)" is an adult."""
    for person in people:
        if person.kind != "name":
            continue
        age = _age_behind(tokens, person.end, loose=person.gender != "any")
        if age is None:
            continue
        yield Introduction(person.reference, "child" if age < _ADULT else "adult", 2)
        if _TEEN <= age < _ADULT:
            yield Introduction(person.reference, "teen", 2)


def _age_behind(tokens: Tokens, at: int, *, loose: bool) -> int | None:
    """The age in years that follows a name: "(4)", ", 14, ", "Y9", and ``loose`` a bare "17"; ``None`` where none
    does."""
    norms = tokens.norms[at : at + 4]
    ends = [index for index in range(at, at + len(norms)) if index in tokens.line_breaks]
    if ends:
        norms = norms[: ends[0] - at]  # an age ends with its line
    bracketed = bool(norms) and norms[0] in {"(", ","}
    if bracketed:
        norms = norms[1:]
    if not norms:
        return None
    year = _SCHOOL_YEAR.match(norms[0])
    if year or (norms[0] in {"year", "yr", "y"} and len(norms) > 1 and norms[1].isdigit()):
        return int(year[1] if year else norms[1]) + _FIRST_SCHOOL_YEAR
    match = _AGE.match(norms[0])
    if not match:
        return None
    unit = norms[1] if len(norms) > 1 else ""
    if unit in _BABY_UNITS:
        return 0
    closed = not unit[:1].isalnum() or unit in {"yrs", "years", "yr", "y", "yo", "and"} or norms[0][-1] in "yos"
    return int(match[1]) if closed and (bracketed or (loose and int(match[1]) < _ADULT)) else None


def _taken_up(tokens: Tokens, people: Sequence[PersonMention]) -> Iterator[Introduction]:
    """A name whose gender is unknown takes that of the "she" or "he" that follows, unless the name says or does
    something to somebody in between."""
    for name, following in pairwise([person for person in people if person.family]):
        if name.kind != "name" or name.gender != "any" or not name.subject or following.kind != "pronoun":
            continue
        between = tokens.norms[name.end : following.start]
        if (
            following.reference in {"she", "he"}
            and len(between) <= _PRONOUN_WITHIN
            and grammar.SPEECH.isdisjoint(between)
        ):
            yield Introduction(name.reference, following.reference)


def _whose_parents(people: Sequence[PersonMention]) -> Iterator[Introduction]:
    """ "Kai's dad": Kai is likely a child of the case."""
    for person in people:
        owner, _, kin = person.reference.removeprefix("of:").rpartition(":")
        if kin in _PARENTS and owner.startswith("name:"):
            yield Introduction(owner, "of:parent", 1)


def _surnames(tokens: Tokens, people: Sequence[PersonMention]) -> Iterator[Introduction]:
    """ "Pip T" and "Mr Fraser King" tell who "Ms T" and "Mr King" are: ``surname:t``."""
    for person in people:
        if person.kind == "name" and person.end - person.start > 1 and " " not in person.reference:
            yield Introduction(person.reference, f"surname:{tokens.norms[person.end - 1]}")


def reference_counts(tokens: Tokens, people: Sequence[PersonMention]) -> tuple[tuple[str, str], ...]:
    """How often a note uses each reference, in order of the references; for relatives also by gender (``other/female``,
    and ``partner/female`` only where the words tell it); and what its opening says (``note/...``)."""
    counts = Counter(person.reference for person in people)
    counts.update(f"partner/{person.gender}" for person in people if _tells_gender(tokens, person))
    counts.update(f"other/{p.gender}" for p in people if p.reference == "other" and p.gender in _PRONOUN)
    counts["child/any"] = sum(p.reference == "child" and p.gender == "any" for p in people)
    counts["his/partner"] = sum(p.reference == "of:he:partner" and p.gender == "male" for p in people)
    counts["none/child"] = sum(p.reference == "child" and _none(tokens, p) for p in people)
    counts["step"] = sum(
        p.reference == "of:mother:partner" or not _STEP.isdisjoint(tokens.norms[p.start : p.end])
        for p in people
        if p.reference.endswith("partner")
    )
    numbers = [(reference, str(count)) for reference, count in counts.items() if count]
    return tuple(sorted([*numbers, *opening_facts(tokens, people)]))


def _none(tokens: Tokens, person: PersonMention) -> bool:
    """ "No children", "without any kids"."""
    return not _WITHOUT.isdisjoint(tokens.norms[max(0, person.start - 2) : person.end])


def _tells_gender(tokens: Tokens, person: PersonMention) -> bool:
    """ "Her girlfriend" and "female partner" tell the partner's gender; a bare "girlfriend" may be the mother."""
    if person.gender == "any" or not person.reference.endswith("partner"):
        return False
    return (
        person.reference in _OWN_PARTNER or {"female", "male"} & set(tokens.norms[person.start : person.end]) != set()
    )
