"""Whose mother and whose partner a note means."""

from __future__ import annotations

import pytest

from caseflags.detect.reader import Reader

RELATIONS = [
    pytest.param("Kai's dad rang.", "of:name:kai:father", id="genitive"),
    pytest.param("Her partner rang.", "of:she:partner", id="her-partner"),
    pytest.param("Leanne said that her mother rang.", "of:name:leanne:mother", id="her-mother-is-hers-who-was-named"),
    pytest.param("Her own father drank.", "of:adult:father", id="own"),
    pytest.param("FHx: mother has depression.", "of:patient:mother", id="family-history"),
    pytest.param("Background: dad drank.", "of:record:father", id="background"),
    pytest.param("Mother has depression.", "mother", id="plain"),
]


@pytest.mark.parametrize(("text", "reference"), RELATIONS)
def test_relation(reader: Reader, text: str, reference: str) -> None:
    parsed, _ = reader.understand(text)
    assert reference in {person.reference for person in parsed.people}


def test_whom_one_tells_is_no_subject_but_of_whom_one_tells(reader: Reader) -> None:
    parsed, _ = reader.understand("She told the worker Rob hit her.")
    rob = next(person for person in parsed.people if person.reference == "name:rob")
    assert rob.subject
