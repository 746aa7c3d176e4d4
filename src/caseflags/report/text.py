"""The page that an analyst sees in a terminal, and the same page in plain characters where the stream is none.

Shades and marks are characters, so everything reads without colour; a stream that cannot take them gets ASCII.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from caseflags.model import PatternHit, Result
from caseflags.report.codes import HEADING
from caseflags.report.document import FOOTER, Document, pattern_title
from caseflags.report.excerpts import Excerpt, Shown
from caseflags.report.figures import when
from caseflags.report.options import ReportOptions
from caseflags.report.paper import Paper
from caseflags.report.text_codes import codes_parts
from caseflags.report.text_excerpts import ExcerptLayout
from caseflags.report.text_tables import grid_tables, listing_tables, pairs_across, pairs_in_case, people_tables
from caseflags.report.views import CaseView, CellEvidence, Overview, Tie
from caseflags.report.words import count, quoted, safe

_NARROWEST, _IN_A_PIPE, _WIDEST = 40, 80, 180
_INDENT = 2


def write(result: Result, stream: TextIO, paper: Paper, options: ReportOptions) -> None:
    """Write the page, section by section."""
    page = Page(stream, paper)
    document = Document(result, options)
    _head(page, document)
    _overview(page, document.overview())
    for number, case in enumerate(document.cases()):
        if number == 0 and document.selection.cases > 1:
            page.line()
            page.line(document.order())
        _case(page, case)
    _foot(page, document)


class Page:
    """A stream that takes what rich lays out, without the blanks that it leaves at the end of lines."""

    def __init__(self, stream: TextIO, paper: Paper) -> None:
        self._encoding = (getattr(stream, "encoding", None) or "utf-8").lower()
        self._stream = stream
        self.plain = not self._encoding.startswith("utf")
        self.color = paper.color
        self.width = _width(stream, paper)
        self.excerpts = ExcerptLayout(self.width - _INDENT, color=self.color, plain=self.plain)
        self._console = Console(
            file=stream,
            width=self.width,
            force_terminal=paper.color,
            color_system="standard" if paper.color else None,
            no_color=not paper.color,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
        )

    def show(self, *parts: RenderableType) -> None:
        """Lay out some parts, one below the other."""
        with self._console.capture() as captured:
            for part in parts:
                self._console.print(part)
        text = "\n".join(line.rstrip() for line in captured.get().split("\n"))
        self._stream.write(text.encode(self._encoding, errors="replace").decode(self._encoding))

    def indented(self, *parts: RenderableType) -> None:
        """Lay out some parts under a heading."""
        self.show(*(Padding(part, (0, 0, 0, _INDENT)) for part in parts))

    def line(self, text: str = "", style: str = "") -> None:
        """Write a paragraph."""
        self.show(Text(text, style=style))

    def heading(self, text: str) -> None:
        """Write the heading of a section."""
        self.show(Text(), Text(text, style="bold"))

    def banner(self, text: str) -> None:
        """Write a heading that runs on to the margin."""
        mark = "=" if self.plain else "━"
        line = f"{mark * 2} {text} "
        self.show(Text(), Text(line + mark * (self.width - len(line)), style="bold", no_wrap=True))


def _width(stream: TextIO, paper: Paper) -> int:
    """As wide as asked for, or as the terminal, within reason; the same in every pipe."""
    if paper.width is None and not stream.isatty():
        return _IN_A_PIPE
    return max(_NARROWEST, min(paper.width or Console(file=stream).width, _WIDEST))


def _head(page: Page, document: Document) -> None:
    page.line(safe(document.heading), "bold")
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for name, fact in document.facts():
        table.add_row(name, safe(fact))
    page.show(table)


def _overview(page: Page, overview: Overview) -> None:
    if overview.grid:
        page.heading(overview.grid.caption)
        page.show(*grid_tables(overview.grid, page.width, plain=page.plain))
    if overview.pairs:
        page.heading(f"How they meet, in cases (window: {overview.window_days} days)")
        page.show(*pairs_across(overview.pairs, page.width))
    if overview.people and overview.people.rows:
        page.heading("Who the findings are about, in all cases")
        page.show(*people_tables(overview.people, page.width))


def _case(page: Page, case: CaseView) -> None:
    page.banner(safe(f"Case {case.case_id}"))
    for fact in case.facts:
        page.line(safe(fact))
    if case.grid:
        page.heading(case.grid.caption)
        page.show(*grid_tables(case.grid, page.width, plain=page.plain))
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
    for listing in case.listings:
        page.heading(listing.heading)
        page.show(*listing_tables(listing, page.width))
    _patterns(page, case)
    if case.codes:
        page.heading(HEADING)
        page.indented(*codes_parts(case.codes, page.excerpts))
    if case.beside:
        page.heading("Beside: uncertain and denied, not in the counts above")
        page.indented(*_parts(page, case.beside))
    if case.findings:
        _findings(page, case.findings)


def _cell(page: Page, cell: CellEvidence) -> None:
    title = " + ".join(f"{label.code} {label.title}" for label in cell.labels)
    heading = Text(safe(title), style="bold cyan")
    how = Text("; ".join(map(_tie, cell.ties)), style="dim")
    page.show(Text())
    page.indented(heading, *([how] if cell.ties else []), *_parts(page, cell.shown, refer=not cell.ties))


def _tie(tie: Tie) -> str:
    return " with ".join(f"[{number}]" for number in tie.numbers) + f" {tie.how}"


def _parts(page: Page, shown: Shown, *, refer: bool = True) -> Iterator[RenderableType]:
    """Lay out evidence; ``refer`` to what stands elsewhere on the page unless the heading did."""
    yield from map(page.excerpts.numbered, shown.new)
    if shown.seen and refer:
        refs = " ".join(f"[{number}]" for number in shown.seen)
        yield Text(f"see also {refs}" if shown.new else f"see {refs}", style="dim")
    if shown.more:
        yield Text(f"and {shown.more} more: --view findings shows all", style="dim")


def _patterns(page: Page, case: CaseView) -> None:
    if not case.patterns:
        return
    page.heading("Patterns over time")
    for pattern in case.patterns:
        page.show(Text())
        page.indented(Group(*_pattern(pattern.hit)), *_parts(page, pattern.shown))


def _pattern(hit: PatternHit) -> Iterator[RenderableType]:
    title = safe(pattern_title(hit.title or hit.pattern_id))
    yield Text.assemble((f"{hit.level.value}: {title}", "bold"), safe(f" ({hit.pattern_id}), {when(hit)}"))
    if hit.story:
        yield Text(safe(quoted(hit.story)))


def _findings(page: Page, findings: tuple[Excerpt, ...]) -> None:
    total = sum(len(excerpt.findings) for excerpt in findings)
    page.heading(f"{count(total, 'finding')} in the order of the notes")
    page.indented(*page.excerpts.by_note(findings))


def _foot(page: Page, document: Document) -> None:
    page.line()
    for line in document.rest():
        page.line(safe(line))
    page.line(FOOTER, "dim")
