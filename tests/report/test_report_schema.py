"""The published schemas describe what is written, and nothing is written that they do not describe."""

from __future__ import annotations

import copy
import io
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from caseflags.engine import ScanOptions, release, scan
from caseflags.model import Assertion, Level, Role, Temporality
from caseflags.report import render
from caseflags.report.records import FIELDS

ROOT = Path(__file__).parents[2]
RESULT, FINDINGS = (
    json.loads((ROOT / "docs" / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))
    for name in ("result", "findings")
)
GOLDEN = ROOT / "tests" / "golden" / "report"
SAMPLES = [
    pytest.param("messy.csv", {"date": ("Event Dt",)}, id="messy"),
    pytest.param("family.csv", {}, id="family", marks=pytest.mark.slow),
    pytest.param("cases.json", {}, id="cases", marks=pytest.mark.slow),
]


def closed(schema: Any) -> Any:
    """The schema with every record closed but those that say that they are open (the options of a run)."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: closed(value) for key, value in schema.items()}
    if isinstance(made.get("properties"), dict) and made.get("type") == "object":
        made["additionalProperties"] = made.get("additionalProperties") is True
    return made


def check(schema: Any, document: Any) -> None:
    Draft202012Validator(closed(schema), format_checker=Draft202012Validator.FORMAT_CHECKER).validate(document)


@pytest.mark.parametrize("schema", [RESULT, FINDINGS], ids=["result", "findings"])
def test_the_schemas_are_schemas(schema: Any) -> None:
    Draft202012Validator.check_schema(schema)


def test_the_golden_result_is_described() -> None:
    check(RESULT, json.loads((GOLDEN / "result.json").read_text(encoding="utf-8")))


def test_the_golden_findings_are_described() -> None:
    for line in (GOLDEN / "findings.jsonl").read_text(encoding="utf-8").splitlines():
        check(FINDINGS, json.loads(line))


@pytest.mark.parametrize(("name", "mapping"), SAMPLES)
def test_sample_results_are_described(name: str, mapping: dict[str, tuple[str, ...]]) -> None:
    result = scan(ScanOptions(paths=(str(ROOT / "sample_data" / name),), mapping=mapping, workers=1))
    document, lines = io.StringIO(), io.StringIO()
    render(result, "json", document)
    render(result, "jsonl", lines)
    release(result)
    check(RESULT, json.loads(document.getvalue()))
    for line in lines.getvalue().split("\n")[:-1]:
        check(FINDINGS, json.loads(line))


@pytest.mark.parametrize(
    ("name", "values"),
    [("level", Level), ("assertion", Assertion), ("temporality", Temporality), ("role", Role)],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_words_are_those_of_the_model(name: str, values: Any) -> None:
    assert RESULT["$defs"][name]["enum"] == [value.value for value in values]


def test_both_schemas_say_the_same_of_a_finding() -> None:
    whole = RESULT["$defs"]["finding"]
    assert tuple(FINDINGS["properties"]) == FIELDS == tuple(FINDINGS["required"])
    assert {name: whole["properties"][name] for name in FIELDS} == FINDINGS["properties"]
    assert all(RESULT["$defs"][name] == part for name, part in FINDINGS["$defs"].items())


def changed(*path: str | int, to: Any) -> Any:
    document = copy.deepcopy(json.loads((GOLDEN / "result.json").read_text(encoding="utf-8")))
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return document


@pytest.mark.parametrize(
    "path",
    [("news",), ("run", "news"), ("run", "options", "news"), ("cases", 0, "news"), ("findings", 0, "news")],
    ids=str,
)
def test_a_later_version_may_add_fields(path: tuple[str | int, ...]) -> None:
    Draft202012Validator(RESULT).validate(changed(*path, to=1))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("run", "rows", "lost"), 1),
        (("run", "rows", "read"), -1),
        (("findings", 0, "assertion"), "maybe"),
        (("findings", 0, "date"), "03/04/2024"),
        (("findings", 0, "finding_id"), "x"),
        (("cases", 0, "matrix", "cells", 0, "score"), 7),
        (("cases", 0, "matrix", "cells", 0, "delays"), [[1, 2, 3]]),
    ],
    ids=str,
)
def test_what_is_wrong_is_refused(path: tuple[str | int, ...], value: Any) -> None:
    with pytest.raises(ValidationError):
        Draft202012Validator(RESULT).validate(changed(*path, to=value))
