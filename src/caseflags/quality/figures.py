"""The figures of an evaluation: ratios with their intervals, kappa, breakdowns, and the floors they must reach."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from caseflags.model import CATEGORIES
from caseflags.quality.patterns import PatternScore
from caseflags.quality.scoring import ATTRIBUTES, NoteScore, Ratio, Score, add_up

MEASURES = ("mention", "strict", "note")
NAMES = (*CATEGORIES, "all")
BREAKDOWNS = ("case", "voice", "indicator", "assertion")
CEILINGS = frozenset({"quiet.per_1000"})
"""Figures that are better the smaller they are: what a file of floors says of them is the most they may be."""

DRAWS = 1000
_SEED = 20_240_101
_DIGITS = 4

Row = dict[str, float | int]
Sums = Mapping[tuple[str, str], Ratio]


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of some scored notes.

    ``by`` holds the rows of a breakdown, if one was asked for; ``patterns`` those of case patterns, if any case has
    been judged for them.
    """

    notes: int
    cases: int
    table: Mapping[str, Mapping[str, Row]]
    attributes: Mapping[str, Row]
    quiet: Row
    by: Mapping[str, Row]
    patterns: Mapping[str, Any] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        """Give the figures as plain values."""
        counts = {"notes": self.notes, "cases": self.cases}
        found = {**counts, **self.table, "attributes": self.attributes, "quiet": self.quiet}
        found |= {"patterns": self.patterns} if self.patterns else {}
        return {**found, "by": self.by} if self.by else found


def figures_of(scores: Sequence[NoteScore], by: str | None = None) -> Figures:
    """Compute all figures, with intervals from a seeded bootstrap over cases, and the breakdown ``by``."""
    total = add_up(scores)
    intervals = _intervals(scores)
    table = {
        measure: {name: _row(measure, name, total, len(scores)) | intervals[measure, name] for name in NAMES}
        for measure in MEASURES
    }
    attributes = {name: _share(total.attributes.get(name, Ratio())) for name in ATTRIBUTES}
    quiet: Row = {"notes": total.quiet_notes, "affirmed": total.quiet_affirmed, "per_1000": round(total.quiet_rate, 1)}
    cases = len({score.case_id for score in scores})
    return Figures(len(scores), cases, table, attributes, quiet, _breakdown(scores, by) if by else {})


def pattern_figures(score: PatternScore) -> dict[str, Any]:
    """Give the figures of case patterns: all pairs of case and pattern, the mean of the patterns' F1, and each."""
    each = {name: _ratio_row(ratio) for name, ratio in score.by_pattern.items()}
    return {"all": _ratio_row(score.pairs), "macro_f1": round(score.macro_f1, _DIGITS), "by_pattern": each}


def below(figures: Figures, floors: Mapping[str, Any]) -> Iterator[str]:
    """Name the figures that are below their floors (or above, where less is better), and the floors of no figure."""
    known = dict(flat(figures.record()))
    for name, floor in flat(floors):
        if name not in known:
            yield f"there is no figure {name}"
        elif name in CEILINGS and known[name] > floor:
            yield f"{name} is {known[name]}, above {floor}"
        elif name not in CEILINGS and known[name] < floor:
            yield f"{name} is {known[name]}, below {floor}"


def flat(record: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, float]]:
    """Give the numbers of nested mappings by their path: ``mention.all.f1``."""
    for key, value in record.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def kappa(ratio: Ratio, judged: int) -> float:
    """Compute Cohen's kappa of two yes-or-no judgements of ``judged`` things."""
    if not judged:
        return 0.0
    agreed = (judged - ratio.found - ratio.wanted + 2 * ratio.right) / judged
    yes = ratio.found * ratio.wanted / judged**2
    chance = yes + (1 - ratio.found / judged) * (1 - ratio.wanted / judged)
    return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)


def _row(measure: str, name: str, total: Score, notes: int) -> Row:
    ratio = getattr(total, measure).get(name, Ratio())
    row = _ratio_row(ratio)
    if measure == "note":
        row["kappa"] = round(kappa(ratio, notes * (len(CATEGORIES) if name == "all" else 1)), _DIGITS)
    return row


def _ratio_row(ratio: Ratio) -> Row:
    counts: Row = {"found": ratio.found, "gold": ratio.wanted, "right": ratio.right}
    shares = {"precision": ratio.precision, "recall": ratio.recall, "f1": ratio.f1}
    return counts | {key: round(share, _DIGITS) for key, share in shares.items()}


def _share(ratio: Ratio) -> Row:
    return {"pairs": ratio.found, "right": ratio.right, "share": round(ratio.precision, _DIGITS)}


def _intervals(scores: Sequence[NoteScore]) -> dict[tuple[str, str], Row]:
    """Draw cases with replacement and see between which bounds 95 of 100 values of F1 lie."""
    by_case: dict[str, list[NoteScore]] = defaultdict(list)
    for score in scores:
        by_case[score.case_id].append(score)
    sums = [_sums(add_up(by_case[case])) for case in sorted(by_case)]
    keys = [(measure, name) for measure in MEASURES for name in NAMES]
    chance = random.Random(_SEED)  # noqa: S311 - statistics, not secrets
    values: dict[tuple[str, str], list[float]] = {key: [] for key in keys}
    for _ in range(DRAWS if sums else 0):
        drawn = chance.choices(sums, k=len(sums))
        for key in keys:
            values[key].append(_f1(one[key] for one in drawn))
    return {key: _bounds(sorted(found)) for key, found in values.items()}


def _sums(score: Score) -> Sums:
    return {(m, name): getattr(score, m).get(name, Ratio()) for m in MEASURES for name in NAMES}


def _f1(ratios: Iterable[Ratio]) -> float:
    right = found = wanted = 0
    for ratio in ratios:
        right, found, wanted = right + ratio.right, found + ratio.found, wanted + ratio.wanted
    return Ratio(right, found, wanted).f1


def _bounds(values: Sequence[float]) -> Row:
    if not values:
        return {"f1_low": 0.0, "f1_high": 0.0}
    low, high = values[int(0.025 * len(values))], values[int(0.975 * len(values))]
    return {"f1_low": round(low, _DIGITS), "f1_high": round(high, _DIGITS)}


def _breakdown(scores: Sequence[NoteScore], by: str) -> dict[str, Row]:
    """Break the mention level down by case, by voice (a case's id without its number), or by a label."""
    if by in {"case", "voice"}:
        groups: dict[str, list[NoteScore]] = defaultdict(list)
        for score in scores:
            groups[score.case_id if by == "case" else voice(score.case_id)].append(score)
        return {name: _ratio_row(add_up(group).mention["all"]) for name, group in sorted(groups.items())}
    return _by_label(scores, lambda labelled: _label(labelled, by))


def voice(case_id: str) -> str:
    """Name the author of a gold case: its id without the number."""
    return re.sub(r"\d+$", "", case_id) or case_id


def _label(labelled: Any, by: str) -> str:  # noqa: ANN401 - a finding or a gold mention
    value = str(getattr(labelled, by))
    return f"{labelled.category}.{value}" if by == "indicator" else value


def _by_label(scores: Sequence[NoteScore], label: Callable[[Any], str]) -> dict[str, Row]:
    """Count by a label of findings (for precision) and of gold mentions (for recall); the two may differ in a pair."""
    found, wanted, right_found, right_wanted = (Counter[str]() for _ in range(4))
    for score in scores:
        found.update(map(label, score.spurious))
        wanted.update(map(label, score.missed))
        for pair in score.pairs:
            found[label(pair.finding)] += 1
            wanted[label(pair.gold)] += 1
            right_found[label(pair.finding)] += 1
            right_wanted[label(pair.gold)] += 1
    return {
        name: _label_row(found[name], wanted[name], right_found[name], right_wanted[name])
        for name in sorted(found | wanted)
    }


def _label_row(found: int, wanted: int, right_found: int, right_wanted: int) -> Row:
    precision = right_found / found if found else 0.0
    recall = right_wanted / wanted if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    shares = {"precision": precision, "recall": recall, "f1": f1}
    return {"found": found, "gold": wanted, "right": right_wanted} | {k: round(v, _DIGITS) for k, v in shares.items()}
