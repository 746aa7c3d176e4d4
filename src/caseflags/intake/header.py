"""Where a table's header is. Reports put titles and blank lines above it, so the first rows are compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from caseflags.intake.columns import Layout, holds_data, recognise, unique_names
from caseflags.intake.options import IntakeOptions

SEARCHED_ROWS = 30


@dataclass(frozen=True, slots=True)
class Header:
    """The header found: its place among the rows looked at (from 0), its layout, and how sure one can be of it.

    ``score`` is the number of fields found, the text first; 0 means that the row was taken for want of a better one.
    """

    place: int
    layout: Layout
    score: tuple[bool, int]


def find_header(rows: Sequence[Sequence[str]], options: IntakeOptions) -> Header | None:
    """Return the row among the first ones in which most fields are recognised, else the first one that is not blank."""
    best: Header | None = None
    for place, row in enumerate(rows[:SEARCHED_ROWS]):
        cells = trimmed(row)
        if not cells or (best is not None and holds_data(cells)):
            continue
        layout = recognise(unique_names(cells), options)
        score = ("text" in layout.mapped, len(layout.mapped))
        if best is None or (score > best.score and _is_sure(layout)):
            best = Header(place, layout, score)
    return best


def _is_sure(layout: Layout) -> bool:
    """Whether a row that is not the first one is a header: one name among values may be a coincidence."""
    return "text" in layout.mapped and (len(layout.mapped) > 1 or not layout.unmapped)


def trimmed(cells: Sequence[str]) -> Sequence[str]:
    """Cells without the empty ones at the end."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def likely_text(header: Header, rows: Sequence[Sequence[str]]) -> str:
    """Return the column whose cells are longest in the rows below the header: a guess to offer, never to act on."""
    below = rows[header.place + 1 :]
    totals = [sum(len(row[i]) for row in below if i < len(row)) for i in range(len(header.layout.columns))]
    if not below or max(totals) < 20 * len(below):
        return ""
    return header.layout.columns[totals.index(max(totals))]
