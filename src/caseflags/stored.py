"""How documents lie on disk: values by name, and long lists with a record to a line.

    {
    "run": {...},
    "cases": [
    {...},
    {...}
    ],
    "messages": []
    }

Writing goes record by record, and so does reading a file of ours; one that another program laid out anew is read whole.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from caseflags import __version__
from caseflags.errors import CaseflagsError, Place, Problem

Record = dict[str, Any]
_FIRST, _LAST, _LIST, _END = b"{\n", b"}\n", b"[\n", b"]"


# --- writing ----------------------------------------------------------------------------------------------------------


def write_document(stream: TextIO, parts: Mapping[str, Any]) -> None:
    """Write a document. A part that is an iterator becomes a list with a record to a line, drawn one by one."""
    before = "{\n"
    for name, part in parts.items():
        stream.write(f"{before}{dumps(name)}: ")
        if isinstance(part, Iterator):
            _write_list(stream, part)
        else:
            stream.write(dumps(part))
        before = ",\n"
    stream.write("\n}\n")


def _write_list(stream: TextIO, records: Iterator[Any]) -> None:
    before = "[\n"
    for record in records:
        stream.write(before + dumps(record))
        before = ",\n"
    stream.write("[]" if before == "[\n" else "\n]")


def dumps(value: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    """Write a value on one line. Half a surrogate pair, which no UTF-8 stream takes, makes it all ASCII."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    return text


# --- reading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is said of a file that is not what was expected, and what would be."""

    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Document:
    """A stored document. ``values`` are in memory; ``begins`` says where in the file the lists begin that are not."""

    path: Path
    refusal: Refusal
    values: Record
    begins: Mapping[str, int]

    def __contains__(self, name: str) -> bool:
        return name in self.values or name in self.begins

    def records(self, name: str) -> Generator[Record, None, None]:
        """Go through a list, which may be longer than memory."""
        if name not in self.begins:
            yield from self.values[name]
            return
        with self.path.open("rb") as stream:
            stream.seek(self.begins[name])
            for line in stream:
                if line.startswith(_END):
                    return
                yield json.loads(line.rstrip(b",\n"))

    @contextmanager
    def expected(self) -> Iterator[None]:
        """Refuse the file if what is done with it shows that it is not what was expected."""
        try:
            yield
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            raise self.refused() from error

    def refused(self) -> CaseflagsError:
        """Give the error that refuses the file."""
        return _refused(self.path, self.refusal, self._version())

    def _version(self) -> object:
        run = self.values.get("run")
        return run.get("version") if isinstance(run, dict) else None


def open_document(path: Path, names: Collection[str], refusal: Refusal) -> Document:
    """Open a stored document that has ``names``. Raises ``CaseflagsError`` if it has not, or breaks off."""
    try:
        document = _opened(path, refusal)
    except (ValueError, RecursionError) as error:
        raise _refused(path, refusal) from error
    except OSError as error:
        raise CaseflagsError(Problem(f"cannot be read: {error.strerror}", Place(str(path)), refusal.hint)) from error
    if any(name not in document for name in names):
        raise document.refused()
    return document


def _opened(path: Path, refusal: Refusal) -> Document:
    with path.open("rb") as stream:
        if stream.readline() == _FIRST and (parts := _parts(stream)) is not None:
            return Document(path, refusal, *parts)
        stream.seek(0)
        values = json.loads(stream.read())
    if not isinstance(values, dict):
        raise _refused(path, refusal)
    return Document(path, refusal, values, {})


def _parts(stream: BinaryIO) -> tuple[Record, dict[str, int]] | None:
    """Find the values of a document of ours and where its lists begin; ``None`` if another program laid it out.

    Raises ``ValueError`` if it breaks off.
    """
    values: Record = {}
    begins: dict[str, int] = {}
    line = b""
    for line in iter(stream.readline, b""):
        if not line.startswith(b'"'):
            continue
        name, _, part = line.partition(b": ")
        if part == _LIST:
            begins[json.loads(name)] = stream.tell()
            continue
        try:
            values[json.loads(name)] = json.loads(part.rstrip(b",\n"))
        except ValueError:
            return None
    if not values and not begins:
        return None
    if line != _LAST:
        raise ValueError
    return values, begins


def _refused(path: Path, refusal: Refusal, version: object = None) -> CaseflagsError:
    hint = refusal.hint
    if version not in (None, __version__):
        hint = f"it was made by caseflags {version}, and this is {__version__}: make it anew"
    return CaseflagsError(Problem(refusal.message, Place(str(path)), hint))
