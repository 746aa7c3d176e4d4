"""The household of a case: which names are whose, and whom "she" and "he" mean.

Introductions are votes ("Sam (Dad)", "her partner JT"); the most votes win. What nobody says outright follows from how
often a case speaks of a name, and from the gender that its notes give it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from caseflags.casework.names import Names, elect
from caseflags.model import Reading, Role

_OFTEN = 3
_VERY_OFTEN = 5
_STEP_OFTEN = 2
_FEW = 2
_CLEARLY = 2
_INITIALS = 2


class Household:
    """The people of a case by name. ``woman`` and ``man`` are whom "she" and "he" mean where nothing else is said;
    ``two_women`` and ``two_men`` say that the partner is of the same sex; ``teens`` that a child is ten or older;
    ``childless`` that there is none: then mother and father are somebody else's."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._known = Names(readings)
        self._counts, self._votes = self._known.counts, self._known.votes
        self._patients = {dict(reading.facts).get("note/name", "") for reading in readings}
        self.names = {name: role for name, votes in self._votes.items() if (role := self._elect(name, votes))}
        self.teens = any(role is Role.CHILD and self._votes[n]["teen"] for n, role in self.names.items())
        self.woman = Role.MOTHER
        self.childless = False
        self._name_the_mother()
        self.two_women = self._has_female_partner()
        self.two_men = not self.two_women and self._has_male_couple(readings)
        self.man = self._main_man()
        self._name_the_mother_left()
        self._take_others_first()
        self._take_grandmother()
        self.childless = self._is_childless(len(readings))
        if self.childless:
            self._without_children()
        self._name_the_rest()

    @property
    def partner(self) -> Role:
        """Who is meant by "partner" and, before anything else is known, by "the suspect"."""
        return Role.PARTNER if self.two_women or self.two_men or self.childless else self.man

    def spoken_of(self, facts: Mapping[str, int] | Mapping[str, str], role: Role) -> int:
        """How often a note (or a case) speaks of a role, by its word or by name."""
        named = (int(facts.get(name, 0)) for name, known in self.names.items() if known is role)
        return int(facts.get(role.value, 0)) + sum(named)

    def gender(self, name: str) -> str:
        """``she``, ``he`` or nothing."""
        return self._known.gender(name)

    def teen(self, name: str) -> bool:
        """Whether a name is that of a child of ten or more."""
        return self.names.get(name) is Role.CHILD and bool(self._votes[name]["teen"])

    def _elect(self, name: str, votes: Counter[str]) -> Role | None:
        if self._known.professional(name):
            return None
        return elect(votes)

    def _name_the_mother(self) -> None:
        """The most spoken-of woman whom nobody introduced is the mother, unless she has a name already."""
        mothers = [name for name, role in self.names.items() if role is Role.MOTHER]
        self._tell_two_mothers(mothers)
        unknown = self._unknown_adult("she")
        weight = self._known.weight
        if mothers:
            vague = [name for name in mothers if self._votes[name]["mother"] <= 1]
            if not unknown or len(vague) < len(mothers) or weight(unknown) <= max(map(weight, vague)):
                return
            self.names.update(dict.fromkeys(vague, Role.OTHER))
        partners = [n for n, role in self.names.items() if role is Role.PARTNER and self.gender(n) == "she"]
        if unknown and weight(unknown) > max(map(weight, partners), default=0):
            partners = []
        for name in partners or [unknown]:
            if name:
                self.names[name] = Role.MOTHER

    def _tell_two_mothers(self, mothers: Sequence[str]) -> None:
        """Of two names of mothers the one less spoken of is her partner, unless she is somebody's grandmother."""
        weight = self._known.weight
        both = sorted((n for n in mothers if self._votes[n]["mother"] > 1), key=lambda n: (-weight(n), n))
        for name in both[1:]:
            if self._counts[name] >= _OFTEN and not self._votes[name]["other"]:
                self.names[name] = Role.PARTNER
                self._votes[name]["she"] += 1

    def _unknown_adult(self, pronoun: str) -> str:
        """The name of an adult of that pronoun of whom the case speaks most and whom nobody has introduced."""
        names = [
            name
            for name, votes in self._votes.items()
            if (self.gender(name) == pronoun or (not self.gender(name) and self._fits(name, pronoun)))
            and name not in self.names
            and not votes["child"]
            and not self._known.professional(name)
            and self._counts[name] >= _OFTEN
        ]
        told = [name for name in names if self.gender(name)]
        grown = [name for name in told or names if self._known.grown(name)]
        return max(grown or told or names, key=lambda name: (self._known.weight(name), name), default="")

    def _fits(self, name: str, pronoun: str) -> bool:
        """Whether a name that no pronoun takes up can be the woman's (the victim's) or the man's (any adult's)."""
        votes = self._votes[name]
        balance = self._known.suffers[name] - self._known.does[name]
        if pronoun == "she":
            return bool(votes["word:victim"]) or balance > 0
        return bool(votes["word:accused"]) or balance < 0 or (bool(votes["adult"]) and not balance)

    def _name_the_mother_left(self) -> None:
        """Where the man has a name and the mother has none, she is the adult of whom the case speaks most beside him,
        if it speaks of a woman at all."""
        known = set(self.names.values())
        if self.two_men or Role.MOTHER in known or known.isdisjoint({Role.FATHER, Role.PARTNER}):
            return
        left = [
            name
            for name, count in self._counts.items()
            if name.startswith("name:")
            and name not in self.names
            and count >= (_FEW if self._known.grown(name) else _VERY_OFTEN)
            and self._can_be_a_mother(name)
        ]
        if left and self._counts["she"] >= self._counts["he"]:
            self.names[max(left, key=lambda name: (self._known.weight(name), name))] = Role.MOTHER

    def _can_be_a_mother(self, name: str) -> bool:
        return self.gender(name) != "he" and not self._votes[name]["child"] and not self._known.professional(name)

    def _is_patient(self, name: str) -> bool:
        """Whether some note opens with the name: a record of one's own."""
        return name in self._patients and len(name) > len("name:") + _INITIALS

    def _take_others_first(self) -> None:
        """Some cases are about others than parents: a grandmother and her son. Then "she" and "he" mean them."""
        for pronoun, own in (("she", self.woman), ("he", self.man)):
            others = [n for n, role in self.names.items() if role is Role.OTHER and self.gender(n) in {pronoun, ""}]
            name = max(others, key=lambda n: (self._known.weight(n), n), default="")
            if not name:
                continue
            votes, said = self._votes[name], self.spoken_of(self._counts, own)
            party = votes["word:accused"] or votes["word:victim"] or votes["word:patient"] or votes["child"]
            if self._known.weight(name) > said if party else not said:
                if pronoun == "she":
                    self.woman = Role.OTHER
                else:
                    self.man = Role.OTHER

    def _take_grandmother(self) -> None:
        """Where a grown son is at the centre and the mother of the children is named beside another woman, that
        woman is his mother."""
        unknown = self._unknown_adult("she")
        mothers = [name for name, role in self.names.items() if role is Role.MOTHER]
        elders = self._counts["other/female"] > self._counts["mother"]
        if self.man is Role.OTHER and unknown and mothers and elders:
            self.names[unknown] = Role.OTHER
            if self._known.weight(unknown) * _CLEARLY > max(map(self._known.weight, mothers)):
                self.woman = Role.OTHER

    def _has_female_partner(self) -> bool:
        partners = [name for name, role in self.names.items() if role is Role.PARTNER]
        she = self._counts["partner/female"] + sum(self._votes[name]["she"] for name in partners)
        he = self._counts["partner/male"] + sum(self._votes[name]["he"] for name in partners)
        return she > he

    def _has_male_couple(self, readings: Sequence[Reading]) -> bool:
        """Whether a man has a partner with a man's name: "his partner Stefan", or a partner in the record of a man."""
        for reading in readings:
            about = dict(reading.facts)
            who = about.get("note/name", "")
            his = about.get("note/gender") == "male" or self.gender(who) == "he"
            his = his and self.names.get(who) is not Role.CHILD
            for intro in reading.introductions:
                for name, other in ((intro.left, intro.right), (intro.right, intro.left)):
                    own = other == "of:he:partner" or (his and other == "partner" and name != who)
                    if own and name.startswith("name:") and self.gender(name) == "he":
                        return True
        return self._counts["his/partner"] >= _OFTEN - 1

    def _is_childless(self, notes: int) -> bool:
        """Whether the case says that there are no children, or never speaks of any over many notes."""
        if Role.CHILD in self.names.values():
            return False
        children = self._counts["child/any"] - self._counts["none/child"]
        if self._counts["none/child"]:
            return children <= _FEW
        introduced = any(votes["mother"] + votes["father"] > votes["vague"] for votes in self._votes.values())
        parents = self._counts["mother"] + self._counts["father"] + (_FEW if introduced else 0)
        return notes > _FEW and children <= _FEW and parents <= 1

    def _without_children(self) -> None:
        """The people of a record without children: whose record it is is somebody else, their partner the partner."""
        for name, role in self.names.items():
            if role in {Role.MOTHER, Role.FATHER}:
                partner = self._votes[name]["partner"] or self._votes[name]["his"]
                self.names[name] = Role.PARTNER if partner else Role.OTHER
        partners = {self.gender(name) for name, role in self.names.items() if role is Role.PARTNER}
        self.woman = Role.PARTNER if "she" in partners and not self.two_women else Role.OTHER
        self.man = Role.PARTNER if "he" in partners and not self.two_men else Role.OTHER

    def _main_man(self) -> Role:
        """The man of whom the case speaks: a partner is taken for the father unless the father is somebody else."""
        if self.two_women:
            return Role.FATHER
        fathers = [name for name, role in self.names.items() if role is Role.FATHER]
        partners = [name for name, role in self.names.items() if role is Role.PARTNER]
        unknown = self._unknown_adult("he")
        if self.two_men:
            if not fathers and unknown:
                self.names[unknown] = Role.FATHER
            return Role.FATHER
        if fathers and not partners and unknown and self._counts[unknown] > sum(self._counts[name] for name in fathers):
            partners = [unknown]
        if not fathers and partners and unknown and self._is_patient(unknown):
            fathers = [unknown]
            self.names[unknown] = Role.FATHER
        if not fathers:
            names = partners or ([unknown] if unknown else [])
            step = self._counts["step"] >= max(_STEP_OFTEN, self._counts["father"])
            role = Role.PARTNER if step else Role.FATHER
            self.names.update(dict.fromkeys(names, role))
            return role
        self.names.update(dict.fromkeys(partners, Role.PARTNER))
        if not partners:
            return Role.FATHER
        said_father = self._counts["father"] + sum(self._counts[name] for name in fathers)
        said_partner = self._counts["partner"] + sum(self._counts[name] for name in partners)
        return Role.PARTNER if said_partner > said_father else Role.FATHER

    def _name_the_rest(self) -> None:
        """Short forms are who the long name is; initials are whose name begins with them."""
        for short, name in self._known.short.items():
            if short not in self.names and name in self.names:
                self.names[short] = self.names[name]
        for initial in sorted(n for n in self._counts if n.startswith("name:") and n not in self.names):
            letters = initial.removeprefix("name:")
            if len(letters) > _INITIALS or self._known.professional(initial):
                continue
            whose = [
                n for n in self.names if n.removeprefix("name:")[0] == letters[0] and len(n) > len("name:") + _INITIALS
            ]
            roles = {self.names[n] for n in whose}
            if len(roles) == 1:
                self.names[initial] = roles.pop()
