"""What patterns and code maps ask for and no rule gives: hardly meant."""

from __future__ import annotations

from collections.abc import Iterator

from caseflags.errors import Problem, Severity
from caseflags.rulebook.code_records import CodeMap
from caseflags.rulebook.kinds import did_you_mean
from caseflags.rulebook.pattern_records import Pattern, Select
from caseflags.rulebook.records import Rulebook


def idle_selections(rulebook: Rulebook) -> Iterator[Problem]:
    """Warn of categories, indicators and rules that a pattern or code selects and that are not there."""
    given = {
        "category": {rule.category for rule in rulebook.rules},
        "indicator": {rule.indicator for rule in rulebook.rules},
        "rule": {beginning for rule in rulebook.rules for beginning in _beginnings(rule.id)},
    }
    maps = rulebook.codes if any(pack.builtin for pack in rulebook.packs) else ()  # which speak of built-in rules
    asking: tuple[Pattern | CodeMap, ...] = (*rulebook.patterns, *maps)
    for pattern in asking:
        for message, hint in dict.fromkeys(_missing(pattern, given)):
            yield Problem(message, pattern.place, hint, Severity.WARNING)


def _missing(pattern: Pattern | CodeMap, given: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    for select in pattern.selects():
        for key, names in _asked(select):
            for name in names:
                if name not in given[key]:
                    message = f"`{pattern.id}` selects the {key} `{name}`, which no rule has"
                    yield message, did_you_mean(name, sorted(given[key]))


def _asked(select: Select) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "category", select.category
    yield "indicator", select.indicator
    yield "rule", select.rule


def _beginnings(rule_id: str) -> Iterator[str]:
    parts = rule_id.split(".")
    return (".".join(parts[: length + 1]) for length in range(len(parts)))
