from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from caseflags.cli.app import app
from caseflags.cli.configuring import parameters
from caseflags.rulebook.config import OPTIONS

Cli = Callable[..., "object"]
BASE = "rules: [tiny.yaml]\nno-builtin-rules: true\n"
HIT = "5f09ff18a9e1fdba"


@pytest.fixture
def config(folder: Path) -> Callable[[str], None]:
    return lambda text: (folder / "caseflags.yaml").write_text(BASE + text, encoding="utf-8") and None


def findings(ran: object) -> list[dict[str, object]]:
    return [json.loads(line) for line in ran.out.splitlines()]  # type: ignore[attr-defined]


def test_every_option_of_scan_can_stand_in_the_file() -> None:
    known = set(parameters(typer.main.get_command(app).commands["scan"])) - {"config"}  # type: ignore[attr-defined]
    assert known == {field.key for field in OPTIONS}


def test_what_the_file_says_holds_and_the_command_line_wins(cli: Cli, config: Callable[[str], None]) -> None:
    config("format: jsonl\nfail-on: [high]\nsince: 2024-01-05\n")
    assert [f["rule_id"] for f in findings(cli("scan", "notes.csv"))] == ["tiny.retract"]
    ran = cli("scan", "notes.csv", "--since", "2024-01-01")
    assert (ran.code, len(findings(ran))) == (1, 2)
    assert cli("scan", "notes.csv", "--since", "2024-01-01", "--fail-on", "critical").code == 0


def test_the_file_is_found_upward_and_its_paths_are_relative_to_it(
    cli: Cli, config: Callable[[str], None], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config("format: json\noutput: out.json\nquiet: true\n")
    (folder / "deep" / "er").mkdir(parents=True)
    monkeypatch.chdir(folder / "deep" / "er")
    assert cli("scan", "../../notes.csv").code == 0
    assert json.loads((folder / "out.json").read_text())["run"]["options"]["builtin_rules"] is False


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param("tiny.hit: {disabled: true}", {"tiny.retract": "low"}, id="switched off"),
        pytest.param("tiny.hit: {level: low}", {"tiny.hit": "low", "tiny.retract": "low"}, id="another level"),
        pytest.param('tiny.hit: {except: ["punched her"]}', {"tiny.retract": "low"}, id="an exception"),
    ],
)
def test_rules_are_changed_by_id(cli: Cli, config: Callable[[str], None], changes: str, found: dict[str, str]) -> None:
    config(f"format: jsonl\noverrides:\n  {changes}\n")
    assert {f["rule_id"]: f["level"] for f in findings(cli("scan", "notes.csv"))} == found


def test_a_suppressed_finding_is_left_out_counted_and_hits_no_gate(cli: Cli, config: Callable[[str], None]) -> None:
    held = f"{{finding: {HIT}, reason: a game, author: R. Auditor, expires: 2024-02-01}}"
    config(f"format: json\nfail-on: [high]\nsuppress:\n  - {held}\n")
    ran = cli("scan", "notes.csv")
    said = json.loads(ran.out)
    assert ran.code == 0
    assert "1 suppressions in force" in ran.err
    assert said["run"]["suppressed"] == {"tiny.hit": 1}
    assert said["cases"][0]["extra"]["suppressed"] == [{"finding_id": HIT, "rule_id": "tiny.hit"}]
    assert [f["rule_id"] for f in said["findings"]] == ["tiny.retract"]


@pytest.mark.parametrize(("as_of", "code"), [("2024-02-01", 0), ("2024-02-02", 1)], ids=["last day", "day after"])
def test_a_suppression_expires_against_as_of(cli: Cli, config: Callable[[str], None], as_of: str, code: int) -> None:
    held = f"{{finding: {HIT}, reason: a game, author: R. Auditor, expires: 2024-02-01}}"
    config(f"format: json\nfail-on: [high]\nas-of: {as_of}\nsuppress:\n  - {held}\n")
    assert cli("scan", "notes.csv").code == code


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        pytest.param("fail_on: [high]\n", "caseflags.yaml has no key `fail_on`", "did you mean `fail-on`?", id="key"),
        pytest.param("mapping: {text: a}\n", "no key `mapping`", "did you mean `map`?", id="other name"),
        pytest.param("quiet: perhaps\n", "neither true nor false", "write true or false", id="flag"),
        pytest.param("since: yesterday\n", "is no date", "write it as", id="date"),
        pytest.param("window: much\n", "is no whole number", "write 0", id="number"),
        pytest.param("map: {txt: Note}\n", "unknown field 'txt'", "fields are", id="field"),
        pytest.param("overrides: {tiny.hitt: {level: low}}\n", "no rule or pattern `tiny.hitt`", "tiny.hit", id="rule"),
        pytest.param("overrides: {tiny.hit: {lvl: low}}\n", "has no key `lvl`", "level", id="override key"),
        pytest.param('overrides: {tiny.hit: {except: ["[a"]}}\n', "bracket is not closed", "", id="phrase"),
        pytest.param(f"suppress: [{{finding: {HIT}}}]\n", "needs `reason`", "why it is none", id="no reason"),
        pytest.param("suppress: [{finding: zzz}]\n", "`zzz` cannot be used here", "finding_id", id="no id"),
        pytest.param("format: pdf\n", "does not know 'pdf'", "one of", id="format"),
    ],
)
def test_mistakes_have_a_place_and_a_way_out(
    cli: Cli, config: Callable[[str], None], text: str, message: str, hint: str
) -> None:
    config(text)
    ran = cli("scan", "notes.csv")
    assert ran.code == 2
    assert message in ran.err
    assert hint in ran.err


def test_a_config_file_that_is_not_there(cli: Cli) -> None:
    ran = cli("scan", "notes.csv", "--config", "none.yaml")
    assert (ran.code, "there is no such config file" in ran.err) == (2, True)


def test_show_says_where_each_value_comes_from(cli: Cli, config: Callable[[str], None]) -> None:
    held = f"{{finding: {HIT}, reason: a game, author: R. Auditor, expires: 2024-02-01}}"
    config(f"window: 14\nmap: {{text: [Note, Plan]}}\noverrides: {{tiny.hit: {{level: low}}}}\nsuppress:\n  - {held}\n")
    shown = cli("config", "show").out
    lines = {line.split()[0]: line for line in shown.splitlines() if line.strip()}
    assert "14" in lines["window"]
    assert lines["window"].endswith("caseflags.yaml:3:9")
    assert lines["evidence"].endswith("default")
    assert "text=Note, text=Plan" in lines["map"]
    assert "tiny.hit: level low" in shown
    assert f"{HIT} until 2024-02-01: a game (R. Auditor)" in shown


def test_show_without_a_file(cli: Cli) -> None:
    assert "none (caseflags.yaml not found)" in cli("config", "show").out
