"""What a worker does with a chunk, in whatever process it runs.

``Work`` is a function over several items, since reading many notes at once is cheaper than one by one. An item that
makes it fail is found by doing the items one by one; its place in the answer then holds a ``Fault``.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

Work = Callable[[Sequence[T]], Sequence[R]]
Start = Callable[[], Work[T, R]]
"""Makes a worker's ``Work`` where the work is to be done. To get to another process it must be picklable."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there is no answer for an item. Names what happened, never what the item holds."""

    reason: str


@dataclass(frozen=True, slots=True)
class Chunk(Generic[T]):
    """Items that go to a worker together. ``deaths`` counts the workers that died over them."""

    items: Sequence[T]
    deaths: int = 0


Answer = tuple[T, R | Fault]


def do_all(work: Work[T, R], items: Sequence[T]) -> list[R | Fault]:
    """Give the answers to all items, in their order."""
    try:
        return list(work(items))
    except Exception:  # noqa: BLE001 - one note must not end a run over millions; it is named and counted
        return [_do_one(work, item) for item in items]


def _do_one(work: Work[T, R], item: T) -> R | Fault:
    try:
        return work([item])[0]
    except Exception as error:  # noqa: BLE001 - as above
        return Fault(f"reading it failed ({type(error).__name__})")


class Here:
    """Does the work in this process. New ``Work`` is made every ``renew_after`` chunks: vocabularies only grow."""

    def __init__(self, renew_after: int) -> None:
        self._renew_after = renew_after

    def run(self, start: Start[T, R], chunks: Iterator[Chunk[T]]) -> Generator[Answer[T, R], None, None]:
        """Give the answers, in the order of the items."""
        work: Work[T, R] | None = None
        for number, chunk in enumerate(chunks):
            if work is None or number % self._renew_after == 0:
                work = None
                work = start()
            yield from zip(chunk.items, do_all(work, chunk.items), strict=True)
