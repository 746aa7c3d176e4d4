"""Whom the words for a person stand for inside a note: a pronoun takes up somebody before it.

The answer is a list of references for the case to try in order (``people.py`` says what a reference is). ``~`` marks
one that a pronoun takes up, ``~~`` one who was only spoken of in a sentence before, and ``~she/name:kez`` a name of
which only the case knows the gender.
"""

from __future__ import annotations

from collections.abc import Sequence

from caseflags.detect.people import PersonMention
from caseflags.detect.tokens import Tokens
from caseflags.detect.voice import Voices

_SENTENCES = 4


class Antecedents:
    """The references of one note's people; a pronoun's are found once."""

    def __init__(self, tokens: Tokens, people: Sequence[PersonMention], voices: Voices) -> None:
        self._tokens = tokens
        self._people = people
        self._voices = voices
        self._known: dict[int, list[str]] = {}

    def refs(self, people: Sequence[PersonMention]) -> list[str]:
        """The references that a person may stand for: an antecedent first, then the word itself."""
        refs: list[str] = []
        for person in people:
            if person.reference == "word:writer":
                speaker = self._voices.speaker(person.start, person.end) if self._voices.quoted(person.start) else None
                refs.extend(self.refs([speaker]) if speaker and speaker.reference != "word:writer" else [])
            elif person.kind in {"pronoun", "object", "possessive"} and person.reference in {"she", "he"}:
                refs.extend([*self._antecedent(person), person.reference])
            elif person.family:
                refs.append(_called(person))
        return list(dict.fromkeys(refs))

    def _antecedent(self, pronoun: PersonMention) -> list[str]:
        """Whom a pronoun takes up in this or the last sentences, marked ``~``: the case leaves children out, and a name
        of which only the case knows the gender (``~she/name:kez``). Marked ``~~`` is one who was only spoken of in a
        sentence before: in a record of one's own that person is meant rather."""
        if pronoun.start not in self._known:
            carried = self._carried(pronoun)
            found = self._antecedent(carried) if carried is not None else self._named(pronoun)
            self._known[pronoun.start] = found
        return self._known[pronoun.start]

    def _named(self, pronoun: PersonMention) -> list[str]:
        """The person of the pronoun's gender who comes to mind first, behind names that may be of it."""
        found: list[str] = []
        sentence = self._tokens.sentence_of(pronoun.start)
        for person in self._salient(pronoun):
            near = person.subject or self._tokens.sentence_of(person.start) == sentence
            mark = "~" if near else "~~"
            if person.gender == pronoun.gender:
                return [*found, mark + _called(person)]
            if person.kind == "name" and person.gender == "any":
                found.append(f"{mark}{pronoun.reference}/{person.reference}")
        return found

    def _carried(self, pronoun: PersonMention) -> PersonMention | None:
        """The same pronoun with which the sentence before opens ("She watched her mother leave. She cries."), where
        nobody else comes between."""
        sentence = self._tokens.sentence_of(pronoun.start)
        if pronoun.kind == "possessive":
            return self._own(pronoun, self._tokens.sentences[sentence])
        if pronoun.kind != "pronoun" or not sentence:
            return None
        low, before = self._tokens.sentences[sentence], self._tokens.sentences[sentence - 1]
        between = [p for p in self._people if low <= p.start < pronoun.start and p.family]
        if any(p.gender in {pronoun.gender, "any"} and p.kind != "possessive" for p in between):
            return None
        opening = (p for p in self._people if before <= p.start < low and p.subject and p.gender == pronoun.gender)
        first = next(opening, None)
        return first if first is not None and first.kind == "pronoun" else None

    def _own(self, pronoun: PersonMention, low: int) -> PersonMention | None:
        """The same pronoun before, in its sentence, with nobody of that gender between: "She scratches her arms"."""
        for person in reversed(self._people):
            if low <= person.start < pronoun.start and person.gender in {pronoun.gender, "any"} and person.family:
                return person if person.kind == "pronoun" and person.reference == pronoun.reference else None
        return None

    def _salient(self, pronoun: PersonMention) -> list[PersonMention]:
        """The named people before a pronoun: those of its sentence, the nearest first, then those of the sentences
        before, their subjects first."""
        own = self._tokens.sentence_of(pronoun.start)
        ranked = []
        for person in self._people:
            if person.end > pronoun.start:
                continue
            named = person.kind in {"noun", "name"} and person.number != "many" and person.family
            sentence = self._tokens.sentence_of(person.start)
            if not named or sentence < own - _SENTENCES or person.reference in {"he", "she"}:
                continue
            leads = sentence != own and person.subject
            ranked.append((-sentence, not leads, person.start if leads else -person.start, person))
        return [person for *_, person in sorted(ranked, key=lambda each: each[:3])]


def _called(person: PersonMention) -> str:
    """The reference of a noun or name; "boyfriend" and "wife" tell the partner's gender, too."""
    gendered = person.reference == "partner" and person.gender != "any"
    return f"partner/{person.gender}" if gendered else person.reference
