"""The kinds of value that a key can have: how a node becomes the value, and how an editor's schema describes it.

``read`` returns None after an error; the error is noted on the page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Protocol

from caseflags.rulebook.pages import QUOTE_HINT, MappingNode, Node, Page, ScalarNode, SequenceNode, what

Schema = dict[str, Any]
Value = Any
"""What a kind makes of a node; whoever reads the key knows its type."""


class Kind(Protocol):
    """A kind of value."""

    def read(self, node: Node, page: Page) -> Value:
        """Return the value of a node, or None after an error."""

    def schema(self) -> Schema:
        """Return the kind in JSON Schema."""


@dataclass(frozen=True, slots=True)
class Line:
    """A text as it stands in its file: a value, the node for problems, and its page."""

    text: str
    node: Node
    page: Page


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is not empty."""

    def read(self, node: Node, page: Page) -> str | None:
        """Return the text without blanks around it."""
        if isinstance(node, ScalarNode):
            text: str = node.value.strip()
            if node.tag[0] == "!":
                page.error(node, f"`{node.tag}` is a tag to YAML, and no text", QUOTE_HINT)
            elif text:
                return text
            else:
                page.error(node, "there is no text here", "write one, or delete the key")
        else:
            page.error(node, f"this must be a text, not {what(node)}", QUOTE_HINT)
        return None

    def schema(self) -> Schema:
        """Describe it in JSON Schema."""
        return {"type": ["string", "number", "boolean"], "minLength": 1}


@dataclass(frozen=True, slots=True)
class Name:
    """A text of a certain shape, such as an id."""

    pattern: str
    hint: str

    def read(self, node: Node, page: Page) -> str | None:
        """Return the name."""
        text = Text().read(node, page)
        if text is None or self.fits(text):
            return text
        page.error(node, f"`{text}` cannot be used here", self.hint)
        return None

    def fits(self, text: str) -> bool:
        """Say whether a text has the shape."""
        return re.fullmatch(self.pattern, text) is not None

    def schema(self) -> Schema:
        """Describe it in JSON Schema."""
        return {"type": ["string", "integer"], "pattern": f"^(?:{self.pattern})$"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    def read(self, node: Node, page: Page) -> str | None:
        """Return the word itself, a member of an enum if ``words`` are."""
        text = Text().read(node, page)
        if text is None:
            return None
        if text in self.words:
            return self.words[self.words.index(text)]
        page.error(node, f"`{text}` is none of: {', '.join(self.words)}", did_you_mean(text, self.words))
        return None

    def schema(self) -> Schema:
        """Describe it in JSON Schema."""
        return {"enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number that is not negative."""

    def read(self, node: Node, page: Page) -> int | None:
        """Return the number."""
        text = Text().read(node, page)
        if text is None or (text.isascii() and text.isdigit()):
            return None if text is None else int(text)
        page.error(node, f"`{text}` is no whole number", "write 0, 1, 2 ...")
        return None

    def schema(self) -> Schema:
        """Describe it in JSON Schema."""
        return {"type": ["integer", "string"], "minimum": 0, "pattern": "^[0-9]+$"}


@dataclass(frozen=True, slots=True)
class Lines:
    """A list of texts, each with its node."""

    least: int = 1

    def read(self, node: Node, page: Page) -> tuple[Line, ...] | None:
        """Return the texts."""
        items = list_items(node, page, self.least)
        if items is None:
            return None
        text = Text()
        read = ((text.read(item, page), item) for item in items)
        return tuple(Line(value, item, page) for value, item in read if value is not None)

    def schema(self) -> Schema:
        """Describe it in JSON Schema."""
        return {"type": "array", "minItems": self.least, "items": Text().schema()}


@dataclass(frozen=True, slots=True)
class Texts(Lines):
    """A list of texts as plain strings."""

    def read(self, node: Node, page: Page) -> tuple[str, ...] | None:  # type: ignore[override]
        """Return the texts."""
        lines = Lines(self.least).read(node, page)
        return None if lines is None else tuple(line.text for line in lines)


@dataclass(frozen=True, slots=True)
class Each:
    """A list of values of one kind."""

    kind: Kind

    def read(self, node: Node, page: Page) -> tuple[Value, ...] | None:
        """Return the values that could be read."""
        items = list_items(node, page)
        if items is None:
            return None
        values = (self.kind.read(item, page) for item in items)
        return tuple(value for value in values if value is not None)

    def schema(self) -> Schema:
        """Describe it in JSON Schema."""
        return {"type": "array", "minItems": 1, "items": self.kind.schema()}


@dataclass(frozen=True, slots=True)
class Named:
    """A mapping from names to values of one kind."""

    name: Name
    kind: Kind

    def read(self, node: Node, page: Page) -> Mapping[str, Any] | None:
        """Return the mapping; what is wrong in it is left out."""
        if not isinstance(node, MappingNode):
            page.error(node, f"this must be a mapping, not {what(node)}", "write `name: value` on lines of their own")
            return None
        found: dict[str, Any] = {}
        for key, key_node, value_node in page.pairs(node):
            value = self.kind.read(value_node, page)
            if self.name.read(key_node, page) is not None and value is not None:
                found[key] = value
        return found

    def schema(self) -> Schema:
        """Describe it in JSON Schema."""
        return {
            "type": "object",
            "propertyNames": self.name.schema(),
            "additionalProperties": self.kind.schema(),
        }


def list_items(node: Node, page: Page, least: int = 1) -> list[Node] | None:
    """Return the items of a list, or None after an error."""
    if not isinstance(node, SequenceNode):
        page.error(node, f"this must be a list, not {what(node)}", 'write ["..."], or "- ..." on lines of their own')
        return None
    if len(node.value) < least:
        page.error(node, "the list is empty", "fill it, or delete the key")
        return None
    items: list[Node] = node.value
    return items


def did_you_mean(word: str, known: tuple[str, ...] | list[str]) -> str:
    """Make a hint that names the nearest of the known words, or all of them."""
    close = get_close_matches(word, known, n=1)
    return f"did you mean `{close[0]}`?" if close else f"known: {', '.join(known)}"
