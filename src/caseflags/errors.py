"""Problems as values, each with a place and a way out, and the exit codes that they lead to.

Rooms collect ``Problem``s and hand them on; only what makes going on impossible is raised, as ``CaseflagsError``,
and it carries problems, too. No message ever holds text from a note: rows, columns and ids only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class ExitCode(IntEnum):
    """What a verb's exit code means. USAGE beats GATE, and GATE beats REJECTED."""

    DONE = 0
    GATE = 1
    USAGE = 2
    REJECTED = 3


class Severity(StrEnum):
    """An error stops the run; a warning is printed and the run goes on."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in which file. Lines and columns count from 1; 0 means that the whole file is meant."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what helps. ``excerpt`` may hold lines of a rule or config file, never of a note."""

    message: str
    place: Place | None = None
    hint: str = ""
    severity: Severity = Severity.ERROR
    excerpt: str = ""

    def __str__(self) -> str:
        text = f"{self.place}: {self.message}" if self.place else self.message
        return f"{text} ({self.hint})" if self.hint else text


class CaseflagsError(Exception):
    """The work cannot be done. ``problems`` says why, all of it at once."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("; ".join(str(p) for p in self.problems))
