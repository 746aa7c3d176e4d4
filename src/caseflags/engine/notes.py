"""The first half of a run: notes become readings that wait in the spool.

Notes that the cache knows need no worker. Of the others a chunk goes to a worker at a time; where there are few of them
they are read in this process, since starting another one costs more than it saves.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain

from caseflags.engine.cache import Cache
from caseflags.engine.codec import encode_reading
from caseflags.engine.options import ScanOptions
from caseflags.engine.pool import Pool
from caseflags.engine.progress import Progress
from caseflags.engine.spool import Put, Spool
from caseflags.engine.work import Answer, Chunk, Crew, Fault, Here, Start, Work
from caseflags.model import Note, NoteRef, Reading, Rejected, RowCounts

CHUNK_CHARACTERS = 256 * 1024
CHUNK_NOTES = 2000
FEW_NOTES = 2000
FEW_CHARACTERS = 1 << 20
FULL_AFTER = 40_000
"""New words after which a reader is built anew: some 20 MB. Prose brings a few a note, tables of numbers more."""

_PUT_AT_ONCE = 500
_CASE_IDS = 10_000


@dataclass(frozen=True, slots=True)
class Tool:
    """What reads notes, and how many words it knows by now."""

    read: Callable[[Sequence[Note]], Sequence[Reading]]
    words: Callable[[], int] = int


Item = tuple[int, Note]
"""A note and its place in the export."""


@dataclass(frozen=True, slots=True)
class StartReading:
    """Starts to read notes where the work is to be done: ``make`` builds what reads them."""

    make: Callable[[], Tool]

    def __call__(self) -> Work[Item, str]:
        """Build the reader."""
        return _ReadNotes(self.make())


class _ReadNotes:
    def __init__(self, tool: Tool) -> None:
        self._tool = tool
        self._words = tool.words()

    def __call__(self, items: Sequence[Item]) -> list[str]:
        return [encode_reading(reading) for reading in self._tool.read([note for _, note in items])]

    def is_full(self) -> bool:
        """Tell whether it has learnt many new words."""
        return self._tool.words() - self._words > FULL_AFTER


@dataclass(slots=True)
class Counted:
    """What became of the rows. ``case_ids`` are some of the cases that ``--case`` left out, for a hint."""

    analysed: int = 0
    undated: int = 0
    filtered: int = 0
    rejected: int = 0
    case_ids: set[str] = field(default_factory=set)

    def rows(self, intake: RowCounts) -> RowCounts:
        """Sum up a run. ``intake`` knows of the rows that never became notes; without it there are none."""
        return RowCounts(
            read=self.analysed + self.filtered + self.rejected + intake.empty + intake.duplicate,
            analysed=self.analysed,
            empty=intake.empty,
            duplicate=intake.duplicate,
            rejected=self.rejected,
            filtered=self.filtered,
            undated=self.undated,
        )


class NoteReader:
    """Reads the notes of an export into a spool, by a crew (a cluster), or else in processes of this machine."""

    def __init__(
        self,
        spool: Spool,
        options: ScanOptions,
        start: Start[Item, str],
        cache: Cache | None,
        progress: Progress,
        crew: Crew | None = None,
    ) -> None:
        self.counted = Counted()
        self._spool = spool
        self._options = options
        self._start = start
        self._cache = cache
        self._progress = progress
        self._crew = crew
        self._waiting: list[Put] = []

    def read(self, rows: Iterator[Note | Rejected]) -> None:
        """Read all rows; when this returns every note's reading, and every rejected row, is in the spool."""
        unknown = self._unknown(self._wanted(rows))
        if self._crew:
            self._take_all(self._crew.run(self._start, _chunks(unknown)))
            return
        few, rest = _a_few(unknown)
        if rest is None or self._options.processes() == 1:
            answers = Here().run(self._start, _chunks(chain(few, rest or ())))
        else:
            pool: Pool[Item, str] = Pool(self._options.processes())
            answers = pool.run(self._start, _chunks(chain(few, rest)))
        self._take_all(answers)

    def _take_all(self, answers: Generator[Answer[Item, str], None, None]) -> None:
        with closing(answers):
            for (number, note), body in answers:
                self._take(number, note, body)
        self._flush()

    def _wanted(self, rows: Iterator[Note | Rejected]) -> Iterator[Item]:
        """Pass on the notes that the user's filters leave; all other rows are dealt with on the way."""
        for number, row in enumerate(rows):
            if isinstance(row, Rejected):
                self._reject(row)
            elif self._options.wants(row):
                yield number, row
            else:
                self.counted.filtered += 1
                if len(self.counted.case_ids) < _CASE_IDS:
                    self.counted.case_ids.add(row.case_id)
                self._progress.advance(1)

    def _unknown(self, items: Iterator[Item]) -> Iterator[Item]:
        """Pass on the notes that the cache does not know; what it knows goes straight to the spool."""
        for number, note in items:
            body = self._cache.get(note) if self._cache else None
            if body is None:
                yield number, note
            else:
                self._put(number, note, body)

    def _take(self, number: int, note: Note, body: str | Fault) -> None:
        if isinstance(body, Fault):
            self._reject(rejected(note, body.reason))
            return
        if self._cache:
            self._cache.keep(note, body)
        self._put(number, note, body)

    def _reject(self, row: Rejected) -> None:
        self.counted.rejected += 1
        self._spool.reject(row)
        self._progress.advance(1)

    def _put(self, number: int, note: Note, body: str) -> None:
        self.counted.analysed += 1
        self.counted.undated += note.date is None
        self._waiting.append(Put(number, NoteRef.of(note), body))
        if len(self._waiting) >= _PUT_AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        self._spool.add(self._waiting)
        self._progress.advance(len(self._waiting))
        self._waiting.clear()


def rejected(note: Note | NoteRef, reason: str) -> Rejected:
    """Name a note that was a note and could not be read all the same."""
    return Rejected(note.file, note.row, f"note {note.note_id}: {reason}")


def _a_few(items: Iterator[Item]) -> tuple[list[Item], Iterator[Item] | None]:
    """Give the first notes, and the rest; ``None`` if there is no rest, so that a pool is not worth its while."""
    few: list[Item] = []
    size = 0
    for item in items:
        few.append(item)
        size += len(item[1].text)
        if len(few) >= FEW_NOTES or size >= FEW_CHARACTERS:
            return few, items
    return few, None


def _chunks(items: Iterator[Item]) -> Iterator[Chunk[Item]]:
    chunk: list[Item] = []
    size = 0
    for item in items:
        chunk.append(item)
        size += len(item[1].text)
        if size >= CHUNK_CHARACTERS or len(chunk) >= CHUNK_NOTES:
            yield Chunk(chunk)
            chunk, size = [], 0
    if chunk:
        yield Chunk(chunk)
