"""Codes on pages: list by list, each with what it rests on and where to read it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from caseflags.casework import CaseworkOptions
from caseflags.model import Result
from caseflags.report import ReportOptions
from caseflags.rulebook import load

STORY = """=== C1
--- n1 | 2023-01-09 | police
Dad [[DA/strangulation aff cur father>mother|strangled Mum]], the baby in her arms.
He was [[SM/alcohol aff cur father|drunk]].
Nan [[SM/cannabis aff cur other|smokes weed]].
--- n2 | 2023-06-02 | GP
Mum is [[MH/depression aff cur mother|depressed]].
"""


@pytest.fixture(scope="module")
def options() -> CaseworkOptions:
    return CaseworkOptions(codes=load().codes)


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_golden(
    golden: Callable[[str, str], None],
    make_result: Callable[..., Result],
    rendered: Callable[..., str],
    options: CaseworkOptions,
    form: str,
) -> None:
    result = make_result(STORY, options)
    name = {"text": "codes.txt", "markdown": "codes.md"}[form]
    golden(f"report/{name}", rendered(form, ReportOptions(view="codes"), of=result))


def test_json_has_them_with_their_evidence(
    make_result: Callable[..., Result], rendered: Callable[..., str], options: CaseworkOptions
) -> None:
    document = json.loads(rendered("json", of=make_result(STORY, options)))
    codes = {(code["map"], code["code"]): code for code in document["cases"][0]["codes"]}
    known = {finding["finding_id"] for finding in document["findings"]}
    assert set(codes) >= {("cin", "1B"), ("cin", "2C"), ("cin", "3A"), ("cin", "3B"), ("cin", "4B"), ("dash", "15")}
    assert all(code["evidence"] and known.issuperset(code["evidence"]) for code in codes.values())
    assert all(code["form"] and code["year"] and code["verified"] is False for code in codes.values())
    assert codes["cin", "2C"]["check"] == "whether the person lives in the household"


def test_a_view_without_codes_shows_none(
    make_result: Callable[..., Result], rendered: Callable[..., str], options: CaseworkOptions
) -> None:
    result = make_result(STORY, options)
    assert "Children in Need" in rendered("text", of=result)
    assert "Children in Need" not in rendered("text", ReportOptions(view="matrix"), of=result)
