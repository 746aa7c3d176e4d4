from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from caseflags.errors import CaseflagsError
from caseflags.rulebook import Rulebook, lint, load

Write = Callable[..., Path]
GOOD = "{match: [x], no_match: [y]}"


@pytest.fixture
def root(write: Write, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of built-in rules of our own."""
    folder = write(
        rules__common__lists='lists: {who: ["{child}"]}',
        rules__common__cues="cues:\n"
        "  - {id: no, axis: assertion, value: negated, phrases: [no, '?'], except: [no doubt]}\n",
        rules__common__people="people:\n  - {id: mum, role: mother, gender: female, phrases: ['[mum|mam]']}\n",
        rules__retraction__pack="pack: retraction\nlists: {z: [a]}\n",
        rules__retraction__a=f"rules:\n  - {{id: rt.a, phrases: ['<who> <z>'], examples: {GOOD}}}\n",
        rules__mental_health__pack=f"pack: mental_health\nrules:\n  - {{id: mh.a, phrases: [b], examples: {GOOD}}}\n",
        mine=f"pack: mine\nrules:\n  - {{id: mine.a, phrases: [c], examples: {GOOD}}}\n",
    )
    monkeypatch.setattr("caseflags.rulebook.loading.builtin_root", lambda: folder / "rules")
    return folder


def test_builtin_packs_come_in_the_order_of_their_categories_and_before_others(root: Path) -> None:
    assert [pack.id for pack in load([root / "mine.yaml"]).packs] == ["mental_health", "retraction", "mine"]


def test_common_is_there_without_builtin_packs(root: Path) -> None:
    book = load([root / "mine.yaml"], builtin=False)
    assert [pack.id for pack in book.packs] == ["mine"]
    (cue,), (person,) = book.cues, book.people
    assert (cue.axis, cue.value, cue.reach, cue.words, len(cue.phrases), len(cue.except_)) == (
        "assertion",
        "negated",
        "forward",
        0,
        2,
        1,
    )
    assert (person.role, person.gender, person.kind, person.number) == ("mother", "female", "noun", "one")
    assert book.lists == {"who": ("child", "children")}
    assert person.place.file == "rules/common/people.yaml"


def test_a_builtin_pack_that_is_given_as_a_path_is_read_once(root: Path) -> None:
    assert len(load([root / "rules" / "retraction"]).packs) == 2


def test_a_builtin_rule_without_examples_is_an_error(root: Path) -> None:
    (root / "rules" / "retraction" / "b.yaml").write_text(
        "rules:\n  - {id: rt.b, phrases: [d]}\n  - {id: rt.c, phrases: [e], examples: {match: [e]}}\n"
    )
    for paths, builtin in (((), True), ([root / "rules" / "retraction"], False)):
        with pytest.raises(CaseflagsError) as caught:
            load(paths, builtin=builtin)
        assert [p.message for p in caught.value.problems] == [
            "the rule `rt.b` has no examples",
            "the rule `rt.c` has no `no_match` example",
        ]


COMMON = {
    "unknown_key": ("extra: [a]", "a file of common/ has no key `extra`"),
    "cue_axis": ("cues:\n  - {id: a, axis: mood, value: x, phrases: [a]}", "`mood` is none of"),
    "cue_words": ("cues:\n  - {id: a, axis: scope, value: x, words: -1, phrases: [a]}", "no whole number"),
    "cue_twice": ("cues:\n  - {id: no, axis: scope, value: x, phrases: [a]}", "the id `no` stands here twice"),
    "cue_phrase": ("cues:\n  - {id: a, axis: scope, value: x, phrases: ['[a']}", "not closed"),
    "person_role": ("people:\n  - {id: a, role: Step Dad, phrases: [a]}", "`Step Dad` cannot be used"),
    "person_phrases": ("people:\n  - {id: a, role: father}", "needs `phrases`"),
    "list_twice": ("lists: {who: [a]}", "two word lists <who>"),
}


@pytest.mark.parametrize(("text", "message"), COMMON.values(), ids=COMMON)
def test_what_is_wrong_in_common_is_refused(root: Path, text: str, message: str) -> None:
    (root / "rules" / "common" / "more.yaml").write_text(text)
    with pytest.raises(CaseflagsError) as caught:
        load([root / "mine.yaml"], builtin=False)
    assert message in caught.value.problems[0].message
    assert len({p.place.file for p in caught.value.problems if p.place}) == 1


def test_a_file_in_common_that_nobody_reads_is_an_error(root: Path) -> None:
    (root / "rules" / "common" / "more.txt").write_text("x")
    with pytest.raises(CaseflagsError, match="nobody reads this file"):
        load()


@pytest.mark.usefixtures("root")
def test_no_rules_at_all_are_an_error() -> None:
    with pytest.raises(CaseflagsError, match="there are no rules"):
        load([], builtin=False)


def test_two_packs_of_one_id_are_an_error(root: Path) -> None:
    (root / "other.yaml").write_text("pack: mine\nrules:\n  - {id: mine.b, phrases: [c]}\n")
    with pytest.raises(CaseflagsError, match="two packs `mine`"):
        load([root / "mine.yaml", root / "other.yaml"])


def test_two_rules_of_one_id_in_two_packs_are_an_error(root: Path) -> None:
    (root / "other.yaml").write_text("pack: other\nrules:\n  - {id: mh.a, phrases: [c]}\n")
    with pytest.raises(CaseflagsError, match=r"two rules `mh\.a`"):
        load([root / "other.yaml"])


def test_missing_builtin_rules_are_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("caseflags.rulebook.loading.builtin_root", lambda: tmp_path / "none")
    with pytest.raises(CaseflagsError, match="built-in rules are missing"):
        load()


def test_the_digest_changes_with_rules_and_with_common(root: Path) -> None:
    first = load().digest
    assert load().digest == first
    assert load([root / "mine.yaml"]).digest != first
    (root / "rules" / "common" / "lists.yaml").write_text("lists: {who: [b]}")
    assert load().digest != first


@pytest.mark.usefixtures("root")
def test_loading_leaves_garbage_collection_as_it_was() -> None:
    load()
    assert gc.isenabled()
    gc.disable()
    try:
        load()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_loading_needs_neither_spacy_nor_pandas() -> None:
    code = "import sys, caseflags.rulebook; print({'spacy', 'pandas', 'numpy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.fixture(scope="module")
def shipped() -> Rulebook:
    return load()


def test_the_shipped_packs_are_without_errors_and_warnings(shipped: Rulebook) -> None:
    assert [pack.category for pack in shipped.packs] == [
        "domestic_abuse",
        "substance_misuse",
        "mental_health",
        "retraction",
        "patterns",
        "practice",
    ]
    assert not shipped.warnings
    assert all(rule.examples.match and rule.examples.no_match for rule in shipped.rules)


def test_the_shipped_packs_hold_nothing_dead_or_idle(shipped: Rulebook) -> None:
    dead = ("no phrase uses", "no rule has", "can never")
    assert [str(p) for p in lint(shipped) if any(words in p.message for words in dead)] == []
