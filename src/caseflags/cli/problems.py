"""Problems as a person reads them: what and where, the line itself, and the way out."""

from __future__ import annotations

import errno
import traceback
from collections.abc import Iterable
from pathlib import Path

from caseflags.cli.terminal import printable, say
from caseflags.errors import Problem, Severity

_INDENT = "    "
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def show_problems(problems: Iterable[Problem], most: int | None = None) -> None:
    """Print problems to standard error, each with its place, excerpt and hint; ``most`` of them at most."""
    shown = list(problems)
    for problem in shown[:most]:
        show_problem(problem)
    if most is not None and len(shown) > most:
        say(f"... and {len(shown) - most} more: `caseflags rules check` shows all", "hint")


def show_problem(problem: Problem) -> None:
    """Print one problem."""
    place = f"{problem.place}: " if problem.place else ""
    style = "error" if problem.severity is Severity.ERROR else "warning"
    say(printable(f"{problem.severity.value}: {place}{problem.message}"), style)
    for line in problem.excerpt.splitlines():
        say(_INDENT + printable(line.replace("\t", " ")))
    if problem.hint:
        say(printable(f"{_INDENT}hint: {problem.hint}"), "hint")


def of_system(error: OSError) -> Problem:
    """Turn what the operating system refused into a problem."""
    where = f" ({Path(str(error.filename)).name})" if error.filename else ""
    hint = "free some room, or write elsewhere: --output FILE" if error.errno in _FULL else ""
    return Problem(f"the system says: {error.strerror or type(error).__name__}{where}", hint=hint)


def of_mistake(error: BaseException) -> Problem:
    """Turn a mistake of ours into a problem that says where it is, and nothing of what was being read."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "caseflags" in Path(f.filename).parts]
    where = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    hint = "please report it with this line, the version and the command; the notes are not needed"
    return Problem(f"this is a mistake in caseflags: {type(error).__name__}{where}", hint=hint)
