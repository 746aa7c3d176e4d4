"""Whose mother, whose partner: relations of the person who owns them, and who is told something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from caseflags.detect.people import PersonMention
from caseflags.detect.tokens import Tokens

_RELATIVES = frozenset({"mother", "father", "partner", "he", "she"})
_PARENTS = frozenset({"mother", "father"})
_TOLD = frozenset({"told", "tells", "telling", "informed", "texted"})
_FAMILY_HISTORY = frozenset("fhx fh childhood raised upbringing grew adolescence".split())
_BARE_PARENTS = frozenset({"mother", "father", "mum", "dad", "mom"})
_OWNER_SENTENCES = 2


def relate(tokens: Tokens, people: Sequence[PersonMention]) -> list[PersonMention]:
    """The people of a note with "Kai's dad" and "her partner" made relations of their owner: ``of:name:kai:father``,
    and a parent in somebody's family history one of ``of:patient:mother``."""
    told = [_told(tokens, people, index) for index in range(len(people))]
    return [_related(tokens, told, index) for index in range(len(told))]


def _related(tokens: Tokens, people: Sequence[PersonMention], index: int) -> PersonMention:
    person = people[index]
    if person.kind != "noun" or person.reference not in _RELATIVES:
        return person
    owner = people[index - 1]
    own = index and owner.kind in {"noun", "name"} and list(tokens.norms[owner.end : person.end - 1]) == ["'s", "own"]
    if person.reference in _PARENTS:
        if own:
            return replace(person, start=owner.start, reference=f"of:adult:{person.reference}", subject=owner.subject)
        if tokens.norms[max(0, person.start - 1)] == "own" or tokens.norms[person.start] == "own":
            return replace(person, reference=f"of:adult:{person.reference}")
        history = _in_family_history(tokens, person)
        if history:
            return replace(person, reference=f"of:{history}:{person.reference}")
    if index == 0:
        return person
    genitive = tokens.norms[owner.end : person.start] in (["'s"], ["'s", "own"], ["'"])
    inside = person.start <= owner.start < person.end or (owner.kind == "possessive" and owner.end == person.start)
    if genitive and owner.kind in {"noun", "name"}:
        return replace(
            person, start=owner.start, reference=f"of:{owner.reference}:{person.reference}", subject=owner.subject
        )
    if inside or (owner.kind == "possessive" and tokens.norms[owner.end : person.start] == ["own"]):
        own = "own" in tokens.norms[owner.end : person.end]
        return replace(person, reference=f"of:{'adult' if own else _owner(tokens, people, index)}:{person.reference}")
    return person


def _owner(tokens: Tokens, people: Sequence[PersonMention], index: int) -> str:
    """Whom "her" in "her mother" means: the nearest woman or girl before it, where the note names one."""
    pronoun, kin = people[index - 1], people[index].reference
    if kin not in _PARENTS:
        return pronoun.reference
    sentence = tokens.sentence_of(pronoun.start)
    for person in reversed(people[: index - 1]):
        if tokens.sentence_of(person.start) < sentence - _OWNER_SENTENCES:
            break
        named = person.kind in {"noun", "name"} and person.number == "one" and person.family
        if named and person.gender == pronoun.gender and person.reference not in {"she", "he"}:
            return person.reference
    return pronoun.reference


def _in_family_history(tokens: Tokens, person: PersonMention) -> str:
    """Whose parent it is in "FHx: mother depressed" and "Childhood: father violent" (the ``patient``'s), and in
    "Background: dad drank" (that of a ``record`` of one person): a parent without an article behind such a word."""
    low, _ = tokens.bounds(tokens.sentence_of(person.start))
    before = tokens.norms[low : person.start]
    if tokens.norms[person.start] not in _BARE_PARENTS:
        return ""
    if not _FAMILY_HISTORY.isdisjoint(before) or "family history" in " ".join(before):
        return "patient"
    return "record" if "background" in before and ":" in before else ""


def _told(tokens: Tokens, people: Sequence[PersonMention], index: int) -> PersonMention:
    """In "told the worker Rob hit her" Rob is a subject: whom one tells is followed by what one tells."""
    person = people[index]
    if index == 0 or person.subject or person.kind in {"object", "possessive"} or people[index - 1].end != person.start:
        return person
    told = people[index - 1].start
    if told and tokens.norms[told - 1] in _TOLD:
        return replace(person, subject=True)
    return person
