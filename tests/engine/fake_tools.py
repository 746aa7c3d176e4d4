"""What stands in for a reader in tests of the engine: quick to build, and able to die. Imported by workers, too.

A note's mentions are its words in capitals.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from caseflags.engine.notes import Tool
from caseflags.model import Assertion, Level, Mention, Note, NoteRef, Reading, Temporality


def read(note: Note) -> Reading:
    mentions = tuple(_mention(found, note.text) for found in re.finditer(r"\b[A-Z]{2,}\b", note.text))
    return Reading(NoteRef.of(note), mentions)


def read_many(notes: Sequence[Note]) -> list[Reading]:
    return [read(note) for note in notes]


def _mention(found: re.Match[str], text: str) -> Mention:
    return Mention(
        category="domestic_abuse",
        indicator="physical",
        rule_id=f"fake.{found.group().lower()}",
        level=Level.HIGH,
        start=found.start(),
        end=found.end(),
        text=found.group(),
        assertion=Assertion.AFFIRMED,
        temporality=Temporality.CURRENT,
        subject="father",
        victim="mother",
        cues=(),
        excerpt=text,
    )


@dataclass(frozen=True)
class Plain:
    """Reads."""

    def __call__(self) -> Tool:
        return Tool(read_many)


@dataclass(frozen=True)
class Faulty:
    """Fails on notes that hold the word."""

    word: str

    def __call__(self) -> Tool:
        return Tool(self._read)

    def _read(self, notes: Sequence[Note]) -> list[Reading]:
        if any(self.word in note.text for note in notes):
            raise ValueError(notes[0].text)
        return read_many(notes)


@dataclass(frozen=True)
class Deadly:
    """Ends the process on notes that hold the word; only ``times`` times, counted by files in a folder."""

    word: str
    folder: str
    times: int = 1_000

    def __call__(self) -> Tool:
        return Tool(self._read)

    def _read(self, notes: Sequence[Note]) -> list[Reading]:
        if any(self.word in note.text for note in notes):
            before = len(list(Path(self.folder).glob("died-*")))
            if before < self.times:
                Path(self.folder, f"died-{before}-{os.getpid()}").touch()
                os._exit(7)
        return read_many(notes)


@dataclass(frozen=True)
class Unbuildable:
    """Cannot be built."""

    def __call__(self) -> Tool:
        raise ValueError("no rules here")


@dataclass(frozen=True)
class Stillborn:
    """Ends the process while it is built."""

    def __call__(self) -> Tool:
        os._exit(7)


@dataclass(frozen=True)
class Forgetful:
    """Learns 50,000 words a note, and says in which process it was built."""

    folder: str

    def __call__(self) -> Tool:
        known = [0]
        built = len(list(Path(self.folder).glob("built-*")))
        Path(self.folder, f"built-{built}-{os.getpid()}").touch()

        def learn(notes: Sequence[Note]) -> list[Reading]:
            known[0] += 50_000 * len(notes)
            return read_many(notes)

        return Tool(learn, lambda: known[0])


@dataclass(frozen=True)
class Slow:
    """Takes a fiftieth of a second for some notes."""

    def __call__(self) -> Tool:
        return Tool(self._read)

    def _read(self, notes: Sequence[Note]) -> list[Reading]:
        time.sleep(0.02)
        return read_many(notes)
