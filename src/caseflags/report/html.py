"""One self-contained page to look at: an overview of all cases, and for each its matrix, timeline and evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TextIO

from caseflags.model import CaseResult, Result
from caseflags.report import html_shell
from caseflags.report.document import FOOTER, Document
from caseflags.report.html_case import CasePage, case_page
from caseflags.report.html_overview import overview_page
from caseflags.report.html_shell import generate
from caseflags.report.options import ReportOptions
from caseflags.report.paper import Paper
from caseflags.report.words import safe


def write(result: Result, stream: TextIO, paper: Paper, options: ReportOptions) -> None:  # noqa: ARG001
    """Write the page, case by case."""
    document = Document(result, replace(options, view="all", top=html_shell.MOST_CASES))
    stream.writelines(
        generate(
            "page.html",
            script="page.js",
            heading=safe(document.heading),
            facts=[(name, safe(fact)) for name, fact in document.facts()],
            order=document.order(),
            overview=overview_page(document.selection.shown, result.matrix),
            across=document.overview(),
            cases=_cases(document),
            single=len(document.selection.shown) == 1,
            rest=[safe(line) for line in document.rest()],
            footer=FOOTER,
        )
    )


def _cases(document: Document) -> Iterator[CasePage]:
    results: list[CaseResult] = document.selection.shown
    return (case_page(result, view) for result, view in zip(results, document.cases(), strict=True))
