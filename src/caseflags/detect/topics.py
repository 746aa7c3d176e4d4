"""Who a passage is about where its sentence does not say: the label of its line, or the sentence before."""

from __future__ import annotations

from collections.abc import Sequence

from caseflags.detect.people import PersonMention
from caseflags.detect.tokens import Tokens

_LABEL_WORDS = 7
_LOOK_BACK = 3
_OPENING = 3
_DASHES = frozenset({"-", "–", "—"})


class Topics:
    """The labels ("Pearl: tearful", "Father's mental health: ...") and the leading people of a note's sentences."""

    def __init__(self, tokens: Tokens, people: Sequence[PersonMention]) -> None:
        self._tokens = tokens
        self._inside: dict[int, list[PersonMention]] = {}
        for person in people:
            self._inside.setdefault(tokens.sentence_of(person.start), []).append(person)
        self._labels: dict[int, tuple[int, PersonMention | None]] = {}
        self._leaders: dict[int, PersonMention | None] = {}

    def label(self, at: int) -> PersonMention | None:
        """The person whose label rules the line in which token ``at`` stands, if a label does."""
        sentence = self._tokens.sentence_of(at)
        while True:
            end, person = self._label(sentence)
            if end:
                return person if end <= at else None
            low = self._tokens.sentences[sentence]
            if sentence == 0 or low in self._tokens.line_breaks:
                return None
            sentence -= 1

    def leaders(self, at: int) -> list[PersonMention]:
        """The people with whom the sentences before token ``at`` in its paragraph open, the nearest first, up to one
        who surely is a person: a bare name may be none."""
        sentence = self._tokens.sentence_of(at)
        found: list[PersonMention] = []
        for before in range(sentence - 1, max(-1, sentence - 1 - _LOOK_BACK), -1):
            if self._tokens.line_breaks.get(self._tokens.sentences[before + 1], 0):
                break
            person = self._leader(before)
            if person is not None:
                found.append(person)
                if person.kind != "name" or person.gender != "any":
                    break
        return found

    def _label(self, sentence: int) -> tuple[int, PersonMention | None]:
        """The token behind a sentence's label (0: it has none), and the person in it."""
        if sentence not in self._labels:
            self._labels[sentence] = self._find_label(sentence)
        return self._labels[sentence]

    def _find_label(self, sentence: int) -> tuple[int, PersonMention | None]:
        low, high = self._tokens.bounds(sentence)
        inside = [p for p in self._inside.get(sentence, ()) if p.start < low + _LABEL_WORDS and _single(p)]
        for index in range(low + 1, min(high, low + _LABEL_WORDS + 1)):
            norm = self._tokens.norms[index]
            if norm == ":":
                named = [p for p in inside if p.end <= index]
                return index + 1, named[0] if named else None
            if norm in _DASHES | {"]"} and any(p.end == index and p.start <= low + 1 for p in inside):
                return index + 1, inside[0]
        return 0, None

    def _leader(self, sentence: int) -> PersonMention | None:
        if sentence not in self._leaders:
            self._leaders[sentence] = self._find_leader(sentence)
        return self._leaders[sentence]

    def _find_leader(self, sentence: int) -> PersonMention | None:
        end, _ = self._label(sentence)
        low = end or self._tokens.sentences[sentence]
        for person in self._inside.get(sentence, ()):
            if person.start > low + _OPENING:
                break
            if person.start >= low and _single(person) and (person.subject or person.start == low):
                return person
        return None


def _single(person: PersonMention) -> bool:
    return person.family and person.number == "one" and person.reference != "unknown"
