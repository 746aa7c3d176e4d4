"""Whose record a note is: the person whom a clinic, a midwife or a school writes about and hardly ever names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from caseflags.casework.household import Household
from caseflags.model import Reading, Role


def _kinds(*words: str) -> re.Pattern[str]:
    """Sources and kinds of notes by the beginnings of their words."""
    return re.compile(r"\b(?:" + "|".join(words) + ")")


_MATERNAL = (
    "midwi|antenatal|postnatal|perinatal|health visit|maternity|obstetric|newborn|birth visit|labour ward|"
    "public health nurse|primary visit"
)
_YOUNG = "camhs|paediatric|pediatric|school nurse|young people|adolescent|children's ward|child psych"
_HELP = "refuge|shelter|helpline|idva|isva|women's aid|domestic violence service|advoca|victim"
_CARE = (
    "gp\\b|a&e|ed\\b|hospital|cmht|rio\\b|psych|drug|alcohol|substance|probation|custody|clinic|nurse|therap|counsel|"
    "perpetrator|offender|sane\\b|crisis|ward|discharge|consultation|key|doctor|pharmac|ambulance|paramedic|"
    "mental health|emergency dep"
)
_MATERNITY = _kinds(_MATERNAL)
_CHILDREN = _kinds(_YOUNG)
_SCHOOLS = _kinds("school|nursery|kinder|cpoms|pupil|college|pastoral|primary|high school")
_VICTIMS = _kinds(_HELP)
_ABUSERS = _kinds("perpetrator", "offender")
_ONE_PERSON = _kinds(_MATERNAL, _YOUNG, _HELP, _CARE)
_SPEAKING_AGE = 8
_ADULT = 18


class Patients:
    """The person of each record of a case."""

    def __init__(self, home: Household, readings: Sequence[Reading]) -> None:
        self._home = home
        self.victim: Role | None = None
        self.abuser: Role | None = None
        self._by_source: dict[str, set[Role]] = defaultdict(set)
        for reading in readings:
            known = self._named(reading)
            if known is not None:
                self._by_source[reading.note.source].add(known)

    def one_person(self, reading: Reading) -> bool:
        """Whether a note is by its source the record of one person."""
        return _is(reading, _ONE_PERSON)

    def school(self, reading: Reading) -> bool:
        """Whether a school or nursery wrote the note."""
        return _is(reading, _SCHOOLS)

    def child(self, reading: Reading) -> bool:
        """Whether a child old enough to speak is the person of a note."""
        return self.of(reading) is Role.CHILD

    def gender(self, reading: Reading) -> str:
        """``she``, ``he`` or nothing for the person of a note, as its opening tells."""
        facts = dict(reading.facts)
        gender = {"female": "she", "male": "he"}.get(facts.get("note/gender", ""), "")
        return gender or self._home.gender(facts.get("note/name", ""))

    def of(self, reading: Reading) -> Role:
        """The person of a note, as far as its kind, its opening and its pronouns tell."""
        facts = dict(reading.facts)
        named = self._named(reading)
        if self._home.childless:
            return named or Role.OTHER
        if _is(reading, _MATERNITY):
            return self._home.woman
        if self._is_of_child(reading, facts):
            return Role.CHILD
        if named is Role.CHILD and self.victim is not None and _is(reading, _VICTIMS):
            return self.victim
        if named is not None and named is not Role.UNKNOWN and (self.one_person(reading) or self.school(reading)):
            return named
        if self.one_person(reading) and "note/with" in facts and int(facts.get("note/age", "0")) < _ADULT:
            return Role.CHILD
        return self._by_kind(reading, facts)

    def _is_of_child(self, reading: Reading, facts: Mapping[str, str]) -> bool:
        return _SPEAKING_AGE <= int(facts.get("note/age", "0")) < _ADULT or _is(reading, _CHILDREN)

    def _by_kind(self, reading: Reading, facts: Mapping[str, str]) -> Role:
        """What the source of a note tells of its person, and the other notes of that source."""
        if self.school(reading) and self._home.teens:
            return Role.CHILD
        if self.victim is not None and _is(reading, _VICTIMS):
            return self.victim
        if self.abuser is not None and _is(reading, _ABUSERS):
            return self.abuser
        elsewhere = self._by_source.get(reading.note.source, set())
        if len(elsewhere) == 1 and self.one_person(reading) and "note/gender" not in facts:
            return next(iter(elsewhere))
        return self._by_gender(facts)

    def _named(self, reading: Reading) -> Role | None:
        """The person whom a note names in its first words or in its title."""
        return self._home.names.get(dict(reading.facts).get("note/name", "")) or self._in_title(reading)

    def _in_title(self, reading: Reading) -> Role | None:
        """A name in the kind of note: "Contact record - Lee W"."""
        words = reading.note.note_type.lower().replace("(", " ").replace(")", " ").split()
        return next((role for word in words if (role := self._home.names.get(f"name:{word}")) is not None), None)

    def _by_gender(self, facts: Mapping[str, str]) -> Role:
        gender = facts.get("note/gender", "")
        he, she = int(facts.get("he", "0")), int(facts.get("she", "0"))
        if gender == "male" or (not gender and he > she):
            return self._home.man
        if self._home.two_women and self._home.spoken_of(facts, Role.PARTNER) > self._home.spoken_of(
            facts, Role.MOTHER
        ):
            return Role.PARTNER
        return self._home.woman


def _is(reading: Reading, kinds: re.Pattern[str]) -> bool:
    return _is_kind(reading.note.source, reading.note.note_type, kinds)


@lru_cache(maxsize=10_000)
def _is_kind(source: str, note_type: str, kinds: re.Pattern[str]) -> bool:
    """Remembered, for an export has few kinds of notes and each mention asks for them."""
    return kinds.search(f"{source} {note_type}".lower()) is not None
