"""The house as ``docs/design.md`` draws it: who may import whom, one door per library, sizes, docstrings, no cycles."""

from __future__ import annotations

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "src" / "caseflags"
MODULES = sorted(path for path in ROOT.rglob("*.py"))
FLOORS = {
    "labels": 0, "together": 0, "model": 0, "when": 0, "coding": 0, "errors": 0, "stored": 0, "": 0,
    "intake": 1, "rulebook": 1, "detect": 2, "casework": 2, "engine": 3, "quality": 4, "report": 4,
    "cli": 5, "__main__": 6,
}  # fmt: skip
NEVER = {("intake", "rulebook"), ("rulebook", "intake"), ("casework", "detect"), ("detect", "casework"),
         ("casework", "intake"), ("report", "engine"), ("engine", "report"), ("quality", "report")}  # fmt: skip
DOORS = {
    "yaml": {"rulebook"}, "spacy": {"detect"}, "typer": {"cli"}, "click": {"cli"}, "rich": {"cli", "report"},
    "dask": {"engine"}, "distributed": {"engine"}, "multiprocessing": {"engine"}, "sqlite3": {"engine"},
    "pandas": {"intake", "engine"}, "openpyxl": {"intake", "report"}, "jinja2": {"report"}, "xlsxwriter": {"report"},
    "pyarrow": {"intake"},
}  # fmt: skip
LONGEST_FILE, LONGEST_FUNCTION, MEDIAN, NINTH_DECILE = 350, 60, 10, 35


def room(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return "" if parts == ("__init__",) else parts[0]


def name(path: Path) -> str:
    parts = ["caseflags", *path.relative_to(ROOT).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, also inside of functions."""
    known = {name(module) for module in MODULES}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in known else str(node.module)


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and (parts[1] in FLOORS) else ""


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_imports_only_from_below_or_from_its_own_room(path: Path) -> None:
    own = room(path)
    for module in imports(path):
        if not module.startswith("caseflags"):
            continue
        other = room_of(module)
        if other == own:
            continue
        assert FLOORS[other] <= FLOORS[own], f"{name(path)} imports {module} from a higher floor"
        assert (own, other) not in NEVER, f"{name(path)} must not know {module}"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_one_library_one_door(path: Path) -> None:
    for module in imports(path):
        doors = DOORS.get(module.split(".")[0])
        assert doors is None or room(path) in doors, f"{module} comes in through {doors}, not through {name(path)}"


def test_no_import_cycles() -> None:
    graph = {name(path): {module for module in imports(path) if module.startswith("caseflags")} for path in MODULES}
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, f"cycle: {' -> '.join([*path[path.index(module) :], module])}"
        if module in done or module not in graph:
            return
        for following in sorted(graph[module]):
            if not (
                module.startswith(f"{following}.") and graph.get(following) is not None and module in graph[following]
            ):
                visit(following, (*path, module))
        done.add(module)

    for module in graph:
        visit(module, ())


def functions() -> list[tuple[str, int]]:
    """Every function with its length in lines, the docstring not counted."""
    found = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                doc = node.body[0] if ast.get_docstring(node, clean=False) else None
                length = (node.end_lineno or 0) - node.lineno + 1
                found.append(
                    (f"{name(path)}.{node.name}", length - ((doc.end_lineno or 0) - doc.lineno + 1 if doc else 0))
                )
    return found


def test_functions_are_short() -> None:
    found = functions()
    lengths = sorted(length for _, length in found)
    assert [item for item in found if item[1] > LONGEST_FUNCTION] == []
    assert statistics.median(lengths) <= MEDIAN
    assert lengths[len(lengths) * 9 // 10] <= NINTH_DECILE


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_file_has_one_subject(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_public_things_say_what_they_are(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), f"{name(path)} has no docstring"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{name(path)}.{node.name} has no docstring"
