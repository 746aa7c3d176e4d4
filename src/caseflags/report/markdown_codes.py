"""The codes that a case supports, in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from caseflags.report.codes import HEADING, CodeList, in_short, rests_on
from caseflags.report.excerpts import Excerpt


def codes_lines(
    lists: Iterable[CodeList], escape: Callable[[str], str], excerpt: Callable[[Excerpt], str]
) -> Iterator[str]:
    """Write the lists under one heading: a table, or a line where numbers say all."""
    yield f"\n### {HEADING}"
    for codes in lists:
        yield f"\n{escape(codes.form)}:\n"
        if codes.short:
            yield from (f"- {escape(line)}" for line in in_short(codes))
            continue
        yield "| code | | rests on | to check | excerpts |"
        yield "| --- | --- | --- | --- | --- |"
        for code in codes.codes:
            numbers = " ".join(f"[{number}]" for number in code.numbers)
            cells = (code.hit.code, escape(code.hit.title), rests_on(code.hit), escape(code.hit.check), numbers)
            yield f"| {' | '.join(cells)} |"
        new = [excerpt(shown) for code in codes.codes for shown in code.shown.new]
        yield from ["", *new] if new else []
