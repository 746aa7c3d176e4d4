"""The page that an analyst sees in a terminal, and the same page in plain characters where the stream is none.

Shades and marks are characters, so everything reads without colour; a stream that cannot take them gets ASCII.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from caseflags.model import PatternHit, Result
from caseflags.report.document import FOOTER, Document, pattern_title
from caseflags.report.excerpts import Excerpt, Shown
from caseflags.report.options import ReportOptions
from caseflags.report.paper import Paper
from caseflags.report.text_excerpts import excerpt_block
from caseflags.report.text_tables import grid_tables, pairs_across, pairs_in_case, people_tables
from caseflags.report.views import CaseView, CellEvidence, Overview, PatternShown
from caseflags.report.words import Label, count, day, safe

_NARROW, _WIDEST = 80, 180
_INDENT = (0, 0, 0, 2)


def write(result: Result, stream: TextIO, paper: Paper, options: ReportOptions) -> None:
    """Write the page, section by section."""
    page = Page(stream, paper)
    document = Document(result, options)
    _head(page, document)
    _overview(page, document.overview())
    cases = list(document.cases())
    if len(cases) > 1:
        page.line(document.order())
    for case in cases:
        _case(page, case)
    _foot(page, document)


class Page:
    """A stream that takes what rich lays out, without the blanks that it leaves at the end of lines."""

    def __init__(self, stream: TextIO, paper: Paper) -> None:
        encoding = (getattr(stream, "encoding", None) or "utf-8").lower()
        self.ascii = not encoding.startswith("utf")
        self.color = paper.color
        self._stream = stream
        self._encoding = encoding
        self._console = Console(
            file=stream,
            width=self._width(stream, paper),
            force_terminal=paper.color,
            color_system="standard" if paper.color else None,
            no_color=not paper.color,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
        )
        self.width = self._console.width

    @staticmethod
    def _width(stream: TextIO, paper: Paper) -> int:
        if paper.width:
            return max(40, min(paper.width, _WIDEST))
        if stream.isatty():
            return min(_WIDEST, Console(file=stream).width)
        return _NARROW

    def show(self, *parts: RenderableType) -> None:
        """Lay out some parts, one below the other."""
        with self._console.capture() as captured:
            for part in parts:
                self._console.print(part)
        text = captured.get()
        if not self.color:
            text = "\n".join(line.rstrip() for line in text.split("\n"))
        self._write(text)

    def line(self, text: str = "", style: str = "") -> None:
        """Write a paragraph."""
        self.show(Text(text, style=style))

    def heading(self, text: str, *, mark: str = "") -> None:
        """Write a heading; with ``mark``, a line of it runs on to the margin."""
        mark = "=" if self.ascii and mark else mark
        line = f"{mark * 2} {text} " if mark else text
        line += mark * (self.width - len(line))
        self.show(Text(), Text(line, style="bold", overflow="fold", no_wrap=not mark))

    def _write(self, text: str) -> None:
        """Write what the stream can take; it is better to see a ? than nothing."""
        self._stream.write(text.encode(self._encoding, errors="replace").decode(self._encoding))


def _head(page: Page, document: Document) -> None:
    page.line(safe(document.heading), "bold")
    for name, fact in document.facts():
        page.show(Padding(_hanging(f"{name:6}", safe(fact), page), (0, 0, 0, 0)))


def _hanging(name: str, text: str, page: Page) -> RenderableType:
    """A name with a paragraph beside it."""
    from rich.table import Table  # noqa: PLC0415

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(max_width=page.width - len(name) - 2)
    table.add_row(name, text)
    return table


def _overview(page: Page, overview: Overview) -> None:
    if overview.grid:
        page.heading(overview.grid.caption)
        page.show(*grid_tables(overview.grid, page.width, plain=page.ascii))
    if overview.pairs:
        page.heading(f"How they meet, in cases (windows of {overview.window_days} days)")
        page.show(*pairs_across(overview.pairs, page.width))
    if overview.people:
        page.heading("Who the findings are about, in all cases")
        page.show(*people_tables(overview.people, page.width))
    if overview.grid or overview.people:
        page.line()


def _case(page: Page, case: CaseView) -> None:
    page.heading(safe(f"Case {case.case_id}"), mark="━")
    for fact in case.facts:
        page.line(safe(fact), "dim" if page.color else "")
    if case.grid:
        page.heading(case.grid.caption)
        page.show(*grid_tables(case.grid, page.width, plain=page.ascii))
    if case.pairs:
        page.heading(f"How they meet (pairs of notes within {case.window_days} days)")
        page.show(*pairs_in_case(case.pairs, page.width))
    if case.evidence:
        page.heading("Evidence")
        for cell in case.evidence:
            _cell(page, cell)
    if case.people and case.people.rows:
        page.heading("Who the findings are about")
        page.show(*people_tables(case.people, page.width))
    _patterns(page, case)
    if case.beside.new or case.beside.seen:
        page.heading("Beside: uncertain and denied, not in the counts above")
        _shown(page, case.beside)
    _findings(page, case.findings)
    page.line()


def _cell(page: Page, cell: CellEvidence) -> None:
    names = cell.labels if len(cell.labels) > 1 else (*cell.labels,)
    title = " + ".join(_named(label) for label in names) + ("" if len(names) > 1 else ", by itself")
    page.show(Text(), Padding(Text(title, style="bold cyan" if page.color else ""), _INDENT))
    _shown(page, cell.shown)


def _named(label: Label) -> str:
    return f"{label.code} {label.title}"


def _shown(page: Page, shown: Shown) -> None:
    page.show(*(Padding(part, _INDENT) for part in _parts(page, shown)))


def _parts(page: Page, shown: Shown) -> Iterator[RenderableType]:
    for excerpt in shown.new:
        yield excerpt_block(excerpt, page.width - 2, color=page.color, plain=page.ascii)
    if shown.seen:
        refs = " ".join(f"[{number}]" for number in sorted(shown.seen))
        yield Text(f"see also {refs}" if shown.new else f"see {refs}", style="dim")
    if shown.more:
        yield Text(f"and {shown.more} more: --view findings shows all", style="dim")


def _patterns(page: Page, case: CaseView) -> None:
    if not case.patterns:
        return
    page.heading("Patterns over time")
    for pattern in case.patterns:
        page.show(Text(), Padding(Group(*_pattern(pattern.hit)), _INDENT))
        _shown(page, pattern.shown)


def _pattern(hit: PatternHit) -> Iterator[RenderableType]:
    known = "" if hit.known else ", not yet known: its window is still open"
    when = day(hit.first_date) if hit.first_date == hit.last_date else f"{day(hit.first_date)} to {day(hit.last_date)}"
    yield Text(f"{hit.level.value}: {safe(pattern_title(hit.title or hit.pattern_id))} ({hit.pattern_id})", style="bold")
    yield Text(when + known)
    if hit.story:
        yield Text(safe(hit.story))


def _findings(page: Page, findings: tuple[Excerpt, ...]) -> None:
    if not findings:
        return
    total = sum(len(excerpt.findings) for excerpt in findings)
    page.heading(f"{count(total, 'finding')} in the order of the notes")
    for excerpt in findings:
        page.show(Padding(excerpt_block(excerpt, page.width - 2, color=page.color, plain=page.ascii), _INDENT))


def _foot(page: Page, document: Document) -> None:
    for line in document.rest():
        page.line(safe(line))
    page.line(FOOTER, "dim")


__all__ = ["Page", "PatternShown", "write"]
