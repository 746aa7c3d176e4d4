"""The rule sets that all engines get: a fixed one of 414 phrases and 100 token patterns, and the full packs.

Both become the same JSON: ``phrases`` (plain words), ``patterns`` (spaCy Matcher patterns) and ``cues``. The fixed one is
also written as a pack of caseflags.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from caseflags.rulebook import load
from caseflags.rulebook.records import Gap, Rule

PHRASES, PATTERNS = 414, 100
MOST_FORMS = 1
"""Patterns that one phrase of a pack may become for a peer. All forms would be 127,000 patterns, too many to build in the
time of a run; so the rest is left out, in the peers' favour."""
EVERY = 10
"""Of the patterns that are left peers get each tenth, for the same reason."""

VERBS = (
    "hit hits hitting|punch punches punched punching|kick kicks kicked kicking|slap slaps slapped slapping|"
    "choke chokes choked choking|push pushes pushed pushing|shove shoves shoved shoving|grab grabs grabbed grabbing|"
    "threaten threatens threatened threatening|stalk stalks stalked stalking|follow follows followed following|"
    "harass harasses harassed harassing|assault assaults assaulted assaulting|abuse abuses abused abusing|"
    "bully bullies bullied bullying|insult insults insulted insulting|belittle belittles belittled belittling|"
    "isolate isolates isolated isolating|control controls controlled controlling|frighten frightens frightened frightening|"
    "restrain restrains restrained restraining|bite bites bit biting|scratch scratches scratched scratching|"
    "burn burns burned burning|humiliate humiliates humiliated humiliating"
)  # fmt: skip
PERSONS = (
    "mum dad mother father parent parents",
    "partner wife husband boyfriend girlfriend ex",
    "child children son daughter baby kids",
    "her him them me",
)
BEFORE = "heavy binge daily problem secret morning hidden constant ongoing severe chronic recent".split()
THINGS = "drinking drug use|cannabis use|alcohol use|anxiety|depression|panic attacks|low mood|self harm|violence|fear|arguments|bruising|insomnia|paranoia|psychosis|cocaine use|heroin use|relapse|overdose|withdrawal|intoxication|suicidal thoughts|flashbacks|nightmares|stress|anger|jealousy".split(
    "|"
)
NEGATIONS = "no|not|denies|denied|without|never|no evidence of|no history of|no sign of|does not|did not|no longer|free of|absence of|nor|rules out|none of|no concerns about".split(
    "|"
)
DOUBTS = "possible|possibly|may have|might have|suspected|alleged|allegedly|concern about|could be|appears to|at risk of|if|unless|should|would".split(
    "|"
)
PAST = "history of|previously|in the past|years ago|used to|as a child|formerly|prior".split("|")
FAMILY = "mother|father|sister|brother|grandmother|aunt".split("|")
ENDS = "but|however|although|except|though|which|apart from".split("|")


def fixed() -> dict[str, Any]:
    """The fixed set."""
    verbs = [forms.split() for forms in VERBS.split("|")]
    single = [form for forms in verbs for form in forms]
    pairs = [f"{before} {thing}" for thing in THINGS for before in BEFORE]
    phrases = list(dict.fromkeys([*single, *THINGS, *pairs]))[:PHRASES]
    patterns = [
        [{"LOWER": {"IN": forms}}, {"IS_PUNCT": False, "OP": "{0,4}"}, {"LOWER": {"IN": persons.split()}}]
        for forms, persons in itertools.product(verbs, PERSONS)
    ][:PATTERNS]
    assert (len(phrases), len(patterns)) == (PHRASES, PATTERNS)  # noqa: S101
    return {"phrases": phrases, "patterns": patterns, "cues": cues()}


def cues() -> list[tuple[str, str, str]]:
    """Cues as literal, category of ConText, direction."""
    made = [(c, "NEGATED_EXISTENCE", "FORWARD") for c in NEGATIONS]
    made += [(c, "POSSIBLE_EXISTENCE", "FORWARD") for c in DOUBTS]
    made += [(c, "HISTORICAL", "FORWARD") for c in PAST] + [(c, "FAMILY", "FORWARD") for c in FAMILY]
    return made + [(c, "TERMINATE", "TERMINATE") for c in ENDS]


def as_pack(rules: dict[str, Any]) -> dict[str, Any]:
    """The same rules as a pack: one rule for the phrases, one for each pattern."""
    made = [{"id": "bench.phrases", "phrases": rules["phrases"], "title": "phrases"}]
    made += [{"id": f"bench.pattern{n}", "tokens": [p], "title": "pattern"} for n, p in enumerate(rules["patterns"])]
    return {"pack": "bench", "version": "1.0.0", "category": "domestic_abuse", "rules": made}


def full() -> dict[str, Any]:
    """The built-in packs. Vetoes and companions are left out: peers have none, which is in their favour."""
    book = load()
    phrases: list[str] = []
    patterns: list[list[dict[str, Any]]] = []
    for rule in book.rules:
        for tokens in _patterns(rule):
            if all(set(token) == {"LOWER"} and isinstance(token["LOWER"], str) for token in tokens):
                phrases.append(" ".join(token["LOWER"] for token in tokens))
            else:
                patterns.append(tokens)
    return {"phrases": list(dict.fromkeys(phrases)), "patterns": patterns[::EVERY], "cues": cues()}


def _patterns(rule: Rule) -> Iterator[list[dict[str, Any]]]:
    persons = [*" ".join(PERSONS).split(), "he", "she", "they", "us", "you", "i"]
    for phrase in rule.phrases:
        places = [_choices(part, persons) for part in phrase]
        yield from (list(itertools.chain(*some)) for some in itertools.islice(itertools.product(*places), MOST_FORMS))


def _choices(part: Any, persons: list[str]) -> list[list[dict[str, Any]]]:
    """What may stand at a place: single words as one token of a pattern, several words each as tokens of their own."""
    if isinstance(part, Gap):
        return [[{"IS_PUNCT": False, "OP": f"{{0,{part.most}}}"}]]
    words = [w for a in part.alternatives for w in (persons if a.startswith("<") else [a])]
    single = [word for word in words if " " not in word]
    made: list[list[dict[str, Any]]] = [[]] if part.optional else []
    if single:
        made.append([{"LOWER": single[0]}] if len(single) == 1 else [{"LOWER": {"IN": single}}])
    return made + [[{"LOWER": word} for word in several.split()] for several in words if " " in several]


def dump(pack: dict[str, Any]) -> str:
    """A pack as YAML."""
    return str(yaml.safe_dump(pack, sort_keys=False))


def write(folder: Path) -> dict[str, Path]:
    """Write both sets for the peers and the fixed one as a pack; give the paths."""
    paths = {name: folder / f"{name}.json" for name in ("fixed", "full")}
    paths["pack"] = folder / "fixed.yaml"
    rules = fixed()
    paths["fixed"].write_text(json.dumps(rules), encoding="utf-8")
    paths["full"].write_text(json.dumps(full()), encoding="utf-8")
    paths["pack"].write_text(dump(as_pack(rules)), encoding="utf-8")
    return paths
