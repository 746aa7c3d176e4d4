from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Cli = Callable[..., "object"]
HEAD = "Case ID,Note ID,Date,Note"
ROWS = (
    'A,1,2024-01-01,"Mum said that Dad (Sam) punched her. He didn’t hit her."',
    "A,2,2024-01-09,Sam denied it. Mum retracted her statement.",
    "B,3,2024-01-03,All well.",
)


def export(*rows: str, end: str = "\n") -> str:
    return end.join((HEAD, *rows)) + end


@pytest.fixture
def old(tiny: Cli, folder: Path) -> str:
    (folder / "notes.csv").write_text(export(*ROWS), encoding="utf-8")
    tiny("scan", "notes.csv", "-o", "old.json", "-q")
    return "old.json"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(export(*reversed(ROWS)).encode(), id="row order"),
        pytest.param(export(*ROWS).encode("cp1252"), id="Windows-1252"),
        pytest.param(export(*ROWS).encode("utf-16"), id="UTF-16"),
        pytest.param(export(*ROWS).encode("utf-8-sig"), id="a mark in front"),
        pytest.param(export(*ROWS, end="\r\n").replace(". ", ".  ").encode(), id="white space"),
        pytest.param(export(*ROWS).replace("’", "'").encode(), id="straight quotes"),
        pytest.param(export("Z,9,2024-02-01,A calm visit.", *ROWS).encode(), id="inserted rows"),
        pytest.param(export(*ROWS).replace(",", ";").encode(), id="another delimiter"),
    ],
)
def test_the_same_notes_exported_anew_differ_in_nothing(
    tiny: Cli, cli: Cli, folder: Path, old: str, content: bytes
) -> None:
    (folder / "notes.csv").write_bytes(content)
    ran = tiny("scan", "notes.csv", "-o", "new.json", "--baseline", old, "--fail-on", "new")
    assert (ran.code, "0 new, 0 gone, 0 changed; no gate hit" in ran.err) == (0, True)
    assert cli("diff", old, "new.json").code == 0


def test_notes_without_ids_keep_theirs_over_white_space(tiny: Cli, cli: Cli, folder: Path) -> None:
    for name, text in (("a", "Dad hit her.  Late"), ("b", "Dad hit her. Late ")):
        (folder / f"{name}.csv").write_text(f"Case ID,Date,Note\nA,2024-01-01,{text}\n", encoding="utf-8")
        tiny("scan", f"{name}.csv", "-o", f"{name}.json", "-q")
    assert cli("diff", "a.json", "b.json").code == 0


@pytest.mark.parametrize(
    ("gate", "code"),
    [("new", 1), ("new:high", 1), ("new:critical", 0), ("new:category:retraction", 0), ("critical", 0)],
)
def test_gates_about_what_is_new(tiny: Cli, folder: Path, old: str, gate: str, code: int) -> None:
    (folder / "notes.csv").write_text(export(*ROWS, "B,4,2024-01-10,Dad hit her."), encoding="utf-8")
    ran = tiny("scan", "notes.csv", "-f", "json", "--baseline", old, "--fail-on", gate)
    assert ran.code == code
    assert "1 new, 0 gone, 0 changed" in ran.err
    assert "Dad" not in ran.err


def test_gates_combine(tiny: Cli, old: str) -> None:
    ran = tiny("scan", "notes.csv", "-f", "json", "--baseline", old, "--fail-on", "new", "--fail-on", "high")
    assert (ran.code, "gates hit: high" in ran.err) == (1, True)


def test_a_quiet_run_speaks_only_when_a_gate_is_hit(tiny: Cli, folder: Path, old: str) -> None:
    quiet = ("scan", "notes.csv", "-o", "x.json", "-q", "--baseline", old, "--fail-on", "new")
    assert tiny(*quiet).err == ""
    (folder / "notes.csv").write_text(export(*ROWS, "B,4,2024-01-10,Dad hit her."), encoding="utf-8")
    assert tiny(*quiet).err.count("\n") == 1


def test_a_gate_about_new_needs_a_baseline(tiny: Cli) -> None:
    ran = tiny("scan", "notes.csv", "--fail-on", "new")
    assert (ran.code, "add --baseline RESULT" in ran.err) == (2, True)


def test_a_baseline_stands_for_its_result_and_holds_no_text(tiny: Cli, cli: Cli, folder: Path, old: str) -> None:
    assert cli("baseline", old, "-o", "base.json").code == 0
    text = (folder / "base.json").read_text(encoding="utf-8")
    assert not any(word in text for word in ("punched", "Sam", "2024", '"start"', "excerpt", "notes.csv"))
    assert cli("diff", "base.json", old).code == 0
    (folder / "notes.csv").write_text(export(*ROWS, "B,4,2024-01-10,Dad hit her."), encoding="utf-8")
    ran = tiny("scan", "notes.csv", "-f", "json", "--baseline", "base.json", "--fail-on", "new")
    assert (ran.code, "1 new, 0 gone" in ran.err) == (1, True)


def test_a_change_of_rules_is_told_apart(tiny: Cli, cli: Cli, folder: Path, old: str) -> None:
    pack = folder / "tiny.yaml"
    pack.write_text(pack.read_text().replace('"{punch} <someone>"', '"{punch} <someone>", "all well"'))
    (folder / "notes.csv").write_text(export(*ROWS, "B,4,2024-01-10,Dad hit her."), encoding="utf-8")
    tiny("scan", "notes.csv", "-o", "new.json", "-q")
    found = json.loads(cli("diff", old, "new.json", "-f", "json").out)
    assert {(c["note_id"], c["kind"], c["cause"]) for c in found["changes"]} == {
        ("3", "new", "rules"),
        ("4", "new", "notes"),
    }
    assert found["notices"] == ["the rules differ: tiny"]
    shown = cli("diff", old, "new.json", "--cause", "rules").out
    assert "new      case B, note 3: tiny.hit high" in shown
    assert "note 4" not in shown


@pytest.mark.parametrize("cut", [1, 100, 900], ids=str)
def test_a_result_that_breaks_off_is_refused(cli: Cli, folder: Path, old: str, cut: int) -> None:
    whole = (folder / old).read_bytes()
    (folder / "cut.json").write_bytes(whole[:-cut])
    ran = cli("diff", old, "cut.json")
    assert (ran.code, "not a whole one" in ran.err) == (2, True)


@pytest.mark.parametrize("name", ["notes.csv", "none.json"])
def test_what_is_no_result(cli: Cli, old: str, name: str) -> None:
    assert cli("diff", old, name).code == 2


@pytest.mark.parametrize(
    ("before", "after"), [('"options"', '"choices"'), ('"pattern_id"', '"pattern"'), ('"rule_id"', '"rule"')]
)
def test_a_result_whose_records_lack_something_is_refused(
    cli: Cli, folder: Path, old: str, before: str, after: str
) -> None:
    text = (folder / old).read_text("utf-8").replace('"patterns": []', '"patterns": [{"pattern_id": "p"}]')
    (folder / "bad.json").write_text(text.replace(before, after), "utf-8")
    ran = cli("diff", old, "bad.json")
    assert (ran.code, "not a whole one" in ran.err) == (2, True)


def test_a_result_that_another_program_laid_out(cli: Cli, folder: Path, old: str) -> None:
    (folder / "pretty.json").write_text(json.dumps(json.loads((folder / old).read_text("utf-8")), indent=2), "utf-8")
    assert cli("diff", old, "pretty.json").code == 0
