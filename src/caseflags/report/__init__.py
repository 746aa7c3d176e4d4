"""A result becomes a page: one file per format, all fed the same document."""

from caseflags.report.loading import StoredCases, load_result
from caseflags.report.options import ReportOptions
from caseflags.report.rendering import FORMATS, render

__all__ = ["FORMATS", "ReportOptions", "StoredCases", "load_result", "render"]
