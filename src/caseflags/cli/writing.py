"""How a result is written: in which format, where, how wide, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from caseflags.cli.output import opened
from caseflags.cli.steps import format_of
from caseflags.cli.terminal import takes_color
from caseflags.model import Result
from caseflags.report import FORMATS, ReportOptions, render


@dataclass(frozen=True, slots=True)
class Writing:
    """What becomes of a result."""

    format: str | None
    output: Path | None
    width: int | None
    report: ReportOptions = field(default_factory=ReportOptions)
    pager: bool = False

    @property
    def format_name(self) -> str:
        """The format that was asked for, or that the file's ending asks for. Raises for one that is not known."""
        return format_of(self.format, self.output, FORMATS)

    def check(self) -> None:
        """Raise all that can be known to be wrong with format and options before the work begins."""
        _ = self.format_name
        self.report.check()

    def write(self, result: Result) -> None:
        """Write a result to the file or to standard output."""
        with opened(self.output, utf8=self.format_name != "text", pager=self.pager) as stream:
            color = self.output is None and takes_color(stream)
            render(result, self.format_name, stream, width=self.width, color=color, options=self.report)
