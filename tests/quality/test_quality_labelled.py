from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from caseflags.errors import CaseflagsError
from caseflags.quality.labelled import figures_of_labels
from caseflags.quality.sampling import Sample, both, read_sample

HEAD = {"findings": {"da": 100, "sm": 10}, "quiet": 50, "notes": 90, "column": "Team", "rates": {
    "North": {"notes": 40, "da": 20}, "South": {"notes": 50, "da": 5, "sm": 1}}}  # fmt: skip


def item(category: str, group: str = "North", number: int = 0, **labels: str) -> dict[str, Any]:
    kind = "note" if category == "none" else "finding"
    return {"kind": kind, "category": category, "group": group, "row": number, "labels": labels}


def test_precision_counts_what_is_there_and_what_is_all_right() -> None:
    labels = ["yes", "yes", "assertion", "person", "no", "skip"]
    figures = figures_of_labels(Sample(HEAD, [item("da", a=label) for label in labels]))
    found = figures["labellers"]["a"]["precision"]["da"]
    assert (found["labelled"], found["real"], found["precision"], found["all_right"]) == (5, 4, 0.8, 0.4)
    assert (found["wrong_assertion"], found["wrong_person"]) == (1, 1)
    assert found["precision_low"] < 0.8 < found["precision_high"]


def test_recall_is_estimated_from_notes_without_findings() -> None:
    items = [item("da", a="yes"), item("da", a="no"), item("none", a="yes"), *[item("none", a="no")] * 9]
    recall = figures_of_labels(Sample(HEAD, items))["labellers"]["a"]["recall"]
    assert recall["recall"] == round(50 / (50 + 5), 4)  # half of 100 are real; one tenth of 50 quiet notes hold one
    assert recall["recall_low"] < recall["recall"] < recall["recall_high"]


def test_without_quiet_notes_there_is_no_recall() -> None:
    assert figures_of_labels(Sample(HEAD, [item("da", a="yes")]))["labellers"]["a"]["recall"] is None


def test_agreement_takes_what_both_have_labelled() -> None:
    items = [item("da", a="yes", b="yes"), item("da", a="no", b="no"), item("da", a="no", b="skip"), item("da", a="no")]
    (pair,) = figures_of_labels(Sample(HEAD, items))["agreement"]
    assert pair == {"labellers": ["a", "b"], "items": 2, "agreed": 2, "kappa": 1.0}


def test_rates_by_group_show_uneven_flagging() -> None:
    rates = figures_of_labels(Sample(HEAD, []))["rates"]
    assert (rates["North"]["da"]["share"], rates["South"]["da"]["share"]) == (0.5, 0.1)
    assert rates["North"]["da"]["share_low"] > rates["South"]["da"]["share_high"]
    assert rates["North"]["sm"]["flagged"] == 0


def test_copies_are_joined_and_others_refused() -> None:
    joined = both([Sample(HEAD, [item("da", a="yes")]), Sample(HEAD, [item("da", b="no")])])
    assert joined.labellers == ["a", "b"]
    with pytest.raises(CaseflagsError, match="not copies of one sample"):
        both([Sample(HEAD, [item("da")]), Sample(HEAD, [item("da", number=1)])])


@pytest.mark.parametrize("text", ["a\u2028b\x85c", "half a pair \ud83d"], ids=["separators", "surrogates"])
def test_what_notes_hold_comes_back_from_a_sample(tmp_path: Path, text: str) -> None:
    path = tmp_path / "sample.jsonl"
    found = Sample(HEAD, [item("none") | {"case_id": "A", "note_id": "1", "excerpt": text}])
    path.write_bytes("".join(found.lines()).encode())
    assert read_sample(path) == found


@pytest.mark.parametrize(("label", "known"), [("yes", True), ("maybe", False), (5, False)])
def test_a_label_that_nobody_can_give_is_refused(tmp_path: Path, label: Any, *, known: bool) -> None:
    path = tmp_path / "sample.jsonl"
    whole = item("none", a=label) | {"case_id": "A", "note_id": "1", "excerpt": "x"}
    path.write_text("".join(Sample(HEAD, [whole]).lines()), encoding="utf-8")
    if known:
        assert read_sample(path).labellers == ["a"]
    else:
        with pytest.raises(CaseflagsError, match="this is no sample"):
            read_sample(path)
