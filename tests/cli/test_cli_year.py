"""A year of monthly checks: exports grow, are sorted and encoded anew, corrected; rules change; one month is broken."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

Cli = Callable[..., "object"]
CONFIG = """rules: [tiny.yaml]
no-builtin-rules: true
output: result.json
rejects: rejects.csv
baseline: baseline.json
fail-on: ["new:high"]
"""
HIT = ("A", "1")


@dataclass
class Year:
    """The notes as they stand, and what a month does to them."""

    folder: Path
    notes: dict[tuple[str, str], str] = field(default_factory=dict)
    dates: dict[tuple[str, str], str] = field(default_factory=dict)

    def note(self, month: int, case: str, number: str, text: str) -> None:
        self.notes[case, number] = text
        self.dates.setdefault((case, number), f"2024-{month:02}-10")

    def csv(self, *, backwards: bool = False, mark: str = ",", end: str = "\n") -> str:
        rows = [[case, number, self.dates[case, number], text] for (case, number), text in self.notes.items()]
        ordered = rows[::-1] if backwards else rows
        return end.join(mark.join(row) for row in (["Case ID", "Note ID", "Date", "Note"], *ordered)) + end


def january(year: Year) -> bytes:
    year.note(1, *HIT, "Dad hit Mum in the kitchen.")
    year.note(1, "A", "2", "Mum didn’t come. She retracted her statement.")
    year.note(1, "B", "3", "Dad punched Mum.")
    return year.csv().encode()


def february(year: Year) -> bytes:
    for number in range(10, 30):
        year.note(2, "C", str(number), f"Calm visit number {number}.")
    return year.csv().encode()


def march(year: Year) -> bytes:
    return year.csv(backwards=True).encode()


def april(year: Year) -> bytes:
    year.note(4, "B", "4", "Dad hit Mum again.")
    return year.csv().encode()


def may(year: Year) -> bytes:
    return year.csv().encode("cp1252")


def june(year: Year) -> bytes:
    year.note(6, *HIT, "Dad did not hit Mum in the kitchen.")
    return year.csv(backwards=True).encode()


def july(year: Year) -> bytes:
    del year.notes["B", "3"]
    return year.csv().encode()


def august(year: Year) -> bytes:
    return year.csv(mark=";", end="\r\n").replace(". ", ".   ").encode("utf-16")


def september(year: Year) -> bytes:
    pack = year.folder / "tiny.yaml"
    old = '"{retract} [her|his] statement"'
    assert old in pack.read_text()
    pack.write_text(pack.read_text().replace(old, f'{old}, "visit number 10"'))
    year.note(9, "D", "40", "Mum retracted her statement.")
    return year.csv().encode()


def november(year: Year) -> bytes:
    year.note(6, *HIT, "Dad hit Mum in the kitchen.")
    year.note(11, "C", "50", "Calm visit.")
    finding = json.loads((year.folder / "result.json").read_text(encoding="utf-8"))["findings"]
    (held,) = [f["finding_id"] for f in finding if f["note_id"] == "4"]
    suppress = f"{{finding: {held}, reason: a film, author: R. Auditor, expires: 2024-11-30}}"
    (year.folder / "caseflags.yaml").write_text(f"{CONFIG}suppress:\n  - {suppress}\n")
    return year.csv().encode()


def december(year: Year) -> bytes:
    year.note(12, "C", "60", "Calm visit.")
    return year.csv().encode()


MONTHS = [
    # month, exit code, differences by kind, by cause
    (february, 0, (0, 0, 0), {}),
    (march, 0, (0, 0, 0), {}),
    (april, 1, (1, 0, 0), {"notes": 1}),
    (may, 0, (0, 0, 0), {}),
    (june, 0, (0, 0, 1), {"notes": 1}),
    (july, 0, (0, 1, 0), {"notes": 1}),
    (august, 0, (0, 0, 0), {}),
    (september, 0, (2, 0, 0), {"notes": 1, "rules": 1}),
    (None, None, None, None),
    (november, 1, (0, 1, 1), {"notes": 1, "suppression": 1}),
    (december, 1, (1, 0, 0), {"suppression": 1}),
]


@pytest.mark.slow
def test_a_year_of_monthly_checks(cli: Cli, folder: Path) -> None:
    year = Year(folder)
    (folder / "caseflags.yaml").write_text(CONFIG)
    (folder / "notes.csv").write_bytes(january(year))
    assert cli("scan", "notes.csv", "--baseline", "", "--fail-on", "critical").code == 0
    _settle(cli, folder)
    for month, code, kinds, causes in MONTHS:
        if month is None:
            _broken_month(cli, year)
            continue
        (folder / "notes.csv").write_bytes(month(year))
        ran = cli("scan", "notes.csv", "--quiet")
        told = json.loads(cli("diff", "baseline.json", "result.json", "-f", "json").out)
        assert tuple(told["counts"].values()) == kinds, month.__name__
        assert told["causes"] == causes, month.__name__
        assert (ran.code, ran.err.count("\n")) == (code, int(code > 0)), month.__name__
        assert "Dad" not in ran.err
        _settle(cli, folder)


def _settle(cli: Cli, folder: Path) -> None:
    """The result is verified, and becomes the next month's baseline."""
    assert cli("verify", "result.json").code == 0
    assert cli("baseline", "result.json", "-o", "baseline.json").code == 0
    assert "hit Mum" not in (folder / "baseline.json").read_text(encoding="utf-8")


def _broken_month(cli: Cli, year: Year) -> None:
    """Files that break off, in two ways: one cannot be read at all, of the other a row is rejected."""
    before = [(year.folder / name).read_bytes() for name in ("baseline.json", "result.json")]
    packed = gzip.compress(year.csv().encode(), mtime=0)
    (year.folder / "october.csv.gz").write_bytes(packed[: len(packed) // 2])
    assert cli("scan", "october.csv.gz").code == 2
    assert [(year.folder / name).read_bytes() for name in ("baseline.json", "result.json")] == before
    notes = [{"Case ID": case, "Note ID": number, "Note": text} for (case, number), text in year.notes.items()]
    (year.folder / "october.json").write_text(json.dumps(notes)[:-30], encoding="utf-8")
    ran = cli("scan", "october.json", "--output", "october-result.json")
    assert ran.code == 3
    assert "1 of" in ran.err
    assert (year.folder / "baseline.json").read_bytes() == before[0]
