"""One worker process and the pipe to it: the only module, with ``pool.py``, that knows of processes.

Messages to a worker: how to start, then chunk after chunk, then nothing more. Messages from it: ``READY`` or why it
cannot start, then the answers to each chunk in turn. A thread does the sending, because a pipe takes in no more than a
few kilobytes while the worker is at work, and the parent must not wait for it. With each answer a worker says whether
it is full.
"""

from __future__ import annotations

import gc
import pickle  # nosec: between our own processes, over private pipes
import signal
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext, SpawnProcess
from queue import SimpleQueue
from threading import Thread, current_thread, main_thread
from typing import Any, Generic

from caseflags.engine.work import Chunk, Fault, R, T, do_all

READY = "ready"


def serve(connection: Connection) -> None:
    """Be a worker process: make the work, then do chunks until the parent ends it. Never touches standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):  # the parent is gone
        _serve(connection)


def _serve(connection: Connection) -> None:
    try:
        work = pickle.loads(connection.recv_bytes())()  # noqa: S301 - from our own parent
    except Exception as error:  # noqa: BLE001 - the parent says it, whatever it is
        connection.send(f"{type(error).__name__}: {error}")
        return
    gc.collect()
    gc.freeze()
    connection.send(READY)
    while True:
        items = connection.recv()
        connection.send((do_all(work, items), work.is_full()))


class Hand(Generic[T, R]):
    """A worker process as its parent sees it. ``chunks`` are those it was given and has not answered, in order.

    One that is ``full`` gets no more chunks.
    """

    def __init__(self, context: SpawnContext, start: bytes) -> None:
        self.connection, theirs = context.Pipe()
        self.chunks: deque[Chunk[T]] = deque()
        self.ready = False
        self.full = False
        self._process = context.Process(target=serve, args=(theirs,), name="caseflags-worker", daemon=True)
        _start_undisturbed(self._process)
        theirs.close()
        self._outbox: SimpleQueue[bytes | None] = SimpleQueue()
        self._outbox.put(start)
        self._sender = Thread(target=self._send, name="caseflags-sender", daemon=True)
        self._sender.start()

    def give(self, chunk: Chunk[T]) -> None:
        """Hand a chunk over; returns at once."""
        self.chunks.append(chunk)
        self._outbox.put(pickle.dumps(chunk.items, pickle.HIGHEST_PROTOCOL))

    def answer(self) -> tuple[Chunk[T], Sequence[R | Fault]] | None:
        """Receive the next answered chunk; ``None`` if the worker only said that it is ready.

        Raises ``EOFError`` or ``OSError`` if the worker died, and ``StartError`` if it cannot work at all.
        """
        message: Any = self.connection.recv()
        if self.ready:
            results, self.full = message
            return self.chunks.popleft(), results
        if message != READY:
            raise StartError(message)
        self.ready = True
        return None

    def end(self) -> None:
        """End the process at once: it holds nothing that would have to be saved."""
        self._outbox.put(None)
        self._process.kill()
        self._process.join()
        self._sender.join()
        self.connection.close()
        self._process.close()

    def _send(self) -> None:
        while (message := self._outbox.get()) is not None:
            try:
                self.connection.send_bytes(message)
            except OSError:
                return  # the worker died, which the parent sees at its own end


class StartError(Exception):
    """A worker said why it cannot start."""


def _start_undisturbed(process: SpawnProcess) -> None:
    """Start a process that Ctrl-C does not reach: its parent ends it, and says so once."""
    if current_thread() is not main_thread():
        process.start()
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process.start()
    finally:
        signal.signal(signal.SIGINT, before)
