"""``caseflags chronology``: the dated events of each case, in order, with source and evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from caseflags.cli import choices, completing
from caseflags.cli import scan_choices as its
from caseflags.cli.choices import day

EPILOG = """
[bold]Examples[/bold]

caseflags chronology notes.csv --case 1042

caseflags chronology notes.csv --case 1042 --person father --since 2020-01-01 --output dad.md

caseflags chronology notes.xlsx --case 1042 --output bundle.html

caseflags chronology notes.xlsx --category domestic_abuse --format csv --output events.csv
"""

Person = Annotated[
    str | None,
    typer.Option(
        "--person",
        metavar="ROLE",
        help="Only what is about this person: mother, father, partner, child or other.",
        autocompletion=completing.people,
        rich_help_panel=choices.CHOICE,
    ),
]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", help="Only events from this day on.", rich_help_panel=choices.CHOICE),
]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar="DATE", help="Only events up to this day.", rich_help_panel=choices.CHOICE),
]
Format = Annotated[
    str | None,
    choices.formats(
        "text, markdown, html, json, jsonl, csv or xlsx",
        completing.names_in("report.chronicle_formats", "CHRONOLOGY_FORMATS"),
    ),
]


def chronology(  # noqa: PLR0913, PLR0917 - an option each
    exports: choices.Exports,
    mapping: choices.Map = None,
    date_order: choices.DateOrder = None,
    one_case: choices.OneCase = False,
    rules: choices.Rules = None,
    no_builtin_rules: choices.NoBuiltinRules = False,
    cases: its.Case = None,
    person: Person = None,
    categories: its.Category = None,
    since: Since = None,
    until: Until = None,
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
    """List the events of each case in order of time: number, date, source, event, factors, people, note and row.

    Times that notes name ("in May 2019", "two years ago") are placed as they are and never made more exact. Silences of
    over 90 days are marked; undated notes stand apart. Exit codes: 0 done; 2 not done; 3 done, and rows were rejected.
    """
    from caseflags.cli import chronicling, steps  # noqa: PLC0415 - only where it is needed

    options = replace(
        steps.scan_options(exports, mapping, date_order, rules, one_case=one_case, builtin=not no_builtin_rules),
        cases=tuple(cases or ()),
        categories=tuple(categories or ()),
        excerpts=not no_excerpts,
        workers=workers,
        cache=cache,
    )
    shown = chronicling.shown(person, day("--since", since), day("--until", until))
    paper = chronicling.Paper(width)
    wanted = chronicling.Wanted(format_name, output, paper, shown, rejects, progress, quiet, pager)
    raise typer.Exit(chronicling.run(options, wanted))
