"""Tables of fields: a mapping in a rule file is read, and described to editors, by the same table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from caseflags.errors import Place
from caseflags.rulebook.kinds import Kind, Schema, Value, did_you_mean, list_items
from caseflags.rulebook.pages import QUOTE_HINT, MappingNode, Node, Page, what


@dataclass(frozen=True, slots=True)
class Field:
    """A key: the kind of its value and what it means, for whoever writes the file."""

    key: str
    kind: Kind
    about: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A mapping that was read. Keys that are missing or wrong are not in ``values``."""

    node: Node
    page: Page
    values: dict[str, Any]
    nodes: dict[str, Node]

    def get(self, key: str, default: Value = None) -> Value:
        """Return the value of a key."""
        return self.values.get(key, default)

    def error(self, key: str, message: str, hint: str = "") -> None:
        """Note an error at the value of ``key``, or at the entry where the key is missing."""
        self.page.error(self.nodes.get(key, self.node), message, hint)

    @property
    def place(self) -> Place:
        """Say where the entry begins."""
        return self.page.place(self.node)


@dataclass(frozen=True, slots=True)
class Table:
    """The keys of a mapping. ``one_of`` are keys of which at least one is needed."""

    name: str
    fields: tuple[Field, ...]
    one_of: tuple[str, ...] = ()
    mistaken: dict[str, str] = field(default_factory=dict)
    _by_key: dict[str, Kind] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_key.update((f.key, f.kind) for f in self.fields)

    def read(self, node: Node, page: Page) -> Entry | None:
        """Return the entry of a mapping; None if it is none."""
        if not isinstance(node, MappingNode):
            page.error(node, f"{self.name} must be a mapping, not {what(node)}", QUOTE_HINT)
            return None
        values: dict[str, Any] = {}
        nodes: dict[str, Node] = {}
        for key, key_node, value_node in page.pairs(node):
            kind = self._by_key.get(key)
            if kind is None:
                page.error(key_node, f"{self.name} has no key `{key}`", self._hint(key))
                continue
            nodes[key] = value_node
            value = kind.read(value_node, page)
            if value is not None:
                values[key] = value
        self._check_required(node, nodes, page)
        return Entry(node, page, values, nodes)

    def _check_required(self, node: Node, nodes: dict[str, Node], page: Page) -> None:
        for f in self.fields:
            if f.required and f.key not in nodes:
                page.error(node, f"{self.name} needs `{f.key}`", f.about)
        if self.one_of and not any(key in nodes for key in self.one_of):
            page.error(node, f"{self.name} needs {' or '.join(f'`{key}`' for key in self.one_of)}")

    def _hint(self, key: str) -> str:
        return self.mistaken.get(key) or did_you_mean(key, list(self._by_key))

    def schema(self) -> Schema:
        """Describe it in JSON Schema."""
        schema: Schema = {
            "type": "object",
            "additionalProperties": False,
            "properties": {f.key: {**f.kind.schema(), "description": f.about} for f in self.fields},
        }
        required = [f.key for f in self.fields if f.required]
        if required:
            schema["required"] = required
        if self.one_of:
            schema["anyOf"] = [{"required": [key]} for key in self.one_of]
        return schema


@dataclass(frozen=True, slots=True)
class Entries:
    """A list of mappings of one table."""

    table: Table
    least: int = 1

    def read(self, node: Node, page: Page) -> tuple[Entry, ...] | None:
        """Return the entries; what is no mapping is left out."""
        items = list_items(node, page, self.least)
        return None if items is None else tuple(self._entries(items, page))

    def _entries(self, items: list[Node], page: Page) -> Iterator[Entry]:
        for item in items:
            entry = self.table.read(item, page)
            if entry is not None:
                yield entry

    def schema(self) -> Schema:
        """Describe it in JSON Schema."""
        return {"type": "array", "minItems": self.least, "items": self.table.schema()}
