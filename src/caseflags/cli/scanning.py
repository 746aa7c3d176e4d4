"""What ``caseflags scan`` does once it knows what is wanted: scan, write, and say on standard error how it went."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from caseflags.cli.steps import check_outputs, load_rules, scan_drawn, tell_rejected, write_rejects
from caseflags.cli.summary import tell_summary
from caseflags.cli.terminal import printable, say
from caseflags.cli.writing import Writing
from caseflags.engine import ScanOptions, release
from caseflags.engine.gates import GateHit, hits, parse_gates
from caseflags.engine.pseudonyms import Pseudonyms, read_key
from caseflags.errors import CaseflagsError, ExitCode, Problem
from caseflags.model import Result
from caseflags.quality.difference import compare
from caseflags.quality.sides import LiveSide, open_side
from caseflags.report import ReportOptions
from caseflags.report.words import count

_PAGES = frozenset({"text", "markdown", "html"})
__all__ = ["ReportOptions", "ScanWriting", "Writing", "run"]


@dataclass(frozen=True, slots=True)
class ScanWriting:
    """What becomes of the result, and what is said on the way."""

    result: Writing
    rejects: Path | None
    progress: bool | None
    quiet: bool
    baseline: Path | None = None

    def check(self, exports: Sequence[str]) -> None:
        """Raise all that can be known to be wrong before the work begins."""
        self.result.check()
        check_outputs(exports, self.result.output, self.rejects)


def pseudonyms_of(key_file: Path | None) -> Pseudonyms | None:
    """Read the key for pseudonyms, if there is one."""
    return Pseudonyms(read_key(key_file)) if key_file else None


def run(options: ScanOptions, writing: ScanWriting, fail_on: Sequence[str]) -> ExitCode:
    """Scan and write; the exit code says how it went."""
    writing.check(options.paths)
    rulebook = load_rules(options, quiet=writing.quiet)
    gates = parse_gates(fail_on, rulebook)
    before = open_side(writing.baseline) if writing.baseline and writing.baseline != Path() else None
    if before is None and any(gate.new for gate in gates):
        raise CaseflagsError(Problem("--fail-on new needs something to compare with", hint="add --baseline RESULT"))
    result = scan_drawn(options, rulebook, writing.progress, quiet=writing.quiet)
    with ExitStack() as stack:
        stack.callback(release, result)
        difference = compare(before, LiveSide(result)) if before else None  # first: the output may take its place
        _write(result, writing)
        hit = hits(gates, result.cases, difference)
        if not writing.quiet:
            _tell(result, writing, hit)
        if gates or difference:
            tell_summary(result, hit, difference, quiet=writing.quiet)
    return ExitCode.GATE if hit else ExitCode.REJECTED if result.run.rows.rejected else ExitCode.DONE


def _write(result: Result, writing: ScanWriting) -> None:
    writing.result.write(result)
    if writing.rejects:
        write_rejects(result, writing.rejects)


def _tell(result: Result, writing: ScanWriting, hit: Sequence[GateHit]) -> None:
    """Say on standard error what the result itself does not: its file, odd inputs, rejected rows, gates."""
    if writing.result.format_name not in _PAGES:
        for message in result.messages:
            say(printable(f"note: {message}"))
    tell_rejected(result, writing.rejects)
    for gate in hit:
        say(printable(_gate_line(gate)), "error")
    if writing.result.output:
        say(printable(f"written to {writing.result.output}"), "good")
    if hit and result.run.rows.rejected:
        say("exit code 1: a gate was hit, which goes before rejected rows (3)")


def _gate_line(hit: GateHit) -> str:
    """Say how often a gate was hit, and where to look first."""
    parts = [count(number, what) for number, what in ((hit.findings, "finding"), (hit.patterns, "pattern")) if number]
    return f"--fail-on {hit.gate.text}: {' and '.join(parts)} in {count(hit.cases, 'case')}, the first is {hit.example}"
