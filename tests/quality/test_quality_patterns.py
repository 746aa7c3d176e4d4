"""Scores of patterns, and whole cases as tests."""

from __future__ import annotations

import pytest

from caseflags.detect.reader import Reader
from caseflags.quality.case_tests import run_case_tests
from caseflags.quality.patterns import score_patterns
from caseflags.rulebook import load
from caseflags.rulebook.case_tests import read_case_tests


def test_pairs_of_case_and_pattern_are_scored() -> None:
    gold = {"A": frozenset({"x", "y"}), "B": frozenset({"x"})}
    shown = {"A": frozenset({"x"}), "B": frozenset({"x", "y"}), "C": frozenset({"x"})}
    score = score_patterns(gold, shown, ["x", "y", "z"])
    assert (score.pairs.right, score.pairs.found, score.pairs.wanted) == (2, 3, 3)
    assert score.by_pattern["x"].f1 == 1
    assert score.by_pattern["y"].f1 == 0
    assert score.macro_f1 == pytest.approx(0.5)
    assert score.missed == (("A", "y"),)
    assert score.spurious == (("B", "y"),)


def test_the_shipped_whole_cases_hold() -> None:
    book = load()
    failures = run_case_tests(read_case_tests(), book, Reader(book).read)
    assert [f"{failure.case_id}: {failure.message}" for failure in failures] == []
