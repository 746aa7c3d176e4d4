"""A data frame as a table of notes: what a cluster hands out, instead of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from caseflags.errors import CaseflagsError
from caseflags.intake.assemble import Tally, notes_of
from caseflags.intake.columns import problems, recognise, unique_names
from caseflags.intake.options import IntakeOptions
from caseflags.intake.table import Row, Table
from caseflags.intake.workbook import cell_text
from caseflags.model import Note, Rejected


def notes_of_frame(frame: pd.DataFrame, options: IntakeOptions, file: str = "") -> Iterator[Note | Rejected]:
    """Give the notes of a data frame, whose columns are recognised as those of an export are.

    Rows count from 1. What pandas calls missing (None, NaN, NaT, NA) is empty. Raises ``CaseflagsError``.
    """
    columns = unique_names(str(name) for name in frame.columns)
    layout = recognise(columns, options)
    if wrong := problems(layout, options, file):
        raise CaseflagsError(wrong)
    table = Table(file=file, format="frame", layout=layout, read=lambda: frame_rows(frame))
    return notes_of(table, options, Tally())


def frame_rows(frame: pd.DataFrame, first: int = 1) -> Iterator[Row]:
    """Give the rows of a data frame as text, numbered from ``first``."""
    blank = frame.isna()
    columns = [_cells(frame.iloc[:, place], blank.iloc[:, place].tolist()) for place in range(frame.shape[1])]
    return enumerate(map(list, zip(*columns, strict=True)), first)


def _cells(column: pd.Series[str], blank: Sequence[bool]) -> Iterable[str]:
    return ("" if missing else cell_text(value) for value, missing in zip(column.tolist(), blank, strict=True))
