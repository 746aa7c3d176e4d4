"""A result as the document that formats for readers lay out: head, overview, each case, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from caseflags.casework.chronology import silences
from caseflags.model import (
    Assertion,
    CaseResult,
    Cell,
    Finding,
    Matrix,
    PeopleCount,
    Result,
    Role,
    RowCounts,
)
from caseflags.report import figures
from caseflags.report.codes import code_lists
from caseflags.report.excerpts import Excerpts, Shown, key_of, labels_in
from caseflags.report.options import ORDERS, ReportOptions
from caseflags.report.selection import QUIET_SHOWN, Selection, select
from caseflags.report.together import listings
from caseflags.report.views import CaseView, CellEvidence, Grid, Overview, Pair, PatternShown, PeopleTable, Tie
from caseflags.report.words import count, day, labels_of, listed, title

_BESIDE = frozenset({Assertion.UNCERTAIN, Assertion.DENIED})
_SILENCES = 3
_PATTERN_EVIDENCE = 8
_BESIDE_EVIDENCE = 5
_NAMES = 4


class Document:
    """Everything that a page says, in the order in which it says it."""

    def __init__(self, result: Result, options: ReportOptions) -> None:
        self.result = result
        self.options = options
        self.selection: Selection = select(result.cases, options)

    # --- head -------------------------------------------------------------------------------------------------------

    @property
    def heading(self) -> str:
        """What was run over what."""
        names = inputs_of(self.result)
        return f"{self.result.run.tool} {self.result.run.version}" + (f": {names}" if names else "")

    def facts(self) -> Iterator[tuple[str, str]]:
        """Account for every row, say which rules were applied, and repeat what intake had to say."""
        selection = self.selection
        quiet = f", {selection.quiet:,} of them without {self._told}" if selection.quiet else ""
        return facts_of(self.result, f"{selection.cases:,}{quiet}")

    # --- all cases --------------------------------------------------------------------------------------------------

    def overview(self) -> Overview:
        """Show all cases together."""
        matrix, cases = self.result.matrix, self.selection.cases
        if cases < 2:
            return Overview(cases, matrix.window_days)
        caption = f"Cases in which the factors co-occur (diagonal: cases with the factor), of {cases:,}"
        matters = self.options.shows("matrix")
        return Overview(
            cases,
            matrix.window_days,
            _grid(matrix, caption, "cases") if matters else None,
            _pairs(matrix) if matters else (),
            _people_table(matrix) if self.options.shows("people") else None,
        )

    # --- each case --------------------------------------------------------------------------------------------------

    def cases(self) -> Iterator[CaseView]:
        """Show the selected cases, one by one."""
        return map(self._case, self.selection.shown)

    def _case(self, result: CaseResult) -> CaseView:
        shows, matrix = self.options.shows, result.matrix
        excerpts = Excerpts(result.case, {label.key: label.code for label in labels_in(result)})
        caption = "Notes in which the factors co-occur (diagonal: notes with the factor)"
        return CaseView(
            result.case.case_id,
            tuple(_case_facts(result)),
            matrix.window_days,
            grid=_grid(matrix, caption, "notes") if shows("matrix") else None,
            pairs=_pairs(matrix) if shows("matrix") else (),
            evidence=tuple(self._evidence(matrix, excerpts)) if shows("evidence") else (),
            people=_people_table(matrix) if shows("people") else None,
            listings=tuple(listings(result, excerpts, shows)),
            patterns=tuple(self._patterns(result, excerpts)) if shows("patterns") else (),
            codes=tuple(code_lists(result.codes, excerpts)) if shows("codes") else (),
            beside=self._beside(result, excerpts) if shows("beside") else Shown(),
            findings=excerpts.every() if shows("findings") else (),
        )

    def _evidence(self, matrix: Matrix, excerpts: Excerpts) -> Iterator[CellEvidence]:
        """Show where categories meet first, then each by itself."""
        labels, most = labels_of(matrix.categories), self.options.evidence
        for row, column in combinations(labels, 2):
            if evidence := matrix.cell(row.key, column.key).evidence[: 2 * most]:
                shown = excerpts.show(evidence, 2 * most)
                yield CellEvidence((row, column), shown, tuple(_ties(excerpts.findings(evidence), excerpts)))
        for label in labels:
            if evidence := matrix.cell(label.key, label.key).evidence:
                yield CellEvidence((label,), excerpts.show(evidence, most))

    def _patterns(self, result: CaseResult, excerpts: Excerpts) -> Iterator[PatternShown]:
        for hit in result.patterns:
            yield PatternShown(hit, excerpts.show(hit.evidence, _PATTERN_EVIDENCE))

    def _beside(self, result: CaseResult, excerpts: Excerpts) -> Shown:
        shown = set(result.matrix.categories)
        found = (
            finding
            for finding in result.case.findings
            if finding.assertion in _BESIDE and not finding.copied_from and key_of(finding, shown) in shown
        )
        return excerpts.show((finding.finding_id for finding in found), _BESIDE_EVIDENCE)

    # --- what was left out ------------------------------------------------------------------------------------------

    @property
    def _told(self) -> str:
        return "patterns" if self.options.view == "patterns" else "findings"

    def order(self) -> str:
        """Say in which order the cases stand."""
        return f"Cases, {ORDERS[self.options.order]}"

    def rest(self) -> Iterator[str]:
        """Say what is not shown, and how to see it."""
        selection = self.selection
        if selection.left_out:
            total = selection.cases - selection.quiet
            yield (
                f"{count(selection.left_out, 'more case')} with {self._told}: "
                f"--top {total} shows all of them, --case ID one, --view matrix less of each."
            )
        if selection.quiet and selection.cases > 1:
            named = ", ".join(selection.quiet_ids) + (", …" if selection.quiet > QUIET_SHOWN else "")
            yield f"{count(selection.quiet, 'case')} without {self._told}: {named}"


FOOTER = (
    "Counts of what notes say, with the words they rest on: co-occurring factors, no score. "
    "Read the notes; a person decides."
)


def inputs_of(result: Result) -> str:
    """Name the files that were read; many are counted."""
    names = [str(source.get("name", "")) for source in result.run.inputs]
    return listed(names) if len(names) <= _NAMES else f"{len(names)} files"


def facts_of(result: Result, cases: str) -> Iterator[tuple[str, str]]:
    """Account for every row, say which ``cases`` there are and which rules were applied, and repeat the messages."""
    yield "rows", _rows(result.run.rows)
    yield "cases", cases
    named = (f"{pack.get('id')} {pack.get('version', '')}".strip() for pack in result.run.packs)
    if packs := [name for name in named if name != "common" and not name.startswith("codes.")]:
        yield "rules", ", ".join(packs)
    for message in result.messages:
        yield "notice", message


def _rows(rows: RowCounts) -> str:
    parts = [
        ("analysed", rows.analysed),
        ("empty", rows.empty),
        ("duplicate", rows.duplicate),
        ("rejected", rows.rejected),
    ]
    parts += [("left out as asked", rows.filtered)] if rows.filtered else []
    text = f"{rows.read:,} read = " + " + ".join(f"{number:,} {name}" for name, number in parts)
    return text + (f"; {rows.undated:,} of those analysed without a date" if rows.undated else "")


def _case_facts(result: CaseResult) -> Iterator[str]:
    notes = result.case.notes
    yield figures.notes(notes)
    if sources := list(dict.fromkeys(note.source for note in notes if note.source)):
        yield "from " + listed(sources)
    if called := [f"{person.role.value}: {_names(person.called)}" for person in result.case.people if person.called]:
        yield "; ".join(called)
    if copied := [f.copied_from for f in result.case.findings if f.copied_from]:
        origins = list(dict.fromkeys(copied))
        names = ", ".join(origins[:_NAMES]) + (" and others" if len(origins) > _NAMES else "")
        yield f"{count(len(copied), 'finding')} in copied text, counted once, where the text first stood: note {names}"
    gaps = sorted(silences(notes), key=lambda gap: -gap.days)
    if gaps:
        named = [f"{day(gap.after)} to {day(gap.before)} ({gap.days} days)" for gap in gaps[:_SILENCES]]
        more = f", and {len(gaps) - _SILENCES} shorter" if len(gaps) > _SILENCES else ""
        yield f"no note for over 90 days: {', '.join(named)}{more}"


def _ties(findings: Sequence[Finding], excerpts: Excerpts) -> Iterator[Tie]:
    """Say how the findings of each pair meet. Evidence of two categories comes in pairs."""
    for left, right in zip(findings[::2], findings[1::2], strict=False):
        numbers = tuple(dict.fromkeys((excerpts.number(left), excerpts.number(right))))
        yield Tie(numbers, _how(left, right))


def _how(left: Finding, right: Finding) -> str:
    if (left.case_id, left.note_id, left.row) == (right.case_id, right.note_id, right.row):
        return "in one sentence" if left.sentence == right.sentence else "in one note"
    if left.date is None or right.date is None or left.date == right.date:
        return "on one day"
    return f"{count(abs((right.date - left.date).days), 'day')} apart"


def _names(called: Sequence[str]) -> str:
    shown = ", ".join(name.upper() if len(name) < 3 else name.title() for name in called[:_NAMES])
    return shown + (" and others" if len(called) > _NAMES else "")


def _grid(matrix: Matrix, caption: str, unit: str) -> Grid:
    cells = {(cell.row, cell.column): cell for cell in matrix.cells}

    def number(row: str, column: str) -> int:
        cell = cells.get((row, column)) or cells.get((column, row)) or Cell(row, column)
        return int(getattr(cell, unit))

    keys = matrix.categories
    numbers = tuple(tuple(number(row, column) for column in keys) for row in keys)
    return Grid(caption, labels_of(keys), numbers, tuple(matrix.cell(key, key) for key in keys))


def _pairs(matrix: Matrix) -> tuple[Pair, ...]:
    """List the pairs of categories that meet in any way, or would if uncertain or denied findings counted."""
    pairs = combinations(labels_of(matrix.categories), 2)
    found = (Pair(row, column, matrix.cell(row.key, column.key)) for row, column in pairs)
    return tuple(pair for pair in found if _meets(pair.cell))


def _meets(cell: Cell) -> bool:
    return bool(cell.cases or cell.notes or cell.window_pairs or cell.uncertain or cell.denied)


def _people_table(matrix: Matrix) -> PeopleTable:
    labels = labels_of(matrix.categories)
    rows: dict[Role, dict[tuple[str, str], PeopleCount]] = {}
    for found in matrix.people:
        rows.setdefault(found.role, {})[found.part, found.category] = found
    harmed = {found.category for found in matrix.people if found.part == "victim"}
    shown = tuple((role, rows[role]) for role in Role if any(map(_tells, rows.get(role, {}).values())))
    return PeopleTable(labels, tuple(label for label in labels if label.key in harmed), shown)


def _tells(found: PeopleCount) -> bool:
    return bool(found.affirmed or found.uncertain or found.denied)


def pattern_title(title_or_id: str) -> str:
    """Call a pattern by its title; one that has none by its id in words."""
    return title_or_id if " " in title_or_id else title(title_or_id)
