"""A workbook: sheets for cases, matrix, patterns, findings, chronology and the run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TextIO

import xlsxwriter

from caseflags.model import CATEGORIES, Assertion, CaseResult, Matrix, Result
from caseflags.report.chronicle import when_of
from caseflags.report.options import ReportOptions
from caseflags.report.paper import Paper
from caseflags.report.records import FIELDS, counts_of, finding_record
from caseflags.report.workbook import RUN, Cell, Sheet, plain, run_rows, workbook

_MEETINGS = (
    "findings", "notes", "sentences", "cases", "window_pairs", "row_first", "column_first", "same_day", "uncertain",
    "denied",
)  # fmt: skip
_PATTERN = ("case_id", "pattern_id", "title", "level", "first_date", "last_date", "known", "story", "finding_ids",
            "note_ids")  # fmt: skip
_EVENT = ("case_id", "number", "date", "shown", "words", "precision", "source", "text", "categories", "people",
          "note_id", "row", "finding_ids")  # fmt: skip


def write(result: Result, stream: TextIO, paper: Paper, options: ReportOptions) -> None:  # noqa: ARG001
    """Write the workbook to the bytes beneath ``stream``."""
    with workbook(stream) as book:
        _fill(book, result)


def _fill(book: xlsxwriter.Workbook, result: Result) -> None:
    measures = sorted({name for cell in result.matrix.cells for name in cell.measures})
    cases = Sheet(book, "cases", _case_columns(result.matrix))
    matrix = Sheet(book, "matrix", ["case_id", "row", "column", *_MEETINGS, *measures], widths={"row": 18})
    patterns, findings = Sheet(book, "patterns", _PATTERN, printed=8), Sheet(book, "findings", (*FIELDS, "copied_from"))
    chronology, run = Sheet(book, "chronology", _EVENT, printed=12), Sheet(book, "run", RUN)
    matrix.add_all(_cells("all cases", result.matrix, measures))
    for case in result.cases:
        cases.add(_case(case, result.matrix))
        matrix.add_all(_cells(case.case.case_id, case.matrix, measures))
        patterns.add_all(_patterns(case))
        findings.add_all(_findings(case))
        chronology.add_all(_events(case))
    run.add_all(run_rows(result))
    for sheet in (cases, matrix, patterns, findings, chronology, run):
        sheet.finish()


def _case_columns(matrix: Matrix) -> list[str]:
    names = ["case_id", "family_id", "notes", "undated", "first_date", "last_date", "patterns"]
    return names + [f"{category} {value.value}" for category in _categories(matrix) for value in Assertion]


def _categories(matrix: Matrix) -> list[str]:
    """The categories counted: the four, and others that the matrix shows as wholes."""
    return [*CATEGORIES, *(name for name in matrix.categories if name not in CATEGORIES and "." not in name)]


def _case(result: CaseResult, matrix: Matrix) -> list[Cell]:
    case, counts = result.case, counts_of(result.case)
    dates = sorted(note.date for note in case.notes if note.date)
    found: list[Cell] = [case.case_id, case.family_id, counts["notes"], counts["undated"]]
    found += [dates[0], dates[-1]] if dates else [None, None]
    found.append("; ".join(hit.pattern_id for hit in result.patterns if hit.known))
    by_category: Mapping[str, Mapping[str, int]] = counts["categories"]
    return found + [
        by_category.get(category, {}).get(value.value, 0) for category in _categories(matrix) for value in Assertion
    ]


def _cells(case_id: str, matrix: Matrix, measures: Sequence[str]) -> Iterator[list[Cell]]:
    for cell in matrix.cells:
        counts = [getattr(cell, name) for name in _MEETINGS]
        yield [case_id, cell.row, cell.column, *counts, *(cell.measures.get(name) for name in measures)]


def _patterns(result: CaseResult) -> Iterator[list[Cell]]:
    for hit in result.patterns:
        known = "yes" if hit.known else "not yet known"
        ids = ["; ".join(hit.evidence), "; ".join(hit.note_ids)]
        yield [
            hit.case_id, hit.pattern_id, hit.title, hit.level.value, hit.first_date, hit.last_date, known, hit.story,
            *ids,
        ]  # fmt: skip


def _findings(result: CaseResult) -> Iterator[list[Cell]]:
    for finding in result.case.findings:
        record = finding_record(finding)
        record["date"] = finding.date
        record["cues"] = "; ".join(f'{cue.axis}={cue.value} "{cue.text}"' for cue in finding.cues)
        record["codes"] = "; ".join(finding.codes)
        yield [*(plain(record[name]) for name in FIELDS), finding.copied_from]


def _events(result: CaseResult) -> Iterator[list[Cell]]:
    for event in result.chronology:
        joined = [", ".join(event.categories), ", ".join(role.value for role in event.people)]
        yield [
            result.case.case_id, event.number, event.date, when_of(event), event.words, event.precision, event.source,
            event.text, *joined, event.note_id, event.row, "; ".join(event.finding_ids),
        ]  # fmt: skip
