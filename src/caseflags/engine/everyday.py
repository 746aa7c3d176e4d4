"""Which words are everyday English, so that only a capital makes a name of them: "will", "rose", "worker".

A list of English words cannot tell by itself, for it was counted in texts that hold names, too ("john"). So given names
that the rules know as nothing else are names however often they stand there, and the rules' words for people
("midwife"), months and the like are words however seldom.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from caseflags.rulebook.loading import load_common
from caseflags.rulebook.records import PersonWord, Slot

COMMON = 2000
"""How often a word must stand in the texts that were counted to be an everyday one: "worker" does, "smith" does not."""


@cache
def is_everyday(word: str) -> bool:
    """Tell whether a word in small letters is most likely no name."""
    from caseflags.detect.spelling import frequency  # noqa: PLC0415 - spaCy behind it, only where names are masked

    names, words = _known()
    return word not in names and (word in words or frequency(word) >= COMMON)


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    """Give the given names that are no words, and the words that are no names, which the rules know."""
    common = load_common()
    names = (person for person in common.people if person.kind == "name" and not person.id.endswith("ambiguous"))
    words = (person for person in common.people if person.kind != "name")
    return frozenset(_singles(names)), frozenset(_singles(words)) | frozenset(common.lists.get("not_names", ()))


def _singles(people: Iterable[PersonWord]) -> Iterable[str]:
    """Give the phrases of one word."""
    single = (phrase[0] for person in people for phrase in person.phrases if len(phrase) == 1)
    return (word for slot in single if isinstance(slot, Slot) for word in slot.alternatives)
