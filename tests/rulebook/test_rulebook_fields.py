from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from caseflags.errors import Place, Problem, Severity
from caseflags.rulebook import json_schema
from caseflags.rulebook.fields import CUE, EXAMPLE, EXAMPLES, PACK, PERSON, RULE, RULE_FILE

Check = Callable[[str], list[Problem]]
HEAD = "pack: p\ncategory: c\n"
OK = "phrases: [a]\n    examples: {match: [x], no_match: [y]}\n"

# name: file, message, line, column
SHAPES = {
    "unknown_key": (f"{HEAD}rules:\n  - id: r\n    frases: [a]\n    {OK}", "a rule has no key `frases`", 5, 5),
    "wrong_level": (f"{HEAD}rules:\n  - id: r\n    level: hihg\n    {OK}", "`hihg` is none of", 5, 12),
    "list_wanted": (f"{HEAD}rules:\n  - id: r\n    except: text\n    {OK}", "this must be a list, not a text", 5, 13),
    "text_wanted": (f"{HEAD}rules:\n  - id: r\n    title: [a]\n    {OK}", "this must be a text, not a list", 5, 12),
    "mapping_in_list": (f"{HEAD}rules:\n  - id: r\n    except:\n      - a: b\n    {OK}", "a text, not a mapping", 6, 9),
    "empty_list": (f"{HEAD}rules:\n  - id: r\n    except: []\n    {OK}", "the list is empty", 5, 13),
    "nothing": (f"{HEAD}rules:\n  - id: r\n    title:\n    {OK}", "there is no text here", 5, 11),
    "no_id": (f"{HEAD}rules:\n  - title: x\n    {OK}", "a rule needs `id`", 4, 5),
    "no_phrases": (f"{HEAD}rules:\n  - id: r\n    examples: {{match: [x]}}\n", "needs `phrases` or `tokens`", 4, 5),
    "bad_id": (f"{HEAD}rules:\n  - id: a b\n    {OK}", "`a b` cannot be used here", 4, 9),
    "bad_indicator": (f"{HEAD}rules:\n  - id: r\n    indicator: Low mood\n    {OK}", "`Low mood` cannot be", 5, 16),
    "examples_list": (
        f"{HEAD}rules:\n  - id: r\n    phrases: [a]\n    examples: [x]\n",
        "must be a mapping, not a list",
        6,
        15,
    ),
    "examples_empty": (
        f"{HEAD}rules:\n  - id: r\n    phrases: [a]\n    examples: {{}}\n",
        "`match` or `no_match`",
        6,
        15,
    ),
    "match_empty": (
        f"{HEAD}rules:\n  - id: r\n    phrases: [a]\n    examples: {{match: []}}\n",
        "the list is empty",
        6,
        23,
    ),
    "example_key": (
        f"{HEAD}rules:\n  - id: r\n    phrases: [a]\n    examples: {{match: [{{text: x, assert: denied}}]}}\n",
        "an example has no key `assert`",
        6,
        34,
    ),
    "example_without_text": (
        f"{HEAD}rules:\n  - id: r\n    phrases: [a]\n    examples: {{match: [{{found: x}}]}}\n",
        "an example needs `text`",
        6,
        24,
    ),
    "beside_without_a_kind": (
        f"{HEAD}rules:\n  - id: r\n    phrases: [a]\n    beside: {{reach: note}}\n    examples: {{match: [a]}}\n",
        "`beside` needs `category` or `indicator`",
        6,
        13,
    ),
    "rule_is_text": (f"{HEAD}rules:\n  - r\n", "a rule must be a mapping, not a text", 4, 5),
    "rules_empty": (f"{HEAD}rules: []\n", "the list is empty", 3, 8),
    "lists_list": (f"{HEAD}lists: [a]\nrules:\n  - id: r\n    {OK}", "this must be a mapping, not a list", 3, 8),
    "someone_list": (f"{HEAD}lists: {{someone: [a]}}\nrules:\n  - id: r\n    {OK}", "`someone` cannot be used", 3, 9),
    "unknown_head": (f"{HEAD}autor: x\nrules:\n  - id: r\n    {OK}", "a pack has no key `autor`", 3, 1),
    "good": (f"{HEAD}version: 0.1\nrules:\n  - id: r\n    {OK}", "", 0, 0),
    "good_unquoted": (f"{HEAD}rules:\n  - id: r\n    except: [no, off, 12]\n    {OK}", "", 0, 0),
}
LOOSER_SCHEMA = {"someone_list"}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_wrong_shape_has_its_place(problems: Check, tmp_path: Path, shape: tuple[str, str, int, int]) -> None:
    text, message, line, column = shape
    found = problems(text)
    errors = [p for p in found if p.severity is Severity.ERROR]
    if not message:
        assert not errors
        return
    assert message in errors[0].message
    assert errors[0].place == Place((tmp_path / "one.yaml").as_posix(), line, column)
    assert errors[0].excerpt


@pytest.mark.parametrize(("text", "message"), [(s[0], s[1]) for s in SHAPES.values()], ids=SHAPES)
def test_the_schema_agrees_with_the_checks(text: str, message: str) -> None:
    valid = Draft7Validator(json_schema()).is_valid(yaml.safe_load(text))
    assert valid is (message == "")


def test_the_schema_is_a_schema_and_describes_every_key() -> None:
    schema = json_schema()
    Draft7Validator.check_schema(schema)
    properties: dict[str, Any] = schema["definitions"]["rule"]["properties"]
    assert list(properties) == [field.key for field in RULE.fields]
    assert all(described["description"] for described in properties.values())


@pytest.mark.parametrize("table", [RULE, PACK, RULE_FILE, CUE, PERSON, EXAMPLE, EXAMPLES], ids=lambda table: table.name)
def test_keys_are_told_once_and_described(table: Any) -> None:
    keys = [field.key for field in table.fields]
    assert len(set(keys)) == len(keys)
    assert all(field.about for field in table.fields)
    assert set(table.one_of) <= set(keys)


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("frases", "did you mean `phrases`?"),
        ("severity", "did you mean `level`?"),
        ("no_match", "it belongs under `examples`"),
        ("zzz", "known: id, title"),
    ],
)
def test_an_unknown_key_has_a_hint(problems: Check, key: str, hint: str) -> None:
    found = problems(f"{HEAD}rules:\n  - id: r\n    {key}: [a]\n    {OK}")
    assert found[0].hint.startswith(hint)


def test_a_key_twice_is_an_error(problems: Check) -> None:
    found = problems(f"{HEAD}rules:\n  - id: r\n    title: a\n    title: b\n    {OK}")
    assert [p.message for p in found] == ["`title` stands here twice"]
    assert "line 5" in found[0].hint


def test_a_text_that_is_a_tag_is_refused(problems: Check) -> None:
    found = problems(f"{HEAD}rules:\n  - id: r\n    except: [!important note]\n    {OK}")
    assert "is a tag to YAML" in found[0].message


def test_every_problem_is_found_at_once(problems: Check) -> None:
    found = problems(
        f'{HEAD}rules:\n  - id: r\n    level: x\n    phrases: ["[a", "~2 b"]\n'
        f"  - id: r\n    frame: y\n    {OK}  - titel: z\n"
    )
    messages = [p.message for p in found if p.severity is Severity.ERROR]
    assert len(messages) == 8
    lines = [p.place.line for p in found if p.place]
    assert lines == sorted(lines)


def test_a_reach_without_its_list_is_refused(problems: Check) -> None:
    found = problems(f"{HEAD}rules:\n  - id: r\n    with_in: note\n    {OK}")
    assert [p.message for p in found] == ["there is no `with` here whose reach this could be"]
