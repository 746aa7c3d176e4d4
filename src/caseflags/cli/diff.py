"""``caseflags diff`` and ``caseflags baseline``: what is new between two results, and the ids to tell."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from caseflags.cli import choices, completing

EPILOG = """
[bold]Examples[/bold]

caseflags diff march.json april.json

caseflags diff baseline.json april.json --format json | jq '.changes[] | select(.cause == "notes")'

Exit codes: 0 nothing differs; 1 something does; 2 not done.
"""
BASELINE_EPILOG = """
[bold]Examples[/bold]

caseflags baseline march.json --output baseline.json

caseflags scan notes.csv --baseline baseline.json --fail-on new
"""

Old = Annotated[Path, typer.Argument(metavar="OLD", help="A stored json result, or a baseline.", show_default=False)]
New = Annotated[Path, typer.Argument(metavar="NEW", help="A stored json result, or a baseline.", show_default=False)]
Stored = Annotated[Path, typer.Argument(metavar="RESULT", help="A stored json result.", show_default=False)]
Cause = Annotated[
    str | None,
    typer.Option(
        "--cause",
        metavar="CAUSE",
        help="Only what was caused by notes, rules, either or suppression.",
        autocompletion=completing.names_in("cli.diffing", "CAUSES"),
    ),
]


def diff(
    old: Old, new: New, format_name: choices.TextOrJson = "text", cause: Cause = None, output: choices.Output = None
) -> None:
    """Say what is new, gone or changed between two results, and whether notes or rules made it so."""
    from caseflags.cli import diffing  # noqa: PLC0415 - only where it is needed

    raise typer.Exit(diffing.run(old, new, format_name, cause, output))


def baseline(result: Stored, output: choices.Output = None) -> None:
    """Write the ids and labels of a result: no text, no time, no offset. Enough for --baseline and diff."""
    from caseflags.cli import diffing  # noqa: PLC0415 - only where it is needed

    raise typer.Exit(diffing.write(result, output))
