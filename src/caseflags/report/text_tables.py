"""The tables of a terminal page. They never run over the margin and cut nothing: too many columns become two tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from caseflags.report import figures
from caseflags.report.views import Grid, Listing, Pair, PeopleTable
from caseflags.report.words import Label, safe, shade

_BLOCKS = ("·", "░", "▒", "▓", "█")
_ASCII = (".", "-", "=", "%", "#")
_WIDE = 110
_INDENT = 2
_GAP = 2
_NARROWEST = 10
"""Characters of a column that is wrapped; below that a second table reads better."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column with its cells, as wide as the widest of them, or as ``most`` says; then they are wrapped."""

    heading: str
    cells: list[Text]
    left: bool = False
    most: int | None = None

    @property
    def width(self) -> int:
        return self.most or max([len(self.heading), *(cell.cell_len for cell in self.cells)])


def grid_tables(grid: Grid, width: int, *, plain: bool) -> Iterator[RenderableType]:
    """Draw the matrix as shades and numbers; beside each row stand the findings of its category."""
    wide = width >= _WIDE
    digits = len(str(grid.peak))
    glyphs = _ASCII if plain else _BLOCKS
    columns = [
        _Column(
            safe(label.title if wide else label.code),
            [_shaded(row[place], grid.peak, digits, glyphs) for row in grid.numbers],
        )
        for place, label in enumerate(grid.labels)
    ]
    for heading, numbers in (
        ("affirmed", [cell.findings for cell in grid.singles]),
        ("uncertain", [cell.uncertain for cell in grid.singles]),
        ("denied", [cell.denied for cell in grid.singles]),
    ):
        columns.append(_Column(heading, [_number(number) for number in numbers]))
    yield from _tables([Text(_row_name(label)) for label in grid.labels], columns, width)


def pairs_in_case(pairs: Sequence[Pair], width: int) -> Iterator[RenderableType]:
    """Say how closely, how often and in which order two categories meet in a case."""
    cells = [pair.cell for pair in pairs]
    columns = [
        _Column("notes", [_number(cell.notes) for cell in cells]),
        _Column("sentences", [_number(cell.sentences) for cell in cells]),
        _Column("pairs", [_number(cell.window_pairs) for cell in cells]),
        _Column("first", [Text(figures.first_in_pairs(pair)) for pair in pairs], left=True),
        _Column("median days", [Text(figures.days(cell.measures.get("median_days"))) for cell in cells]),
    ]
    beside = any(cell.uncertain or cell.denied for cell in cells)
    if beside:
        columns.append(_Column("beside", [Text(figures.beside(c.uncertain, c.denied)) for c in cells], left=True))
    yield from _tables([_pair_name(pair, width) for pair in pairs], columns, width)
    legend = "notes, sentences: hold both; first: the pairs in which it came first"
    legend += "; same: on one day" if any(cell.same_day for cell in cells) else ""
    beside_legend = "; beside: notes that would hold both if uncertain (?) or denied (d) findings counted"
    yield _legend(legend + (beside_legend if beside else ""))


def pairs_across(pairs: Sequence[Pair], width: int) -> Iterator[RenderableType]:
    """Say in how many cases two categories meet, against what chance would give, how closely, and in which order."""
    cells = [pair.cell for pair in pairs]
    columns = [
        _Column("cases", [_number(cell.cases) for cell in cells]),
        _Column("chance", [Text(figures.expected(cell)) for cell in cells]),
        _Column("ratio (95 %)", [Text(figures.ratio(cell)) for cell in cells], left=True),
        _Column("note", [_number(cell.measures.get("cases_same_note")) for cell in cells]),
        _Column("window", [_number(cell.measures.get("cases_in_window")) for cell in cells]),
        _Column("first", [Text(figures.first_in_cases(pair)) for pair in pairs], left=True),
    ]
    yield from _tables([_pair_name(pair, width) for pair in pairs], columns, width)
    small = "; *: under 10 cases, a small number" if any(cell.measures.get("small") for cell in cells) else ""
    yield _legend(
        "cases: with both; chance: what independence would give; ratio: cases to chance, with an interval "
        "(docs/matrix.md); note, window: cases in which they meet that closely; "
        f"first: cases in which it was noted first{small}"
    )


def people_tables(people: PeopleTable, width: int) -> Iterator[RenderableType]:
    """Show whom affirmed findings are about, uncertain and denied ones beside the number."""
    wide = width >= _WIDE
    keys = [(("subject", label.key), label.title if wide else label.code) for label in people.labels]
    keys += [(("victim", label.key), f"harmed ({label.code})") for label in people.harmed]
    columns = [
        _Column(safe(name), [Text(figures.person(counts.get(key))) for _, counts in people.rows]) for key, name in keys
    ]
    yield from _tables([Text(role.value) for role, _ in people.rows], columns, width)
    legend = "of abuse the person is the abuser, and the harmed stand apart" if people.harmed else ""
    if any("(" in cell.plain for column in columns for cell in column.cells):
        legend = "(?2 d1): two uncertain and one denied, beside the number" + (f"; {legend}" if legend else "")
    if legend:
        yield _legend(legend)


def listing_tables(listing: Listing, width: int) -> Iterator[RenderableType]:
    """Lay out a listing, its notes below it."""
    for title, lines in listing.groups:
        if title:
            yield Padding(Text(safe(title), style="bold cyan"), (0, 0, 0, _INDENT))
        names = [Text(safe(line.title if width >= _WIDE else line.short)) for line in lines]
        columns = [
            _Column(heading, [Text(safe(line.cells[place])) for line in lines], left=True)
            for place, heading in enumerate(listing.columns)
        ]
        room = width - _INDENT - max(name.cell_len for name in names)
        yield from _tables(names, _squeezed(columns, room), width)
    yield from (_legend(safe(note)) for note in listing.notes)


def _tables(names: list[Text], columns: Sequence[_Column], width: int) -> Iterator[RenderableType]:
    """Lay columns out beside the names of the rows, in as many tables as the width demands."""
    first = _Column("", names, left=True)
    room = width - _INDENT - first.width
    for block in _blocks(columns, room):
        table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="dim")
        for column in (first, *block):
            justify: Literal["left", "right"] = "left" if column.left else "right"
            table.add_column(
                column.heading,
                justify=justify,
                no_wrap=column.most is None,
                min_width=column.width,
                max_width=column.most,
            )
        for row, name in enumerate(names):
            table.add_row(name, *(column.cells[row] for column in block))
        yield Padding(table, (0, 0, 0, _INDENT))


def _squeezed(columns: Sequence[_Column], room: int) -> list[_Column]:
    """Wrap the widest column where that saves a second table, unless too little of it would be left."""
    over = sum(_GAP + column.width for column in columns) - room
    widest = max(columns, key=lambda column: column.width)
    least = max(len(widest.heading), _NARROWEST)
    if over <= 0 or widest.width - over < least:
        return list(columns)
    return [replace(column, most=column.width - over) if column is widest else column for column in columns]


def _blocks(columns: Sequence[_Column], room: int) -> Iterator[list[_Column]]:
    block: list[_Column] = []
    used = 0
    for column in columns:
        if block and used + _GAP + column.width > room:
            yield block
            block, used = [], 0
        block.append(column)
        used += _GAP + column.width
    if block:
        yield block


def _legend(text: str) -> Padding:
    return Padding(Text(text, style="dim"), (0, 0, 0, _INDENT))


def _row_name(label: Label) -> str:
    return safe(f"{label.code} {label.title}")


def _pair_name(pair: Pair, width: int) -> Text:
    if width >= _WIDE:
        return Text(safe(f"{pair.row.title} + {pair.column.title}"))
    return Text(f"{pair.row.code} + {pair.column.code}")


def _number(number: float | None) -> Text:
    return Text(figures.number(number), style="" if number else "dim")


def _shaded(number: int, peak: int, digits: int, glyphs: Sequence[str]) -> Text:
    glyph = glyphs[shade(number, peak)]
    if not number:
        return Text(glyph, style="dim")
    return Text.assemble((glyph * 2, "cyan"), " ", (f"{number:>{digits}}", "bold"))
