"""One JSON document with everything in it, written case by case: memory does not grow with the cases."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from caseflags.model import Result
from caseflags.report.options import ReportOptions
from caseflags.report.paper import Paper
from caseflags.report.records import across_record, case_record, rejected_record, run_record, whole_finding


def write(result: Result, stream: TextIO, paper: Paper, options: ReportOptions) -> None:  # noqa: ARG001
    """Write the document; each case and each finding stands on a line of its own."""
    stream.write('{\n"run": ' + dumps(run_record(result.run)))
    _array(stream, "cases", (case_record(case) for case in result.cases))
    stream.write(',\n"matrix": ' + dumps(across_record(result.matrix)))
    _array(stream, "findings", (whole_finding(finding) for case in result.cases for finding in case.case.findings))
    _array(stream, "rejected", (rejected_record(rejected) for rejected in result.rejected))
    stream.write(',\n"messages": ' + dumps(list(result.messages)) + "\n}\n")


def dumps(value: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    """Write a value on one line. Half a surrogate pair, which no UTF-8 stream takes, makes it all ASCII."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    return text


def _array(stream: TextIO, name: str, values: Iterable[Any]) -> None:
    stream.write(f',\n"{name}": [')
    separator = "\n"
    for value in values:
        stream.write(separator + dumps(value))
        separator = ",\n"
    stream.write("]" if separator == "\n" else "\n]")
