from __future__ import annotations

import json
from pathlib import Path

import pytest

from caseflags.errors import CaseflagsError
from caseflags.quality.gold import read_gold

NOTE = {"case_id": "A", "note_id": "1", "date": "2024-01-02", "text": "Dad hit her.\u2028He left.", "mentions": []}


def test_only_an_end_of_line_ends_a_note(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(NOTE, ensure_ascii=False) for _ in range(2)), encoding="utf-8")
    assert [note.note.text for note in read_gold([path]).notes] == [NOTE["text"]] * 2


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        pytest.param("gold.jsonl", "{}", "gold.jsonl:1: not an annotated note", id="a field is missing"),
        pytest.param("gold_cases.json", "{", "gold_cases.json: not the patterns of cases", id="patterns break off"),
        pytest.param("gold_cases.json", '{"A": 1}', "gold_cases.json: not the patterns of cases", id="no list"),
        pytest.param("x.notes", "=== A\n--- 1 | 31/02/2024\nx", "x.notes:2: '31/02/2024' is no date", id="a date"),
        pytest.param("x.notes", "=== A\n--- 1\n[[DA/x a b c|y]]", "x.notes:3: a mark that is not as", id="a mark"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / "gold.jsonl").write_text(json.dumps(NOTE), encoding="utf-8")
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(CaseflagsError) as caught:
        read_gold(sorted(path for path in tmp_path.iterdir() if path.suffix != ".json"))
    assert said in str(caught.value)
