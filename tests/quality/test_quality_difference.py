from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflags.quality.difference import Change, compare
from caseflags.quality.sides import CaseEntry, Entry

PACKS = {"da": "1", "sm": "1", "common": "1"}
LETTERS = {"a": "affirmed", "d": "denied", "n": "negated"}


@dataclass
class Hand:
    """A side written by hand: ``"A/1 da.hit a"`` is an affirmed finding of rule da.hit in note 1 of case A."""

    lines: tuple[str, ...]
    packs: Mapping[str, str] = None  # type: ignore[assignment]
    notes: tuple[tuple[str, str], ...] = (("A", "1"), ("A", "2"))
    suppressed: tuple[str, ...] = ()
    overrides: Mapping[str, Any] = None  # type: ignore[assignment]
    patterns: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def run(self) -> dict[str, Any]:
        return {"packs": self.packs or PACKS, "overrides": self.overrides or {}, "options": {"since": None}}

    def cases(self) -> Iterator[CaseEntry]:
        yield CaseEntry("A", self.notes, self.patterns, self.suppressed)

    def findings(self) -> Iterator[Entry]:
        seen: dict[str, int] = {}
        for line in self.lines:
            place, rule, letter = line.split()
            case, note = place.split("/")
            same = f"{place}.{rule}"
            seen[same] = seen.get(same, 0) + 1
            labels = ("high", "x", LETTERS[letter], "current", "father", "mother")
            yield Entry(f"{same}#{seen[same]}", case, note, rule, "c", labels, same)


def told(changes: tuple[Change, ...]) -> list[str]:
    return [f"{c.kind} {c.what} by {c.cause}" for c in changes]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(["A/1 da.hit a"], ["A/1 da.hit a"], [], id="the same"),
        pytest.param([], ["A/1 da.hit a"], ["new da.hit by notes"], id="new"),
        pytest.param(["A/1 da.hit a"], [], ["gone da.hit by notes"], id="gone"),
        pytest.param(["A/1 da.hit a"], ["A/1 da.hit d"], ["changed da.hit by notes"], id="turned to denied"),
        pytest.param(
            ["A/1 da.hit a", "A/1 da.hit d"],
            ["A/1 da.hit n", "A/1 da.hit a", "A/1 da.hit d"],
            ["new da.hit by notes"],
            id="a sentence before shifts ordinals and nothing else",
        ),
        pytest.param(
            ["A/1 da.hit a"], ["A/2 da.hit a"], ["gone da.hit by notes", "new da.hit by notes"], id="another note"
        ),
        pytest.param(["A/1 da.hit a"] * 2, ["A/1 da.hit a"], ["gone da.hit by notes"], id="one of two"),
    ],
)
def test_findings_are_compared_as_multisets(old: list[str], new: list[str], expected: list[str]) -> None:
    assert told(compare(Hand(tuple(old)), Hand(tuple(new))).changes) == expected


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        pytest.param(Hand(("A/1 da.hit a",), {**PACKS, "da": "2"}), ["new da.hit by rules"], id="its pack changed"),
        pytest.param(Hand(("A/1 da.hit a",), {**PACKS, "sm": "2"}), ["new da.hit by notes"], id="another pack did"),
        pytest.param(Hand(("A/1 da.hit a",), {**PACKS, "common": "2"}), ["new da.hit by rules"], id="shared words did"),
        pytest.param(
            Hand(("A/1 da.hit a", "A/1 sm.wine a"), {**PACKS, "da": "2"}),
            ["new da.hit by either", "new sm.wine by notes"],
            id="the note changed, too",
        ),
        pytest.param(
            Hand(("A/3 da.hit a",), {**PACKS, "da": "2"}, (("A", "1"), ("A", "2"), ("A", "3"))),
            ["new da.hit by notes"],
            id="the note is new",
        ),
        pytest.param(
            Hand(("A/1 da.hit a",), overrides={"da.hit": {"level": "low"}}), ["new da.hit by rules"], id="override"
        ),
    ],
)
def test_rules_are_told_from_notes(new: Hand, expected: list[str]) -> None:
    assert told(compare(Hand(()), new).changes) == expected


def test_what_was_suppressed_is_not_gone_by_the_notes() -> None:
    changes = compare(Hand(("A/1 da.hit a",)), Hand((), suppressed=("A/1.da.hit#1",))).changes
    assert told(changes) == ["gone da.hit by suppression"]


def test_patterns_come_and_become_known() -> None:
    open_, held = ("high", "not yet known"), ("high", "known")
    difference = compare(Hand((), patterns=(("p", open_),)), Hand((), patterns=(("p", held), ("q", open_))))
    assert told(difference.changes) == ["changed p by notes", "new q by notes"]
    assert difference.patterns == {("A", "p")}


@pytest.mark.parametrize(("before", "after", "rises"), [("", "a", 1), ("d", "a", 1), ("a", "d", 0), ("", "d", 0)])
def test_only_what_is_affirmed_now_counts_as_news(before: str, after: str, rises: int) -> None:
    old, new = (Hand(tuple(f"A/1 da.hit {letter}" for letter in side)) for side in (before, after))
    assert len(compare(old, new).findings) == rises


LINES = st.lists(
    st.builds(
        "A/{} {} {}".format, st.sampled_from("12"), st.sampled_from(["da.hit", "sm.wine"]), st.sampled_from("adn")
    ),
    max_size=8,
)


@given(LINES, st.randoms())
def test_the_order_of_findings_never_matters(lines: list[str], chance: Any) -> None:
    mixed = lines.copy()
    chance.shuffle(mixed)
    assert compare(Hand(tuple(lines)), Hand(tuple(mixed))).changes == ()


@given(LINES, LINES)
def test_old_and_new_swapped_swap_new_and_gone(old: list[str], new: list[str]) -> None:
    there, back = (compare(Hand(tuple(a)), Hand(tuple(b))) for a, b in ((old, new), (new, old)))
    assert (there.count("new"), there.count("changed")) == (back.count("gone"), back.count("changed"))
    assert there.count("new") - there.count("gone") == len(new) - len(old)
