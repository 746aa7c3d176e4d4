"""Who is who in a case: the references of its notes resolved to roles.

A note speaks of "Sam", "he", "the suspect"; the case knows that Sam was introduced as the father. Introductions are
votes; the most votes win, a father who is also somebody's partner is the father. Where nothing is known, nobody is
named: a person wrongly accused is the worst error of all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from caseflags.casework.couple import Couple, Sides
from caseflags.casework.household import ROLES, Household
from caseflags.model import Assertion, Introduction, Mention, Person, Reading, Role

_DOMESTIC_ABUSE = "domestic_abuse"
_RETRACTION = "retraction"
_MATERNITY = tuple(
    "midwi|antenatal|postnatal|perinatal|health visit|maternity|obstetric|newborn|birth visit".split("|")
)
_ONE_PERSON = (
    *_MATERNITY,
    *"gp|a&e|ed |hospital|cmht|rio|psych|drug|alcohol|substance|probation|custody|clinic|nurse|therap|counsel".split(
        "|"
    ),
    *"crisis|ward|discharge|consultation|camhs|key|doctor|pharmac".split("|"),
)
_GOES_ON = re.compile(r"\b(?:further|new|more|since|another|repeat)\b", re.IGNORECASE)
_VICTIM_SPEAKS = frozenset({"retraction", "withdrawal"})


class Cast:
    """The people of one case. ``resolve`` turns a mention's references into roles."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._readings = readings
        self._home = Household(readings)
        self.couple: Couple | None = None
        self._meant = self._words()
        self.couple = self._establish_couple()
        self._meant = self._words()

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

    def speaker(self, mention: Mention, reading: Reading) -> Role | None:
        """Who of the family says so, if anybody does."""
        return self._first(mention.speaker, reading) if mention.speaker else None

    def _pair(self, mention: Mention, reading: Reading) -> tuple[Role, Role | None]:
        """Abuser and abused. What has been established of a case outweighs one side that a sentence seems to turn
        round."""
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
        for name, role in sorted(self._home.names.items()):
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
        if reference == "word:patient":
            return self._patient(reading)
        return self._meant.get(reference) or ROLES.get(reference) or self._home.names.get(reference)

    def _words(self) -> dict[str, Role | None]:
        """What the words mean that are neither roles nor names."""
        couple, home = self.couple, self._home
        return {
            "partner": home.partner,
            "she": home.woman,
            "he": home.man,
            "word:victim": couple.victim if couple else None,
            "word:accused": couple.abuser if couple else home.partner,
        }

    def _relation(self, reference: str, reading: Reading) -> Role | None:
        """ "Kai's dad" is the father where Kai is a child, and somebody else where Kai is none; "her partner" is the
        man."""
        owner_reference, _, kin = reference.removeprefix("of:").rpartition(":")
        owner = Role.OTHER if owner_reference == "adult" else self._role(owner_reference, reading)
        if kin == "partner":
            return self._partner_of(owner, reading)
        if owner in {Role.MOTHER, Role.FATHER, Role.PARTNER, Role.OTHER} and owner_reference not in {"she", "he"}:
            return Role.OTHER
        return self._role(kin, reading)

    def _partner_of(self, owner: Role | None, reading: Reading) -> Role | None:
        if owner in {Role.FATHER, Role.PARTNER} and (owner is self._home.man or self._home.two_women):
            return self._home.woman
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

    def _patient(self, reading: Reading) -> Role:
        """Whom a clinical or client note is about: hardly ever named, so the pronouns tell; a midwife's is the
        mother's."""
        note = reading.note
        if any(word in f"{note.source} {note.note_type}".lower() for word in _MATERNITY):
            return self._home.woman
        facts = {reference: int(count) for reference, count in reading.facts}
        if facts.get("he", 0) > facts.get("she", 0):
            return self._home.man
        if self._home.two_women and self._home.spoken_of(facts, Role.PARTNER) > self._home.spoken_of(
            facts, Role.MOTHER
        ):
            return Role.PARTNER
        return self._home.woman

    # --- establishing -----------------------------------------------------------------------------------------------

    def _establish_couple(self) -> Couple | None:
        sides = Sides()
        for reading in self._readings:
            for mention in reading.mentions:
                self._weigh(mention, reading, sides)
            for introduction in reading.introductions:
                self._weigh_roles(introduction, sides)
        return sides.couple(Couple(self._home.partner, self._home.woman))

    def _weigh(self, mention: Mention, reading: Reading, sides: Sides) -> None:
        if mention.category == _DOMESTIC_ABUSE and mention.assertion in {Assertion.AFFIRMED, Assertion.DENIED}:
            sides.abuse |= mention.assertion is Assertion.AFFIRMED
            abuser, victim = self._explicit(mention, reading)
            sides.add(abuser, victim)
        elif mention.indicator in _VICTIM_SPEAKS:
            said = "|".join(r for r in mention.subject.split("|") if not r.startswith("word:"))
            sides.add(None, self._first(said, reading))

    def _weigh_roles(self, introduction: Introduction, sides: Sides) -> None:
        """ "VICT Kayleigh" and "SUSP Dean" say it outright."""
        for word, name in ((introduction.left, introduction.right), (introduction.right, introduction.left)):
            role = self._home.names.get(name)
            if role is not None and word == "word:accused":
                sides.add(role, None)
            elif role is not None and word == "word:victim":
                sides.add(None, role)


def _is_form_answer(mention: Mention, reading: Reading) -> bool:
    """A form's "Alcohol: nil" is about nobody in particular, but in the record of a patient or client."""
    kind = f"{reading.note.source} {reading.note.note_type}".lower()
    return (":" in mention.text or "parent" in mention.text.lower()) and not any(word in kind for word in _ONE_PERSON)
