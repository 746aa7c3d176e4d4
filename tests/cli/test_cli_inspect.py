from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

Cli = Callable[..., "object"]


def test_it_shows_what_was_recognised(cli: Cli) -> None:
    ran = cli("inspect", "notes.csv")
    assert ran.code == 0
    assert "notes.csv: CSV, comma, 3 rows, header in row 1" in ran.out
    assert "  case_id    Case ID" in ran.out
    assert "3 rows: 3 notes" in ran.out
    assert "2 cases, from 2024-01-01 to 2024-01-09" in ran.out


def test_rejected_rows_are_shown_and_set_the_exit_code(cli: Cli, folder: Path) -> None:
    (folder / "bad.csv").write_text("Case,Note,Extra\nA,Well.,x\n,Lost.,y\nA,,z\n", encoding="utf-8")
    ran = cli("inspect", "bad.csv")
    assert ran.code == 3
    assert "3 rows: 1 notes, 1 empty, 1 rejected" in ran.out
    assert "rejected: bad.csv, row 3: no case is given" in ran.out
    assert "  not used   Extra" in ran.out
    assert "no note has a date" in ran.out


def test_json_is_for_programs(cli: Cli) -> None:
    found = json.loads(cli("inspect", "notes.csv", "--format", "json").out)
    assert found["counts"]["analysed"] == 3
    assert found["first_date"] == "2024-01-01"
    assert found["recognised"][0]["mapped"]["text"] == ["Note"]


def test_mapping_and_errors(cli: Cli) -> None:
    assert "  text       Note ID" in cli("inspect", "notes.csv", "--map", "text=Note ID").out
    ran = cli("inspect", "missing.csv")
    assert (ran.code, ran.out) == (2, "")
    assert "missing.csv: there is no such file" in ran.err
    assert "did you mean 'json'" in cli("inspect", "notes.csv", "-f", "jsno").err
