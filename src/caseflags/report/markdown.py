"""The page as Markdown that pastes well into a report."""
from __future__ import annotations
from typing import TextIO
from caseflags.model import Result
from caseflags.report.options import ReportOptions
from caseflags.report.paper import Paper
def write(result: Result, stream: TextIO, paper: Paper, options: ReportOptions) -> None:
    """Write."""
