"""How the categories of one case meet. ``docs/matrix.md`` defines every number, with an example worked by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from caseflags.casework.delays import delays_between, first_delay, medians, orders
from caseflags.casework.evidence import best_pairs, best_singles
from caseflags.casework.labels import label_of, label_order, labels_shown
from caseflags.casework.options import CaseworkOptions
from caseflags.casework.pages import Page, Pages, pages_of
from caseflags.model import Assertion, Case, Cell, Finding, Matrix, PeopleCount, Role, Temporality

_ROLES = tuple(Role)


def case_matrix(case: Case, options: CaseworkOptions) -> Matrix:
    """Make the matrix of a case: a cell for each label and for each pair of labels, empty ones included."""
    labels = labels_shown(case.findings, options)

    def label(finding: Finding) -> str:
        return label_of(finding, options)

    pages = pages_of(case.findings, label)
    by_label: dict[str, list[Finding]] = {name: [] for name in labels}
    for finding in case.findings:
        if (name := label(finding)) in by_label:
            by_label[name].append(finding)
    cells = [_single(name, by_label[name], pages) for name in labels]
    cells.extend(pair_cell(row, column, pages, options.window_days) for row, column in combinations(labels, 2))
    cells.sort(key=lambda cell: (label_order(cell.row), label_order(cell.column)))
    return Matrix(labels, options.window_days, tuple(cells), tuple(_people(by_label)))


def _single(label: str, findings: Sequence[Finding], pages: Pages) -> Cell:
    """Fill a cell of the diagonal: one category by itself."""
    counted = [f for f in findings if not f.copied_from]
    assertions = Counter(f.assertion for f in counted)
    affirmed = [f for f in counted if f.assertion is Assertion.AFFIRMED]
    return Cell(
        label,
        label,
        findings=len(affirmed),
        notes=len(pages.affirming(label)),
        sentences=sum(len(page.sentences(label)) for page in pages.affirming(label)),
        cases=int(bool(affirmed)),
        uncertain=assertions[Assertion.UNCERTAIN],
        denied=assertions[Assertion.DENIED],
        evidence=best_singles(pages, label),
        measures={
            "historical": sum(f.temporality is Temporality.HISTORICAL for f in affirmed),
            "copied": len(findings) - len(counted),
        },
    )


def pair_cell(row: str, column: str, pages: Pages, window_days: int) -> Cell:
    """Fill the cell of two labels that the pages bear."""
    both = pages.both(row, column)
    delays = delays_between(pages, row, column, window_days)
    row_first, column_first, same_day = orders(delays)
    return Cell(
        row,
        column,
        findings=sum(len(page.affirmed[label]) for page in both for label in (row, column)),
        notes=len(both),
        sentences=sum(len(page.sentences(row) & page.sentences(column)) for page in both),
        cases=int(bool(pages.affirming(row) and pages.affirming(column))),
        window_pairs=row_first + column_first + same_day,
        row_first=row_first,
        column_first=column_first,
        same_day=same_day,
        uncertain=pages.would_hold(row, column, Assertion.UNCERTAIN),
        denied=pages.would_hold(row, column, Assertion.DENIED),
        evidence=best_pairs(pages, row, column, window_days),
        measures={
            **medians(delays),
            "first_delay_days": first_delay(pages, row, column),
            "same_person_notes": sum(_same_person(page, row, column) for page in both),
        },
        delays=delays,
    )


def _same_person(page: Page, row: str, column: str) -> bool:
    """Tell whether a note says both of one known person. Of abuse the subject is the abuser."""
    people = [{f.subject for f in page.affirmed[label]} - {Role.UNKNOWN} for label in (row, column)]
    return bool(people[0] & people[1])


def _people(by_label: dict[str, list[Finding]]) -> Iterator[PeopleCount]:
    """Count whom the findings are about, and whom abuse is said to have harmed; by role, then category."""
    counts: dict[tuple[Role, str, str], Counter[Assertion]] = {}
    for label, findings in by_label.items():
        for finding in findings:
            if finding.copied_from:
                continue
            counts.setdefault((finding.subject, label, "subject"), Counter())[finding.assertion] += 1
            if finding.victim is not None:
                counts.setdefault((finding.victim, label, "victim"), Counter())[finding.assertion] += 1
    for role, label, part in sorted(counts, key=people_order):
        found = counts[role, label, part]
        yield PeopleCount(
            role,
            label,
            found[Assertion.AFFIRMED],
            found[Assertion.UNCERTAIN],
            found[Assertion.DENIED],
            found[Assertion.NEGATED],
            found[Assertion.HYPOTHETICAL],
            part,
        )


def people_order(key: tuple[Role, str, str]) -> tuple[int, tuple[tuple[int, str], int, str], str]:
    """Order a people table: role as the guidelines list them, then category, the subject before the victim."""
    role, label, part = key
    return _ROLES.index(role), label_order(label), part
