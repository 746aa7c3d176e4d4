"""The tutorial is followed: its commands run in order, and say what it shows."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from caseflags.cli.app import run

ROOT = Path(__file__).parents[2]
TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
LATER = "..."


@dataclass(frozen=True)
class Step:
    """A command, the lines that it is shown to print, and the exit code that is shown for it."""

    command: str
    shown: list[str]
    code: int


def steps(block: str) -> Iterator[Step]:
    parts = [part.rstrip("\n").split("\n") for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    for index, (command, *shown) in enumerate(parts):
        if command == "echo $?":
            continue
        following = parts[index + 1] if index + 1 < len(parts) else [""]
        yield Step(command, shown, int(following[1]) if following[0] == "echo $?" else 0)


def follow(found: re.Match[str]) -> object:
    title = re.findall(r"^## (.*)", TUTORIAL[: found.start()], re.MULTILINE)[-1]
    listed = list(steps(found[2]))
    return pytest.param(listed, id=f"{title} {listed[0].command[:30]}", marks=[pytest.mark.slow] if found[1] else [])


BLOCKS = [follow(found) for found in re.finditer(r"^```console( slow)?\n(.*?)^```", TUTORIAL, re.M | re.DOTALL)]


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the tutorial has it: the sample data, and the pack that it shows."""
    folder = tmp_path_factory.mktemp("tutorial")
    shutil.copytree(ROOT / "sample_data", folder / "sample_data")
    (pack,) = re.findall(r"```yaml\n(.*?)```", TUTORIAL, re.DOTALL)
    (folder / "neglect.yaml").write_text(pack, encoding="utf-8")
    return folder


def holds(printed: list[str], shown: list[str]) -> bool:
    """Whether the shown lines are printed in this order; only ``...`` may stand for others."""
    at, loose = 0, False
    for line in shown:
        if line == LATER:
            loose = True
            continue
        if loose:
            while at < len(printed) and printed[at] != line:
                at += 1
        if at >= len(printed) or printed[at] != line:
            return False
        at, loose = at + 1, False
    return loose or at == len(printed)


@pytest.mark.parametrize("listed", BLOCKS)
def test_the_tutorial_is_followed(
    workplace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], listed: list[Step]
) -> None:
    monkeypatch.chdir(workplace)
    if not (workplace / "result.json").exists() and any("result.json" in step.command for step in listed):
        run(["scan", "sample_data/family.csv", "-q", "-o", "result.json"])  # for a block that is run alone
    for step in listed:
        capsys.readouterr()
        program, *arguments = shlex.split(step.command)
        assert program == "caseflags"
        code = run(arguments)
        printed = capsys.readouterr().out.rstrip("\n")
        assert code == step.code, step.command
        assert holds(printed.split("\n") if printed else [], step.shown), f"{step.command}\n{printed[:3000]}"


@pytest.mark.parametrize(
    ("printed", "shown", "expected"),
    [
        ("a b c", "a b c", True),
        ("a b c", "a ... c", True),
        ("a b c", "... b ...", True),
        ("a b c", "a c", False),
        ("a b c", "a b", False),
        ("a b c", "... c b ...", False),
    ],
)
def test_what_is_shown_is_compared(printed: str, shown: str, *, expected: bool) -> None:
    assert holds(printed.split(), shown.split()) is expected
