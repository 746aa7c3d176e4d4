"""Parquet files: their columns are named and typed, and rows are read by the row group, so memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from caseflags.errors import CaseflagsError, Place, Problem
from caseflags.intake.columns import problems, recognise, unique_names
from caseflags.intake.options import IntakeOptions
from caseflags.intake.sources import Source, seekable
from caseflags.intake.table import Row, Table, unreadable
from caseflags.intake.workbook import cell_text

_BATCH_ROWS = 2000


def open_parquet(source: Source, options: IntakeOptions) -> Table:
    """Recognise a Parquet file as a table of notes. Rows count from 1."""
    with _opened(source) as file:
        columns = unique_names(file.schema_arrow.names)
    layout = recognise(columns, options)
    if wrong := problems(layout, options, source.label):
        raise CaseflagsError(wrong)
    return Table(file=source.label, format="parquet", layout=layout, read=_Reader(source).rows)


@dataclass(frozen=True, slots=True)
class _Reader:
    source: Source

    def rows(self) -> Iterator[Row]:
        """Yield the rows, group by group."""
        number = 0
        with _opened(self.source) as file:
            for group in range(file.num_row_groups):
                for batch in file.iter_batches(_BATCH_ROWS, row_groups=[group]):
                    for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                        number += 1
                        yield number, [_text(value) for value in values]


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else cell_text(value)


@contextmanager
def _opened(source: Source) -> Iterator[Any]:
    """Open the file with pyarrow; that it is missing, or the file damaged, becomes a clear error."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        from pyarrow.parquet import ParquetFile  # noqa: PLC0415
    except ImportError as error:
        hint = "pip install 'caseflags[parquet]', or export it as CSV or JSON Lines"
        raise CaseflagsError(Problem("a Parquet file needs pyarrow", Place(source.label), hint)) from error
    with seekable(source) as content:
        try:
            with ParquetFile(content) as file:
                yield file
        except (pa.ArrowException, OSError) as error:
            hint = "the file was probably cut off on its way: fetch it again"
            raise unreadable(source.label, "the Parquet file is damaged and cannot be read", hint) from error
