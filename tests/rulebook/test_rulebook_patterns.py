"""Patterns: what their files say, and what is said about wrong ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from caseflags.errors import Problem
from caseflags.model import Assertion, Level
from caseflags.rulebook import Kind, Part, Rulebook, json_schema, lint, load
from caseflags.rulebook.case_tests import read_case_tests

HEAD = """\
pack: p
category: c
rules:
  - id: p.one
    phrases: ["one"]
    examples: {match: ["one"], no_match: ["two"]}
patterns:
  - id: told
"""
STEPS = "kind: temporal\nsteps:\n  - {{name: a, find: {{category: c}}}}\n  - {{name: {}, find: {{category: c}}}}\n"
GUIDELINES = (
    "retraction_after_disclosure retraction_accepted denial_against_evidence cooccurring_risks repeat_referrals "
    "closure_without_sustained_change burden_on_protective_parent unassessed_male_carer infant_at_risk "
    "parental_childhood_adversity medication_stopped child_distress escalation previous_removal_or_plan"
).split()

Pack = Callable[[str], Rulebook]
Problems = Callable[[str], list[Problem]]


@pytest.fixture(scope="module")
def shipped() -> Rulebook:
    return load()


def _body(text: str) -> str:
    return HEAD + "".join(f"    {line}\n" for line in text.strip("\n").split("\n"))


def test_a_pattern_of_one_step_has_defaults(pack: Pack) -> None:
    (pattern,) = pack(_body("kind: event_count\nfind: {category: c}")).patterns
    (way,) = pattern.ways
    assert (pattern.title, pattern.level, pattern.pack) == ("told", Level.MEDIUM, "p")
    assert way.kind is Kind.EVENT_COUNT
    assert way.timespan is None
    assert way.condition is not None
    assert way.condition.gte == 1
    assert way.steps[0].find[0].assertion == (Assertion.AFFIRMED,)


def test_steps_people_and_time_are_read(pack: Pack) -> None:
    text = """\
kind: temporal_ordered
timespan: 12w
apart: true
steps:
  - {name: first, says: told, find: [{category: c}, {category: d, level: high}]}
  - {name: second, find: {category: c, source: Police, assertion: [denied, affirmed]}}
same: [[first.victim, second.subject]]
unless: {indicator: general}"""
    (way,) = pack(_body(text)).patterns[0].ways
    assert way.timespan == 84
    assert way.apart
    assert [step.says for step in way.steps] == ["told", "second"]
    assert way.steps[0].find[1].level is Level.HIGH
    assert way.steps[1].find[0].source == ("police",)
    assert way.same == ((Part("first", "victim"), Part("second", "subject")),)
    assert len(way.unless) == 1


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("kind: event_count\nfnd: {category: c}", "no key `fnd`", "did you mean `find`?"),
        ("kind: event_cuont\nfind: {category: c}", "`event_cuont` is none of", "did you mean `event_count`?"),
        ("type: event_count\nkind: event_count\nfind: {category: c}", "no key `type`", "did you mean `kind`?"),
        ("kind: event_count\nfind: {categroy: c}", "a selection has no key `categroy`", "did you mean `category`?"),
        ("kind: event_count\nfind: {category: c, subject: mom}", "`mom` is none of", "mother"),
        ("kind: event_count\ntimespan: 3 months\nfind: {category: c}", "no timespan", "90d"),
        ("kind: event_count", "finds nothing", "`find` or `steps`"),
        ("kind: temporal\nfind: {category: c}", "two steps or more", "event_count"),
        ("kind: value_count\nfind: {category: c}", "needs a condition with `field`", "gte"),
        ("kind: event_count\nfind: {category: c}\ncondition: {field: note, gte: 2}", "counts findings", "value_count"),
        ("kind: absence\nfind: {category: c}\ntimespan: 90d", "needs `absent`", "what does not come"),
        ("kind: absence\nfind: {category: c}\nabsent: {category: c}", "needs `timespan`", "which time"),
        ("kind: event_count\nfind: {category: c}\nabsent: {category: c}", "means nothing", "kind: absence"),
        ("title: none", "needs `kind` or `any`", ""),
        ("any:\n  - {kind: event_count, find: {category: c}}\nkind: temporal", "beside `any`", "each way"),
        (
            STEPS.format("b") + "same: [[a.victim, bb.subject]]",
            "no step `bb`",
            "did you mean `b`?",
        ),
        (
            STEPS.format("a"),
            "two steps `a`",
            "name of its own",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(problems: Problems, text: str, message: str, hint: str) -> None:
    found = [problem for problem in problems(_body(text)) if message in problem.message]
    assert found
    assert hint in found[0].hint
    assert found[0].place is not None
    assert found[0].place.line >= 8
    assert found[0].place.column > 0


def test_ids_are_unique(problems: Problems) -> None:
    one = "kind: event_count\nfind: {category: c}"
    (problem,) = problems(_body(one) + "  - {id: told, kind: event_count, find: {category: c}}\n")
    assert "two patterns `told`" in problem.message


def test_lint_names_what_no_rule_has(pack: Pack) -> None:
    book = pack(_body("kind: event_count\nfind: {category: cc, rule: p.on}"))
    messages = [problem.message for problem in lint(book)]
    assert any("the category `cc`, which no rule has" in message for message in messages)
    assert any("the rule `p.on`, which no rule has" in message for message in messages)
    assert not lint(pack(_body("kind: event_count\nfind: {category: c, indicator: general, rule: p}")))


def test_the_schema_describes_patterns() -> None:
    schema = json_schema()
    assert set(schema["definitions"]["pattern"]["required"]) == {"id"}
    assert "timespan" in schema["definitions"]["pattern"]["properties"]


def test_the_patterns_of_the_guidelines_are_shipped(shipped: Rulebook) -> None:
    ids = [pattern.id for pattern in shipped.patterns]
    assert set(GUIDELINES) <= set(ids)
    assert all(p.title != p.id and p.description and p.references for p in shipped.patterns)
    assert not [problem for problem in lint(shipped) if "which no rule has" in problem.message]


def test_case_tests_are_read_with_their_places() -> None:
    tests = read_case_tests()
    assert tests
    assert all(test.notes and test.place.line for test in tests)
