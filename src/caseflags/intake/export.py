"""Exports as streams of notes: everything this room does, in the order in which it is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import IO, Self

from caseflags.errors import CaseflagsError, Problem
from caseflags.intake.assemble import Tally, notes_of
from caseflags.intake.columns import resolve
from caseflags.intake.delimited import open_delimited
from caseflags.intake.formats import sniff, sniff_text
from caseflags.intake.guess import did_you_mean
from caseflags.intake.json_notes import open_json
from caseflags.intake.options import InputFile, IntakeOptions, Recognised
from caseflags.intake.sources import Bytes, Source, examine, find
from caseflags.intake.table import Table
from caseflags.model import Note, Rejected, RowCounts


class Export:
    """Notes and rejected rows of some inputs, in the order of inputs and rows.

    Everything about the inputs is known from the start (``inputs``, ``recognised``, ``expected``); ``counts`` is
    complete after a pass over the notes. Each pass starts anew. Nothing grows with the notes but the digests by
    which duplicates are known. Close it, or use it in a ``with`` statement, to give back temporary files at once.
    """

    def __init__(self, sources: Sequence[Source], options: IntakeOptions, messages: Sequence[str] = ()) -> None:
        self._sources = tuple(sources)
        self._options = options
        self._tally = Tally()
        self._tables: list[Table] = []
        inputs: list[InputFile] = []
        problems: list[Problem] = []
        for source in self._sources:
            try:
                opened = examine(source)
                inputs.append(opened.file)
                self._tables += _tables(source, opened, options)
            except CaseflagsError as error:
                problems += error.problems
        problems += [] if problems else _missing_kept(self._tables, options)
        if problems:
            raise CaseflagsError(problems)
        self.inputs: tuple[InputFile, ...] = tuple(inputs)
        self.messages: tuple[str, ...] = tuple(messages)
        self.recognised: tuple[Recognised, ...] = tuple(table.recognised(options) for table in self._tables)

    @property
    def expected(self) -> int:
        """How many rows a pass will read."""
        return sum(table.rows for table in self.recognised)

    def __iter__(self) -> Iterator[Note | Rejected]:
        tally = self._tally = Tally()
        for table in self._tables:
            yield from notes_of(table, self._options, tally)

    def counts(self) -> RowCounts:
        """Say what became of the rows read so far in the latest pass."""
        return self._tally.counts()

    def said(self) -> list[str]:
        """Say what is odd about the rows read so far in the latest pass."""
        return self._tally.messages()

    def close(self) -> None:
        """Give back temporary files. The export cannot be gone through any more."""
        for source in self._sources:
            source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_export(paths: Sequence[str], options: IntakeOptions | None = None, stdin: IO[bytes] | None = None) -> Export:
    """Find, recognise and survey exports. Raises ``CaseflagsError`` with all that is wrong with all of them.

    ``paths`` are files, folders, globs, or ``-`` for standard input (``stdin``, if given, stands in for it).
    """
    options = options or IntakeOptions()
    options.check()
    found = find(paths, stdin)
    if found.problems:
        raise CaseflagsError(found.problems)
    try:
        return Export(found.sources, options, found.messages)
    except CaseflagsError:
        for source in found.sources:
            source.close()
        raise


def _tables(source: Source, opened: Bytes, options: IntakeOptions) -> list[Table]:
    """Return the tables of notes in a source, by what its content is."""
    form = sniff(source, opened.head)
    if form == "xlsx":
        from caseflags.intake.workbook import open_workbook  # noqa: PLC0415 - slow to import, and most exports are text

        tables = open_workbook(source, options)
    elif form == "parquet":
        from caseflags.intake.parquet import open_parquet  # noqa: PLC0415 - as above

        tables = [open_parquet(source, options)]
    else:
        encoding = opened.evidence.decide()
        kind = sniff_text(source, opened.head, encoding)
        if kind == "csv":
            tables = [open_delimited(source, encoding, options)]
        else:
            tables = [open_json(source, encoding, options, lines=kind == "jsonl")]
    for table in tables:
        table.compression = "gzip" if source.gzipped else ""
    return tables


def _missing_kept(tables: Sequence[Table], options: IntakeOptions) -> list[Problem]:
    """Columns to be kept that no table has."""
    known = [column for table in tables for column in table.layout.columns]
    return [
        Problem(f"there is no column '{name}' to keep", hint=did_you_mean(name, known).strip())
        for name, column in resolve(options.keep, known)
        if column is None
    ]
