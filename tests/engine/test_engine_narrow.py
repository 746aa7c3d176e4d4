"""What ``--category`` leaves of a case: nothing that rests on findings which are not shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from caseflags.casework import CaseworkOptions
from caseflags.engine.narrow import narrow
from caseflags.model import CaseResult

Read = Callable[..., CaseResult]
NOTES = """--- n1 | 2024-01-01 | police
Dad was [[SM/alcohol aff cur father|drunk]] and [[DA/physical aff cur father>mother|hit her]].
--- n2 | 2024-01-09 | GP
Mum [[MH/anxiety aff cur mother|has panic attacks]] and [[RT/retraction aff cur mother|made it up]].
"""


@pytest.mark.parametrize("categories", [("domestic_abuse",), ("mental_health", "retraction")], ids=" ".join)
def test_what_is_left_rests_on_the_findings_that_are_left(read: Read, categories: tuple[str, ...]) -> None:
    whole = read(NOTES, CaseworkOptions())
    assert len(whole.chains) == 2
    left = narrow(read(NOTES, CaseworkOptions(categories=categories)), categories)
    shown = {finding.finding_id for finding in left.case.findings}
    assert {finding.category for finding in left.case.findings} == set(categories)
    told = [left.chronology, left.accounts]
    assert {ref for parts in told for part in parts for ref in part.finding_ids} <= shown
    assert {ref for cell in (*left.matrix.cells, *left.between.cells) for ref in cell.evidence} <= shown
    assert left.chains == ()


def test_no_category_leaves_everything(read: Read) -> None:
    whole = read(NOTES, CaseworkOptions())
    assert narrow(whole, ()) is whole
