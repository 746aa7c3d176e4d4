"""Which matches become mentions: those that their company allows, and who wins where matches overlap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from caseflags.detect.company import Company
from caseflags.detect.growing import Hit
from caseflags.detect.tokens import Tokens
from caseflags.model import CATEGORIES, category_order
from caseflags.rulebook import Rule


@dataclass(frozen=True, slots=True)
class Match:
    """A rule's words at tokens ``start`` to ``end``."""

    start: int
    end: int
    rule: Rule


def choose(matches: Iterable[Match], tokens: Tokens) -> list[Match]:
    """Of matches that overlap the longest stays; of equals the first category, the higher level, the smaller id.

    The built-in categories compete with each other; every other category stands by itself, so that a user's pack never
    takes a finding away.
    """
    taken: dict[str, set[int]] = defaultdict(set)
    kept = []
    distinct = {(match.start, match.end, match.rule.id): match for match in matches}
    for match in sorted(distinct.values(), key=lambda m: _rank(m, tokens)):
        cells = taken["" if match.rule.category in CATEGORIES else match.rule.category]
        span = range(match.start, match.end)
        if cells.isdisjoint(span):
            cells.update(span)
            kept.append(match)
    return sorted(kept, key=lambda m: (m.start, m.end, category_order(m.rule.category)))


def _rank(match: Match, tokens: Tokens) -> tuple[int, int, tuple[int, str], int, str]:
    length = tokens.ends[match.end - 1] - tokens.starts[match.start]
    return (-length, match.start, category_order(match.rule.category), -match.rule.level.rank, match.rule.id)


def rule_matches(hits: Iterable[Hit], rules: Sequence[Rule], company: Company) -> list[Match]:
    """The hits of rules that their exceptions and company allow."""
    found = []
    for hit in hits:
        number = hit.owner[1]
        rule = rules[number]
        if company.allows(number, hit.start, hit.end):
            found.append(Match(hit.start, hit.end, rule))
    return found
