from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from caseflags.rulebook import read_yaml

Cli = Callable[..., "object"]
RULES = Path(__file__).parents[2] / "rules"


def test_list_shows_packs_with_their_rules(cli: Cli) -> None:
    ran = cli("rules", "list", "--rules", "tiny.yaml", "--no-builtin-rules")
    assert ran.code == 0
    assert ran.out.splitlines()[0] == "tiny 1.0.0: 2 rules (tiny)"
    assert "  tiny.hit      high           physical          Hits somebody" in ran.out


def test_list_of_a_category_and_as_json(cli: Cli) -> None:
    ran = cli("rules", "list", "--rules", "tiny.yaml", "--no-builtin-rules", "--category", "retraction", "-f", "json")
    (rule,) = json.loads(ran.out)
    assert (rule["id"], rule["phrases"]) == ("tiny.retract", ["{retract} [her|his] statement"])
    ran = cli("rules", "list", "--rules", "tiny.yaml", "--no-builtin-rules", "--category", "retractions")
    assert (ran.code, "did you mean 'retraction'" in ran.err) == (2, True)


def test_show_tells_all_of_a_rule(cli: Cli) -> None:
    ran = cli("rules", "show", "tiny.hit", "--rules", "tiny.yaml", "--no-builtin-rules")
    assert ran.code == 0
    for line in ("tiny.hit: Hits somebody", "  tiny.yaml:5:5", '  "{hit} <someone>"', "except:", '  "He hit her."'):
        assert line in ran.out.splitlines()


def test_show_of_an_unknown_rule_names_the_nearest(cli: Cli) -> None:
    ran = cli("rules", "show", "tiny.hitt", "--rules", "tiny.yaml", "--no-builtin-rules")
    assert (ran.code, "did you mean 'tiny.hit'" in ran.err) == (2, True)


def test_patterns_are_listed_and_shown_like_rules(cli: Cli) -> None:
    listed = cli("rules", "list")
    assert next(line for line in listed.out.splitlines() if line.startswith("  escalation ")).endswith("Escalation")
    everything = json.loads(cli("rules", "list", "-f", "json").out)
    (record,) = [entry for entry in everything if entry["id"] == "three_incidents_in_a_year"]
    assert (record["kinds"], record["level"]) == (["value_count"], "medium")
    assert not any(
        "kinds" in entry for entry in json.loads(cli("rules", "list", "--category", "practice", "-f", "json").out)
    )
    shown = cli("rules", "show", "three_incidents_in_a_year").out.splitlines()
    assert shown[0] == "three_incidents_in_a_year: Three domestic incidents in twelve months"
    assert {"shown by:", "  value_count, within 365 days", "  at least 3 different days"} <= set(shown)
    assert "did you mean 'escalation'" in cli("rules", "show", "escalatio").err


OWN = """pack: own
version: 1.0.0
category: own
rules:
  - id: own.hit
    phrases: ["{hit} <someone>"]
    examples: {match: ["He hit her."], no_match: ["The ball hit the wall."]}
"""


def test_check_says_what_is_hardly_meant(cli: Cli, folder: Path) -> None:
    (folder / "own.yaml").write_text(OWN, encoding="utf-8")
    assert "1 rule in 1 pack: nothing to object" in checked(cli, "own.yaml").out
    (folder / "odd.yaml").write_text(
        'pack: odd\nrules:\n  - id: odd.one\n    phrases: ["very drunk."]\n', encoding="utf-8"
    )
    ran = checked(cli, "odd.yaml")
    assert (ran.code, ran.out) == (0, "1 rule in 1 pack: 2 warnings\n")
    assert "warning: odd.yaml:3:5: the rule `odd.one` has no examples" in ran.err
    assert "warning: odd.yaml:4:15: this matches only in front of its punctuation" in ran.err


def checked(cli: Cli, *paths: str) -> object:
    """Check a pack; the built-in packs are read along, so whatever is wrong with them shows, too."""
    return cli("rules", "check", *paths)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pack: p\nrules:\n\t- id: p.a\n", "a tab indents this line"),
        ("pack: p\nrules:\n  - id: p.a\n    phrase: [a]\n", "has no key `phrase`"),
        ("", "the file is empty"),
    ],
)
def test_check_names_every_error_with_its_line(cli: Cli, folder: Path, text: str, message: str) -> None:
    (folder / "bad.yaml").write_text(text, encoding="utf-8")
    ran = checked(cli, "bad.yaml")
    assert ran.code == 2
    assert message in ran.err
    assert "error: bad.yaml" in ran.err


def test_check_of_an_empty_folder_is_an_error(cli: Cli, folder: Path) -> None:
    (folder / "none").mkdir()
    assert (checked(cli, "none").code, checked(cli, "nowhere").code) == (2, 2)


def test_examples_hold_or_are_named_with_their_line(cli: Cli, folder: Path) -> None:
    (folder / "own.yaml").write_text(OWN, encoding="utf-8")
    ran = cli("rules", "test", "own.yaml")
    assert (ran.code, ran.out) == (0, "2 examples of 1 rule: none failed\n")
    (folder / "own.yaml").write_text(OWN.replace("The ball hit the wall.", "The ball hit him."), encoding="utf-8")
    ran = cli("rules", "test", "own.yaml")
    assert ran.code == 1
    assert 'own.yaml:7:51: own.hit: must stay silent, and finds "hit him"' in ran.out
    assert "2 examples of 1 rule: 1 failed" in ran.out


def test_the_schema_describes_the_built_in_packs(cli: Cli) -> None:
    schema = json.loads(cli("rules", "schema").out)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    pages = [path for path in RULES.glob("*/pack.yaml") if path.parent.name not in {"common", "patterns"}]
    assert pages
    for path in pages:
        validator.validate(read_yaml(path))
    with pytest.raises(jsonschema.ValidationError):
        validator.validate({"pack": "p", "ruels": []})


UNANCHORED = """pack: own
category: own
rules:
  - id: own.number
    tokens: [[{SHAPE: "dd"}, {IS_PUNCT: true}]]
    examples: {match: ["He is 12."], no_match: ["He is."]}
"""


def test_check_names_the_rules_that_are_tried_everywhere(cli: Cli, folder: Path) -> None:
    (folder / "dear.yaml").write_text(UNANCHORED, encoding="utf-8")
    ran = checked(cli, "dear.yaml")
    assert (ran.code, ran.out) == (0, "1 rule in 1 pack: 1 warnings\n")
    assert "dear.yaml:4:5: the token patterns of `own.number` require no word" in ran.err
    assert "µs a sentence" in ran.err


def test_profile_shows_what_rules_cost_and_bring(cli: Cli, folder: Path) -> None:
    (folder / "dear.yaml").write_text(UNANCHORED, encoding="utf-8")
    (folder / "some.csv").write_text("case_id,text\n1,He hit her. He is 12.\n1,She rests.\n", encoding="utf-8")
    rules = ("--rules", "tiny.yaml", "--rules", "dear.yaml", "--no-builtin-rules")
    ran = cli("rules", "profile", "some.csv", *rules)
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "3 rules, 1 of them without a mention here")
    assert "own.number (no anchor: tried on every sentence)" in ran.out
    ran = cli("rules", "profile", "some.csv", *rules, "--format", "json")
    found = {cost["rule_id"]: (cost["hits"], cost["mentions"]) for cost in json.loads(ran.out)}
    assert found == {"tiny.hit": (1, 1), "own.number": (1, 1), "tiny.retract": (0, 0)}
