"""The household of a case: which names are whose, and whom "she" and "he" mean.

Introductions are votes ("Sam (Dad)", "her partner JT"); the most votes win. What nobody says outright follows from how
often a case speaks of a name, and from the gender that its notes give it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from caseflags.model import Reading, Role

ROLES = {role.value: role for role in Role}
_OFTEN = 3
_STEP_OFTEN = 2


class Household:
    """The people of a case by name. ``woman`` and ``man`` are whom "she" and "he" mean where nothing else is said;
    ``two_women`` says that the partner is a woman, too."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._counts = _counts(readings)
        self._votes = _votes(readings)
        self.names = {name: role for name, votes in self._votes.items() if (role := _elect(votes)) is not None}
        self.woman = Role.MOTHER
        self._name_the_mother()
        self.two_women = self._has_female_partner()
        self.man = self._main_man()
        self._take_others_first()

    @property
    def partner(self) -> Role:
        """Who is meant by "partner" and, before anything else is known, by "the suspect"."""
        return Role.PARTNER if self.two_women else self.man

    def spoken_of(self, facts: Mapping[str, int], role: Role) -> int:
        """How often a note (or a case) speaks of a role, by its word or by name."""
        return facts.get(role.value, 0) + sum(facts.get(name, 0) for name, known in self.names.items() if known is role)

    def _name_the_mother(self) -> None:
        """The most frequent woman's name that nobody introduced is the mother's, unless she has a name already."""
        if Role.MOTHER in self.names.values():
            return
        partners = [n for n, role in self.names.items() if role is Role.PARTNER and self._votes[n]["she"]]
        for name in partners or [self._unknown_adult("she")]:
            if name:
                self.names[name] = Role.MOTHER

    def _unknown_adult(self, pronoun: str) -> str:
        """The name of an adult of that pronoun of whom the case speaks most and whom nobody has introduced."""
        other = "he" if pronoun == "she" else "she"
        names = [
            name
            for name, votes in self._votes.items()
            if (votes[pronoun] or (pronoun == "he" and votes["adult"] and not votes[other]))
            and name not in self.names
            and not votes["child"]
            and self._counts[name] >= _OFTEN
        ]
        return max(names, key=lambda name: (self._counts[name], name), default="")

    def _take_others_first(self) -> None:
        """Some cases are about others than parents: a grandmother and her son. Then "she" and "he" mean them."""
        for pronoun, own in (("she", self.woman), ("he", self.man)):
            others = [n for n, role in self.names.items() if role is Role.OTHER and self._votes[n][pronoun]]
            most = max((self._counts[name] for name in others), default=0)
            if most > 2 * self.spoken_of(self._counts, own):
                if pronoun == "she":
                    self.woman = Role.OTHER
                else:
                    self.man = Role.OTHER

    def _has_female_partner(self) -> bool:
        partners = [name for name, role in self.names.items() if role is Role.PARTNER]
        she = self._counts["partner/female"] + sum(self._votes[name]["she"] for name in partners)
        he = self._counts["partner/male"] + sum(self._votes[name]["he"] for name in partners)
        return she > he

    def _main_man(self) -> Role:
        """The man of whom the case speaks: a partner is taken for the father unless the father is somebody else."""
        if self.two_women:
            return Role.FATHER
        fathers = [name for name, role in self.names.items() if role is Role.FATHER]
        partners = [name for name, role in self.names.items() if role is Role.PARTNER]
        unknown = self._unknown_adult("he")
        if fathers and not partners and unknown and self._counts[unknown] > sum(self._counts[name] for name in fathers):
            partners = [unknown]
        if not fathers:
            names = partners or ([unknown] if unknown else [])
            step = self._counts["step"] >= _STEP_OFTEN and not self._counts["father"]
            role = Role.PARTNER if step else Role.FATHER
            self.names.update(dict.fromkeys(names, role))
            return role
        self.names.update(dict.fromkeys(partners, Role.PARTNER))
        if not partners:
            return Role.FATHER
        said_father = self._counts["father"] + sum(self._counts[name] for name in fathers)
        said_partner = self._counts["partner"] + sum(self._counts[name] for name in partners)
        return Role.PARTNER if said_partner > said_father else Role.FATHER


def _counts(readings: Sequence[Reading]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for reading in readings:
        counts.update({reference: int(count) for reference, count in reading.facts})
    return counts


def _votes(readings: Sequence[Reading]) -> dict[str, Counter[str]]:
    """For each name, who the notes say that it is, weighted by how surely they say so."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for reading in readings:
        for introduction in reading.introductions:
            for name, other in ((introduction.left, introduction.right), (introduction.right, introduction.left)):
                if name.startswith("name:"):
                    votes[name][_kin(other)] += introduction.weight
    return votes


def _elect(votes: Counter[str]) -> Role | None:
    """The role with the most votes; a father beats the partner that he also is, and a child of age is somebody else."""
    counted = Counter({ROLES[vote]: number for vote, number in votes.items() if vote in ROLES})
    if counted[Role.FATHER] and counted[Role.FATHER] * 3 >= counted[Role.PARTNER]:
        counted[Role.FATHER] += counted[Role.PARTNER]
        counted[Role.PARTNER] = 0
    counted.pop(Role.UNKNOWN, None)
    if not counted or not max(counted.values()):
        return None
    best = max(counted, key=lambda role: (counted[role], -list(Role).index(role)))
    return Role.OTHER if best is Role.CHILD and votes["adult"] else best


def _kin(reference: str) -> str:
    """What a relation says of a name: "Kai's dad" makes a father, "his partner" the mother, "her partner" a partner."""
    if not reference.startswith("of:"):
        return reference
    owner, _, kin = reference.removeprefix("of:").rpartition(":")
    if kin == "partner":
        return "mother" if owner in {"he", "father"} else "partner"
    return "other" if owner in {"adult", "mother", "father", "partner"} else kin
