"""Where a result goes: standard output, or a file that is there as a whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from caseflags.cli.pager import paged, wanted_pager
from caseflags.cli.terminal import silence
from caseflags.errors import CaseflagsError, Place, Problem


def check_output(path: Path | None, read: Iterable[Path] = ()) -> None:
    """Raise if a file could not be written, or is one of those that are ``read``, before hours of work go into it."""
    if path is None:
        return
    if path.is_dir():
        raise CaseflagsError(Problem("this is a folder", Place(str(path)), "name a file in it"))
    if not path.parent.is_dir():
        raise CaseflagsError(Problem("there is no such folder", Place(str(path.parent)), "create it first"))
    if not os.access(path.parent, os.W_OK):
        raise CaseflagsError(Problem("nothing can be written in this folder", Place(str(path.parent))))
    if path.is_file() and any(other.is_file() and path.samefile(other) for other in read):
        raise CaseflagsError(Problem("this file is read, and would be lost", Place(str(path)), "write to another one"))


@contextmanager
def opened(path: Path | None, *, utf8: bool = True, pager: bool = False) -> Iterator[TextIO]:
    """Open what a result is written to. A file is written beside its place, by its owner readable only, then renamed.

    Standard output gets the same bytes as a file would (``utf8``) unless it is a terminal. That its reader has seen
    enough (``| head``) is no error. A ``pager`` stands between it and a terminal, if it is one.
    """
    if path is None and (command := wanted_pager(asked=pager)):
        with paged(command) as stream:
            yield stream
    elif path is None:
        with _standard_output(utf8=utf8) as stream:
            yield stream
    else:
        device = path.exists() and not path.is_file()
        with _named(path), path.open("w", encoding="utf-8", newline="") if device else _whole_file(path) as stream:
            yield stream


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Name the file in an error of the system that names none: a full disk does not say which."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


@contextmanager
def _standard_output(*, utf8: bool) -> Iterator[TextIO]:
    stream: TextIO | None = sys.stdout
    if stream is None:
        raise CaseflagsError(Problem("standard output is closed", hint="name a file: --output FILE"))
    reconfigure = getattr(stream, "reconfigure", None)
    if utf8 and reconfigure and not stream.isatty():
        reconfigure(encoding="utf-8", newline="")
    try:
        yield stream
        stream.flush()
    except BrokenPipeError:
        silence(stream)


@contextmanager
def _whole_file(path: Path) -> Iterator[TextIO]:
    path = path.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            yield stream
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
