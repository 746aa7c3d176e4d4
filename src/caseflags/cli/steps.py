"""The steps that verbs over exports share: options, which format, scanning with its warnings and progress, rejects."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Collection, Sequence
from itertools import islice
from pathlib import Path

from caseflags.cli.choices import one_of
from caseflags.cli.output import check_output, opened
from caseflags.cli.problems import show_problems
from caseflags.cli.progressbar import progress
from caseflags.cli.terminal import printable, say
from caseflags.detect.ready import load_ready
from caseflags.engine import ScanOptions, scan
from caseflags.errors import CaseflagsError, Place, Problem
from caseflags.intake.options import parse_mapping
from caseflags.intake.sources import named_files
from caseflags.model import Note, Result
from caseflags.report.csv import harmless
from caseflags.rulebook import Rulebook

ENDINGS = {".md": "markdown", ".json": "json", ".jsonl": "jsonl", ".csv": "csv", ".html": "html", ".xlsx": "xlsx"}
SHOWN_REJECTS = 5
_SHOWN_WARNINGS = 10


def scan_options(
    exports: Sequence[str],
    mapping: list[str] | None,
    date_order: str | None,
    rules: Sequence[Path] | None,
    *,
    one_case: bool,
    builtin: bool,
) -> ScanOptions:
    """Take what every verb over exports can be told; ``dataclasses.replace`` adds what one alone can be."""
    return ScanOptions(
        paths=tuple(exports),
        mapping=parse_mapping(mapping or []),
        date_order=date_order,
        one_case=one_case,
        rules=tuple(rules or ()),
        builtin_rules=builtin,
    )


def format_of(asked: str | None, output: Path | None, known: Collection[str]) -> str:
    """Name the format that was asked for, or that the file's ending asks for; text without either.

    Raises for one that is not known, and for one that a terminal does not show.
    """
    by_ending = ENDINGS.get(output.suffix.lower(), "text") if output else "text"
    name = one_of("--format", asked or (by_ending if by_ending in known else "text"), known)
    if name == "xlsx" and output is None and sys.stdout.isatty():
        raise CaseflagsError(Problem("a workbook is no text", hint="name a file: --output result.xlsx"))
    return name


def check_outputs(paths: Sequence[str], *outputs: Path | None, also: Sequence[Path] = ()) -> None:
    """Raise if an output could not be written, is an export or another file that is read, or is named twice."""
    read = [*named_files(paths), *also]
    for output in outputs:
        check_output(output, read)
    files = [output.resolve() for output in outputs if output and (output.is_file() or not output.exists())]
    if len(set(files)) < len(files):
        raise CaseflagsError(Problem("this file would be written twice", Place(str(files[0])), "name two files"))


def load_rules(options: ScanOptions, *, quiet: bool) -> Rulebook:
    """Check the options and load the rules that they name, with their warnings on standard error."""
    options.check()
    rulebook = load_ready(options.rules, builtin=options.builtin_rules, overrides=options.overrides)
    if not quiet:
        show_problems(rulebook.warnings, _SHOWN_WARNINGS)
    return rulebook


def scan_drawn(
    options: ScanOptions,
    rulebook: Rulebook,
    wanted: bool | None,
    *,
    quiet: bool,
    watch: Callable[[Note], None] | None = None,
) -> Result:
    """Scan, and say how far it is where that is ``wanted``. ``watch`` sees every note that is read."""
    with progress(wanted, quiet=quiet) as drawn:
        return scan(options, progress=drawn, rulebook=rulebook, watch=watch)


def write_rejects(result: Result, path: Path) -> None:
    """List rejected rows as CSV."""
    with opened(path) as stream:
        rows = csv.writer(stream, lineterminator="\r\n")
        rows.writerow(("file", "row", "reason"))
        rows.writerows((harmless(row.file), row.row, row.reason) for row in result.rejected)


def tell_rejected(result: Result, listed: Path | None) -> None:
    """Say on standard error which rows were rejected, the first few of them by name."""
    rejected = result.run.rows.rejected
    if not rejected:
        return
    say(f"{rejected:,} of {result.run.rows.read:,} rows rejected:", "warning")
    for row in islice(result.rejected, SHOWN_REJECTS):
        say(printable(f"    {row.file}, row {row.row}: {row.reason}"))
    if rejected > SHOWN_REJECTS and not listed:
        say(f"    ... and {rejected - SHOWN_REJECTS:,} more: --rejects FILE lists all", "hint")
    if listed:
        say(printable(f"    all are listed in {listed}"))
