"""What is no error but hardly meant: rules that share phrases, vetoes that never or always hold, idle lists.

A check takes the rulebook and yields warnings. A new check is a function and its place in ``CHECKS``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from caseflags.errors import Place, Problem, Severity
from caseflags.model import category_order
from caseflags.rulebook.pattern_lint import idle_selections
from caseflags.rulebook.records import SOMEONE, Pack, Phrase, Rule, Rulebook, Slot, Written
from caseflags.rulebook.wordings import literals

_Wording = str | Phrase


def lint(rulebook: Rulebook) -> tuple[Problem, ...]:
    """Return the warnings of all checks, by place."""
    found = chain.from_iterable(check(rulebook) for check in CHECKS)
    return tuple(sorted(found, key=lambda problem: (problem.place or Place(""), problem.message)))


def shared_phrases(rulebook: Rulebook) -> Iterator[Problem]:
    """Warn of a wording that rules of two indicators find, and of a phrase that earlier ones make idle."""
    owners: dict[_Wording, list[Rule]] = {}
    for rule in rulebook.rules:
        if rule.with_ or rule.without or rule.except_ or rule.beside:
            continue
        for written in _under(rule, "phrases"):
            wordings = list(_wordings(written))
            yield from _shared(rule, written, {wording: owners.get(wording, []) for wording in wordings})
            for wording in wordings:
                owners.setdefault(wording, []).append(rule)


def _shared(rule: Rule, written: Written, owners: dict[_Wording, list[Rule]]) -> Iterator[Problem]:
    for wording, rules in owners.items():
        other = next((other for other in rules if _kind(other) != _kind(rule)), None)
        if other:
            name = f'"{wording}"' if isinstance(wording, str) else "this"
            message = f"{name} is found by `{other.id}` as {other.category}/{other.indicator}, too"
            yield _warning(written, message, f"`{min(rule, other, key=_rank).id}` wins; take it from the other rule")
            return
    if owners and all(owners.values()):
        first = next(iter(owners.values()))[0]
        where = "this rule" if first is rule else f"`{first.id}`"
        yield _warning(written, f"{where} finds all of this already", "delete it")


def idle_vetoes(rulebook: Rulebook) -> Iterator[Problem]:
    """Warn of an ``except`` that shares no word with any phrase of its rule, so that they never overlap."""
    for rule in rulebook.rules:
        if rule.tokens or not all(map(_is_literal, rule.phrases)):
            continue
        words = _words(rule.phrases)
        for written in _under(rule, "except"):
            if all(map(_is_literal, written.phrases)) and not words & _words(written.phrases):
                yield _warning(
                    written, "this `except` can never overlap a match of its rule", "it shares no word with it"
                )


def certain_vetoes(rulebook: Rulebook) -> Iterator[Problem]:
    """Warn of a phrase that holds an ``except`` or ``without`` of its own rule, so that it never matches."""
    for rule in rulebook.rules:
        vetoes = [veto for phrase in (*rule.except_, *rule.without) for veto in literals(phrase)]
        for written in _under(rule, "phrases") if vetoes else ():
            wordings = [literals(phrase) for phrase in written.phrases]
            if all(wordings) and all(_holds(w, vetoes) for w in chain.from_iterable(wordings)):
                yield _warning(written, "this can never match: an `except` or `without` of its rule stands inside it")


def loose_ends(rulebook: Rulebook) -> Iterator[Problem]:
    """Warn of a phrase that ends like a sentence: what follows a match need not be a full stop."""
    for rule in rulebook.rules:
        for written in rule.written:
            last = written.text.split()[-1]
            if last.endswith((",", ";", "!")) or (last.endswith(".") and "." not in last[:-1]):
                yield _warning(written, "this matches only in front of its punctuation", "leave the punctuation out")


def idle_names(rulebook: Rulebook) -> Iterator[Problem]:
    """Warn of word lists and indicators that no rule uses."""
    used = {(rule.category, rule.indicator) for rule in rulebook.rules}
    for pack in rulebook.packs:
        for name in pack.unused:
            yield _pack_warning(pack, f"no phrase uses the word list <{name}>")
        for name in pack.indicators:
            if (pack.category, name) not in used:
                yield _pack_warning(pack, f"no rule has the indicator `{name}`")


def idle_company(rulebook: Rulebook) -> Iterator[Problem]:
    """Warn of a ``beside`` that no other rule can fill: those that have one themselves do not count."""
    given = {(rule.category, rule.indicator) for rule in rulebook.rules if not rule.beside}
    for rule in rulebook.rules:
        for beside in rule.beside:
            if not any(beside.wants(*kind) for kind in given):
                wanted = "/".join(", ".join(names) for names in (beside.category, beside.indicator) if names)
                message = f"`{rule.id}` wants `beside` a finding of {wanted}, which no other rule gives"
                yield Problem(message, rule.place, "rules with a `beside` of their own do not count", Severity.WARNING)


def one_sided_examples(rulebook: Rulebook) -> Iterator[Problem]:
    """Warn of a rule whose examples show only what it finds, or only what it leaves."""
    for rule in rulebook.rules:
        if bool(rule.examples.match) != bool(rule.examples.no_match):
            missing = "no_match" if rule.examples.match else "match"
            hint = "the nearest sentence on the other side tells most about a rule"
            yield Problem(f"`{rule.id}` has no `{missing}` example", rule.place, hint, Severity.WARNING)


CHECKS = (
    shared_phrases,
    idle_vetoes,
    certain_vetoes,
    loose_ends,
    idle_names,
    idle_company,
    one_sided_examples,
    idle_selections,
)
"""All checks."""


def _under(rule: Rule, key: str) -> Iterator[Written]:
    return (written for written in rule.written if written.key == key)


def _wordings(written: Written) -> Iterator[_Wording]:
    """Yield what a phrase finds: its wordings where they can be told, else the phrase as a whole."""
    for phrase in written.phrases:
        yield from literals(phrase) or (phrase,)


def _is_literal(phrase: Phrase) -> bool:
    return all(isinstance(part, Slot) and part.alternatives != (SOMEONE,) for part in phrase)


def _words(phrases: Iterable[Phrase]) -> set[str]:
    slots = (part for phrase in phrases for part in phrase if isinstance(part, Slot))
    return {word for slot in slots for wording in slot.alternatives for word in wording.split()}


def _holds(wording: str, vetoes: Iterable[str]) -> bool:
    return any(f" {veto} " in f" {wording} " for veto in vetoes)


def _kind(rule: Rule) -> tuple[str, str]:
    return rule.category, rule.indicator


def _rank(rule: Rule) -> tuple[tuple[int, str], int, str]:
    """Order rules by who wins a match of equal length (rules/README.md)."""
    return category_order(rule.category), -rule.level.rank, rule.id


def _warning(written: Written, message: str, hint: str = "") -> Problem:
    return Problem(message, written.place, hint, Severity.WARNING, f'{written.key}: "{written.text}"')


def _pack_warning(pack: Pack, message: str) -> Problem:
    return Problem(message, pack.place, "delete it, or use it", Severity.WARNING)
