"""One JSON document with everything in it, written case by case: memory does not grow with the cases."""

from __future__ import annotations

from typing import TextIO

from caseflags.model import Result
from caseflags.report.options import ReportOptions
from caseflags.report.paper import Paper
from caseflags.report.records import across_record, case_record, rejected_record, run_record, whole_finding
from caseflags.stored import write_document


def write(result: Result, stream: TextIO, paper: Paper, options: ReportOptions) -> None:  # noqa: ARG001
    """Write the document; each case and each finding stands on a line of its own."""
    parts = {
        "run": run_record(result.run),
        "cases": (case_record(case) for case in result.cases),
        "matrix": across_record(result.matrix),
        "findings": (whole_finding(finding) for case in result.cases for finding in case.case.findings),
        "rejected": (rejected_record(rejected) for rejected in result.rejected),
        "messages": list(result.messages),
    }
    write_document(stream, parts)
