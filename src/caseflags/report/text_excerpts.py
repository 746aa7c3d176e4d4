"""An excerpt in a terminal: where it stands, its words with what was found in them, and how each was labelled."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from caseflags.model import Assertion, Finding
from caseflags.report.excerpts import Excerpt, Piece, qualities, who
from caseflags.report.words import day, safe, title

_WIDE = 120
_STYLES = {
    Assertion.AFFIRMED: "bold red",
    Assertion.DENIED: "bold magenta",
    Assertion.UNCERTAIN: "bold yellow",
    Assertion.NEGATED: "bold green",
    Assertion.HYPOTHETICAL: "bold blue",
}


def excerpt_block(excerpt: Excerpt, width: int, *, color: bool, plain: bool) -> RenderableType:
    """Lay an excerpt out: side by side where the page is wide, one below the other where it is narrow."""
    number = f"[{excerpt.number}]" if excerpt.number else "-"
    words = _words(excerpt, color=color, plain=plain)
    labels = Text("; ".join(_label(finding) for finding in excerpt.findings), style="dim")
    if width >= _WIDE:
        return _side_by_side(number, excerpt, words, labels, width)
    place = Text(f"{number:4} {day(excerpt.date)}  {_place(excerpt)}", style="dim")
    return Group(place, Padding(words, (0, 0, 0, 5)), Padding(labels, (0, 0, 0, 5)))


def _side_by_side(number: str, excerpt: Excerpt, words: Text, labels: Text, width: int) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=4, no_wrap=True, style="dim")
    table.add_column(width=10, no_wrap=True, style="dim")
    table.add_column(width=24, style="dim")
    table.add_column(width=width - 4 - 10 - 24 - 40 - 10)
    table.add_column(width=40)
    table.add_row(number, day(excerpt.date), _place(excerpt), words, labels)
    return table


def _place(excerpt: Excerpt) -> str:
    source = f"{safe(excerpt.source)}, " if excerpt.source else ""
    return f"{source}note {safe(excerpt.note_id)} (row {excerpt.row})"


def _words(excerpt: Excerpt, *, color: bool, plain: bool) -> Text:
    """The sentence with its mentions in bold and colour, or between marks."""
    text = Text()
    for piece in excerpt.pieces:
        words = safe(piece.text)
        if piece.finding is None:
            text.append(words)
        elif color:
            text.append(words, style=_STYLES[piece.finding.assertion])
        else:
            text.append(_marked(piece, words, plain=plain))
    return text


def _marked(piece: Piece, words: str, *, plain: bool) -> str:
    return f">>{words}<<" if plain and piece.finding else f"«{words}»"


def _label(finding: Finding) -> str:
    """Category and indicator, whom it is about, and what makes it other than affirmed and current."""
    parts = [part for part in (who(finding), *qualities(finding)) if part]
    return f"{title(finding.category)}/{finding.indicator}" + (f": {', '.join(parts)}" if parts else "")
