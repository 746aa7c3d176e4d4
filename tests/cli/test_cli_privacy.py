from __future__ import annotations

import json
import os
import re
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

Cli = Callable[..., "object"]
EXPORT = """Case ID,Note ID,Date,Author,Note
CASE-1042,N-77001,2024-01-01,Jo Worker,"Mum said that Dad (Sam) punched her. See CASE-2001. Sam Brown hit Mum."
CASE-1042,N-77002,2024-01-09,Jo Worker,Sam denied it. Mum (Kelly) retracted her statement.
CASE-2001,N-77003,2024-01-03,,Dad hit Kelly.
"""
SECRETS = re.compile(r"CASE-1042|CASE-2001|N-7700|(?i:\b(?:worker|sam|kelly|brown)\b)")
FORMATS = ["text", "markdown", "json", "jsonl", "csv"]


@pytest.fixture
def export(folder: Path) -> str:
    (folder / "export.csv").write_text(EXPORT, encoding="utf-8")
    (folder / "key").write_text("5e1f0c2ab9d84417a3e6")
    return "export.csv"


@pytest.mark.parametrize("format_name", FORMATS)
def test_no_id_and_no_name_is_left_in_any_format(tiny: Cli, export: str, format_name: str) -> None:
    ran = tiny("scan", export, "-f", format_name, "--pseudonymise", "key", "--fail-on", "high")
    assert ran.code == 1
    assert SECRETS.findall(ran.out + ran.err) == []
    assert "punched" in ran.out


def test_pseudonyms_stay_from_run_to_run_so_that_results_compare(
    tiny: Cli, cli: Cli, folder: Path, export: str
) -> None:
    for name in ("a.json", "b.json"):
        tiny("scan", export, "-o", name, "-q", "--pseudonymise", "key")
        (folder / export).write_text(EXPORT + "CASE-2001,N-77004,2024-01-05,,Kelly hit Dad.\n", encoding="utf-8")
    found = json.loads(cli("diff", "a.json", "b.json", "-f", "json").out)
    assert found["counts"] == {"new": 1, "gone": 0, "changed": 0}


def test_a_result_with_pseudonyms_is_verified_with_its_key_alone(
    tiny: Cli, cli: Cli, folder: Path, export: str
) -> None:
    tiny("scan", export, "-o", "a.json", "-q", "--pseudonymise", "key")
    verify = ("verify", "a.json", "--rules", "tiny.yaml")
    assert cli(*verify, "--pseudonymise", "key").code == 0
    (folder / "other").write_text("another secret, long enough")
    for arguments in ((), ("--pseudonymise", "other")):
        assert cli(*verify, *arguments).code == 2


@pytest.mark.parametrize("chosen", ["CASE-1042", "FAM-1"], ids=["a case", "a family"])
def test_a_chosen_case_is_verified_though_the_manifest_has_its_pseudonym(
    tiny: Cli, cli: Cli, folder: Path, export: str, chosen: str
) -> None:
    head, *rows = EXPORT.splitlines()
    (folder / export).write_text("\n".join([f"Family ID,{head}", *(f"FAM-{row[5]},{row}" for row in rows)]), "utf-8")
    options = ("--case", chosen, "--map", "family_id=Family ID")
    tiny("scan", export, "-o", "a.json", "-q", "--pseudonymise", "key", *options)
    assert chosen not in (folder / "a.json").read_text(encoding="utf-8")
    verify = ("verify", "a.json", "--rules", "tiny.yaml", "--pseudonymise", "key")
    assert cli(*verify).code == 0
    (folder / export).write_text(f"Family ID,{head}\nFAM-7,CASE-7777,N-1,2024-01-01,,All well.\n", "utf-8")
    ran = cli(*verify)
    assert (ran.code, "none of the cases that --case chose" in ran.err) == (2, True)


def test_an_id_in_the_name_of_a_file_stops_the_run(tiny: Cli, folder: Path, export: str) -> None:
    (folder / export).rename(folder / "CASE-1042.csv")
    ran = tiny("scan", "CASE-1042.csv", "-o", "out.json", "--pseudonymise", "key")
    assert (ran.code, "an original id is left" in ran.err) == (2, True)
    assert not (folder / "out.json").exists()


def test_no_name_is_left_in_the_stories_of_patterns(cli: Cli, folder: Path) -> None:
    rows = (
        'CASE-1042,N-1001,2024-01-01,"Mum said that Dad (Quentin) punched her in the face."',
        "CASE-1042,N-1002,2024-01-20,Mum retracted her statement and said that Quentin never hit her.",
    )
    (folder / "two.csv").write_text("\n".join(("Case ID,Note ID,Date,Note", *rows)) + "\n", encoding="utf-8")
    (folder / "key").write_text("5e1f0c2ab9d84417a3e6")
    said = cli("scan", "two.csv", "-f", "json", "--pseudonymise", "key").out
    assert any(case["patterns"] for case in json.loads(said)["cases"])
    assert "quentin" not in said.lower()


@pytest.mark.parametrize("format_name", FORMATS)
def test_without_excerpts_no_word_of_a_note_is_left(tiny: Cli, folder: Path, format_name: str) -> None:
    words = (
        "Mum said that zebra Dad (Quentin) punched zebra her in May 2019. She recanted: Mum retracted her statement."
    )
    (folder / "notes.csv").write_text(f"Case ID,Note ID,Date,Note\nA,1,2024-01-01,{words}\n", encoding="utf-8")
    for more in ([], ["--open", "retraction"]):
        ran = tiny("scan", "notes.csv", "-f", format_name, "--no-excerpts", *more)
        assert ran.code == 0
        assert re.findall(r"zebra|quentin|punched|retracted|May 2019", ran.out, re.IGNORECASE) == []


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["scan", "export.csv", "-o", "out", "-f", "json"], id="a result"),
        pytest.param(["scan", "export.csv", "-o", "x.json", "--rejects", "out"], id="rejected rows"),
        pytest.param(["baseline", "a.json", "-o", "out"], id="a baseline"),
        pytest.param(["diff", "a.json", "a.json", "-o", "out"], id="a difference"),
        pytest.param(["report", "a.json", "-o", "out"], id="a report"),
    ],
)
@pytest.mark.usefixtures("export")
def test_what_is_written_only_its_owner_can_read(tiny: Cli, cli: Cli, folder: Path, arguments: list[str]) -> None:
    tiny("scan", "notes.csv", "-o", "a.json", "-q")
    before = os.umask(0)
    try:
        (tiny if arguments[0] == "scan" else cli)(*arguments)
    finally:
        os.umask(before)
    assert stat.S_IMODE((folder / "out").stat().st_mode) == 0o600


def test_nothing_asks_the_network(tiny: Cli, cli: Cli, export: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    assert tiny("scan", export, "-o", "a.json", "--workers", "1").code == 0
    assert tiny("scan", export, "--baseline", "a.json", "-f", "csv", "--fail-on", "new").code == 0
    assert cli("verify", "a.json", "--rules", "tiny.yaml").code == 0
    assert cli("diff", "a.json", "a.json").code == 0
    assert tiny("explain", "Dad hit Mum.").code == 0
