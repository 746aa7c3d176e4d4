"""Notes and record side by side, for readers: text and Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO

from rich.table import Table
from rich.text import Text

from caseflags.casework.reconcile import Compared, Row
from caseflags.coding import CodeHit
from caseflags.model import Finding
from caseflags.report.codes import rests_on
from caseflags.report.figures import number
from caseflags.report.markdown import escape
from caseflags.report.paper import Paper
from caseflags.report.reconciled import Reconciled
from caseflags.report.text import Page
from caseflags.report.words import count, day, quoted, safe

COLUMNS = ("notes", "record", "both", "notes only", "record only", "to check")
"""What the numbers of a row are, in the words of readers."""
_GAP, _LEAST, _WIDE = 2, 8, 60
_MANY = 200
FOOTER = "A code is given by a person. Notes that say nothing of a factor do not say that it is absent."


def write_text(found: Reconciled, stream: TextIO, paper: Paper) -> None:
    """Write the totals, then the cases that differ."""
    page = Page(stream, paper)
    run, totals = found.result.run, found.totals
    page.line(f"{run.tool} {run.version}: what the notes say and what the record says", "bold")
    page.line(safe(found.form))
    page.line(summary(found))
    factors = [row for row in totals.factors.values() if _counts(row)]
    if factors:
        page.heading(f"Cases, of {totals.with_record:,} with a record")
        page.indented(_grid(factors, totals.with_record, page.width - 2))
        page.heading("By code")
        codes = [row for row in totals.codes.values() if _counts(row)]
        page.indented(_grid(codes, 0, page.width - 2, list(_codes(found))))
    for case in found.cases:
        if case.differs:
            page.banner(safe(f"Case {case.case.case_id}"))
            page.line(f"recorded: {', '.join(case.recorded)}")
            for heading, lines in parts(case):
                page.heading(heading)
                page.indented(*(Text(safe(line)) for line in lines))
    page.line()
    page.line(FOOTER, "dim")


def write_markdown(found: Reconciled, stream: TextIO, paper: Paper) -> None:  # noqa: ARG001 - one shape for all formats
    """Write the totals, then the cases that differ."""
    stream.writelines(f"{line}\n" for line in _markdown(found))


def _markdown(found: Reconciled) -> Iterator[str]:
    run = found.result.run
    yield f"# {escape(f'{run.tool} {run.version}: what the notes say and what the record says')}\n"
    yield f"{escape(found.form)}. {escape(summary(found))}"
    for grid in tables(found):
        yield f"\n## {grid.caption}\n"
        yield from _table(grid)
    for case in found.cases:
        if case.differs:
            yield f"\n## Case {escape(case.case.case_id)}\n"
            yield f"Recorded: {escape(', '.join(case.recorded))}"
            for heading, lines in parts(case):
                yield f"\n### {heading}\n"
                yield from (f"- {escape(line)}" for line in lines)
    yield f"\n*{FOOTER}*"


@dataclass(frozen=True, slots=True)
class Numbers:
    """A table of totals: a caption, and rows of a title and its numbers as readers see them."""

    caption: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def tables(found: Reconciled) -> tuple[Numbers, ...]:
    """Lay out the totals by factor and by code; no table where nothing was found or recorded."""
    totals = found.totals
    factors = tuple((row.title, _numbers(row, totals.with_record)) for row in totals.factors.values() if _counts(row))
    codes = tuple((f"{code} {row.title}", _numbers(row, 0)) for code, row in totals.codes.items() if _counts(row))
    both = (Numbers(f"Cases, of {totals.with_record:,} with a record", factors), Numbers("By code", codes))
    return tuple(grid for grid in both if grid.rows)


def summary(found: Reconciled) -> str:
    """Count the cases, those with a record, and those that differ."""
    totals = found.totals
    without = totals.cases - totals.with_record
    differ = f"{totals.differing:,} of them {'differs' if totals.differing == 1 else 'differ'}"
    said = f"{count(totals.cases, 'case')}, {totals.with_record:,} with a record, {differ}"
    left_out = f"; {without:,} without a record {'is' if without == 1 else 'are'} not compared" if without else ""
    return said + left_out


def _counts(row: Row) -> bool:
    return bool(row.notes or row.recorded or row.to_check)


def _codes(found: Reconciled) -> Iterator[str]:
    return (code for code, row in found.totals.codes.items() if _counts(row))


def _grid(rows: Sequence[Row], of: int, room: int, codes: Sequence[str] = ()) -> Table:
    """Lay out rows of numbers in ``room`` characters; a title that is too long for what they leave is shortened."""
    numbers = [_numbers(row, of) for row in rows]
    widths = [max(len(name), *(len(cells[place]) for cells in numbers)) for place, name in enumerate(COLUMNS)]
    left = room - sum(widths) - _GAP * len(widths)
    names = [row.title if left >= _WIDE else row.title.partition(",")[0] for row in rows]
    if codes:
        names = [f"{code:4}{name}" for code, name in zip(codes, names, strict=True)]
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="dim")
    table.add_column("", overflow="fold", width=max(_LEAST, min(left, max(map(len, names)))))
    for name, width in zip(COLUMNS, widths, strict=True):
        table.add_column(name, justify="right", no_wrap=True, width=width)
    for name, cells in zip(names, numbers, strict=True):
        table.add_row(safe(name), *cells)
    return table


def _table(grid: Numbers) -> Iterator[str]:
    yield f"| | {' | '.join(COLUMNS)} |"
    yield f"| --- | {' | '.join('---:' for _ in COLUMNS)} |"
    for title, numbers in grid.rows:
        yield f"| {escape(title)} | {' | '.join(numbers)} |"


def _numbers(row: Row, of: int) -> tuple[str, ...]:
    """Write a row's numbers, the first two with their share ``of`` all cases, if that is given."""
    first = (_share(row.notes, of), _share(row.recorded, of))
    return (*first, *(number(value) for value in (row.both, row.notes_only, row.record_only, row.to_check)))


def _share(value: int, of: int) -> str:
    digits = 1 if of >= _MANY else 0
    return f"{value:,} ({100 * value / of:.{digits}f} %)" if of and value else number(value)


def parts(case: Compared) -> Iterator[tuple[str, list[str]]]:
    """Say what differs in a case, heading by heading."""
    findings = {finding.finding_id: finding for finding in case.case.findings}
    if case.notes_only:
        yield "The notes say it and the record does not", [_told(hit, findings) for hit in case.notes_only]
    if case.record_only:
        lines = [f"{lone.code} {lone.title}: {lone.why}" for lone in case.record_only]
        yield "The record says it and the notes do not", lines
    if case.to_check:
        yield "To check", [f"{hit.code} {hit.title} ({rests_on(hit)}): {hit.check}" for hit in case.to_check]
    if case.uncovered:
        yield "Recorded, and nothing that notes are read for", [", ".join(case.uncovered)]


def _told(hit: CodeHit, findings: dict[str, Finding]) -> str:
    """Name a code with the clearest of its findings: the first of the highest level."""
    shown = max((findings[ref] for ref in hit.evidence if ref in findings), key=lambda f: f.level.rank, default=None)
    said = f"{hit.code} {hit.title} ({rests_on(hit)})"
    if shown is None:
        return said
    words = quoted(" ".join((shown.excerpt or shown.text).split()))
    return f'{said}: "{words}" {day(shown.date)}, note {shown.note_id} (row {shown.row})'
