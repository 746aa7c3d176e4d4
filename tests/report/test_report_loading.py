"""A stored result read again says the same in every format."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from caseflags.errors import CaseflagsError
from caseflags.model import Result
from caseflags.report import FORMATS, StoredCases, load_result, render

TEXT = [name for name in FORMATS if name != "xlsx"]


@pytest.fixture
def stored(rendered: Callable[..., str], tmp_path: Path) -> Path:
    path = tmp_path / "result.json"
    path.write_text(rendered("json"), encoding="utf-8")
    return path


@pytest.mark.parametrize("form", TEXT)
def test_every_format_is_the_same(rendered: Callable[..., str], stored: Path, form: str) -> None:
    assert rendered(form, of=load_result(stored)) == rendered(form)


@pytest.mark.parametrize("form", ["json", "text"])
def test_a_document_that_was_laid_out_anew(rendered: Callable[..., str], stored: Path, form: str) -> None:
    stored.write_text(json.dumps(json.loads(stored.read_text(encoding="utf-8")), indent=2), encoding="utf-8")
    assert rendered(form, of=load_result(stored)) == rendered(form)


def test_the_workbook_is_the_same(result: Result, stored: Path) -> None:
    assert _workbook(load_result(stored)) == _workbook(result)


def _workbook(result: Result) -> bytes:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="utf-8")
    render(result, "xlsx", stream)
    stream.flush()
    return raw.getvalue()


def test_cases_can_be_gone_through_twice_and_chosen(stored: Path) -> None:
    cases = load_result(stored).cases
    assert isinstance(cases, StoredCases)
    ids = [case.case.case_id for case in cases]
    assert ids == [case.case.case_id for case in cases]
    assert [case.case.case_id for case in StoredCases(cases.document, frozenset(ids[-1:]))] == ids[-1:]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("case_id,text\n1,a\n", id="no JSON"),
        pytest.param("[]", id="a list"),
        pytest.param('{"run": {}}', id="parts are missing"),
        pytest.param('{\n"run": {},\n"cases": [\n{"case', id="cut off"),
        pytest.param(
            '{"run": {}, "cases": [], "matrix": {}, "findings": [], "rejected": [], "messages": []}', id="empty parts"
        ),
    ],
)
def test_what_is_no_result_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CaseflagsError, match="no stored result"):
        list(load_result(path).cases)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CaseflagsError, match="cannot be read"):
        load_result(tmp_path / "none.json")


@pytest.mark.parametrize("change", [list.pop, lambda found: found.append(found[0])], ids=["fewer", "more"])
def test_findings_that_the_cases_do_not_count_are_noticed(stored: Path, change: Callable[..., None]) -> None:
    document = json.loads(stored.read_text(encoding="utf-8"))
    change(document["findings"])
    stored.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(CaseflagsError, match="not a whole one"):
        list(load_result(stored).cases)
