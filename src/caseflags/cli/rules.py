"""``caseflags rules``: the rule packs, seen, checked and tried."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from caseflags.cli import choices

app = typer.Typer(
    no_args_is_help=True,
    help="List, show, check and try the rules; print their JSON Schema for editors.",
    rich_markup_mode="rich",
)

Packs = Annotated[
    list[Path] | None, typer.Argument(metavar="PATH", help="Packs of yours; without them the built-in ones.")
]
RuleId = Annotated[str, typer.Argument(metavar="ID", help="The id of a rule or a pattern.")]
Category = Annotated[str | None, typer.Option("--category", metavar="NAME", help="Only rules of this category.")]
Format = Annotated[str, typer.Option("--format", "-f", metavar="FORMAT", help="text or json.")]


@app.command("list", epilog="[bold]Example[/bold]  caseflags rules list --category retraction")
def list_rules(
    category: Category = None,
    format_name: Format = "text",
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


@app.command(epilog="[bold]Example[/bold]  caseflags rules schema > caseflags.schema.json")
def schema() -> None:
    """Print the JSON Schema of rule files, for editors."""
    from caseflags.cli import ruling  # noqa: PLC0415 - only where it is needed

    raise typer.Exit(ruling.schema())
