from __future__ import annotations

import pytest

from caseflags.rulebook import inflect
from caseflags.rulebook.inflection import inflect_words
from caseflags.rulebook.irregular import DOUBLED, NOUNS, VERBS

FORMS = """
hit: hit hits hitting
beat: beat beats beating beaten
throw: throw throws throwing threw thrown
bite: bite bites biting bit bitten
choke: choke chokes choking choked
strangle: strangle strangles strangling strangled
drink: drink drinks drinking drank drunk
steal: steal steals stealing stole stolen
hurt: hurt hurts hurting
cut: cut cuts cutting
shoot: shoot shoots shooting shot
break: break breaks breaking broke broken
take: take takes taking took taken
hold: hold holds holding held
tell: tell tells telling told
say: say says saying said
make: make makes making made
go: go going went gone goes
do: do doing did done does
have: have having had has
be: be being was were been am is are
come: come comes coming came
get: get gets getting got gotten
give: give gives giving gave given
leave: leave leaves leaving left
keep: keep keeps keeping kept
sleep: sleep sleeps sleeping slept
feel: feel feels feeling felt
fight: fight fights fighting fought
swear: swear swears swearing swore sworn
withdraw: withdraw withdraws withdrawing withdrew withdrawn
overdose: overdose overdoses overdosing overdosed
stab: stab stabs stabbing stabbed
slap: slap slaps slapping slapped
grab: grab grabs grabbing grabbed
drag: drag drags dragging dragged
shove: shove shoves shoving shoved
knife: knife knifes knifing knifed knives
child: child children
woman: woman women
policeman: policeman policemen
human: human humans humaning humaned
person: person persons people
foot: foot foots footing footed feet
tooth: tooth teeth
wife: wife wives
crisis: crisis crises
psychosis: psychosis psychoses
control: control controls controlling controlled
admit: admit admits admitting admitted
prefer: prefer prefers preferring preferred
visit: visit visits visiting visited
threaten: threaten threatens threatening threatened
suffer: suffer suffers suffering suffered
travel: travel travels travelling traveling travelled traveled
label: label labels labelling labeling labelled labeled
kidnap: kidnap kidnaps kidnapping kidnaping kidnapped kidnaped
bully: bully bullies bullying bullied
try: try tries trying tried
destroy: destroy destroys destroying destroyed
snort: snort snorts snorting snorted
panic: panic panics panicking panicked
die: die dies dying died
lie: lie lies lying lied lay lain
flee: flee flees fleeing fled
agree: agree agrees agreeing agreed
argue: argue argues arguing argued
binge: binge binges binging bingeing binged
quit: quit quits quitting quitted
punch: punch punches punching punched
push: push pushes pushing pushed
harass: harass harasses harassing harassed
stomach: stomach stomachs stomaching stomached
glass: glass glasses glassing glassed
quiz: quiz quizzes quizzing quizzed
fix: fix fixes fixing fixed
veto: veto vetoes vetos vetoing vetoed
bruise: bruise bruises bruising bruised
play: play plays playing played
show: show shows showing showed shown
scream: scream screams screaming screamed
gaslight: gaslight gaslights gaslighting gaslighted gaslit
"""
TABLE = [line.split(": ") for line in FORMS.strip().split("\n")]

SEVERAL = {
    "beat up": "beat up|beats up|beating up|beaten up",
    "lose it": "lose it|loses it|losing it|lost it",
    "put hands on": "put hands on|puts hands on|putting hands on",
    "panic attack": "panic attack|panic attacks|panic attacking|panic attacked",
    "self harm": "self harm|self harms|self harming|self harmed",
    "mother in law": "mother in law|mothers in law",
}


@pytest.mark.parametrize(("word", "forms"), TABLE, ids=[word for word, _ in TABLE])
def test_forms_of_a_word(word: str, forms: str) -> None:
    assert inflect(word) == tuple(forms.split())


@pytest.mark.parametrize(("words", "forms"), SEVERAL.items(), ids=SEVERAL)
def test_forms_of_several_words(words: str, forms: str) -> None:
    assert inflect_words(words) == tuple(forms.split("|"))


def test_an_irregular_verb_and_its_object_inflect_one_at_a_time() -> None:
    forms = inflect_words("take overdose")
    assert {"took overdose", "taking overdose", "take overdoses"} <= set(forms)


@pytest.mark.parametrize("word", sorted({*VERBS, *NOUNS, *DOUBLED}))
def test_tables_hold_lower_case_words_and_give_no_form_twice(word: str) -> None:
    forms = inflect(word)
    assert forms[0] == word == word.lower()
    assert len(set(forms)) == len(forms)
    assert all(form and form == form.strip() for form in forms)
