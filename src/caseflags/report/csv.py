"""One finding per row, safe to open in a spreadsheet.

A spreadsheet takes a cell that begins with ``=`` for a formula, and notes are other people's text: such cells get an
apostrophe in front (https://owasp.org/www-community/attacks/CSV_Injection).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from caseflags.model import Result
from caseflags.report.options import ReportOptions
from caseflags.report.paper import Paper
from caseflags.report.records import FIELDS, finding_record

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

_END = "\r\n"


def write(result: Result, stream: TextIO, paper: Paper, options: ReportOptions) -> None:  # noqa: ARG001
    """Write a header and the findings, case after case."""
    writer = csv.writer(_Lines(stream), lineterminator=_END)
    writer.writerow(FIELDS)
    for case in result.cases:
        for finding in case.case.findings:
            record = finding_record(finding)
            writer.writerow([_cell(name, record[name]) for name in FIELDS])


class _Lines:
    """Ends rows as everything else here ends lines.

    ``csv`` puts quotation marks round a carriage return inside a cell only if rows end in one.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, row: str) -> None:
        self._stream.write(row.removesuffix(_END) + "\n")


def harmless(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run.

    >>> harmless("=1+1"), harmless("1+1=2")
    ("'=1+1", '1+1=2')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cell(name: str, value: Any) -> str | int:  # noqa: ANN401 - a field of a finding
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    if name == "cues":
        value = _cues(value)
    elif name == "codes":
        value = "; ".join(value)
    return harmless(str(value).encode(errors="replace").decode())


def _cues(cues: Iterable[Mapping[str, Any]]) -> str:
    """Write cues as text: ``assertion=denied "denied" 4-10``, with a semicolon between them."""
    return "; ".join(f'{cue["axis"]}={cue["value"]} "{cue["text"]}" {cue["start"]}-{cue["end"]}' for cue in cues)
