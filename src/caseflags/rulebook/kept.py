"""Rules kept from run to run in a form that is read in no time, in the user's own cache folder.

Loading the built-in rules and making tables of their phrases takes two seconds; most runs use the rules of the run
before. A kept file is found by a fingerprint of all that it was made from: the rule files, this program, spaCy, the
dictionary and Python. It holds rules only, never a note's words. It is believed if it is the user's own, nobody else
can write to it, and its digest is right; otherwise, and wherever the folder cannot be used, the rules are loaded as if
there were none. It is plain data (``marshal``), no pickle: reading it runs nothing.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import stat
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from caseflags import __version__
from caseflags.errors import Problem
from caseflags.rulebook.folders import File, Finder, builtin_root
from caseflags.rulebook.loading import no_garbage_collection
from caseflags.rulebook.plain import from_plain, to_plain
from caseflags.rulebook.records import Examples, Rulebook

_PREFIX, _SUFFIX = "rules-", ".kept"
_KEPT_MOST = 8
_DIGEST = 32
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_SOURCES = ("*.py", "rulebook/*.py", "detect/*.py")


def lean(rulebook: Rulebook, phrasebook: bytes = b"") -> Rulebook:
    """Leave out what only people look at; with a ``phrasebook``, also the phrases that it stands for."""
    bare = replace(rulebook, packs=tuple(replace(pack, rules=(), patterns=()) for pack in rulebook.packs))
    rules = (replace(rule, written=(), examples=Examples(), references=()) for rule in rulebook.rules)
    if not phrasebook:
        return replace(bare, rules=tuple(rules))
    return replace(
        bare,
        rules=tuple(replace(rule, phrases=(), except_=(), with_=(), without=()) for rule in rules),
        cues=tuple(replace(cue, phrases=(), except_=()) for cue in rulebook.cues),
        people=tuple(replace(person, phrases=(), except_=()) for person in rulebook.people),
        phrasebook=phrasebook,
    )


def fingerprint(paths: Sequence[Path], *, builtin: bool, more: str = "") -> str:
    """Hash everything that loading these rules depends on, and what else is done to them (``more``).

    "" where something is odd about their files.
    """
    problems: list[Problem] = []
    digest = hashlib.blake2b(digest_size=_DIGEST)
    try:
        for part in (
            __version__,
            version("spacy"),
            version("pyspellchecker"),
            sys.version,
            more,
            *_files(paths, builtin=builtin, problems=problems),
        ):
            digest.update(hashlib.blake2b(part.encode() if isinstance(part, str) else part).digest())
    except OSError:
        return ""
    return "" if problems else digest.hexdigest()


def _files(paths: Sequence[Path], *, builtin: bool, problems: list[Problem]) -> Iterator[str | bytes]:
    """Give name and content of this program's files and of the rule files, in the order in which they are read."""
    package = Path(__file__).resolve().parents[1]
    for source in sorted(source for pattern in _SOURCES for source in package.glob(pattern)):
        yield from (source.name, source.read_bytes())
    root = builtin_root()
    finder = Finder(problems)
    for file in (*finder.common(root), *finder.codes(root)):
        yield from _name_and_content(file)
    for pack in (*(finder.builtin(root) if builtin else ()), *finder.at(paths, root)):
        yield "builtin" if pack.builtin else "own"
        for file in (pack.head, *pack.files):
            yield from _name_and_content(file)


def _name_and_content(file: File) -> tuple[str, bytes]:
    return file.name, file.path.read_bytes()


def take(key: str) -> Rulebook | None:
    """Give the rulebook that was kept under a fingerprint, if there is one that can be believed."""
    with suppress(OSError):
        path = _folder() / f"{_PREFIX}{key}{_SUFFIX}"
        if key and _is_ours(path):
            whole = path.read_bytes()
            if whole[:_DIGEST] == _digest(key, whole[_DIGEST:]):
                with suppress(EOFError, KeyError, TypeError, ValueError), no_garbage_collection():
                    rulebook: Rulebook = from_plain(marshal.loads(whole[_DIGEST:]))  # noqa: S302 - digest checked
                    return rulebook
    return None


def keep(key: str, rulebook: Rulebook) -> None:
    """Keep a rulebook, if there is a folder for it; older ones go. What was there stays whole until the new one is."""
    if not key:
        return
    content = marshal.dumps(to_plain(rulebook))
    with suppress(OSError):
        folder = _folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder)  # only its owner can read it
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_digest(key, content) + content)
            Path(name).replace(folder / f"{_PREFIX}{key}{_SUFFIX}")
        except OSError:
            Path(name).unlink(missing_ok=True)
        _forget(folder)


def _forget(folder: Path) -> None:
    """Remove all but the newest files of ours."""
    kept = sorted(folder.glob(f"{_PREFIX}*{_SUFFIX}"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in kept[_KEPT_MOST:]:
        path.unlink(missing_ok=True)


def _folder() -> Path:
    """Where programs keep what they can make again."""
    named = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
    home = Path(named) if named and Path(named).is_absolute() else Path("~/.cache").expanduser()
    return home / "caseflags"


def _is_ours(path: Path) -> bool:
    """Whether a file is a plain one of this user's, to which nobody else can write."""
    if not path.is_file() or path.is_symlink():
        return False
    about = path.stat()
    owner = getattr(os, "getuid", lambda: about.st_uid)()
    return about.st_uid == owner and (os.name != "posix" or not about.st_mode & _OTHERS_WRITE)


def _digest(key: str, content: bytes) -> bytes:
    return hashlib.blake2b(content, key=bytes.fromhex(key), digest_size=_DIGEST).digest()
