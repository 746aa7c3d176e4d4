"""Assertion and temporality of a mention, by the cues whose reach it lies in.

The idea is ConText's (Harkema et al. 2009, doi 10.1016/j.jbi.2009.05.002): cues with a direction, a reach and words
that end it. Three things are ours: *denied* is kept apart from *negated* by whose voice speaks (guidelines, decision
3), a cue may lie inside the mention, and every cue that decided is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from caseflags.detect import grammar
from caseflags.detect.clauses import Borders, list_goes_on, negates_another, whole_list
from caseflags.detect.tokens import Tokens
from caseflags.model import Assertion, Temporality
from caseflags.rulebook import CueRule

_TIMES = ("past.time", "past.after", "past.date")
_POINTING = frozenset("of for re regarding around about with that to suggest suggesting".split())
_BEFORE_TIMES = (grammar.PREPOSITIONS | grammar.DETERMINERS | grammar.CONJUNCTIONS) - {"but"}
_NEGATING = frozenset({"nothing", "none", "not", "no", "never", "nil"})
_NO = frozenset({"no", "nobody", "neither", "nothing"})
_STRENGTH = {"affirmed": 5, "hypothetical": 4, "denied": 3, "negated": 2, "uncertain": 1}


@dataclass(frozen=True, slots=True)
class CueHit:
    """A cue at tokens ``start`` to ``end``."""

    start: int
    end: int
    rule: CueRule


class Voice(StrEnum):
    """Whose word a mention is: the writer's own, somebody's account in the same sentence, or one carried on from
    before."""

    WRITER = "writer"
    SAID = "said"
    CARRIED = "carried"


@dataclass(frozen=True, slots=True)
class Frame:
    """What ``decide`` knows of a mention beside its cues. ``personal``: an act or a wish that only those who were
    there know."""

    voice: Voice = Voice.WRITER
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Labels:
    """What the context says of a mention, and the cues that said so."""

    assertion: Assertion
    temporality: Temporality
    cues: tuple[CueHit, ...]


def in_aside(cues: Sequence[CueHit], start: int, end: int, tokens: Tokens, borders: Borders) -> bool:
    """Whether the mention at tokens ``start`` to ``end`` is of nobody: of a film, a policy, a lesson, a job."""
    sentence = tokens.sentence_of(start)
    return any(
        tokens.sentence_of(cue.start) == sentence and _reaches(cue, start, end, tokens, borders)
        for cue in cues
        if is_aside(cue)
    )


def is_aside(cue: CueHit) -> bool:
    """Whether a cue takes the words that it reaches out of the case."""
    return cue.rule.value == "aside"


def longest_cues(cues: Iterable[CueHit], vetoes: Sequence[tuple[int, int, CueRule]]) -> list[CueHit]:
    """Of cues of one axis and reach that overlap the longest stays; a longer or equal exception (start, end, whose)
    vetoes a cue of its axis and reach."""
    kept: list[CueHit] = []
    taken: set[tuple[str, str, int]] = set()
    for cue in sorted(cues, key=lambda c: (c.start - c.end, c.start, c.rule.id)):
        if any(_vetoed(cue, *veto) for veto in vetoes):
            continue
        cells = {(cue.rule.axis, cue.rule.reach, index) for index in range(cue.start, cue.end)}
        if taken.isdisjoint(cells):
            kept.append(cue)
            taken |= cells
    return sorted(kept, key=lambda c: (c.start, c.end, c.rule.id))


def _vetoed(cue: CueHit, start: int, end: int, rule: CueRule) -> bool:
    overlaps = start < cue.end and cue.start < end
    return (
        overlaps and (rule.axis, rule.reach) == (cue.rule.axis, cue.rule.reach) and end - start >= cue.end - cue.start
    )


def reaching(
    cues: Sequence[CueHit], start: int, end: int, tokens: Tokens, borders: Borders, hard: Borders
) -> list[CueHit]:
    """The cues of a sentence in whose reach the mention at tokens ``start`` to ``end`` lies. ``hard`` borders are those
    that also end the reach of a time."""
    return [cue for cue in cues if _reaches(cue, start, end, tokens, hard if _is_time(cue) else borders)]


def _is_time(cue: CueHit) -> bool:
    return cue.rule.id.startswith(_TIMES)


def _reaches(cue: CueHit, start: int, end: int, tokens: Tokens, borders: Borders) -> bool:
    rule = cue.rule
    if cue.start < end and start < cue.end:
        return (
            (rule.axis == "temporality" and rule.id != "past.over")
            or rule.value in {"uncertain", "hypothetical"}
            or cue.start < start
            or (cue.end > end and rule.reach == "backward")
        )
    if rule.reach in {"inside", "sentence"}:
        return rule.reach == "sentence"
    forward = cue.end <= start
    if (forward and rule.reach == "backward") or (not forward and rule.reach == "forward"):
        return False
    left, right = (cue.end, start) if forward else (end, cue.start - 1)
    if rule.words and right - left > rule.words:
        return False
    if _is_time(cue):
        return _in_time(cue, left, right, tokens, borders, forward=forward)
    if borders.between(left, right):
        return False
    if rule.id == "no.after" and not forward:
        return whole_list(tokens, end, cue.start)
    return not forward or is_aside(cue) or (list_goes_on(tokens, cue.end, start) and not _misses(cue, start, tokens))


def _in_time(cue: CueHit, left: int, right: int, tokens: Tokens, borders: Borders, *, forward: bool) -> bool:
    """A time that opens its part of the sentence rules over commas what follows, but no "nothing since"; any other
    rules its own part: "EUPD, overdose in 2016, on sertraline"."""
    bracketed = not forward and right - left <= 1 and "(" in tokens.norms[left : cue.start]
    if borders.between(left, right) and not bracketed:
        return False
    if not forward:
        return bracketed or "," not in tokens.norms[left : cue.start]
    if "," not in tokens.norms[left:right]:
        return True
    return _opens(tokens, cue.start) and tokens.norms[right] not in _NEGATING


def _opens(tokens: Tokens, start: int) -> bool:
    """Whether only "in", "the", "about" and the like stand between token ``start`` and the border before it."""
    low, _ = tokens.bounds(tokens.sentence_of(start))
    at = start - 1
    while at >= low and (tokens.norms[at] in _BEFORE_TIMES or tokens.norms[at][:1].isdigit()):
        at -= 1
    return at < low or not tokens.norms[at][:1].isalnum()


def _misses(cue: CueHit, start: int, tokens: Tokens) -> bool:
    """Whether a plain "no" negates some other noun before the mention; "no evidence of" points at it by itself."""
    if not cue.rule.id.startswith("no.") or tokens.norms[cue.end - 1] in _POINTING:
        return False
    verb = cue.rule.id == "no.verb" and tokens.norms[cue.start] not in _NO
    return negates_another(tokens, cue.end, start, verb=verb)


def decide(cues: Sequence[CueHit], frame: Frame) -> Labels:
    """Labels from the cues that reach a mention.

    In the voice of a person of the family an absence is a denial. What people do or feel ("never hit her", "hasn't hurt
    herself") only they can deny, unless a form or a professional's finding says so.
    """
    assertion, decisive = _assertion([cue for cue in cues if cue.rule.axis == "assertion"])
    if assertion is Assertion.NEGATED and _is_denial(decisive[0].rule.id, frame):
        assertion = Assertion.DENIED
    past = [cue for cue in cues if cue.rule.axis == "temporality" and cue.rule.value == "historical"]
    temporality = Temporality.HISTORICAL if past else Temporality.CURRENT
    return Labels(assertion, temporality, tuple(decisive) + tuple(past[:1]))


def _is_denial(cue_id: str, frame: Frame) -> bool:
    if cue_id in {"no.form", "no.after"}:
        return False
    if frame.voice is Voice.SAID:
        return True
    if cue_id == "no.verb":
        return frame.voice is Voice.CARRIED or frame.personal
    return cue_id == "no.noun" and frame.voice is Voice.CARRIED


def _assertion(cues: Sequence[CueHit]) -> tuple[Assertion, list[CueHit]]:
    if not cues:
        return Assertion.AFFIRMED, []
    best = max(cues, key=lambda cue: (_STRENGTH[cue.rule.value], cue.end))
    return Assertion(best.rule.value), [best]
