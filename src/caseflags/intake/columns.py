"""Which column of an export holds which field of a note: by name, from ``column_names.txt``, or as the user says.

Column names are shown in messages, so a table without a header must not leak its first note through them: a row that
holds data is never listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from caseflags.errors import Place, Problem
from caseflags.intake.dates import parse_date
from caseflags.intake.guess import did_you_mean
from caseflags.intake.options import FIELDS, IntakeOptions

_NOTE_FIELDS = frozenset({"text", "note_id", "date", "note_type", "author"})
_NEVER_INHERITED = frozenset({"text", "note_id"})
_MAY_SHARE = frozenset({"subject", "family_id"})
_GENERIC_IDS = frozenset({"id", "ref", "reference", "number", "no", "identifier", "uid", "guid"})
_LONGEST_NAME = 60
_NOT_FOUND = 1_000_000


def normalise(name: str) -> str:
    """Return the letters and digits of a name in lower case: "Case Note-ID" is ``casenoteid``."""
    return re.sub(r"[\W_]+", "", name.casefold())


@cache
def known_names() -> Mapping[str, Mapping[str, int]]:
    """Per field (and for ``also_text``) the normalised names with their rank, 0 for the preferred one."""
    table: dict[str, dict[str, int]] = {}
    section: dict[str, int] = {}
    for line in (files("caseflags.intake") / "column_names.txt").read_text("utf-8").splitlines():
        name = line.partition("|")[0].strip()
        if name.startswith("["):
            section = table.setdefault(name.strip("[]"), {})
        elif name and not name.startswith("#"):
            section.setdefault(normalise(name), len(section))
    return table


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table and the fields they were recognised as. ``also_text`` may hold narrative, too."""

    columns: tuple[str, ...]
    mapped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    also_text: tuple[str, ...] = ()

    @property
    def unmapped(self) -> tuple[str, ...]:
        """The columns that no field uses, in their order."""
        used = {column for columns in self.mapped.values() for column in columns}
        return tuple(column for column in self.columns if column not in used)

    def places(self, name: str) -> tuple[int, ...]:
        """Where the columns of a field stand, counted from 0."""
        return tuple(self.columns.index(column) for column in self.mapped.get(name, ()))


def unique_names(cells: Iterable[str]) -> tuple[str, ...]:
    """Header cells as distinct column names: an empty one is ``column 3``, the second "Notes" is ``Notes (2)``."""
    names: list[str] = []
    for number, cell in enumerate(cells, start=1):
        base = " ".join(cell.split()) or f"column {number}"
        name, copy = base, 1
        while name in names:
            copy += 1
            name = f"{base} ({copy})"
        names.append(name)
    return tuple(names)


def recognise(columns: Sequence[str], options: IntakeOptions, inherited: frozenset[str] = frozenset()) -> Layout:
    """Find the fields in ``columns``.

    What the mapping names goes first; ``inherited`` columns come from objects around a note and never hold its text. A
    mapped column that is not there is simply not found here: see ``problems``.
    """
    mapped: dict[str, tuple[str, ...]] = {}
    for name, wanted in options.mapping.items():
        if found := tuple(column for _, column in resolve(wanted, columns) if column):
            mapped[name] = found
    for name in known_names():
        if name not in FIELDS or name in options.mapping or (name == "case_id" and options.one_case):
            continue
        free = _free_columns(name, columns, mapped)
        if column := _best(name, [c for c in free if not (c in inherited and name in _NEVER_INHERITED)], inherited):
            mapped[name] = (column,)
    layout = Layout(tuple(columns), {name: mapped[name] for name in FIELDS if name in mapped})
    more = tuple(c for c in layout.unmapped if c not in inherited and _keys(c, known_names()["also_text"]))
    return Layout(layout.columns, layout.mapped, more)


def _free_columns(name: str, columns: Sequence[str], mapped: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Leave out columns in use; but where only the child's name tells the cases apart, it is the subject, too."""
    used = {c for other, taken in mapped.items() if not (name in _MAY_SHARE and other == "case_id") for c in taken}
    return [column for column in columns if column not in used]


def _best(name: str, columns: Sequence[str], inherited: frozenset[str]) -> str | None:
    table = known_names()[name]
    ranked = []
    for place, column in enumerate(columns):
        outer = column in inherited
        rank = _rank(name, column, table, outer=outer)
        if rank < _NOT_FOUND:
            ranked.append(((outer, rank) if name in _NOTE_FIELDS else (rank, outer), place, column))
    return min(ranked)[2] if ranked else None


def _rank(name: str, column: str, table: Mapping[str, int], *, outer: bool) -> int:
    """Rank of a column name: whole name before the part after the last dot ("person.id", "CaseNotes.NoteText")."""
    for penalty, key in enumerate(_keys(column, table)):
        return table[key] + penalty
    last = normalise(column.rpartition(".")[2]) if "." in column else ""
    if outer and last in _GENERIC_IDS:
        return _NOT_FOUND - 1 if name == "case_id" else _NOT_FOUND
    if outer and name in _NOTE_FIELDS and last != "date":
        return _NOT_FOUND
    return table[last] + len(table) if last in table else _NOT_FOUND


def _keys(column: str, table: Mapping[str, int]) -> list[str]:
    """Return the forms of a column name that the table knows: as it is, and without what stands in brackets."""
    forms = dict.fromkeys((normalise(column), normalise(re.sub(r"\(.*?\)|\[.*?\]", " ", column))))
    return [form for form in forms if form in table]


def resolve(wanted: Sequence[str], columns: Sequence[str]) -> list[tuple[str, str | None]]:
    """Return the names of a mapping, each with the column it means; ``None`` for one that is not there.

    Names were split at commas, so neighbours are put together again where a column's own name has commas.
    """
    exact = {column: column for column in columns}
    loose = {normalise(column): column for column in reversed(columns) if normalise(column)}
    found: list[tuple[str, str | None]] = []
    parts = [name for name in wanted if name.strip()]
    while parts:
        for size in range(len(parts), 0, -1):
            name = ",".join(parts[:size])
            match = exact.get(name.strip()) or loose.get(normalise(name))
            if match or size == 1:
                found.append((name.strip(), match))
                del parts[:size]
                break
    return found


def holds_data(columns: Iterable[str]) -> bool:
    """Whether a row that should hold column names holds values instead: a date, a number, a whole sentence."""
    return any(len(c) > _LONGEST_NAME or c.isdecimal() or parse_date(c) is not None for c in columns)


def shown(columns: Sequence[str]) -> str:
    """Column names for a message; not if they may be a person's data, as in a table without a header."""
    if holds_data(columns):
        return f"{len(columns)} columns without names (there seems to be no header)"
    return ", ".join(columns) or "none"


def problems(layout: Layout, options: IntakeOptions, file: str, likely_text: str = "") -> list[Problem]:
    """Why notes cannot be read with this layout: mapped columns that are not there, no text, no case.

    ``likely_text`` is the column with the longest cells, offered as a guess.
    """
    place, columns = Place(file), shown(layout.columns)
    names = () if holds_data(layout.columns) else layout.columns
    found = []
    for name, wanted in options.mapping.items():
        for column, match in resolve(wanted, layout.columns):
            if match is None:
                hint = f"{did_you_mean(column, names)}columns are: {columns}"
                found.append(Problem(f"there is no column '{column}' to map to {name}", place, hint))
    if not layout.mapped.get("text") and "text" not in options.mapping:
        likely = f', perhaps --map "text={likely_text}"' if likely_text in names else ""
        message = f"no column was recognised as the text of the notes; columns are: {columns}"
        found.append(Problem(message, place, f"name it with --map text=COLUMN{likely}"))
    if not layout.mapped.get("case_id") and "case_id" not in options.mapping and not options.one_case:
        message = f"no column was recognised as the case; columns are: {columns}"
        hint = "name it with --map case_id=COLUMN, or say --one-case if all notes belong to one case"
        found.append(Problem(message, place, hint))
    return found
