"""Who is introduced as whom, and what makes a name of a word."""

from __future__ import annotations

import pytest

from caseflags.detect.reader import Reader
from caseflags.model import Note

SAID = [
    pytest.param('Boyfriend Barry "Baz", 45, her baby\'s father.', ("name:barry", "name:baz"), id="a-quoted-nickname"),
    pytest.param("Boyfriend Barry, 45, her baby's father.", ("name:barry", "father"), id="an-age-between"),
    pytest.param("We met Amy Lowe.", ("name:amy", "surname:lowe"), id="a-surname"),
    pytest.param("Mr Fraser K came in.", ("name:fraser", "surname:k"), id="a-title-and-both-names"),
    pytest.param("Zephyra (29) was tired.", ("name:zephyra", "adult"), id="a-sentence-opens-with-a-name-and-age"),
    pytest.param("KB was met by PC and she fell.", ("name:kb", "she"), id="a-worker-between"),
    pytest.param("Re: Shauna, 15\nThank you for seeing her.", ("name:shauna", "teen"), id="an-age-ends-its-line"),
]


@pytest.mark.parametrize(("text", "pair"), SAID)
def test_introduced(reader: Reader, text: str, pair: tuple[str, str]) -> None:
    found = reader.read(Note("c", "n", text, 2)).introductions
    assert pair in [(each.left, each.right) for each in found]


UNSAID = [
    pytest.param("Gran (Imelda's mum) came.", ("other", "name:imelda"), id="whose-mum-she-is"),
    pytest.param("Her ex (Kai's dad, Jase) came.", ("partner", "name:kai"), id="whose-dad-he-is"),
]


@pytest.mark.parametrize(("text", "pair"), UNSAID)
def test_not_introduced(reader: Reader, text: str, pair: tuple[str, str]) -> None:
    found = reader.read(Note("c", "n", text, 2)).introductions
    assert pair not in [(each.left, each.right) for each in found]


NAMES = [
    pytest.param("Ever self harmed: N. Seen.", "name:n", None, id="an-answer"),
    pytest.param("Health: N not been in.", "name:n", "1", id="an-initial"),
    pytest.param('She said "Dragged me out."', "name:dragged", None, id="a-quotation-opens"),
    pytest.param("Kezza said hello.", "name:kezza", "1", id="who-speaks"),
    pytest.param("We met Dawn. Dawn cried.", "name:dawn", "2", id="a-name-in-the-note"),
]


@pytest.mark.parametrize(("text", "name", "count"), NAMES)
def test_names(reader: Reader, text: str, name: str, count: str | None) -> None:
    facts = dict(reader.read(Note("c", "n", text, 2)).facts)
    assert facts.get(name) == count
