"""What a report is written on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """How wide the page is in characters, and whether it takes colour. ``None``: as the terminal, and 80 in a pipe."""

    width: int | None = None
    color: bool = False
