"""Rules changed by their ids, without a copy of their pack: switched off, at another level, with more exceptions.

What is changed is told by the rulebook's digest, so that a result made with changed rules never looks like one without.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from caseflags.errors import CaseflagsError, Place, Problem
from caseflags.labels import Level
from caseflags.rulebook.kinds import did_you_mean
from caseflags.rulebook.packs import digest
from caseflags.rulebook.phrases import Phraser
from caseflags.rulebook.records import Phrase, Rule, Rulebook
from caseflags.rulebook.wordings import PhraseError


@dataclass(frozen=True, slots=True)
class Override:
    """What is changed of the rule or pattern ``id``. ``except_`` are phrases as they are written in a rule file."""

    id: str
    disabled: bool = False
    level: Level | None = None
    except_: tuple[str, ...] = ()
    place: Place | None = None

    def record(self) -> dict[str, Any]:
        """Write it as plain values, without its place."""
        return {
            "id": self.id,
            "disabled": self.disabled,
            "level": self.level.value if self.level else None,
            "except": list(self.except_),
        }

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Override:
        """Read what ``record`` wrote. Raises ``KeyError`` and ``ValueError``."""
        level = Level(record["level"]) if record["level"] else None
        return cls(record["id"], bool(record["disabled"]), level, tuple(record["except"]))


def digest_of_overrides(overrides: Iterable[Override]) -> str:
    """Hash overrides, whatever their order; "" for none."""
    records = sorted(json.dumps(override.record(), sort_keys=True) for override in overrides)
    return digest(records) if records else ""


def override(rulebook: Rulebook, overrides: Sequence[Override]) -> Rulebook:
    """Change a rulebook that was just loaded. Raises ``CaseflagsError`` for unknown ids and phrases that are none."""
    if not overrides:
        return rulebook
    problems: list[Problem] = []
    by_id = {override.id: override for override in overrides}
    known = [*(rule.id for rule in rulebook.rules), *(pattern.id for pattern in rulebook.patterns)]
    problems += [_unknown(by_id[name], known) for name in by_id if name not in set(known)]
    phraser = Phraser(rulebook.lists)
    vetoes = {name: _phrases(change, phraser, problems) for name, change in by_id.items()}
    patterns = {pattern.id for pattern in rulebook.patterns}
    problems += [_no_rule(by_id[name]) for name in by_id if name in patterns and by_id[name].except_]
    if problems:
        raise CaseflagsError(problems)
    rules = [_changed(rule, by_id.get(rule.id), vetoes.get(rule.id, ())) for rule in rulebook.rules]
    shown = [
        replace(pattern, level=(by_id[pattern.id].level or pattern.level) if pattern.id in by_id else pattern.level)
        for pattern in rulebook.patterns
        if pattern.id not in by_id or not by_id[pattern.id].disabled
    ]
    return replace(
        rulebook,
        rules=tuple(rule for rule in rules if rule),
        patterns=tuple(shown),
        digest=digest([rulebook.digest, digest_of_overrides(overrides)]),
    )


def _changed(rule: Rule, change: Override | None, vetoes: tuple[Phrase, ...]) -> Rule | None:
    if change is None:
        return rule
    if change.disabled:
        return None
    return replace(rule, level=change.level or rule.level, except_=(*rule.except_, *vetoes))


def _phrases(change: Override, phraser: Phraser, problems: list[Problem]) -> tuple[Phrase, ...]:
    found: list[Phrase] = []
    for text in change.except_:
        try:
            found.extend(phraser.parse(text))
        except PhraseError as error:
            problems.append(Problem(f'{error.message}: "{text}"', change.place, error.hint))
    return tuple(found)


def _unknown(change: Override, known: list[str]) -> Problem:
    guess = did_you_mean(change.id, known)
    hint = guess if guess.startswith("did") else "`caseflags rules list` shows their ids"
    return Problem(f"there is no rule or pattern `{change.id}`", change.place, hint)


def _no_rule(change: Override) -> Problem:
    return Problem(f"`{change.id}` is a pattern and has no exceptions", change.place, "switch it off, or set its level")
