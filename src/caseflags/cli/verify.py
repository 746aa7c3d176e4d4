"""``caseflags verify``: a stored result made again from its own manifest, and held against itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from caseflags.cli import choices
from caseflags.cli import scan_choices as its

EPILOG = """
[bold]Examples[/bold]

caseflags verify result.json

caseflags verify archive/2024-03.json exports/2024-03.csv --rules our_rules/

Exit codes: 0 the same, byte for byte; 1 something differs, and it is said what; 2 not done.
"""

Stored = Annotated[Path, typer.Argument(metavar="RESULT", help="A stored json result.", show_default=False)]
Exports = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="EXPORT", help="Its exports; without them those of the recorded names, here or beside RESULT."
    ),
]


def verify(
    result: Stored,
    exports: Exports = None,
    rules: choices.Rules = None,
    pseudonymise: its.Pseudonymise = None,
    workers: its.Workers = None,
    quiet: choices.Quiet = False,
) -> None:
    """Run again what a stored result records, and say whether the same bytes come out, or what differs."""
    from caseflags.cli import verifying  # noqa: PLC0415 - only where it is needed

    wanted = verifying.Wanted(tuple(exports or ()), tuple(rules or ()), pseudonymise, workers, quiet)
    raise typer.Exit(verifying.run(result, wanted))
