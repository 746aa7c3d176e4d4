"""One self-contained page to look at: an overview of all cases, and for each its matrix, timeline and evidence.

Nothing is fetched from elsewhere, and nothing in a note can become markup: Jinja2 escapes every text, and a Content
Security Policy allows no script and no style but the two whose hashes it names
(https://www.w3.org/TR/CSP3/#strict-csp).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TextIO

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from caseflags.model import CaseResult, Result
from caseflags.report import figures
from caseflags.report.document import FOOTER, Document, pattern_title
from caseflags.report.html_case import CasePage, case_page
from caseflags.report.html_overview import overview_page
from caseflags.report.options import ReportOptions
from caseflags.report.paper import Paper
from caseflags.report.words import count, day, safe, shade

MOST_CASES = 2_000
"""So many cases a page holds; a browser still opens that at once."""

_PAGE = Path(__file__).with_name("page")


def write(result: Result, stream: TextIO, paper: Paper, options: ReportOptions) -> None:  # noqa: ARG001
    """Write the page, case by case."""
    document = Document(result, replace(options, view="all", top=MOST_CASES))
    style, script = _source("style.css"), _source("page.js")
    parts = (
        _environment()
        .get_template("page.html")
        .generate(
            heading=safe(document.heading),
            facts=[(name, safe(fact)) for name, fact in document.facts()],
            order=document.order(),
            overview=overview_page(document.selection.shown, result.matrix),
            across=document.overview(),
            cases=_cases(document),
            single=len(document.selection.shown) == 1,
            rest=[safe(line) for line in document.rest()],
            footer=FOOTER,
            style=style,
            script=script,
            policy=_policy(style, script),
        )
    )
    stream.writelines(parts)


def _cases(document: Document) -> Iterator[CasePage]:
    results: list[CaseResult] = document.selection.shown
    return (case_page(result, view) for result, view in zip(results, document.cases(), strict=True))


def _policy(style: str, script: str) -> str:
    """Allow our own style and script, and nothing else."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "img-src 'none'; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _source(name: str) -> str:
    return (_PAGE / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_PAGE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"day": day, "plain": safe, "number": figures.number, "pattern_title": pattern_title}
    environment.globals |= {"count": count, "shade": shade, "figures": figures}
    return environment
