"""What ``caseflags chronology`` does once it knows what is wanted: scan, and write the events."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from caseflags.cli.choices import one_of
from caseflags.cli.output import opened
from caseflags.cli.steps import check_outputs, format_of, load_rules, scan_drawn, tell_rejected, write_rejects
from caseflags.cli.terminal import printable, say, takes_color
from caseflags.engine import ScanOptions, release
from caseflags.errors import CaseflagsError, ExitCode, Problem
from caseflags.model import Role
from caseflags.report.chronicle import ChronologyOptions
from caseflags.report.chronicle_formats import CHRONOLOGY_FORMATS, render_chronology
from caseflags.report.paper import Paper

__all__ = ["ChronologyOptions", "Paper", "Wanted", "run", "shown"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What becomes of the chronology."""

    format: str | None
    output: Path | None
    paper: Paper
    shown: ChronologyOptions
    rejects: Path | None
    progress: bool | None
    quiet: bool
    pager: bool


def shown(person: str | None, since: date | None, until: date | None) -> ChronologyOptions:
    """Make the choice of events of what was typed."""
    role = None if person is None else Role(one_of("--person", person, [role.value for role in Role]))
    if since and until and since > until:
        raise CaseflagsError(Problem(f"--since {since} is later than --until {until}", hint="swap the two"))
    return ChronologyOptions(role, since, until)


def run(options: ScanOptions, wanted: Wanted) -> ExitCode:
    """Scan and write; 3 if rows were rejected."""
    format_name = format_of(wanted.format, wanted.output, CHRONOLOGY_FORMATS)
    check_outputs(options.paths, wanted.output, wanted.rejects)
    rulebook = load_rules(options, quiet=wanted.quiet)
    result = scan_drawn(options, rulebook, wanted.progress, quiet=wanted.quiet)
    with ExitStack() as stack:
        stack.callback(release, result)
        with opened(wanted.output, utf8=format_name != "text", pager=wanted.pager) as stream:
            paper = replace(wanted.paper, color=wanted.output is None and takes_color(stream))
            render_chronology(result, format_name, stream, paper=paper, options=wanted.shown)
        if wanted.rejects:
            write_rejects(result, wanted.rejects)
        if not wanted.quiet:
            tell_rejected(result, wanted.rejects)
            if wanted.output:
                say(printable(f"written to {wanted.output}"), "good")
    return ExitCode.REJECTED if result.run.rows.rejected else ExitCode.DONE
