from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from caseflags.detect.reader import Reader
from caseflags.detect.ready import load_ready, make_ready
from caseflags.model import Note
from caseflags.rulebook import load

TEXT = "Mum said he didn't hit her, but Dad had pushed her twice. No concerns about alcohol. She self-harms."


def test_a_reader_of_kept_rules_reads_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: Reader) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    first, second = load_ready(), load_ready()
    assert list((tmp_path / "caseflags").iterdir())
    assert first == second
    note = Note("c", "n", TEXT, 2)
    expected = reader.read(note)
    assert expected.mentions
    assert Reader(first).read(note) == Reader(second).read(note) == expected


def test_rules_that_are_ready_stay_as_they_are() -> None:
    ready = make_ready(load())
    assert ready.phrasebook
    assert make_ready(ready) is ready


@pytest.mark.parametrize("command", [["--help"], ["scan", "--help"], ["rules", "check"], ["rules", "list"]])
def test_what_reads_no_notes_imports_neither_spacy_nor_pandas(command: list[str]) -> None:
    code = (
        "import sys; from caseflags.cli.app import run; code = run(sys.argv[1:]); "
        "sys.exit(9 if {'spacy', 'pandas', 'numpy'} & set(sys.modules) else code)"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
