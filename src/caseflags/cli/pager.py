"""Text that is shown page by page, by the program that the user likes for that: ``--pager``.

As with git, ``$PAGER`` names it, ``less`` is taken where it does not, and where standard output is no terminal, or the
pager is ``cat`` or nothing, there is no paging. Text goes to the pager as it is made, so that the first page is there
at once, and closing it early is no error.
"""

from __future__ import annotations

import io
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from caseflags.cli.terminal import printable, say

_USUAL = ("less", "more")
_LESS = "FRX"
"""What ``less`` does unless ``$LESS`` says otherwise, as for git: end if one screen is enough, and show colour."""


class Paged(io.TextIOWrapper):
    """The way to a pager: a terminal stands behind it, which shows colour if the pager lets it through."""

    colored = False

    def isatty(self) -> bool:
        """What is written is as wide and as colourful as the terminal."""
        return True


def pager_of(environment: Mapping[str, str]) -> Sequence[str]:
    """Find the command of the pager; empty if there is to be none, or none is there, which is said."""
    named = environment.get("PAGER")
    if named is None:
        return next(([found] for name in _USUAL if (found := shutil.which(name))), [])
    try:
        command = shlex.split(named, posix=os.name == "posix")
    except ValueError:
        command = [named]
    if not command or command == ["cat"]:
        return []
    if found := shutil.which(command[0]):
        return [found, *command[1:]]
    say(printable(f"there is no pager '{command[0]}', which $PAGER names; the text comes without one"), "warning")
    return []


def takes_escapes(command: Sequence[str], environment: Mapping[str, str]) -> bool:
    """Tell whether a pager shows colour: ``less`` does if an option of its own or ``$LESS`` has R."""
    if Path(command[0]).stem != "less":
        return False
    options = [*command[1:], *environment.get("LESS", _LESS).split()]
    return any("r" in option.lower() for option in options if not option.startswith(("--", "+"))) or any(
        option.lower() == "--raw-control-chars" for option in options
    )


@contextmanager
def paged(command: Sequence[str]) -> Iterator[Paged]:
    """Start a pager and wait until it is closed, whatever happens in between."""
    encoding = sys.stdout.encoding
    environment = {"LESS": _LESS} | ({"LESSCHARSET": "utf-8"} if encoding.lower() == "utf-8" else {}) | os.environ
    process = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)  # noqa: S603 - the user's own
    stream = Paged(process.stdin, encoding=encoding, errors="replace", newline="")  # type: ignore[arg-type]
    stream.colored = takes_escapes(command, environment)
    try:
        with suppress(BrokenPipeError):
            yield stream
            stream.flush()
    finally:
        with suppress(BrokenPipeError):
            stream.close()
        _wait(process)


def _wait(process: subprocess.Popen[bytes]) -> None:
    """Wait for the pager; Ctrl-C is for it."""
    while True:
        with suppress(KeyboardInterrupt):
            process.wait()
            return


def wanted_pager(*, asked: bool) -> Sequence[str]:
    """Give the pager that standard output goes through; none without a terminal."""
    return pager_of(os.environ) if asked and sys.stdout.isatty() else []
