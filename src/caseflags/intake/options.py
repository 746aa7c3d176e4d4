"""What a user may say about an export, and what was found out about it: the records of this room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from caseflags.errors import CaseflagsError, Problem
from caseflags.intake.guess import did_you_mean

FIELDS = ("case_id", "note_id", "date", "text", "source", "note_type", "author", "subject", "family_id")
"""The fields of a note that a column can be mapped to."""

DATE_ORDERS = ("dmy", "mdy", "ymd")
ONE_CASE_ID = "case"
"""The case id of every note when the user says that the whole export is one case."""


@dataclass(frozen=True, slots=True)
class IntakeOptions:
    """How to read exports.

    ``mapping`` names columns per field (text may have several); what it leaves out is recognised by name.
    ``date_order`` settles dates such as 03/04/2024; ``keep`` names unmapped columns that go into ``Note.extra``.
    ``one_case`` gives every note the same case id, whatever columns there are.
    """

    mapping: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_order: str | None = None
    one_case: bool = False
    keep: tuple[str, ...] = ()

    def problems(self) -> list[Problem]:
        """Say what is wrong with the options in themselves, before any file is opened."""
        found = [_unknown_field(name) for name in self.mapping if name not in FIELDS]
        found += [
            Problem(f"field '{name}' is mapped to no column", hint=f"write --map {name}=COLUMN")
            for name, columns in self.mapping.items()
            if not any(column.strip() for column in columns)
        ]
        if self.one_case and "case_id" in self.mapping:
            found.append(Problem("--one-case and --map case_id=... exclude each other", hint="leave one of them out"))
        if self.date_order is not None and self.date_order not in DATE_ORDERS:
            found.append(Problem(f"unknown date order '{self.date_order}'", hint="one of: " + ", ".join(DATE_ORDERS)))
        return found

    def check(self) -> None:
        """Raise all of ``problems`` at once, if there are any."""
        if found := self.problems():
            raise CaseflagsError(found)


@dataclass(frozen=True, slots=True)
class InputFile:
    """An input as it lay there: its label, its bytes (compressed, if it was) and their SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was made of one table: a file, or one sheet of a workbook.

    ``table`` is the sheet, or the place of the notes in JSON (``cases[].notes[]``). ``mapped`` gives the columns of
    each field found. ``date_order`` is empty without a date column; ``date_ambiguous`` means that no date settled
    the order. ``rows`` are the data rows that reading the table will count as read. ``messages`` is what a person
    should know, in plain words.
    """

    file: str
    format: str
    rows: int
    table: str = ""
    compression: str = ""
    encoding: str = ""
    encoding_reason: str = ""
    delimiter: str = ""
    header_row: int = 0
    columns: tuple[str, ...] = ()
    mapped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unmapped: tuple[str, ...] = ()
    date_order: str = ""
    date_ambiguous: bool = False
    messages: tuple[str, ...] = ()


def parse_mapping(pairs: tuple[str, ...] | list[str]) -> dict[str, tuple[str, ...]]:
    """Read ``FIELD=COLUMN`` pairs as ``--map`` takes them.

    >>> parse_mapping(["text=Details,Outcome", "text=Plan", "case_id=Ref"])
    {'text': ('Details', 'Outcome', 'Plan'), 'case_id': ('Ref',)}

    A column whose own name holds a comma is found, too: names are matched whole before they are taken apart.
    """
    mapping: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for pair in pairs:
        name, equals, columns = pair.partition("=")
        name = name.strip().lower().replace("-", "_")
        if not equals:
            problems.append(
                Problem(f"'{pair}' maps nothing", hint="write --map FIELD=COLUMN, as in --map text=Details")
            )
        elif name not in FIELDS:
            problems.append(_unknown_field(name))
        else:
            several = tuple(part.strip() for part in columns.split(",")) if name == "text" else (columns.strip(),)
            mapping[name] = mapping.get(name, ()) + several
    if problems:
        raise CaseflagsError(problems)
    return mapping


def _unknown_field(name: str) -> Problem:
    guess = did_you_mean(name, FIELDS)
    return Problem(f"unknown field '{name}'", hint=f"{guess}fields are: " + ", ".join(FIELDS))
