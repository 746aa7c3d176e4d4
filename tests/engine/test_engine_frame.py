"""Notes in a data frame, findings in a data frame."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import caseflags
from caseflags import FRAME_SCHEMA, RejectedRowsWarning, scan_frame
from caseflags.engine import ScanOptions, release, scan
from caseflags.errors import CaseflagsError
from caseflags.report import render

TEXTS = ("Mum said that Dad punched her.", "He denied it.", "She has been drinking again; he hit her.", "All well.")


def frame(rows: int = 24) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Case ID": [f"C{n % 3}" for n in range(rows)],
            "Note ID": range(rows),
            "Date": [pd.Timestamp(2024, 1, n % 28 + 1) for n in range(rows)],
            "Case Note": [f"Visit {n}. {TEXTS[n % len(TEXTS)]}" for n in range(rows)],
        }
    )


def test_the_parts_of_a_frame_give_what_the_whole_gives() -> None:
    whole = frame()
    parts = pd.concat([scan_frame(whole.iloc[first : first + 5]) for first in range(0, len(whole), 5)])
    pd.testing.assert_frame_equal(parts.reset_index(drop=True), scan_frame(whole))
    assert len(parts) > 5


def test_with_cases_the_findings_are_those_of_a_scan(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    frame().to_csv(path, index=False)
    result = scan(ScanOptions((str(path),), workers=1))
    stream = io.StringIO()
    render(result, "jsonl", stream)
    release(result)
    scanned = [json.loads(line) for line in stream.getvalue().splitlines()]
    found = scan_frame(frame(), cases=True)
    for name in ("case_id", "note_id", "rule_id", "start", "assertion", "subject"):
        assert found[name].tolist() == [row[name] for row in scanned], name


@pytest.mark.parametrize("rows", [0, 1, 12])
@pytest.mark.parametrize("cases", [False, True], ids=["notes", "cases"])
def test_columns_and_types_are_always_the_same(rows: int, *, cases: bool) -> None:
    found = scan_frame(frame(rows), cases=cases)
    assert {name: str(kind) for name, kind in found.dtypes.items()} == FRAME_SCHEMA


def test_missing_values_are_empty_cells() -> None:
    table = pd.DataFrame(
        {
            "case": ["A", None, "B"],
            "date": [date(2024, 1, 2), pd.NaT, None],
            "text": ["He hit her.", "He hit her.", pd.NA],
        }
    )
    with pytest.warns(RejectedRowsWarning):
        found = scan_frame(table)
    assert set(found["case_id"]) == {"A"}
    assert found["date"].dt.date.tolist()[0] == date(2024, 1, 2)


@pytest.mark.parametrize("cases", [False, True], ids=["notes", "cases"])
@pytest.mark.parametrize(
    ("case_ids", "left", "said"),
    [
        pytest.param(["A", None, ""], {"A"}, "2 of 3 rows rejected; the first is row 2 of this frame", id="some"),
        pytest.param([None, None, None], set(), "3 of 3 rows rejected; the first is row 1 of this frame", id="all"),
    ],
)
def test_rejected_rows_are_told_with_count_place_and_reason(
    case_ids: list[str | None], left: set[str], said: str, *, cases: bool
) -> None:
    table = pd.DataFrame({"case": case_ids, "text": ["Dad hit her.", "Dad hit her once.", "Dad hit her twice."]})
    with pytest.warns(RejectedRowsWarning) as caught:
        found = scan_frame(table, cases=cases)
    message = str(caught[0].message)
    assert (len(caught), set(found["case_id"])) == (1, left)
    assert message.startswith(said)
    assert "no case is given" in message
    assert "hit" not in message
    assert caught[0].filename == __file__


def test_a_frame_of_which_every_row_is_a_note_warns_of_nothing(recwarn: pytest.WarningsRecorder) -> None:
    scan_frame(frame(12))
    assert not [warning for warning in recwarn if warning.category is RejectedRowsWarning]


def test_a_frame_without_text_is_refused() -> None:
    with pytest.raises(CaseflagsError, match="text of the notes"):
        scan_frame(pd.DataFrame({"a": [1]}))


def test_the_package_has_no_other_names() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        caseflags.nothing  # noqa: B018


@pytest.mark.slow
def test_dask_maps_it_over_partitions() -> None:
    dd = pytest.importorskip("dask.dataframe")
    whole = frame()
    meta = scan_frame(whole.iloc[:0])
    mapped = dd.from_pandas(whole, npartitions=4).map_partitions(scan_frame, meta=meta).compute(scheduler="synchronous")
    pd.testing.assert_frame_equal(mapped.reset_index(drop=True), scan_frame(whole))
