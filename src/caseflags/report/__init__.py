"""A result becomes a page: one file per format, all fed the same document."""

from caseflags.report.options import ReportOptions
from caseflags.report.rendering import FORMATS, render

__all__ = ["FORMATS", "ReportOptions", "render"]
