from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from caseflags.errors import CaseflagsError, Problem, Severity
from caseflags.model import Assertion, Level, Role, Temporality
from caseflags.rulebook import Beside, Gap, Reach, Rulebook, Slot, load
from caseflags.rulebook.packs import frame_of

Load = Callable[[str], Rulebook]
Check = Callable[[str], list[Problem]]
Write = Callable[..., Path]

SMALLEST = """\
pack: neglect
version: 0.1.0
category: neglect
rules:
  - id: neglect.home.conditions
    title: Poor home conditions
    indicator: home
    level: medium
    phrases: ["house is filthy", "no food in the cupboards"]
    examples:
      match: ["There was no food in the cupboards."]
      no_match: ["The cupboards were full."]
"""

FULL = """\
pack: full
version: 2.0
category: domestic_abuse
title: All there is
indicators: {physical: Blows, fear: Afraid}
codes: [A1]
references: [A book]
lists: {thing: ["{cup}", "<glass>"], glass: [pint]}
rules:
  - id: full.one
    indicator: fear
    level: critical
    phrases: ["{throw} ~2 <thing>"]
    except: ["throw away"]
    with: [her]
    with_in: neighbours
    without: [ball]
    without_in: note
    beside: {category: domestic_abuse, indicator: [physical, threat], assertion: [affirmed, denied], reach: sentence}
    assertion: denied
    temporality: historical
    codes: [B2]
    references: [Another]
    examples:
      match:
        - {text: He threw a CUP., found: threw a cup, assertion: denied, temporality: historical, subject: father,
           victim: mother}
        - He throws a pint.
      no_match: [He threw a ball.]
"""


def test_the_smallest_pack_works(pack: Load) -> None:
    book = pack(SMALLEST)
    (rule,) = book.rules
    assert (rule.id, rule.title, rule.category) == ("neglect.home.conditions", "Poor home conditions", "neglect")
    assert (rule.indicator, rule.level, rule.frame) == ("home", Level.MEDIUM, "state")
    assert rule.phrases == ((Slot(("house is filthy",)),), (Slot(("no food in the cupboards",)),))
    assert book.packs[0].version == "0.1.0"
    assert not book.warnings


def test_every_key_reaches_its_record(pack: Load) -> None:
    book = pack(FULL)
    (rule,), (found,) = book.rules, book.packs
    assert (found.title, found.version, found.category, found.codes) == (
        "All there is",
        "2.0",
        "domestic_abuse",
        ("A1",),
    )
    assert found.indicators == {"physical": "Blows", "fear": "Afraid"}
    assert (found.references, found.builtin, found.rules) == (("A book",), False, book.rules)
    assert (rule.level, rule.frame, rule.pack) == (Level.CRITICAL, "harm", "full")
    assert (rule.assertion, rule.temporality) == (Assertion.DENIED, Temporality.HISTORICAL)
    assert rule.phrases == (
        (
            Slot(("throw", "throws", "throwing", "threw", "thrown")),
            Gap(2),
            Slot(("cup", "cups", "cupping", "cupped", "pint")),
        ),
    )
    assert (rule.except_, rule.with_, rule.without) == (
        ((Slot(("throw away",)),),),
        ((Slot(("her",)),),),
        ((Slot(("ball",)),),),
    )
    assert (rule.with_in, rule.without_in) == (Reach.NEIGHBOURS, Reach.NOTE)
    assert rule.beside == (
        Beside(
            ("domestic_abuse",),
            ("physical", "threat"),
            (Assertion.AFFIRMED, Assertion.DENIED),
            Reach.SENTENCE,
        ),
    )
    assert (rule.codes, rule.references) == (("B2",), ("Another",))
    assert [(w.key, w.text, w.place.line) for w in rule.written][:2] == [
        ("phrases", "{throw} ~2 <thing>", 13),
        ("except", "throw away", 14),
    ]
    first, second = rule.examples.match
    assert (first.found, first.assertion, first.subject, first.victim) == (
        "threw a cup",
        "denied",
        Role.FATHER,
        Role.MOTHER,
    )
    assert (second.text, second.assertion, second.place.line) == ("He throws a pint.", None, 28)
    assert [example.text for example in rule.examples.no_match] == ["He threw a ball."]


def test_only_an_id_and_phrases_are_required(pack: Load) -> None:
    book = pack("pack: p\nrules:\n  - id: p.one\n    phrases: [a]\n")
    (rule,) = book.rules
    assert (rule.title, rule.category, rule.indicator, rule.level) == ("p.one", "p", "general", Level.MEDIUM)
    assert [(w.severity, w.message) for w in book.warnings] == [(Severity.WARNING, "the rule `p.one` has no examples")]


FRAMES = [
    ("domestic_abuse", "physical", "act"),
    ("domestic_abuse", "fear", "harm"),
    ("domestic_abuse", "general", "process"),
    ("substance_misuse", "alcohol", "state"),
    ("mental_health", "general", "state"),
    ("retraction", "denial", "speech"),
    ("neglect", "home", "state"),
]


@pytest.mark.parametrize(("category", "indicator", "frame"), FRAMES)
def test_frames_by_category(category: str, indicator: str, frame: str) -> None:
    assert frame_of(category, indicator) == frame


HEAD = "pack: p\ncategory: c\nindicators: {home: Home, general: Any}\n"
GOOD = "examples: {match: [x], no_match: [y]}"
WRONG = {
    "two_ids": (
        f"{HEAD}rules:\n  - {{id: r, phrases: [a], {GOOD}}}\n  - {{id: r, phrases: [b], {GOOD}}}\n",
        "two rules `r`",
    ),
    "indicator": (f"{HEAD}rules:\n  - {{id: r, indicator: hone, phrases: [a], {GOOD}}}\n", "no indicator `hone`"),
    "found": (
        f"{HEAD}rules:\n  - {{id: r, phrases: [a], examples: {{match: [{{text: x, found: z}}]}}}}\n",
        "`z` does not stand",
    ),
    "both": (
        f"{HEAD}rules:\n  - {{id: r, phrases: [a], examples: {{match: [x], no_match: [x]}}}}\n",
        "under `match` and",
    ),
    "silent": (
        f"{HEAD}rules:\n  - {{id: r, phrases: [a], examples: {{no_match: [{{text: x, assertion: denied}}]}}}}\n",
        "has no labels",
    ),
    "no_rules": (HEAD, "this pack has no rules"),
    "category": (f"pack: my-pack\nrules:\n  - {{id: r, phrases: [a], {GOOD}}}\n", "needs `category`"),
    "unknown_list": (f"{HEAD}rules:\n  - {{id: r, phrases: [a <possesive>], {GOOD}}}\n", "no word list <possesive>"),
    "ring": (
        f"{HEAD}lists: {{a: ['<b>'], b: ['<a>']}}\nrules:\n  - {{id: r, phrases: ['<a>'], {GOOD}}}\n",
        "go round in a ring: <a> <b> <a>",
    ),
    "gap_in_list": (
        f"{HEAD}lists: {{a: [x ~2 y]}}\nrules:\n  - {{id: r, phrases: ['<a>'], {GOOD}}}\n",
        "a gap cannot stand",
    ),
    "someone_in_list": (
        f"{HEAD}lists: {{a: ['<someone>']}}\nrules:\n  - {{id: r, phrases: ['<a>'], {GOOD}}}\n",
        "<someone> cannot",
    ),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_pack_is_refused(problems: Check, text: str, message: str) -> None:
    errors = [p for p in problems(text) if p.severity is Severity.ERROR]
    assert [message in error.message for error in errors] == [True]
    assert errors[0].place


def test_a_phrase_error_points_at_the_character(problems: Check) -> None:
    (problem,) = problems(f'{HEAD}rules:\n  - id: r\n    phrases: ["a [b"]\n    {GOOD}\n')
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (6, 18)
    assert problem.excerpt.split("\n")[1] == " " * 17 + "^"


def test_a_list_of_the_pack_hides_the_shared_one(pack: Load) -> None:
    book = pack(f"{HEAD}lists: {{neck: [collar]}}\nrules:\n  - {{id: r, phrases: ['<neck>'], {GOOD}}}\n")
    assert book.rules[0].phrases == ((Slot(("collar",)),),)
    assert "throat" in book.lists["neck"]


def test_lists_of_all_files_of_a_pack_are_shared_and_unique(write: Write) -> None:
    rule = f"rules:\n  - {{id: {{id}}, phrases: ['<x>'], {GOOD}}}\n".replace("{id}", "%s")
    folder = write(pack="pack: p\nlists: {x: [a]}\n", one=rule % "r.a", two=rule % "r.b")
    assert {rule.phrases for rule in load([folder], builtin=False).rules} == {((Slot(("a",)),),)}
    folder = write(three="lists: {x: [b]}")
    with pytest.raises(CaseflagsError, match="two word lists <x>"):
        load([folder], builtin=False)


def test_a_key_of_the_head_in_a_rule_file_is_told_where_it_belongs(write: Write) -> None:
    folder = write(pack="pack: p\n", one="version: 1\nrules:\n  - {id: r, phrases: [a]}\n", two="phrases: [a]\n")
    with pytest.raises(CaseflagsError) as caught:
        load([folder], builtin=False)
    hints = {problem.message: problem.hint for problem in caught.value.problems}
    assert hints["a rule file has no key `version`"] == "it belongs into pack.yaml"
    assert "indent it" in hints["a rule file has no key `phrases`"]


def test_digests_do_not_depend_on_names_order_or_line_ends(write: Write, tmp_path: Path) -> None:
    rule = "rules:\n  - {id: %s, phrases: [a]}\n"
    folder = write(x__pack="pack: p\n", x__a=rule % "a", x__b=rule % "b", y__pack="pack: p\n", y__a=rule % "b")
    (tmp_path / "y" / "c.yaml").write_bytes((rule % "a").replace("\n", "\r\n").encode())
    left, right = (load([folder / name], builtin=False).packs[0].digest for name in "xy")
    assert left == right
    (tmp_path / "y" / "c.yaml").write_text(rule % "c")
    assert load([folder / "y"], builtin=False).packs[0].digest != left
