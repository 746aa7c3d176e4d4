"""The formats in which a result can be written: a table, and the one door to them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TextIO

from caseflags.errors import CaseflagsError, Problem
from caseflags.model import Result
from caseflags.report import csv, html, json, jsonl, markdown, text, xlsx
from caseflags.report.options import ReportOptions
from caseflags.report.paper import Paper

Writer = Callable[[Result, TextIO, Paper, ReportOptions], None]

FORMATS: Mapping[str, Writer] = {
    "text": text.write,
    "markdown": markdown.write,
    "json": json.write,
    "jsonl": jsonl.write,
    "csv": csv.write,
    "html": html.write,
    "xlsx": xlsx.write,
}
"""A new format is a file with ``write`` and a line here."""


def render(
    result: Result,
    format_name: str,
    stream: TextIO,
    *,
    width: int | None = None,
    color: bool = False,
    options: ReportOptions | None = None,
) -> None:
    """Write ``result`` to ``stream``. ``width`` and ``color`` are for terminals; other formats take no notice.

    Raises:
        CaseflagsError: there is no such format, view or order.
    """
    options = options or ReportOptions()
    options.check()
    writer = FORMATS.get(format_name)
    if writer is None:
        raise CaseflagsError(Problem(f"there is no format '{format_name}'", hint="one of: " + ", ".join(FORMATS)))
    writer(result, stream, Paper(width, color), options)
