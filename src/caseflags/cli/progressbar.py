"""How far a run has come, drawn on standard error: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich import progress as bars
from rich.console import Console

from caseflags.cli.terminal import say, takes_color
from caseflags.engine.progress import Progress, Silent

_LINE_EVERY = 10.0


@contextmanager
def progress(wanted: bool | None, *, quiet: bool) -> Iterator[Progress]:
    """Give a progress for a run. ``None`` draws a bar where standard error is a terminal, and nothing elsewhere."""
    if quiet or wanted is False or (wanted is None and not takes_color(sys.stderr)):
        yield Silent()
    elif takes_color(sys.stderr):
        with _bar() as bar:
            yield bar
    else:
        yield Lines()


class Lines:
    """Says every few seconds how far a run is: for logs."""

    def __init__(self) -> None:
        self._stage, self._total, self._done = "", 0, 0
        self._began = self._said = 0.0

    def begin(self, stage: str, total: int | None) -> None:
        """Begin a stage."""
        self._stage, self._total, self._done = stage, total or 0, 0
        self._began = self._said = time.monotonic()

    def advance(self, done: int) -> None:
        """Count, and say it if it is time."""
        self._done += done
        if time.monotonic() - self._said >= _LINE_EVERY:
            self._said = time.monotonic()
            self._say()

    def end(self) -> None:
        """Say how it ended."""
        self._say()

    def _say(self) -> None:
        seconds = max(time.monotonic() - self._began, 1e-3)
        of = f" of {self._total:,}" if self._total else ""
        left = seconds * (self._total - self._done) / self._done if self._done and self._total > self._done else 0
        rest = f", {left:,.0f} s left" if left >= 1 else ""
        say(f"{self._done:,}{of} {self._stage}, {self._done / seconds:,.0f} a second{rest}")


@contextmanager
def _bar() -> Iterator[Progress]:
    """Draw a bar with the notes a second and the time that is left."""
    columns = (
        bars.TextColumn("{task.description:>6}"),
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TextColumn("{task.fields[speed]}"),
        bars.TimeRemainingColumn(),
    )
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as drawn:
        yield _Bar(drawn)


class _Bar:
    """One line of the bar for each stage."""

    def __init__(self, drawn: bars.Progress) -> None:
        self._drawn = drawn
        self._began = 0.0
        self._done = 0

    def begin(self, stage: str, total: int | None) -> None:
        """Begin a stage."""
        self._began, self._done = time.monotonic(), 0
        self._task = self._drawn.add_task(stage, total=total, speed="")

    def advance(self, done: int) -> None:
        """Draw."""
        self._done += done
        speed = self._done / max(time.monotonic() - self._began, 1e-3)
        self._drawn.update(self._task, advance=done, speed=f"{speed:,.0f}/s")

    def end(self) -> None:
        """Leave the line as it is."""
        self._drawn.stop_task(self._task)
