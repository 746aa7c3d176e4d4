"""Chronologies in every format, byte by byte, and what their options leave."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from caseflags.casework.chronology import Silence
from caseflags.errors import CaseflagsError
from caseflags.model import Event, Result, Role
from caseflags.report.chronicle import ChronologyOptions, chronicle_of, told_of, when_of
from caseflags.report.chronicle_data import FIELDS
from caseflags.report.chronicle_formats import CHRONOLOGY_FORMATS, render_chronology
from caseflags.report.paper import Paper


def written(result: Result, form: str, options: ChronologyOptions | None = None, **paper: Any) -> str:
    stream = io.StringIO(newline="")
    render_chronology(result, form, stream, paper=Paper(**paper), options=options)
    return stream.getvalue()


GOLDEN: list[tuple[str, str, dict[str, Any]]] = [
    ("chronology-80.txt", "text", {"width": 80}),
    ("chronology-160.txt", "text", {"width": 160}),
    ("chronology-color.txt", "text", {"width": 80, "color": True}),
    ("chronology.md", "markdown", {}),
    ("chronology.json", "json", {}),
    ("chronology.jsonl", "jsonl", {}),
    ("chronology.csv", "csv", {}),
]


@pytest.mark.parametrize(("name", "form", "paper"), GOLDEN, ids=[name for name, *_ in GOLDEN])
def test_golden(golden: Callable[[str, str], None], story: Result, name: str, form: str, paper: dict[str, Any]) -> None:
    text = written(story, form, **paper)
    golden(f"report/{name}", text)
    assert written(story, form, **paper) == text


def test_events_stand_in_order_with_silences_between_and_undated_ones_apart(story: Result) -> None:
    first, second = (chronicle_of(case, ChronologyOptions()) for case in story.cases)
    shown = ["silence" if isinstance(line, Silence) else when_of(line) for line in first.lines]
    assert shown == ["since 2016", "2022-05", "2023-01-09", "before 2023-01-09", "silence", "2023-06-02"]
    assert [when_of(event) for event in first.undated] == ["undated"]
    assert (second.lines, second.undated) == ((), ())


OPTIONS = [
    pytest.param(ChronologyOptions(person=Role.MOTHER), [1, 2, 3, 4, 5], id="mother"),
    pytest.param(ChronologyOptions(person=Role.CHILD), [], id="child"),
    pytest.param(ChronologyOptions(since=date(2023, 2, 1)), ["2023-06-02", "undated"], id="since"),
    pytest.param(ChronologyOptions(until=date(2022, 5, 1)), ["since 2016", "2022-05", "undated"], id="until"),
    pytest.param(
        ChronologyOptions(since=date(2022, 5, 31), until=date(2022, 6, 1)),
        ["since 2016", "2022-05", "undated"],
        id="in",
    ),
]


@pytest.mark.parametrize(("options", "expected"), OPTIONS)
def test_options_choose_events_and_number_them_anew(
    story: Result, options: ChronologyOptions, expected: list[Any]
) -> None:
    chronicle = chronicle_of(next(iter(story.cases)), options)
    events = [line for line in (*chronicle.lines, *chronicle.undated) if isinstance(line, Event)]
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    found = (
        [event.number for event in events] if expected and isinstance(expected[0], int) else list(map(when_of, events))
    )
    assert found == expected


def test_a_time_is_never_more_exact_than_its_words(story: Result) -> None:
    for event in next(iter(story.cases)).chronology:
        assert (event.precision == "day") == (when_of(event) == str(event.date))
        assert bool(told_of(event)) == bool(event.words)


def test_programs_get_the_same_lines_in_every_format(story: Result) -> None:
    lines = [json.loads(line) for line in written(story, "jsonl").splitlines()]
    assert all(tuple(line) == FIELDS for line in lines)
    cases = json.loads(written(story, "json"))["cases"]
    assert [case["case_id"] for case in cases] == ["C1", "C2"]
    assert [{"case_id": "C1", **line} for line in cases[0]["lines"]] == lines
    rows = list(csv.DictReader(io.StringIO(written(story, "csv"))))
    assert [row["event"] for row in rows] == [line["event"] for line in lines]
    assert all(not row["source"].startswith("=") for row in rows)


def test_there_is_no_other_format(story: Result) -> None:
    with pytest.raises(CaseflagsError, match="there is no format 'pdf'"):
        written(story, "pdf")
    assert set(CHRONOLOGY_FORMATS) == {"text", "markdown", "json", "jsonl", "csv", "html", "xlsx"}


NARROWED = [
    pytest.param(ChronologyOptions(), (), "", id="all"),
    pytest.param(ChronologyOptions(), ("domestic_abuse", "retraction"), "of domestic abuse and retraction", id="of"),
    pytest.param(
        ChronologyOptions(Role.FATHER, date(2022, 5, 1), date(2023, 5, 1)),
        (),
        "about father, from 2022-05-01 on, up to 2023-05-01",
        id="about",
    ),
]


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
@pytest.mark.parametrize(("options", "categories", "expected"), NARROWED)
def test_readers_are_told_which_events_they_see(
    story: Result, options: ChronologyOptions, categories: tuple[str, ...], expected: str, form: str
) -> None:
    chosen = replace(story, run=replace(story.run, options={"categories": list(categories)}))
    text = written(chosen, form, options, width=100)
    assert (f"Only events {expected}" in text) if expected else ("Only events" not in text)
