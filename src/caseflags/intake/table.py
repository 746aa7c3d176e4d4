"""A table of notes as every format hands it on: named columns, and rows that can be gone through again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from caseflags.errors import CaseflagsError, Place, Problem
from caseflags.intake.columns import Layout
from caseflags.intake.dates import OrderEvidence, hinted_order
from caseflags.intake.encoding import Encoding
from caseflags.intake.options import IntakeOptions, Recognised
from caseflags.model import Rejected

Row = tuple[int, Sequence[str]]
"""A row's number (as a spreadsheet shows it, or a JSON note's ordinal) and one cell per column of the layout."""


@dataclass(slots=True)
class Survey:
    """What a first pass over a table's rows found: how many there are, and what its dates say about their order."""

    rows: int = 0
    dates: OrderEvidence = field(default_factory=OrderEvidence)


@dataclass(slots=True)
class Table:
    """One table of one input. ``read`` starts a new pass over its rows each time it is called."""

    file: str
    format: str
    layout: Layout
    read: Callable[[], Iterator[Row | Rejected]]
    survey: Survey | None = None
    name: str = ""
    compression: str = ""
    encoding: Encoding | None = None
    delimiter: str = ""
    header_row: int = 0
    messages: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        """Name the table in messages: its file, and which one of the file."""
        return f"{self.file} ({self.name})" if self.name else self.file

    def surveyed(self) -> Survey:
        """Return the survey; it is made in a pass over the rows when the format has not made it already."""
        if self.survey is None:
            self.survey = survey_rows(self.read(), self.layout.places("date"))
        return self.survey

    def date_order(self, options: IntakeOptions) -> str:
        """Return the order in which dates are read: as asked, as the column says, as its dates demand."""
        return self._settled_order(options) or self.surveyed().dates.order

    def _settled_order(self, options: IntakeOptions) -> str | None:
        columns = self.layout.mapped.get("date", ())
        return options.date_order or next((order for column in columns if (order := hinted_order(column))), None)

    def recognised(self, options: IntakeOptions) -> Recognised:
        """Say what ``inspect`` tells about this table."""
        survey, has_dates = self.surveyed(), bool(self.layout.mapped.get("date"))
        settled = self._settled_order(options)
        return Recognised(
            file=self.file,
            format=self.format,
            rows=survey.rows,
            table=self.name,
            compression=self.compression,
            encoding=self.encoding.name if self.encoding else "",
            encoding_reason=self.encoding.reason if self.encoding else "",
            delimiter=self.delimiter,
            header_row=self.header_row,
            columns=self.layout.columns,
            mapped=self.layout.mapped,
            unmapped=self.layout.unmapped,
            date_order=self.date_order(options) if has_dates else "",
            date_ambiguous=has_dates and survey.dates.ambiguous and not settled,
            messages=(*self.messages, *self._more_messages(survey, settled, has_dates=has_dates)),
        )

    def _more_messages(self, survey: Survey, settled: str | None, *, has_dates: bool) -> list[str]:
        said = survey.dates.messages(settled) if has_dates else ["no date column was recognised; no note has a date"]
        if self.encoding and self.encoding.message:
            said.append(self.encoding.message)
        if self.layout.also_text:
            text = ",".join((*self.layout.mapped.get("text", ()), *self.layout.also_text))
            said.append(f'other columns may hold text, too; --map "text={text}" reads them along')
        if not survey.rows:
            said.append("the table has no rows")
        return said


def survey_rows(rows: Iterator[Row | Rejected], places: tuple[int, ...]) -> Survey:
    """Count the rows and weigh the dates in the columns at ``places``."""
    survey = Survey()
    for row in rows:
        survey.rows += 1
        if not isinstance(row, Rejected):
            for place in places:
                survey.dates.add(row[1][place])
    return survey


def unreadable(file: str, what: str, hint: str = "") -> CaseflagsError:
    """Return the error for an input that cannot be read at all."""
    return CaseflagsError(Problem(what, Place(file), hint))
