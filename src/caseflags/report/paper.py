"""What a report is written on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """How wide the page is in characters (``None``: as wide as the terminal, 80 in a pipe), and whether it takes colour."""

    width: int | None = None
    color: bool = False
