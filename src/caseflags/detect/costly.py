"""Rules that are dear: those whose token patterns require no word, so that they are tried on every sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from caseflags.detect.tokenpatterns import anchored
from caseflags.errors import Problem, Severity
from caseflags.rulebook import Rule

_HINT = (
    "that costs about 7 µs a sentence and rule; ask for a word with LOWER, TEXT, ORTH or NORM (a word, IN or REGEX) in "
    'a token without "OP": "?", "*" or "!"; `caseflags rules profile` measures it'
)


def unanchored(rules: Iterable[Rule]) -> Iterator[Problem]:
    """Warn of the rules that cannot be anchored. They work all the same."""
    for rule in rules:
        if not all(anchored(pattern) for pattern in rule.tokens):
            message = f"the token patterns of `{rule.id}` require no word: they are tried on every sentence"
            yield Problem(message, rule.place, _HINT, Severity.WARNING)
