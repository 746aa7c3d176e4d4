"""The closed vocabularies of the guidelines: categories, assertion, temporality, roles and levels."""

from __future__ import annotations

from enum import StrEnum

CATEGORIES = ("domestic_abuse", "substance_misuse", "mental_health", "retraction")
"""The built-in categories in the order in which every table shows them; others follow by name."""


class Assertion(StrEnum):
    """Whether the note says that a thing happened (guidelines, section 2)."""

    AFFIRMED = "affirmed"
    DENIED = "denied"
    NEGATED = "negated"
    UNCERTAIN = "uncertain"
    HYPOTHETICAL = "hypothetical"


class Temporality(StrEnum):
    """Now (the record's own period, about half a year back) or the past before it."""

    CURRENT = "current"
    HISTORICAL = "historical"


class Role(StrEnum):
    """Who a person is in the case."""

    MOTHER = "mother"
    FATHER = "father"
    PARTNER = "partner"
    CHILD = "child"
    OTHER = "other"
    UNKNOWN = "unknown"


class Level(StrEnum):
    """How much attention a rule's author asks for, as in Sigma. Never added up."""

    INFORMATIONAL = "informational"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for informational up to 4 for critical."""
        return _RANKS[self]


_RANKS = {level: place for place, level in enumerate(Level)}


def category_order(category: str) -> tuple[int, str]:
    """Sort key of categories: the built-in four as guidelines list them, then others by name."""
    return (CATEGORIES.index(category) if category in CATEGORIES else len(CATEGORIES), category)
