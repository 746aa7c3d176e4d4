"""``caseflags eval``: findings against annotated notes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from caseflags.cli import choices, completing

EPILOG = """
[bold]Examples[/bold]

caseflags eval gold/

caseflags eval gold/dev.jsonl --by indicator --errors

caseflags eval gold/ --rules my_pack/ --min floors.json

Floors are JSON such as {"mention.all.f1": 0.8, "quiet.per_1000": 20}, with the names of --format json.
"""

GoldPaths = Annotated[
    list[Path],
    typer.Argument(metavar="GOLD", help="Annotated notes (.jsonl or .notes), folders of them, or a labelled sample."),
]
By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="WHAT",
        help="Break down by case, voice, indicator or assertion.",
        autocompletion=completing.words(("case", "voice", "indicator", "assertion")),
    ),
]
Cases = Annotated[str | None, typer.Option("--cases", metavar="A,B", help="Only these cases.")]
Floors = Annotated[
    Path | None,
    typer.Option("--min", metavar="FLOORS.json", help="Exit with 1 if a figure is below its floor."),
]
Format = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="text, markdown or json.",
        autocompletion=completing.names_in("cli.evaluating", "FORMATS"),
    ),
]
Errors = Annotated[
    bool, typer.Option("--errors", help="List what was missed, found in vain or labelled wrong, with its words.")
]


def evaluate(  # noqa: PLR0913, PLR0917 - an option each
    gold: GoldPaths,
    by: By = None,
    cases: Cases = None,
    floors: Floors = None,
    errors: Errors = False,
    format_name: Format = "text",
    rules: choices.Rules = None,
    no_builtin_rules: choices.NoBuiltinRules = False,
    output: choices.Output = None,
    quiet: choices.Quiet = False,
) -> None:
    """Score the findings against annotated notes: precision, recall and F1, and how often labels are right."""
    from caseflags.cli import evaluating  # noqa: PLC0415 - only where it is needed

    asked = evaluating.Asked(
        tuple(gold), by, tuple(cases.split(",")) if cases else (), floors, errors, format_name, output, quiet
    )
    raise typer.Exit(evaluating.run(asked, tuple(rules or ()), builtin=not no_builtin_rules))
