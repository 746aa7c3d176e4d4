"""``caseflags inspect``: what an export is, before anything is analysed."""

from __future__ import annotations

import typer

from caseflags.cli import choices
from caseflags.intake.options import IntakeOptions, parse_mapping

EPILOG = """
[bold]Examples[/bold]

caseflags inspect notes.csv

caseflags inspect notes.csv --map text=Details,Outcome --map case_id=Ref

caseflags inspect exports/ --format json
"""


def inspect(
    exports: choices.Exports,
    mapping: choices.Map = None,
    date_order: choices.DateOrder = None,
    one_case: choices.OneCase = False,
    format_name: choices.TextOrJson = "text",
    output: choices.Output = None,
) -> None:
    """Show what was recognised in an export: format, encoding, columns, dates, rows, and what is odd about it.

    Analyses nothing. Exit codes: 0 readable, 2 not readable, 3 readable but for rejected rows.
    """
    from caseflags.cli import inspecting  # noqa: PLC0415 - only where it is needed

    options = IntakeOptions(parse_mapping(mapping or []), date_order, one_case)
    raise typer.Exit(inspecting.run(tuple(exports), options, format_name, output))
