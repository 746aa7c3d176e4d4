"""Who is who in a case: the references of its notes resolved to roles.

A note speaks of "Sam", "he", "the suspect"; the case knows that Sam was introduced as the father. Introductions are
votes; the most votes win, a father who is also somebody's partner is the father. Where nothing is known, nobody is named:
a person wrongly accused is the worst error of all.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from caseflags.model import Assertion, Introduction, Mention, Person, Reading, Role

_ROLES = {role.value: role for role in Role}
_ADULTS = (Role.MOTHER, Role.FATHER, Role.PARTNER, Role.OTHER)
_PRIOR = 2
_OUTRIGHT = 1
_DOMESTIC_ABUSE = "domestic_abuse"
_RETRACTION = "retraction"
_MATERNITY = (
    "midwi",
    "antenatal",
    "postnatal",
    "perinatal",
    "health visit",
    "maternity",
    "obstetric",
    "newborn",
    "birth visit",
)
_ONE_PERSON = _MATERNITY + (
    "gp", "a&e", "ed ", "hospital", "cmht", "rio", "psych", "drug", "alcohol", "substance", "probation", "custody", "clinic",
    "nurse", "therap", "counsel", "crisis", "ward", "discharge", "consultation", "camhs", "key", "doctor", "pharmac",
)  # fmt: skip
_GOES_ON = re.compile(r"\b(?:further|new|more|since|another|repeat)\b", re.IGNORECASE)
_VICTIM_SPEAKS = frozenset({"retraction", "withdrawal"})
_OFTEN = 3
_STEP_OFTEN = 2


@dataclass(frozen=True, slots=True)
class Couple:
    """Who abuses whom in a case, as far as its notes have established."""

    abuser: Role
    victim: Role


@dataclass(slots=True)
class Sides:
    """Votes for who abuses and who is abused, counted for each side and for pairs."""

    abusers: Counter[Role] = field(default_factory=Counter)
    victims: Counter[Role] = field(default_factory=Counter)
    pairs: Counter[tuple[Role, Role]] = field(default_factory=Counter)
    abuse: bool = False

    def add(self, abuser: Role | None, victim: Role | None, weight: int = 1) -> None:
        """Count one voice for a side or for both; children and strangers take no side."""
        if abuser in _ADULTS and abuser != victim:
            self.abusers[abuser] += weight
        if victim in _ADULTS and abuser != victim:
            self.victims[victim] += weight
        if abuser in _ADULTS and victim in _ADULTS and abuser != victim:
            self.pairs[(abuser, victim)] += weight

    def weight(self, abuser: Role, victim: Role) -> int:
        """How much speaks for a pair: what names both counts double."""
        return 2 * self.pairs[(abuser, victim)] + self.abusers[abuser] + self.victims[victim]


class Cast:
    """The people of one case. ``resolve`` turns a mention's references into roles."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._readings = readings
        self._counts = _counts(readings)
        self._votes = _votes(readings)
        self._names = {name: role for name, votes in self._votes.items() if (role := _elect(votes)) is not None}
        self._woman = Role.MOTHER
        self._name_the_mother()
        self._two_women = self._has_female_partner()
        self._man = self._main_man()
        self._take_others_first()
        self.couple: Couple | None = None
        self.couple = self._establish_couple()

    # --- what a reader asks -----------------------------------------------------------------------------------------

    def resolve(self, mention: Mention, reading: Reading) -> tuple[Role, Role | None]:
        """Subject and victim of a mention as roles."""
        if mention.category == _DOMESTIC_ABUSE:
            return self._pair(mention, reading)
        said = [reference for reference in mention.subject.split("|") if not reference.startswith("word:")]
        role = self._first("|".join(said), reading)
        if role is None and mention.assertion is Assertion.NEGATED and _is_form_answer(mention, reading):
            return Role.UNKNOWN, None
        role = role or self._first(mention.subject, reading)
        if mention.category == _RETRACTION and role in {None, Role.CHILD} and self.couple is not None:
            role = self.couple.abuser if mention.indicator == "denial" else self.couple.victim
        if mention.indicator in _VICTIM_SPEAKS and self.couple is not None and role == self.couple.abuser:
            role = self.couple.victim
        return role or Role.UNKNOWN, None

    def _pair(self, mention: Mention, reading: Reading) -> tuple[Role, Role | None]:
        """Abuser and abused. What has been established of a case outweighs one side that a sentence seems to turn round."""
        abuser, victim = self._explicit(mention, reading)
        if abuser is None and victim is None and self._says_nothing_of_people(mention):
            return Role.UNKNOWN, None
        couple = self.couple
        if couple is not None:
            turned = abuser == couple.victim and victim != couple.abuser
            if turned or (victim == couple.abuser and abuser is None) or (abuser is None and victim is None):
                return couple.abuser, couple.victim
        return self._complete(abuser, victim)

    def _explicit(self, mention: Mention, reading: Reading) -> tuple[Role | None, Role | None]:
        """Abuser and abused as far as the note itself names them."""
        found = []
        for references in (mention.subject, mention.victim or ""):
            named = [r for r in references.split("|") if r not in {"word:abuser", "word:victim", "unknown"}]
            found.append(self._first("|".join(named), reading) if named else None)
        return found[0], found[1]

    def people(self) -> tuple[Person, ...]:
        """The people of the case with the names by which the notes call them, in the order of roles."""
        called: dict[Role, list[str]] = defaultdict(list)
        for name, role in sorted(self._names.items()):
            called[role].append(name.removeprefix("name:"))
        return tuple(Person(role, tuple(called[role])) for role in Role if role in called)

    # --- resolving --------------------------------------------------------------------------------------------------

    def _first(self, references: str, reading: Reading) -> Role | None:
        """The first reference that the case can resolve; ``None`` if only a fallback ("word:abuser") is left."""
        for reference in references.split("|"):
            role = self._role(reference, reading)
            if role is not None:
                return role
        return None

    def _role(self, reference: str, reading: Reading) -> Role | None:
        if reference.startswith("~"):
            role = self._role(reference[1:], reading)
            return None if role in {Role.CHILD, Role.OTHER, Role.UNKNOWN} else role
        if reference.startswith("of:"):
            return self._relation(reference, reading)
        if reference == "partner":
            return Role.PARTNER if self._two_women else self._man
        if reference in _ROLES:
            return _ROLES[reference]
        if reference in {"word:abuser", ""}:
            return None
        if reference == "word:victim":
            return None if self.couple is None else self.couple.victim
        if reference == "she":
            return self._woman
        if reference == "he":
            return self._man
        if reference == "word:patient":
            return self._patient(reading)
        if reference == "they":
            return None
        if reference == "word:accused":
            return self.couple.abuser if self.couple is not None else self._partner()
        return self._names.get(reference)

    def _relation(self, reference: str, reading: Reading) -> Role | None:
        """ "Kai's dad" is the father where Kai is a child, and somebody else where Kai is none; "her partner" is the man."""
        owner_reference, _, kin = reference.removeprefix("of:").rpartition(":")
        owner = Role.OTHER if owner_reference == "adult" else self._role(owner_reference, reading)
        if kin == "partner":
            return self._partner_of(owner, reading)
        if owner in {Role.MOTHER, Role.FATHER, Role.PARTNER, Role.OTHER} and owner_reference not in {"she", "he"}:
            return Role.OTHER
        return self._role(kin, reading)

    def _partner_of(self, owner: Role | None, reading: Reading) -> Role | None:
        if owner in {Role.FATHER, Role.PARTNER} and (owner is self._man or self._two_women):
            return self._woman
        return Role.OTHER if owner in {Role.CHILD, Role.OTHER} else self._role("partner", reading)

    def _complete(self, abuser: Role | None, victim: Role | None) -> tuple[Role, Role | None]:
        """Fill in who is missing from what the case has established, and never let one person be both."""
        couple = self.couple
        if couple is None:
            return abuser or Role.UNKNOWN, None if victim == abuser else victim
        abuser = abuser or (couple.victim if victim == couple.abuser else couple.abuser)
        if victim in {None, abuser, Role.CHILD}:
            victim = couple.abuser if abuser == couple.victim else couple.victim
        return abuser, victim

    def _says_nothing_of_people(self, mention: Mention) -> bool:
        """A form's "Domestic abuse: nil" is about nobody; so is everything where no abuse has been established."""
        if self.couple is None:
            return True
        absent = mention.indicator == "general" and mention.assertion in {Assertion.NEGATED, Assertion.DENIED}
        return absent and not _GOES_ON.search(mention.excerpt)

    def _partner(self) -> Role:
        return Role.PARTNER if self._two_women else self._man

    def _patient(self, reading: Reading) -> Role:
        """Whom a clinical or client note is about: hardly ever named, so the pronouns tell; a midwife's is the mother's."""
        note = reading.note
        if any(word in f"{note.source} {note.note_type}".lower() for word in _MATERNITY):
            return self._woman
        facts = {reference: int(count) for reference, count in reading.facts}
        if facts.get("he", 0) > facts.get("she", 0):
            return self._man
        if self._two_women and self._named(facts, Role.PARTNER) > self._named(facts, Role.MOTHER):
            return Role.PARTNER
        return self._woman

    def _named(self, facts: Mapping[str, int], role: Role) -> int:
        return facts.get(role.value, 0) + sum(
            facts.get(name, 0) for name, known in self._names.items() if known is role
        )

    # --- establishing -----------------------------------------------------------------------------------------------

    def _name_the_mother(self) -> None:
        """The most frequent woman's name that nobody introduced is the mother's, unless she has a name already."""
        if Role.MOTHER in self._names.values():
            return
        partners = [n for n, role in self._names.items() if role is Role.PARTNER and self._votes[n]["she"]]
        for name in partners or [self._unknown_adult("she")]:
            if name:
                self._names[name] = Role.MOTHER

    def _unknown_adult(self, pronoun: str) -> str:
        """The name of an adult of that pronoun of whom the case speaks most and whom nobody has introduced."""
        other = "he" if pronoun == "she" else "she"
        names = [
            name
            for name, votes in self._votes.items()
            if (votes[pronoun] or (pronoun == "he" and votes["adult"] and not votes[other]))
            and name not in self._names
            and not votes["child"]
            and self._counts[name] >= _OFTEN
        ]
        return max(names, key=lambda name: (self._counts[name], name), default="")

    def _take_others_first(self) -> None:
        """Some cases are about others than parents: a grandmother and her son. Then "she" and "he" mean them."""
        for pronoun, own in (("she", self._woman), ("he", self._man)):
            others = [n for n, role in self._names.items() if role is Role.OTHER and self._votes[n][pronoun]]
            most = max((self._counts[name] for name in others), default=0)
            if most > 2 * self._named(self._counts, own):
                if pronoun == "she":
                    self._woman = Role.OTHER
                else:
                    self._man = Role.OTHER

    def _has_female_partner(self) -> bool:
        partners = [name for name, role in self._names.items() if role is Role.PARTNER]
        she = self._counts["partner/female"] + sum(self._votes[name]["she"] for name in partners)
        he = self._counts["partner/male"] + sum(self._votes[name]["he"] for name in partners)
        return she > he

    def _main_man(self) -> Role:
        """The man of whom the case speaks: a partner is taken for the father unless the father is somebody else."""
        if self._two_women:
            return Role.FATHER
        fathers = [name for name, role in self._names.items() if role is Role.FATHER]
        partners = [name for name, role in self._names.items() if role is Role.PARTNER]
        unknown = self._unknown_adult("he")
        if fathers and not partners and unknown and self._counts[unknown] > sum(self._counts[name] for name in fathers):
            partners = [unknown]
        if not fathers:
            names = partners or ([unknown] if unknown else [])
            step = self._counts["step"] >= _STEP_OFTEN and not self._counts["father"]
            role = Role.PARTNER if step else Role.FATHER
            self._names.update(dict.fromkeys(names, role))
            return role
        self._names.update(dict.fromkeys(partners, Role.PARTNER))
        if not partners:
            return Role.FATHER
        said_father = self._counts["father"] + sum(self._counts[name] for name in fathers)
        said_partner = self._counts["partner"] + sum(self._counts[name] for name in partners)
        return Role.PARTNER if said_partner > said_father else Role.FATHER

    def _establish_couple(self) -> Couple | None:
        """Who abuses whom, by all that the clear mentions say of either side. Without evidence to the contrary it is the
        man or partner whom the case speaks of, and the mother."""
        sides = Sides()
        for reading in self._readings:
            for mention in reading.mentions:
                self._weigh(mention, reading, sides)
            for introduction in reading.introductions:
                self._weigh_roles(introduction, sides)
        if not sides.abuse:
            return None
        sides.pairs[(self._partner(), self._woman)] += _PRIOR
        roles = sorted({role for pair in sides.pairs for role in pair} | set(sides.abusers) | set(sides.victims))
        pairs = [(a, v) for a in roles for v in roles if a != v]
        abuser, victim = max(pairs, key=lambda p: (sides.weight(*p), p == (self._partner(), self._woman), p))
        return Couple(abuser, victim)

    def _weigh(self, mention: Mention, reading: Reading, sides: Sides) -> None:
        if mention.category == _DOMESTIC_ABUSE and mention.assertion in {Assertion.AFFIRMED, Assertion.DENIED}:
            sides.abuse |= mention.assertion is Assertion.AFFIRMED
            abuser, victim = self._explicit(mention, reading)
            sides.add(abuser, victim)
        elif mention.indicator in _VICTIM_SPEAKS:
            said = "|".join(r for r in mention.subject.split("|") if not r.startswith("word:"))
            sides.add(None, self._first(said, reading))

    def _weigh_roles(self, introduction: Introduction, sides: Sides) -> None:
        """"VICT Kayleigh" and "SUSP Dean" say it outright."""
        for word, name in ((introduction.left, introduction.right), (introduction.right, introduction.left)):
            role = self._names.get(name)
            if role is not None and word == "word:accused":
                sides.add(role, None, _OUTRIGHT)
            elif role is not None and word == "word:victim":
                sides.add(None, role, _OUTRIGHT)


def _is_form_answer(mention: Mention, reading: Reading) -> bool:
    """A form's "Alcohol: nil" is about nobody in particular, but in the record of a patient or client."""
    kind = f"{reading.note.source} {reading.note.note_type}".lower()
    return (":" in mention.text or "parent" in mention.text.lower()) and not any(word in kind for word in _ONE_PERSON)


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
    """The role with the most votes; a father beats the partner that he also is."""
    counted = Counter({_ROLES[vote]: number for vote, number in votes.items() if vote in _ROLES})
    if counted[Role.FATHER] and counted[Role.FATHER] * 3 >= counted[Role.PARTNER]:
        counted[Role.FATHER] += counted[Role.PARTNER]
        counted[Role.PARTNER] = 0
    counted.pop(Role.UNKNOWN, None)
    if not counted or not max(counted.values()):
        return None
    return max(counted, key=lambda role: (counted[role], -list(Role).index(role)))


def _kin(reference: str) -> str:
    """What a relation says of a name: "Kai's dad" makes a father, "his partner" the mother, "her partner" a partner."""
    if not reference.startswith("of:"):
        return reference
    owner, _, kin = reference.removeprefix("of:").rpartition(":")
    if kin == "partner":
        return "mother" if owner in {"he", "father"} else "partner"
    return "other" if owner in {"adult", "mother", "father", "partner"} else kin
