"""How ``caseflags.yaml`` gets into the options of a verb: what it says becomes the default of an option.

So the command line wins over the file, and a value from the file is checked as one that was typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from caseflags.cli.choices import INPUT
from caseflags.cli.output import opened
from caseflags.cli.terminal import printable
from caseflags.errors import CaseflagsError, ExitCode, Place, Problem
from caseflags.rulebook.config import FILE_NAME, Config, find_config, read_config


def _take(context: typer.Context, path: Path | None) -> Path | None:
    """Read the config file and make its values the defaults of the verb."""
    config = load(path)
    context.obj = config
    names = parameters(context.command)
    context.default_map = {names[key]: s.value for key, s in config.settings.items() if key in names}
    return config.path


ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help=f"Options, changed rules and suppressions. By default the nearest {FILE_NAME}, from this folder upward.",
        is_eager=True,
        callback=_take,
        rich_help_panel=INPUT,
    ),
]


def load(path: Path | None) -> Config:
    """Read the file that was named, or the nearest one; an empty config if there is none."""
    if path is not None and not path.is_file():
        raise CaseflagsError(Problem("there is no such config file", Place(str(path))))
    found = path or find_config(Path.cwd())
    return read_config(found) if found else Config()


def parameters(command: Any) -> dict[str, str]:  # noqa: ANN401 - typer's own class is private
    """Give the name of the parameter behind each long option: ``{"date-order": "date_order"}``."""
    return {
        option.removeprefix("--"): parameter.name
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--")
    }


def show(path: Path | None, command: Any) -> ExitCode:  # noqa: ANN401 - as above
    """Print what is in force for ``scan`` without further options, and where each value comes from."""
    config = load(path)
    with opened(None) as stream:
        stream.write(f"config: {printable(str(config.path)) if config.path else f'none ({FILE_NAME} not found)'}\n\n")
        stream.writelines(f"{printable(line)}\n" for line in (*_options(config, command), *_changes(config)))
    return ExitCode.DONE


def _options(config: Config, command: Any) -> Iterator[str]:  # noqa: ANN401 - as above
    defaults = {parameter.name: parameter.default for parameter in command.params}
    for key, name in parameters(command).items():
        if key in {"config", "help"}:
            continue
        setting = config.settings.get(key)
        value = setting.value if setting else defaults[name]
        where = str(setting.place) if setting else "default"
        yield f"{key:18} {_shown(value):40} {where}"


def _shown(value: Any) -> str:  # noqa: ANN401 - whatever an option holds
    if value is None:
        return "-"
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(value) if isinstance(value, list) else str(value)


def _changes(config: Config) -> Iterator[str]:
    if config.overrides:
        yield ""
        yield "overrides"
    for change in config.overrides:
        parts = ["disabled"] if change.disabled else []
        parts += [f"level {change.level.value}"] if change.level else []
        parts += [f"except {', '.join(change.except_)}"] if change.except_ else []
        yield f"  {change.id}: {'; '.join(parts)}    {change.place}"
    if config.suppressions:
        yield ""
        yield "suppressed findings"
    for held in config.suppressions:
        yield f"  {held.finding} until {held.expires}: {held.reason} ({held.author})    {held.place}"
