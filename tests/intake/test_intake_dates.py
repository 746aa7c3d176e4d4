"""Dates as exports write them, and the order that a whole column gives away."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflags.intake.dates import DateReader, OrderEvidence, hinted_order, parse_date

NINTH = date(2023, 1, 9)
READ = (
    "2023-01-09",
    "2023-1-9",
    "2023/01/09",
    "2023.01.09",
    "2023-01-09T23:30:00Z",
    "2023-01-09T00:15:00+01:00",
    "2023-01-09 10:00:00.123",
    "2023-01-09 14:30 BST",
    "20230109",
    "20230109T1430",
    "20230109143000",
    "09/01/2023",
    "9/1/23",
    "9.1.2023",
    "09-01-2023",
    "09/01/2023 14:30",
    "09/01/2023, 2:30 PM",
    "09/01/2023 14.30hrs",
    "09/01/2023 at 2pm",
    "Mon 09/01/2023",
    "9 Jan 2023",
    "9th January 2023",
    "9th of January 2023",
    "09-Jan-23",
    "09-JAN-2023 02.30.00 PM",
    "9 Jan '23",
    "9Jan2023",
    "09JAN2023:14:30:00",
    "Jan 9, 2023",
    "January 9th 2023",
    "Jan  9 2023  2:30PM",
    "Monday, 9 January 2023 at 14:30",
    "Mon, 09 Jan 2023 14:30:00 +0000",
    "2023-Jan-09",
    " 2023-01-09 ",
    "44935",
    "44935.604",
)
UNREAD = (
    "",
    "unknown",
    "Jan 2023",
    "2023",
    "31/02/2023",
    "13/13/2023",
    "2023-13-01",
    "01/13/2023",
    "9.1.",
    "09/01/1066",
    "123",
    "999999",
    "2023-01-0910",
    "09/01/2023 to 10/01/2023",
    "9 Foo 2023",
    "0" * 100,
)


@pytest.mark.parametrize("value", READ)
def test_written_in_many_ways(value: str) -> None:
    assert parse_date(value) == NINTH
    assert DateReader("dmy")(value) == NINTH


@pytest.mark.parametrize("value", UNREAD)
def test_no_date_is_no_guess(value: str) -> None:
    assert parse_date(value) is None
    assert DateReader("dmy")(value) is None


ORDERS = {
    "mdy": ("01/09/2023", "mdy", NINTH),
    "mdy-two-digits": ("1/9/23", "mdy", NINTH),
    "ymd": ("23-01-09", "ymd", NINTH),
    "ymd-year-last": ("09/01/2023", "ymd", NINTH),
    "iso-whatever": ("2023-01-09", "mdy", NINTH),
    "names-whatever": ("9 Jan 2023", "mdy", NINTH),
    "impossible": ("13/01/2023", "mdy", None),
    "last-century": ("09/01/85", "dmy", date(1985, 1, 9)),
    "this-century": ("09/01/68", "dmy", date(2068, 1, 9)),
}


@pytest.mark.parametrize(("value", "order", "expected"), ORDERS.values(), ids=ORDERS.keys())
def test_order_matters_for_numbers_only(value: str, order: str, expected: date | None) -> None:
    assert parse_date(value, order) == expected


EVIDENCE = {
    "nothing": ([], "dmy", False),
    "iso-only": (["2023-01-09"], "dmy", False),
    "day-over-12": (["01/02/2023", "13/02/2023"], "dmy", False),
    "month-first": (["01/02/2023", "02/13/2023"], "mdy", False),
    "ambiguous": (["01/02/2023", "03/04/2023"], "dmy", True),
    "same-numbers": (["05/05/2023"], "dmy", False),
    "year-first": (["85/01/02"], "ymd", False),
    "majority": (["13/01/2023", "14/01/2023", "01/15/2023"], "dmy", False),
    "unreadable": (["13/13/2023", "soon"], "dmy", False),
}


@pytest.mark.parametrize(("values", "order", "ambiguous"), EVIDENCE.values(), ids=EVIDENCE.keys())
def test_the_whole_column_decides(values: list[str], order: str, ambiguous: bool) -> None:  # noqa: FBT001
    evidence = OrderEvidence()
    for value in values:
        evidence.add(value)
    assert (evidence.order, evidence.ambiguous) == (order, ambiguous)


def test_what_stays_undated_is_said() -> None:
    evidence = OrderEvidence()
    for value in ("13/01/2023", "14/01/2023", "01/15/2023"):
        evidence.add(value)
    assert any("1 dates" in message for message in evidence.messages(None))
    assert any("2 dates" in message for message in evidence.messages("mdy"))
    assert OrderEvidence(either=3).messages(None)
    assert not OrderEvidence(either=3).messages("dmy")


HINTS = {
    "Date (MM/DD/YYYY)": "mdy",
    "Date dd/mm/yyyy": "dmy",
    "Added yyyy-mm-dd": "ymd",
    "Case note date": None,
    "modified": None,
}


@pytest.mark.parametrize(("column", "order"), HINTS.items(), ids=HINTS.keys())
def test_a_column_may_say_its_order(column: str, order: str | None) -> None:
    assert hinted_order(column) == order


WRITTEN = st.sampled_from(
    ["%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%Y%m%d", "%B %d, %Y", "%a %d %b %Y"]
)
TIMES = st.sampled_from(["", " 14:30", " 14:30:05", ", 2:30 pm"])
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(DAYS, WRITTEN, TIMES)
def test_what_is_written_is_read(day: date, pattern: str, time: str) -> None:
    value = day.strftime(pattern)
    value = value if pattern == "%Y%m%d" else value + time
    assert parse_date(value) == day
    assert DateReader("dmy")(value) == day


@given(DAYS.filter(lambda day: day.year >= 1931 and day.year < 2099))
def test_serial_numbers_are_days_since_1899(day: date) -> None:
    assert parse_date(str((day - date(1899, 12, 30)) // timedelta(days=1))) == day


@given(st.text(max_size=70), st.sampled_from(["dmy", "mdy", "ymd"]))
def test_any_text_is_a_date_or_none(value: str, order: str) -> None:
    assert DateReader(order)(value) == parse_date(value, order)
    OrderEvidence().add(value)
