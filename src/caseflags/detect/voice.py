"""Whose voice speaks: a person's account, or the writer's own.

Decision 3 of the guidelines turns on it: an absence on the word of the person or a relative is *denied*, in the voice
of a writer, a professional or a form it is *negated*.
"""

from __future__ import annotations

from collections.abc import Sequence

from caseflags.detect import grammar
from caseflags.detect.context import CueHit, Voice
from caseflags.detect.people import PersonMention
from caseflags.detect.tokens import Tokens

_STRAIGHT = frozenset({'"', "“", "”", "''", "``"})


class Voices:
    """The speakers of a note's sentences. ``speaker`` answers for a token."""

    def __init__(self, tokens: Tokens, people: Sequence[PersonMention], cues: Sequence[CueHit]) -> None:
        self._tokens = tokens
        self._people = people
        self._reports = [cue for cue in cues if cue.rule.axis == "voice" and cue.rule.value == "reports"]
        self._quoted = _quoted(tokens)
        self._speakers: dict[int, PersonMention | None] = {}

    def quoted(self, token: int) -> bool:
        """Whether ``token`` stands between quotation marks."""
        return any(start < token < end for start, end in self._quoted)

    def voice(self, start: int, end: int) -> Voice:
        """Whose word it is that stands at tokens ``start`` to ``end``."""
        sentence = self._tokens.sentence_of(start)
        said = self._reported(sentence, start, end, labelled=False)
        if said is not None:
            return Voice.SAID if said.family else Voice.WRITER
        if self._subjectless_report(sentence, start):
            return Voice.SAID
        if self.quoted(start):
            return Voice.SAID
        return Voice.CARRIED if self._carried(sentence, start) is not None else Voice.WRITER

    def _subjectless_report(self, sentence: int, start: int) -> bool:
        """ "Reports no use on top": a verb of saying that opens a clause speaks for the person whom the note is
        about."""
        low, _ = self._tokens.bounds(sentence)
        for cue in self._reports:
            if low <= cue.start <= start and (
                cue.start == low or self._tokens.norms[cue.start - 1] in grammar.OPENING_PUNCTUATION
            ):
                return self._tokens.norms[cue.start] not in {"advised", "confirmed", "informed", "shared"}
        return False

    def speaker(self, start: int, end: int) -> PersonMention | None:
        """Who of the family says what stands at tokens ``start`` to ``end``; ``None`` where it is the writer's
        voice."""
        sentence = self._tokens.sentence_of(start)
        said = self._reported(sentence, start, end)
        if said is not None:
            return said if said.family else None
        if self.quoted(start):
            return self._nearest_speaker(sentence, start)
        return self._carried(sentence, start)

    def _reported(self, sentence: int, start: int, end: int, *, labelled: bool = True) -> PersonMention | None:
        """The subject of a verb of saying in the sentence: "Mum says ...", "..., she said". The one before a colon
        ("JO: door was like that") may speak, but in minutes the writer speaks of them."""
        low, high = self._tokens.bounds(sentence)
        before = [cue for cue in self._reports if low <= cue.start and cue.start < start]
        for cue in reversed(before):
            person = self._subject_before(cue.start, low)
            if person is not None:
                return person
        for cue in self._reports:
            if end <= cue.start < high and cue.start - end <= 4 and self._closes(cue.end, high):
                return self._subject_before(cue.start, end) or self._subject_after(cue.end, high)
        return self._labelled(low, start) if labelled else None

    def _closes(self, at: int, high: int) -> bool:
        """Whether a verb of saying stands at the end of its clause ("..., she said.") and introduces nothing of its
        own."""
        after = self._tokens.norms[at : min(at + 2, high)]
        return not after or not after[0][:1].isalnum() or (len(after) > 1 and not after[1][:1].isalnum())

    def _labelled(self, low: int, start: int) -> PersonMention | None:
        """ "JO: door was like that": a person, a colon, and what they say."""
        for person in self._people:
            if person.start >= low and person.end < start and self._tokens.norms[person.end] == ":":
                return person
            if person.start > start:
                break
        return None

    def _subject_before(self, at: int, low: int) -> PersonMention | None:
        for person in reversed(self._people):
            if (
                person.end <= at
                and person.start >= low
                and (person.subject or at - person.end <= 1)
                and person.kind != "possessive"
            ):
                return person
        return None

    def _subject_after(self, at: int, high: int) -> PersonMention | None:
        for person in self._people:
            if at <= person.start < high and person.start - at <= 1 and person.kind != "possessive":
                return person
        return None

    def _nearest_speaker(self, sentence: int, start: int) -> PersonMention | None:
        low, high = self._tokens.bounds(sentence)
        for person in reversed(self._people):
            if (
                person.end <= start
                and person.start >= low
                and person.subject
                and person.family
                and not self.quoted(person.start)
            ):
                return person
        for person in self._people:
            if start < person.start < high and person.subject and person.family and not self.quoted(person.start):
                return person
        return self._carried(sentence, start)

    def _carried(self, sentence: int, start: int) -> PersonMention | None:
        """An account goes on over sentences until the paragraph ends or somebody else comes in."""
        low = self._tokens.sentences[sentence]
        if sentence == 0 or self._tokens.line_breaks.get(low, 0) > 0:
            return None
        if not self._goes_on(low, start):
            return None
        if sentence - 1 not in self._speakers:
            first, last = self._tokens.bounds(sentence - 1)
            self._speakers[sentence - 1] = self._sentence_speaker(sentence - 1, first, last)
        return self._speakers[sentence - 1]

    def _goes_on(self, low: int, start: int) -> bool:
        """A sentence that opens with a pronoun, or with no person at all and a verb form, goes on with the account."""
        for person in self._people:
            if low <= person.start <= start:
                return person.family
        return self._tokens.norms[low] in grammar.ADVERBS | {"nothing", "never"}

    def _sentence_speaker(self, sentence: int, first: int, last: int) -> PersonMention | None:
        for cue in self._reports:
            if first <= cue.start < last:
                person = self._subject_before(cue.start, first)
                return person if person is not None and person.family else None
        return self._carried(sentence, last - 1)


def _quoted(tokens: Tokens) -> list[tuple[int, int]]:
    """Spans between double quotation marks; a mark that is never closed ends with its sentence."""
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    marks = [index for index in tokens.signs if tokens.words[index] in _STRAIGHT]
    for index in sorted({*marks, *tokens.line_breaks}) if marks else ():
        if opened is not None and tokens.line_breaks.get(index, 0) > 1:
            opened = None
        if tokens.words[index] in _STRAIGHT:
            if opened is None:
                opened = index
            else:
                spans.append((opened, index))
                opened = None
    return spans
