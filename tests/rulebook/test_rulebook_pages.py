from __future__ import annotations

from pathlib import Path

import pytest

from caseflags.errors import CaseflagsError, Place, Problem
from caseflags.rulebook import read_yaml
from caseflags.rulebook.pages import Page, ScalarNode, excerpt, read_page

SYNTAX = [
    ("unquoted_brackets", "- [the|] door\n", 1, 10, "double quotes"),
    ("tab", "rules:\n\t- id: x\n", 2, 1, "YAML wants blanks"),
    ("backslash", 'a: "x\\|y"\n', 1, 6, "backslash"),
    ("two_documents", "a: 1\n---\nb: 2\n", 2, 1, "one document"),
    ("star", "a: *all\n", 1, 4, "double quotes"),
    ("open_quote", "a: 'b\n", 2, 1, "double quotes"),
    ("control_character", "a: b\nc: \x01\n", 2, 4, "double quotes"),
]


def read(folder: Path, text: str | bytes) -> tuple[Page, list[Problem]]:
    path = folder / "x.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    problems: list[Problem] = []
    return read_page(path, "x.yaml", problems), problems


@pytest.mark.parametrize(("text", "line", "column", "hint"), [s[1:] for s in SYNTAX], ids=[s[0] for s in SYNTAX])
def test_what_is_no_yaml_has_a_place_and_a_hint(tmp_path: Path, text: str, line: int, column: int, hint: str) -> None:
    page, (problem,) = read(tmp_path, text)
    assert page.root is None
    assert problem.place == Place("x.yaml", line, column)
    assert hint in problem.hint


def test_a_file_that_is_not_utf8_names_the_line(tmp_path: Path) -> None:
    _, (problem,) = read(tmp_path, b"a: 1\nb: caf\xe9\n")
    assert problem.place == Place("x.yaml", 2)
    assert "UTF-8" in problem.message


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n"])
def test_an_empty_file_is_an_error(tmp_path: Path, text: str) -> None:
    _, problems = read(tmp_path, text)
    assert text == "---\n" or [p.message for p in problems] == ["the file is empty"]


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    problems: list[Problem] = []
    read_page(tmp_path / "none.yaml", "none.yaml", problems)
    assert "cannot be read" in problems[0].message


@pytest.mark.parametrize("text", ["a: " + "[" * 100_000 + "]" * 100_000, "- " * 5_000 + "a"], ids=["flow", "block"])
def test_nesting_without_end_is_refused(tmp_path: Path, text: str) -> None:
    _, (problem,) = read(tmp_path, text)
    assert "too deep" in problem.message


def test_many_brackets_are_no_nesting(tmp_path: Path) -> None:
    page, problems = read(tmp_path, "".join(f'- "[a|b] {{hit}} [[" # {i}\n' for i in range(200)))
    assert not problems
    assert page.root


def test_scalars_stay_as_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("a: no\nb: [off, 1:30, 0x1F, 2024-01-02, ~, null, 1.0]\nc:\n", encoding="utf-8")
    assert read_yaml(path) == {"a": "no", "b": ["off", "1:30", "0x1F", "2024-01-02", "~", "null", "1.0"], "c": ""}


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert read_yaml(path) == {"a": "1", "b": "2"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", "`a` stands here twice"),
        ("a: &x [*x]\n", "this holds itself"),
        ("[1]: 2\n", "a key must be"),
    ],
)
def test_read_yaml_refuses_what_mappings_cannot_hold(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CaseflagsError) as caught:
        read_yaml(path)
    assert message in caught.value.problems[0].message


@pytest.mark.parametrize(
    ("text", "shift", "column"),
    [('- "abc def"', 4, 8), ("- 'abc def'", 4, 8), ("- abc def", 4, 7), ('- "abc\n  d"', 4, 3)],
)
def test_a_place_inside_a_text(tmp_path: Path, text: str, shift: int, column: int) -> None:
    page, _ = read(tmp_path, text)
    assert page.root is not None
    node = page.root.value[0]
    assert isinstance(node, ScalarNode)
    assert page.place(node, shift).column == column


def test_an_excerpt_shows_the_line_with_a_caret() -> None:
    assert excerpt("a\n  b: c\n", Place("x", 2, 3)) == "  b: c\n  ^"
    assert excerpt("a", Place("x", 7, 3)) == ""
    assert excerpt("a", Place("x")) == ""


def test_an_excerpt_of_a_long_line_is_cut_around_the_column() -> None:
    lines = excerpt("x" * 500 + "Y" + "z" * 500, Place("x", 1, 501)).split("\n")
    assert lines[0][lines[1].index("^")] == "Y"
    assert len(lines[0]) <= 110
