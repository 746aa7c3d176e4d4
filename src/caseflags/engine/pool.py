"""Worker processes of our own, with what ``multiprocessing.Pool`` lacks.

At most two chunks a worker are under way, so memory stays flat however fast notes come in. A worker that dies is
replaced and its chunk done again; if it kills the next one, too, its items go out one by one, and the item over which a
third one dies is given up and named. One that is full is replaced, too. Processes are started in the one way that all
systems have (``spawn``).
"""

from __future__ import annotations

import pickle  # nosec: between our own processes, over private pipes
from collections import deque
from collections.abc import Generator, Iterator
from multiprocessing import get_context
from multiprocessing.connection import wait
from typing import Generic

from caseflags.engine.hand import Hand, StartError
from caseflags.engine.work import Answer, Chunk, Fault, R, Start, T
from caseflags.errors import CaseflagsError, Problem

CHUNKS_UNDER_WAY = 2
_DEATHS_BEFORE_SPLITTING = 2
_DEATHS_AT_START = 3


class Pool(Generic[T, R]):
    """Does work in ``workers`` processes."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._context = get_context("spawn")
        self._hands: list[Hand[T, R]] = []
        self._again: deque[Chunk[T]] = deque()
        self._start = b""
        self._deaths_at_start = 0

    def run(self, start: Start[T, R], chunks: Iterator[Chunk[T]]) -> Generator[Answer[T, R], None, None]:
        """Give the answers as they come in. No process is left when this ends, however it ends."""
        self._start = pickle.dumps(start, pickle.HIGHEST_PROTOCOL)
        try:
            self._hands = [self._hire() for _ in range(self._workers)]
            while self._give(chunks):
                yield from self._take()
        finally:
            for hand in self._hands:
                hand.end()

    def _hire(self) -> Hand[T, R]:
        return Hand(self._context, self._start)

    def _give(self, chunks: Iterator[Chunk[T]]) -> bool:
        """Give out chunks while there is room; whether any are under way."""
        for room in range(CHUNKS_UNDER_WAY):
            for hand in self._hands:
                if len(hand.chunks) == room and not hand.full:
                    chunk = self._again.popleft() if self._again else next(chunks, None)
                    if chunk is None:
                        return any(hand.chunks for hand in self._hands)
                    hand.give(chunk)
        return True

    def _take(self) -> Iterator[Answer[T, R]]:
        """Wait for workers and take what they answer; replace those that died or are due."""
        ready = wait([hand.connection for hand in self._hands if hand.chunks or not hand.ready])
        for hand in [hand for hand in self._hands if hand.connection in ready]:
            try:
                answered = hand.answer()
            except StartError as error:
                raise CaseflagsError(_cannot_start(str(error))) from error
            except (EOFError, OSError):
                yield from self._bury(hand)
                continue
            if answered is not None:
                chunk, results = answered
                yield from zip(chunk.items, results, strict=True)
            if hand.full and not hand.chunks:
                self._replace(hand)

    def _replace(self, hand: Hand[T, R]) -> None:
        hand.end()
        self._hands[self._hands.index(hand)] = self._hire()

    def _bury(self, hand: Hand[T, R]) -> Iterator[Answer[T, R]]:
        """Replace a dead worker. The chunk it was at is suspect, the one it had not begun is not."""
        self._replace(hand)
        if not hand.ready:
            self._deaths_at_start += 1
            if self._deaths_at_start >= _DEATHS_AT_START:
                raise CaseflagsError(_cannot_start("they end before they are ready"))
            self._again.extend(hand.chunks)
            return
        if hand.chunks:
            suspect = hand.chunks.popleft()
            self._again.extend(hand.chunks)
            yield from self._suspect(Chunk(suspect.items, suspect.deaths + 1))

    def _suspect(self, chunk: Chunk[T]) -> Iterator[Answer[T, R]]:
        if chunk.deaths < _DEATHS_BEFORE_SPLITTING:
            self._again.append(chunk)
        elif len(chunk.items) == 1:
            yield chunk.items[0], Fault("reading it ends the worker process")
        else:
            self._again.extend(Chunk([item], chunk.deaths - 1) for item in chunk.items)


def _cannot_start(reason: str) -> Problem:
    hint = "--workers 1 does without them; a script that calls caseflags needs `if __name__ == '__main__':` around it"
    return Problem(f"the worker processes cannot start: {reason}", hint=hint)
