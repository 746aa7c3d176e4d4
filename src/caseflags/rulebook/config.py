"""``caseflags.yaml``: the options of a check that is made again and again, its changed rules, its suppressions.

A key stands for the option of ``caseflags scan`` with the same name; each field says its kind, so that a mistake has a
line and a way out. Paths in the file are relative to its folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from caseflags.errors import CaseflagsError, Place, Problem, Severity
from caseflags.labels import Level
from caseflags.rulebook.kinds import Choice, Name, Named, Number, Schema, Text, Texts
from caseflags.rulebook.overriding import Override
from caseflags.rulebook.pages import Node, Page, read_page
from caseflags.rulebook.pattern_fields import OneOrMore
from caseflags.rulebook.tables import Entries, Entry, Field, Table

FILE_NAME = "caseflags.yaml"


@dataclass(frozen=True, slots=True)
class Suppression:
    """A finding that somebody has judged to be none, up to and with the day ``expires``."""

    finding: str
    reason: str
    author: str
    expires: date
    place: Place | None = None

    def holds(self, as_of: date | None) -> bool:
        """Tell whether it is in force on a day. Where no day is known it is not: better a finding too many."""
        return as_of is not None and as_of <= self.expires

    def record(self) -> dict[str, str]:
        """Write it as plain values, without its place."""
        return {
            "finding": self.finding,
            "reason": self.reason,
            "author": self.author,
            "expires": self.expires.isoformat(),
        }

    @classmethod
    def of(cls, record: Mapping[str, str]) -> Suppression:
        """Read what ``record`` wrote. Raises ``KeyError`` and ``ValueError``."""
        return cls(record["finding"], record["reason"], record["author"], date.fromisoformat(record["expires"]))


@dataclass(frozen=True, slots=True)
class Setting:
    """The value of an option, as it would be written on the command line, and where it stands."""

    value: Any
    place: Place


@dataclass(frozen=True, slots=True)
class Config:
    """A config file: settings by the option's long name without dashes in front."""

    path: Path | None = None
    settings: Mapping[str, Setting] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
    suppressions: tuple[Suppression, ...] = ()


# --- kinds that only this file has ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""

    def read(self, node: Node, page: Page) -> bool | None:
        """Return it."""
        text = Text().read(node, page)
        if text is None or text in {"true", "false"}:
            return None if text is None else text == "true"
        page.error(node, f"`{text}` is neither true nor false", "write true or false")
        return None

    def schema(self) -> Schema:
        """Describe it in JSON Schema."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Day:
    """A date."""

    def read(self, node: Node, page: Page) -> date | None:
        """Return it."""
        text = Text().read(node, page)
        if text is None:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            page.error(node, f"`{text}` is no date", "write it as 2024-01-31")
            return None

    def schema(self) -> Schema:
        """Describe it in JSON Schema."""
        return {"type": "string", "format": "date"}


# --- the tables -------------------------------------------------------------------------------------------------------

_RULE_ID = Name(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*", "the id of a rule or pattern, as `caseflags rules list` shows")
_FINDING_ID = Name(r"[0-9a-f]{16}", "the finding_id of a result: sixteen digits and letters a to f")
_FIELD_NAME = Name(r"[a-z_]+", "a field: case_id, note_id, date, text, source, note_type, author, subject, family_id")

OVERRIDE = Table(
    "an override",
    (
        Field("disabled", Flag(), "true switches the rule off"),
        Field("level", Choice(tuple(Level)), "another level"),
        Field("except", Texts(), "more phrases that veto a match"),
    ),
    one_of=("disabled", "level", "except"),
    mistaken={"disable": "did you mean `disabled`?", "severity": "did you mean `level`?"},
)
SUPPRESSION = Table(
    "a suppression",
    (
        Field("finding", _FINDING_ID, "the id of the finding", required=True),
        Field("reason", Text(), "why it is none", required=True),
        Field("author", Text(), "who says so", required=True),
        Field("expires", Day(), "the last day on which that holds, as 2024-12-31", required=True),
    ),
)

PATHS = frozenset({"rules", "output", "rejects", "cache", "baseline", "pseudonymise"})
"""Keys that name files: relative to the config file's folder."""

OPTIONS = (
    Field("map", Named(_FIELD_NAME, OneOrMore(Text())), "which column holds a field; text may have several"),
    Field("date-order", Text(), "dmy, mdy or ymd"),
    Field("one-case", Flag(), "the export is one case"),
    Field("rules", Texts(), "packs of yours"),
    Field("no-builtin-rules", Flag(), "without the built-in packs"),
    Field("case", Texts(), "only these cases"),
    Field("since", Day(), "only notes from this day on"),
    Field("until", Day(), "only notes up to this day"),
    Field("category", Texts(), "show only these categories"),
    Field("open", Texts(), "categories that the matrix shows by indicator"),
    Field("window", Number(), "how many days apart two notes meet"),
    Field("as-of", Day(), "the day up to which the record is complete"),
    Field("format", Text(), "the format of the result"),
    Field("output", Text(), "the file for the result"),
    Field("view", Text(), "what text and markdown show"),
    Field("top", Number(), "how many cases text and markdown show"),
    Field("order", Text(), "their order"),
    Field("evidence", Number(), "how many excerpts a cell shows"),
    Field("width", Number(), "the width of text"),
    Field("pager", Flag(), "show it page by page on a terminal"),
    Field("no-excerpts", Flag(), "nothing but references"),
    Field("pseudonymise", Text(), "the file with the key"),
    Field("rejects", Text(), "the file for rejected rows"),
    Field("progress", Flag(), "say how far it is"),
    Field("quiet", Flag(), "nothing on standard error but errors"),
    Field("fail-on", Texts(), "gates"),
    Field("baseline", Text(), "the stored result or baseline to compare with"),
    Field("workers", Number(), "processes"),
    Field("cache", Text(), "the file that remembers what notes say"),
    Field("engine", Text(), "local or dask"),
    Field("scheduler", Text(), "the address of a Dask scheduler"),
    Field("no-prefilter", Flag(), "try everything everywhere"),
)
CONFIG = Table(
    FILE_NAME,
    (
        *OPTIONS,
        Field("overrides", Named(_RULE_ID, OVERRIDE), "rules changed by id"),
        Field("suppress", Entries(SUPPRESSION), "findings that are none"),
    ),
    mistaken={
        "mapping": "did you mean `map`?",
        "columns": "did you mean `map`?",
        "packs": "did you mean `rules`?",
        "gates": "did you mean `fail-on`?",
        "exports": "name the exports on the command line",
    },
)


def find_config(start: Path) -> Path | None:
    """Find the nearest config file: in ``start`` or in a folder above it."""
    folder = start.resolve()
    return next((path for path in (f / FILE_NAME for f in (folder, *folder.parents)) if path.is_file()), None)


def read_config(path: Path) -> Config:
    """Read a config file. Raises ``CaseflagsError`` with everything that is wrong in it."""
    problems: list[Problem] = []
    page = read_page(path, path.as_posix(), problems)
    entry = CONFIG.read(page.root, page) if page.root else None
    config = _config(path, entry) if entry else Config(path)
    if errors := [problem for problem in problems if problem.severity is Severity.ERROR]:
        raise CaseflagsError(errors)
    return config


def _config(path: Path, entry: Entry) -> Config:
    keys = [field.key for field in OPTIONS if field.key in entry.values]
    settings = {
        key: Setting(_typed(key, entry.get(key), path.parent), entry.page.place(entry.nodes[key])) for key in keys
    }
    return Config(path, settings, tuple(_overrides(entry)), tuple(_suppressions(entry)))


def _typed(key: str, value: Any, folder: Path) -> Any:  # noqa: ANN401 - as the key has it
    """Write a value as it would be typed."""
    if isinstance(value, Mapping):
        return [f"{name}={column}" for name, columns in value.items() for column in columns]
    if isinstance(value, tuple):
        return [_path(folder, text) if key in PATHS else text for text in value]
    if isinstance(value, date):
        return value.isoformat()
    return _path(folder, value) if key in PATHS else value


def _path(folder: Path, text: str) -> str:
    path = folder / Path(text).expanduser()
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _overrides(entry: Entry) -> Iterator[Override]:
    for name, found in entry.get("overrides", {}).items():
        yield Override(name, found.get("disabled", False), found.get("level"), found.get("except", ()), found.place)


def _suppressions(entry: Entry) -> Iterator[Suppression]:
    for found in entry.get("suppress", ()):
        values = {key: found.get(key) for key in ("finding", "reason", "author", "expires")}
        if all(values.values()):
            yield Suppression(**values, place=found.place)
