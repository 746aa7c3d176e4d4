"""What the opening of a note says of the person it is about: "14F, brought in by mum", "Re: Amber, Y9".

Told as facts: ``note/age``, ``note/gender``, ``note/name`` (a person reference) and ``note/with`` (a parent who came
along). The case makes a person of them (``casework/patients.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from caseflags.detect.people import PersonMention
from caseflags.detect.tokens import Tokens

_OPENING = 30
_FIRST_WORDS = 3
_NEAR = 4
_AGE_AND_SEX = re.compile(r"(?:(\d{1,2})(?:yo|yrs?|y)?([FM])|([FM])(\d{2}))$")
_AGE = re.compile(r"(\d{1,2})(?:yo|yrs?|y|y/o)?$")
_YEARS = frozenset("yr yrs year years old y yo o y/o . / - of age".split())
_FEMALE = frozenset("f female woman girl lady".split())
_MALE = frozenset("m male man boy gentleman lad".split())
_LABELS = frozenset(
    "re dear child pupil person patient client name student subject record for about tenant dp detainee".split()
)
_CAME = frozenset("attended attends attending brought bib biba accompanied seen came here w/ along mum dad".split())


def opening_facts(tokens: Tokens, people: Sequence[PersonMention]) -> Iterator[tuple[str, str]]:
    """The facts that a note's first words tell of the person it is about, each at most once."""
    high = min(len(tokens), _OPENING)
    age, gender = _age_and_sex(tokens, high)
    if age is not None:
        yield "note/age", str(age)
    if gender:
        yield "note/gender", gender
    first = [person for person in people if person.start < high and person.family]
    name = next((p for p in first if p.kind == "name" and _leads(tokens, p)), None)
    if name is not None:
        yield "note/name", name.reference
    parent = next((p for p in first if p.reference in {"mother", "father"} and _came_along(tokens, p)), None)
    if parent is not None:
        yield "note/with", parent.reference


def _leads(tokens: Tokens, person: PersonMention) -> bool:
    """Whether a name is the first word, or stands behind a label such as "Re" or "Pupil:"."""
    before = tokens.norms[max(0, person.start - 2) : person.start]
    return person.start < _FIRST_WORDS or not _LABELS.isdisjoint(before)


def _came_along(tokens: Tokens, parent: PersonMention) -> bool:
    """ "Attended w/ mum", "BIB mother", "mum present": the person seen is not this parent."""
    before = tokens.norms[max(0, parent.start - _NEAR) : parent.start]
    behind = tokens.norms[parent.end : parent.end + 2]
    came = not _CAME.isdisjoint(before) and not {"with", "w/", "by", "w", "bib"}.isdisjoint(before)
    return came or not {"present", "following", "attending", "accompanying"}.isdisjoint(behind)


def _age_and_sex(tokens: Tokens, high: int) -> tuple[int | None, str]:
    for index in tokens.numbers:
        if index >= high:
            break
        norm = tokens.norms[index]
        both = _AGE_AND_SEX.match(tokens.words[index])
        if both:
            age, sex = (both[1], both[2]) if both[1] else (both[4], both[3])
            return int(age), _gender(sex.lower())
        alone = _AGE.match(norm)
        if alone:
            behind = list(tokens.norms[index + 1 : index + 6])
            while behind and behind[0] in _YEARS:
                behind = behind[1:]
            gender = _gender(behind[0]) if behind and tokens.words[index + 1] != "m" else ""
            if gender:
                return int(alone[1]), gender
    return None, ""


def _gender(word: str) -> str:
    return "female" if word in _FEMALE else "male" if word in _MALE else ""
