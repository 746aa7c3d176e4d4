"""Whose record a note is."""

from __future__ import annotations

import pytest

from caseflags.casework.household import Household
from caseflags.casework.patients import Patients
from caseflags.model import Introduction, NoteRef, Reading, Role

TEEN = (Introduction("name:amber", "child", 2), Introduction("name:amber", "teen", 2))


def note(source: str, note_type: str = "", *facts: tuple[str, str]) -> Reading:
    counted = (("child", "3"), ("mother", "2"), *facts)
    return Reading(NoteRef("c", "n", 2, source=source, note_type=note_type), (), TEEN, tuple(sorted(counted)))


RECORDS = [
    pytest.param(note("midwife"), Role.MOTHER, id="a-midwife-s"),
    pytest.param(note("CAMHS"), Role.CHILD, id="child-and-adolescent"),
    pytest.param(note("A&E", "", ("note/age", "14"), ("note/gender", "female")), Role.CHILD, id="aged-14"),
    pytest.param(note("A&E", "", ("note/age", "41"), ("note/gender", "male")), Role.FATHER, id="a-man-of-41"),
    pytest.param(note("GP", "", ("note/with", "mother")), Role.CHILD, id="came-with-mum"),
    pytest.param(note("GP", "", ("note/name", "name:amber")), Role.CHILD, id="opens-with-a-child-s-name"),
    pytest.param(note("probation", "Contact record - Amber"), Role.CHILD, id="named-in-the-title"),
    pytest.param(note("GP", "", ("he", "4"), ("she", "1")), Role.FATHER, id="by-the-pronouns"),
    pytest.param(note("GP"), Role.MOTHER, id="otherwise-hers"),
]


@pytest.mark.parametrize(("reading", "role"), RECORDS)
def test_whose_record(reading: Reading, role: Role) -> None:
    assert Patients(Household([reading]), [reading]).of(reading) is role


def test_the_notes_of_one_source_are_of_one_person() -> None:
    first = note("GP", "", ("note/name", "name:amber"))
    second = note("GP", "", ("he", "3"))
    assert Patients(Household([first, second]), [first, second]).of(second) is Role.CHILD


@pytest.mark.parametrize(
    ("source", "one"), [("custody nurse", True), ("social worker", False), ("reward scheme", False)]
)
def test_the_record_of_one_person(source: str, *, one: bool) -> None:
    reading = note(source)
    assert Patients(Household([reading]), [reading]).one_person(reading) is one


PARTIES = [
    pytest.param(note("perpetrator programme"), Role.FATHER, id="a-perpetrator-s-programme"),
    pytest.param(note("refuge", "", ("note/name", "name:amber")), Role.MOTHER, id="a-refuge-names-her-child"),
    pytest.param(note("public health nurse", "", ("note/name", "name:amber")), Role.MOTHER, id="a-nurse-for-infants"),
]


@pytest.mark.parametrize(("reading", "role"), PARTIES)
def test_whose_record_by_the_parties_of_the_abuse(reading: Reading, role: Role) -> None:
    patients = Patients(Household([reading]), [reading])
    patients.abuser, patients.victim = Role.FATHER, Role.MOTHER
    assert patients.of(reading) is role
