"""A stored ``json`` result becomes a result again, so that a second look costs no second analysis.

The records are rebuilt from the type hints of ``model.py``: a new field needs no line here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import Enum
from functools import cache
from itertools import islice
from pathlib import Path
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

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
from caseflags.stored import Document, Record, Refusal, open_document

T = TypeVar("T")
_PARTS = ("run", "cases", "matrix", "findings", "rejected", "messages")
_REFUSAL = Refusal(
    "this is no stored result, or not a whole one", "a result is what `caseflags scan --format json` writes"
)


def load_result(path: Path) -> Result:
    """Read a stored result. Its cases are read from the file each time they are gone through.

    Raises:
        CaseflagsError: the file cannot be read, or is no result.
    """
    document = open_document(path, _PARTS, _REFUSAL)
    with document.expected():
        run = _build(Run, document.values["run"])
        matrix = document.values["matrix"]
        across = _matrix(matrix, matrix.get("people", ()))
        messages = tuple(map(str, document.values["messages"]))
    return Result(run, StoredCases(document), across, _Rejects(document), messages)


@dataclass(frozen=True, slots=True)
class StoredCases:
    """The cases of a stored result; ``only`` names those that are wanted, all if empty."""

    document: Document
    only: frozenset[str] = frozenset()

    def __iter__(self) -> Iterator[CaseResult]:
        """Read case after case, each with its findings."""
        with closing(self.document.records("findings")) as findings, self.document.expected():
            for record in self.document.records("cases"):
                wanted = record["counts"]["findings"]
                own = list(islice(findings, wanted))
                if len(own) < wanted:
                    raise self.document.refused()
                if not self.only or record["case_id"] in self.only:
                    yield _case(record, own)
            if next(findings, None) is not None:
                raise self.document.refused()


@dataclass(frozen=True, slots=True)
class _Rejects:
    document: Document

    def __iter__(self) -> Iterator[Rejected]:
        with self.document.expected():
            yield from (_build(Rejected, record) for record in self.document.records("rejected"))


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
