"""``caseflags reconcile``: what the notes say and the record does not, and the other way round."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from caseflags.cli import choices, completing
from caseflags.cli import scan_choices as its

EPILOG = """
[bold]Examples[/bold]

caseflags reconcile notes.csv --recorded factors.csv

caseflags reconcile notes.xlsx --recorded "Assessment factors" --format csv --output differences.csv
"""

Recorded = Annotated[
    str,
    typer.Option(
        "--recorded",
        metavar="COLUMN|FILE",
        help="Where the factors stand that were recorded: a column of the export, or a file with the columns "
        "case_id and factors (1B; 3A; 21).",
        rich_help_panel=choices.INPUT,
    ),
]
Format = Annotated[
    str | None,
    choices.formats(
        "text, markdown, html, json, jsonl, csv or xlsx", completing.names_in("cli.reconciling", "FORMATS")
    ),
]


def reconcile(  # noqa: PLR0913, PLR0917 - an option each
    exports: choices.Exports,
    recorded: Recorded,
    mapping: choices.Map = None,
    date_order: choices.DateOrder = None,
    one_case: choices.OneCase = False,
    rules: choices.Rules = None,
    no_builtin_rules: choices.NoBuiltinRules = False,
    cases: its.Case = None,
    since: its.Since = None,
    until: its.Until = None,
    format_name: Format = None,
    output: choices.Output = None,
    width: its.Width = None,
    pager: choices.Pager = False,
    no_excerpts: its.NoExcerpts = False,
    rejects: its.Rejects = None,
    progress: its.ShowProgress = None,
    quiet: choices.Quiet = False,
    workers: its.Workers = None,
    cache: its.CacheFile = None,
) -> None:
    """Compare the Children in Need factors that findings support with those that were recorded, per case and in total.

    Exit codes: 0 notes and record agree; 1 they differ; 2 not done; 3 they agree, and rows were rejected.
    """
    from caseflags.cli import reconciling, steps  # noqa: PLC0415 - only where it is needed

    options = replace(
        steps.scan_options(exports, mapping, date_order, rules, one_case=one_case, builtin=not no_builtin_rules),
        cases=tuple(cases or ()),
        since=choices.day("--since", since),
        until=choices.day("--until", until),
        excerpts=not no_excerpts,
        workers=workers,
        cache=cache,
    )
    wanted = reconciling.Wanted(recorded, format_name, output, width, rejects, progress, quiet, pager)
    raise typer.Exit(reconciling.run(options, wanted))
