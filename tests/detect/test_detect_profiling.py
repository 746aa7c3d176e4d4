from __future__ import annotations

from caseflags.detect.profiling import profile
from caseflags.detect.ready import load_ready
from caseflags.model import Note


def test_a_profile_counts_what_a_rule_found_and_tried() -> None:
    note = Note("c", "n", "Dad put his hands round her neck. She was 14/40.", 2)
    costs, notes, seconds = profile(load_ready(), [note] * 3)
    by_rule = {cost.rule_id: cost for cost in costs}
    assert notes == 3
    assert 0 < sum(cost.seconds for cost in costs) < seconds
    assert [cost.seconds for cost in costs] == sorted((cost.seconds for cost in costs), reverse=True)
    assert by_rule["domestic_abuse.strangulation.frame_at_neck"].mentions == 3
    assert by_rule["practice.infant.gestation"].hits == 3
    assert all(cost.tried for cost in costs if cost.mentions and cost.seconds)
