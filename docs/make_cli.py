"""Writes docs/cli.md from the program itself: ``make docs``. A test fails where the page and the program part."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from caseflags.cli.app import app

PAGE = Path(__file__).with_name("cli.md")
HEAD = """# caseflags(1)

<!-- Made by `make docs` from the help of the program. Change the help in src/caseflags/cli, not this page. -->

## Name

`caseflags`: {purpose}

## Synopsis

{synopsis}

`-h` and `--help` explain every verb; `caseflags --version` prints the version. Results go to standard output or to
`--output`, everything else to standard error. A verb or an option that is misspelt is answered with the one that was
probably meant.
"""
TAIL = """## Exit codes

| code | means |
| --- | --- |
| 0 | done |
| 1 | done, and a gate was hit: `--fail-on`, a figure under its floor, a failing example, notes and record that differ |
| 2 | not done: wrong usage, unreadable input, invalid rules; the message names file, line and the way out |
| 3 | done, but rows were rejected: they are counted and listed (`--rejects`), never dropped in silence |
| 130 | stopped by Ctrl-C; nothing was written |

2 beats 1, and 1 beats 3.

## Completion

    caseflags --install-completion          # for the shell that you are in: bash, zsh, fish or PowerShell
    caseflags --show-completion             # print it instead, to put it where you like

Open a new shell; then the Tab key completes verbs, options, files and the words that an option takes: formats, views,
orders, categories, people, gates, the ids of built-in rules (`rules show`, `explain --rule`) and the cases of a stored
result (`report RESULT --case`). No export is read for it. It is tried in bash, zsh and fish.

## Environment

| variable | does |
| --- | --- |
| `NO_COLOR` | no colour, if it is set to anything; nor is there any on a dumb terminal (`TERM=dumb`) or in a pipe |
| `COLUMNS` | width of the text where the terminal does not tell; `--width` beats it, and a pipe is 80 wide |
| `PAGER` | what `--pager` shows text in, `less` without it; none if it is empty or `cat` |
| `TMPDIR` | where a run's temporary files lie (`TEMP` on Windows) |
| `XDG_CACHE_HOME` | where rules are kept, in a folder `caseflags` (`LOCALAPPDATA` on Windows) |

## See also

{pages}
- [schema/](schema): what `-f json` and `-f jsonl` write
"""


def page() -> str:
    """The whole page, from the program's own help."""
    program = typer.main.get_command(app)
    verbs = list(_verbs(program, "caseflags"))
    synopsis = "\n".join(f"    {_usage(command, name)}" for name, command in verbs)
    parts = [HEAD.format(purpose=_purpose(program), synopsis=synopsis)]
    parts += [_verb(command, name) for name, command in verbs]
    return "\n".join([*parts, TAIL.format(pages="\n".join(_pages()))])


def _verbs(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    for verb, inner in command.commands.items():
        whole = f"{name} {verb}"
        if hasattr(inner, "commands"):
            yield from _verbs(inner, whole)
        else:
            yield whole, inner


def _pages() -> Iterator[str]:
    """Every other page of this folder, by its title."""
    for path in sorted(PAGE.parent.glob("*.md")):
        if path != PAGE:
            title = path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
            yield f"- [{path.name}]({path.name}): {title}"


def _purpose(command: Any) -> str:
    text = " ".join(command.help.split())
    return text[0].lower() + text[1:]


def _usage(command: Any, name: str) -> str:
    arguments = [param for param in command.params if param.param_type_name == "argument"]
    words = [p.metavar + ("..." if p.nargs == -1 else "") for p in arguments]
    words = [word if p.required else f"[{word}]" for p, word in zip(arguments, words, strict=True)]
    needed = [f"{p.opts[0]} {p.metavar}" for p in command.params if p not in arguments and p.required]
    return " ".join([name, *words, *needed, "[OPTIONS]"])


def _verb(command: Any, name: str) -> str:
    parts = [f"## {name}", f"    {_usage(command, name)}", *_paragraphs(command.help)]
    shown = [param for param in command.params if not getattr(param, "hidden", False)]
    for title in dict.fromkeys(map(_panel, shown)):
        parts += [f"**{title}**", "\n".join(_param(param) for param in shown if _panel(param) == title)]
    examples = re.sub(r"\[/?bold\]", "", command.epilog or "")
    head, _, rest = examples.strip().partition("  " if examples.startswith("Example  ") else "\n")
    lines = [line.strip() for line in rest.strip().splitlines() if line.strip()]
    commands = [line for line in lines if line.startswith("caseflags ")]
    parts += [f"**{head}**", "\n".join(f"    {line}" for line in commands)]
    parts += [_plain(line) for line in lines if line not in commands]
    return "\n\n".join(parts) + "\n"


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        yield _plain(" ".join(paragraph.split()))


def _panel(param: Any) -> str:
    if param.param_type_name == "argument":
        return "Arguments"
    return getattr(param, "rich_help_panel", None) or "Options"


def _param(param: Any) -> str:
    """One argument or option: its names, what it takes, what it does, and its default."""
    names = [*param.opts, *param.secondary_opts] if param.param_type_name != "argument" else [param.metavar]
    takes = "" if param.param_type_name == "argument" or getattr(param, "is_flag", False) else f" {param.metavar}"
    default = f" Default: {param.default}." if _has_default(param) else ""
    return f"- {', '.join(f'`{name}{takes}`' for name in names)}: {_plain(' '.join(param.help.split()))}{default}"


def _has_default(param: Any) -> bool:
    shown = param.show_default is not False and not getattr(param, "is_flag", False)
    return shown and param.default is not None and param.param_type_name != "argument"


def _plain(text: str) -> str:
    """What Markdown would take for markup, escaped."""
    return re.sub(r"([*<>|])", r"\\\1", text)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    sys.stderr.write(f"written to {PAGE}\n")
