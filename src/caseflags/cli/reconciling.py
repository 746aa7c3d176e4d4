"""What ``caseflags reconcile`` does once it knows what is wanted: scan, lay the record beside it, write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from caseflags.casework.reconcile import Compared, Totals, compare
from caseflags.cli.output import opened
from caseflags.cli.steps import check_outputs, format_of, load_rules, scan_drawn, tell_rejected, write_rejects
from caseflags.cli.terminal import printable, say, takes_color
from caseflags.engine import ScanOptions, release
from caseflags.errors import CaseflagsError, ExitCode, Problem
from caseflags.intake.recorded import Recorded, read_recorded
from caseflags.model import CaseResult, Note, Result
from caseflags.report import reconciled_html, reconciled_xlsx
from caseflags.report.paper import Paper
from caseflags.report.reconciled import Reconciled, write_csv, write_json, write_jsonl
from caseflags.report.reconciled_pages import write_markdown, write_text
from caseflags.rulebook import CodeMap, Rulebook

FORMATS: Mapping[str, Callable[[Reconciled, TextIO, Paper], None]] = {
    "text": write_text,
    "markdown": write_markdown,
    "html": reconciled_html.write,
    "json": write_json,
    "jsonl": write_jsonl,
    "csv": write_csv,
    "xlsx": reconciled_xlsx.write,
}
CENSUS = "cin"
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where the record is, and what becomes of the comparison."""

    recorded: str
    format: str | None
    output: Path | None
    width: int | None
    rejects: Path | None
    progress: bool | None
    quiet: bool
    pager: bool


@dataclass(frozen=True, slots=True)
class _Cases:
    """The cases of a result, each beside its record; they can be gone through again."""

    result: Result
    recorded: Recorded
    codes: CodeMap

    def __iter__(self) -> Iterator[Compared]:
        return (compare(case, _record_of(case, self.recorded), self.codes) for case in self.result.cases)


def run(options: ScanOptions, wanted: Wanted) -> ExitCode:
    """Compare and write; 1 if notes and record differ, 3 if rows were rejected."""
    format_name = format_of(wanted.format, wanted.output, FORMATS)
    check_outputs(options.paths, wanted.output, wanted.rejects, also=[Path(wanted.recorded)])
    in_file = Path(wanted.recorded).is_file()
    recorded = read_recorded(wanted.recorded) if in_file else Recorded()
    if not in_file:
        _check_column(wanted.recorded)
        options = replace(options, keep=(wanted.recorded,))
    rulebook = load_rules(options, quiet=wanted.quiet)
    codes = _census(rulebook)
    watch = None if in_file else _watching(recorded)
    result = scan_drawn(options, rulebook, wanted.progress, quiet=wanted.quiet, watch=watch)
    with ExitStack() as stack:
        stack.callback(release, result)
        totals = Totals(codes)
        cases = _Cases(result, recorded, codes)
        for case in cases:
            totals.add(case)
        _write(Reconciled(result, cases, totals), format_name, wanted)
        if not wanted.quiet:
            _tell(result, recorded, totals, wanted, chosen=bool(options.cases))
    return ExitCode.GATE if totals.differing else ExitCode.REJECTED if result.run.rows.rejected else ExitCode.DONE


def _write(found: Reconciled, format_name: str, wanted: Wanted) -> None:
    with opened(wanted.output, utf8=format_name != "text", pager=wanted.pager) as stream:
        color = wanted.output is None and takes_color(stream)
        FORMATS[format_name](found, stream, Paper(wanted.width, color))
    if wanted.rejects:
        write_rejects(found.result, wanted.rejects)


def _check_column(name: str) -> None:
    if Path(name).suffix.lower() in {".csv", ".xlsx", ".json", ".jsonl", ".tsv", ".gz"}:
        raise CaseflagsError(Problem(f"there is no file {name}", hint="--recorded names a file, or a column"))


def _census(rulebook: Rulebook) -> CodeMap:
    found = [codes for codes in rulebook.codes if codes.id == CENSUS]
    if not found:
        raise CaseflagsError(Problem(f"there is no code map `{CENSUS}`", hint="install caseflags again"))
    return found[0]


def _watching(recorded: Recorded) -> Callable[[Note], None]:
    return lambda note: recorded.add(note.case_id, " ".join(note.extra.values()))


def _record_of(case: CaseResult, recorded: Recorded) -> set[str]:
    """Give the codes of a case; of cases of one family that are read as one, those of all."""
    ids = {note.case_id for note in case.case.notes}
    return {code for case_id in ids for code in recorded.codes.get(case_id, ())}


def _tell(result: Result, recorded: Recorded, totals: Totals, wanted: Wanted, *, chosen: bool) -> None:
    """Say on standard error what the comparison leaves out; cases that were not ``chosen`` are left out on purpose."""
    for message in result.messages:
        say(printable(f"note: {message}"))
    known = {note.case_id for case in result.cases for note in case.case.notes}
    strange = sorted(set(recorded.codes) - known)
    if strange and not chosen:
        say(printable(f"note: {len(strange):,} recorded cases are not in the export: {_some(strange)}"))
    if recorded.unread:
        unread = sorted(recorded.unread)
        say(printable(f"note: no code is recognised in what is recorded of {_some(unread)}"), "warning")
    tell_rejected(result, wanted.rejects)
    if wanted.output:
        say(printable(f"written to {wanted.output}"), "good")
    if totals.differing and result.run.rows.rejected:
        say("exit code 1: notes and record differ, which goes before rejected rows (3)")


def _some(names: list[str]) -> str:
    return ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
