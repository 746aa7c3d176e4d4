"""``caseflags explain``: how one text is read, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from caseflags.cli import choices, completing

EPILOG = """
[bold]Examples[/bold]

caseflags explain "Mum denied that Dad had hit her, but she was scared of him."

caseflags explain "He is not drinking." --rule substance_misuse.alcohol.drunk
"""

Text = Annotated[str, typer.Argument(metavar="TEXT", help="What a note says, in quotes; - reads standard input.")]
RuleIds = Annotated[
    list[str] | None,
    typer.Option(
        "--rule",
        metavar="ID",
        help="Say why this rule did not fire. Repeatable.",
        autocompletion=completing.rule_ids,
    ),
]
Written = Annotated[
    str | None, typer.Option("--date", metavar="DATE", help="The day on which it was written, for dates in the text.")
]


def explain(
    text: Text,
    rule_ids: RuleIds = None,
    written: Written = None,
    format_name: choices.TextOrJson = "text",
    pager: choices.Pager = False,
    rules: choices.Rules = None,
    no_builtin_rules: choices.NoBuiltinRules = False,
) -> None:
    """Show how a text is read: its clauses and people, each mention with its rule, labels and the cues that decided."""
    from caseflags.cli import explaining  # noqa: PLC0415 - only where it is needed

    asked = explaining.Asked(text, tuple(rule_ids or ()), choices.day("--date", written), format_name, pager)
    raise typer.Exit(explaining.run(asked, tuple(rules or ()), builtin=not no_builtin_rules))
