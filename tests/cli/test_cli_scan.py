from __future__ import annotations

import csv
import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from caseflags.cli import progressbar, scan_choices, writing
from caseflags.cli.steps import ENDINGS
from caseflags.report import FORMATS

Cli = Callable[..., "object"]
TEXTS = [name for name in FORMATS if name != "xlsx"]
posix = pytest.mark.skipif(os.name != "posix", reason="modes and signals are those of POSIX")
SCAN = [sys.executable, "-m", "caseflags", "scan", "notes.csv", "--rules", "tiny.yaml", "--no-builtin-rules"]


@pytest.mark.parametrize("format_name", TEXTS)
def test_every_format_goes_to_standard_output_or_to_a_file(tiny: Cli, folder: Path, format_name: str) -> None:
    ran = tiny("scan", "notes.csv", "-f", format_name)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out
    assert "\x1b" not in ran.out
    written = tiny("scan", "notes.csv", "-f", format_name, "-o", "out", "--quiet")
    assert (written.code, written.out, written.err) == (0, "", "")
    assert (folder / "out").read_bytes().decode() == ran.out


def test_a_workbook_goes_to_a_file(tiny: Cli, folder: Path) -> None:
    assert tiny("scan", "notes.csv", "-o", "out.xlsx", "-q").code == 0
    assert (folder / "out.xlsx").read_bytes().startswith(b"PK")


def test_the_help_names_every_format() -> None:
    (option,) = [argument for argument in scan_choices.Format.__metadata__ if argument.help]
    assert all(name in option.help for name in FORMATS)


@pytest.mark.parametrize("ending", [ending for ending, name in ENDINGS.items() if name in FORMATS])
def test_the_ending_of_a_file_says_its_format(tiny: Cli, folder: Path, ending: str) -> None:
    tiny("scan", "notes.csv", "-o", f"a{ending}", "-q")
    tiny("scan", "notes.csv", "-o", "b", "-f", ENDINGS[ending], "-q")
    assert (folder / f"a{ending}").read_bytes() == (folder / "b").read_bytes()


def test_a_category_can_be_opened(tiny: Cli) -> None:
    shown = json.loads(tiny("scan", "notes.csv", "-f", "json", "--open", "retraction").out)
    opened = [f"retraction.{name}" for name in ("retraction", "withdrawal", "minimisation", "denial")]
    assert shown["matrix"]["categories"] == ["domestic_abuse", "substance_misuse", "mental_health", *opened]
    (cell,) = [c for c in shown["matrix"]["cells"] if c["row"] == c["column"] == "retraction.retraction"]
    assert (cell["findings"], shown["run"]["options"]["opened"]) == (1, ["retraction"])
    wrong = tiny("scan", "notes.csv", "--open", "retractions")
    assert (wrong.code, "did you mean 'retraction'" in wrong.err) == (2, True)


def test_the_options_reach_the_scan(tiny: Cli) -> None:
    arguments = ["--case", "A", "--since", "2024-01-05", "--until", "2024-02-01", "--category", "retraction"]
    more = ["--window", "7", "--as-of", "2024-03-01", "--no-excerpts", "--workers", "2", "--date-order", "dmy"]
    ran = tiny("scan", "notes.csv", "-f", "json", "--map", "text=Note", *arguments, *more)
    result = json.loads(ran.out)
    recorded = result["run"]["options"]
    assert recorded["cases"] == ["A"]
    assert (recorded["since"], recorded["until"], recorded["as_of"]) == ("2024-01-05", "2024-02-01", "2024-03-01")
    assert (recorded["window_days"], recorded["excerpts"], recorded["categories"]) == (7, False, ["retraction"])
    assert recorded["mapping"] == {"text": ["Note"]}
    assert result["run"]["rows"]["filtered"] == 2
    assert [(finding["rule_id"], finding["excerpt"]) for finding in result["findings"]] == [("tiny.retract", "")]


def test_one_case_needs_no_case_column(tiny: Cli, folder: Path) -> None:
    (folder / "one.csv").write_text("Date,Note\n2024-01-01,He hit her.\n", encoding="utf-8")
    assert tiny("scan", "one.csv", "--one-case").code == 0


def test_standard_input_is_an_export(folder: Path) -> None:
    command = [part if part != "notes.csv" else "-" for part in SCAN]
    text = (folder / "notes.csv").read_text(encoding="utf-8")
    done = subprocess.run([*command, "-f", "jsonl"], input=text, capture_output=True, text=True, check=True, cwd=folder)
    assert len(done.stdout.splitlines()) == 2
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("gate", "code"),
    [("low", 1), ("high", 1), ("critical", 0), ("category:retraction", 1), ("category:domestic_abuse", 1)],
)
def test_gates_set_the_exit_code(tiny: Cli, gate: str, code: int) -> None:
    ran = tiny("scan", "notes.csv", "-f", "csv", "--fail-on", gate)
    assert ran.code == code
    assert ("--fail-on" in ran.err) == bool(code)


def test_rejected_rows_are_listed_and_set_the_exit_code(tiny: Cli, folder: Path) -> None:
    rows = "".join(f",{n},2024-01-01,lost\n" for n in range(4, 12))
    (folder / "bad.csv").write_text((folder / "notes.csv").read_text(encoding="utf-8") + rows, encoding="utf-8")
    ran = tiny("scan", "bad.csv", "-f", "csv")
    assert ran.code == 3
    assert "8 of 11 rows rejected" in ran.err
    assert "bad.csv, row 5: no case is given" in ran.err
    assert "3 more: --rejects FILE" in ran.err
    ran = tiny("scan", "bad.csv", "-f", "csv", "--rejects", "rejects.csv", "--fail-on", "high")
    assert ran.code == 1
    assert "goes before rejected rows (3)" in ran.err
    listed = list(csv.reader((folder / "rejects.csv").read_text(encoding="utf-8").splitlines()))
    assert listed[:2] == [["file", "row", "reason"], ["bad.csv", "5", "no case is given"]]
    assert len(listed) == 9


BROKEN = {
    "missing file": (["missing.csv"], "", "missing.csv: there is no such file"),
    "empty file": (["x.csv"], "", "x.csv: the file is empty"),
    "a PDF": (["x.csv"], "%PDF-1.7\n", "is a PDF"),
    "no text column": (["x.csv"], "Case,Colour\nA,red\n", "columns are: Case, Colour"),
    "no case column": (["x.csv"], "Date,Note\n2024-01-01,Well.\n", "--one-case"),
    "no notes": (["x.csv"], "Case,Note\nA,\n", "no notes to read"),
    "misspelt field": (["notes.csv", "--map", "txt=Note"], "", "did you mean 'text'"),
    "misspelt format": (["notes.csv", "-f", "jsn"], "", "did you mean 'json'"),
    "misspelt view": (["notes.csv", "--view", "matrx"], "", "no view 'matrx'"),
    "a date that is none": (["notes.csv", "--since", "1.2.24"], "", "write it as 2024-01-31"),
    "no folder for the output": (["notes.csv", "-o", "no/out"], "", "no such folder"),
    "a folder as output": (["notes.csv", "-o", "."], "", "this is a folder"),
    "an unknown case": (["notes.csv", "--case", "Z"], "", "cases are A, B"),
    "an unknown category": (["notes.csv", "--category", "retractions"], "", "did you mean 'retraction'"),
    "an unknown gate": (["notes.csv", "--fail-on", "hihg"], "", "did you mean 'high'"),
}


@pytest.mark.parametrize(("arguments", "text", "message"), BROKEN.values(), ids=BROKEN)
def test_what_cannot_be_done_is_said_once(
    tiny: Cli, folder: Path, arguments: list[str], text: str, message: str
) -> None:
    (folder / "x.csv").write_text(text, encoding="utf-8")
    before = sorted(folder.iterdir())
    ran = tiny("scan", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert ran.err.count("error:") == 1
    assert "Traceback" not in ran.err
    assert sorted(folder.iterdir()) == before


def test_broken_rules_are_named_with_their_line(cli: Cli, folder: Path) -> None:
    (folder / "broken.yaml").write_text("pack: p\nrules:\n  - id: p.a\n    phrases: [no, {x\n", encoding="utf-8")
    ran = cli("scan", "notes.csv", "--rules", "broken.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert "error: broken.yaml:" in ran.err
    assert "hint:" in ran.err


def test_warnings_of_rules_are_shown_unless_quiet(tiny: Cli, folder: Path) -> None:
    (folder / "tiny.yaml").write_text('pack: p\nrules: [{id: p.a, phrases: ["hit"]}]\n', encoding="utf-8")
    assert "warning: tiny.yaml:" in tiny("scan", "notes.csv", "-f", "csv").err
    assert tiny("scan", "notes.csv", "-f", "csv", "--quiet").err == ""


@posix
def test_only_the_owner_can_read_what_is_written(tiny: Cli, folder: Path) -> None:
    tiny("scan", "notes.csv", "-o", "out.json", "--cache", "cache", "--rejects", "rejects.csv", "-q")
    for name in ("out.json", "cache", "rejects.csv"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


def test_an_old_file_stays_when_writing_fails(tiny: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "out.json").write_text("old", encoding="utf-8")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "render", fail)
    ran = tiny("scan", "notes.csv", "-o", "out.json")
    assert ran.code == 2
    assert "No space left on device" in ran.err
    assert (folder / "out.json").read_text(encoding="utf-8") == "old"
    assert not list(folder.glob(".out*"))


@posix
def test_a_device_is_written_to_and_not_replaced(tiny: Cli) -> None:
    assert tiny("scan", "notes.csv", "-o", os.devnull, "-q").code == 0
    assert not Path(os.devnull).is_file()


@posix
def test_a_reader_that_has_seen_enough_is_no_error(folder: Path) -> None:
    rows = "".join(f'A,{n},2024-01-01,"He hit her {n}."\n' for n in range(3000))
    (folder / "notes.csv").write_text("Case ID,Note ID,Date,Note\n" + rows, encoding="utf-8")
    command = [*SCAN, "-f", "jsonl", "--workers", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
        assert process.wait(60) == 0
    assert errors == b""


@posix
@pytest.mark.parametrize("seconds", [0.7, 3.0])
def test_ctrl_c_ends_quickly_and_leaves_nothing(folder: Path, seconds: float) -> None:
    rows = "".join(f'A,{n},2024-01-01,"He hit her {n}. {"All was well. " * 40}"\n' for n in range(60_000))
    (folder / "notes.csv").write_text("Case ID,Note ID,Date,Note\n" + rows, encoding="utf-8")
    command = [*SCAN, "-o", "out.json", "--workers", "2"]
    spools = folder / "spools"
    spools.mkdir()
    process = subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        cwd=folder,
        start_new_session=True,
        env={**os.environ, "TMPDIR": str(spools)},
        text=True,
    )
    time.sleep(seconds)
    started = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert time.monotonic() - started < 10
    assert process.returncode in {130, -signal.SIGINT}
    assert not list(folder.glob("*out*"))
    assert not list(folder.glob(".*out*"))
    if process.returncode == 130:
        assert errors == "stopped; nothing was written\n"
        assert not list(spools.iterdir())


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_colour_is_only_for_terminals_that_want_it(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert progressbar.takes_color(Terminal())  # type: ignore[arg-type]
    monkeypatch.setenv(name, value)
    assert not progressbar.takes_color(Terminal())  # type: ignore[arg-type]


def test_progress_in_a_log_is_lines(tiny: Cli) -> None:
    ran = tiny("scan", "notes.csv", "-f", "csv", "--progress")
    assert "3 of 3 notes" in ran.err
    assert "2 of 2 cases" in ran.err
    assert tiny("scan", "notes.csv", "-f", "csv", "--no-progress").err == ""


@pytest.mark.parametrize("format_name", TEXTS)
def test_an_export_in_which_nothing_is_found_is_a_result(tiny: Cli, folder: Path, format_name: str) -> None:
    notes = "Case ID,Note ID,Date,Case Note\n1,a,2023-01-02,All well.\n2,b,2023-01-03,The cot was built.\n"
    (folder / "quiet.csv").write_text(notes, encoding="utf-8")
    ran = tiny("scan", "quiet.csv", "-f", format_name)
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["scan", "notes.csv", "-o", "notes.csv"], "this file is read", id="the export itself"),
        pytest.param(["scan", ".", "-o", "notes.csv"], "this file is read", id="a file of the folder"),
        pytest.param(["scan", "*.csv", "-f", "csv", "--rejects", "notes.csv"], "this file is read", id="rejects"),
        pytest.param(["scan", "notes.csv", "-o", "x", "--rejects", "x"], "would be written twice", id="twice"),
        pytest.param(["inspect", "notes.csv", "-o", "notes.csv"], "this file is read", id="inspect"),
        pytest.param(["chronology", "notes.csv", "-o", "notes.csv"], "this file is read", id="chronology"),
        pytest.param(["sample", "notes.csv", "-o", "notes.csv"], "this file is read", id="sample"),
        pytest.param(["sample", "-", "-o", "s.jsonl"], "standard input", id="a sample of standard input"),
        pytest.param(["reconcile", "notes.csv", "--recorded", "r", "-o", "r"], "this file is read", id="record"),
        pytest.param(["report", "r", "-o", "r"], "this file is read", id="report"),
        pytest.param(["baseline", "r", "-o", "r"], "this file is read", id="baseline"),
        pytest.param(["diff", "r", "r", "-o", "r"], "this file is read", id="diff"),
    ],
)
def test_what_is_read_is_never_written(cli: Cli, folder: Path, arguments: list[str], said: str) -> None:
    (folder / "r").write_text("{}", encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    ran = cli(*arguments)
    assert (ran.code, said in ran.err) == (2, True)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_result_may_be_its_own_baseline(tiny: Cli, folder: Path) -> None:
    run = ("scan", "notes.csv", "-o", "result.json", "--baseline", "result.json", "--fail-on", "new")
    tiny("scan", "notes.csv", "-o", "result.json", "-q")
    assert tiny(*run).code == 0
    with (folder / "notes.csv").open("a", encoding="utf-8") as notes:
        notes.write("Z,99,2024-03-01,Dad hit her.\n")
    ran = tiny(*run)
    assert (ran.code, "1 new" in ran.err) == (1, True)
    assert tiny(*run).code == 0


def test_dates_that_cannot_be_read_are_told(tiny: Cli, cli: Cli, folder: Path) -> None:
    rows = "A,1,31/02/2024,Dad hit her.\nA,2,,No date.\nA,3,soon,Dad hit her twice.\n"
    (folder / "notes.csv").write_text(f"Case ID,Note ID,Date,Note\n{rows}", encoding="utf-8")
    ran = tiny("scan", "notes.csv", "-f", "json")
    assert "notes.csv: 2 of the dates cannot be read, the first in row 2" in ran.err
    assert "31/02" not in ran.err
    assert "2 of the dates cannot be read" in cli("inspect", "notes.csv").out


def test_notes_that_share_an_id_are_told(tiny: Cli, folder: Path) -> None:
    rows = "".join(f"{case},{note},2024-01-01,Then Dad hit her {case}.\n" for case, note in ("A1", "A1", "B1", "A2"))
    rows = rows.replace("her A.", "her once.", 1)
    (folder / "notes.csv").write_text(f"Case ID,Note ID,Date,Note\n{rows}", encoding="utf-8")
    ran = tiny("scan", "notes.csv", "-f", "json")
    assert len({finding["finding_id"] for finding in json.loads(ran.out)["findings"]}) == 4
    assert (ran.code, "1 note has the id of another note of the case" in ran.err) == (0, True)
