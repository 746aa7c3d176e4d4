"""Who is who in a case: the references of its notes resolved to roles.

A note speaks of "Sam", "he", "the suspect"; the case knows that Sam was introduced as the father. Introductions are
votes; the most votes win, a father who is also somebody's partner is the father. Where nothing is known, nobody is
named: a person wrongly accused is the worst error of all.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from caseflags.casework.couple import Couple, Sides
from caseflags.casework.household import Household
from caseflags.casework.names import ROLES
from caseflags.casework.patients import Patients
from caseflags.model import Assertion, Introduction, Mention, Person, Reading, Role

_DOMESTIC_ABUSE = "domestic_abuse"
_RETRACTION = "retraction"
_SUBSTANCES = "substance_misuse"
_FOUND = re.compile(
    r"\b(?:seen|located|found|recovered|observed|landing|stairwell|at the address|windowsill|counter|"
    r"worktop|cuckoo\w*|in sight)\b",
    re.IGNORECASE,
)
_SCREENED = re.compile(r"\b(?:screen\w*|enquir\w+|inquir\w+|disclosed)\b", re.IGNORECASE)
_SEARCHED = re.compile(r"\b(?:seen|located|found|in sight|smell)\b", re.IGNORECASE)
_SHARED = re.compile(r"\b(?:parental|household|in (?:the )?home)\b", re.IGNORECASE)
_OWN = frozenset({"word:patient", "^word:patient"})
_AGAIN = re.compile(r"\b(?:further|new|more|since|repeat\w*|again)\b", re.IGNORECASE)
_FALLBACKS = frozenset({"word:abuser", "word:abused", "unknown"})
_GROWN = frozenset({Role.MOTHER, Role.FATHER, Role.PARTNER, Role.OTHER})
_HARDLY_TOLD = 5
_VICTIM_SPEAKS = frozenset({"retraction", "withdrawal"})


class Cast:
    """The people of one case. ``resolve`` turns a mention's references into roles."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._readings = readings
        self._home = Household(readings)
        self._patients = Patients(self._home, readings)
        self._abuse = 0
        self.couple: Couple | None = None
        self.couple = self._establish_couple()
        if self.couple is not None:
            self._patients.abuser, self._patients.victim = self.couple.abuser, self.couple.victim
        self._known_for = self._establish_states()

    # --- what a reader asks -----------------------------------------------------------------------------------------

    def resolve(self, mention: Mention, reading: Reading) -> tuple[Role, Role | None]:
        """Subject and victim of a mention as roles."""
        if mention.category == _DOMESTIC_ABUSE:
            return self._pair(mention, reading)
        role = self._first(self._claims(mention, reading), mention, reading)
        if role is None and mention.assertion is Assertion.NEGATED and self._is_form_answer(mention, reading):
            return Role.UNKNOWN, None
        if mention.category == _RETRACTION:
            return self._speaker(role, mention, reading), None
        if role is None and self._is_nobodys(mention, reading):
            return Role.UNKNOWN, None
        return role or self._whose(mention, reading), None

    def _whose(self, mention: Mention, reading: Reading) -> Role:
        """Whose a state is of which a note does not say it: in the record of one person theirs; nobody's where
        something was found; else that of the one who has it elsewhere in the case."""
        if not self._patients.one_person(reading):
            if mention.category == _SUBSTANCES and _FOUND.search(mention.excerpt):
                return Role.UNKNOWN
            known = self._known_for[(mention.category, mention.indicator)].most_common()
            known = [(role, times) for role, times in known if role is not Role.CHILD or self._patients.child(reading)]
            if known and (len(known) == 1 or known[0][1] >= 2 * known[1][1]):
                return known[0][0]
        return self._patients.of(reading)

    def _claims(self, mention: Mention, reading: Reading) -> list[str]:
        """The references of a state or a speech in the order in which they are tried. In the record of one person that
        person comes before whom the sentence before was about."""
        said = mention.subject.split("|")
        if said[0] in _OWN and len(said) > 1:  # "Pt denies it", with others about
            return ["word:patient"]
        said = [reference for reference in said if reference not in _OWN]
        if self._is_nobodys(mention, reading):
            return [reference for reference in said if not reference.startswith("^")]
        sure = [reference for reference in said if not reference.startswith("^")]
        guessed = [reference.removeprefix("^") for reference in said if reference.startswith("^")]
        if mention.category == _RETRACTION:
            return [r for r in sure if r != "unknown" or len(said) == 1] + guessed
        if self._patients.one_person(reading):
            own = self._patients.gender(reading)
            return [r for r in sure if not r.startswith("~~")] if own and own in sure else sure
        return sure + [r for r in guessed if self._speaks(r, reading)]

    def _is_nobodys(self, mention: Mention, reading: Reading) -> bool:
        """Whether no drugs were seen or smelt: whom the sentence before was about has nothing to do with that."""
        drugs = mention.category == _SUBSTANCES and mention.indicator != "alcohol"
        absent = drugs and mention.assertion is Assertion.NEGATED and not self._patients.one_person(reading)
        return absent and _SEARCHED.search(mention.excerpt) is not None

    def _speaks(self, reference: str, reading: Reading) -> bool:
        """Whether the one of whom the sentence before spoke can be meant: a small child hardly is."""
        name = reference.lstrip("~").removeprefix("she/").removeprefix("he/")
        child = name == Role.CHILD.value or self._home.names.get(name) is Role.CHILD
        return not child or self._home.teen(name) or self._patients.child(reading)

    def _speaker(self, role: Role | None, mention: Mention, reading: Reading) -> Role:
        """Who denies or takes back: without a word on it the one accused, or the one who was harmed."""
        couple = self.couple
        accused = mention.indicator == "denial"
        if role is Role.CHILD and accused:
            role = None
        if role is None and couple is None:
            return self._home.partner if accused else Role.UNKNOWN
        if couple is not None:
            if role is None:
                patient = self._patients.of(reading) if self._patients.one_person(reading) else None
                if patient in {couple.abuser, couple.victim} and patient is not None:
                    return patient
                return couple.abuser if accused else couple.victim
            if mention.indicator in _VICTIM_SPEAKS and role == couple.abuser:
                return couple.victim
        return role or Role.UNKNOWN

    def speaker(self, mention: Mention, reading: Reading) -> Role | None:
        """Who of the family says so, if anybody does."""
        return self._first(mention.speaker.split("|"), mention, reading) if mention.speaker else None

    def _pair(self, mention: Mention, reading: Reading) -> tuple[Role, Role | None]:
        """Abuser and abused. What has been established of a case outweighs one side that a sentence seems to turn
        round."""
        if self._is_of_parents(mention, reading):
            return Role.OTHER, Role.OTHER
        abuser, victim = self._explicit(mention, reading)
        if abuser is None and victim is None and self._says_nothing_of_people(mention):
            return Role.UNKNOWN, None
        couple = self.couple
        if couple is not None:
            if abuser is Role.CHILD and couple.abuser is Role.OTHER:
                abuser = Role.OTHER
            turned = abuser == couple.victim and victim != couple.abuser
            if turned or (victim == couple.abuser and abuser is None) or (abuser is None and victim is None):
                return couple.abuser, couple.victim
        return self._complete(abuser, victim, afraid=mention.indicator == "fear")

    def _explicit(self, mention: Mention, reading: Reading) -> tuple[Role | None, Role | None]:
        """Abuser and abused as far as the note itself names them."""
        found = []
        for references in (mention.subject, mention.victim or ""):
            named = [r for r in references.split("|") if r not in _FALLBACKS]
            found.append(self._first(named, mention, reading) if named else None)
        return found[0], found[1]

    def _is_of_parents(self, mention: Mention, reading: Reading) -> bool:
        """ "Her dad used to belt her mum" tells of an adult's parents, but where a child is the one who speaks."""
        sides = (mention.subject, (mention.victim or ""))
        owners, kin = zip(*(side.split("|")[0].removeprefix("of:").rpartition(":")[::2] for side in sides), strict=True)
        if kin[0] not in {"father", "partner"} or kin[1] != "mother" or not all(owners):
            return False
        child = self._patients.child(reading) or self._patients.school(reading)
        grown = (each in {"she", "he"} or self._role(each, mention, reading) in _GROWN for each in owners)
        return not child and all(grown)

    def people(self) -> tuple[Person, ...]:
        """The people of the case with the names by which the notes call them, in the order of roles."""
        called: dict[Role, list[str]] = defaultdict(list)
        for name, role in sorted(self._home.names.items()):
            called[role].append(name.removeprefix("name:"))
        return tuple(Person(role, tuple(called[role])) for role in Role if role in called)

    # --- resolving --------------------------------------------------------------------------------------------------

    def _first(self, references: Sequence[str], mention: Mention, reading: Reading) -> Role | None:
        """The first reference that the case can resolve; ``None`` if only a fallback ("word:abuser") is left."""
        for reference in references:
            role = self._role(reference, mention, reading)
            if role is not None:
                return role
        return None

    def _role(self, reference: str, mention: Mention, reading: Reading) -> Role | None:
        if reference.startswith("~"):
            return self._antecedent(reference.lstrip("~"), mention, reading)
        if reference.startswith("of:"):
            return self._relation(reference, mention, reading)
        if reference in {"she", "he"}:
            return self._pronoun(reference, mention, reading)
        if reference.startswith("partner"):
            return self._partner_word(reference, reading)
        if reference == "word:patient":
            return self._patients.of(reading)
        if reference in {"word:victim", "word:accused"}:
            return self._party(reference, reading)
        return ROLES.get(reference) or self._home.names.get(reference)

    def _party(self, word: str, reading: Reading) -> Role | None:
        """Whom a note itself introduces by "VICT" or "SUSP", or whom the case takes for them."""
        for intro in reading.introductions:
            for left, right in ((intro.left, intro.right), (intro.right, intro.left)):
                if left == word and right in self._home.names:
                    return self._home.names[right]
        if self.couple is None:
            return self._home.partner if word == "word:accused" else None
        return self.couple.abuser if word == "word:accused" else self.couple.victim

    def _antecedent(self, reference: str, mention: Mention, reading: Reading) -> Role | None:
        """Whom a pronoun takes up. A small child is hardly ever meant, and no child where it is about abuse."""
        pronoun, _, name = reference.rpartition("/") if reference.startswith(("she/", "he/")) else ("", "", reference)
        if pronoun and self._home.gender(name) != pronoun:
            return None
        reference = name
        role = self._role(reference, mention, reading)
        if role is Role.CHILD and mention.category != _DOMESTIC_ABUSE:
            if self._patients.one_person(reading) and not self._patients.child(reading):
                return None
            return role if self._home.teen(reference) or self._patients.child(reading) else None
        if role is Role.OTHER and reference.startswith("name:") and self._is_about_others():
            return role
        return None if role in {Role.CHILD, Role.OTHER, Role.UNKNOWN} else role

    def _is_about_others(self) -> bool:
        """Whether somebody beside parents and partners is at the centre of the case."""
        parties = (self._home.man, self._home.woman)
        return Role.OTHER in parties or (
            self.couple is not None and Role.OTHER in (self.couple.abuser, self.couple.victim)
        )

    def _pronoun(self, pronoun: str, mention: Mention, reading: Reading) -> Role:
        """Whom "she" or "he" means where no name stands before it."""
        own = self._patients.one_person(reading) or (self._home.teens and self._patients.school(reading))
        if mention.category not in {_DOMESTIC_ABUSE, _RETRACTION} and own:
            gender, patient = self._patients.gender(reading), self._patients.of(reading)
            if gender == pronoun or (not gender and patient is Role.CHILD):
                return patient
        return self._home.woman if pronoun == "she" else self._home.man

    def _partner_word(self, reference: str, reading: Reading) -> Role:
        """ "Partner", "wife" and "husband": in a man's record the partner is the woman."""
        home = self._home
        if reference == "partner/female":
            return Role.PARTNER if home.two_women else home.woman
        if reference == "partner/male":
            return Role.PARTNER if home.two_men else home.man
        if self._patients.one_person(reading) and not home.two_men and self._patients.of(reading) is home.man:
            return home.woman
        return home.partner

    def _relation(self, reference: str, mention: Mention, reading: Reading) -> Role | None:
        """ "Kai's dad" is the father where Kai is a child, and somebody else where Kai is none; "her partner" is the
        man."""
        owner_reference, _, kin = reference.removeprefix("of:").rpartition(":")
        if owner_reference == "adult":
            owner: Role | None = Role.OTHER
        elif owner_reference == "record" and not self._patients.one_person(reading):
            return self._role(kin, mention, reading)
        elif owner_reference in {"patient", "record"}:
            owner = self._patients.of(reading) if self._patients.one_person(reading) else Role.OTHER
        else:
            owner = self._role(owner_reference, mention, reading)
        if kin == "partner":
            return self._partner_of(owner)
        if owner in _GROWN and (owner_reference not in {"she", "he"} or self._patients.one_person(reading)):
            return Role.OTHER
        return self._role(kin, mention, reading)

    def _partner_of(self, owner: Role | None) -> Role | None:
        home = self._home
        if owner in {Role.FATHER, Role.PARTNER} and (owner is home.man or home.two_women):
            return Role.PARTNER if home.two_men and owner is Role.FATHER else home.woman
        return Role.OTHER if owner in {Role.CHILD, Role.OTHER} else home.partner

    def _complete(self, abuser: Role | None, victim: Role | None, *, afraid: bool) -> tuple[Role, Role | None]:
        """Fill in who is missing from what the case has established, and never let one person be both."""
        couple = self.couple
        if couple is None:
            return abuser or Role.UNKNOWN, None if victim == abuser else victim
        abuser = abuser or (couple.victim if victim == couple.abuser else couple.abuser)
        if victim in {None, abuser} or (victim is Role.CHILD and not afraid):
            victim = couple.abuser if abuser == couple.victim else couple.victim
        return abuser, victim

    def _says_nothing_of_people(self, mention: Mention) -> bool:
        """A form's "Domestic abuse: nil" and a routine screen are about nobody; so is everything where no abuse has
        been established."""
        if self.couple is None:
            return True
        absent = mention.indicator == "general" and mention.assertion is Assertion.NEGATED
        told = self._abuse > _HARDLY_TOLD or _AGAIN.search(mention.text) is not None
        screened = ":" in mention.text or _SCREENED.search(mention.excerpt) is not None
        return absent and (screened or not told)

    def _is_form_answer(self, mention: Mention, reading: Reading) -> bool:
        """A form's "Alcohol: nil" is about nobody in particular, but in the record of a patient or client."""
        form = ":" in mention.text or "parent" in mention.text.lower()
        return form and (_SHARED.search(mention.text) is not None or not self._patients.one_person(reading))

    # --- establishing -----------------------------------------------------------------------------------------------

    def _establish_states(self) -> dict[tuple[str, str], Counter[Role]]:
        """Who has which state by the clear words of the case."""
        known: dict[tuple[str, str], Counter[Role]] = defaultdict(Counter)
        for reading in self._readings:
            for mention in reading.mentions:
                if mention.category in {_DOMESTIC_ABUSE, _RETRACTION} or mention.assertion is not Assertion.AFFIRMED:
                    continue
                role = self._first(self._claims(mention, reading), mention, reading)
                if role is not None and role is not Role.UNKNOWN:
                    known[(mention.category, mention.indicator)][role] += 1
        return known

    def _establish_couple(self) -> Couple | None:
        sides = Sides()
        for reading in self._readings:
            for mention in reading.mentions:
                self._weigh(mention, reading, sides)
            for introduction in reading.introductions:
                self._weigh_roles(introduction, sides)
        self._abuse = sides.abuse
        return sides.couple(Couple(self._home.partner, self._home.man if self._home.two_men else self._home.woman))

    def _weigh(self, mention: Mention, reading: Reading, sides: Sides) -> None:
        if mention.category == _DOMESTIC_ABUSE and mention.assertion in {Assertion.AFFIRMED, Assertion.DENIED}:
            if self._is_of_parents(mention, reading):
                return
            sides.abuse += mention.assertion is Assertion.AFFIRMED
            abuser, victim = self._explicit(mention, reading)
            if abuser is victim is Role.OTHER and self._home.childless and Role.PARTNER in self._home.names.values():
                abuser = None  # the one whose record it is, twice; without a partner another one: a grown son
            sides.add(abuser, victim)
        elif mention.indicator in _VICTIM_SPEAKS:
            said = [r for r in mention.subject.split("|") if not r.startswith("word:")]
            sides.add(None, self._first(said, mention, reading))

    def _weigh_roles(self, introduction: Introduction, sides: Sides) -> None:
        """ "VICT Kayleigh" and "SUSP Dean" say it outright."""
        for word, name in ((introduction.left, introduction.right), (introduction.right, introduction.left)):
            role = self._home.names.get(name)
            if role is not None and word == "word:accused":
                sides.add(role, None)
            elif role is not None and word == "word:victim":
                sides.add(None, role)
