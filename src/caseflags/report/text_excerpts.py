"""An excerpt in a terminal: where it stands, its words with what was found in them, and how each was labelled."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from caseflags.model import Assertion
from caseflags.report.excerpts import Excerpt, told
from caseflags.report.words import day, safe

_WIDE = 120
_PLACE, _LABELS = 34, 32
_STYLES = {
    Assertion.AFFIRMED: "bold red",
    Assertion.DENIED: "bold magenta",
    Assertion.UNCERTAIN: "bold yellow",
    Assertion.NEGATED: "bold green",
    Assertion.HYPOTHETICAL: "bold blue",
}


class ExcerptLayout:
    """How excerpts look on a page of some width: side by side where it is wide, one below the other where it is not."""

    def __init__(self, width: int, *, color: bool, plain: bool) -> None:
        self._width = width
        self._color = color
        self._marks = (">>", "<<") if plain else ("«", "»")
        self._arrow = ">" if plain else "→"

    def numbered(self, excerpt: Excerpt) -> RenderableType:
        """Lay out an excerpt with its number, its date and its note."""
        number, when, place = f"[{excerpt.number}]", day(excerpt.date), self._place(excerpt)
        words, labels = self._words(excerpt), self._labels(excerpt)
        if self._width < _WIDE:
            head = Text(f"{number:4} {when}  {place}", style="dim")
            return Group(head, Padding(words, (0, 0, 0, 5)), Padding(labels, (0, 0, 0, 5)))
        table = Table.grid(padding=(0, 2, 0, 0))
        for width in (4, 10, _PLACE):
            table.add_column(width=width, style="dim")
        table.add_column(width=self._width - 4 - 10 - _PLACE - _LABELS - 8)
        table.add_column(width=_LABELS)
        table.add_row(number, when, place, words, labels)
        return table

    def by_note(self, excerpts: tuple[Excerpt, ...]) -> Iterator[RenderableType]:
        """Lay out the sentences of each note under its date and source."""
        last = None
        for excerpt in excerpts:
            note = (excerpt.note_id, excerpt.row)
            if note != last:
                yield Text(f"\n{day(excerpt.date)}  {self._place(excerpt)}", style="bold" if self._color else "")
            last = note
            words, labels = self._words(excerpt), self._labels(excerpt)
            if self._width < _WIDE:
                yield Padding(Group(words, Padding(labels, (0, 0, 0, 2))), (0, 0, 0, 2))
                continue
            table = Table.grid(padding=(0, 2, 0, 0))
            table.add_column(width=self._width - 50)
            table.add_column(width=46)
            table.add_row(words, labels)
            yield Padding(table, (0, 0, 0, 2))

    @staticmethod
    def _place(excerpt: Excerpt) -> str:
        source = f"{safe(excerpt.source)}, " if excerpt.source else ""
        return f"{source}note {safe(excerpt.note_id)} (row {excerpt.row})"

    def _words(self, excerpt: Excerpt) -> Text:
        """Write the sentence with its mentions in bold and colour, or between marks."""
        text = Text()
        for piece in excerpt.pieces:
            words = safe(piece.text)
            if piece.finding is None:
                text.append(words)
            elif self._color:
                text.append(words, style=_STYLES[piece.finding.assertion])
            else:
                text.append(words.join(self._marks))
        return text

    def _labels(self, excerpt: Excerpt) -> Text:
        return Text("; ".join(map(safe, told(excerpt, self._arrow))), style="dim")
