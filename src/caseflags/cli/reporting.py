"""What ``caseflags report`` does once it knows what is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from caseflags.cli.output import check_output
from caseflags.cli.terminal import printable, say
from caseflags.cli.writing import Writing
from caseflags.errors import CaseflagsError, ExitCode, Problem
from caseflags.intake.guess import did_you_mean
from caseflags.model import Result
from caseflags.report import ReportOptions, StoredCases, load_result

__all__ = ["ReportOptions", "Writing", "run"]
_SOME = 10


def run(path: Path, writing: Writing, cases: Sequence[str], *, quiet: bool) -> ExitCode:
    """Write a stored result anew."""
    writing.check()
    check_output(writing.output, (path,))
    result = load_result(path)
    if cases:
        result = _only(result, cases)
    writing.write(result)
    if writing.output and not quiet:
        say(printable(f"written to {writing.output}"), "good")
    return ExitCode.DONE


def _only(result: Result, wanted: Sequence[str]) -> Result:
    """Leave those cases that are wanted; the matrix across cases stays that of all."""
    known = {case.case.case_id for case in result.cases}
    if missing := [case for case in wanted if case not in known]:
        some = "cases are " + ", ".join(sorted(known)[:_SOME])
        raise CaseflagsError(
            Problem(f"there is no case '{name}' in this result", hint=did_you_mean(name, sorted(known)) + some)
            for name in missing
        )
    assert isinstance(result.cases, StoredCases)  # noqa: S101 - load_result gives no others
    return replace(result, cases=replace(result.cases, only=frozenset(wanted)))
