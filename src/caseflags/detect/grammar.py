"""The little grammar that clauses and people need: closed classes of English function words."""

from __future__ import annotations

PREPOSITIONS = frozenset(
    "to of with by from at for about on against in into onto over towards toward near behind beside re regarding "
    "concerning "
    "per like under after before between upon within without around through via off".split()
)
CONJUNCTIONS = frozenset(
    "and or but that if when whenever because as while whilst since so then than though although whether where until "
    "unless "
    "which who after before how why what once".split()
)
AUXILIARIES = frozenset(
    "is was are were be been being am 's 're 'm has had have having 've 'd do does did will would can could may "
    "might shall "
    "should must wo ca".split()
)
BE_FORMS = frozenset("is was are were be been being am 's 're 'm get gets got getting gotten".split())
ADVERBS = frozenset(
    "not never also then still just only again always often sometimes now already previously recently since apparently "
    "allegedly reportedly repeatedly really ever even both all once twice later today yesterday however although n't "
    "tearfully clearly openly initially subsequently currently".split()
)
ADJECTIVES = frozenset(
    "new current ex former previous young older younger eldest youngest pregnant male female own little baby big "
    "alleged "
    "elderly maternal paternal late estranged first second last long-term intimate cohabiting teenage 's poor "
    "abusive violent "
    "drunk unborn newborn birth adult other".split()
)
DETERMINERS = frozenset("the a an this that his her my their our your its both another any some each".split())
QUOTES = frozenset({'"', "'", "''", "``", "“", "”"})
OPENING_PUNCTUATION = frozenset(
    {",", ":", ";", "(", "[", "-", "–", "—", ".", "!", "?", "...", "•", "*", "/", "|", ">", '"', "'", "=", "&", "+"}
)
SPEECH = frozenset(
    "says said saying state states stated stating report reports reported reporting claims claimed claiming alleges "
    "alleged "
    "alleging disclosed discloses explains explained thinks thought believes believed knows knew reckons reckoned "
    "feels felt "
    "tells told adds added confirmed confirms admitted admits accepted accepts denies denied insists insisted "
    "maintains "
    "maintained heard hears sees saw suspects suspected worried fears feared mentioned swears swore hopes hoped wishes "
    "advised asked watched watching witnessed remembers remembered recalls recalled understands understood noticed "
    "notices noted observed".split()
)
"""Verbs that take a clause: a person behind one of them is the subject of that clause ("says he ...")."""

PAST_VERBS = frozenset(
    "left went came got took found hit began died met fell gave threw broke kept let put said spoke".split()
)
"""Frequent verbs of which the past does not end in "ed"."""

CLOSED_CLASS = (
    PREPOSITIONS
    | CONJUNCTIONS
    | AUXILIARIES
    | ADVERBS
    | DETERMINERS
    | SPEECH
    | {"no", "nil", "none", "yes", "there", "here"}
)
