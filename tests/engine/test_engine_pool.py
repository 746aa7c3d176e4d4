from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest

from caseflags.engine.notes import StartReading
from caseflags.engine.pool import Pool
from caseflags.engine.work import Chunk, Fault
from caseflags.errors import CaseflagsError
from caseflags.model import Note

Notes = Callable[..., list[Note]]


def chunks(notes: list[Note], size: int = 5) -> Iterator[Chunk[tuple[int, Note]]]:
    items = list(enumerate(notes))
    return (Chunk(items[start : start + size]) for start in range(0, len(items), size))


def answers(notes: list[Note], make: Callable[[], object], workers: int = 2) -> dict[str, str | Fault]:
    pool: Pool[tuple[int, Note], str] = Pool(workers)
    with closing(pool.run(StartReading(make), chunks(notes))) as found:  # type: ignore[arg-type]
        return {note.note_id: answer for (_, note), answer in found}


@pytest.fixture(autouse=True)
def _no_process_is_left() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_every_item_is_answered_once(tools: ModuleType, make_notes: Notes, workers: int) -> None:
    notes = make_notes(23)
    found = answers(notes, tools.Plain(), workers)
    assert set(found) == {note.note_id for note in notes}
    assert found == answers(notes, tools.Plain(), 1)


def test_a_worker_that_dies_once_is_replaced_and_nothing_is_lost(
    tools: ModuleType, make_notes: Notes, tmp_path: Path
) -> None:
    notes = make_notes(30)
    found = answers(notes, tools.Deadly("note 12 ", str(tmp_path), times=1))
    assert found == answers(notes, tools.Plain())
    assert len(list(tmp_path.glob("died-*"))) == 1


def test_a_note_that_ends_every_worker_is_named_and_the_others_are_read(
    tools: ModuleType, make_notes: Notes, tmp_path: Path
) -> None:
    notes = make_notes(30)
    found = answers(notes, tools.Deadly("note 12 ", str(tmp_path)))
    faults = {name: answer for name, answer in found.items() if isinstance(answer, Fault)}
    assert list(faults) == ["n12"]
    assert "note 12" not in faults["n12"].reason
    assert len(found) == 30
    assert len(list(tmp_path.glob("died-*"))) == 3


def test_an_error_names_the_note_by_its_kind_only(tools: ModuleType, make_notes: Notes) -> None:
    found = answers(make_notes(12), tools.Faulty("note 7 "))
    assert found["n7"] == Fault("reading it failed (ValueError)")
    assert sum(isinstance(answer, Fault) for answer in found.values()) == 1


@pytest.mark.parametrize(("make", "reason"), [("Unbuildable", "no rules here"), ("Stillborn", "before they are ready")])
def test_workers_that_cannot_start_end_the_run(tools: ModuleType, make_notes: Notes, make: str, reason: str) -> None:
    with pytest.raises(CaseflagsError, match=reason):
        answers(make_notes(12), getattr(tools, make)())


def test_a_full_worker_is_replaced(tools: ModuleType, make_notes: Notes, tmp_path: Path) -> None:
    found = answers(make_notes(40), tools.Forgetful(str(tmp_path)), workers=1)
    assert len(found) == 40
    assert len(list(tmp_path.glob("built-*"))) > 2


def test_no_more_than_two_chunks_a_worker_are_under_way(tools: ModuleType, make_notes: Notes) -> None:
    taken = 0

    def counted() -> Iterator[Chunk[tuple[int, Note]]]:
        nonlocal taken
        for chunk in chunks(make_notes(500)):
            taken += 1
            yield chunk

    pool: Pool[tuple[int, Note], str] = Pool(2)
    with closing(pool.run(StartReading(tools.Plain()), counted())) as found:
        next(found)
        assert taken <= 4


def test_leaving_early_leaves_no_process(tools: ModuleType, make_notes: Notes) -> None:
    pool: Pool[tuple[int, Note], str] = Pool(2)
    found = pool.run(StartReading(tools.Plain()), chunks(make_notes(100)))
    next(found)
    assert len(multiprocessing.active_children()) == 2
    found.close()
    assert multiprocessing.active_children() == []


def test_an_error_among_the_rows_leaves_no_process(tools: ModuleType, make_notes: Notes) -> None:
    def broken() -> Iterator[Chunk[tuple[int, Note]]]:
        yield from chunks(make_notes(10))
        raise CaseflagsError([])

    pool: Pool[tuple[int, Note], str] = Pool(2)
    with pytest.raises(CaseflagsError):
        list(pool.run(StartReading(tools.Plain()), broken()))
