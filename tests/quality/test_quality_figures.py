from __future__ import annotations

import pytest

from caseflags.quality.figures import figures_of, flat, kappa, voice
from caseflags.quality.scoring import NoteScore, Ratio


@pytest.mark.parametrize(
    ("ratio", "judged", "expected"),
    [
        (Ratio(20, 25, 30), 50, 0.4),  # a textbook's table: 20 both, 5 and 10 apart, 15 neither
        (Ratio(5, 5, 5), 10, 1.0),
        (Ratio(0, 0, 0), 10, 1.0),
        (Ratio(0, 5, 5), 10, -1.0),
        (Ratio(), 0, 0.0),
    ],
)
def test_kappa(ratio: Ratio, judged: int, expected: float) -> None:
    assert kappa(ratio, judged) == pytest.approx(expected)


def test_intervals_are_the_same_each_time_and_hold_the_value() -> None:
    scores = [NoteScore(f"C{n % 4}", f"n{n}", (), (), (), quiet=True) for n in range(8)]
    first, second = figures_of(scores), figures_of(scores)
    assert first == second
    row = first.table["mention"]["all"]
    assert row["f1_low"] <= row["f1"] <= row["f1_high"]


def test_no_notes_give_zeros() -> None:
    assert {value for name, value in flat(figures_of([]).record()) if not name.startswith("note.all.kappa")} == {0}


@pytest.mark.parametrize(("case", "expected"), [("A12", "A"), ("PA1", "PA"), ("7", "7")])
def test_the_voice_is_the_case_without_its_number(case: str, expected: str) -> None:
    assert voice(case) == expected
