"""What labels given by hand say: precision with intervals, an estimate of recall, agreement, uneven flagging."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

from caseflags.quality.agreement import cohen, wilson
from caseflags.quality.sampling import ASSERTION, PERSON, QUIET, SKIP, YES, Item, Sample

REAL = frozenset({YES, ASSERTION, PERSON})
"""Labels of a finding that is there, whatever is wrong about it."""

Record = dict[str, Any]


def figures_of_labels(sample: Sample) -> Record:
    """Compute all figures of a labelled sample, for each labeller."""
    return {
        "labellers": {name: _one(sample, name) for name in sample.labellers},
        "agreement": [_agreement(sample, pair) for pair in combinations(sample.labellers, 2)],
        "rates": _rates(sample),
    }


def _one(sample: Sample, name: str) -> Record:
    labelled = [(item, item["labels"][name]) for item in sample.items if item["labels"].get(name, SKIP) != SKIP]
    by_category: dict[str, list[str]] = defaultdict(list)
    by_group: dict[str, list[str]] = defaultdict(list)
    for item, label in labelled:
        by_category[item["category"]].append(label)
        if item["kind"] == "finding" and sample.head.get("column"):
            by_group[item["group"]].append(label)
    quiet = by_category.pop(QUIET, [])
    return {
        "precision": {category: _precision(labels) for category, labels in by_category.items()},
        "recall": _recall(sample, by_category, quiet),
        "groups": {group: _precision(labels) for group, labels in sorted(by_group.items())},
    }


def _precision(labels: Sequence[str]) -> Record:
    counts = Counter(labels)
    real = sum(counts[label] for label in REAL)
    found = {"labelled": len(labels), "real": real, "wrong_assertion": counts[ASSERTION]}
    found |= {"wrong_person": counts[PERSON]}
    return found | _share("precision", real, len(labels)) | _share("all_right", counts[YES], len(labels))


def _recall(sample: Sample, labels: dict[str, list[str]], quiet: Sequence[str]) -> Record | None:
    """Estimate recall: real findings by their precision, against notes without findings in which something was missed.

    What was missed beside a finding in the same note is not seen, so it is an upper bound.
    """
    if not quiet or not labels:
        return None
    sizes = sample.head["findings"]
    real = sum(sizes[c] * sum(label in REAL for label in found) / len(found) for c, found in labels.items())
    missed = sum(label == YES for label in quiet)
    low, high = wilson(missed, len(quiet))
    return {
        "quiet_labelled": len(quiet),
        "missed": missed,
        "recall": _recalled(real, sample.head["quiet"] * missed / len(quiet)),
        "recall_low": _recalled(real, sample.head["quiet"] * high),
        "recall_high": _recalled(real, sample.head["quiet"] * low),
    }


def _recalled(real: float, missed: float) -> float:
    return round(real / (real + missed), 4) if real + missed else 0.0


def _share(name: str, right: int, judged: int) -> Record:
    low, high = wilson(right, judged)
    share = right / judged if judged else 0.0
    return {name: round(share, 4), f"{name}_low": round(low, 4), f"{name}_high": round(high, 4)}


def _agreement(sample: Sample, pair: tuple[str, str]) -> Record:
    left, right = pair
    pairs = [(item["labels"][left], item["labels"][right]) for item in sample.items if _both_said(item, pair)]
    kappa = cohen(pairs)
    agreed = sum(a == b for a, b in pairs)
    rounded = None if kappa is None else round(kappa, 4)
    return {"labellers": [left, right], "items": len(pairs), "agreed": agreed, "kappa": rounded}


def _both_said(item: Item, pair: Iterable[str]) -> bool:
    return all(item["labels"].get(name, SKIP) != SKIP for name in pair)


def _rates(sample: Sample) -> Record:
    """Compute how often notes of each group are flagged (an affirmed finding), with intervals."""
    rates = sample.head.get("rates") or {}
    categories = sample.head["findings"]
    return {
        group: {"notes": counts["notes"]}
        | {c: _share("share", counts.get(c, 0), counts["notes"]) | {"flagged": counts.get(c, 0)} for c in categories}
        for group, counts in rates.items()
    }
