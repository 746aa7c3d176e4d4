"""The manifest of a stored result: what it was made of, so that it can be made again and held against itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from caseflags.engine import ScanOptions
from caseflags.errors import CaseflagsError, Place, Problem
from caseflags.rulebook import Override, Suppression
from caseflags.stored import Refusal, open_document

Record = Mapping[str, Any]
_CHUNK = 1 << 20
_REFUSAL = Refusal(
    "this is no stored result with a manifest, or not a whole one",
    "a result is what `caseflags scan --format json` writes",
)


def read_manifest(path: Path) -> Record:
    """Read the ``run`` of a stored result. Raises ``CaseflagsError`` if there is none, or the file breaks off."""
    document = open_document(path, ("run", "cases", "findings"), _REFUSAL)
    with document.expected():
        run: Record = document.values["run"]
        _ = run["options"], run["inputs"], run["packs"]
    return run


def find_inputs(run: Record, folders: Sequence[Path]) -> tuple[str, ...]:
    """Find the inputs of a run by their names in some folders; one whose bytes are the same goes first.

    Raises ``CaseflagsError`` for those that are nowhere.
    """
    found: list[str] = []
    problems: list[Problem] = []
    for source in run["inputs"]:
        name = str(source["name"])
        paths = [path for path in dict.fromkeys(folder / name for folder in folders) if path.is_file()]
        if not paths:
            hint = "name the exports: caseflags verify RESULT EXPORT…"
            problems.append(Problem(f"the input {name} is not here", hint=hint))
            continue
        found.append(str(min(paths, key=lambda path: sha256_of(path) != source["sha256"])))
    if problems:
        raise CaseflagsError(problems)
    return tuple(found)


def sha256_of(path: Path) -> str:
    """Hash a file."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def options_of(run: Record, paths: Sequence[str], rules: Sequence[Path], place: Path) -> ScanOptions:
    """Make the options of a run again. Raises ``CaseflagsError`` where the manifest does not hold them."""
    options = run["options"]
    try:
        return ScanOptions(
            paths=tuple(paths),
            rules=tuple(rules),
            builtin_rules=options["builtin_rules"],
            mapping={name: tuple(columns) for name, columns in options["mapping"].items()},
            date_order=options["date_order"],
            one_case=options["one_case"],
            keep=tuple(options["keep"]),
            cases=tuple(options["cases"]),
            since=_day(options["since"]),
            until=_day(options["until"]),
            categories=tuple(options["categories"]),
            opened=tuple(options["opened"]),
            window_days=options["window_days"],
            as_of=_day(options["as_of"]),
            excerpts=options["excerpts"],
            overrides=tuple(map(Override.of, options["overrides"])),
            suppressions=tuple(map(Suppression.of, options["suppressions"])),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        hint = f"it was made by caseflags {run.get('version')}; make it anew to verify it later"
        raise CaseflagsError(Problem("its manifest lacks options", Place(str(place)), hint)) from error


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def differing(old: Record, new: Record) -> Iterator[str]:
    """Say in which parts two manifests differ, the causes before their effects."""
    for name in ("tool", "version"):
        if old.get(name) != new.get(name):
            yield f"{name}: {old.get(name)} then, {new.get(name)} now"
    yield from _mappings("environment", old.get("environment", {}), new.get("environment", {}))
    digests = [{pack["id"]: pack.get("digest") for pack in run["packs"]} for run in (old, new)]
    yield from _mappings("rules", *digests)
    inputs = [{source["name"]: source["sha256"] for source in run["inputs"]} for run in (old, new)]
    yield from _mappings("input", *inputs)
    for part in ("options", "rows"):
        yield from _mappings(part, old.get(part, {}), new.get(part, {}))


def _mappings(what: str, old: Record, new: Record) -> Iterator[str]:
    for key in sorted(old.keys() | new.keys()):
        before, after = old.get(key), new.get(key)
        if before != after:
            yield f"{what} {key}: {_short(before)} then, {_short(after)} now"


def _short(value: Any) -> str:  # noqa: ANN401 - whatever a manifest holds
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return "none" if value is None else f"{text[:12]}…" if len(text) == 64 else text


def first_difference(left: Path, right: Path) -> int:
    """Find the first line in which two files differ, counted from 1; 0 if all bytes are the same."""
    with left.open("rb") as one, right.open("rb") as other:
        number = 0
        while True:
            number += 1
            a, b = one.readline(), other.readline()
            if a != b:
                return number
            if not a:
                return 0
