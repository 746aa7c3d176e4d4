"""The options that verbs share, each with its help, and how what was typed becomes a value."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from caseflags.cli import completing
from caseflags.errors import CaseflagsError, Problem
from caseflags.intake.guess import did_you_mean

INPUT, RULES, CHOICE, OUTPUT, GATES, SPEED = "Input", "Rules", "What is read", "Output", "Gates", "Speed"

Exports = Annotated[
    list[str],
    typer.Argument(
        metavar="EXPORT", help="Files (CSV, XLSX, JSON, JSON Lines, Parquet; .gz, too), folders, globs, or - for stdin."
    ),
]
Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN",
        help="Which column holds a field: case_id, note_id, date, text (text=A,B joins two), source, note_type, "
        "author, subject, family_id. Repeatable; what is not mapped is recognised by name.",
        rich_help_panel=INPUT,
    ),
]
DateOrder = Annotated[
    str | None,
    typer.Option(
        "--date-order",
        metavar="dmy|mdy|ymd",
        help="How 03/04/2024 is to be read.",
        autocompletion=completing.words(("dmy", "mdy", "ymd")),
        rich_help_panel=INPUT,
    ),
]
OneCase = Annotated[
    bool, typer.Option("--one-case", help="The export is one case and has no case column.", rich_help_panel=INPUT)
]
Rules = Annotated[
    list[Path] | None,
    typer.Option(
        "--rules",
        metavar="PATH",
        help="A rule pack of yours, beside the built-in ones. Repeatable.",
        rich_help_panel=RULES,
    ),
]
NoBuiltinRules = Annotated[
    bool,
    typer.Option("--no-builtin-rules", help="Without the built-in packs; cues and people stay.", rich_help_panel=RULES),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to a file, which only you can read and which is there as a whole or not at all.",
        rich_help_panel=OUTPUT,
    ),
]
Pager = Annotated[
    bool,
    typer.Option(
        "--pager/--no-pager",
        help="Show it page by page, in $PAGER or less. Where the output is no terminal, nothing changes.",
        show_default=False,
        rich_help_panel=OUTPUT,
    ),
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Nothing on standard error but errors.", rich_help_panel=OUTPUT)
]


def formats(names: str, autocompletion: completing.Offer) -> Any:  # noqa: ANN401 - typer's own
    """Give the option for the format of a verb's output, with the names that it takes."""
    return typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help=f"{names}. By default what the ending of --output says, or text.",
        autocompletion=autocompletion,
        rich_help_panel=OUTPUT,
    )


TEXT_OR_JSON = ("text", "json")
TextOrJson = Annotated[
    str,
    typer.Option(
        "--format", "-f", metavar="FORMAT", help="text or json.", autocompletion=completing.words(TEXT_OR_JSON)
    ),
]


def day(option: str, text: str | None) -> date | None:
    """Read the date that was given for an option."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CaseflagsError(Problem(f"{option} {text} is no date", hint="write it as 2024-01-31")) from None


def one_of(option: str, value: str, known: Iterable[str]) -> str:
    """Check a word against those that an option takes."""
    words = list(known)
    if value in words:
        return value
    hint = did_you_mean(value, words) + "one of: " + ", ".join(words)
    raise CaseflagsError(Problem(f"{option} does not know '{value}'", hint=hint))
