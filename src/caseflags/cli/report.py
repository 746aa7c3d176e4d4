"""``caseflags report``: a stored result in another format, without a second analysis."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from caseflags.cli import choices, completing
from caseflags.cli import scan_choices as its

EPILOG = """
[bold]Examples[/bold]

caseflags scan notes.csv --output result.json

caseflags report result.json

caseflags report result.json --format xlsx --output result.xlsx

caseflags report result.json --case 1042 --format markdown >> report.md
"""

Stored = Annotated[
    Path, typer.Argument(metavar="RESULT", help="A stored result: what scan --format json wrote.", show_default=False)
]
Case = Annotated[
    list[str] | None,
    typer.Option(
        "--case",
        metavar="ID",
        help="Show only this case. Repeatable.",
        autocompletion=completing.cases_of_result,
        rich_help_panel=choices.CHOICE,
    ),
]


def report(  # noqa: PLR0913, PLR0917 - an option each
    result: Stored,
    format_name: its.Format = None,
    output: choices.Output = None,
    cases: Case = None,
    view: its.View = "all",
    top: its.Top = 10,
    order: its.Order = "id",
    evidence: its.Evidence = 4,
    width: its.Width = None,
    pager: choices.Pager = False,
    quiet: choices.Quiet = False,
) -> None:
    """Show a stored result in any format, without analysing the notes again."""
    from caseflags.cli import reporting  # noqa: PLC0415 - only where it is needed

    options = reporting.ReportOptions(view=view, top=top or None, order=order, evidence=evidence)
    writing = reporting.Writing(format_name, output, width, options, pager)
    raise typer.Exit(reporting.run(result, writing, tuple(cases or ()), quiet=quiet))
