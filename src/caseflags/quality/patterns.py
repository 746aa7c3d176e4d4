"""Patterns against gold: precision, recall and F1 over pairs of case and pattern, and the mean of the patterns' F1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from caseflags.model import CaseResult
from caseflags.quality.scoring import Ratio


@dataclass(frozen=True, slots=True)
class PatternScore:
    """``pairs`` counts all pairs of case and pattern, ``by_pattern`` those of each; ``missed`` and ``spurious`` name
    the pairs that are wrong."""

    pairs: Ratio
    by_pattern: Mapping[str, Ratio]
    missed: tuple[tuple[str, str], ...] = ()
    spurious: tuple[tuple[str, str], ...] = ()

    @property
    def macro_f1(self) -> float:
        """Mean of the F1 of the patterns that were found or wanted."""
        scores = [ratio.f1 for ratio in self.by_pattern.values() if ratio.found or ratio.wanted]
        return sum(scores) / len(scores) if scores else 0.0


def shown_by(cases: Iterable[CaseResult]) -> dict[str, frozenset[str]]:
    """Give the patterns that each case is known to show."""
    return {case.case.case_id: frozenset(hit.pattern_id for hit in case.patterns if hit.known) for case in cases}


def score_patterns(
    gold: Mapping[str, frozenset[str]], shown: Mapping[str, frozenset[str]], patterns: Iterable[str]
) -> PatternScore:
    """Score the patterns of the cases of ``gold``; no others count, since nobody looked for them there."""
    ids = tuple(dict.fromkeys(patterns))
    by_pattern = {}
    missed: list[tuple[str, str]] = []
    spurious: list[tuple[str, str]] = []
    for pattern in ids:
        wanted = {case for case, names in gold.items() if pattern in names}
        found = {case for case in gold if pattern in shown.get(case, ())}
        by_pattern[pattern] = Ratio(len(wanted & found), len(found), len(wanted))
        missed.extend((case, pattern) for case in sorted(wanted - found))
        spurious.extend((case, pattern) for case in sorted(found - wanted))
    return PatternScore(sum(by_pattern.values(), Ratio()), by_pattern, tuple(missed), tuple(spurious))
