"""The record of a code that findings support."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CodeHit:
    """A code of a form that findings of a case support; it is a person who gives it.

    ``map`` names the list of codes (``cin``), ``form`` and ``year`` what it belongs to, ``verified`` whether the list
    was compared with the form. ``check`` says what the findings leave open; it is empty where they leave nothing open.
    ``evidence`` holds finding ids in the order of the record, ``first_date`` and ``last_date`` are the dates of their
    notes.
    """

    map: str
    code: str
    title: str
    form: str
    year: str
    verified: bool
    check: str
    first_date: date | None
    last_date: date | None
    evidence: tuple[str, ...]
