"""The codes that a case supports, in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from caseflags.report.codes import CodeList, CodeShown, in_short, rests_on
from caseflags.report.text_excerpts import ExcerptLayout
from caseflags.report.words import safe

_UNDER = (0, 0, 0, 6)


def codes_parts(lists: Iterable[CodeList], layout: ExcerptLayout) -> Iterator[RenderableType]:
    """Lay out the lists one below the other."""
    for codes in lists:
        yield Text(safe(codes.form), style="bold cyan")
        if codes.short:
            yield from (Padding(Text(safe(line)), (0, 0, 0, 2)) for line in in_short(codes))
        else:
            for code in codes.codes:
                yield from _code(code, layout)


def _code(code: CodeShown, layout: ExcerptLayout) -> Iterator[RenderableType]:
    hit = code.hit
    references = " ".join(f"[{number}]" for number in code.numbers)
    facts = f"  {rests_on(hit)}" + (f"  {references}" if references else "")
    line = Table.grid(padding=(0, 1, 0, 0))
    line.add_column(no_wrap=True, style="bold", min_width=3)
    line.add_column()
    line.add_row(safe(hit.code), Text.assemble(safe(hit.title), (facts, "dim")))
    yield Padding(line, (0, 0, 0, 2))
    if hit.check:
        yield Padding(Text(safe(f"to check: {hit.check}"), style="yellow"), _UNDER)
    yield from (Padding(layout.numbered(excerpt), _UNDER) for excerpt in code.shown.new)
