"""YAML files as trees of nodes that know where they stand. The only module that reads YAML.

Every scalar stays the string that was written (YAML 1.1 would read an unquoted ``no`` as false and ``1:30`` as 90);
each field converts its own. Problems are collected with file, line, column and the line itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from caseflags.errors import CaseflagsError, Place, Problem, Severity

Plain = Any
"""Mappings, lists and strings."""
_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STRING = "tag:yaml.org,2002:str"
_WIDTH = 110
_NESTED_MOST = 60
_BRACKET = re.compile(r"[\[\]{}]")
_DASHES = re.compile(r"(?:[-?] +){30}")
QUOTE_HINT = 'put texts in double quotes: without them ": ", " #", "{", "[" and "&" mean something to YAML'

__all__ = ["MappingNode", "Node", "Page", "ScalarNode", "SequenceNode", "read_page", "read_yaml"]


class _Loader(_Parser):  # type: ignore[misc]
    """A parser that guesses no types: every scalar is the string that was written."""

    def resolve(self, *_: object) -> str:
        """Give one tag for all nodes."""
        return _STRING

    def descend_resolver(self, *_: object) -> None:
        """Do nothing: there is nothing to resolve."""

    def ascend_resolver(self) -> None:
        """Do nothing."""


class Page:
    """One file while it is read: its tree, and the list that its problems go to. ``root`` is None if it has no tree."""

    def __init__(self, file: str, text: str, problems: list[Problem]) -> None:
        self.file = file
        self.text = text
        self.problems = problems
        self.root: Node | None = None

    def place(self, node: Node | None = None, shift: int = 0) -> Place:
        """Say where ``node`` begins, or ``shift`` characters further on in a text; the whole file without a node."""
        if node is None:
            return Place(self.file)
        mark = node.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1 + (_inside(node, shift) if shift else 0))

    def error(self, node: Node | None, message: str, hint: str = "", *, shift: int = 0) -> None:
        """Note an error where ``node`` begins."""
        self._note(self.place(node, shift), message, hint, Severity.ERROR)

    def warn(self, node: Node | None, message: str, hint: str = "") -> None:
        """Note a warning where ``node`` begins."""
        self._note(self.place(node), message, hint, Severity.WARNING)

    def error_at(self, line: int, column: int, message: str, hint: str = "") -> None:
        """Note an error at a line and column, both counted from 1."""
        self._note(Place(self.file, line, column), message, hint, Severity.ERROR)

    def _note(self, place: Place, message: str, hint: str, severity: Severity) -> None:
        self.problems.append(Problem(message, place, hint, severity, excerpt(self.text, place)))

    def pairs(self, node: MappingNode) -> Iterator[tuple[str, Node, Node]]:
        """Yield key, key's node and value's node of a mapping; a key that stands there again is an error."""
        seen: dict[str, int] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                self.error(key, "a key must be a text", QUOTE_HINT)
            elif key.value in seen:
                self.error(key, f"`{key.value}` stands here twice", f"it is on line {seen[key.value]}, too: join them")
            else:
                seen[key.value] = key.start_mark.line + 1
                yield key.value, key, value


def excerpt(text: str, place: Place) -> str:
    """Return the line of ``place`` with a caret below its column; "" where there is none."""
    lines = text.splitlines()
    if not 0 < place.line <= len(lines):
        return ""
    line, column = lines[place.line - 1], max(place.column - 1, 0)
    cut = max(0, column - _WIDTH // 2) if len(line) > _WIDTH else 0
    line, column = line[cut : cut + _WIDTH], column - cut
    indent = "".join(c if c == "\t" else " " for c in line[:column])
    return f"{line}\n{indent}^"


def what(node: Node) -> str:
    """Name what a node is, for messages."""
    if isinstance(node, MappingNode):
        return "a mapping"
    if isinstance(node, SequenceNode):
        return "a list"
    return "a text" if node.value.strip() else "nothing"


def read_yaml(path: Path, file: str = "") -> Plain:
    """Read any YAML file as mappings, lists and strings, for rooms that read YAML of their own (test cases, say).

    Every scalar is the string that was written. Raises ``CaseflagsError`` for what is no YAML, and for a key that
    stands twice in a mapping.
    """
    problems: list[Problem] = []
    page = read_page(path, file or path.as_posix(), problems)
    data = _plain(page.root, page, frozenset()) if page.root else None
    if problems:
        raise CaseflagsError(problems)
    return data


def _plain(node: Node, page: Page, above: frozenset[int]) -> Plain:
    if id(node) in above:
        page.error(node, "this holds itself", "an alias (*) must not stand inside what it names")
        return None
    if isinstance(node, MappingNode):
        return {key: _plain(value, page, above | {id(node)}) for key, _, value in page.pairs(node)}
    if isinstance(node, SequenceNode):
        return [_plain(item, page, above | {id(node)}) for item in node.value]
    return node.value


def read_page(path: Path, file: str, problems: list[Problem]) -> Page:
    """Read and parse a file. ``file`` is its name in messages."""
    page = Page(file, "", problems)
    try:
        raw = path.read_bytes()
    except OSError as error:
        page.error(None, f"cannot be read: {error.strerror or error}", "check the path and its permissions")
        return page
    try:
        page.text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        page.error_at(line, 0, "this is not UTF-8", "save the file as UTF-8")
        return page
    _compose(page)
    return page


def _compose(page: Page) -> None:
    problems = len(page.problems)
    try:
        if _is_deep(page.text):
            page.error(None, "lists and mappings are nested too deep", "a rule file needs six levels")
            return
        page.root = yaml.compose(page.text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        _syntax_error(page, error)
    except yaml.YAMLError as error:
        _bad_character(page, error)
    if page.root is None and len(page.problems) == problems:
        page.error(None, "the file is empty", "write its rules, or delete it")


def _syntax_error(page: Page, error: yaml.MarkedYAMLError) -> None:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    message = error.problem or error.context or "this is not YAML"
    lines = page.text.splitlines()
    written = lines[line - 1] if 0 < line <= len(lines) else ""
    indent = written[: len(written) - len(written.lstrip())]
    if "\t" in indent:
        page.error_at(line, indent.index("\t") + 1, "a tab indents this line", "YAML wants blanks")
        return
    if error.context and error.context_mark and mark and error.context_mark.line != mark.line:
        message = f"{message} ({error.context} that begins on line {error.context_mark.line + 1})"
    page.error_at(line, column, f"this is not YAML: {message}", _syntax_hint(message, written))


def _syntax_hint(message: str, written: str) -> str:
    if "escape" in message:
        return "a backslash has a meaning in double quotes; phrases need none"
    if "single document" in message:
        return "one file holds one document: delete the `---` between"
    if (
        "alias" in message
        or "anchor" in message
        or "tag" in message
        or written.lstrip("- ").startswith(("*", "&", "!"))
    ):
        return 'a text that begins with "*", "&" or "!" needs double quotes'
    return QUOTE_HINT


def _bad_character(page: Page, error: yaml.YAMLError) -> None:
    position = getattr(error, "position", None)
    before = page.text[: position or 0]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    reason = getattr(error, "reason", "") or str(error).splitlines()[0]
    page.error_at(line if position else 0, column if position else 0, f"this is not YAML: {reason}", QUOTE_HINT)


def _inside(node: Node, shift: int) -> int:
    """Count the columns from where a text's node begins to its character ``shift``; 0 in a text of several lines."""
    if not isinstance(node, ScalarNode) or node.start_mark.line != node.end_mark.line:
        return 0
    return shift + 1 if node.style in ("'", '"') else shift


def _is_deep(text: str) -> bool:
    """Say whether YAML is nested so deep that composing it would end the interpreter, not only the file."""
    depths = accumulate(1 if bracket in "[{" else -1 for bracket in _BRACKET.findall(text))
    if max(depths, default=0) < _NESTED_MOST and not _DASHES.search(text):
        return False
    depth = deepest = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        deepest = max(deepest, depth)
    return deepest > _NESTED_MOST
