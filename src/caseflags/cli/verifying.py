"""What ``caseflags verify`` does: run again, write to a private file, compare."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from caseflags.cli.configuring import load
from caseflags.cli.progressbar import progress
from caseflags.cli.summary import counted
from caseflags.cli.terminal import printable, say
from caseflags.cli.writing import Writing
from caseflags.engine import ScanOptions, release, scan
from caseflags.engine.pseudonyms import Pseudonyms, read_key
from caseflags.errors import CaseflagsError, ExitCode, Problem
from caseflags.intake import open_export
from caseflags.model import Note
from caseflags.quality.difference import compare
from caseflags.quality.manifest import Record, differing, find_inputs, first_difference, options_of, read_manifest
from caseflags.quality.sides import open_side


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a manifest does not hold: where the inputs lie, the key, and how fast it shall go."""

    exports: Sequence[str]
    rules: Sequence[Path]
    key: Path | None
    workers: int | None
    quiet: bool


def run(path: Path, wanted: Wanted) -> ExitCode:
    """Run a result again; 1 if other bytes come out."""
    recorded = read_manifest(path)
    paths = tuple(wanted.exports) or find_inputs(recorded, (Path(), path.parent))
    pseudonyms = _pseudonyms(recorded, wanted.key)
    options = options_of(recorded, paths, _rules(wanted.rules), path)
    options = replace(options, workers=wanted.workers, pseudonyms=pseudonyms)
    if pseudonyms and options.cases:
        options = _named(options, pseudonyms)
    with tempfile.TemporaryDirectory(prefix="caseflags-verify-") as folder:  # readable by its owner only
        again = Path(folder) / "result.json"
        _scan(options, again, quiet=wanted.quiet)
        line = first_difference(path, again)
        if not line:
            if not wanted.quiet:
                say(printable(f"verified: {path} comes out the same, byte for byte"), "good")
            return ExitCode.DONE
        say(printable(f"{path} does not come out the same; the first difference is in line {line}"), "error")
        for found in _told(recorded, path, again):
            say(printable(f"    {found}"))
    return ExitCode.GATE


def _pseudonyms(recorded: Record, key: Path | None) -> Pseudonyms | None:
    """Read the key of a result with pseudonyms. Raises if it is missing, another one, or of no use."""
    made_with = recorded["options"].get("pseudonymised")
    if not made_with:
        return None
    pseudonyms = Pseudonyms(read_key(key)) if key else None
    if pseudonyms is None or pseudonyms.fingerprint != made_with:
        what = "another key" if pseudonyms else "a key"
        raise CaseflagsError(Problem(f"the result was made with {what}", hint="name it: --pseudonymise KEYFILE"))
    return pseudonyms


def _named(options: ScanOptions, pseudonyms: Pseudonyms) -> ScanOptions:
    """Name the cases that were chosen as the export does: the manifest has their pseudonyms."""
    with open_export(options.paths, options.intake()) as export:
        known = {name for row in export if isinstance(row, Note) for name in (row.case_id, row.family_id) if name}
    cases = tuple(sorted(name for name in known if pseudonyms.of_case(name) in options.cases))
    if not cases:
        hint = "is it the export of this result? `caseflags verify RESULT EXPORT…` names another"
        raise CaseflagsError(Problem("the export has none of the cases that --case chose", hint=hint))
    return replace(options, cases=cases)


def _rules(given: Sequence[Path]) -> tuple[Path, ...]:
    """Take the packs that were named, or those of the nearest config file."""
    setting = load(None).settings.get("rules")
    return tuple(given) or tuple(map(Path, setting.value if setting else ()))


def _scan(options: ScanOptions, output: Path, *, quiet: bool) -> None:
    with progress(None, quiet=quiet) as drawn:
        result = scan(options, progress=drawn)
    try:
        Writing("json", output, None).write(result)
    finally:
        release(result)


def _told(recorded: Record, path: Path, again: Path) -> Iterator[str]:
    """Say what differs: what the run was made of, and what came out."""
    found = list(differing(recorded, read_manifest(again)))
    yield from found
    difference = compare(open_side(path), open_side(again))
    yield f"findings and patterns: {counted(difference)}"
    if not found and not difference.changes:
        yield "neither the manifest nor any finding differs: the file was changed, or laid out anew, by something else"
