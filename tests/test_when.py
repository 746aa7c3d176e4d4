"""Times as text and back: bounds, precision, and what a reader is shown."""

from __future__ import annotations

from datetime import date

import pytest

from caseflags.when import NEVER, Precision, When, read_when, shown

READ = [
    ("2019-05-03", date(2019, 5, 3), date(2019, 5, 3), "day", "2019-05-03"),
    ("2019-02", date(2019, 2, 1), date(2019, 2, 28), "month", "2019-02"),
    ("2019", date(2019, 1, 1), date(2019, 12, 31), "year", "2019"),
    ("2019~", date(2019, 1, 1), date(2019, 12, 31), "about", "about 2019"),
    ("2017-11/2018-09", date(2017, 11, 1), date(2018, 9, 30), "month", "2017-11 to 2018-09"),
    ("2014/2016-05", date(2014, 1, 1), date(2016, 5, 31), "year", "2014 to 2016-05"),
    ("2018-06~/2018-08~", date(2018, 6, 1), date(2018, 8, 31), "about", "about 2018-06 to 2018-08"),
    ("2018-12~/..", date(2018, 12, 1), date(2018, 12, 31), "about", "since about 2018-12"),
    ("2018/..", date(2018, 1, 1), date(2018, 12, 31), "year", "since 2018"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "first", "last", "precision", "said"), READ, ids=[case[0] for case in READ])
def test_a_time_is_read_and_shown(text: str, first: date, last: date, precision: str, said: str) -> None:
    assert read_when(text) == When(first, last, Precision(precision), text.endswith("/.."))
    assert shown(text) == said


@pytest.mark.parametrize("text", ["", "2019-13", "2019-02-30", "soon", "2019/soon", "/2019", "19"])
def test_anything_else_is_no_time_in_a_calendar(text: str) -> None:
    assert read_when(text) == NEVER
