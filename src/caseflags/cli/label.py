"""``caseflags sample`` and ``caseflags label``: what is found in your own data, judged by people."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from caseflags.cli import choices
from caseflags.cli import scan_choices as its

SAMPLE_EPILOG = """
[bold]Examples[/bold]

caseflags sample notes.csv --per-category 50 --output sample.jsonl

caseflags sample notes.csv --column Team --output sample.jsonl

The file holds words of the notes; only you can read it.
"""
LABEL_EPILOG = """
[bold]Examples[/bold]

caseflags label sample.jsonl --as anna

caseflags eval sample.jsonl
"""

PerCategory = Annotated[
    int, typer.Option("--per-category", metavar="N", min=1, help="So many findings of each category, and quiet notes.")
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="Another seed draws another sample.")]
Column = Annotated[
    str | None,
    typer.Option("--column", metavar="COLUMN", help="Compare rates by this column (team, area, ethnicity)."),
]
Into = Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The sample.", show_default=False)]
File = Annotated[Path, typer.Argument(metavar="FILE", help="What caseflags sample wrote.", show_default=False)]
As = Annotated[str, typer.Option("--as", metavar="NAME", help="Whose labels these are.")]


def sample(  # noqa: PLR0913, PLR0917 - an option each
    exports: choices.Exports,
    output: Into,
    per_category: PerCategory = 50,
    seed: Seed = 1,
    column: Column = None,
    mapping: choices.Map = None,
    date_order: choices.DateOrder = None,
    one_case: choices.OneCase = False,
    rules: choices.Rules = None,
    no_builtin_rules: choices.NoBuiltinRules = False,
    workers: its.Workers = None,
    quiet: choices.Quiet = False,
) -> None:
    """Draw findings of each category, and notes without findings, to be labelled by hand.

    Exit codes: 0 done; 2 not done; 3 done, and rows were rejected.
    """
    from caseflags.cli import labelling, steps  # noqa: PLC0415 - only where it is needed

    options = replace(
        steps.scan_options(exports, mapping, date_order, rules, one_case=one_case, builtin=not no_builtin_rules),
        keep=(column,) if column else (),
        workers=workers,
    )
    raise typer.Exit(labelling.sample(options, output, per_category, seed, quiet=quiet))


def label(file: File, labeller: As = "me") -> None:
    """Walk through a sample and say of each finding whether it is right. Stop any time; labels are kept at once."""
    from caseflags.cli import labelling  # noqa: PLC0415 - only where it is needed

    raise typer.Exit(labelling.label(file, labeller))
