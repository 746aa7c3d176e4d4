"""``caseflags config``: what a config file says, and what is in force."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Show the options in force and where each comes from.")

File = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="The config file; by default the nearest caseflags.yaml."),
]


@app.callback()
def config() -> None:
    """Show the options in force and where each comes from."""


@app.command(epilog="[bold]Example[/bold]  caseflags config show")
def show(context: typer.Context, config_file: File = None) -> None:
    """Print every option of scan with its value and where that comes from, changed rules and suppressions."""
    from caseflags.cli import configuring  # noqa: PLC0415 - only where it is needed

    root = context.find_root().command
    raise typer.Exit(configuring.show(config_file, getattr(root, "commands")["scan"]))  # noqa: B009 - private class
