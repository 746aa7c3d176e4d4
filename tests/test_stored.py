"""Documents on disk: a record to a line, read lazily, whole or refused."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflags import __version__
from caseflags.errors import CaseflagsError
from caseflags.stored import Document, Refusal, open_document, write_document

REFUSAL = Refusal("this is none", "make one")
RECORDS = [{"id": 1, "text": "a\u2028b: [\n"}, {"id": 2, "text": "\ud800"}]
SCALARS = st.none() | st.booleans() | st.integers() | st.text()
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)


def written(parts: dict[str, Any]) -> str:
    stream = io.StringIO()
    write_document(stream, parts)
    return stream.getvalue()


def stored(path: Path, text: str, *names: str) -> Document:
    path.write_bytes(text.encode())
    return open_document(path, names, REFUSAL)


@pytest.fixture
def text() -> str:
    return written({"run": {"a": 1}, "cases": iter(RECORDS), "none": iter(()), "messages": ["x"]})


def test_a_record_stands_on_a_line_of_its_own(text: str) -> None:
    lines = text.split("\n")
    assert lines[:3] == ["{", '"run": {"a": 1},', '"cases": [']
    assert [json.loads(line.rstrip(",")) for line in lines[3:5]] == RECORDS
    assert lines[5:] == ["],", '"none": [],', '"messages": ["x"]', "}", ""]


def anew(text: str, indent: int | None) -> str:
    return json.dumps(json.loads(text), indent=indent)


@pytest.mark.parametrize("indent", [-1, None, 0, 2], ids=["ours", "one line", "no indent", "pretty"])
def test_what_was_written_is_read(tmp_path: Path, text: str, indent: int | None) -> None:
    document = stored(tmp_path / "x", text if indent == -1 else anew(text, indent), "run", "cases")
    assert (document.values["run"], document.values["messages"]) == ({"a": 1}, ["x"])
    for _ in range(2):  # a list can be gone through again
        assert list(document.records("cases")) == RECORDS
    assert list(document.records("none")) == []
    assert "cases" in document
    assert "matrix" not in document


def test_lists_stay_on_disk(tmp_path: Path, text: str) -> None:
    assert "cases" not in stored(tmp_path / "x", text).values


@given(
    st.dictionaries(st.text(min_size=1), VALUES, max_size=4), st.lists(st.dictionaries(st.text(), VALUES), max_size=4)
)
def test_any_values_and_records_come_back(tmp_path_factory: pytest.TempPathFactory, values: Any, records: Any) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    document = stored(path, written({**values, "the records": iter(records)}), "the records")
    assert list(document.records("the records")) == records
    assert {name: document.values[name] for name in values if name != "the records"} == {
        name: value for name, value in values.items() if name != "the records"
    }


def test_a_document_that_breaks_off_anywhere_is_refused(tmp_path: Path, text: str) -> None:
    for cut in range(1, len(text)):
        with pytest.raises(CaseflagsError, match="this is none"):
            stored(tmp_path / "x", text[:-cut])


@pytest.mark.parametrize(
    "text", ["", "[]", "1", "case_id,text\n1,a\n", '{"run": 1}', "[" * 100_000, "{\n}\n", '{\n"run": 07\n}\n']
)
def test_what_is_no_such_document_is_refused_with_a_way_out(tmp_path: Path, text: str) -> None:
    with pytest.raises(CaseflagsError) as caught:
        stored(tmp_path / "x", text, "cases")
    (problem,) = caught.value.problems
    assert (problem.message, problem.hint) == ("this is none", "make one")
    assert str(tmp_path / "x") in str(problem.place)


@pytest.mark.parametrize("name", ["none.json", "."], ids=["not there", "a folder"])
def test_what_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(CaseflagsError, match="cannot be read: "):
        open_document(tmp_path / name, (), REFUSAL)


@pytest.mark.parametrize(
    ("version", "hint"), [("0.0.1", "made by caseflags 0.0.1"), (__version__, "make one"), (3, "3")]
)
def test_what_another_version_made_is_said(tmp_path: Path, version: object, hint: str) -> None:
    document = stored(tmp_path / "x", written({"run": {"version": version}}))
    with pytest.raises(CaseflagsError, match=hint), document.expected():
        _ = document.values["matrix"]


def test_a_line_that_is_no_record_is_refused(tmp_path: Path, text: str) -> None:
    document = stored(tmp_path / "x", text.replace('{"id": 1', '"id": 1'.replace('"', "x")))
    with pytest.raises(CaseflagsError, match="this is none"), document.expected():
        list(document.records("cases"))
