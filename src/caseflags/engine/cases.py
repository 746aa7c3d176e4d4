"""The second half of a run: the readings of each case, in order, become cases read together.

Cases go to workers by the batch, as the text in which they lie in the spool, and come back as text; what is needed of
them at once (the matrix across cases, the rules that fired) comes back as sums.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from caseflags.casework import Across, CaseworkOptions, read_case
from caseflags.engine.codec import decode_note, decode_reading, encode_case
from caseflags.engine.narrow import narrow
from caseflags.engine.options import ScanOptions
from caseflags.engine.pool import Pool
from caseflags.engine.progress import Progress
from caseflags.engine.spool import CaseRows, Spool
from caseflags.engine.work import Chunk, Crew, Fault, Here, Work
from caseflags.model import Matrix, NoteRef
from caseflags.rulebook import Rulebook

BATCH_CHARACTERS = 256 * 1024
FEW_NOTES = 20_000
"""So many notes are read together in this process before others could have started."""

Failed = tuple[NoteRef, str]
"""A note that could not be read after all, and why."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Cases that go to a worker together. ``number`` is the place of the first among all."""

    number: int
    cases: Sequence[CaseRows]


@dataclass(slots=True)
class Together:
    """What became of a batch: the cases as text, sums over them, and the rows of cases that could not be read."""

    across: Across
    cases: list[str] = field(default_factory=list)
    rules: Counter[str] = field(default_factory=Counter)
    suppressed: Counter[str] = field(default_factory=Counter)
    failed: list[Failed] = field(default_factory=list)
    shared: int = 0


@dataclass(frozen=True, slots=True)
class StartTogether:
    """Starts to read cases. Nothing of it needs spaCy, so a worker is there at once."""

    casework: CaseworkOptions
    categories: tuple[str, ...]

    def __call__(self) -> Work[Batch, Together]:
        """Make the work."""
        return _ReadTogether(self.casework, self.categories)


@dataclass(frozen=True, slots=True)
class _ReadTogether:
    casework: CaseworkOptions
    categories: tuple[str, ...]

    def __call__(self, batches: Sequence[Batch]) -> list[Together]:
        return [self._read(batch) for batch in batches]

    def is_full(self) -> bool:
        """Say no: it remembers nothing."""
        return False

    def _read(self, batch: Batch) -> Together:
        together = Together(Across(self.casework))
        for rows in batch.cases:
            try:
                self._read_case(rows, together)
            except Exception as error:  # noqa: BLE001 - one case must not end a run over thousands; it is named and counted
                together.failed.extend(_failed(rows, f"its case cannot be read together ({type(error).__name__})"))
        return together

    def _read_case(self, rows: CaseRows, together: Together) -> None:
        readings = [decode_reading(decode_note(note), body) for note, body in rows]
        result = narrow(read_case(readings, self.casework), self.categories)
        together.shared += len(readings) - len({(r.note.case_id, r.note.note_id) for r in readings})
        text = encode_case(result)
        together.cases.append(text)
        together.across.add(result)
        together.rules.update(finding.rule_id for finding in result.case.findings)
        together.suppressed.update(left_out["rule_id"] for left_out in result.extra.get("suppressed", ()))


class CaseReader:
    """Reads the cases of a spool together, and leaves them there."""

    def __init__(
        self,
        spool: Spool,
        options: ScanOptions,
        progress: Progress,
        rulebook: Rulebook | None = None,
        crew: Crew | None = None,
    ) -> None:
        self._spool = spool
        self._progress = progress
        self._crew = crew
        self._processes = options.processes()
        self._families = options.families
        self._casework = CaseworkOptions(
            window_days=options.window_days,
            categories=options.categories or None,
            opened=frozenset(options.opened),
            as_of=options.as_of,
            excerpts=options.excerpts,
            patterns=rulebook.patterns if rulebook else (),
            codes=rulebook.codes if rulebook else (),
            secret=options.pseudonyms.hash("finding", "") if options.pseudonyms else "",
            suppressed=frozenset(s.finding for s in options.suppressions if s.holds(options.as_of)),
        )
        self._start = StartTogether(self._casework, options.categories)
        self._across = Across(self._casework)
        self._rules: Counter[str] = Counter()
        self._suppressed: Counter[str] = Counter()
        self.failed: list[Failed] = []
        self.shared = 0
        """How many notes bear the id of an earlier one of their case."""

    def read(self, notes: int) -> None:
        """Read all cases. There are ``notes`` notes."""
        chunks = (Chunk([batch]) for batch in _batches(self._spool.cases(families=self._families)))
        if self._crew:
            answers = self._crew.run(self._start, chunks)
        elif self._processes == 1 or notes < FEW_NOTES:
            answers = Here().run(self._start, chunks)
        else:
            pool: Pool[Batch, Together] = Pool(self._processes)
            answers = pool.run(self._start, chunks)
        with closing(answers):
            for batch, together in answers:
                self._take(batch, together)
                self._progress.advance(len(batch.cases))

    @property
    def matrix(self) -> Matrix:
        """How the categories meet across the cases."""
        return self._across.matrix()

    @property
    def rules(self) -> Mapping[str, int]:
        """How many findings each rule has, by its id."""
        return dict(sorted(self._rules.items()))

    @property
    def suppressed(self) -> Mapping[str, int]:
        """How many findings of each rule were suppressed, by its id."""
        return dict(sorted(self._suppressed.items()))

    def _take(self, batch: Batch, together: Together | Fault) -> None:
        if isinstance(together, Fault):
            for rows in batch.cases:
                self.failed.extend(_failed(rows, "its case cannot be read together (the worker process ends over it)"))
            return
        self._spool.store(batch.number, together.cases)
        self._across.merge(together.across)
        self._rules.update(together.rules)
        self._suppressed.update(together.suppressed)
        self.failed.extend(together.failed)
        self.shared += together.shared


def _failed(rows: CaseRows, reason: str) -> Iterator[Failed]:
    return ((decode_note(note), reason) for note, _ in rows)


def _batches(cases: Iterator[CaseRows]) -> Iterator[Batch]:
    batch: list[CaseRows] = []
    size = first = 0
    for number, rows in enumerate(cases):
        batch.append(rows)
        size += sum(len(note) + len(body) for note, body in rows)
        if size >= BATCH_CHARACTERS:
            yield Batch(first, batch)
            batch, size, first = [], 0, number + 1
    if batch:
        yield Batch(first, batch)
