from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from caseflags.errors import CaseflagsError
from caseflags.rulebook import load
from caseflags.rulebook.folders import builtin_root

Write = Callable[..., Path]
RULE = "rules:\n  - id: {id}\n    phrases: [a]\n    examples: {{match: [x], no_match: [y]}}\n"
HEAD = "pack: {id}\n"


def messages(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(CaseflagsError) as caught:
        load([path], builtin=False)
    return [(str(p.place).removeprefix(path.as_posix()).lstrip("/"), p.message) for p in caught.value.problems]


def test_a_folder_with_a_pack_file_is_one_pack(write: Write) -> None:
    folder = write(pack=HEAD.format(id="p"), b=RULE.format(id="p.b"), a=RULE.format(id="p.a"), cases__x="anything: [")
    (folder / "README.md").write_text("# read me")
    (folder / ".hidden").write_text("x")
    book = load([folder], builtin=False)
    assert [rule.id for rule in book.rules] == ["p.a", "p.b"]
    assert [Path(file).name for file in book.packs[0].files] == ["pack.yaml", "a.yaml", "b.yaml"]


def test_yml_is_read_like_yaml(write: Write) -> None:
    folder = write(pack=HEAD.format(id="p"))
    (folder / "pack.yaml").rename(folder / "pack.yml")
    (folder / "more.yml").write_text(RULE.format(id="p.a"))
    assert [rule.id for rule in load([folder], builtin=False).rules] == ["p.a"]


def test_a_folder_of_packs_is_read_by_name(write: Write) -> None:
    folder = write(
        two__pack=HEAD.format(id="two") + RULE.format(id="two.a"),
        one=HEAD.format(id="one") + RULE.format(id="one.a"),
        common__lists="lists: {x: [a]}",
    )
    assert [pack.id for pack in load([folder], builtin=False).packs] == ["one", "two"]


@pytest.mark.parametrize("name", ["foo.txt", "foo.json", "foo.yaml~"])
def test_a_file_that_nobody_reads_is_an_error(write: Write, name: str) -> None:
    folder = write(pack=HEAD.format(id="p") + RULE.format(id="p.a"))
    (folder / name).write_text("x")
    assert messages(folder) == [(name, "nobody reads this file")]


def test_a_folder_that_nobody_reads_is_an_error(write: Write) -> None:
    folder = write(pack=HEAD.format(id="p") + RULE.format(id="p.a"), deeper__b=RULE.format(id="p.b"))
    assert messages(folder) == [("deeper", "nobody reads this folder")]


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    assert messages(tmp_path) == [("", "there are no rules in this folder")]


def test_one_file_of_a_pack_is_no_pack(write: Write) -> None:
    folder = write(pack=HEAD.format(id="p"), a=RULE.format(id="p.a"))
    assert messages(folder / "a.yaml") == [("", "this is one file of a pack")]


def test_a_path_that_is_not_there_has_a_hint(write: Write) -> None:
    folder = write(neglect=HEAD.format(id="p") + RULE.format(id="p.a"))
    with pytest.raises(CaseflagsError) as caught:
        load([folder / "negelct.yaml"], builtin=False)
    assert caught.value.problems[0].hint == f"did you mean {(folder / 'neglect.yaml').as_posix()}?"


def test_what_is_no_yaml_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rules.csv").write_text("a,b")
    assert messages(tmp_path / "rules.csv") == [("", "nobody reads this file")]


def test_a_path_given_twice_is_read_once(write: Write) -> None:
    path = write(one=HEAD.format(id="one") + RULE.format(id="one.a")) / "one.yaml"
    assert len(load([path, path.parent / "one.yaml"], builtin=False).packs) == 1


def test_the_builtin_rules_are_found_from_anywhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert (builtin_root() / "common" / "lists.yaml").is_file()


def test_the_builtin_rules_of_an_installed_package_come_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "site" / "caseflags" / "rules" / "common").mkdir(parents=True)
    module = tmp_path / "site" / "caseflags" / "rulebook" / "folders.py"
    monkeypatch.setattr("caseflags.rulebook.folders.__file__", str(module))
    assert builtin_root() == (tmp_path / "site" / "caseflags" / "rules").resolve()
