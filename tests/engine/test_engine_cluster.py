"""Reading on a real Dask cluster of two worker processes: the same findings, whatever dies."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest

from caseflags.engine import cluster as engine_cluster
from caseflags.engine.cluster import open_cluster
from caseflags.engine.notes import StartReading
from caseflags.engine.work import Chunk, Fault, Here
from caseflags.errors import CaseflagsError
from caseflags.model import Note

pytest.importorskip("distributed")
Notes = Callable[..., list[Note]]


def chunks(notes: list[Note], size: int = 5) -> Iterator[Chunk[tuple[int, Note]]]:
    items = list(enumerate(notes))
    return (Chunk(items[start : start + size]) for start in range(0, len(items), size))


def answers(notes: list[Note], make: Callable[[], object], scheduler: str | None = None) -> dict[str, str | Fault]:
    with (
        open_cluster(scheduler, 2) as crew,
        closing(crew.run(StartReading(make), chunks(notes))) as found,  # type: ignore[arg-type]
    ):
        return {note.note_id: answer for (_, note), answer in found}


@pytest.fixture(autouse=True)
def _workers_find_the_stand_ins(tools: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    path = [str(Path(str(tools.__file__)).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path))


@pytest.mark.slow
def test_a_cluster_answers_as_this_process_does(tools: ModuleType, make_notes: Notes) -> None:
    notes = make_notes(60)
    here = {note.note_id: answer for (_, note), answer in Here().run(StartReading(tools.Plain()), chunks(notes))}
    assert answers(notes, tools.Plain()) == here
    faulty = answers(make_notes(12), tools.Faulty("note 7 "))
    assert [name for name, answer in faulty.items() if isinstance(answer, Fault)] == ["n7"]


@pytest.mark.slow
def test_a_worker_that_dies_once_loses_nothing(tools: ModuleType, make_notes: Notes, tmp_path: Path) -> None:
    notes = make_notes(40)
    found = answers(notes, tools.Deadly("note 12 ", str(tmp_path), times=1))
    assert len(list(tmp_path.glob("died-*"))) == 1
    assert set(found) == {note.note_id for note in notes}
    assert not [answer for answer in found.values() if isinstance(answer, Fault)]


@pytest.mark.slow
def test_a_note_that_ends_every_worker_is_named_and_the_others_are_read(
    tools: ModuleType, make_notes: Notes, tmp_path: Path
) -> None:
    found = answers(make_notes(20), tools.Deadly("note 12 ", str(tmp_path)))
    assert len(found) == 20
    assert [name for name, answer in found.items() if isinstance(answer, Fault)] == ["n12"]


@pytest.mark.slow
def test_a_worker_killed_from_outside_is_replaced(tools: ModuleType, make_notes: Notes) -> None:
    notes = make_notes(300)
    with open_cluster(None, 2) as crew:
        victims = list(crew._client.run(os.getpid).values())
        with closing(crew.run(StartReading(tools.Slow()), chunks(notes))) as found:
            next(found)
            threading.Timer(0.2, os.kill, (victims[0], signal.SIGKILL)).start()
            assert len(list(found)) == 299


@pytest.mark.slow
def test_workers_that_cannot_start_end_the_run(tools: ModuleType, make_notes: Notes) -> None:
    with pytest.raises(CaseflagsError, match="cluster failed"):
        answers(make_notes(6), tools.Unbuildable())


@pytest.mark.slow
def test_a_running_scheduler_is_used_and_left_running(tools: ModuleType, make_notes: Notes) -> None:
    from distributed import LocalCluster  # noqa: PLC0415 - an extra

    with LocalCluster(n_workers=2, threads_per_worker=2, processes=True, dashboard_address=None) as theirs:
        for _ in range(2):
            assert len(answers(make_notes(30), tools.Plain(), theirs.scheduler_address)) == 30


def test_a_scheduler_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_cluster, "_CONNECT_SECONDS", 0.2)
    with (
        pytest.raises(CaseflagsError, match="cannot reach the scheduler tcp"),
        open_cluster("tcp://127.0.0.1:9", 2),
    ):
        pass


def test_without_dask_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_cluster, "find_spec", lambda _: None)
    with pytest.raises(CaseflagsError, match="needs Dask") as caught, open_cluster(None, 2):
        pass
    assert "caseflags[dask]" in (caught.value.problems[0].hint or "")


def test_a_worker_of_another_version_is_refused() -> None:
    from caseflags.engine.carrier import Carrier  # noqa: PLC0415 - needs the extra

    class Worker:
        address = "tcp://10.0.0.1:4000"

    with pytest.raises(RuntimeError, match="4000 has caseflags"):
        Carrier(b"", "0.0.0").setup(Worker())
