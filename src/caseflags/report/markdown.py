"""The page as Markdown that pastes well into a report: headings, tables, quotations with the words found in bold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from caseflags.model import Result
from caseflags.report import figures
from caseflags.report.document import FOOTER, Document, pattern_title
from caseflags.report.excerpts import Excerpt, Shown, told
from caseflags.report.markdown_codes import codes_lines
from caseflags.report.options import ReportOptions
from caseflags.report.paper import Paper
from caseflags.report.views import CaseView, CellEvidence, Grid, Listing, Overview, Pair, PatternShown, PeopleTable
from caseflags.report.words import count, day, quoted, safe

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~#]")
_ENTITY = re.compile(r"&(?=#?\w+;)")


def write(result: Result, stream: TextIO, paper: Paper, options: ReportOptions) -> None:  # noqa: ARG001
    """Write the page, case by case."""
    document = Document(result, options)
    stream.writelines(f"{line}\n" for line in _head(document))
    stream.writelines(f"{line}\n" for line in _overview(document.overview()))
    if document.selection.cases > 1 and document.selection.shown:
        stream.write(f"\n{document.order()}.\n")
    for case in document.cases():
        stream.writelines(f"{line}\n" for line in _case(case))
    stream.writelines(f"\n{escape(line)}\n" for line in document.rest())
    stream.write(f"\n*{FOOTER}*\n")


def escape(text: str) -> str:
    r"""Make text mean itself: nothing in a note becomes markup, a link or a cell.

    >>> print(escape("<b>*drunk*</b> | &lt; 5"))
    \<b\>\*drunk\*\</b\> \| &amp;lt; 5
    """
    return _ENTITY.sub("&amp;", _SPECIAL.sub(lambda found: "\\" + found.group(), safe(text)))


def _head(document: Document) -> Iterator[str]:
    yield f"# {escape(document.heading)}"
    yield ""
    for name, fact in document.facts():
        yield f"- **{name}**: {escape(fact)}"


def _overview(overview: Overview) -> Iterator[str]:
    if overview.grid or (overview.people and overview.people.rows):
        yield "\n## All cases"
    if overview.grid:
        yield from _grid(overview.grid)
    if overview.pairs:
        yield f"\nHow they meet, in cases (window: {overview.window_days} days):\n"
        yield from _pairs_across(overview.pairs)
    if overview.people and overview.people.rows:
        yield from _people(overview.people)


def _case(case: CaseView) -> Iterator[str]:
    yield f"\n## Case {escape(case.case_id)}\n"
    yield from (f"- {escape(fact)}" for fact in case.facts)
    if case.grid:
        yield from _grid(case.grid)
    if case.pairs:
        yield f"\nHow they meet (pairs of notes within {case.window_days} days):\n"
        yield from _pairs_in_case(case.pairs)
    if case.evidence:
        yield "\n### Evidence"
        for cell in case.evidence:
            yield from _cell(cell)
    if case.people and case.people.rows:
        yield from _people(case.people)
    for listing in case.listings:
        yield from _listing(listing)
    if case.patterns:
        yield "\n### Patterns over time"
        for pattern in case.patterns:
            yield from _pattern(pattern)
    if case.codes:
        yield from codes_lines(case.codes, escape, _excerpt)
    if case.beside:
        yield "\n### Beside: uncertain and denied, not in the counts above\n"
        yield from _shown(case.beside)
    if case.findings:
        total = sum(len(excerpt.findings) for excerpt in case.findings)
        yield f"\n### {count(total, 'finding')} in the order of the notes\n"
        yield from map(_excerpt, case.findings)


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, left: int = 1) -> Iterator[str]:
    """Write a table whose first columns stand left and whose numbers stand right."""
    yield f"| {' | '.join(headings)} |"
    yield f"| {' | '.join('---' if place < left else '---:' for place in range(len(headings)))} |"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _grid(grid: Grid) -> Iterator[str]:
    yield f"\n{grid.caption}:\n"
    rows = []
    for label, numbers, cell in zip(grid.labels, grid.numbers, grid.singles, strict=True):
        counts = (cell.findings, cell.uncertain, cell.denied)
        rows.append([f"**{escape(f'{label.code} {label.title}')}**", *map(figures.number, (*numbers, *counts))])
    titles = [escape(label.title) for label in grid.labels]
    yield from _table(["", *titles, "affirmed findings", "uncertain", "denied"], rows)


def _pairs_in_case(pairs: Iterable[Pair]) -> Iterator[str]:
    rows = []
    for pair in pairs:
        cell = pair.cell
        numbers = map(figures.number, (cell.notes, cell.sentences, cell.window_pairs))
        median = figures.days(cell.measures.get("median_days"))
        first = escape(figures.first_in_pairs(pair, titles=True))
        rows.append([_pair(pair), first, *numbers, median, figures.beside(cell.uncertain, cell.denied)])
    headings = ["factors", "pairs in which it came first", "notes with both", "sentences with both", "pairs of notes"]
    yield from _table([*headings, "median days", "beside"], rows, left=2)
    yield "\nBeside: notes that would hold both if uncertain (?) or denied (d) findings counted."


def _pairs_across(pairs: Iterable[Pair]) -> Iterator[str]:
    rows = []
    for pair in pairs:
        cell = pair.cell
        first = escape(figures.first_in_cases(pair, titles=True))
        close = [figures.number(cell.measures.get(name)) for name in ("cases_same_note", "cases_in_window")]
        chance = (figures.expected(cell), figures.ratio(cell, star=r"\*"))
        rows.append([_pair(pair), first, figures.number(cell.cases), *chance, *close])
    headings = ["factors", "cases in which it was noted first", "cases with both", "by chance", "ratio (95 % interval)"]
    yield from _table([*headings, "in one note", "in the window"], rows, left=2)
    yield "\nBy chance: what independence would give. \\*: under 10 cases, a small number. Definitions: docs/matrix.md."


def _people(people: PeopleTable) -> Iterator[str]:
    yield "\n### Who the findings are about\n"
    keys = [(("subject", label.key), label.title) for label in people.labels]
    keys += [(("victim", label.key), f"harmed ({label.title})") for label in people.harmed]
    rows = [
        [f"**{role.value}**", *(figures.person(counts.get(key)) for key, _ in keys)] for role, counts in people.rows
    ]
    yield from _table(["", *(escape(name) for _, name in keys)], rows)
    yield "\n(?2 d1): two uncertain and one denied, beside the number. Of abuse, the person is the abuser."


def _listing(listing: Listing) -> Iterator[str]:
    yield f"\n### {escape(listing.heading)}\n"
    for number, (title, lines) in enumerate(listing.groups):
        yield from ([""] if number else []) + ([f"**{escape(title)}**", ""] if title else [])
        rows = ([escape(line.title), *map(escape, line.cells)] for line in lines)
        yield from _table(["", *listing.columns], rows, left=1 + len(listing.columns))
    yield from (f"\n{escape(note)}" for note in listing.notes)


def _cell(cell: CellEvidence) -> Iterator[str]:
    yield "\n#### " + escape(" + ".join(label.title for label in cell.labels)) + "\n"
    ties = [" with ".join(f"[{number}]" for number in tie.numbers) + f" {tie.how}" for tie in cell.ties]
    if ties:
        yield "; ".join(ties) + ("\n" if cell.shown.new else "")
    yield from _shown(cell.shown, refer=not ties)


def _pattern(pattern: PatternShown) -> Iterator[str]:
    hit = pattern.hit
    yield f"\n#### {hit.level.value}: {escape(pattern_title(hit.title or hit.pattern_id))}\n"
    yield f"{escape(hit.pattern_id)}, {figures.when(hit)}. {escape(quoted(hit.story))}".rstrip() + "\n"
    yield from _shown(pattern.shown)


def _shown(shown: Shown, *, refer: bool = True) -> Iterator[str]:
    yield from map(_excerpt, shown.new)
    if shown.seen and refer:
        yield "- see " + ("also " if shown.new else "") + " ".join(f"[{number}]" for number in shown.seen)
    if shown.more:
        yield f"- and {shown.more} more"


def _excerpt(excerpt: Excerpt) -> str:
    number = f"[{excerpt.number}] " if excerpt.number else ""
    source = f"{escape(excerpt.source)}, " if excerpt.source else ""
    place = f"{day(excerpt.date)}, {source}note {escape(excerpt.note_id)} (row {excerpt.row})"
    words = "".join(f"**{escape(p.text)}**" if p.finding else escape(p.text) for p in excerpt.pieces)
    return f"- {number}{place}: “{words}” ({escape('; '.join(told(excerpt, '→')))})"


def _pair(pair: Pair) -> str:
    return escape(f"{pair.row.title} + {pair.column.title}")
