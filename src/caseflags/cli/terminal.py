"""What the streams can take, and how a line is said to the person at the terminal.

Results go to standard output; everything else, through ``say``, to standard error.
"""

from __future__ import annotations

import os
import sys
from typing import TextIO

import typer

Style = str
_COLORS = {"error": "red", "warning": "yellow", "hint": "cyan", "good": "green"}


def takes_color(stream: TextIO | None) -> bool:
    """Tell whether colour is welcome: on a terminal that is not dumb, unless NO_COLOR is set or a pager is in between
    that does not show it.
    """
    if stream is None or not stream.isatty():  # a closed stream is None
        return False
    return getattr(stream, "colored", True) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def say(text: str = "", style: Style = "") -> None:
    """Write a line to standard error. ``style`` is error, warning, hint or good."""
    if style and takes_color(sys.stderr):
        text = typer.style(text, fg=_COLORS[style], bold=style == "error")
    typer.echo(text, err=True)


def printable(text: str) -> str:
    """Take out what could move a cursor: names of files and ids are other people's text."""
    return text if text.isprintable() else "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text)


def silence(stream: TextIO) -> None:
    """Let nothing more be written to a pipe that nobody reads, not even when Python ends and flushes."""
    try:
        descriptor = stream.fileno()
    except OSError:
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
