"""The page in a terminal and in a pipe: nothing runs over the margin, and no note can take the terminal over."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from caseflags.casework import Across, CaseworkOptions
from caseflags.model import Matrix, Result
from caseflags.report import ReportOptions, render
from caseflags.report.options import SECTIONS
from caseflags.report.text_tables import _blocks, _Column

Rendered = Callable[..., str]
HOSTILE = "\x1b[2Jwiped \x07 \u202eeert \x9b31m <script>alert(1)</script> [link](http://x) | **b** `c`"


@pytest.mark.parametrize("view", SECTIONS)
@pytest.mark.parametrize("width", [60, 80, 100, 120, 160])
def test_nothing_runs_over_the_margin(rendered: Rendered, width: int, view: str) -> None:
    text = rendered("text", ReportOptions(view=view), width=width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert not re.search(r"[ \t]$", text, re.MULTILINE)


def test_a_pipe_gets_80_columns_without_colour(rendered: Rendered) -> None:
    assert rendered("text") == rendered("text", width=80)
    assert "\x1b" not in rendered("text")


def test_colour_changes_no_word(rendered: Rendered) -> None:
    plain = re.sub(r"[«»]", "", rendered("text", width=160))
    coloured = re.sub(r"\x1b\[[0-9;]*m", "", rendered("text", width=160, color=True))
    assert coloured.split() == plain.split()


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-16", "utf-8"])
def test_any_stream_can_take_it(result: Result, encoding: str) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    render(result, "text", stream)
    stream.flush()


@pytest.mark.parametrize("form", ["text", "markdown"])
@pytest.mark.parametrize("color", [True, False], ids=["colour", "plain"])
def test_a_note_cannot_take_the_page_over(make_result: Callable[..., Result], form: str, color: bool) -> None:  # noqa: FBT001
    marked = (
        f"=== {HOSTILE}\n--- n1 | 2024-01-01 | {HOSTILE[:20]}\nHe [[DA/physical aff cur father|hit her]] {HOSTILE}.\n"
    )
    stream = io.StringIO()
    render(make_result(marked), form, stream, color=color)
    text = re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue())
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
    if form == "markdown":
        assert "\\<script\\>" in text
        assert "\\[link\\](http" in text
        assert not re.search(r"(?<!\\)<script", text)


VIEWS = [
    (
        "all",
        {
            "How they meet (",
            "Evidence",
            "Who the findings",
            "by person",
            "Accounts:",
            "Patterns over time",
            "Beside: uncertain",
        },
    ),
    ("matrix", {"How they meet ("}),
    ("patterns", {"Patterns over time"}),
    ("findings", {"in the order of the notes"}),
    ("people", {"Who the findings", "by person", "Accounts:"}),
]
HEADINGS = set().union(*(headings for _, headings in VIEWS))


@pytest.mark.parametrize(("view", "headings"), VIEWS, ids=[view for view, _ in VIEWS])
@pytest.mark.parametrize("form", ["text", "markdown"])
def test_views(rendered: Rendered, form: str, view: str, headings: set[str]) -> None:
    text = rendered(form, ReportOptions(view=view))
    assert {heading for heading in HEADINGS if heading in text} == headings


def test_no_page_speaks_of_a_score_but_to_deny_it(rendered: Rendered) -> None:
    for form in ("text", "markdown"):
        words = " ".join(rendered(form).split())
        assert "co-occurring factors, no score" in words
        assert words.lower().count("score") == 1
        assert "toxic" not in words.lower()


def test_one_case_needs_no_overview(make_result: Callable[..., Result], rendered: Rendered) -> None:
    one = make_result("=== A\n--- 1 | 2024-01-01\nHe [[DA/physical aff cur father>mother|hit her]].\n")
    text = rendered("text", of=one)
    assert "Cases in which" not in text
    assert "cases   1\n" in text


def test_every_excerpt_stands_once_and_every_reference_leads_to_one(rendered: Rendered) -> None:
    for case in rendered("text").split("━━ Case")[1:]:
        shown = re.findall(r"^  \[(\d+)\]\s+(?:\d{4}-|undated)", case, re.MULTILINE)
        assert shown == [str(n) for n in range(1, len(shown) + 1)]
        assert set(re.findall(r"\[(\d+)\]", case)) == set(shown)


def test_opened_retraction_has_its_own_rows(make_result: Callable[..., Result], rendered: Rendered) -> None:
    marked = (
        "=== A\n--- 1 | 2024-01-01\nHe [[DA/physical aff cur father|hit]]. He [[RT/denial aff cur father|denies]] it.\n"
    )
    text = rendered("text", of=make_result(marked, CaseworkOptions(opened=frozenset({"retraction"}))))
    assert "RD Retraction: denial" in text
    assert "DA Domestic abuse + RD Retraction: denial" in text
    assert "RD denial: father" in text


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 40), min_size=1, max_size=12), st.integers(20, 160))
def test_blocks_keep_every_column_and_fit(widths: list[int], room: int) -> None:
    columns = [_Column("x" * width, [Text("1")]) for width in widths]
    blocks = list(_blocks(columns, room))
    assert [column for block in blocks for column in block] == columns
    assert all(len(block) == 1 or sum(column.width + 2 for column in block) <= room for block in blocks)


def test_a_crowd_of_categories_is_cut_into_tables(result: Result, rendered: Rendered) -> None:
    names = tuple(f"category_{letter}" for letter in "abcdefghijkl")
    case = next(iter(result.cases))
    crowd = replace(case, matrix=_widened(case.matrix, names))
    across = Across(CaseworkOptions())
    across.add(crowd)
    text = rendered("text", of=replace(result, cases=[crowd], matrix=across.matrix()), width=80)
    assert max(map(cell_len, text.splitlines())) <= 80
    assert text.count("CA Category a") >= 2


def _widened(matrix: Matrix, names: tuple[str, ...]) -> Matrix:
    return replace(matrix, categories=matrix.categories + names)


# --- which cases, and in which order --------------------------------------------------------------------------------

ORDERS = [
    pytest.param("id", ["C2", "C10", "C11"], id="by id, as people count"),
    pytest.param("newest", ["C11", "C2", "C10"], id="by the newest note"),
    pytest.param("level", ["C10", "C2", "C11"], id="by the level of patterns"),
]


@pytest.mark.parametrize(("order", "expected"), ORDERS)
def test_order(make_result: Callable[..., Result], rendered: Rendered, order: str, expected: list[str]) -> None:
    found = _several(make_result)
    text = rendered("text", ReportOptions(order=order, view="people"), of=found)
    assert re.findall(r"━━ Case (\S+)", text) == expected


@pytest.mark.parametrize("top", [1, 2])
def test_top_says_how_many_more_there_are(make_result: Callable[..., Result], rendered: Rendered, top: int) -> None:
    text = " ".join(rendered("text", ReportOptions(top=top), of=_several(make_result)).split())
    assert text.count("━━ Case") == top
    assert f"{3 - top} more case" in text
    assert "--top 3 shows all of them" in text
    assert "1 case without findings: C1" in text


def test_top_none_shows_all(make_result: Callable[..., Result], rendered: Rendered) -> None:
    text = rendered("text", ReportOptions(top=None), of=_several(make_result))
    assert text.count("━━ Case") == 3
    assert "more case" not in text


def _several(make_result: Callable[..., Result]) -> Result:
    hit = "He [[DA/physical aff cur father|hit her]]."
    return make_result(
        f"=== C1\n--- q | 2024-01-01\nAll well.\n=== C2\n--- 1 | 2024-02-01\n{hit}\n"
        f"=== C10\n--- 2 | 2024-01-01\n{hit} She [[RT/retraction aff cur mother|made it up]].\n"
        f"=== C11\n--- 3 | 2024-03-01\n{hit}\n"
    )
