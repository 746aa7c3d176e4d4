from __future__ import annotations

import pytest

from caseflags.quality.agreement import cohen, wilson


@pytest.mark.parametrize(
    ("right", "judged", "low", "high"),
    [(0, 0, 0.0, 1.0), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662), (5, 10, 0.2366, 0.7634)],
)
def test_wilson(right: int, judged: int, low: float, high: float) -> None:
    assert wilson(right, judged) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        pytest.param([("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15, 0.4, id="table"),
        pytest.param([("y", "n"), ("n", "y")], -1.0, id="never"),
        pytest.param([("y", "y"), ("n", "n"), ("a", "a")], 1.0, id="always"),
        pytest.param([("y", "y")], None, id="one label"),
        pytest.param([], None, id="nothing"),
    ],
)
def test_cohen(pairs: list[tuple[str, str]], expected: float | None) -> None:
    assert cohen(pairs) == (None if expected is None else pytest.approx(expected))
