"""Words that do not follow the rules of ``inflection``, as tables of text."""

from __future__ import annotations

# base past participle, the participle only where it differs; "/" parts equal forms and, alone, further ones
_VERBS = """
arise arose arisen; awake awoke/awaked awoken/awaked; babysit babysat; backslide backslid
be was/were been /am/is/are/being; bear bore born/borne; beat beat beaten; become became become; begin began begun
bend bent; bet bet/betted; bid bid/bade bidden; bind bound; bite bit bitten; bleed bled; blow blew blown
break broke broken; breastfeed breastfed; breed bred; bring brought; build built; burn burned/burnt; buy bought
catch caught; choose chose chosen; cling clung; come came come; creep crept; deal dealt; dig dug; dive dived/dove
do did done /does; draw drew drawn; dream dreamed/dreamt; drink drank drunk; drive drove driven; eat ate eaten
fall fell fallen; feed fed; feel felt; fight fought; find found; flee fled; fling flung; fly flew flown
forbid forbade forbidden; foresee foresaw foreseen; forget forgot forgotten; forgive forgave forgiven
freeze froze frozen; gaslight gaslighted/gaslit; get got gotten; give gave given; go went gone /goes; grind ground
grow grew grown; hamstring hamstrung; handwrite handwrote handwritten; hang hung/hanged; have had /has; hear heard
hide hid hidden; hold held; keep kept; kneel knelt/kneeled; know knew known; lay laid; lead led; lean leaned/leant
leap leaped/leapt; learn learned/learnt; leave left; lend lent; lie lied/lay lain; light lit/lighted
lip-read lip-read; lose lost; make made; mean meant; meet met; mishear misheard; mislead misled; misspend misspent
mistake mistook mistaken; misunderstand misunderstood; mow mowed mown; od oded/od-'d /ods/od'ing
outdo outdid outdone /outdoes; outgrow outgrew outgrown; outrun outran outrun; overcome overcame overcome
overdo overdid overdone /overdoes
overdraw overdrew overdrawn; overdrink overdrank overdrunk; overeat overate overeaten; overfeed overfed
overhang overhung; overhear overheard; overrun overran overrun; oversee oversaw overseen; oversleep overslept
overspend overspent
overtake overtook overtaken; overthrow overthrew overthrown; partake partook partaken; pay paid; plead pleaded/pled
prove proved proven; quit quit/quitted; rebuild rebuilt; redo redid redone /redoes; repay repaid; resit resat
retake retook retaken; retell retold; rethink rethought; rewrite rewrote rewritten; ride rode ridden; ring rang rung
rise rose risen; run ran run; say said; see saw seen; seek sought; sell sold; send sent; sew sewed sewn
shake shook shaken; shine shone/shined; shit shit/shat; shoot shot; show showed shown; shrink shrank shrunk
sing sang sung; sink sank sunk; sit sat; sleep slept; sling slung; smell smelled/smelt; smite smote smitten
sneak sneaked/snuck; speak spoke spoken; speed sped/speeded; spell spelled/spelt; spend spent; spill spilled/spilt
spin spun; spit spat/spit; spoil spoiled/spoilt; spring sprang sprung; stand stood; steal stole stolen; stick stuck
sting stung; stink stank stunk; stride strode stridden; strike struck stricken; string strung; strive strove striven
swear swore sworn; sweep swept; swell swelled swollen; swim swam swum; swing swung; take took taken; teach taught
tear tore torn; tell told; think thought; throw threw thrown; tread trod trodden
undergo underwent undergone /undergoes; understand understood; undertake undertook undertaken
undo undid undone /undoes; unwind unwound; uphold upheld; wake woke/waked woken; wear wore worn; weave wove woven
wed wed/wedded; weep wept; wet wet/wetted; win won; wind wound; withdraw withdrew withdrawn; withhold withheld
withstand withstood; wreak wreaked/wrought; wring wrung; write wrote written
"""

# past and participle are the base
_UNCHANGED = """
broadcast burst cast cost cut forecast hit hurt let put read reset rid set shed shut slit split spread sublet thrust
uppercut upset
"""

# noun and plural; these are no verbs
_NOUNS = """
analysis analyses; appendix appendices/appendixes; basis bases; brother-in-law brothers-in-law; child children
crisis crises; diagnosis diagnoses; ex-wife ex-wives; father-in-law fathers-in-law; goose geese
grandchild grandchildren; housewife housewives; hypothesis hypotheses; life lives; man men; midwife midwives
mother-in-law mothers-in-law; neurosis neuroses; ox oxen; passer-by passers-by; person persons/people
prognosis prognoses; psychosis psychoses; runner-up runners-up; schoolchild schoolchildren; self selves
sister-in-law sisters-in-law; stepchild stepchildren; stimulus stimuli; thief thieves; tooth teeth; wife wives
woman women
"""

# noun and irregular plural, beside the regular verb forms (knife: knives, and knifes, knifing, knifed)
_PLURALS = """
calf calves; foot feet; half halves; knife knives; leaf leaves; loaf loaves; louse lice; mouse mice
penknife penknives; shelf shelves; wolf wolves
"""

_DOUBLED = """
abet abhor acquit admit allot babysit backslap befit begin bitchslap bodyslam bootleg catnap commit compel concur
confer control corral debug defer deter dispel eavesdrop emit enrol entrap equip excel expel extol forbid forget
format fulfil gangbang handicap humbug impel incur infer input instil kneecap leapfrog occur offset omit output outwit
outrun overlap overrun overstep patrol permit prefer propel rebel rebut recur refer regret rehab remit repel rerun reset
resit sandbag sidestep sublet submit transfer transmit unplug unwrap unzip uppercut upset zigzag
"""

_EITHER = "benefit bias combat focus kidnap program worship"

_KEPT_E = "age binge cringe dye hinge queue singe swinge tinge whinge"


def _forms(cell: str) -> tuple[str, ...]:
    return tuple(form for form in cell.replace("-", " ").split("/") if form)


def _cells(text: str) -> list[list[str]]:
    rows = (row.split() for row in text.replace("\n", ";").split(";"))
    return [row for row in rows if row]


def _verb(past: str, *more: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return past, participle and further forms of a row."""
    participle = "".join(cell for cell in more if not cell.startswith("/"))
    extra = "".join(cell for cell in more if cell.startswith("/"))
    return _forms(past), _forms(participle), _forms(extra)


VERBS = {
    **{row[0].replace("-", " "): _verb(*row[1:]) for row in _cells(_VERBS)},
    **{base: ((base,), (), ()) for base in _UNCHANGED.split()},
}
"""Base: past forms, participles that differ from them, and forms beyond the pattern (``am``, ``goes``)."""
NOUNS = {base.replace("-", " "): _forms(plural) for base, plural in _cells(_NOUNS)}
"""Nouns that are no verbs, and their plurals."""
PLURALS = {base: _forms(plural) for base, plural in _cells(_PLURALS)}
"""Plurals of nouns that are verbs as well."""
DOUBLED = frozenset(_DOUBLED.split())
"""Verbs of several syllables that double their last letter (the stress is on the last syllable)."""
EITHER = frozenset(_EITHER.split())
"""Verbs that are written both with a doubled letter and without."""
KEPT_E = frozenset(_KEPT_E.split())
"""Verbs that may keep their ``e`` before ``-ing``."""
