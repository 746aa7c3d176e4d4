"""What ``caseflags inspect`` does: look through an export and say what is there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from caseflags.cli.choices import TEXT_OR_JSON, one_of
from caseflags.cli.output import check_output, opened
from caseflags.cli.terminal import printable
from caseflags.errors import ExitCode
from caseflags.intake import IntakeOptions, Recognised, inspect_export
from caseflags.intake.inspection import Inspection
from caseflags.intake.sources import named_files
from caseflags.model import RowCounts

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
_ORDERS = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}


def run(paths: Sequence[str], options: IntakeOptions, format_name: str, output: Path | None) -> ExitCode:
    """Inspect and print; 3 if rows would be rejected."""
    one_of("--format", format_name, TEXT_OR_JSON)
    check_output(output, named_files(paths))
    found = inspect_export(paths, options)
    with opened(output) as stream:
        if format_name == "json":
            stream.write(json.dumps(asdict(found), indent=2, default=_plain) + "\n")
        else:
            stream.writelines(f"{printable(line)}\n" for line in _lines(found))
    return ExitCode.REJECTED if found.counts.rejected else ExitCode.DONE


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _lines(found: Inspection) -> Iterator[str]:
    for table in found.recognised:
        yield from _table(table)
        yield ""
    yield rows_line(found.counts)
    if found.counts.analysed:
        cases = "1 case" if found.cases == 1 else f"{found.cases:,} cases"
        yield f"{cases}, {_period(found)}, the longest note has {found.longest_note:,} characters"
    for row in found.rejected:
        yield f"rejected: {row.file}, row {row.row}: {row.reason}"
    if found.more_rejected:
        yield f"... and {found.more_rejected:,} more: `caseflags scan --rejects FILE` lists all"
    for message in found.messages:
        yield f"note: {message}"


def rows_line(rows: RowCounts) -> str:
    """Account for every row."""
    parts = ((rows.empty, "empty"), (rows.duplicate, "duplicate"), (rows.rejected, "rejected"))
    others = "".join(f", {number:,} {what}" for number, what in parts if number)
    return f"{rows.read:,} rows: {rows.analysed:,} notes{others}"


def _period(found: Inspection) -> str:
    undated = f", {found.undated:,} undated" if found.undated else ""
    return f"from {found.first_date} to {found.last_date}{undated}" if found.first_date else "no note has a date"


def _table(table: Recognised) -> Iterator[str]:
    """Describe one table: what it is, then its columns."""
    facts = [table.format.upper(), table.compression, f"sheet or place {table.table}" if table.table else ""]
    facts += [_DELIMITERS.get(table.delimiter, table.delimiter), f"{table.rows:,} rows"]
    facts += [f"header in row {table.header_row}" if table.header_row else ""]
    yield f"{table.file}: " + ", ".join(fact for fact in facts if fact)
    if table.encoding:
        yield f"  {'encoding':10} {table.encoding}" + (f" ({table.encoding_reason})" if table.encoding_reason else "")
    for name, columns in table.mapped.items():
        dates = f"   {_ORDERS.get(table.date_order, '')}" if name == "date" else ""
        yield f"  {name:10} {', '.join(columns)}{dates}"
    if table.unmapped:
        yield f"  {'not used':10} {', '.join(table.unmapped)}"
    for message in table.messages:
        yield f"  note: {message}"
