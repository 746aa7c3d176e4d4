"""Mentions become findings: people resolved, identities given."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from caseflags.casework.people import Cast
from caseflags.model import Finding, Mention, Reading, Role
from caseflags.rulebook.words import normal

_ID_LENGTH = 16


def findings_of(readings: Sequence[Reading], cast: Cast, secret: str = "") -> tuple[Finding, ...]:
    """The findings of a case in the order of its notes and of their offsets; ``secret`` is part of their ids.

    No two have the same id, though two notes may: what they share is counted on from the one to the other.
    """
    found = []
    ordinals: Counter[tuple[str, str, str, str]] = Counter()
    for reading in readings:
        case_id, note_id = reading.note.case_id, reading.note.note_id
        for mention in reading.mentions:
            words = words_of(mention.text)
            key = (case_id, note_id, mention.rule_id, words)
            subject, victim = cast.resolve(mention, reading)
            speaker = cast.speaker(mention, reading)
            id_ = finding_id(case_id, note_id, mention.rule_id, words + secret, ordinals[key])
            found.append(_finding(id_, reading, mention, (subject, victim, speaker)))
            ordinals[key] += 1
    return tuple(found)


def words_of(text: str) -> str:
    """The words of a mention as its identity sees them: without case, spacing, typographic quotes and dashes."""
    return normal(text)


def finding_id(case_id: str, note_id: str, rule_id: str, words: str, ordinal: int) -> str:
    """A finding's identity: a hash of case, note, rule, words and ordinal; never of offsets, times or labels."""
    parts = "\x1f".join((case_id, note_id, rule_id, words, str(ordinal)))
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:_ID_LENGTH]


def _finding(id_: str, reading: Reading, mention: Mention, people: tuple[Role, Role | None, Role | None]) -> Finding:
    note = reading.note
    subject, victim, speaker = people
    return Finding(
        finding_id=id_,
        case_id=note.case_id,
        note_id=note.note_id,
        date=note.date,
        source=note.source,
        row=note.row,
        category=mention.category,
        indicator=mention.indicator,
        rule_id=mention.rule_id,
        level=mention.level,
        start=mention.start,
        end=mention.end,
        text=mention.text,
        assertion=mention.assertion,
        temporality=mention.temporality,
        subject=subject,
        victim=victim,
        cues=mention.cues,
        excerpt=mention.excerpt,
        codes=mention.codes,
        sentence=mention.sentence,
        speaker=speaker,
    )
