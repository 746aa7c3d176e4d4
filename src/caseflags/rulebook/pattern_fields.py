"""What may stand in a pattern: the tables of its mappings, as ``fields`` has them for rules."""

from __future__ import annotations

import re
from dataclasses import dataclass

from caseflags.model import Assertion, Level, Role, Temporality
from caseflags.rulebook.kinds import Choice, Each, Kind, Name, Number, Schema, Text, Texts, Value
from caseflags.rulebook.pages import Node, Page, SequenceNode
from caseflags.rulebook.pattern_records import Kind as PatternKind
from caseflags.rulebook.tables import Entries, Field, Table

COUNTED = ("note", "date", "source", "note_type", "category", "indicator", "rule", "subject", "victim")
"""What ``value_count`` can count."""

_DAYS = {"d": 1, "w": 7, "y": 365}
_TIMESPAN = re.compile(r"([1-9][0-9]{0,4})([dwy])")
_WORD = Name(r"[a-z][a-z0-9_]*", "small letters, digits and _, a letter first")
_DOTTED = Name(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*", "an id of a rule, or how such ids begin: letters, digits, dots")


@dataclass(frozen=True, slots=True)
class OneOrMore:
    """A value, or a list of values of the same kind."""

    kind: Kind

    def read(self, node: Node, page: Page) -> tuple[Value, ...] | None:
        """Return the values that could be read."""
        if isinstance(node, SequenceNode):
            return Each(self.kind).read(node, page)
        value = self.kind.read(node, page)
        return None if value is None else (value,)

    def schema(self) -> Schema:
        """Describe it in JSON Schema."""
        return {"anyOf": [self.kind.schema(), Each(self.kind).schema()]}


@dataclass(frozen=True, slots=True)
class Timespan:
    """Days, weeks or years: 90d, 12w, 1y."""

    def read(self, node: Node, page: Page) -> int | None:
        """Return the number of days."""
        text = Text().read(node, page)
        if text is None:
            return None
        found = _TIMESPAN.fullmatch(text)
        if found:
            return int(found[1]) * _DAYS[found[2]]
        page.error(node, f"`{text}` is no timespan", "write days, weeks or years: 90d, 12w, 1y")
        return None

    def schema(self) -> Schema:
        """Describe it in JSON Schema."""
        return {"type": "string", "pattern": f"^{_TIMESPAN.pattern}$"}


@dataclass(frozen=True, slots=True)
class YesNo:
    """True or false."""

    def read(self, node: Node, page: Page) -> bool | None:
        """Return which."""
        word = Choice(("true", "false")).read(node, page)
        return None if word is None else word == "true"

    def schema(self) -> Schema:
        """Describe it in JSON Schema."""
        return {"type": "boolean"}


SELECT = Table(
    "a selection",
    (
        Field("category", OneOrMore(_WORD), "the category of the finding"),
        Field("indicator", OneOrMore(_WORD), "its indicator"),
        Field("rule", OneOrMore(_DOTTED), "the rule that found it, or how the ids of such rules begin"),
        Field("assertion", OneOrMore(Choice(tuple(Assertion))), "how it is asserted; affirmed by default"),
        Field("temporality", OneOrMore(Choice(tuple(Temporality))), "whether it is current or historical"),
        Field("subject", OneOrMore(Choice(tuple(Role))), "who it is about"),
        Field("victim", OneOrMore(Choice(tuple(Role))), "who is harmed"),
        Field("level", Choice(tuple(Level)), "the lowest level that counts"),
        Field("source", OneOrMore(Text()), "words of which one stands in the note's source"),
        Field("note_type", OneOrMore(Text()), "words of which one stands in the note's type"),
        Field("not_source", OneOrMore(Text()), "words of which none stands in the note's source"),
    ),
    one_of=("category", "indicator", "rule", "level", "source", "note_type", "subject", "victim"),
)
_SELECTS = OneOrMore(SELECT)

STEP = Table(
    "a step",
    (
        Field("name", _WORD, "the step's name, for `same` and `other`", required=True),
        Field("says", Text(), "what the step is called in the story; its name by default"),
        Field("find", _SELECTS, "the findings that are meant: one selection, or any of several", required=True),
        Field("with", _SELECTS, "findings of which one must stand in the same note"),
        Field("without", _SELECTS, "findings that must not stand in the same note"),
    ),
)

CONDITION = Table(
    "a condition",
    (
        Field("gte", Number(), "at least so many"),
        Field("gt", Number(), "more than so many"),
        Field("lte", Number(), "at most so many"),
        Field("lt", Number(), "fewer than so many"),
        Field("eq", Number(), "exactly so many"),
        Field("field", Choice(COUNTED), "what `value_count` counts, each value once"),
    ),
    one_of=("gte", "gt", "lte", "lt", "eq"),
)

_PARTS = Each(
    Each(Name(r"[a-z][a-z0-9_]*\.(?:subject|victim)", "the name of a step, a dot, and `subject` or `victim`"))
)

_WAY_FIELDS = (
    Field("kind", Choice(tuple(PatternKind)), "how the steps hang together"),
    Field("timespan", Timespan(), "how far the evidence lies apart at most: 90d, 12w, 1y; the whole record by default"),
    Field("find", _SELECTS, "a pattern of one step: the findings that are meant"),
    Field("says", Text(), "what that step is called in the story"),
    Field("steps", Entries(STEP), "the parts that findings play"),
    Field("condition", CONDITION, "what `event_count` and `value_count` must come to; once, by default"),
    Field("same", _PARTS, "pairs of parts that one known person plays: [a.victim, b.subject]"),
    Field("other", _PARTS, "pairs of parts that one known person must not play"),
    Field("unless", _SELECTS, "findings that must not stand between the first and the last evidence"),
    Field("absent", _SELECTS, "`absence`: findings that do not come within the timespan after the steps"),
    Field("apart", YesNo(), "each step in another note; not asked by default"),
)

_MISTAKEN = {
    "type": "did you mean `kind`?",
    "window": "did you mean `timespan`?",
    "rules": "did you mean `steps`, with `rule` under `find`?",
    "name": "did you mean `title`?",
    "severity": "did you mean `level`?",
}

WAY = Table("a way", _WAY_FIELDS, one_of=("kind",), mistaken=_MISTAKEN)

PATTERN = Table(
    "a pattern",
    (
        Field("id", _DOTTED, "unique over all patterns", required=True),
        Field("title", Text(), "what a reader sees; the id by default"),
        Field("level", Choice(tuple(Level)), "how much attention it asks for; `medium` by default"),
        Field("description", Text(), "what it means, and what to ask"),
        Field("references", Texts(), "where it comes from"),
        Field("any", Entries(WAY), "several ways in which a case can show it, instead of one"),
        *_WAY_FIELDS,
    ),
    one_of=("kind", "any"),
    mistaken=_MISTAKEN,
)
