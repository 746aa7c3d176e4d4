from __future__ import annotations

import hashlib
import hmac
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflags.engine.everyday import is_everyday
from caseflags.engine.pseudonyms import NAME, Pseudonyms, _pattern, read_key
from caseflags.errors import CaseflagsError
from caseflags.model import Matrix, Note, Result, Run

KEY = b"a secret of some length"
NOTE = Note("CASE-1042", "N-7", "text", 2, author="Jo Worker", subject="Kelly Brown", family_id="FAM-9")


def test_a_pseudonym_is_the_hmac_of_kind_and_id() -> None:
    hidden = Pseudonyms(KEY).hide(NOTE)
    expected = hmac.new(KEY, b"case_id\0CASE-1042", hashlib.sha256).hexdigest()[:16]
    assert hidden.case_id == f"c-{expected}"
    assert re.fullmatch(r"n-[0-9a-f]{16}", hidden.note_id)
    assert len({hidden.case_id, hidden.note_id, hidden.author, hidden.subject, hidden.family_id}) == 5


def test_another_key_gives_other_pseudonyms_and_the_same_key_the_same() -> None:
    ids = [Pseudonyms(key).hide(NOTE).case_id for key in (KEY, KEY, b"quite another secret")]
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Sam hit her.", "[name] hit her."),
        ("SAM'S phone, sam the boy", "[name]'S phone, [name] the boy"),
        ("Sam-Lee and Samuel", "[name] and Samuel"),
        ("It will do. Will came.", "It will do. [name] came."),
        ("spoke to kelly and sam; a brown dog", "spoke to [name] and [name]; a brown dog"),
        ("jo worker is a worker", "jo worker is a worker"),
        ("See CASE-1042, and N-7.", "See [id], and N-7."),
        ("Told Jo Worker that Kelly left", "Told Jo [name] that [name] left"),
    ],
)
def test_names_and_ids_in_texts(text: str, masked: str) -> None:
    pseudonyms = Pseudonyms(KEY)
    pseudonyms.hide(NOTE)
    assert pseudonyms.mask(text, _pattern(("sam", "will", "sam-lee"))) == masked


@pytest.mark.parametrize("word", "will grace rose mark hope brown may midwife worker health".split())
def test_everyday_words(word: str) -> None:
    assert is_everyday(word)


@pytest.mark.parametrize("word", "dave sam kelly john mary quentin siobhan smith khan sam-lee".split())
def test_words_that_are_names_alone(word: str) -> None:
    assert not is_everyday(word)


NAMES = st.sampled_from(["dave", "kelly", "siobhan", "sam-lee", "kelly brown", "will grace", "will", "rose"])


@given(st.lists(NAMES, min_size=1, max_size=4), st.data())
def test_a_known_name_is_masked_in_every_case_unless_it_is_a_word(names: list[str], data: st.DataObject) -> None:
    written = [data.draw(st.sampled_from([name, name.title(), name.upper()])) for name in names]
    masked = Pseudonyms(KEY).mask(f"it, {', '.join(written)}.", _pattern(tuple(sorted(set(names)))))
    kept = [name if name.islower() and all(map(is_everyday, name.split())) else NAME for name in written]
    assert masked == f"it, {', '.join(kept)}."


@given(st.text(), st.lists(NAMES))
def test_nothing_but_known_names_is_masked(text: str, names: list[str]) -> None:
    masked = Pseudonyms(KEY).mask(text, _pattern(tuple(names)))
    assert masked == text or any(name in text.casefold() for name in names)


def test_the_check_finds_an_id_wherever_it_is() -> None:
    pseudonyms = Pseudonyms(KEY)
    pseudonyms.hide(NOTE)
    run = Run("caseflags", "1", inputs=({"name": "export of CASE-1042.csv"},))
    with pytest.raises(CaseflagsError, match="original id is left"):
        pseudonyms.check(Result(run, (), Matrix((), 30, ())))
    pseudonyms.check(Result(Run("caseflags", "1"), (), Matrix((), 30, ())))


@pytest.mark.parametrize(("content", "message"), [(b"short\n", "fewer than 16"), (None, "cannot be read")])
def test_a_key_that_is_none(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "key"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CaseflagsError, match=message):
        read_key(path)
