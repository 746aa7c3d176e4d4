"""The options of ``caseflags scan`` alone, with their help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from caseflags.cli import completing
from caseflags.cli.choices import CHOICE, GATES, OUTPUT, SPEED, formats

Case = Annotated[
    list[str] | None, typer.Option("--case", metavar="ID", help="Only this case. Repeatable.", rich_help_panel=CHOICE)
]
Since = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="Only notes from this day on.", rich_help_panel=CHOICE)
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="Only notes up to this day.", rich_help_panel=CHOICE)
]
Category = Annotated[
    list[str] | None,
    typer.Option(
        "--category",
        metavar="NAME",
        help="Show only this category. Repeatable.",
        autocompletion=completing.categories,
        rich_help_panel=CHOICE,
    ),
]
Open = Annotated[
    list[str] | None,
    typer.Option(
        "--open",
        metavar="NAME",
        help="Open a category of the matrix into its indicators: retraction becomes retraction, withdrawal, "
        "minimisation and denial. Repeatable.",
        autocompletion=completing.categories,
        rich_help_panel=CHOICE,
    ),
]
Window = Annotated[
    int,
    typer.Option("--window", metavar="DAYS", help="How near each other two notes meet.", rich_help_panel=CHOICE),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="The day up to which the record is complete; by default the last note's.",
        rich_help_panel=CHOICE,
    ),
]
Format = Annotated[
    str | None, formats("text, markdown, html, json, jsonl, csv or xlsx", completing.names_in("report", "FORMATS"))
]
View = Annotated[
    str,
    typer.Option(
        "--view",
        metavar="VIEW",
        help="What text and markdown show: all, matrix, patterns, findings, people or codes.",
        autocompletion=completing.names_in("report.options", "SECTIONS"),
        rich_help_panel=OUTPUT,
    ),
]
Top = Annotated[
    int,
    typer.Option(
        "--top", metavar="N", min=0, help="How many cases text and markdown show; 0 is all.", rich_help_panel=OUTPUT
    ),
]
Order = Annotated[
    str,
    typer.Option(
        "--order",
        metavar="ORDER",
        help="Their order: id, newest or level.",
        autocompletion=completing.names_in("report.options", "ORDERS"),
        rich_help_panel=OUTPUT,
    ),
]
Evidence = Annotated[
    int,
    typer.Option("--evidence", metavar="N", min=1, help="How many excerpts a cell shows.", rich_help_panel=OUTPUT),
]
Width = Annotated[
    int | None,
    typer.Option(
        "--width", metavar="N", min=40, help="Width of text: the terminal's, 80 in a pipe.", rich_help_panel=OUTPUT
    ),
]
NoExcerpts = Annotated[
    bool,
    typer.Option(
        "--no-excerpts",
        help="Leave out all words of notes and people's names: references only.",
        rich_help_panel=OUTPUT,
    ),
]
Pseudonymise = Annotated[
    Path | None,
    typer.Option(
        "--pseudonymise",
        metavar="KEYFILE",
        help="Replace ids by keyed hashes and mask the names of people. The file holds a secret of 16 characters.",
        rich_help_panel=OUTPUT,
    ),
]
Rejects = Annotated[
    Path | None,
    typer.Option("--rejects", metavar="FILE", help="List the rows that were rejected, as CSV.", rich_help_panel=OUTPUT),
]
ShowProgress = Annotated[
    bool | None,
    typer.Option(
        "--progress/--no-progress",
        help="Say how far it is; by default on a terminal.",
        show_default=False,
        rich_help_panel=OUTPUT,
    ),
]
FailOn = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-on",
        metavar="GATE",
        help="Exit with 1 if there is an affirmed finding or a pattern of this level or above "
        "(informational, low, medium, high, critical), a pattern:ID, a category:NAME, or anything new since --baseline "
        "(new, new:high, new:category:NAME ...). Repeatable.",
        autocompletion=completing.gates,
        rich_help_panel=GATES,
    ),
]
Baseline = Annotated[
    Path | None,
    typer.Option(
        "--baseline",
        metavar="RESULT",
        help="Say what is new, gone or changed since this stored result or baseline; an empty name switches that of "
        "the config file off.",
        rich_help_panel=GATES,
    ),
]
Workers = Annotated[
    int | None,
    typer.Option("--workers", metavar="N", min=1, help="Processes; by default all cores.", rich_help_panel=SPEED),
]
NoPrefilter = Annotated[
    bool,
    typer.Option("--no-prefilter", help="Try every rule on every word: slow, the same findings.", hidden=True),
]
CacheFile = Annotated[
    Path | None,
    typer.Option(
        "--cache",
        metavar="FILE",
        help="Remember what notes say: the next run costs what is new, and an interrupted one goes on. The file holds "
        "sentences of the notes, as sensitive as the export; only you can read it.",
        rich_help_panel=SPEED,
    ),
]
Engine = Annotated[
    str,
    typer.Option(
        "--engine",
        metavar="ENGINE",
        help="Who does the work: local, the processes of this machine; dask, a Dask cluster "
        "(caseflags[dask], see docs/cluster.md). The findings are the same.",
        autocompletion=completing.words(("local", "dask")),
        rich_help_panel=SPEED,
    ),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="Scheduler of the cluster, such as tls://host:8786. Without it --engine dask starts a cluster of "
        "--workers processes on this machine.",
        rich_help_panel=SPEED,
    ),
]
