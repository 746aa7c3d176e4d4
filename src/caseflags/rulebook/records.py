"""The frozen records that rule files become. Every one knows its place in its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from caseflags.errors import Place, Problem
from caseflags.model import Assertion, Level, Role, Temporality
from caseflags.rulebook.code_records import CodeMap
from caseflags.rulebook.pattern_records import Pattern

SOMEONE = "<someone>"
"""The one alternative that is no literal: any person expression. It stands alone in its slot."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One of several wordings stands here: lower-case, normalised, words joined by one blank, never empty.

    Nothing needs to stand where it is ``optional``.
    """

    alternatives: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """From none up to ``most`` words of any kind may stand here."""

    most: int


Phrase = tuple[Slot | Gap, ...]
"""Slots and gaps in order. It never begins or ends with a gap, no two gaps are neighbours, and one slot is required."""

TokenPattern = tuple[Mapping[str, Any], ...]
"""A spaCy Matcher pattern as plain data: mappings of attributes, as spaCy's documentation writes them."""


@dataclass(frozen=True, slots=True)
class Written:
    """A phrase as its author wrote it, the key that it stands under, and what was made of it (one or more phrases)."""

    key: str
    text: str
    phrases: tuple[Phrase, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that a rule must (or must not) find, and what else must hold. ``None`` or "" asks nothing."""

    text: str
    place: Place
    found: str = ""
    assertion: Assertion | None = None
    temporality: Temporality | None = None
    subject: Role | None = None
    victim: Role | None = None


@dataclass(frozen=True, slots=True)
class Examples:
    """The sentences on which a rule fires, and those on which it stays silent."""

    match: tuple[Example, ...] = ()
    no_match: tuple[Example, ...] = ()


class Reach(StrEnum):
    """How far from a match its company is looked for: its sentence, the one before and behind it too, or the note."""

    SENTENCE = "sentence"
    NEIGHBOURS = "neighbours"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Beside:
    """Findings of other rules of which one must stand within ``reach`` of a match. An empty tuple asks nothing."""

    category: tuple[str, ...] = ()
    indicator: tuple[str, ...] = ()
    assertion: tuple[Assertion, ...] = (Assertion.AFFIRMED,)
    reach: Reach = Reach.NOTE

    def wants(self, category: str, indicator: str) -> bool:
        """Whether findings of this kind are meant, however they are asserted."""
        return (not self.category or category in self.category) and (not self.indicator or indicator in self.indicator)


@dataclass(frozen=True, slots=True)
class Rule:
    """What finds a mention.

    ``assertion`` and ``temporality`` are set only where the words themselves settle them; ``written`` holds every
    phrase as it stands in the file. ``with_in`` and ``without_in`` are the reach of ``with_`` and ``without``.
    """

    id: str
    title: str
    category: str
    indicator: str
    level: Level
    frame: str
    pack: str
    place: Place
    phrases: tuple[Phrase, ...] = ()
    tokens: tuple[TokenPattern, ...] = ()
    except_: tuple[Phrase, ...] = ()
    with_: tuple[Phrase, ...] = ()
    without: tuple[Phrase, ...] = ()
    with_in: Reach = Reach.SENTENCE
    without_in: Reach = Reach.SENTENCE
    beside: tuple[Beside, ...] = ()
    assertion: Assertion | None = None
    temporality: Temporality | None = None
    codes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    examples: Examples = field(default_factory=Examples)
    written: tuple[Written, ...] = ()


@dataclass(frozen=True, slots=True)
class CueRule:
    """Words that qualify a mention. ``words`` is how far they reach, in words; 0 is as far as the clause goes."""

    id: str
    axis: str
    value: str
    reach: str
    words: int
    phrases: tuple[Phrase, ...]
    except_: tuple[Phrase, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class PersonWord:
    """Words for a person, and the role or reference that they stand for."""

    id: str
    role: str
    gender: str
    kind: str
    number: str
    phrases: tuple[Phrase, ...]
    except_: tuple[Phrase, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Pack:
    """A folder or file of rules.

    ``digest`` changes with its content, never with the names, the order or the line endings of its files. ``unused``
    are word lists that no phrase of the pack uses.
    """

    id: str
    title: str
    version: str
    category: str
    indicators: Mapping[str, str]
    codes: tuple[str, ...]
    references: tuple[str, ...]
    files: tuple[str, ...]
    rules: tuple[Rule, ...]
    digest: str
    builtin: bool
    place: Place
    unused: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All that is read from rule files: packs in order, their rules in order of pack and file, and ``common/``.

    ``lists`` are those of ``common/``. ``warnings`` are problems that do not stop a run. ``phrasebook`` stands for all
    phrases where they were left out, as ``detect/phrasebook.py`` writes them. ``codes`` change what
    is said of a case and not how notes are read, so they are no part of ``digest``;
    ``common`` is the digest of ``common/`` alone.
    """

    packs: tuple[Pack, ...]
    rules: tuple[Rule, ...]
    cues: tuple[CueRule, ...]
    people: tuple[PersonWord, ...]
    lists: Mapping[str, tuple[str, ...]]
    digest: str
    patterns: tuple[Pattern, ...] = ()
    warnings: tuple[Problem, ...] = ()
    phrasebook: bytes = b""
    codes: tuple[CodeMap, ...] = ()
    common: str = ""
