"""Delimited text splits into records, and every broken row is accounted for."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflags.intake import records
from caseflags.intake.records import Record, Records


def split(text: str, width: int = 3, delimiter: str = ",") -> list[Record]:
    """All records of a text."""
    return list(Records(io.StringIO(text, newline=""), delimiter, width))


QUOTES = "the quotation marks do not match"
SPLIT = {
    "plain": ("1,a,b\n2,c,d\n", [(1, "1 a b"), (2, "2 c d")]),
    "no-last-line-end": ("1,a,b\n2,c,d", [(1, "1 a b"), (2, "2 c d")]),
    "windows": ("1,a,b\r\n2,c,d\r\n", [(1, "1 a b"), (2, "2 c d")]),
    "old-mac": ("1,a,b\r2,c,d\r", [(1, "1 a b"), (2, "2 c d")]),
    "line-end-in-cell": ('1,"a\nx",b\n2,c,d', [(1, "1 a\nx b"), (2, "2 c d")]),
    "windows-line-end-in-cell": ('1,"a\r\nx",b', [(1, "1 a\r\nx b")]),
    "doubled-quotes": ('1,"a ""x""",b', [(1, '1 a "x" b')]),
    "blank-line-counts": ("1,a,b\n\n2,c,d", [(1, "1 a b"), (2, ""), (3, "2 c d")]),
    "too-few": ("1,a\n2,c,d", [(1, "!too few cells: 2 instead of 3"), (2, "2 c d")]),
    "too-many": ("1,a,b,x\n2,c,d", [(1, "!too many cells: 4 instead of 3"), (2, "2 c d")]),
    "too-many-but-empty": ("1,a,b,,\n2,c,d", [(1, "1 a b"), (2, "2 c d")]),
    "nul": ("1,a\0x,b\n2,c,d", [(1, "!the row holds a NUL character"), (2, "2 c d")]),
    "quote-in-plain-cell": ('1,6" tall,b', [(1, '1 6" tall b')]),
    "undoubled": ('1,"said "hi" to",b\n2,c,d', [(1, '1 said "hi" to b'), (2, "2 c d")]),
    "undoubled-over-lines": ('1,"said "hi"\nthen\nleft",b\n2,c,d', [(1, '1 said "hi"\nthen\nleft b'), (2, "2 c d")]),
    "quoted-first-word": ('1,"Sam" came,b\n2,c,d', [(1, '1 "Sam" came b'), (2, "2 c d")]),
    "open-to-the-end": ('1,"open,b\n2,c,d\n3,e,f', [(1, f"!{QUOTES}"), (2, "2 c d"), (3, "3 e f")]),
    "open-to-next-quote": ('1,"open,b\n2,"c",d\n3,e,f', [(1, f"!{QUOTES}"), (2, "2 c d"), (3, "3 e f")]),
    "open-over-plain-rows": ('1,"open,b\n2,c,d\n3,"e",f', [(1, f"!{QUOTES}"), (2, "2 c d"), (3, "3 e f")]),
    "open-before-many-lines": ('1,"open\n2,"c\nx",d\n3,e,f', [(1, f"!{QUOTES}"), (2, "2 c\nx d"), (3, "3 e f")]),
    "swallowed-row": (
        '1,"open,b\n2,c,d\n3,e,"\n4,g,h',
        [(1, "!a quotation mark is opened and not closed"), (2, "2 c d"), (3, f"!{QUOTES}"), (4, "4 g h")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), SPLIT.values(), ids=SPLIT.keys())
def test_records(text: str, expected: list[tuple[int, str]]) -> None:
    found = [(r.row, f"!{r.fault}" if r.fault else " ".join(r.cells)) for r in split(text)]
    assert found == expected


def test_mended_rows_are_counted() -> None:
    reader = Records(io.StringIO('1,"said "hi" to",b\n2,c,d\n', newline=""), ",", 3)
    assert len(list(reader)) == 2
    assert reader.mended == 1


def test_a_record_beyond_all_measure_costs_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "LONGEST_RECORD", 1000)
    text = '1,"open\n' + "x\n" * 600 + "2,c,d\n" + "z" * 3000 + ",\n3,e,f\n"
    found = split(text)
    assert [r.cells[0] for r in found if not r.fault] == ["2", "3"]
    assert len([r for r in found if "longer than" in r.fault]) == 1


CELLS = st.text(alphabet='ab ,;"\n\r\té£', max_size=8)
TABLES = st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=12)


@given(TABLES, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]))
def test_what_is_written_by_the_rules_is_read(table: list[list[str]], delimiter: str, end: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(table)
    assert [r.cells for r in split(out.getvalue(), 3, delimiter)] == table


@given(st.text(alphabet='ab,"\n\0', max_size=60), st.integers(1, 4))
def test_nothing_is_lost_whatever_is_written(text: str, width: int) -> None:
    found = split(text, width)
    assert [r.row for r in found] == list(range(1, len(found) + 1))
    for record in found:
        assert record.fault or len(record.cells) in (0, width)
    if "\0" not in text:
        kept = sum(cell.count("a") for r in found if not r.fault for cell in r.cells)
        assert kept <= text.count("a")
    if '"' not in text and "\0" not in text:
        assert len(found) == len(text.splitlines())
