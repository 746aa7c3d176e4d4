"""The figures of an evaluation as tables for people: plain text or Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from caseflags.quality.figures import Figures, Row
from caseflags.quality.gold import GoldMention, GoldNote
from caseflags.quality.patterns import PatternScore
from caseflags.quality.scoring import NoteScore, Pair

Table = Sequence[Sequence[str]]
_TITLES = {
    "mention": "Mentions",
    "strict": "Mentions with the same assertion",
    "note": "Notes (an affirmed mention of the category)",
}
_AROUND = 60


def text_tables(figures: Figures) -> str:
    """Lay the figures out as plain text."""
    return "\n".join(_pages(figures, _text_table, lambda title: title))


def markdown_tables(figures: Figures) -> str:
    """Lay the figures out as Markdown."""
    return "\n".join(_pages(figures, _markdown_table, lambda title: f"### {title}\n"))


def _pages(figures: Figures, lay: Callable[[Table], str], title: Callable[[str], str]) -> Iterator[str]:
    yield f"{figures.notes:,} notes of {figures.cases:,} cases; F1 lies in its interval in 95 of 100 draws of cases\n"
    for measure, rows in figures.table.items():
        yield title(_TITLES[measure])
        yield lay(list(_ratio_table(rows))) + "\n"
    yield title("Attributes, share right among the pairs")
    yield lay([("attribute", "pairs", "right", "share"), *_attribute_rows(figures.attributes)]) + "\n"
    yield title("Quiet notes (they hold no mention)")
    quiet = figures.quiet
    yield f"{quiet['affirmed']:,} affirmed findings in {quiet['notes']:,} notes: {quiet['per_1000']:g} per 1,000\n"
    if figures.patterns:
        yield title(f"Case patterns (pairs of case and pattern; mean F1 {figures.patterns['macro_f1']:.3f})")
        yield lay(list(_ratio_table(figures.patterns["by_pattern"] | {"all": figures.patterns["all"]}))) + "\n"
    if figures.by:
        yield title("Breakdown of the mentions")
        yield lay(list(_ratio_table(figures.by))) + "\n"


def _ratio_table(rows: Mapping[str, Row]) -> Iterator[list[str]]:
    first = next(iter(rows.values()), {})
    more = [key for key in ("f1_low", "kappa") if key in first]
    heads = {"f1_low": "F1 95 %", "kappa": "kappa"}
    yield ["", "found", "gold", "precision", "recall", "F1", *(heads[key] for key in more)]
    for name, row in rows.items():
        shares = [f"{row[key]:.3f}" for key in ("precision", "recall", "f1")]
        yield [_words(name), f"{row['found']:,}", f"{row['gold']:,}", *shares, *(_cell(row, key) for key in more)]


def _cell(row: Row, key: str) -> str:
    return f"{row['f1_low']:.3f}-{row['f1_high']:.3f}" if key == "f1_low" else f"{row[key]:.3f}"


def _attribute_rows(attributes: Mapping[str, Row]) -> Iterator[list[str]]:
    for name, row in attributes.items():
        yield [name, f"{row['pairs']:,}", f"{row['right']:,}", f"{row['share']:.3f}"]


def _words(name: str) -> str:
    return name.replace("_", " ").replace(".", ": ")


def _text_table(table: Table) -> str:
    """Align a table: the first column to the left, numbers to the right."""
    first, *widths = [max(len(row[place]) for row in table) for place in range(len(table[0]))]
    lines = ([row[0].ljust(first), *map(str.rjust, row[1:], widths)] for row in table)
    return "\n".join("  ".join(line).rstrip() for line in lines)


def _markdown_table(table: Table) -> str:
    head, *rows = table
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def error_lines(notes: Sequence[GoldNote], scores: Sequence[NoteScore]) -> Iterator[str]:
    """List what was missed, found in vain, or labelled otherwise, note by note, with the words around it."""
    for gold, score in zip(notes, scores, strict=True):
        text, name = gold.note.text, gold.note.note_id
        for mention in score.missed:
            yield f"{name}  missed    {_labels(mention)}  {_context(text, mention.start, mention.end)}"
        for finding in score.spurious:
            where = _context(text, finding.start, finding.end)
            yield f"{name}  spurious  {finding.rule_id} {finding.assertion}  {where}"
        for pair in score.pairs:
            if wrong := _wrong(pair):
                where = _context(text, pair.finding.start, pair.finding.end)
                yield f"{name}  wrong     {pair.finding.rule_id} {', '.join(wrong)}  {where}"


def pattern_errors(score: PatternScore) -> Iterator[str]:
    """List the patterns that a case shows and was not found to show, and the other way round."""
    yield from (f"{case}  missed    pattern {name}" for case, name in score.missed)
    yield from (f"{case}  spurious  pattern {name}" for case, name in score.spurious)


def _labels(mention: GoldMention) -> str:
    return f"{mention.category}.{mention.indicator} {mention.assertion}"


def _wrong(pair: Pair) -> list[str]:
    names = ["assertion", "temporality", "subject", "indicator"]
    if pair.gold.category == "domestic_abuse":
        names.append("victim")
    found = ((name, getattr(pair.gold, name), getattr(pair.finding, name)) for name in names)
    return [f"{name} {got or 'nobody'} instead of {wanted or 'nobody'}" for name, wanted, got in found if got != wanted]


def _context(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return " ".join(f"{before}>>{text[start:end]}<<{after}".split())
