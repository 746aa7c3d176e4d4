from __future__ import annotations

import gc
import os
import random
import sqlite3
import stat
from collections.abc import Iterator
from datetime import date

import pytest

from caseflags.engine.codec import decode_note, encode_case
from caseflags.engine.spool import Put, Spool, StoredCases
from caseflags.model import Case, CaseResult, Matrix, NoteRef, Rejected, note_order


@pytest.fixture
def spool() -> Iterator[Spool]:
    made = Spool()
    yield made
    made.close()


def put(spool: Spool, *notes: NoteRef) -> None:
    spool.add(Put(number, note, "[[],[],[]]") for number, note in enumerate(notes))


def ids(spool: Spool, *, families: bool = False) -> list[list[str]]:
    return [[decode_note(note).note_id for note, _ in case] for case in spool.cases(families=families)]


def test_cases_come_by_id_and_notes_in_their_order(spool: Spool) -> None:
    notes = [
        NoteRef(case, f"{case}{n}", row, date(2024, 1, day) if day else None, file=file)
        for n, (case, row, day, file) in enumerate(
            [("b", 9, 2, "x"), ("a", 3, 0, "x"), ("b", 2, 2, "x"), ("a", 4, 5, "y"), ("a", 4, 5, "x"), ("ä", 1, 1, "x")]
        )
    ]
    put(spool, *notes)
    expected = [
        [note.note_id for note in sorted((n for n in notes if n.case_id == case), key=note_order)]
        for case in sorted({note.case_id for note in notes})
    ]
    assert ids(spool) == expected


def test_the_order_of_arrival_makes_no_difference() -> None:
    puts = [Put(n, NoteRef(f"c{n % 5}", f"n{n}", n % 3), "[[],[],[]]") for n in range(50)]
    orders = []
    for seed in range(3):
        random.Random(seed).shuffle(puts)  # noqa: S311 - no secret
        spool = Spool()
        spool.add(puts)
        orders.append(ids(spool))
        spool.close()
    assert orders[0] == orders[1] == orders[2]


def test_cases_of_a_family_are_one_even_where_a_row_does_not_say_so(spool: Spool) -> None:
    put(
        spool,
        NoteRef("c1", "n1", 1, date(2024, 1, 3), family_id="F"),
        NoteRef("c2", "n2", 2, date(2024, 1, 1), family_id="F"),
        NoteRef("c1", "n3", 3, date(2024, 1, 2)),
        NoteRef("F", "n4", 4, date(2024, 1, 2)),
    )
    assert ids(spool, families=True) == [["n4"], ["n2", "n3", "n1"]]
    assert ids(spool) == [["n4"], ["n3", "n1"], ["n2"]]
    assert spool.count_families() == 1


def test_results_and_rejects_can_be_read_again(spool: Spool) -> None:
    results = [CaseResult(Case(name, (), ()), Matrix((), 30, ())) for name in "ab"]
    spool.store(1, [encode_case(results[1])])
    spool.store(0, [encode_case(results[0])])
    for row in (9, 1):
        spool.reject(Rejected("f", row, "why"))
    cases = StoredCases(spool)
    assert list(cases) == list(cases) == results
    assert len(cases) == 2
    assert [row.row for row in spool.rejected()] == [1, 9]


def test_the_last_date_is_that_of_a_note(spool: Spool) -> None:
    put(spool, NoteRef("c", "n", 1))
    assert spool.last_date() is None
    spool.add([Put(7, NoteRef("c", "n", 1, date(1999, 5, 1)), "[]")])
    assert spool.last_date() == date(1999, 5, 1)


def test_odd_characters_in_ids_are_kept(spool: Spool) -> None:
    put(spool, NoteRef("\ud800", "n1", 1), NoteRef("a\0b", "n2", 2))
    assert ids(spool) == [["n2"], ["n1"]]


@pytest.mark.skipif(os.name != "posix", reason="modes of files are those of POSIX")
def test_only_the_owner_can_read_it(spool: Spool) -> None:
    (file,) = spool.folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(spool.folder.stat().st_mode) == 0o700


def test_it_is_gone_with_the_last_reference() -> None:
    spool = Spool()
    folder, cases = spool.folder, StoredCases(spool)
    del spool
    gc.collect()
    assert folder.exists()
    del cases
    gc.collect()
    assert not folder.exists()


def test_closing_twice_is_no_error(spool: Spool) -> None:
    spool.close()
    spool.close()
    with pytest.raises(sqlite3.ProgrammingError):
        spool.count_results()
