"""spaCy Matcher patterns, checked without spaCy and kept as plain data.

Scalars are converted to what spaCy wants for their attribute: flags to booleans, ``LENGTH`` to numbers, all else to
strings.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from caseflags.rulebook.kinds import Schema, Text, Value, did_you_mean, list_items
from caseflags.rulebook.pages import MappingNode, Node, Page, ScalarNode, SequenceNode, what
from caseflags.rulebook.records import TokenPattern

STRINGS = ("ORTH", "TEXT", "LOWER", "NORM", "SHAPE", "PREFIX", "SUFFIX")
FLAGS = (
    *[
        "IS_ALPHA",
        "IS_ASCII",
        "IS_DIGIT",
        "IS_LOWER",
        "IS_UPPER",
        "IS_TITLE",
        "IS_PUNCT",
        "IS_SPACE",
        "IS_BRACKET",
        "IS_QUOTE",
        "IS_LEFT_PUNCT",
    ],
    *[
        "IS_RIGHT_PUNCT",
        "IS_CURRENCY",
        "IS_STOP",
        "IS_SENT_START",
        "SENT_START",
        "LIKE_NUM",
        "LIKE_URL",
        "LIKE_EMAIL",
        "SPACY",
    ],
)
NUMBERS = ("LENGTH",)
_TRAINED = frozenset(["POS", "TAG", "DEP", "LEMMA", "MORPH", "ENT_TYPE", "ENT_IOB", "ENT_ID", "ENT_KB_ID", "HEAD"])
_LISTS = ("IN", "NOT_IN", "IS_SUBSET", "IS_SUPERSET", "INTERSECTS")
_FUZZY = ("FUZZY", *(f"FUZZY{i}" for i in range(1, 10)))
_COMPARISONS = ("==", "!=", ">=", "<=", ">", "<")
_OPERATOR = r"[!?+*]|\{\d+\}|\{\d+,\d*\}|\{\d*,\d+\}"
_OPTIONAL = re.compile(r"[?*!]|\{0?,\d+\}|\{0(?:,\d*)?\}")
KEYS = (*STRINGS, *FLAGS, *NUMBERS, "OP")

_Convert = Callable[[Node, Page], Value]


@dataclass(frozen=True, slots=True)
class Tokens:
    """A list of patterns, each a list of mappings from attribute to value."""

    def read(self, node: Node, page: Page) -> tuple[TokenPattern, ...] | None:
        """Return the patterns as plain data."""
        items = list_items(node, page)
        if items is None:
            return None
        if isinstance(items[0], MappingNode):
            page.error(
                node, "this is one pattern, not a list of patterns", "put it into one more list: - [{LOWER: ...}]"
            )
            return None
        patterns = (_pattern(item, page) for item in items)
        return tuple(pattern for pattern in patterns if pattern is not None)

    def schema(self) -> Schema:
        """Describe it in JSON Schema."""
        token = {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                **{key: {"type": ["string", "number", "boolean", "object"]} for key in STRINGS},
                **{key: {"enum": [True, False, "true", "false"]} for key in FLAGS},
                **{key: {"type": ["integer", "object"]} for key in NUMBERS},
                "OP": {"type": "string", "pattern": f"^(?:{_OPERATOR})$"},
            },
        }
        return {"type": "array", "minItems": 1, "items": {"type": "array", "minItems": 1, "items": token}}


def _pattern(node: Node, page: Page) -> TokenPattern | None:
    if not isinstance(node, SequenceNode):
        page.error(
            node, f"a pattern must be a list of mappings, not {what(node)}", "write - [{LOWER: house}, {LOWER: filthy}]"
        )
        return None
    if not node.value:
        page.error(node, "this pattern is empty", "write - [{LOWER: house}, {LOWER: filthy}]")
        return None
    before = len(page.problems)
    tokens = tuple(_token(item, page) for item in node.value)
    if len(page.problems) > before:
        return None
    if all(_OPTIONAL.fullmatch(token.get("OP", "1")) for token in tokens):
        page.error(node, "every token of this pattern is optional", "at least one token must be required")
    elif not any(token.keys() - {"OP"} for token in tokens):
        page.error(node, "this pattern matches any words", "give at least one token an attribute such as LOWER")
    return tokens


def _token(node: Node, page: Page) -> dict[str, Any]:
    if not isinstance(node, MappingNode):
        page.error(node, f"a token must be a mapping, not {what(node)}", "write {LOWER: house}")
        return {}
    found: dict[str, Any] = {}
    for key, key_node, value_node in page.pairs(node):
        convert = _CONVERT.get(key)
        if convert is not None:
            found[key] = convert(value_node, page)
        elif key in _TRAINED:
            page.error(
                key_node,
                f"{key} needs a trained model",
                "rules are read without one: use LOWER, or phrases with {word}",
            )
        elif key.upper() in _CONVERT or key.upper() in _TRAINED:
            page.error(key_node, f"attributes are written in capitals: {key.upper()}")
        else:
            page.error(key_node, f"there is no token attribute `{key}`", did_you_mean(key, KEYS))
    return found


def _string(node: Node, page: Page) -> Value:
    if isinstance(node, MappingNode):
        return _operators(node, page, _inner_string, (*_LISTS, "REGEX", *_FUZZY))
    return Text().read(node, page)


def _inner_string(node: Node, page: Page) -> Value:
    """Read what stands below an operator: FUZZY and REGEX may hold a list once more."""
    if isinstance(node, MappingNode):
        return _operators(node, page, Text().read, _LISTS)
    return Text().read(node, page)


def _lower(node: Node, page: Page) -> Value:
    value = _string(node, page)
    texts = [value] if isinstance(value, str) else value.get("IN", []) if isinstance(value, dict) else []
    for text in texts:
        if isinstance(text, str) and text != text.lower():
            page.error(
                node, f"`{text}` can never match: LOWER is compared with small letters", "write it in small letters"
            )
    return value


def _number(node: Node, page: Page) -> Value:
    if isinstance(node, MappingNode):
        return _operators(node, page, _whole, (*_LISTS, *_COMPARISONS))
    return _whole(node, page)


def _whole(node: Node, page: Page) -> int | None:
    text = Text().read(node, page)
    if text is not None and re.fullmatch(r"\d+", text):
        return int(text)
    if text is not None:
        page.error(node, f"`{text}` is no whole number", "write 1, 2, 3 ...")
    return None


def _flag(node: Node, page: Page) -> bool | None:
    text = node.value.lower() if isinstance(node, ScalarNode) else ""
    if text in ("true", "false"):
        return bool(text == "true")
    page.error(node, "this attribute is true or false")
    return None


def _operator(node: Node, page: Page) -> str | None:
    text = Text().read(node, page)
    if text is None or re.fullmatch(_OPERATOR, text):
        return text
    page.error(node, f"`{text}` is no operator", 'one of "!", "?", "+", "*", "{2}", "{1,3}", in double quotes')
    return None


def _operators(node: MappingNode, page: Page, convert: _Convert, allowed: tuple[str, ...]) -> dict[str, Any]:
    """``{IN: [...]}``, ``{REGEX: "..."}``, ``{">=": 3}`` and their like."""
    found: dict[str, Any] = {}
    for key, key_node, value_node in page.pairs(node):
        if key not in allowed:
            page.error(key_node, f"there is no operator `{key}` for this attribute", did_you_mean(key, allowed))
        elif key in _LISTS:
            found[key] = [convert(item, page) for item in list_items(value_node, page, least=0) or []]
        else:
            found[key] = convert(value_node, page)
            if key == "REGEX":
                _check_regex(value_node, page)
    if not node.value:
        page.error(node, "this mapping is empty", 'write {IN: ["a", "b"]}')
    return found


def _check_regex(node: Node, page: Page) -> None:
    if not isinstance(node, ScalarNode):
        return
    try:
        re.compile(node.value)
    except re.error as error:
        page.error(node, f"this is no regular expression: {error}", shift=error.pos or 0)


_CONVERT: dict[str, _Convert] = {
    **dict.fromkeys(STRINGS, _string),
    **dict.fromkeys(FLAGS, _flag),
    **dict.fromkeys(NUMBERS, _number),
    "LOWER": _lower,
    "OP": _operator,
}
