"""Where exports come from: files, folders, globs, standard input; plain or gzipped. Bytes only, no meaning.

A source can be opened as often as needed. Standard input is copied once to a private temporary file (readable by
its owner only, gone when closed), since an export is gone through twice: first for evidence, then for notes.
"""

from __future__ import annotations

import glob
import gzip
import hashlib
import io
import shutil
import sys
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, BinaryIO

from caseflags.errors import CaseflagsError, Place, Problem
from caseflags.intake.encoding import LENIENT, Encoding, EncodingEvidence
from caseflags.intake.guess import did_you_mean
from caseflags.intake.options import InputFile

SUFFIXES = (".csv", ".tsv", ".psv", ".txt", ".xlsx", ".xlsm", ".json", ".jsonl", ".ndjson", ".parquet")
"""What is read from a folder, each also with ``.gz``; a file named by the user may have any name."""

STDIN = "stdin"
BLOCK = 1 << 20
_LOCK = "~$"
_GZIP = b"\x1f\x8b"


@dataclass(slots=True)
class Source:
    """One input. ``label`` is what notes and messages call it."""

    label: str
    path: Path | None = None
    spool: BinaryIO | None = None
    gzipped: bool = False

    def open_raw(self) -> BinaryIO:
        """Open the bytes as they lie there."""
        if self.path is not None:
            return self.path.open("rb")
        assert self.spool is not None  # noqa: S101 - a source is a path or a spool
        return io.BufferedReader(_SharedBytes(self.spool))

    def open(self) -> BinaryIO:
        """Open the bytes after decompression, if they were compressed."""
        raw = self.open_raw()
        return gzip.GzipFile(fileobj=raw, mode="rb") if self.gzipped else raw  # type: ignore[return-value]

    def close(self) -> None:
        """Give back the temporary file, if there is one."""
        if self.spool is not None:
            self.spool.close()


def open_text(source: Source, encoding: Encoding) -> io.TextIOWrapper:
    """Open the decoded content of a source, line ends as they are. No byte stops the decoding."""
    return io.TextIOWrapper(source.open(), encoding.codec, LENIENT, newline="")


@contextmanager
def seekable(source: Source) -> Iterator[BinaryIO]:
    """Open a source so that it is seekable; one inside a ``.gz`` is unpacked to a private temporary file."""
    with source.open() as content:
        if not source.gzipped:
            yield content
            return
        with tempfile.TemporaryFile(prefix="caseflags-") as unpacked:
            shutil.copyfileobj(content, unpacked, BLOCK)
            unpacked.seek(0)
            yield unpacked


class _SharedBytes(io.RawIOBase):
    """A view of an open file with a position of its own, which does not close it."""

    def __init__(self, shared: BinaryIO) -> None:
        self._shared = shared
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = (0, self._position, self._shared.seek(0, io.SEEK_END))[whence]
        self._position = start + offset
        return self._position

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        self._shared.seek(self._position)
        data = self._shared.read(len(buffer))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)


@dataclass(slots=True)
class Found:
    """The sources that some paths lead to, what could not be found, and what was left out of folders."""

    sources: list[Source] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


def find(paths: Sequence[str], stdin: IO[bytes] | None = None) -> Found:
    """Turn what the user gave into sources: each file once, folders and globs in order of name."""
    found = Found()
    files: dict[Path, None] = {}
    wants_stdin = False
    for path in paths:
        if path == "-":
            wants_stdin = True
        else:
            files.update(dict.fromkeys(_expand_safely(path, found)))
    if not paths:
        found.problems.append(
            Problem("no export was given", hint="name files, folders or globs, or - for standard input")
        )
    if found.problems:
        return found
    found.sources = [_source(path, label) for path, label in _labels(list(_distinct(files, found))).items()]
    if wants_stdin:
        found.sources.append(Source(STDIN, spool=_spool(stdin or sys.stdin.buffer)))
    return found


def named_files(paths: Sequence[str]) -> list[Path]:
    """Give the files that paths, folders and globs lead to. Nothing is opened, and what leads nowhere is left out."""
    found = Found()
    return [file for path in paths if path != "-" for file in _expand_safely(path, found)]


def _source(path: Path, label: str) -> Source:
    """Take a regular file as it is; a pipe (``<(command)``) can be read only once and is copied like standard input."""
    if path.is_file():
        return Source(label, path)
    with path.open("rb") as pipe:
        return Source(label, spool=_spool(pipe))


def _distinct(files: dict[Path, None], found: Found) -> Iterator[Path]:
    seen: set[Path] = set()
    for path in files:
        real = path.resolve()
        if real in seen:
            found.messages.append(f"{path.name} was named more than once and is read once")
        else:
            seen.add(real)
            yield path


def _expand_safely(given: str, found: Found) -> list[Path]:
    try:
        return _expand(given, found)
    except OSError as error:
        found.problems.append(Problem(f"cannot be looked at: {error.strerror or 'unknown reason'}", Place(given[:200])))
        return []


def _expand(given: str, found: Found) -> list[Path]:
    """Return the files that a path, folder or pattern means; what has the name of a lock file of Office is none."""
    path = Path(given)
    if given.startswith(("~/", "~\\")) and not path.exists():
        path = path.expanduser()
    if path.is_dir():
        return _folder(path, found)
    if path.exists():
        return [path]
    matches: list[Path] = []
    if glob.has_magic(given):
        every = sorted(Path(match) for match in glob.glob(str(path), recursive=True))  # noqa: PTH207 - may be absolute
        matches = [match for match in every if not match.name.startswith(_LOCK)]
    expanded = [file for match in matches for file in (_folder(match, found) if match.is_dir() else [match])]
    if not expanded:
        found.problems.append(_missing(given, path))
    return expanded


def _folder(folder: Path, found: Found) -> list[Path]:
    """Return the exports below a folder. What is left out is said, except hidden files and lock files of Office."""
    every = [p for p in sorted(folder.rglob("*")) if p.is_file() and not p.name.startswith((".", _LOCK))]
    taken = [p for p in every if p.name.lower().removesuffix(".gz").endswith(SUFFIXES)]
    if not taken:
        hint = "exports end in " + ", ".join(SUFFIXES) + " (or these with .gz)"
        found.problems.append(Problem("there is no export in this folder", Place(str(folder)), hint))
    elif left := len(every) - len(taken):
        found.messages.append(f"{folder.name}: {left} files are no exports by their names and were left out")
    return taken


def _missing(given: str, path: Path) -> Problem:
    if glob.has_magic(given):
        return Problem("nothing matches this pattern", Place(given))
    siblings = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
    return Problem("there is no such file or folder", Place(given), did_you_mean(path.name, siblings).strip())


def _labels(files: list[Path]) -> dict[Path, str]:
    """Each file with the shortest end of its path that tells it from the others; never the whole way to it."""
    by_name: dict[str, list[Path]] = {}
    for path in files:
        by_name.setdefault(path.name, []).append(path)
    return {path: _shortest_end(path, by_name[path.name]) for path in files}


def _shortest_end(path: Path, namesakes: list[Path]) -> str:
    parts, size = path.parts, 1
    while size < len(parts) and any(p.parts[-size:] == parts[-size:] for p in namesakes if p is not path):
        size += 1
    return "/".join(parts[-size:])


def _spool(stream: IO[bytes]) -> BinaryIO:
    """Copy a stream that can be read only once to a temporary file of its own.

    Its mode is 0600, and it has no name where the system allows that.
    """
    spool = tempfile.TemporaryFile(prefix="caseflags-")  # noqa: SIM115 - closed by Source.close
    shutil.copyfileobj(stream, spool, BLOCK)
    spool.seek(0)
    return spool


@dataclass(frozen=True, slots=True)
class Bytes:
    """What the first pass over a source found: its digest, its beginning, and evidence of its encoding."""

    file: InputFile
    head: bytes
    evidence: EncodingEvidence


def examine(source: Source) -> Bytes:
    """Read a source from end to end: digest of the bytes as they lie there, evidence of those inside a ``.gz``."""
    try:
        with source.open_raw() as raw:
            source.gzipped = raw.read(2) == _GZIP
        digest, size, evidence = hashlib.sha256(), 0, EncodingEvidence()
        head = b""
        with source.open_raw() as raw:
            while block := raw.read(BLOCK):
                digest.update(block)
                size += len(block)
                if not source.gzipped:
                    head = head or block
                    evidence.add(block)
        if source.gzipped:
            head = _inside(source, evidence)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        hint = "the file was probably cut off on its way: fetch it again"
        raise CaseflagsError(
            Problem("the gzip data is damaged or ends too early", Place(source.label), hint)
        ) from error
    except OSError as error:
        raise CaseflagsError(_unreadable(source, error)) from error
    return Bytes(InputFile(source.label, size, digest.hexdigest()), head, evidence)


def _inside(source: Source, evidence: EncodingEvidence) -> bytes:
    head = b""
    with source.open() as content:
        while block := content.read(BLOCK):
            head = head or block
            evidence.add(block)
    return head


def _unreadable(source: Source, error: OSError) -> Problem:
    return Problem(f"the file cannot be read: {error.strerror or 'unknown reason'}", Place(source.label))
