"""What Dask carries to every worker of a cluster. Imported there, and here only when Dask is to be used."""

from __future__ import annotations

import pickle  # nosec: over a cluster that is trusted with the notes themselves
from typing import Any

from distributed import Worker, WorkerPlugin

from caseflags import __version__
from caseflags.engine.work import Start, Work


class Carrier(WorkerPlugin):  # type: ignore[misc]
    """Carries a pickled ``Start`` and the version that sent it: other rules of reading would give other findings."""

    def __init__(self, packed: bytes, sender: str) -> None:
        self._packed = packed
        self._sender = sender

    def setup(self, worker: Worker) -> None:
        """Refuse a worker that has another version."""
        if self._sender != __version__:
            raise RuntimeError(f"{worker.address} has caseflags {__version__}, not {self._sender}")

    def make(self) -> Work[Any, Any]:
        """Make the work."""
        start: Start[Any, Any] = pickle.loads(self._packed)  # noqa: S301 - from the client that sends the notes, too
        return start()
