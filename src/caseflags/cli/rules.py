"""``caseflags rules``: the rule packs, seen, checked and tried."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from caseflags.cli import choices, completing
from caseflags.intake.options import IntakeOptions, parse_mapping

app = typer.Typer(
    no_args_is_help=True,
    help="List, show, check and try the rules; print their JSON Schema for editors.",
    rich_markup_mode="rich",
)

Packs = Annotated[
    list[Path] | None, typer.Argument(metavar="PATH", help="Packs of yours; without them the built-in ones.")
]
RuleId = Annotated[
    str, typer.Argument(metavar="ID", help="The id of a rule or a pattern.", autocompletion=completing.rule_ids)
]
Category = Annotated[
    str | None,
    typer.Option(
        "--category", metavar="NAME", help="Only rules of this category.", autocompletion=completing.categories
    ),
]
Top = Annotated[int, typer.Option("--top", metavar="N", min=0, help="How many rules are shown; 0 is all.")]


@app.command("list", epilog="[bold]Example[/bold]  caseflags rules list --category retraction")
def list_rules(
    category: Category = None,
    format_name: choices.TextOrJson = "text",
    rules: choices.Rules = None,
    no_builtin_rules: choices.NoBuiltinRules = False,
) -> None:
    """List the packs, their rules and their patterns."""
    from caseflags.cli import ruling  # noqa: PLC0415 - only where it is needed

    raise typer.Exit(ruling.list_rules(rules or (), category, format_name, builtin=not no_builtin_rules))


@app.command(epilog="[bold]Example[/bold]  caseflags rules show domestic_abuse.strangulation.hands_round_neck")
def show(rule_id: RuleId, rules: choices.Rules = None, no_builtin_rules: choices.NoBuiltinRules = False) -> None:
    """Show one rule or pattern: what it finds, what it leaves, its examples, and where it stands."""
    from caseflags.cli import ruling  # noqa: PLC0415 - only where it is needed

    raise typer.Exit(ruling.show_rule(rule_id, rules or (), builtin=not no_builtin_rules))


@app.command(epilog="[bold]Example[/bold]  caseflags rules check my_pack/ another.yaml")
def check(paths: Packs = None) -> None:
    """Check rule packs: everything that is wrong or hardly meant, with file, line and a hint."""
    from caseflags.cli import ruling  # noqa: PLC0415 - only where it is needed

    raise typer.Exit(ruling.check(paths or ()))


@app.command("test", epilog="[bold]Example[/bold]  caseflags rules test my_pack/")
def try_rules(paths: Packs = None, quiet: choices.Quiet = False) -> None:
    """Run the rules' own examples. Exits with 1 if one does not hold."""
    from caseflags.cli import ruling  # noqa: PLC0415 - only where it is needed

    raise typer.Exit(ruling.test(paths or (), quiet=quiet))


@app.command(epilog="[bold]Example[/bold]  caseflags rules profile notes.csv --rules my_pack/")
def profile(  # noqa: PLR0913, PLR0917 - an option each
    exports: choices.Exports,
    mapping: choices.Map = None,
    date_order: choices.DateOrder = None,
    one_case: choices.OneCase = False,
    rules: choices.Rules = None,
    no_builtin_rules: choices.NoBuiltinRules = False,
    format_name: choices.TextOrJson = "text",
    top: Top = 25,
) -> None:
    """Read an export and show which rules cost most time, and how often each was tried and fired."""
    from caseflags.cli import profiling  # noqa: PLC0415 - with spaCy behind it

    options = IntakeOptions(parse_mapping(mapping or []), date_order, one_case)
    builtin = not no_builtin_rules
    raise typer.Exit(profiling.run(tuple(exports), options, rules or (), format_name, top=top, builtin=builtin))


@app.command(epilog="[bold]Example[/bold]  caseflags rules schema > caseflags.schema.json")
def schema() -> None:
    """Print the JSON Schema of rule files, for editors."""
    from caseflags.cli import ruling  # noqa: PLC0415 - only where it is needed

    raise typer.Exit(ruling.schema())
