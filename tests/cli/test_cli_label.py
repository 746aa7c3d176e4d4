from __future__ import annotations

import io
import json
import os
import select
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., "object"]
ROWS = [
    *(f"A,{n},2024-01-{n:02},{'North' if n % 2 else 'South'},Dad hit her on day {n}." for n in range(1, 10)),
    *(f"B,{n},2024-01-{n:02},South,A calm visit number {n}." for n in range(10, 20)),
]


def export(rows: list[str]) -> str:
    return "\n".join(["Case ID,Note ID,Date,Team,Note", *rows]) + "\n"


@pytest.fixture
def sample(tiny: Cli, folder: Path) -> Path:
    (folder / "notes.csv").write_text(export(ROWS), encoding="utf-8")
    ran = tiny("sample", "notes.csv", "--per-category", "3", "--column", "Team", "-o", "s.jsonl")
    assert ran.code == 0
    return folder / "s.jsonl"


def items(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()[1:]]


def test_a_sample_has_findings_of_each_category_and_quiet_notes(sample: Path) -> None:
    head = json.loads(sample.read_text(encoding="utf-8").splitlines()[0])["sample"]
    assert (head["findings"], head["notes"], head["quiet"]) == ({"domestic_abuse": 9}, 19, 10)
    assert head["rates"] == {"North": {"notes": 5, "domestic_abuse": 5}, "South": {"notes": 14, "domestic_abuse": 4}}
    assert [item["kind"] for item in items(sample)] == ["finding"] * 3 + ["note"] * 3
    if os.name == "posix":
        assert stat.S_IMODE(sample.stat().st_mode) == 0o600


def test_the_same_seed_draws_the_same_whatever_the_order(tiny: Cli, folder: Path, sample: Path) -> None:
    def drawn(*more: str) -> list[tuple[str, str]]:
        tiny("sample", "notes.csv", "--per-category", "3", "--column", "Team", "-o", "again.jsonl", *more)
        return sorted((item["case_id"], item["note_id"]) for item in items(folder / "again.jsonl"))

    first = sorted((item["case_id"], item["note_id"]) for item in items(sample))
    quiet = [row for row in drawn("--seed", "2") if row[0] == "B"]
    assert quiet != [row for row in first if row[0] == "B"]
    notes = folder / "notes.csv"
    notes.write_text(export([row for row in ROWS if row.startswith("B")]), encoding="utf-8")
    assert [row for row in drawn() if row[0] == "B"] == [row for row in first if row[0] == "B"]


def answer(cli: Cli, monkeypatch: pytest.MonkeyPatch, text: str, name: str) -> object:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    return cli("label", "s.jsonl", "--as", name)


def test_labels_are_kept_undone_and_gone_on_with(cli: Cli, monkeypatch: pytest.MonkeyPatch, sample: Path) -> None:
    ran = answer(cli, monkeypatch, "y\nn\nu\na\nwhat\nq\n", "anna")
    assert "2 labelled by anna, 4 left" in ran.err  # type: ignore[attr-defined]
    assert [item["labels"] for item in items(sample)][:3] == [{"anna": "yes"}, {"anna": "assertion"}, {}]
    answer(cli, monkeypatch, "p\ny\nn\nn\n", "anna")
    answer(cli, monkeypatch, "y\ny\nno\ny\nn\nn\nn\n", "ben")
    figures = json.loads(cli("eval", "s.jsonl", "-f", "json").out)
    assert figures["labellers"]["anna"]["precision"]["domestic_abuse"]["real"] == 3
    assert figures["labellers"]["anna"]["recall"]["missed"] == 1
    assert figures["agreement"][0]["items"] == 6
    shown = cli("eval", "s.jsonl").out
    assert "Agreement of anna and ben: 3 of 6" in shown
    assert "Notes of North: 5, of which flagged" in shown


def test_a_note_knows_no_wrong_person(cli: Cli, monkeypatch: pytest.MonkeyPatch, sample: Path) -> None:
    answer(cli, monkeypatch, "s\ns\ns\np\na\n", "anna")
    assert [item["labels"].get("anna") for item in items(sample)] == ["skip"] * 3 + [None] * 3


def test_nothing_labelled_yet(cli: Cli, sample: Path) -> None:
    ran = cli("eval", str(sample))
    assert (ran.code, "nothing is labelled yet" in ran.err) == (2, True)


def test_rejected_rows_are_told(tiny: Cli, folder: Path) -> None:
    (folder / "notes.csv").write_text(export([*ROWS, ",20,2024-02-01,North,Dad hit her."]), encoding="utf-8")
    ran = tiny("sample", "notes.csv", "-o", "s.jsonl")
    assert (ran.code, "notes.csv, row 21: no case is given" in ran.err) == (3, True)
    ran = tiny("rules", "profile", "notes.csv")
    assert (ran.code, "1 rows rejected" in ran.err) == (3, True)


@pytest.mark.parametrize(
    "content",
    [
        "",
        '{"sample": {}}\n{"kind": 1',
        "Case ID\n",
        '{"sample": {}}\n{"kind": "finding", "labels": {}}\n',
    ],
)
def test_what_is_no_sample(cli: Cli, folder: Path, content: str) -> None:
    (folder / "x.jsonl").write_text(content)
    assert cli("label", "x.jsonl").code == 2


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are those of POSIX")
def test_label_in_a_terminal_survives_an_interrupt(sample: Path) -> None:
    import pty  # noqa: PLC0415 - there is none on Windows

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "caseflags", "label", str(sample), "--as", "anna"]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    try:
        for typed in (b"y\n", b"n\n", b"u\n"):
            _wait(ours, b"[q]uit > ")
            os.write(ours, typed)
        _wait(ours, b"[q]uit > ")
        process.send_signal(2)
        _wait(ours, b"1 labelled by anna, 5 left")
        assert process.wait(30) == 0
    finally:
        process.kill()
        os.close(ours)
    assert [item["labels"] for item in items(sample)][:2] == [{"anna": "yes"}, {}]


def _wait(terminal: int, text: bytes) -> None:
    seen, until = b"", time.monotonic() + 60
    while text not in seen:
        assert time.monotonic() < until, seen
        if select.select([terminal], [], [], 1)[0]:
            seen += os.read(terminal, 4096)


def test_a_sample_and_gold_notes_are_evaluated_apart(cli: Cli, folder: Path, sample: Path) -> None:
    (folder / "gold.jsonl").write_text("{}\n", encoding="utf-8")
    ran = cli("eval", str(sample), "gold.jsonl")
    assert (ran.code, "cannot be evaluated together" in ran.err) == (2, True)
