from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Cli = Callable[..., "object"]


@pytest.fixture
def stored(tiny: Cli, folder: Path) -> Path:
    (folder / "caseflags.yaml").write_text(
        "rules: [tiny.yaml]\nno-builtin-rules: true\noverrides: {tiny.retract: {level: medium}}\n"
        "suppress: [{finding: 9f915e1800b8c585, reason: r, author: a, expires: 2030-01-01}]\n"
    )
    tiny("scan", "notes.csv", "-o", "result.json", "-q", "--window", "7", "--map", "text=Note")
    return folder / "result.json"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_result_comes_out_the_same_from_its_own_manifest(cli: Cli, stored: Path) -> None:
    ran = cli("verify", str(stored))
    assert (ran.code, "byte for byte" in ran.err) == (0, True)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        pytest.param("notes.csv", "All well", "Dad hit her", "input notes.csv:", id="a note"),
        pytest.param("notes.csv", "All well", "Dad hit her", "1 new, 0 gone, 0 changed", id="what came of it"),
        pytest.param("tiny.yaml", '"{punch} <someone>"', '"{slap} <someone>"', "rules tiny:", id="a rule"),
        pytest.param("result.json", '"level": "high"', '"level": "low"', "1 changed", id="a finding"),
        pytest.param("result.json", '"window_days": 7', '"window_days": 07', "no stored result", id="broken JSON"),
        pytest.param("result.json", '"python": "', '"python": "2.', "environment python: 2.", id="the Python"),
        pytest.param("result.json", '"messages": [', '"messages": ["x", ', "the file was changed", id="something else"),
    ],
)
def test_what_differs_is_said(cli: Cli, folder: Path, stored: Path, name: str, old: str, new: str, said: str) -> None:
    edit(folder / name, old, new)
    ran = cli("verify", str(stored))
    assert ran.code in {1, 2}
    assert said in ran.err


def test_inputs_lie_beside_the_result_or_are_named(
    cli: Cli, folder: Path, stored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "deep").mkdir()
    monkeypatch.chdir(folder / "deep")
    assert cli("verify", "../result.json").code == 0
    (folder / "notes.csv").rename(folder / "deep" / "notes.csv")
    stored.rename(folder / "deep" / "moved.json")
    monkeypatch.chdir(folder)
    assert cli("verify", "deep/moved.json", "deep/notes.csv").code == 0
    (folder / "deep" / "notes.csv").unlink()
    ran = cli("verify", "deep/moved.json")
    assert (ran.code, "the input notes.csv is not here" in ran.err) == (2, True)


def test_every_option_is_in_the_manifest(stored: Path) -> None:
    run = json.loads(stored.read_text(encoding="utf-8"))["run"]
    assert run["options"]["overrides"][0]["level"] == "medium"
    assert run["options"]["suppressions"][0]["author"] == "a"
    assert run["suppressed"] == {"tiny.retract": 1}
    assert {"tiny", "common"} <= {pack["id"] for pack in run["packs"]}
    assert set(run["environment"]) == {"python", "spacy"}


@pytest.mark.parametrize("name", ["notes.csv", "none.json"])
def test_what_is_no_result(cli: Cli, folder: Path, name: str) -> None:
    assert cli("verify", str(folder / name)).code == 2
