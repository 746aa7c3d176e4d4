"""The evidence of a pattern in words that a reviewer can check: day, what it is, the note's own words, which note."""

from __future__ import annotations

from caseflags.casework.bench import Sighting
from caseflags.casework.outcome import Outcome
from caseflags.model import Finding
from caseflags.rulebook.pattern_records import Select, Way

_LONGEST = 110
_CUT = "…"
_MOST = 6


def story_of(outcome: Outcome, way: Way) -> str:
    """Tell the evidence in order."""
    told = list(outcome.evidence)
    if len(told) > _MOST:
        told = [*told[: _MOST - 1], told[-1]]
    parts = [_told(sighting) for sighting in told]
    if len(outcome.evidence) > len(told):
        parts.insert(-1, f"{len(outcome.evidence) - len(told)} more")
    if outcome.until is not None:
        what = " or ".join(dict.fromkeys(map(_named, way.absent)))
        until = outcome.until.isoformat()
        parts.append(f"no {what} by {until}" if outcome.known else f"{what}: not yet known, open until {until}")
    return " → ".join(parts)


def _told(sighting: Sighting) -> str:
    finding = sighting.finding
    day = finding.date.isoformat() if finding.date else "undated"
    says = f"{sighting.step.says}: " if sighting.step.says else ""
    words = _words(finding)
    quoted = f"“{words}”" if words else finding.indicator.replace("_", " ")
    return f"{day} {says}{quoted} (note {finding.note_id})"


def _words(finding: Finding) -> str:
    """Quote the sentence, shortened around the mention; a sentence that is not known is its mention."""
    mention = " ".join(finding.text.split())
    sentence = finding.excerpt.strip()
    if not sentence or len(sentence) <= _LONGEST:
        return sentence or mention
    place = max(0, sentence.find(mention))
    room = max(0, _LONGEST - len(mention)) // 2
    first = _at_word(sentence, max(0, place - room))
    last = min(len(sentence), max(place + len(mention), first + _LONGEST))
    cut = sentence[first:last]
    if last < len(sentence) and " " in cut[len(mention) + place - first :]:
        cut = cut.rpartition(" ")[0]
    end = _CUT if last < len(sentence) and not cut.endswith(_CUT) else ""
    return f"{_CUT if first and not cut.startswith(_CUT) else ''}{cut}{end}"


def _at_word(text: str, place: int) -> int:
    """Move a cut to the beginning of a word."""
    blank = text.rfind(" ", 0, place)
    return blank + 1 if place else 0


def _named(select: Select) -> str:
    return " or ".join(select.indicator or select.category or select.rule).replace("_", " ")
