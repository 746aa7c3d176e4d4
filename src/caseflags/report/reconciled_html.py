"""Notes and record side by side as a page for the browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from caseflags.report.document import facts_of, inputs_of
from caseflags.report.html_overview import anchor
from caseflags.report.html_shell import generate
from caseflags.report.paper import Paper
from caseflags.report.reconciled import Reconciled
from caseflags.report.reconciled_pages import COLUMNS, FOOTER, parts, summary, tables
from caseflags.report.words import safe


@dataclass(frozen=True, slots=True)
class CaseDiffering:
    """A case in which notes and record differ: what was recorded, and under each heading what differs."""

    anchor: str
    case_id: str
    recorded: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]


def write(found: Reconciled, stream: TextIO, paper: Paper) -> None:  # noqa: ARG001 - one shape for all formats
    """Write the totals, then the cases that differ."""
    result, cases = found.result, list(_cases(found))
    named = inputs_of(result)
    stream.writelines(
        generate(
            "reconciled.html",
            heading=safe("What the notes say and what the record says" + (f": {named}" if named else "")),
            form=safe(found.form),
            summary=summary(found),
            facts=[(name, safe(fact)) for name, fact in facts_of(result, f"{found.totals.cases:,}")],
            tool=f"{result.run.tool} {result.run.version}",
            columns=COLUMNS,
            tables=tables(found),
            cases=cases,
            footer=FOOTER,
            rest=[],
        )
    )


def _cases(found: Reconciled) -> Iterator[CaseDiffering]:
    for case in found.cases:
        if case.differs:
            told = tuple((heading, tuple(map(safe, lines))) for heading, lines in parts(case))
            name = case.case.case_id
            yield CaseDiffering(anchor(name), safe(name), ", ".join(case.recorded), told)
