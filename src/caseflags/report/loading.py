"""A stored ``json`` result becomes a result again, so that a second look costs no second analysis.

The records are rebuilt from the type hints of ``model.py``: a new field needs no line here. A file as ``json.py``
writes it, a case and a finding to a line, is read case by case; one that another program laid out anew is read whole.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import Enum
from functools import cache
from itertools import islice
from pathlib import Path
from types import NoneType
from typing import Any, Protocol, TypeVar, get_args, get_origin, get_type_hints

from caseflags.errors import CaseflagsError, Place, Problem
from caseflags.model import (
    Case,
    CaseResult,
    Finding,
    Matrix,
    NoteRef,
    Person,
    Rejected,
    Result,
    Role,
    Run,
)

Record = dict[str, Any]
T = TypeVar("T")
_ARRAYS = ("cases", "findings", "rejected")
_HINT = "a result is what `caseflags scan --format json` writes"


class Pages(Protocol):
    """A stored document: its single values, and its long arrays one record after the other."""

    def value(self, name: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Give ``run``, ``matrix`` or ``messages``."""

    def records(self, name: str) -> Generator[Record, None, None]:
        """Go through ``cases``, ``findings`` or ``rejected``."""


def load_result(path: Path) -> Result:
    """Read a stored result. Its cases are read from the file each time they are gone through.

    Raises:
        CaseflagsError: the file cannot be read, or is no result.
    """
    pages = _pages(path)
    try:
        run = _build(Run, pages.value("run"))
        matrix = _matrix(pages.value("matrix"), pages.value("matrix").get("people", ()))
        messages = tuple(map(str, pages.value("messages")))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _no_result(path) from error
    return Result(run, StoredCases(path, pages), matrix, _Rejects(pages), messages)


@dataclass(frozen=True, slots=True)
class StoredCases:
    """The cases of a stored result; ``only`` names those that are wanted, all if empty."""

    path: Path
    pages: Pages
    only: frozenset[str] = frozenset()

    def __iter__(self) -> Iterator[CaseResult]:
        """Read case after case, each with its findings."""
        with closing(self.pages.records("findings")) as findings:
            try:
                for record in self.pages.records("cases"):
                    wanted = record["counts"]["findings"]
                    own = list(islice(findings, wanted))
                    if len(own) < wanted:
                        raise _no_result(self.path)
                    if not self.only or record["case_id"] in self.only:
                        yield _case(record, own)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise _no_result(self.path) from error


@dataclass(frozen=True, slots=True)
class _Rejects:
    pages: Pages

    def __iter__(self) -> Iterator[Rejected]:
        return (_build(Rejected, record) for record in self.pages.records("rejected"))


# --- the file ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Whole:
    """A document in memory."""

    document: Record

    def value(self, name: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        return self.document[name]

    def records(self, name: str) -> Generator[Record, None, None]:
        yield from self.document[name]


@dataclass(frozen=True, slots=True)
class _Lines:
    """A document with a record to a line: where its arrays begin, and its single values."""

    path: Path
    begins: Mapping[str, int]
    values: Mapping[str, Any]

    def value(self, name: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        return self.values[name]

    def records(self, name: str) -> Generator[Record, None, None]:
        with self.path.open("rb") as stream:
            stream.seek(self.begins[name])
            for line in stream:
                if not line.startswith(b"{"):
                    return
                yield json.loads(line.rstrip(b",\n"))


def _pages(path: Path) -> Pages:
    try:
        with path.open("rb") as stream:
            if stream.readline() == b"{\n" and (pages := _lines(path)) is not None:
                return pages
        document = json.loads(path.read_bytes())
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise _no_result(path) from error
    except OSError as error:
        raise CaseflagsError(Problem(f"cannot be read: {error.strerror}", Place(str(path)))) from error
    if not isinstance(document, dict) or any(name not in document for name in ("run", "matrix", "messages", *_ARRAYS)):
        raise _no_result(path)
    return _Whole(document)


def _lines(path: Path) -> _Lines | None:
    """Find the parts of a document that ``json.py`` wrote; ``None`` if another program laid it out."""
    begins: dict[str, int] = {}
    values: dict[str, Any] = {}
    with path.open("rb") as stream:
        while line := stream.readline():
            if not line.startswith(b'"'):
                continue
            name, _, rest = line.decode().partition(": ")
            name = name.strip('"')
            if rest.startswith("[") and name in _ARRAYS:
                begins[name] = stream.tell()
            else:
                values[name] = json.loads(rest.strip().removesuffix(","))
    return _Lines(path, begins, values) if set(begins) == set(_ARRAYS) else None


def _no_result(path: Path) -> CaseflagsError:
    return CaseflagsError(Problem("this is no stored result, or not a whole one", Place(str(path)), _HINT))


# --- the records ------------------------------------------------------------------------------------------------------


def _case(record: Record, findings: Iterable[Record]) -> CaseResult:
    case = Case(
        record["case_id"],
        _build_all(NoteRef, record["notes"]),
        _build_all(Finding, findings),
        _build_all(Person, record["people"]),
        record["family_id"],
    )
    between = record["between"]
    parts = {
        **record,
        "case": None,
        "matrix": None,
        "patterns": [_hit_record(case.case_id, hit) for hit in record["patterns"]],
        "between": {**between, "categories": [strand["strand"] for strand in between["strands"]]},
        "chains": between["chains"],
    }
    return replace(_build(CaseResult, parts), case=case, matrix=_matrix(record["matrix"], record["people"]))


def _hit_record(case_id: str, record: Record) -> Record:
    evidence = record["evidence"]
    return {**record, "case_id": case_id, "evidence": evidence["finding_ids"], "note_ids": evidence["note_ids"]}


def _matrix(record: Record, people: Iterable[Record]) -> Matrix:
    return _build(Matrix, {**record, "people": list(_counts(people))})


def _counts(people: Iterable[Record]) -> Iterator[Record]:
    for person in people:
        for part in ("subject", "victim"):
            for category, counts in person[part].items():
                yield {"role": Role(person["role"]), "category": category, "part": part, **counts}


def _build_all(cls: type[T], records: Iterable[Record]) -> tuple[T, ...]:
    return tuple(_build(cls, record) for record in records)


def _build(cls: type[T], record: Record) -> T:
    return cls(**_parts(cls, record))


def _parts(cls: type[Any], record: Record) -> Record:
    # mypy takes no class for hashable
    hints: Mapping[str, Any] = _hints(cls)  # type: ignore[arg-type]
    return {name: _value(hint, record[name]) for name, hint in hints.items() if name in record}


@cache
def _hints(cls: type[Any]) -> Mapping[str, Any]:
    hints = get_type_hints(cls)
    return {field.name: hints[field.name] for field in fields(cls)}


def _value(hint: Any, value: Any) -> Any:  # noqa: ANN401 - a field of a record
    if value is None:
        return None
    arguments = [argument for argument in get_args(hint) if argument is not NoneType]
    if get_origin(hint) is tuple:
        inner = arguments[0] if arguments[-1] is Ellipsis else None
        return tuple(_value(inner, item) for item in value) if inner else tuple(value)
    if len(arguments) == 1:  # X | None
        return _value(arguments[0], value)
    if hint is date:
        return date.fromisoformat(value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    return _build(hint, value) if is_dataclass(hint) and isinstance(hint, type) else value
