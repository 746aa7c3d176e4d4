"""Code maps: what is read, and what is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseflags.errors import CaseflagsError, Problem
from caseflags.model import Assertion, Role, Temporality
from caseflags.rulebook import load
from caseflags.rulebook.codes import read_codes
from caseflags.rulebook.folders import File
from caseflags.rulebook.lint import lint

HEAD = "codes: tiny\nform: A form\nyear: 2024-25\nsource: ours\nstatus: unverified\n"
ENTRY = "entries:\n  - {code: 1A, title: One, find: {category: mental_health, subject: child}}\n"


def read(tmp_path: Path, *texts: str) -> tuple[tuple, list[Problem]]:  # type: ignore[type-arg]
    files = []
    for number, text in enumerate(texts):
        path = tmp_path / f"map{number}.yaml"
        path.write_text(text, encoding="utf-8")
        files.append(File(path, path.name))
    problems: list[Problem] = []
    return read_codes(files, problems), problems


def test_a_map_is_read_and_means_what_is_affirmed_now(tmp_path: Path) -> None:
    (found,), problems = read(tmp_path, HEAD + ENTRY)
    assert problems == []
    assert (found.id, found.form, found.year, found.verified) == ("tiny", "A form", "2024-25", False)
    (rule,) = found.rules
    (select,) = rule.step.find
    assert (rule.code, rule.title, rule.check) == ("1A", "One", "")
    assert (select.assertion, select.temporality) == ((Assertion.AFFIRMED,), (Temporality.CURRENT,))
    assert select.subject == (Role.CHILD,)


WRONG = [
    pytest.param(HEAD, "needs `entries`", id="no entries"),
    pytest.param(HEAD.replace("year: 2024-25\n", "") + ENTRY, "needs `year`", id="no year"),
    pytest.param(HEAD.replace("unverified", "fine") + ENTRY, "`fine` is none of", id="status"),
    pytest.param(HEAD + ENTRY.replace("code: 1A", "code: 1 A"), "`1 A` cannot be used", id="code"),
    pytest.param(HEAD + ENTRY.replace("subject: child", "subject: baby"), "`baby` is none of", id="role"),
    pytest.param(HEAD + ENTRY.replace("title: One", "name: One"), "has no key `name`", id="unknown key"),
    pytest.param(
        HEAD + ENTRY + "  - {code: 1A, title: Two, find: {category: mental_health}}\n",
        "has another title here",
        id="two titles",
    ),
    pytest.param("codes: [", "this is not YAML", id="no YAML"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    _, problems = read(tmp_path, text)
    assert any(message in problem.message for problem in problems)
    assert all(problem.place and problem.place.file == "map0.yaml" for problem in problems)


def test_two_maps_of_one_id_are_refused(tmp_path: Path) -> None:
    _, problems = read(tmp_path, HEAD + ENTRY, HEAD + ENTRY)
    assert [problem.message for problem in problems] == ["there are two code maps `tiny`"]


def test_the_built_in_maps_are_whole() -> None:
    rulebook = load()
    maps = {one.id: one for one in rulebook.codes}
    assert set(maps) == {"cin", "dash", "snomed"}
    factors = {rule.code for rule in maps["cin"].rules}
    assert factors == {f"{number}{letter}" for number in "1234" for letter in "ABC"} | {"15A", "24A"}
    assert all(one.year and one.source and not one.verified for one in rulebook.codes)
    assert all(rule.check for rule in maps["cin"].rules if rule.code.endswith("C"))
    assert all(rule.title == f"Question {rule.code}" for rule in maps["dash"].rules)


def test_the_built_in_maps_ask_for_what_rules_give() -> None:
    rulebook = load()
    places = {one.place for one in rulebook.codes}
    assert [problem for problem in lint(rulebook) if problem.place in places] == []


def test_a_map_of_a_user_takes_the_place_of_the_built_in_one(tmp_path: Path) -> None:
    path = tmp_path / "next_year.yaml"
    path.write_text((HEAD + ENTRY).replace("codes: tiny", "codes: cin").replace("2024", "2031"), encoding="utf-8")
    maps = {one.id: one for one in load([path]).codes}
    assert set(maps) == {"cin", "dash", "snomed"}
    assert (maps["cin"].year, [rule.code for rule in maps["cin"].rules]) == ("2031-25", ["1A"])


def test_a_map_of_a_user_is_checked_as_ours_are(tmp_path: Path) -> None:
    path = tmp_path / "next_year.yaml"
    path.write_text(HEAD, encoding="utf-8")
    with pytest.raises(CaseflagsError, match="needs `entries`"):
        load([path])


def test_a_pack_with_codes_is_a_pack(tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    rule = "{id: a, phrases: [word], examples: {match: [word]}}"
    path.write_text(f'codes: ["X:1"]\npack: tiny\ncategory: tiny\nrules: [{rule}]\n', encoding="utf-8")
    assert [pack.id for pack in load([path], builtin=False).packs] == ["tiny"]


def test_maps_are_no_part_of_the_digest_by_which_readings_are_kept(tmp_path: Path) -> None:
    pack = tmp_path / "tiny.yaml"
    pack.write_text("pack: tiny\nrules:\n  - {id: a, phrases: [word], category: mental_health}\n", encoding="utf-8")
    rulebook = load([pack], builtin=False)
    assert {one.id for one in rulebook.codes} == {"cin", "dash", "snomed"}
    assert rulebook.digest not in {one.digest for one in rulebook.codes}
