"""One finding per line, for scripts and notebooks."""

from __future__ import annotations

from typing import TextIO

from caseflags.model import Result
from caseflags.report.options import ReportOptions
from caseflags.report.paper import Paper
from caseflags.report.records import finding_record
from caseflags.stored import dumps


def write(result: Result, stream: TextIO, paper: Paper, options: ReportOptions) -> None:  # noqa: ARG001
    """Write the findings, case after case, each with the promised fields in their order."""
    for case in result.cases:
        for finding in case.case.findings:
            stream.write(dumps(finding_record(finding)) + "\n")
