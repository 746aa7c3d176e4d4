"""What the Tab key offers after an option: the words that it takes, rules, and the cases of a stored result.

Whatever goes wrong, nothing is offered: a shell that completes has no room for messages. Modules are loaded only then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import typer

from caseflags.errors import CaseflagsError
from caseflags.labels import CATEGORIES, Level, Role

Offer = Callable[[], list[str]]

_FIRST_TAB = '[ "$funcstack[1]" = _caseflags ] && _caseflags_completion'
"""zsh runs the installed file at the first Tab, where typer's only sets completion up for the second."""

_LARGEST_RESULT = 20_000_000
"""Bytes of a stored result that is read for its case ids; a larger one takes too long."""


def words(known: Iterable[str]) -> Offer:
    """Offer some words."""
    found = list(known)
    return lambda: found


def names_in(module: str, table: str) -> Offer:
    """Offer what stands in a table of the program, such as the formats."""
    return lambda: list(getattr(import_module(f"caseflags.{module}"), table))


categories = words(CATEGORIES)
people = words(role.value for role in Role if role is not Role.UNKNOWN)
gates = words((*(level.value for level in Level), "new"))


def rule_ids() -> list[str]:
    """Offer the ids of the built-in rules and patterns."""
    from caseflags.detect.ready import load_ready  # noqa: PLC0415 - only while a shell completes

    book = load_ready()
    return [rule.id for rule in book.rules] + [pattern.id for pattern in book.patterns]


def cases_of_result(context: typer.Context) -> list[str]:
    """Offer the case ids of the stored result that was named before, unless it is very large."""
    from caseflags.report import load_result  # noqa: PLC0415 - only while a shell completes

    named = (Path(str(word)) for word in (context.params.get("result"), *context.args) if word)
    with suppress(CaseflagsError, OSError):
        for path in named:  # while an option waits for its value, arguments are not told apart yet
            if path.is_file() and path.stat().st_size <= _LARGEST_RESULT:
                return [case.case.case_id for case in load_result(path).cases]
    return []


def mend_zsh() -> None:
    """Let what was installed for zsh complete from the first Tab of a shell on."""
    installed = Path.home() / ".zfunc" / "_caseflags"
    with suppress(OSError):
        text = installed.read_text(encoding="utf-8")
        if _FIRST_TAB not in text:
            installed.write_text(f"{text.rstrip()}\n{_FIRST_TAB}\n", encoding="utf-8")
