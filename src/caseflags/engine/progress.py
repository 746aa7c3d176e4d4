"""How far a run has come, told to whoever wants to show it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told by the engine what it is at. One stage after the other; ``advance`` may be called from one thread only."""

    def begin(self, stage: str, total: int | None) -> None:
        """Begin a stage; ``total`` is how many units (notes, cases) it has, where that is known."""

    def advance(self, done: int) -> None:
        """Count so many more units as done."""

    def end(self) -> None:
        """End the stage."""


class Silent:
    """Shows nothing."""

    def begin(self, stage: str, total: int | None) -> None:
        """Do nothing."""

    def advance(self, done: int) -> None:
        """Do nothing."""

    def end(self) -> None:
        """Do nothing."""
