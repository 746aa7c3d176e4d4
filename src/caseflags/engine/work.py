"""What a worker does with a chunk, in whatever process it runs.

``Work`` is a function over several items, since reading many notes at once is cheaper than one by one. An item that
makes it fail is found by doing the items one by one; its place in the answer then holds a ``Fault``. Some work
remembers more and more (a vocabulary); when it is full, it is made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")
T_contra = TypeVar("T_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)


class Work(Protocol[T_contra, R_co]):
    """What is done with items."""

    def __call__(self, items: Sequence[T_contra], /) -> Sequence[R_co]:
        """Give the answers to some items, in their order."""

    def is_full(self) -> bool:
        """Tell whether it has grown so much that it should be made anew."""


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


class Crew(Protocol):
    """Who does the work: this process, a pool of processes, a cluster."""

    def run(self, start: Start[T, R], chunks: Iterator[Chunk[T]]) -> Generator[Answer[T, R], None, None]:
        """Give the answers as they come in, in any order."""


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
    """Does the work in this process."""

    def run(self, start: Start[T, R], chunks: Iterator[Chunk[T]]) -> Generator[Answer[T, R], None, None]:
        """Give the answers, in the order of the items."""
        work: Work[T, R] | None = None
        for chunk in chunks:
            if work is None or work.is_full():
                work = None
                work = start()
            yield from zip(chunk.items, do_all(work, chunk.items), strict=True)
