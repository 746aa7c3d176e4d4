"""What the notes of a case tell of each name: who introduces it as whom, how often it stands, which names are one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from caseflags.model import Assertion, Reading, Role

ROLES = {role.value: role for role in Role}
_DOMESTIC_ABUSE = "domestic_abuse"
_SHORTEST_NICKNAME = 3
_OFTEN_INITIAL = 3
_MALE_TITLES = frozenset({"mr", "mister"})
_PROFESSIONAL_SHARE = 2
_PARENTS = frozenset({Role.MOTHER, Role.FATHER, Role.PARTNER})

_NO_VOTES: Counter[str] = Counter()

Votes = Mapping[str, Counter[str]]


class Names:
    """The names of a case: ``counts`` of every reference, ``votes`` by name, ``involved`` by name in clear abuse."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self.counts = _counts(readings)
        self.votes = _votes(readings)
        self.does, self.suffers = _sides(readings)
        self.involved = self.does + self.suffers
        self._settle_relations()
        self.short = self._nicknames()

    def gender(self, name: str) -> str:
        """``she``, ``he`` or nothing, as the notes take the name up."""
        votes = self.votes.get(name, _NO_VOTES)
        return "" if votes["she"] == votes["he"] else "she" if votes["she"] > votes["he"] else "he"

    def professional(self, name: str) -> bool:
        """Whether a name is rather a worker's."""
        votes = self.votes.get(name, _NO_VOTES)
        kin = sum(votes[role] for role in ROLES) + votes["adult"] + votes["child"]
        return votes["word:professional"] * _PROFESSIONAL_SHARE > self.counts[name] and not kin

    def grown(self, name: str) -> bool:
        """Whether anything says that the name is an adult's."""
        votes = self.votes.get(name, _NO_VOTES)
        partner = votes["partner"] > votes["child"]
        return bool(votes["adult"] or votes["word:victim"] or votes["word:accused"] or partner)

    def weight(self, name: str) -> int:
        """How much a case speaks of a name; who takes part in the abuse counts more."""
        votes = self.votes.get(name, _NO_VOTES)
        return self.counts[name] + 2 * self.involved[name] + 3 * self.grown(name) - 2 * votes["of:parent"]

    def _settle_relations(self) -> None:
        """A grown man's mother is somebody else's grandmother; his partner with a man's name is no mother."""
        for name, votes in list(self.votes.items()):
            for vote in [v for v in votes if v.startswith("of:name:")]:
                owner, _, kin = vote.removeprefix("of:").rpartition(":")
                votes["other" if self.grown(owner) or elect(self.votes[owner]) in _PARENTS else kin] += votes.pop(vote)
            if votes["his"]:
                votes["partner" if self.gender(name) == "he" else "mother"] += votes["his"]

    def _nicknames(self) -> dict[str, str]:
        """ "Stef" is Stefan, and "S" the one name with S: a name that begins one other name and says nothing else of
        itself is merged with it."""
        short = {}
        for name in sorted(self.votes.keys() | {n for n in self.counts if n.startswith("name:")}):
            longer = [m for m in self._candidates(name) if m != name and " " not in m]
            own = self.votes.get(name, _NO_VOTES)
            called = any(vote.startswith("name:") for vote in own) or len(name) == len("name:ab")
            if len(longer) != 1 or (not called and any(own[role] for role in ROLES)) or own["child"]:
                continue
            if called and (self.counts[name], name) > (self.counts[longer[0]], longer[0]):
                continue
            short[name] = longer[0]
            self.votes[longer[0]].update(own)
            if called:
                own.clear()
            self.counts[longer[0]] += self.counts[name]
            self.does[longer[0]] += self.does[name]
            self.suffers[longer[0]] += self.suffers[name]
        self.involved = self.does + self.suffers
        return short

    def _candidates(self, name: str) -> list[str]:
        """The names for which a name may be short. A single letter is the one name that begins with it."""
        first = name.removeprefix("name:")
        if " " in first:
            title, _, surname = first.partition(" ")
            gender = "he" if title in _MALE_TITLES else "she"
            return [m for m in self.votes if _bears(self.votes[m], surname) and self.gender(m) in {gender, ""}]
        called = [vote for vote in self.votes.get(name, _NO_VOTES) if vote.startswith("name:")]
        if called:
            return called
        if len(first) == len("ab"):
            return [m for m in self.votes if m[len("name:")] == first[0] and _bears(self.votes[m], first[1])]
        if len(first) >= _SHORTEST_NICKNAME:
            return [m for m in self.votes if m.startswith(name)]
        if self.counts[name] < _OFTEN_INITIAL:
            return []
        known = {m for m in self.counts if m in self.votes or self.counts[m] > 1}
        return [m for m in known if m.startswith(name) and len(m) > len(name) + 1]


def _bears(votes: Counter[str], surname: str) -> bool:
    """Whether somebody bears a surname, or its first letter."""
    known = [vote.removeprefix("surname:") for vote, number in votes.items() if number and vote.startswith("surname:")]
    return any(each == surname or each[:1] == surname or each == surname[:1] for each in known)


def elect(votes: Counter[str]) -> Role | None:
    """The role with the most votes; a father beats the partner that he also is, a brother of school age is a child,
    and a child of age is somebody else."""
    counted = Counter({ROLES[vote]: number for vote, number in votes.items() if vote in ROLES})
    if counted[Role.FATHER] and counted[Role.FATHER] * 3 >= counted[Role.PARTNER]:
        counted[Role.FATHER] += counted[Role.PARTNER]
        counted[Role.PARTNER] = 0
    counted.pop(Role.UNKNOWN, None)
    if not counted or not max(counted.values()):
        return None
    best = max(counted, key=lambda role: (counted[role], role is Role.OTHER, -list(Role).index(role)))
    if best in {Role.OTHER, Role.CHILD}:
        if votes["child"] and votes["adult"]:
            return Role.OTHER
        return Role.CHILD if votes["child"] else best
    return best


def _counts(readings: Sequence[Reading]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for reading in readings:
        counts.update(numbers(reading))
    return counts


def numbers(reading: Reading) -> dict[str, int]:
    """How often a note uses each reference."""
    return {reference: int(count) for reference, count in reading.facts if not reference.startswith("note/")}


def _votes(readings: Sequence[Reading]) -> dict[str, Counter[str]]:
    """For each name, who the notes say that it is, weighted by how surely they say so."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for reading in readings:
        for introduction in reading.introductions:
            for name, other in ((introduction.left, introduction.right), (introduction.right, introduction.left)):
                if name.startswith("name:"):
                    vague = other.startswith(("of:he:", "of:she:")) and not other.endswith("partner")
                    votes[name][_kin(other)] += 1 if vague else introduction.weight
                    votes[name]["vague"] += vague
    return votes


def _sides(readings: Sequence[Reading]) -> tuple[Counter[str], Counter[str]]:
    """How often a name stands first for who abuses, and for who is abused, in affirmed abuse."""
    does: Counter[str] = Counter()
    suffers: Counter[str] = Counter()
    for reading in readings:
        for mention in reading.mentions:
            if mention.category == _DOMESTIC_ABUSE and mention.assertion is Assertion.AFFIRMED:
                does.update(_first_names((mention.subject,)))
                suffers.update(_first_names((mention.victim or "",)))
    return does, suffers


def _first_names(references: Iterable[str]) -> list[str]:
    sure = [[r for r in reference.split("|") if "/name:" not in r] for reference in references]
    first = [named[0].lstrip("~") for named in sure if named]
    return [reference for reference in first if reference.startswith("name:")]


def _kin(reference: str) -> str:
    """What a relation says of a name: "Kai's dad" makes a father, "his partner" the mother, "her partner" a partner."""
    if not reference.startswith("of:") or reference == "of:parent":
        return reference
    owner, _, kin = reference.removeprefix("of:").rpartition(":")
    if kin == "partner":
        return "his" if owner in {"he", "father"} else "partner"
    if owner.startswith("name:"):
        return reference
    return "other" if owner in {"adult", "patient", "record", "mother", "father", "partner"} else kin
