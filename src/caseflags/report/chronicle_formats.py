"""The formats in which a chronology can be written, and the one door to them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TextIO

from caseflags.errors import CaseflagsError, Problem
from caseflags.model import Result
from caseflags.report import chronicle_data, chronicle_html, chronicle_markdown, chronicle_text, chronicle_xlsx
from caseflags.report.chronicle import ChronologyOptions
from caseflags.report.paper import Paper

Writer = Callable[[Result, TextIO, Paper, ChronologyOptions], None]

CHRONOLOGY_FORMATS: Mapping[str, Writer] = {
    "text": chronicle_text.write,
    "markdown": chronicle_markdown.write,
    "json": chronicle_data.write_json,
    "jsonl": chronicle_data.write_jsonl,
    "csv": chronicle_data.write_csv,
    "html": chronicle_html.write,
    "xlsx": chronicle_xlsx.write,
}
"""A new format is a function and a line here."""


def render_chronology(
    result: Result,
    format_name: str,
    stream: TextIO,
    *,
    paper: Paper | None = None,
    options: ChronologyOptions | None = None,
) -> None:
    """Write the chronologies of a result's cases. Raises ``CaseflagsError`` if there is no such format."""
    writer = CHRONOLOGY_FORMATS.get(format_name)
    if writer is None:
        known = "one of: " + ", ".join(CHRONOLOGY_FORMATS)
        raise CaseflagsError(Problem(f"there is no format '{format_name}'", hint=known))
    writer(result, stream, paper or Paper(), options or ChronologyOptions())
