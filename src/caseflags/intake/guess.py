"""Guesses at what somebody meant: the way out of a misspelt name."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean 'Details'?`` and a blank for a misspelt word; nothing without a likely guess."""
    by_key = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), by_key, n=1, cutoff=0.6)
    return f"did you mean '{by_key[close[0]]}'? " if close else ""
