"""The people whom a note speaks of: nouns, pronouns, names, and who is introduced as whom.

Relations among them are told by ``kin.py``. A *reference* is how a note calls a person: a role (``mother``),
``name:sam``, ``she``, ``he``, ``they``, or ``word:victim``, ``word:accused``, ``word:patient``, ``word:caller``,
``word:professional``, ``word:writer`` (who writes, or speaks in a quotation). What a reference stands for is decided in
the case (``casework/people.py``); several of them joined by ``|`` are tried in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from caseflags.detect import grammar
from caseflags.detect.growing import Hit
from caseflags.detect.tokens import Tokens
from caseflags.rulebook import PersonWord

_LONGEST_INITIALS = 2
_SHORTEST_NAME = 3
_FINITE = frozenset(
    "is was has had does did says said states stated denies denied reports reported admits admitted told".split()
)
_ANSWERS = frozenset({"Y", "N"})
_NEVER_OWNED = (
    grammar.PREPOSITIONS
    | grammar.CONJUNCTIONS
    | grammar.AUXILIARIES
    | grammar.ADVERBS
    | grammar.DETERMINERS
    | grammar.SPEECH
    | frozenset("she he they i we it down up out away back hard there here too feel go do cry leave".split())
)
_BEFORE_SUBJECTS = (
    grammar.CONJUNCTIONS | grammar.OPENING_PUNCTUATION | grammar.ADVERBS | grammar.SPEECH | grammar.QUOTES
)


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person at tokens ``start`` to ``end``. ``kind`` is noun, pronoun, possessive or name; ``subject`` says that the
    grammar lets it be the subject of its clause."""

    start: int
    end: int
    reference: str
    gender: str
    kind: str
    number: str
    subject: bool

    @property
    def family(self) -> bool:
        """Not a professional, and not the writer."""
        return self.reference not in {"word:professional", "word:writer"}


def find_people(
    tokens: Tokens, hits: Iterable[Hit], words: Sequence[PersonWord], not_names: frozenset[str] = frozenset()
) -> list[PersonMention]:
    """The person mentions of a note in order; overlapping ones are settled in favour of the longer.

    ``not_names`` are words that no capital turns into a name.
    """
    spans = _longest([(hit.start, hit.end, words[hit.owner[1]]) for hit in hits], tokens)
    found: list[PersonMention] = []
    taken: set[int] = set()
    for start, end, word in spans:
        mention = _mention(tokens, start, end, word)
        found.append(mention)
        taken.update(range(mention.start, mention.end))
    found.extend(_again(tokens, found, taken))
    found.extend(_bare_names(tokens, taken, not_names))
    found.sort(key=lambda person: person.start)
    return _with_surnames(tokens, found)


def _again(tokens: Tokens, found: Sequence[PersonMention], taken: set[int]) -> list[PersonMention]:
    """Names such as "Dawn" at the start of a sentence, where they may be any word, in a note that has them as names."""
    known = {tokens.norms[person.start]: person for person in found if person.kind == "name"}
    again = [
        replace(known[tokens.norms[index]], start=index, end=index + 1, subject=True)
        for index in tokens.sentences
        if index not in taken and tokens.norms[index] in known and tokens.words[index][:1].isupper()
    ]
    taken.update(person.start for person in again)
    return again


def _longest(spans: list[tuple[int, int, PersonWord]], tokens: Tokens) -> list[tuple[int, int, PersonWord]]:
    kept: list[tuple[int, int, PersonWord]] = []
    taken: set[int] = set()
    for start, end, word in sorted(spans, key=lambda s: (s[0] - s[1], s[0], s[2].kind == "name", s[2].id)):
        if taken.isdisjoint(range(start, end)) and _plausible(tokens, start, end, word):
            kept.append((start, end, word))
            taken.update(range(start, end))
    return kept


def _plausible(tokens: Tokens, start: int, end: int, word: PersonWord) -> bool:
    """A name is capitalised; a title stands in front of a name; "the" and the like make no person of "parent's"."""
    first = tokens.words[start]
    if word.kind == "name":
        return first[:1].isupper() and not (word.id.endswith("ambiguous") and _starts_sentence(tokens, start))
    if word.kind == "title":
        acronym = first.isupper() and len(first) > 1 and end < len(tokens) and not tokens.words[end].isupper()
        return end < len(tokens) and tokens.words[end][:1].isupper() and not acronym
    if len(first) <= 2 and word.kind == "noun" and end - start == 1:
        return first[:1].isupper() or tokens.norms[start] not in {
            "fa",
            "mo",
            "bf",
            "bd",
            "bm",
            "su",
            "ip",
            "ap",
            "vp",
            "cl",
            "ta",
            "om",
            "po",
            "tm",
        }
    return True


def _starts_sentence(tokens: Tokens, index: int) -> bool:
    return index == tokens.sentences[tokens.sentence_of(index)]


def _mention(tokens: Tokens, start: int, end: int, word: PersonWord) -> PersonMention:
    reference, kind = word.role, word.kind
    if kind == "name":
        reference = f"name:{tokens.norms[start]}"
    elif kind == "title":
        reference, kind, end = f"name:{tokens.norms[start]} {tokens.norms[end]}", "name", end + 1
        if _surname_follows(tokens, end):
            reference, end = f"name:{tokens.norms[end - 1]}", end + 1
    elif word.id == "her":
        kind = "possessive" if _is_possessive(tokens, end) else "object"
    elif kind == "pronoun" and tokens.norms[start] in {
        "him",
        "them",
        "me",
        "us",
        "himself",
        "herself",
        "themselves",
        "myself",
    }:
        kind = "object"
    first = _with_determiner(tokens, start) if kind == "noun" else start
    return PersonMention(
        first, end, reference, word.gender, kind, word.number, _may_be_subject(tokens, first, end, kind)
    )


def _surname_follows(tokens: Tokens, at: int) -> bool:
    """Whether "Mr Fraser" goes on with a surname: "Mr Fraser K", "Ms Ann Lowe"."""
    if at >= len(tokens) or tokens.sentence_of(at) != tokens.sentence_of(at - 1) or len(tokens.words[at - 1]) < 2:
        return False
    word = tokens.words[at]
    return word.isalpha() and word[0].isupper() and (len(word) == 1 or word[1:].islower()) and word != "I"


def _is_possessive(tokens: Tokens, index: int) -> bool:
    """Whether "her" owns what follows ("her bag") and is not an object itself ("hit her and left")."""
    if index >= len(tokens) or tokens.sentence_of(index) != tokens.sentence_of(index - 1):
        return False
    following = tokens.norms[index]
    return following[:1].isalpha() and following not in _NEVER_OWNED


def _with_determiner(tokens: Tokens, start: int) -> int:
    """Where "his pregnant girlfriend" starts."""
    low = tokens.sentences[tokens.sentence_of(start)]
    at = start
    while at > low and start - at < 3 and tokens.norms[at - 1] in grammar.ADJECTIVES:
        at -= 1
    if at > low and tokens.norms[at - 1] in grammar.DETERMINERS:
        return at - 1
    return start


def _may_be_subject(tokens: Tokens, start: int, end: int, kind: str) -> bool:
    if kind in {"object", "possessive"}:
        return False
    if kind == "pronoun":
        return True
    if start == tokens.sentences[tokens.sentence_of(start)]:
        return True
    previous = tokens.norms[start - 1]
    if previous in grammar.PREPOSITIONS:
        return previous in grammar.CONJUNCTIONS and _verb_follows(tokens, start)
    return previous in _BEFORE_SUBJECTS or _says_next(tokens, start, end)


def _says_next(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a finite verb right behind makes a subject of a person behind a noun: "In interview suspect denied"."""
    before = tokens.norms[start - 1]
    if (
        before in {"neither", "either"}
        or before.endswith(("ed", "ing", "en"))
        or before in grammar.PAST_VERBS | grammar.AUXILIARIES
        or end >= len(tokens)
    ):
        return False
    return tokens.norms[end] in _FINITE


def _verb_follows(tokens: Tokens, start: int) -> bool:
    """Whether "after Mum left" goes on like a clause; "after Freya" does not."""
    return any(
        norm in grammar.AUXILIARIES | grammar.SPEECH | grammar.PAST_VERBS or (norm.endswith("ed") and len(norm) > 3)
        for norm in tokens.norms[start + 1 : start + 4]
    )


def _bare_names(tokens: Tokens, taken: set[int], not_names: frozenset[str]) -> list[PersonMention]:
    """Initials ("JT", "K") and capitalised words that are followed like a name; only the case knows whether they are
    one. A word that opens a sentence has its capital anyway: it is one if the note has it elsewhere."""
    found = [index for index in tokens.capitals if index not in taken and _looks_like_name(tokens, index, not_names)]
    known = {tokens.norms[index] for index in found}
    found += [
        index
        for index in tokens.sentences
        if index not in taken
        and tokens.words[index][1:].islower()
        and (tokens.norms[index] in known or _introduced(tokens, index, not_names))
    ]
    return [
        PersonMention(
            i, i + 1, f"name:{tokens.norms[i]}", "any", "name", "one", _may_be_subject(tokens, i, i + 1, "name")
        )
        for i in sorted(set(found))
    ]


def _introduced(tokens: Tokens, index: int, not_names: frozenset[str]) -> bool:
    """Whether an age or a verb of saying behind a sentence's first word makes it a name: "Zaylee (29)", "Huw said"."""
    word, behind = tokens.norms[index], tokens.norms[index + 1 : index + 3]
    if len(word) < _SHORTEST_NAME or not word.isalpha() or word in not_names or word in grammar.CLOSED_CLASS:
        return False
    return (len(behind) > 1 and behind[0] == "(" and behind[1].isdigit()) or behind[:1] in (
        ["said"],
        ["says"],
        ["told"],
    )


def _with_surnames(tokens: Tokens, people: Sequence[PersonMention]) -> list[PersonMention]:
    """ "Pearl W" and "Steve Hall" are one person each, called by the first name."""
    joined: list[PersonMention] = []
    for person in people:
        last = joined[-1] if joined else None
        surname = person.kind == "name" and person.gender == "any" and person.end - person.start == 1
        beside = last is not None and last.kind == "name" and last.end == person.start
        if last is not None and surname and beside and (last.gender != "any" or len(tokens.words[person.start]) == 1):
            joined[-1] = replace(last, end=person.end)
        else:
            joined.append(person)
    return joined


def _shouted(tokens: Tokens, index: int) -> bool:
    """Whether the sentence of a token is all in capitals, where capitals tell nothing."""
    low, high = tokens.bounds(tokens.sentence_of(index))
    words = [word for word in tokens.words[low:high] if word.isalpha()]
    return len(words) > 3 and all(word.isupper() for word in words)


def _looks_like_name(tokens: Tokens, index: int, not_names: frozenset[str]) -> bool:
    word = tokens.words[index]
    if not word.isalpha() or word.lower() in not_names or word.lower() in grammar.CLOSED_CLASS:
        return False
    previous = tokens.norms[index - 1] if index else "."
    following = tokens.norms[index + 1] if index + 1 < len(tokens) else "."
    if word in _ANSWERS and previous in {":", "-", "?"} and not following[:1].isalpha():
        return False
    if previous in grammar.QUOTES | {"["} and following[:1].isalpha() and not word.isupper():
        return False
    if word.isupper() and len(word) <= _LONGEST_INITIALS:
        if len(word) > 1 and _shouted(tokens, index):
            return False
        return word != "I" and "/" not in tokens.norms[max(0, index - 1) : index + 2]
    return word[1:].islower() and not _starts_sentence(tokens, index) and len(word) > 2
