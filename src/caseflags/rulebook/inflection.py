"""All inflections of an English word, by rule and by table, British and American.

``inflect`` knows no parts of speech: a word gets the forms that it would have as a verb and as a noun. Forms that
nobody writes cost nothing; a missing form costs a finding.
"""

from __future__ import annotations

from functools import cache

from caseflags.rulebook.irregular import DOUBLED, EITHER, KEPT_E, NOUNS, PLURALS, VERBS

_VOWELS = frozenset("aeiou")
_HARD_CH = ("stomach", "monarch", "patriarch", "matriarch", "epoch", "eunuch", "loch")
_AFTER_VERBS = """
about across after against ahead along apart around as aside at away back behind by down for forth forward from home in
into it low of off on onto out over past round through to together under up upon with without
her him me my his their them themselves himself herself myself the a an
"""
_PARTICLES = frozenset(_AFTER_VERBS.split())
_NO_MEN = ("human", "german", "roman", "caiman")


@cache
def inflect_words(words: str) -> tuple[str, ...]:
    """Return the forms of a word, of a verb with what belongs to it ("beat up"), or of a compound ("panic attack").

    The first of several words is inflected if a particle, a pronoun or an article follows it or ends the whole,
    otherwise the last; both, one at a time, if the first is an irregular verb ("take overdose").
    """
    if words in NOUNS or words in VERBS or " " not in words:
        return inflect(words)
    first, _, rest = words.partition(" ")
    head, _, last = words.rpartition(" ")
    verbs = [f"{form} {rest}" for form in inflect(first)]
    if rest.split(" ", 1)[0] in _PARTICLES or last in _PARTICLES:
        return tuple(verbs)
    nouns = [f"{head} {form}" for form in inflect(last)]
    return tuple(dict.fromkeys([*verbs, *nouns] if first in VERBS else nouns))


def inflect(word: str) -> tuple[str, ...]:
    """Return the forms of a single lower-case word: itself, -s, -ing, past, participle, plural."""
    if word in NOUNS:
        return (word, *NOUNS[word])
    if word.endswith("man") and not word.endswith(_NO_MEN):
        return (word, word[:-2] + "en")
    past, participle, extra = VERBS.get(word, ((), (), ()))
    forms = (word, *_third(word), *_ing(word), *(past or _past(word)), *participle, *extra, *PLURALS.get(word, ()))
    return tuple(dict.fromkeys(forms))


def _third(word: str) -> tuple[str, ...]:
    """Return hits, misses, bullies; nothing for the verbs whose table holds it (does)."""
    if word in VERBS and VERBS[word][2]:
        return ()
    if _consonant_y(word):
        return (word[:-1] + "ies",)
    if word.endswith("sis"):
        return (word[:-2] + "es",)
    if word.endswith(("s", "x", "z", "sh", "ch")) and not word.endswith(_HARD_CH):
        return (word + ("zes" if word.endswith("z") and _closes_short(word) else "es"),)
    if word.endswith("o") and len(word) > 1 and word[-2] not in _VOWELS:
        return (word + "es", word + "s")
    return (word + "s",)


def _ing(word: str) -> tuple[str, ...]:
    """Return hitting, smoking, lying, panicking."""
    if word.endswith("ie"):
        return (word[:-2] + "ying",)
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")) and len(word) > 2:
        kept = (word + "ing",) if word in KEPT_E else ()
        return (word[:-1] + "ing", *kept)
    return tuple(stem + "ing" for stem in _stems(word))


def _past(word: str) -> tuple[str, ...]:
    """Return stopped, smoked, bullied, panicked."""
    if word.endswith("e"):
        return (word + "d",)
    if _consonant_y(word):
        return (word[:-1] + "ied",)
    return tuple(stem + "ed" for stem in _stems(word))


def _stems(word: str) -> tuple[str, ...]:
    """Return what -ing and -ed are put behind: ``hitt``, ``panick``, ``travell`` and ``travel``."""
    if word.endswith("ic"):
        return (word + "k",)
    if not _closes_short(word):
        return (word,)
    double = word + word[-1]
    if word in EITHER:
        return (double, word)
    if word in DOUBLED or _syllables(word) == 1:
        return (double,)
    return (double, word) if word.endswith("l") else (word,)


def _closes_short(word: str) -> bool:
    """Say whether a word ends in consonant, single vowel, consonant, as in ``hit`` or ``quit``."""
    if len(word) < 3 or word[-1] in "wxy" or word[-1] in _VOWELS or word[-2] not in _VOWELS:
        return False
    before = word[-3]
    return before not in _VOWELS or word[-4:-2] == "qu"


def _syllables(word: str) -> int:
    groups = 0
    inside = False
    for letter in word.replace("qu", "q"):
        vowel = letter in _VOWELS or (letter == "y" and groups > 0)
        groups += vowel and not inside
        inside = vowel
    return max(groups, 1)


def _consonant_y(word: str) -> bool:
    return word.endswith("y") and len(word) > 1 and word[-2] not in _VOWELS
