"""The same work on a cluster: Dask's distributed scheduler instead of processes of our own.

Chunks go out and answers come back through the scheduler, a few for each thread of the cluster at a time, so memory
stays flat at both ends. Dask starts a chunk again whose worker died; one that kills worker after worker goes out again
note by note, and the note over which its workers die is given up and named, as ``pool.py`` does.

What does the work is sent once as a plugin, which the scheduler keeps and hands to workers that join later.
"""

from __future__ import annotations

import logging
import pickle  # nosec: over a cluster that is trusted with the notes themselves
import tempfile
import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from hashlib import blake2b
from importlib.util import find_spec
from typing import Any

from caseflags import __version__
from caseflags.engine.work import Answer, Chunk, Fault, R, Start, T, Work, do_all
from caseflags.errors import CaseflagsError, Problem

Dask = Any
"""An object of Dask's, which is there only if Dask is installed."""

CHUNKS_A_THREAD = 2
_CLOSE_SECONDS = 30
_LOCAL_SETTINGS = {
    "distributed.scheduler.allowed-failures": 1,  # a chunk that kills two workers is taken apart
    "distributed.scheduler.http.routes": [],  # no pages: whoever is on this machine could read them
    "distributed.worker.http.routes": [],
}
_CONNECT_SECONDS = 20
_INSTALL = "pip install 'caseflags[dask]'"


class OnCluster:
    """Does work on a cluster. ``client`` is Dask's; ``open_cluster`` makes one."""

    def __init__(self, client: Dask) -> None:
        self._client = client

    def run(self, start: Start[T, R], chunks: Iterator[Chunk[T]]) -> Generator[Answer[T, R], None, None]:
        """Give the answers as they come in. What is under way when this ends early is cancelled."""
        from distributed import as_completed  # noqa: PLC0415 - an extra

        name = self._send(start)
        under_way: dict[Dask, Chunk[T]] = {}
        answered = as_completed()
        again: list[Chunk[T]] = []
        alone: list[Chunk[T]] = []
        try:
            while True:
                room = self._room()
                while len(under_way) < room and (chunk := again.pop() if again else next(chunks, None)):
                    future = self._submit(name, chunk)
                    under_way[future] = chunk
                    answered.add(future)
                if not under_way:
                    if not alone:
                        return
                    yield from self._answer_alone(name, alone.pop())
                    continue
                future = next(answered)
                chunk = under_way.pop(future)
                yield from self._answers(future, chunk, again, alone)
        finally:
            with suppress(Exception):  # the cluster may be gone, which is why we are here
                self._client.cancel(list(under_way), force=True)
                self._client.unregister_worker_plugin(name)

    def _room(self) -> int:
        threads: int = sum(self._client.nthreads().values())
        return CHUNKS_A_THREAD * max(1, threads)

    def _send(self, start: Start[T, R]) -> str:
        packed = pickle.dumps(start, pickle.HIGHEST_PROTOCOL)
        name = f"caseflags-{blake2b(packed, digest_size=8).hexdigest()}"
        try:
            self._client.register_plugin(_plugin(packed), name=name)
        except Exception as error:
            raise CaseflagsError(_cannot_start(error)) from error
        return name

    def _submit(self, name: str, chunk: Chunk[T]) -> Dask:
        return self._client.submit(answer, name, list(chunk.items), pure=False)

    def _answer_alone(self, name: str, chunk: Chunk[T]) -> Iterator[Answer[T, R]]:
        """Try an item with nothing beside it: Dask suspects all that a worker had before it when it died."""
        from distributed import KilledWorker  # noqa: PLC0415 - an extra

        future = self._submit(name, chunk)
        try:
            yield from zip(chunk.items, future.result(), strict=True)
        except KilledWorker:
            yield chunk.items[0], Fault("reading it ends the worker process")
        except Exception as error:
            raise CaseflagsError(_failed(error)) from error
        finally:
            future.release()

    def _answers(
        self, future: Dask, chunk: Chunk[T], again: list[Chunk[T]], alone: list[Chunk[T]]
    ) -> Iterator[Answer[T, R]]:
        """Take a future's answers; a chunk that killed its workers is taken apart into ``again``, one item goes to
        ``alone``."""
        from distributed import KilledWorker  # noqa: PLC0415 - an extra

        try:
            yield from zip(chunk.items, future.result(), strict=True)
        except KilledWorker:
            if len(chunk.items) == 1:
                alone.append(chunk)
            else:
                again.extend(Chunk([item]) for item in chunk.items)
        except Exception as error:
            raise CaseflagsError(_failed(error)) from error
        finally:
            future.release()


_made = threading.local()
"""The work of each thread of a worker: a spaCy vocabulary is not for two threads at once."""


def answer(name: str, items: Sequence[Any]) -> list[Any]:
    """Answer a chunk, on a worker: with the work that was made for an earlier chunk, if it is not full."""
    from distributed import get_worker  # noqa: PLC0415 - an extra

    kept = getattr(_made, "work", None)
    work: Work[Any, Any] | None = kept[1] if kept and kept[0] == name else None
    if work is None or work.is_full():
        _made.work = kept = work = None
        work = get_worker().plugins[name].make()
        _made.work = (name, work)
    return do_all(work, items)


def _plugin(packed: bytes) -> Dask:
    """Give the plugin that carries a start to all workers. Its class waits until Dask is known to be there."""
    from caseflags.engine.carrier import Carrier  # noqa: PLC0415 - imports an extra

    return Carrier(packed, __version__)


@contextmanager
def open_cluster(scheduler: str | None, workers: int) -> Iterator[OnCluster]:
    """Connect to a scheduler, or start a cluster of ``workers`` processes on this machine for as long as this lasts.

    Raises ``CaseflagsError`` if Dask is missing or the scheduler cannot be reached.
    """
    if find_spec("distributed") is None:
        raise CaseflagsError(Problem("--engine dask needs Dask, which is not installed", hint=_INSTALL))
    with ExitStack() as stack:
        stack.enter_context(_quiet())
        client = _connect(scheduler) if scheduler else _local(stack, workers)
        stack.callback(client.close)
        yield OnCluster(client)


def _connect(scheduler: str) -> Dask:
    from distributed import Client  # noqa: PLC0415 - an extra

    try:
        client = Client(scheduler, timeout=_CONNECT_SECONDS)
    except Exception as error:
        hint = "it looks like tcp://host:8786 or tls://host:8786; TLS takes its certificates from Dask's configuration"
        raise CaseflagsError(Problem(f"cannot reach the scheduler {scheduler}", hint=hint)) from error
    if not client.nthreads():
        client.close()
        raise CaseflagsError(Problem(f"the scheduler {scheduler} has no workers", hint="start some: dask worker"))
    return client


def _local(stack: ExitStack, workers: int) -> Dask:
    """Start a cluster that only this machine can reach; encrypted with a key of its own where that is possible."""
    import dask  # noqa: PLC0415 - an extra
    from distributed import Client, LocalCluster  # noqa: PLC0415

    stack.enter_context(dask.config.set(_LOCAL_SETTINGS))
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="caseflags-dask-", ignore_cleanup_errors=True))
    cluster = LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        memory_limit=0,  # no notes on disk, no worker ended for its size
        local_directory=folder,
        security=True if find_spec("cryptography") else None,
        silence_logs=logging.CRITICAL,
    )
    stack.callback(_end, cluster)
    return Client(cluster)


def _end(cluster: Dask) -> None:
    """End a cluster of ours. Workers that do not end in time are children of this process, and end with it."""
    with suppress(TimeoutError):
        cluster.close(timeout=_CLOSE_SECONDS)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask from logging over our own messages: a worker that died is said in the result."""
    logger = logging.getLogger("distributed")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def _cannot_start(error: Exception) -> Problem:
    hint = f"caseflags {__version__} must be installed on every worker of the cluster"
    return Problem(f"the workers of the cluster cannot start: {error}", hint=hint)


def _failed(error: Exception) -> Problem:
    return Problem(f"the cluster failed ({type(error).__name__})", hint="its own log says more; --engine local works")
