"""What scripts rely on: fields, order, bytes, and that nothing needed to make a result anew is missing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any

import pytest

from caseflags.errors import CaseflagsError
from caseflags.model import CaseResult, Cell, Event, Finding, NoteRef, PatternHit, Result, Run
from caseflags.report import FORMATS, ReportOptions, render
from caseflags.report.csv import harmless
from caseflags.report.records import FIELDS

Rendered = Callable[..., str]

PROMISED = [
    *("finding_id", "case_id", "note_id", "date", "source", "row", "category", "indicator", "rule_id", "level"),
    *("start", "end", "text", "assertion", "temporality", "subject", "victim", "cues", "excerpt", "codes"),
]


def test_jsonl_has_the_promised_fields_in_their_order(rendered: Rendered, result: Result) -> None:
    lines = [json.loads(line) for line in rendered("jsonl").splitlines()]
    assert all(list(line) == PROMISED for line in lines)
    assert [line["finding_id"] for line in lines] == [f.finding_id for c in result.cases for f in c.case.findings]
    denied = next(line for line in lines if line["text"] == "hitting her")
    assert (denied["date"], denied["subject"], denied["victim"]) == ("2023-01-09", "father", "mother")
    assert denied["cues"] == [{"axis": "assertion", "value": "denied", "text": "denied", "start": 78, "end": 84}]
    assert next(line for line in lines if line["text"] == "drunk")["victim"] is None


def test_csv_has_the_same_fields(rendered: Rendered) -> None:
    rows = list(csv.reader(io.StringIO(rendered("csv"), newline="")))
    lines = rendered("jsonl").splitlines()
    assert tuple(rows[0]) == FIELDS == tuple(PROMISED)
    assert len(rows) == len(lines) + 1
    assert {len(row) for row in rows} == {len(FIELDS)}


FORMULAS = [
    pytest.param("=1+1", id="equals"),
    pytest.param("+1", id="plus"),
    pytest.param("-1", id="minus"),
    pytest.param("@SUM(A1)", id="at"),
    pytest.param("\t=1", id="tab"),
    pytest.param("\r=1", id="carriage return"),
    pytest.param("\n=1", id="line feed"),
    pytest.param("＝1", id="full width"),
]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_csv_is_a_formula(result: Result, rendered: Rendered, text: str) -> None:
    hostile = _with_findings(result, case_id=text, note_id=text, source=text, text=text, excerpt=text, codes=(text,))
    rows = list(csv.DictReader(io.StringIO(rendered("csv", of=hostile), newline="")))
    for name in ("case_id", "note_id", "source", "text", "excerpt", "codes"):
        assert {row[name] for row in rows} == {f"'{text}"}


def test_harmless_text_is_left_alone() -> None:
    assert harmless("1+1=2 @ home") == "1+1=2 @ home"


def test_half_a_surrogate_pair_breaks_nothing(result: Result, rendered: Rendered) -> None:
    hostile = _with_findings(result, excerpt="so \ud83d sad")
    for form in sorted(set(FORMATS) - {"xlsx"}):
        rendered(form, of=hostile).encode()
    assert json.loads(rendered("json", of=hostile))["findings"][0]["excerpt"] == "so \ud83d sad"


DOCUMENT = ["run", "cases", "matrix", "findings", "rejected", "messages"]
CASE = ["case_id", "notes", "chronology", "first_date", "last_date", "counts", "people", "matrix", "patterns"]


def test_json_is_the_promised_document(rendered: Rendered, result: Result) -> None:
    document = json.loads(rendered("json"))
    assert list(document) == DOCUMENT
    case = next(case for case in document["cases"] if case["case_id"] == "FAM-2")
    assert set(CASE) <= set(case)
    assert (case["first_date"], case["last_date"]) == ("2023-01-09", "2023-06-01")
    assert case["counts"]["findings"] == 14
    assert case["counts"]["copied"] == 1
    assert case["counts"]["categories"]["domestic_abuse"]["affirmed"] == 4
    assert set(case["patterns"][0]["evidence"]) == {"finding_ids", "note_ids"}
    assert sum(case["counts"]["findings"] for case in document["cases"]) == len(document["findings"])
    assert [cell["row"] for cell in document["matrix"]["cells"]] == [cell.row for cell in result.matrix.cells]


def test_json_people_bear_their_names_and_their_part(rendered: Rendered) -> None:
    document = json.loads(rendered("json"))
    case = next(case for case in document["cases"] if case["case_id"] == "FAM-2")
    people = {person["role"]: person for person in case["people"]}
    assert people["father"]["called"] == ["sam"]
    assert people["father"]["subject"]["domestic_abuse"]["affirmed"] == 4
    assert people["mother"]["victim"]["domestic_abuse"]["affirmed"] == 4


COMPLETE = [
    pytest.param(Finding, lambda d: d["findings"][0], set(), id="finding"),
    pytest.param(NoteRef, lambda d: d["cases"][0]["notes"][0], set(), id="note"),
    pytest.param(Event, lambda d: d["cases"][0]["chronology"][0], set(), id="event"),
    pytest.param(Cell, lambda d: d["matrix"]["cells"][0], set(), id="cell"),
    pytest.param(Run, lambda d: d["run"], set(), id="run"),
    pytest.param(PatternHit, lambda d: d["cases"][1]["patterns"][0], {"case_id", "note_ids"}, id="pattern"),
]


@pytest.mark.parametrize(("record", "find", "elsewhere"), COMPLETE)
def test_json_leaves_nothing_out(
    rendered: Rendered, record: Any, find: Callable[[Any], dict[str, Any]], elsewhere: set[str]
) -> None:
    found = find(json.loads(rendered("json")))
    assert {field.name for field in fields(record)} - elsewhere <= set(found)


class OnePass:
    """Cases that are read from somewhere else each time, and never held all at once."""

    def __init__(self, case: CaseResult, number: int) -> None:
        self._case = case
        self._number = number
        self.passes = 0

    def __iter__(self) -> Iterator[CaseResult]:
        self.passes += 1
        return (replace(self._case, case=replace(self._case.case, case_id=f"C{n}")) for n in range(self._number))


class Watched(io.StringIO):
    """A stream that knows the longest piece it was given."""

    longest = 0

    def write(self, text: str) -> int:
        self.longest = max(self.longest, len(text))
        return super().write(text)


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
def test_formats_for_programs_write_piece_by_piece(result: Result, form: str) -> None:
    cases = OnePass(list(result.cases)[1], 50)
    stream = Watched()
    render(replace(result, cases=cases), form, stream)
    assert stream.longest < len(stream.getvalue()) / 20
    assert cases.passes == (2 if form == "json" else 1)


def test_an_unknown_format_says_which_there_are(result: Result) -> None:
    with pytest.raises(CaseflagsError, match=r"no format 'pdf' \(one of: text, markdown, json, jsonl, csv"):
        render(result, "pdf", io.StringIO())


WRONG = [
    pytest.param(ReportOptions(view="heat"), "no view 'heat'", id="view"),
    pytest.param(ReportOptions(order="score"), "no order 'score'", id="order"),
    pytest.param(ReportOptions(top=0), "0 cases", id="top"),
    pytest.param(ReportOptions(evidence=0), "0 pairs", id="evidence"),
]


@pytest.mark.parametrize(("options", "message"), WRONG)
def test_wrong_options_are_named(result: Result, options: ReportOptions, message: str) -> None:
    with pytest.raises(CaseflagsError, match=message):
        render(result, "text", io.StringIO(), options=options)


def _with_findings(result: Result, **changes: Any) -> Result:
    """The result with every finding changed."""
    cases = []
    for case in result.cases:
        findings = tuple(replace(finding, **changes) for finding in case.case.findings)
        cases.append(replace(case, case=replace(case.case, findings=findings)))
    return replace(result, cases=cases)
