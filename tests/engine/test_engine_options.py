from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from caseflags.engine import ScanOptions
from caseflags.errors import CaseflagsError
from caseflags.model import Note


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"since": date(2024, 2, 1), "until": date(2024, 1, 1)}, "later than --until"),
        ({"window_days": -1}, "negative"),
        ({"workers": 0}, "one worker at least"),
        ({"paths": ("a.csv",), "cache": Path("a.csv")}, "--cache names an export"),
        ({"mapping": {"txt": ("a",)}}, "unknown field"),
        ({"date_order": "ydm"}, "unknown date order"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_in_itself_is_said_before_any_work(options: dict[str, object], message: str) -> None:
    with pytest.raises(CaseflagsError, match=message):
        ScanOptions(**options).check()  # type: ignore[arg-type]


def test_undated_notes_pass_the_filters_of_days() -> None:
    options = ScanOptions(since=date(2024, 1, 1), until=date(2024, 1, 31))
    days = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 1, 31), date(2024, 2, 1), None]
    assert [options.wants(Note("c", "n", "t", 1, day)) for day in days] == [False, True, True, False, True]


def test_what_is_recorded_holds_no_speed() -> None:
    recorded = ScanOptions(workers=3, cache=Path("x"), mapping={"text": ("B", "A")}).recorded(date(2024, 1, 1))
    assert recorded["mapping"] == {"text": ["B", "A"]}
    assert recorded["as_of"] == "2024-01-01"
    assert not {"workers", "cache", "paths", "rules"} & set(recorded)


def test_workers_are_the_cores_unless_said() -> None:
    assert ScanOptions().processes() >= 1
    assert ScanOptions(workers=7).processes() == 7
