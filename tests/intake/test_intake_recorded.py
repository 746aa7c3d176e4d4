"""What was recorded, from a file or from cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseflags.errors import CaseflagsError
from caseflags.intake.recorded import Recorded, codes_in, read_recorded

CELLS = [
    ("1B;4B", {"1B", "4B"}),
    ("1b, 3a / 21", {"1B", "3A", "21"}),
    ("3B - domestic abuse, 20 other", {"3B", "20"}),
    ("", set()),
    ("none, see note 12", set()),
    ("2 children, born 2019", set()),
    ("1.2B", set()),
]


@pytest.mark.parametrize(("cell", "codes"), CELLS)
def test_codes_are_found_in_a_cell(cell: str, codes: set[str]) -> None:
    assert codes_in(cell) == codes


def test_cells_of_a_case_are_put_together() -> None:
    recorded = Recorded()
    for case_id, text in (("A", "1B"), ("A", "3B"), ("B", ""), ("C", "mental health")):
        recorded.add(case_id, text)
    assert recorded.codes == {"A": {"1B", "3B"}, "B": set(), "C": set()}
    assert recorded.unread == {"C"}


@pytest.mark.parametrize("heading", ["factors", "Recorded Factors", "CODES"])
def test_a_file_is_read_whatever_its_column_is_called(tmp_path: Path, heading: str) -> None:
    path = tmp_path / "r.csv"
    path.write_text(f"Case ID;{heading}\nA;1B, 3B\nA;4B\nB;\n", encoding="utf-8-sig")
    assert read_recorded(str(path)).codes == {"A": {"1B", "3B", "4B"}}


def test_a_file_without_such_a_column_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("case_id,colour\nA,1B\n", encoding="utf-8")
    with pytest.raises(CaseflagsError, match="no column of recorded codes is recognised"):
        read_recorded(str(path))


def test_what_else_is_wrong_is_said_as_of_any_export(tmp_path: Path) -> None:
    with pytest.raises(CaseflagsError, match="there is no such file"):
        read_recorded(str(tmp_path / "none.csv"))
    path = tmp_path / "r.csv"
    path.write_text("colour,factors\nA,1B\n", encoding="utf-8")
    with pytest.raises(CaseflagsError, match="case"):
        read_recorded(str(path))
