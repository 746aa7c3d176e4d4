"""How far the company of a match is looked for, and findings beside it; with and without the prefilter."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflags.detect.reader import Reader
from caseflags.model import Note
from caseflags.rulebook import load

PACK = """pack: p
category: harm
rules:
  - {id: p.hit, indicator: blow, phrases: ["{hit} her"]}
  - {id: p.said, phrases: ["rubbish"], with: ["accused"], with_in: WITH, without: ["bins"], without_in: WITHOUT}
  - {id: p.graze, indicator: injury, phrases: ["{graze} to knee"], beside: {indicator: blow, reach: BESIDE}}
  - {id: p.chain, phrases: ["sore"], beside: [{indicator: injury}, {category: harm, assertion: [denied, negated]}]}
  - {id: p.knee, category: other, phrases: ["knee was bad"]}
  - {id: p.long, phrases: ["rubbish on the knee"], beside: {category: other, reach: sentence}}
"""


_AGREEING: dict[str, list[Reader]] = {}
"""Building a reader is dear; the property needs one pair a reach."""


def readers(
    folder: Path, with_in: str = "sentence", without_in: str = "sentence", beside: str = "note"
) -> list[Reader]:
    file = folder / f"{with_in}-{without_in}-{beside}.yaml"
    text = PACK.replace("WITHOUT", without_in).replace("WITH", with_in).replace("BESIDE", beside)
    file.write_text(text, encoding="utf-8")
    rules = load([file], builtin=False)
    return [Reader(rules, prefilter=prefilter) for prefilter in (True, False)]


def found(reader: Reader, text: str) -> list[str]:
    return [mention.rule_id for mention in reader.read(Note("c", "n", text, 2)).mentions]


REACHES = [
    ("sentence", "sentence", "He was accused: rubbish.", 1),
    ("sentence", "sentence", "He was accused. Rubbish.", 0),
    ("neighbours", "sentence", "He was accused. Rubbish.", 1),
    ("neighbours", "sentence", "Rubbish. He was accused.", 1),
    ("neighbours", "sentence", "He was accused. I left. Rubbish.", 0),
    ("note", "sentence", "He was accused. I left. Rubbish.", 1),
    ("note", "sentence", "He was accused. Bins. Rubbish.", 1),
    ("note", "neighbours", "He was accused. Bins. Rubbish.", 0),
    ("note", "neighbours", "Bins. He was accused. Rubbish.", 1),
    ("note", "note", "Bins. He was accused. Rubbish.", 0),
]


@pytest.mark.parametrize(("with_in", "without_in", "text", "expected"), REACHES)
def test_phrases_of_company(tmp_path: Path, with_in: str, without_in: str, text: str, expected: int) -> None:
    for reader in readers(tmp_path, with_in, without_in):
        assert found(reader, text).count("p.said") == expected


BESIDE = [
    ("note", "He hit her. Then we left. Graze to knee.", ["p.hit", "p.graze"]),
    ("note", "Graze to knee. He hit her.", ["p.graze", "p.hit"]),
    ("note", "Graze to knee.", []),
    ("note", "He denied that he hit her. Graze to knee.", ["p.hit"]),
    ("neighbours", "He hit her. Graze to knee.", ["p.hit", "p.graze"]),
    ("neighbours", "He hit her. Then we left. Graze to knee.", ["p.hit"]),
    ("sentence", "He hit her, graze to knee.", ["p.hit", "p.graze"]),
    ("note", "He hit her. Graze to knee. Sore.", ["p.hit", "p.graze"]),
    ("note", "He denied that he hit her. Sore.", ["p.hit", "p.chain"]),
]


@pytest.mark.parametrize(("reach", "text", "expected"), BESIDE)
def test_findings_beside(tmp_path: Path, reach: str, text: str, expected: list[str]) -> None:
    for reader in readers(tmp_path, beside=reach):
        assert found(reader, text) == expected


def test_a_match_that_lacks_its_company_takes_no_place(tmp_path: Path) -> None:
    for reader in readers(tmp_path):
        assert found(reader, "He was accused. Accused again: rubbish on the knee.") == ["p.said"]


@settings(max_examples=100, deadline=None)
@given(
    words=st.lists(
        st.sampled_from(
            ["he hit her", "rubbish", "accused", "bins", "graze to knee", "sore", "denied", "knee was bad", "if", "x"]
        ),
        max_size=14,
    ),
    glue=st.lists(st.sampled_from([". ", " ", ", ", "\n", "\n\n", ": ", "? "]), min_size=14, max_size=14),
    reach=st.sampled_from(["sentence", "neighbours", "note"]),
)
def test_both_ways_of_reading_agree(
    tmp_path_factory: pytest.TempPathFactory, words: list[str], glue: list[str], reach: str
) -> None:
    if reach not in _AGREEING:
        _AGREEING[reach] = readers(tmp_path_factory.mktemp("pack"), reach, reach, reach)
    fast, whole = _AGREEING[reach]
    note = Note("c", "n", "".join(word.capitalize() + end for word, end in zip(words, glue, strict=False)), 2)
    assert fast.read(note) == whole.read(note)
