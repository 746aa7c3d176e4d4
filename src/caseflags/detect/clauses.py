"""Where the reach of a cue ends: clause borders, brackets, lists that go on and lists that do not."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from caseflags.detect import grammar
from caseflags.detect.people import PersonMention
from caseflags.detect.tokens import Tokens

_GOVERNING = frozenset("denies denied denying deny for".split())
_LONG_ITEM = 3
_HARD_STOPS = frozenset({";", "(", ")", "[", "]", ":", "|", "•", "but", "however", "although", "though", "whereas"})
_ENDS_OF_TIMES = _HARD_STOPS | {"now", "currently", "presently", "nowadays"}
_REASONS = frozenset("for given owing due because".split())
_TARGETS = frozenset("in for to on at from upon given owing due because".split())
_OF_CHANGE = frozenset(
    "increase increases decrease change changes worsening improvement progression response relief cause source hope "
    "benefit reduction growth effect indication need treatment medication role reason explanation deterioration "
    "enlargement extension".split()
)
_TO_VERB = frozenset({"be", "have"})
_BRACKETS = frozenset({"(", ")", "[", "]", '"', ":"})
_JOINERS = frozenset({"or", "nor", "and", "/", "&"})


@dataclass(frozen=True, slots=True)
class Borders:
    """Token indices in front of which a clause ends, in order."""

    at: Sequence[int]

    def between(self, left: int, right: int) -> bool:
        """Whether a border lies behind token ``left - 1`` and at or before token ``right``."""
        index = bisect_left(self.at, left)
        return index < len(self.at) and self.at[index] <= right


def find_hard_borders(tokens: Tokens) -> Borders:
    """What ends the reach of a time ("in 2019", "as a child"): brackets, colons, "but", and a word such as "now"."""
    return Borders([i for i, norm in enumerate(tokens.norms) if norm in _ENDS_OF_TIMES])


def negates_another(tokens: Tokens, cue_end: int, start: int, *, verb: bool) -> bool:
    """Whether a "no" negates the noun before a preposition and not what stands behind it: "no change in the swelling",
    "no treatment for depression", "no cause of the fever". A negated ``verb`` only leaves out its reasons."""
    first = cue_end
    for index in range(start - 1, cue_end - 1, -1):
        if tokens.norms[index] == "," or tokens.norms[index] in _JOINERS:
            first = index + 1
            break
    for index in range(first + 1, start):
        norm = tokens.norms[index]
        if verb:
            if norm in _REASONS:
                return True
            continue
        if norm in _TARGETS and not (norm == "to" and tokens.norms[index + 1] in _TO_VERB):
            return True
        if norm in {"of", "with"} and not _OF_CHANGE.isdisjoint(tokens.norms[first:index]):
            return True
    return False


def find_borders(tokens: Tokens, people: Sequence[PersonMention], stops: Iterable[tuple[int, int]]) -> Borders:
    """The clause borders of a note: stop words, brackets, dashes, and "and she ...", ", he ..."."""
    at = {start for start, _ in stops}
    at.update(index for index in tokens.signs if tokens.norms[index] in _BRACKETS)
    for person in people:
        if person.start > 0 and ((person.subject and _opens_clause(tokens, person)) or _owned_subject(tokens, person)):
            at.add(person.start)
    at.update(index for index in tokens.signs if tokens.norms[index] == "?" and _queries(tokens, index))
    return Borders(sorted(at))


def _opens_clause(tokens: Tokens, person: PersonMention) -> bool:
    """A subject behind a comma or a conjunction opens a clause, if a verb can follow it ("and Dad was", not "and
    Dad.")."""
    previous = tokens.norms[person.start - 1]
    if previous not in {",", "and", "or", "-", "so"}:
        return False
    following = tokens.norms[person.end] if person.end < len(tokens) else "."
    return following[:1].isalpha() and following not in grammar.PREPOSITIONS | {"and", "or", "nor"}


def _owned_subject(tokens: Tokens, person: PersonMention) -> bool:
    """ ", and his wages go": what somebody owns opens a clause behind a comma and a conjunction."""
    return person.kind == "possessive" and list(tokens.norms[max(0, person.start - 2) : person.start]) == [",", "and"]


def _queries(tokens: Tokens, index: int) -> bool:
    """Whether a question mark queries the word behind it ("and ?paranoid")."""
    return index > 0 and tokens.glued[index] and not tokens.glued[index - 1] and tokens.words[index + 1][:1].isalnum()


def list_goes_on(tokens: Tokens, cue_end: int, start: int) -> bool:
    """Whether the words from ``cue_end`` to ``start`` and behind are one list ("no drugs, drink or violence").

    A comma ends a list unless "or", "nor" or "and" closes it later in the sentence, before any verb that could start
    something new.
    """
    commas = [i for i in range(cue_end, start) if tokens.norms[i] == ","]
    if not commas:
        return not any(
            tokens.norms[i] == "and" and tokens.norms[i + 1] in grammar.AUXILIARIES for i in range(cue_end, start)
        )
    if any(tokens.norms[i] in grammar.AUXILIARIES or tokens.norms[i].isdigit() for i in range(commas[0], start)):
        return False
    _, limit = tokens.bounds(tokens.sentence_of(start))
    if any(tokens.norms[i] in _JOINERS for i in range(commas[0], min(limit, start + 8))):
        return True
    return _bare_list(tokens, [*commas, start], governed=tokens.norms[cue_end - 1] in _GOVERNING)


def _bare_list(tokens: Tokens, edges: Sequence[int], *, governed: bool) -> bool:
    """Whether short items between commas go on to the end of the sentence without a conjunction ("no nausea, vomiting,
    rigors"); behind "denies" and "negative for" they may be longer."""
    _, limit = tokens.bounds(tokens.sentence_of(edges[-1]))
    last = edges[-1] - edges[-2] - 1
    if last > (_LONG_ITEM if governed else 0):
        return False
    longest = _LONG_ITEM if governed else 1
    behind = tokens.norms[edges[-1] : min(limit, edges[-1] + longest + 1)]
    closed = edges[-1] + longest + 1 >= limit or not {",", ".", ";"}.isdisjoint(behind)
    return closed and all(right - left - 1 <= longest for left, right in pairwise(edges[:-1]))


def whole_list(tokens: Tokens, end: int, cue_start: int) -> bool:
    """Whether what stands behind a list ("drugs, drink and violence: nil") is said of all of it: a comma needs an "and"
    or "or" behind it, or the cue itself."""
    commas = [i for i in range(end, cue_start) if tokens.norms[i] == ","]
    return not commas or commas[-1] == cue_start - 1 or any(n in _JOINERS for n in tokens.norms[commas[0] : cue_start])
