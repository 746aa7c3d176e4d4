"""The tables of a terminal page. They never run over the margin: too many columns become several tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from caseflags.model import Cell, PeopleCount
from caseflags.report.document import assertions_beside
from caseflags.report.views import Grid, Pair, PeopleTable
from caseflags.report.words import Label, days, shade

_BLOCKS = ("·", "░", "▒", "▓", "█")
_ASCII = (".", "-", "=", "%", "#")
_WIDE = 110
_COUNTS = ("affirmed", "uncertain", "denied")


def grid_tables(grid: Grid, width: int, *, plain: bool) -> Iterator[RenderableType]:
    """Draw the matrix as shades and numbers; beside each row stand the findings of its category."""
    wide = width >= _WIDE
    names = [label.title if wide else label.code for label in grid.labels]
    digits = len(str(grid.peak))
    columns = [max(len(name), digits + 3) for name in names]
    first = max(len(_row_name(label)) for label in grid.labels)
    for low, high in _blocks(columns, width - 4 - first, sum(map(len, _COUNTS)) + 2 * len(_COUNTS)):
        table = _table(first)
        for name in names[low:high]:
            table.add_column(name, justify="right", no_wrap=True)
        last = high == len(names)
        for name in _COUNTS if last else ():
            table.add_column(name, justify="right", no_wrap=True)
        for row, label in enumerate(grid.labels):
            cells = [_shaded(grid.numbers[row][column], grid.peak, digits, plain=plain) for column in range(low, high)]
            single = grid.singles[row]
            counts = [str(n or "-") for n in (single.findings, single.uncertain, single.denied)]
            table.add_row(_row_name(label), *cells, *(counts if last else ()))
        yield _indented(table)


def pairs_in_case(pairs: Sequence[Pair], width: int) -> Iterator[RenderableType]:
    """Say how closely, how often and in which order two categories meet in a case."""
    table = _table(0)
    for name in ("notes", "sentences", "pairs of notes"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("which came first")
    table.add_column("median days", justify="right", no_wrap=True)
    beside = any(pair.cell.uncertain or pair.cell.denied for pair in pairs)
    if beside:
        table.add_column("beside", no_wrap=True)
    for pair in pairs:
        cell = pair.cell
        numbers = [str(number or "-") for number in (cell.notes, cell.sentences, cell.window_pairs)]
        first = _first(pair, cell.row_first, cell.column_first, cell.same_day)
        row = [_pair_name(pair, width), *numbers, first, days(cell.measures.get("median_days"))]
        table.add_row(*row, *([_beside(cell)] if beside else []))
    yield _indented(table)
    if beside:
        yield _legend("beside: notes that would hold both if uncertain (?) or denied (d) findings counted")


def pairs_across(pairs: Sequence[Pair], width: int) -> Iterator[RenderableType]:
    """Say in how many cases two categories meet, against what chance would give, how closely, and in which order."""
    table = _table(0)
    for name in ("cases", "by chance"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("ratio (95 %)", no_wrap=True)
    for name in ("in a note", "in window"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("first noted")
    for pair in pairs:
        measures = pair.cell.measures
        found = [pair.cell.cases, measures.get("cases_same_note"), measures.get("cases_in_window")]
        together, note, window = (str(number or "-") for number in found)
        expected = f"{measures.get('expected_cases') or 0:.1f}"
        order = [int(measures.get(f"cases_{name}") or 0) for name in ("row_first", "column_first", "same_day")]
        row = [_pair_name(pair, width), together, expected, _ratio(pair.cell), note, window]
        table.add_row(*row, _first(pair, *order))
    yield _indented(table)
    yield _legend(
        "by chance: what independence would give; ratio: cases to that, interval by the log method (docs/matrix.md); "
        "*: under 10 cases, a small number"
    )


def people_tables(people: PeopleTable, width: int) -> Iterator[RenderableType]:
    """Show whom affirmed findings are about, uncertain and denied ones beside the number."""
    wide = width >= _WIDE
    columns = [(("subject", label.key), label.title if wide else label.code) for label in people.labels]
    columns += [(("victim", label.key), f"harmed ({label.code})") for label in people.harmed]
    cells = [[_person(counts.get(key)) for key, _ in columns] for _, counts in people.rows]
    widths = [max(len(name), *(len(row[i]) for row in cells)) for i, (_, name) in enumerate(columns)]
    for low, high in _blocks(widths, width - 4 - 7, 0):
        table = _table(7)
        for _, name in columns[low:high]:
            table.add_column(name, justify="right", no_wrap=True)
        for (role, _), row in zip(people.rows, cells, strict=True):
            table.add_row(role.value, *row[low:high])
        yield _indented(table)
    if any("?" in cell or "d" in cell for row in cells for cell in row):
        yield _legend("?2 d1: two uncertain and one denied, beside the affirmed ones. Of abuse, the person is the abuser")


def _table(first: int) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", show_edge=False)
    table.add_column("", min_width=first, no_wrap=True)
    return table


def _indented(part: RenderableType) -> Padding:
    return Padding(part, (0, 0, 0, 2))


def _legend(text: str) -> Padding:
    return _indented(Text(text, style="dim"))


def _blocks(widths: Sequence[int], room: int, last: int) -> Iterator[tuple[int, int]]:
    """Cut columns into blocks that fit; what stands behind the last column has to fit as well."""
    low = used = 0
    for column, wide in enumerate(widths):
        behind = last if column == len(widths) - 1 else 0
        if column > low and used + wide + 2 + behind > room:
            yield low, column
            low, used = column, 0
        used += wide + 2
    if widths:
        yield low, len(widths)


def _row_name(label: Label) -> str:
    return f"{label.code} {label.title}"


def _pair_name(pair: Pair, width: int) -> str:
    if width >= _WIDE:
        return f"{pair.row.title} + {pair.column.title}"
    return f"{pair.row.code} + {pair.column.code}"


def _shaded(number: int, peak: int, digits: int, *, plain: bool) -> Text:
    glyph = (_ASCII if plain else _BLOCKS)[shade(number, peak)]
    if not number:
        return Text(glyph, style="dim")
    return Text.assemble((glyph * 2, "cyan"), " ", (f"{number:>{digits}}", "bold"))


def _first(pair: Pair, row: int, column: int, same_day: int) -> str:
    found = [(pair.row.code, row), (pair.column.code, column), ("same day", same_day)]
    return ", ".join(f"{name} {number}" for name, number in found if number) or "-"


def _ratio(cell: Cell) -> str:
    measures = cell.measures
    ratio, low, high = (measures.get(name) for name in ("ratio", "ratio_low", "ratio_high"))
    if ratio is None or low is None or high is None:
        return "-"
    return f"{ratio:.2f} ({low:.2f} to {high:.2f})" + ("*" if measures.get("small") else "")


def _beside(cell: Cell) -> str:
    return assertions_beside((("?", cell.uncertain), ("d", cell.denied)))


def _person(found: PeopleCount | None) -> str:
    if found is None or not (found.affirmed or found.uncertain or found.denied):
        return "-"
    beside = assertions_beside((("?", found.uncertain), ("d", found.denied)))
    return f"{found.affirmed}" + (f" ({beside})" if beside else "")
