"""Gates: what a script wants to be told of by an exit code (``--fail-on``).

A gate is hit by an affirmed finding, or by a pattern that is known to hold. Findings that are denied, negated,
uncertain or hypothetical never hit one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from caseflags.casework import CaseworkOptions
from caseflags.errors import CaseflagsError, Problem
from caseflags.intake.guess import did_you_mean
from caseflags.model import Assertion, CaseResult, Finding, Level, PatternHit
from caseflags.rulebook import Rulebook

_ASIDE = CaseworkOptions().aside
"""Categories that hold what professionals did: no gate but their own is about them."""


@dataclass(frozen=True, slots=True)
class Gate:
    """What is asked for: a level (or any above it), a pattern's id or a category's name.

    With ``new`` only what was not there before counts; without anything else all of it does.
    """

    text: str
    level: Level | None = None
    pattern: str = ""
    category: str = ""
    new: bool = False

    def stops(self, finding: Finding) -> bool:
        """Tell whether a finding hits it."""
        if finding.assertion is not Assertion.AFFIRMED:
            return False
        if finding.category in _ASIDE:
            return finding.category == self.category
        return self._anything or finding.category == self.category or self._reaches(finding.level)

    def stops_pattern(self, pattern: PatternHit) -> bool:
        """Tell whether a pattern hits it."""
        return pattern.known and (self._anything or pattern.pattern_id == self.pattern or self._reaches(pattern.level))

    @property
    def _anything(self) -> bool:
        return self.new and not (self.level or self.pattern or self.category)

    def _reaches(self, level: Level) -> bool:
        return self.level is not None and level.rank >= self.level.rank


class News(Protocol):
    """What was not there before: ids of findings, case and id of patterns."""

    @property
    def findings(self) -> frozenset[str]:
        """The findings."""

    @property
    def patterns(self) -> frozenset[tuple[str, str]]:
        """The patterns."""


@dataclass(slots=True)
class GateHit:
    """How often a gate was hit: by findings, by patterns, in how many cases, and one of them."""

    gate: Gate
    findings: int = 0
    patterns: int = 0
    cases: int = 0
    example: str = field(default="")


def parse_gates(texts: Iterable[str], rulebook: Rulebook) -> tuple[Gate, ...]:
    """Read gates as ``--fail-on`` takes them. Raises everything that is wrong with them at once."""
    problems: list[Problem] = []
    gates = tuple(_parse(text.strip(), rulebook, problems) for text in texts)
    if problems:
        raise CaseflagsError(problems)
    return gates


def _parse(text: str, rulebook: Rulebook, problems: list[Problem]) -> Gate:
    kind, colon, name = text.partition(":")
    if kind == "new":
        return replace(_parse(name, rulebook, problems), text=text, new=True) if name else Gate(text, new=True)
    if not colon:
        if text not in set(Level):
            hint = (
                did_you_mean(text, [*Level, "new"])
                + f"a level ({', '.join(Level)}), pattern:ID, category:NAME, new or new:LEVEL"
            )
            problems.append(Problem(f"--fail-on does not know '{text}'", hint=hint))
            return Gate(text)
        return Gate(text, level=Level(text))
    known = {
        "pattern": sorted(pattern.id for pattern in rulebook.patterns),
        "category": sorted({rule.category for rule in rulebook.rules}),
    }.get(kind)
    if known is None:
        problems.append(Problem(f"--fail-on does not know '{text}'", hint="write pattern:ID or category:NAME"))
    elif name not in known:
        hint = did_you_mean(name, known) + (f"known: {', '.join(known)}" if known else "the rules have none")
        problems.append(Problem(f"there is no {kind} '{name}'", hint=hint))
    return Gate(text, pattern=name) if kind == "pattern" else Gate(text, category=name)


def hits(gates: Sequence[Gate], cases: Iterable[CaseResult], news: News | None = None) -> list[GateHit]:
    """Find the gates that are hit, in their order. Without ``news`` no gate about what is new is hit."""
    counted = [GateHit(gate) for gate in gates]
    for result in cases if gates else ():
        for hit in counted:
            _count(hit, result, news)
    return [hit for hit in counted if hit.cases]


def _count(hit: GateHit, result: CaseResult, news: News | None) -> None:
    found: Iterable[Finding] = result.case.findings
    shown: Iterable[PatternHit] = result.patterns
    if hit.gate.new:
        fresh = news.findings if news else frozenset()
        found = [finding for finding in found if finding.finding_id in fresh]
        held = news.patterns if news else frozenset()
        shown = [pattern for pattern in shown if (result.case.case_id, pattern.pattern_id) in held]
    findings = sum(map(hit.gate.stops, found))
    patterns = sum(map(hit.gate.stops_pattern, shown))
    if findings or patterns:
        hit.findings += findings
        hit.patterns += patterns
        hit.cases += 1
        hit.example = hit.example or result.case.case_id
