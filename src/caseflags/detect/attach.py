"""Who does it, who suffers it, whose it is: people attached to a mention by its rule's frame and plain grammar.

No parser runs here. A clause's subject is the nearest person before the words that the grammar lets be one; an object
stands inside or right behind the words; a passive turns the two round; "by" names who did it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from caseflags.detect import grammar
from caseflags.detect.antecedents import Antecedents
from caseflags.detect.mentions import Match
from caseflags.detect.people import PersonMention
from caseflags.detect.tokens import Tokens
from caseflags.detect.topics import Topics
from caseflags.detect.voice import Voices

_TOWARDS = frozenset({"on", "against", "towards", "toward", "to", "at", "of", "with", "for"})
_AGENT = frozenset({"by", "from"})
_ABOUT = frozenset({"for", "re", "regarding", "of", "with"})
_DENYING = frozenset(
    "deny denies denied denying denial refutes refuted disputes disputed disputing contests contested rejects rejected "
    "comment admissions admission answer plea pleaded".split()
)
_ARTICLES = frozenset({"a", "an", "the"})
_NOBODY = frozenset({"nobody", "neither", "no", "noone", "none", "everyone", "everybody"})
_PERCEIVING = frozenset("heard hears hear saw sees see seen witnessed watched filmed".split())
_TELLS = frozenset(
    "said says stated states told tells reports reported disclosed discloses alleged alleges heard hears saw sees "
    "witnessed watched showed shows".split()
)
_STOPS = frozenset({".", ";", "!", "?"})
_UNTIL = frozenset({"until", "till"})
_SHARED = frozenset({"for", "by", "between", "from", "of", "with", "either", "both", "in"})
_SHARED_WITHIN = 8
_HEAD = 2
_TELLING = grammar.SPEECH | frozenset("told telling protesting shouting insisting written".split())
_OF_SOMEBODY = frozenset({"minimisation", "denial"})
_PARTICIPLE_ENDS = ("ed", "en", "it", "ung", "ut", "own", "urt", "eaten")


@dataclass(frozen=True, slots=True)
class Attached:
    """Person references for ``subject`` and ``victim``: several joined by ``|`` are tried in order. ``^`` marks a
    person of whom the sentence before speaks: a guess that the record's own person may outweigh."""

    subject: str
    victim: str | None


class Attacher:
    """Attaches people to the mentions of one note."""

    def __init__(self, tokens: Tokens, people: Sequence[PersonMention], voices: Voices) -> None:
        self._tokens = tokens
        self._people = people
        self._voices = voices
        self._topics = Topics(tokens, people)
        self._refs = Antecedents(tokens, people, voices).refs

    def attach(self, match: Match) -> Attached:
        """Subject and victim of a match as its rule's frame asks."""
        frame = match.rule.frame
        if frame == "act":
            return self._act(match)
        if frame == "harm":
            return self._harm(match)
        if frame == "speech":
            return Attached(_join(self._speech(match)), None)
        if frame == "process":
            return self._process(match)
        return Attached(_join(self._state(match)), None)

    # --- frames -----------------------------------------------------------------------------------------------------

    def _act(self, match: Match) -> Attached:
        objects = [
            p for p in self._inside(match) if p.kind != "possessive" and not (p.start == match.start and p.subject)
        ]
        objects += [p for p in self._inside(match) if p.kind == "possessive"][:1] if not objects else []
        opening = [p for p in self._inside(match) if p.start == match.start and p.subject]
        before = opening or [p for p in self._subjects_before(match) if not self._only_tells(p, match)]
        agent = self._led_by(match, objects) or self._behind(match, _AGENT)
        objects = [p for p in objects if p not in agent]
        target = self._behind(match, _TOWARDS)
        owner = self._possessor(match) or self._watched(match)
        if not opening and not owner and self._tokens.norms[match.start] in _PERCEIVING:
            before = []
        if agent or self._passive(match, has_object=bool(objects)):
            victims = before or objects
            return Attached(_join([*self._refs(agent), "word:abuser"]), _join([*self._refs(victims), "word:abused"]))
        doers = owner or before
        return Attached(
            _join([*self._refs(doers), "word:abuser"]), _join([*self._refs(objects or target), "word:abused"])
        )

    def _heading(self, match: Match) -> list[PersonMention]:
        """Whose it is by a genitive at the head of the words: "Wayne's violence"."""
        first = [p for p in self._inside(match) if p.start == match.start and p.kind in {"noun", "name"}]
        return [p for p in first if self._tokens.norms[p.end : p.end + 1] == ["'s"]]

    def _watched(self, match: Match) -> list[PersonMention]:
        """Whom somebody saw or heard do it: "the neighbour heard him roar", "W1 filmed Dad aiming"."""
        seen = [p for p in self._people if p.end == match.start and p.family]
        return [p for p in seen if p.start and self._tokens.norms[p.start - 1] in _PERCEIVING]

    def _only_tells(self, person: PersonMention, match: Match) -> bool:
        """Whether somebody only tells of an act, or saw it: "Mum said his hands were on her neck"."""
        behind = self._tokens.norms[person.end : person.end + 1]
        return person.end < match.start and not _TELLS.isdisjoint(behind)

    def _harm(self, match: Match) -> Attached:
        inside = self._inside(match)
        after = [p for p in inside if p.start > match.start and self._tokens.norms[p.start - 1] in _UNTIL]
        if after and match.rule.indicator != "fear":  # "squeezed until she saw stars"
            before = self._refs(self._subjects_before(match))
            return Attached(_join([*before, "word:abuser"]), _join([*self._refs(after), "word:abused"]))
        owner = self._behind(match, frozenset({"of"}))
        if owner and self._tokens.norms[owner[0].end : owner[0].end + 1] == ["'s"]:  # "either side of Ann's neck"
            return Attached("word:abuser", _join([*self._refs(owner), "word:abused"]))
        doers = self._behind(match, _AGENT | {"of", "from"}) + [
            p for p in inside if p.kind != "possessive" and p.start > match.start
        ]
        owners = [p for p in inside if p.kind == "possessive" or p.start == match.start] or self._possessor(match)
        victims = owners or self._behind(match, frozenset({"to", "on"})) or self._subjects_before(match)
        return Attached(_join([*self._refs(doers), "word:abuser"]), _join([*self._refs(victims), "word:abused"]))

    def _process(self, match: Match) -> Attached:
        agent = self._behind(match, _AGENT) or self._possessor(match) or self._heading(match)
        target = self._behind(match, frozenset({"on", "against", "towards", "toward", "to"}))
        return Attached(_join([*self._refs(agent), "word:abuser"]), _join([*self._refs(target), "word:abused"]))

    def _state(self, match: Match) -> list[str]:
        people = self._possessor(match) or [
            p for p in self._inside(match) if p.kind == "possessive" or (p.subject and p.number == "one")
        ]
        if people and people[0].kind == "possessive" and people[0].start > match.start:
            people = self._owner_of(match, people[0]) + people
        people = people or self._near_after(match) or self._beside(match) or self._subjects_before(match)
        if self._of_nobody(match, people):
            return ["unknown"]
        refs = self._refs(people)
        if self._voices.quoted(match.start) and not refs:
            refs = self._refs(_some(self._voices.speaker(match.start, match.end)))
        refs += self._refs(_some(self._topics.label(match.start)))
        refs += ["^" + reference for reference in self._refs(self._topics.leaders(match.start))]
        return [*refs, "word:patient"]

    def _speech(self, match: Match) -> list[str]:
        """Who denies, plays down or takes back: whoever speaks; a verb of denying has its own subject."""
        inside = [p for p in self._inside(match) if p.subject and p.start == match.start]
        speaker = _some(self._voices.speaker(match.start, match.end))
        denying = not _DENYING.isdisjoint(self._tokens.norms[match.start : match.end])
        subjects = inside or self._subjects_before(match)
        if self._voices.quoted(match.start):
            people = speaker
        elif denying or match.rule.indicator == "withdrawal":
            people = subjects or speaker
        else:
            told = [] if match.rule.indicator in _OF_SOMEBODY else subjects
            people = speaker or self._telling(match) or told
        people = people or _some(self._topics.label(match.start))
        last = "word:abuser" if match.rule.indicator == "denial" else "word:abused"
        topic = self._topic(match) if denying or match.rule.indicator != "denial" else []
        return [*self._refs(people), *topic, last]

    def _telling(self, match: Match) -> list[PersonMention]:
        """The first in the sentence who tells what the match says: "Rick told triage he slipped"."""
        low, _ = self._tokens.bounds(self._tokens.sentence_of(match.start))
        before = [p for p in self._people if low <= p.start and p.end <= match.start and p.subject and p.family]
        said = (p for p in before if not _TELLING.isdisjoint(self._tokens.norms[p.end : match.start + _HEAD]))
        return _some(next(said, None))

    # --- grammar ----------------------------------------------------------------------------------------------------

    def _inside(self, match: Match) -> list[PersonMention]:
        return [p for p in self._people if match.start <= p.start and p.end <= match.end and p.family]

    def _subjects_before(self, match: Match) -> list[PersonMention]:
        """Possible subjects in the sentence, nearest first."""
        low, _ = self._tokens.bounds(self._tokens.sentence_of(match.start))
        found = [p for p in self._people if low <= p.start and p.end <= match.start and p.subject]
        quoted = self._voices.quoted(match.start)
        found = [p for p in found if self._voices.quoted(p.start) == quoted or not quoted]
        return [p for p in reversed(found) if p.family or p.reference == "word:writer"][:2]

    def _possessor(self, match: Match) -> list[PersonMention]:
        """Whose: "his drinking", "Dad's threats", "the father's temper"."""
        for person in reversed(self._people):
            if person.end > match.start:
                continue
            between = self._tokens.norms[person.end : match.start]
            if person.kind == "possessive" and len(between) <= 2 and not set(between) & grammar.AUXILIARIES:
                return [person]
            if (
                between[:1] == ["'s"]
                and len(between) <= 3
                and not _STOPS.intersection(between)
                and not set(between[1:]) & (grammar.AUXILIARIES | grammar.ADVERBS)
            ):
                return [person] if self._tokens.glued[person.end - 1] and self._noun_like(match) else []
            return []
        return []

    def _noun_like(self, match: Match) -> bool:
        """Whether "'s" in front can be a genitive: "Dad's drinking" is one, "he's drinking" is none (pronouns never
        own)."""
        first = self._tokens.norms[match.start]
        return first not in grammar.AUXILIARIES | grammar.ADVERBS | grammar.DETERMINERS | grammar.PREPOSITIONS

    def _behind(self, match: Match, words: frozenset[str]) -> list[PersonMention]:
        """The person behind a preposition that follows the match within a few words: "by his father", "towards Mum"."""
        _, high = self._tokens.bounds(self._tokens.sentence_of(match.start))
        for person in self._people:
            if match.end < person.start < high and person.start - match.end <= 4 and person.kind != "possessive":
                gap = self._tokens.norms[match.end : person.start]
                return (
                    [person]
                    if gap[-1] in words and not set(gap) & grammar.OPENING_PUNCTUATION and person.family
                    else []
                )
        return []

    def _led_by(self, match: Match, people: Sequence[PersonMention]) -> list[PersonMention]:
        """People inside the words behind "by": "assaulted by partner"."""
        return [
            p
            for p in people
            if p.start > match.start and p.kind != "possessive" and self._tokens.norms[p.start - 1] in _AGENT
        ]

    def _owner_of(self, match: Match, pronoun: PersonMention) -> list[PersonMention]:
        """In "Isla now scratching her legs" she is Isla: the subject right before is whom the pronoun takes up."""
        before = [p for p in self._subjects_before(match)[:1] if p.kind == "name" and p.number == "one"]
        return [p for p in before if p.gender in {pronoun.gender, "any"}]

    def _of_nobody(self, match: Match, people: Sequence[PersonMention]) -> bool:
        """ "Nobody here drinks" and "no drink or drugs for either parent" are about nobody in particular."""
        _, high = self._tokens.bounds(self._tokens.sentence_of(match.start))
        for person in self._people:
            if person.reference != "unknown" or person.number != "many" or person.start >= high:
                continue
            if person.start == match.start and self._tokens.norms[person.start] in _NOBODY:
                return True
            behind = person.start > match.end and self._tokens.norms[person.start - 1] in _SHARED
            if behind and not people and person.start - match.end <= _SHARED_WITHIN:
                return True
        return False

    def _beside(self, match: Match) -> list[PersonMention]:
        """Who stands right before the words without a verb: "own mum an alcoholic", "Huw worse for wear"."""
        at = match.start
        while at > 0 and self._tokens.norms[at - 1] in grammar.ADVERBS | _ARTICLES:
            at -= 1
        beside = [p for p in self._people if p.end == at and p.kind in {"noun", "name"} and p.number == "one"]
        if not beside or not beside[0].family:
            return []
        led = set(self._tokens.norms[max(0, beside[0].start - 1) : beside[0].start])
        return [] if led & (grammar.PREPOSITIONS - grammar.CONJUNCTIONS) else beside

    def _near_after(self, match: Match) -> list[PersonMention]:
        """ "Cannabis use by father", "drinking (Dad)", "alcohol - mother"."""
        _, high = self._tokens.bounds(self._tokens.sentence_of(match.start))
        inside = self._tokens.norms[match.end - 1] == "for" and not self._subjects_before(match)  # "no MH for"
        at = match.end if inside else match.end + 1
        for person in self._people:
            if person.start == at and person.start < high and person.kind in {"noun", "name"}:
                link = self._tokens.norms[at - 1]
                closes = person.end >= high or not self._tokens.norms[person.end][:1].isalpha()
                return (
                    [person]
                    if (
                        link in {"by", "in"}
                        or (link in _ABOUT and link != "with" and closes)
                        or (link in {"(", "-", ":", "–"} and closes)
                    )
                    else []
                )
        return []

    def _passive(self, match: Match, *, has_object: bool) -> bool:
        """ "was punched", "been hit by", "gets slapped", also inside the words."""
        if has_object:
            return False
        low, _ = self._tokens.bounds(self._tokens.sentence_of(match.start))
        before = self._tokens.norms[max(low, match.start - 3) : match.start]
        inside = self._tokens.norms[match.start : match.end]
        verb = next((w for w in inside if w not in grammar.BE_FORMS | grammar.ADVERBS), "")
        lead = [*before, *(inside[: inside.index(verb)] if verb else ())]
        while lead and lead[-1] in grammar.ADVERBS:
            lead = lead[:-1]
        return bool(lead) and lead[-1] in grammar.BE_FORMS - {"'s", "am"} and verb.endswith(_PARTICIPLE_ENDS)

    def _topic(self, match: Match) -> list[str]:
        """Who the sentences before are about, nearest first; headings such as "Mother:" rule their line."""
        sentence = self._tokens.sentence_of(match.start)
        low = self._tokens.sentences[sentence]
        found: list[str] = []
        for person in reversed(self._people):
            if person.end <= low and person.subject and person.family and not self._voices.quoted(person.start):
                if self._tokens.sentence_of(person.start) < sentence - 3:
                    break
                found.extend(self._refs([person]))
                if len(found) >= 2:
                    break
        return found


def _some(person: PersonMention | None) -> list[PersonMention]:
    return [person] if person is not None else []


def _join(references: Sequence[str]) -> str:
    return "|".join(dict.fromkeys(references)) or "unknown"
