from __future__ import annotations

from collections.abc import Callable

import pytest

from caseflags.errors import Severity
from caseflags.rulebook import Rulebook, lint

HEAD = "pack: p\ncategory: c\nrules:\n"
E = "examples: {match: [x], no_match: [y]}"

FOUND = {
    "two_indicators": (
        f"  - {{id: r.b, indicator: one, phrases: [a b], {E}}}\n  - {{id: r.a, phrases: ['{{a}} b'], {E}}}\n",
        [(5, '"a b" is found by `r.b` as c/one, too', "`r.a` wins")],
    ),
    "higher_level_wins": (
        f"  - {{id: r.b, level: high, indicator: one, phrases: [a b], {E}}}\n  - {{id: r.a, phrases: [a b], {E}}}\n",
        [(5, "as c/one, too", "`r.b` wins")],
    ),
    "whole_phrases": (
        f"  - {{id: r.a, indicator: one, phrases: [a ~2 b], {E}}}\n  - {{id: r.b, phrases: [a ~2 b], {E}}}\n",
        [(5, "this is found by `r.a`", "")],
    ),
    "same_indicator": (
        f"  - {{id: r.a, phrases: ['[a|b]'], {E}}}\n  - {{id: r.b, phrases: [b], {E}}}\n",
        [(5, "`r.a` finds all of this already", "")],
    ),
    "same_rule": (
        f"  - {{id: r.a, phrases: ['{{hit}} her', hits her], {E}}}\n",
        [(4, "this rule finds all of this", "")],
    ),
    "idle_except": (f"  - {{id: r.a, phrases: [coke], except: [diet pepsi], {E}}}\n", [(4, "can never overlap", "")]),
    "certain_except": (
        f"  - {{id: r.a, phrases: [a diet coke], except: [diet coke], {E}}}\n",
        [(4, "can never match", "")],
    ),
    "certain_without": (
        f"  - {{id: r.a, phrases: ['[a|b] no c'], without: [no], {E}}}\n",
        [(4, "can never match", "")],
    ),
    "full_stop": (f"  - {{id: r.a, phrases: [he hit me.], {E}}}\n", [(4, "in front of its punctuation", "")]),
    "idle_beside": (
        f"  - {{id: r.a, indicator: one, phrases: [a], beside: {{indicator: one}}, {E}}}\n",
        [(4, "`r.a` wants `beside` a finding of one, which no other rule gives", "do not count")],
    ),
    "one_side": ("  - {id: r.a, phrases: [a], examples: {match: [a]}}\n", [(4, "`r.a` has no `no_match` example", "")]),
}

QUIET = {
    "different_phrases": f"  - {{id: r.a, indicator: one, phrases: [a], {E}}}\n  - {{id: r.b, phrases: [b], {E}}}\n",
    "conditions": f"  - {{id: r.a, indicator: x, phrases: [a], {E}}}\n  - {{id: r.b, phrases: [a], with: [c], {E}}}\n",
    "partly_the_same": f"  - {{id: r.a, phrases: ['[a|b]'], {E}}}\n  - {{id: r.b, phrases: ['[b|c]'], {E}}}\n",
    "except_overlaps": f"  - {{id: r.a, phrases: [coke], except: [diet coke], {E}}}\n",
    "except_in_a_gap": f"  - {{id: r.a, phrases: [a ~2 b], except: [c], {E}}}\n",
    "except_for_some": f"  - {{id: r.a, phrases: ['[diet|] coke'], except: [diet coke], {E}}}\n",
    "abbreviation": f"  - {{id: r.a, phrases: [at 5 p.m.], {E}}}\n",
}


@pytest.mark.parametrize(("rules", "expected"), FOUND.values(), ids=FOUND)
def test_lint_warns(pack: Callable[[str], Rulebook], rules: str, expected: list[tuple[int, str, str]]) -> None:
    found = lint(pack(HEAD + rules))
    assert [problem.severity for problem in found] == [Severity.WARNING] * len(expected)
    for problem, (line, message, hint) in zip(found, expected, strict=True):
        assert problem.place is not None
        assert problem.place.line == line
        assert message in problem.message
        assert hint in problem.hint


@pytest.mark.parametrize("rules", QUIET.values(), ids=QUIET)
def test_lint_is_quiet(pack: Callable[[str], Rulebook], rules: str) -> None:
    assert lint(pack(HEAD + rules)) == ()


def test_idle_lists_and_indicators(pack: Callable[[str], Rulebook]) -> None:
    text = "pack: p\nindicators: {one: One, two: Two}\nlists: {x: [a], y: ['<z>'], z: [b]}\n"
    book = pack(f"{text}rules:\n  - {{id: r, indicator: one, phrases: ['<y>'], {E}}}\n")
    assert [problem.message for problem in lint(book)] == [
        "no phrase uses the word list <x>",
        "no rule has the indicator `two`",
    ]
