"""Which files make a pack, and where the built-in rules are: in the installed package, or in a checkout."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from caseflags.errors import Place, Problem
from caseflags.model import category_order

COMMON = "common"
CODES = "codes"
PACK_FILE = ("pack.yaml", "pack.yml")
_NO_PACKS = frozenset({COMMON, CODES})
_YAML_ENDINGS = frozenset({".yaml", ".yml"})
_BESIDE = frozenset({"readme.md"})
_TESTS = "cases"


@dataclass(frozen=True, slots=True)
class File:
    """A file to be read, and its name in messages."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Source:
    """The files of a pack: ``head`` says what the pack is, ``files`` hold more of its rules."""

    head: File
    files: tuple[File, ...]
    builtin: bool


def builtin_root() -> Path:
    """Return the folder of the built-in rules."""
    here = Path(__file__).resolve()
    places = (here.parents[1] / "rules", here.parents[3] / "rules")
    return next((place for place in places if (place / COMMON).is_dir()), places[0])


class Finder:
    """Finds packs, and notes what is no pack."""

    def __init__(self, problems: list[Problem]) -> None:
        self._problems = problems

    def common(self, root: Path) -> list[File]:
        """Return the files of ``common/``."""
        return [file for file in self._inside(root / COMMON, f"rules/{COMMON}") if self._is_yaml(file)]

    def codes(self, root: Path) -> list[File]:
        """Return the files of ``codes/``, each a code map; none where there is no such folder."""
        if not (root / CODES).is_dir():
            return []
        return [file for file in self._inside(root / CODES, f"rules/{CODES}") if self._is_yaml(file)]

    def builtin(self, root: Path) -> list[Source]:
        """Return the built-in packs, in the order in which every table shows their categories."""
        inside = self._inside(root, "rules")
        folders = [file for file in inside if file.path.is_dir() and file.path.name not in _NO_PACKS]
        folders.sort(key=lambda folder: category_order(folder.path.name))
        return [source for folder in folders for source in self._folder(folder, builtin=True)]

    def at(self, paths: Iterable[Path], root: Path) -> list[Source]:
        """Return the packs at a user's paths: a pack's folder, a pack in a single file, or a folder of packs."""
        return [source for path in paths for source in self._path(File(path, path.as_posix()), root)]

    def _path(self, file: File, root: Path) -> list[Source]:
        builtin = file.path.resolve().is_relative_to(root)
        if file.path.is_dir():
            return self._folder(file, builtin=builtin)
        if not file.path.is_file():
            self._note(file, "there is no such file or folder", _nearest(file.path))
        elif self._is_yaml(file):
            heads = [file.path.with_name(name) for name in PACK_FILE]
            if file.path in heads or not any(head.is_file() for head in heads):
                return [Source(file, (), builtin)]
            self._note(file, "this is one file of a pack", f"give its folder: {file.path.parent.as_posix()}")
        return []

    def _folder(self, folder: File, *, builtin: bool) -> list[Source]:
        """Return the pack of a folder; without a pack.yaml every file in it is a pack, and every folder is searched."""
        inside = self._inside(folder.path, folder.name)
        files = [file for file in inside if not file.path.is_dir() and self._is_yaml(file)]
        folders = [file for file in inside if file.path.is_dir() and file.path.name != _TESTS]
        head = next((file for file in files if file.path.name in PACK_FILE), None)
        if head:
            for stray in folders:
                self._note(stray, "nobody reads this folder", "the files of a pack stand side by side")
            return [Source(head, tuple(file for file in files if file != head), builtin)]
        packs = [Source(file, (), builtin) for file in files]
        for file in folders:
            packs += [] if file.path.name in _NO_PACKS else self._folder(file, builtin=builtin)
        if not inside:
            self._note(folder, "there are no rules in this folder", "write a pack.yaml: docs/rules.md")
        return packs

    def _inside(self, folder: Path, name: str) -> list[File]:
        """Return what is in a folder, by name, without hidden files and READMEs."""
        try:
            paths = sorted(folder.iterdir(), key=lambda path: path.name)
        except OSError as error:
            self._note(File(folder, name), f"cannot be read: {error.strerror or error}", "check its permissions")
            return []
        seen = (path for path in paths if not path.name.startswith(".") and path.name.lower() not in _BESIDE)
        return [File(path, f"{name}/{path.name}") for path in seen]

    def _is_yaml(self, file: File) -> bool:
        if file.path.suffix.lower() in _YAML_ENDINGS:
            return True
        self._note(file, "nobody reads this file", "rules end in .yaml or .yml; move anything else elsewhere")
        return False

    def _note(self, file: File, message: str, hint: str) -> None:
        self._problems.append(Problem(message, Place(file.name), hint))


def _nearest(path: Path) -> str:
    """Make a hint for a path that is not there."""
    try:
        names = [p.name for p in path.parent.iterdir()]
    except OSError:
        return "check the path"
    close = get_close_matches(path.name, names, n=1)
    return f"did you mean {(path.parent / close[0]).as_posix()}?" if close else "check the path"
