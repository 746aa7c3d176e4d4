"""The straight line: notes, readings, cases, result."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version
from platform import python_version
from typing import Any

from caseflags import __version__
from caseflags.detect.ready import load_ready
from caseflags.engine.cache import Cache
from caseflags.engine.cases import CaseReader, Failed
from caseflags.engine.notes import Counted, NoteReader, StartReading, Tool, rejected
from caseflags.engine.options import ScanOptions
from caseflags.engine.private import remove_abandoned
from caseflags.engine.progress import Progress, Silent
from caseflags.engine.pseudonyms import Pseudonyms
from caseflags.engine.spool import Spool, StoredCases, StoredRejects
from caseflags.engine.work import Crew
from caseflags.errors import CaseflagsError, Problem
from caseflags.intake import open_export
from caseflags.intake.guess import did_you_mean
from caseflags.intake.options import InputFile
from caseflags.model import Note, Rejected, Result, RowCounts, Run, category_order
from caseflags.rulebook import Rulebook
from caseflags.rulebook.kept import lean

_SOME_CASES = 10

Rows = Iterable[Note | Rejected]


@dataclass(frozen=True, slots=True)
class BuildReader:
    """Builds what reads notes by a rulebook, where it is needed: importing spaCy takes most of a second."""

    rulebook: Rulebook
    prefilter: bool = True

    def __getstate__(self) -> tuple[Rulebook, bool]:
        return replace(lean(self.rulebook, self.rulebook.phrasebook), packs=()), self.prefilter

    def __setstate__(self, state: tuple[Rulebook, bool]) -> None:
        for name, value in zip(("rulebook", "prefilter"), state, strict=True):
            object.__setattr__(self, name, value)

    def __call__(self) -> Tool:
        """Build it."""
        from caseflags.detect.reader import Reader  # noqa: PLC0415 - spaCy only where it is needed

        gc.collect()  # a reader that was full before this one refers to itself: it would stay in memory
        reader = Reader(self.rulebook, prefilter=self.prefilter)
        return Tool(reader.read_many, reader.known)


def scan(
    options: ScanOptions,
    *,
    progress: Progress | None = None,
    rulebook: Rulebook | None = None,
    watch: Callable[[Note], None] | None = None,
) -> Result:
    """Read exports and say how the categories meet in their cases.

    ``rulebook`` saves loading the rules that ``options`` names; ``watch`` sees every note on its way. The cases of the
    result lie on disk and are read from there each time; they are removed with the result, or by
    ``result.cases.close()``. Raises ``CaseflagsError``.
    """
    options.check()
    rulebook = rulebook or load_ready(options.rules, builtin=options.builtin_rules, overrides=options.overrides)
    with open_export(options.paths, options.intake()) as export:
        line = StraightLine(rulebook, options, progress or Silent())
        rows = _watched(export, watch) if watch else export
        result = line.run(rows, expected=export.expected, counts=export.counts, inputs=export.inputs)
        said = (*export.messages, *_said_of(export.recognised), *export.said())
    result = replace(result, messages=(*said, *result.messages))
    return _without_ids(result, options.pseudonyms) if options.pseudonyms else result


def _watched(rows: Rows, watch: Callable[[Note], None]) -> Rows:
    for row in rows:
        if isinstance(row, Note):
            watch(row)
        yield row


def release(result: Result) -> None:
    """Remove what a result keeps on disk. Its cases cannot be read any more."""
    close = getattr(result.cases, "close", None)
    if close:
        close()


def _without_ids(result: Result, pseudonyms: Pseudonyms) -> Result:
    """Mask a result, and make sure that no id is left in it."""
    masked = pseudonyms.masked(result)
    try:
        pseudonyms.check(masked)
    except CaseflagsError:
        release(masked)
        raise
    return masked


def read_cases(
    notes: Rows, rulebook: Rulebook, options: ScanOptions | None = None, *, progress: Progress | None = None
) -> Result:
    """Read notes that are at hand already (``eval``, notebooks): the same line as ``scan``, without an export."""
    return StraightLine(rulebook, options or ScanOptions(), progress or Silent()).run(notes)


class StraightLine:
    """Takes rows and gives a result. ``make`` builds what reads notes; anything that reads may stand in for it."""

    def __init__(
        self,
        rulebook: Rulebook,
        options: ScanOptions,
        progress: Progress,
        make: Callable[[], Tool] | None = None,
    ) -> None:
        _check_categories(options, rulebook)
        self._rulebook = rulebook
        self._options = options
        self._progress = progress
        self._make = make or BuildReader(rulebook, options.prefilter)
        self._crew: Crew | None = None

    def run(
        self,
        rows: Rows,
        *,
        expected: int | None = None,
        counts: Callable[[], RowCounts] | None = None,
        inputs: Sequence[InputFile] = (),
    ) -> Result:
        """Read ``rows``. ``counts`` says after the last row what became of those that are not in ``rows``."""
        remove_abandoned()
        with _disk_errors():
            spool = Spool()
            try:
                with self._hired() as self._crew:
                    return self._run(spool, rows, expected, counts, inputs)
            except BaseException:
                spool.close()
                raise

    def _run(
        self,
        spool: Spool,
        rows: Rows,
        expected: int | None,
        counts: Callable[[], RowCounts] | None,
        inputs: Sequence[InputFile],
    ) -> Result:
        counted, messages = self._read_notes(spool, rows, expected)
        row_counts = counted.rows(counts() if counts else RowCounts())
        if not row_counts.analysed:
            raise CaseflagsError(_nothing_left(row_counts, self._options, counted.case_ids))
        messages.extend(_said_of_families(spool, self._options))
        as_of = self._options.as_of or spool.last_date()
        messages.extend(_said_of_suppressions(self._options, as_of))
        cases = self._read_cases(spool, replace(self._options, as_of=as_of), row_counts.analysed)
        messages.extend(_said_of_ids(cases.shared))
        run = Run(
            tool="caseflags",
            version=__version__,
            packs=tuple(_pack_records(self._rulebook)),
            inputs=tuple({"name": i.name, "bytes": i.size, "sha256": i.sha256} for i in inputs),
            options=self._options.recorded(as_of),
            rows=_less(row_counts, cases.failed),
            rules=cases.rules,
            environment={"python": python_version(), "spacy": version("spacy")},
            suppressed=cases.suppressed,
        )
        return Result(run, StoredCases(spool), cases.matrix, StoredRejects(spool), tuple(messages))

    def _hired(self) -> AbstractContextManager[Crew | None]:
        """Hire those who do the work, if it is not done by this process and its own workers."""
        if self._options.engine != "dask":
            return nullcontext()
        from caseflags.engine.cluster import open_cluster  # noqa: PLC0415 - only where it is asked for

        return open_cluster(self._options.scheduler, self._options.processes())

    def _read_notes(self, spool: Spool, rows: Rows, expected: int | None) -> tuple[Counted, list[str]]:
        path = self._options.cache
        cache = Cache(path, self._fingerprint()) if path else None
        reader = NoteReader(spool, self._options, StartReading(self._make), cache, self._progress, self._crew)
        with _stage(self._progress, "notes", expected):
            try:
                reader.read(iter(rows))
            finally:
                if cache:
                    cache.close()
        messages = [*cache.messages] if cache else []
        if reader.counted.undated and (self._options.since or self._options.until):
            messages.append(f"{reader.counted.undated} notes without a date were read all the same")
        return reader.counted, messages

    def _read_cases(self, spool: Spool, options: ScanOptions, notes: int) -> CaseReader:
        cases = CaseReader(spool, options, self._progress, self._rulebook, self._crew)
        with _stage(self._progress, "cases", spool.count_cases()):
            cases.read(notes)
        for note, reason in cases.failed:
            spool.reject(rejected(note, reason))
        return cases

    def _fingerprint(self) -> str:
        return "\n".join((__version__, version("spacy"), self._rulebook.digest))


@contextmanager
def _stage(progress: Progress, name: str, total: int | None) -> Iterator[None]:
    progress.begin(name, total)
    try:
        yield
    finally:
        progress.end()


def _less(rows: RowCounts, failed: Sequence[Failed]) -> RowCounts:
    """Count notes that could not be read together with their cases as rejected after all."""
    return replace(
        rows,
        analysed=rows.analysed - len(failed),
        rejected=rows.rejected + len(failed),
        undated=rows.undated - sum(note.date is None for note, _ in failed),
    )


def _pack_records(rulebook: Rulebook) -> Iterator[dict[str, Any]]:
    for pack in rulebook.packs:
        yield {"id": pack.id, "version": pack.version, "digest": pack.digest}
    yield {"id": "common", "version": "", "digest": rulebook.common}
    for codes in rulebook.codes:
        yield {"id": f"codes.{codes.id}", "version": codes.year, "digest": codes.digest}


def _nothing_left(counts: RowCounts, options: ScanOptions, case_ids: set[str]) -> Problem:
    if counts.filtered:
        guess = "".join(did_you_mean(case, sorted(case_ids)) for case in options.cases)
        some = f"cases are {', '.join(sorted(case_ids)[:_SOME_CASES])}" if options.cases else ""
        return Problem(f"none of {counts.filtered} notes is left by --case, --since and --until", hint=guess + some)
    hint = f"of {counts.read} rows {counts.empty} have no text and {counts.rejected} were rejected"
    return Problem("there are no notes to read", hint=f"{hint}; `caseflags inspect` shows what was recognised")


def _check_categories(options: ScanOptions, rulebook: Rulebook) -> None:
    known = sorted({rule.category for rule in rulebook.rules}, key=category_order)
    asked = dict.fromkeys((*options.categories, *options.opened))
    wrong = [category for category in asked if category not in known]
    if wrong:
        raise CaseflagsError(
            Problem(f"no rule has the category '{name}'", hint=did_you_mean(name, known) + "known: " + ", ".join(known))
            for name in wrong
        )


def _said_of_families(spool: Spool, options: ScanOptions) -> Iterator[str]:
    """Say that a column names families and is not used: whether siblings' records are one is for the user to say."""
    families = 0 if options.families else spool.count_families()
    if families:
        several = "1 family has" if families == 1 else f"{families:,} families have"
        yield (
            f"{several} several cases, and each case is read by itself; --map family_id=COLUMN reads a family's cases "
            "as one (`caseflags inspect` names the column)"
        )


def _said_of_ids(shared: int) -> Iterator[str]:
    """Say that note ids are not unique: a result names notes by them."""
    if shared:
        several = "1 note has" if shared == 1 else f"{shared:,} notes have"
        yield (
            f"{several} the id of another note of the case, so a reference may mean either; "
            "--map note_id=COLUMN names a column that tells them apart"
        )


def _said_of_suppressions(options: ScanOptions, as_of: date | None) -> Iterator[str]:
    """Say how many suppressions are in force: nothing is left out in silence."""
    if options.suppressions:
        held = sum(suppression.holds(as_of) for suppression in options.suppressions)
        over = len(options.suppressions) - held
        yield f"{held} suppressions in force" + (f", {over} expired before {as_of or 'an unknown day'}" if over else "")


def _said_of(tables: Iterable[Any]) -> Iterator[str]:
    """Say what is odd about the tables of an export, with the table's name in front."""
    for table in tables:
        place = f"{table.file} ({table.table})" if table.table else table.file
        for message in table.messages:
            yield f"{place}: {message}"


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        hint = "findings wait in a temporary file; TMPDIR names a folder with more room"
        raise CaseflagsError(Problem(f"the temporary file failed: {error}", hint=hint)) from error
