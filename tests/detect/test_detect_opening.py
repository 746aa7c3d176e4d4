"""What the first words of a note say of the person it is about."""

from __future__ import annotations

import pytest

from caseflags.detect.reader import Reader
from caseflags.model import Note

OPENINGS = [
    pytest.param(
        "14F, brought in by mum.", {"note/age": "14", "note/gender": "female", "note/with": "mother"}, id="14F"
    ),
    pytest.param("41 year old man, fell.", {"note/age": "41", "note/gender": "male"}, id="in-words"),
    pytest.param("Pt F36, GCS 14.", {"note/age": "36", "note/gender": "female"}, id="sex-first"),
    pytest.param("Ned is 9m and crawling.", {"note/name": "name:ned"}, id="months-are-no-sex"),
    pytest.param("Dear Dr\nRe: Leanne\nI met with Leanne today.", {"note/name": "name:leanne"}, id="re"),
    pytest.param("Attended with dad. Low mood.", {"note/with": "father"}, id="with-dad"),
    pytest.param("The tap drips.", {}, id="nothing"),
]


@pytest.mark.parametrize(("text", "facts"), OPENINGS)
def test_opening(reader: Reader, text: str, facts: dict[str, str]) -> None:
    told = reader.read(Note("c", "n", text, 2)).facts
    assert {name: value for name, value in told if name.startswith("note/")} == facts
