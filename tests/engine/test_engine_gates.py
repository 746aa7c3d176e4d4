from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from caseflags.engine.gates import Gate, hits, parse_gates
from caseflags.errors import CaseflagsError
from caseflags.model import CaseResult, Level, PatternHit
from caseflags.rulebook import Rulebook, load

NOTES = """--- n1 | 2024-01-01
Sam [[DA/physical aff cur father>mother|hit Mum]]. He was [[SM/alcohol unc cur father|perhaps drunk]].
--- n2 | 2024-01-02
Sam denied [[DA/strangulation den cur father>mother|choking her]].
"""


RULES = """pack: {0}
rules:
  - id: {0}.one
    phrases: ["words"]
"""


@pytest.fixture(scope="module")
def rulebook(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    folder = tmp_path_factory.mktemp("rules")
    for pack in ("domestic_abuse", "substance_misuse"):
        (folder / f"{pack}.yaml").write_text(RULES.format(pack), encoding="utf-8")
    return load([folder], builtin=False)


@pytest.mark.parametrize(
    ("gate", "findings"),
    [
        ("informational", 1),
        ("high", 1),
        ("critical", 0),
        ("category:domestic_abuse", 1),
        ("category:substance_misuse", 0),
    ],
)
def test_only_affirmed_findings_hit(
    gate: str, findings: int, read: Callable[[str], CaseResult], rulebook: Rulebook
) -> None:
    found = hits(parse_gates([gate], rulebook), [read(NOTES)])
    assert sum(hit.findings for hit in found) == findings
    assert [hit.example for hit in found] == ["C1"] * bool(findings)


def test_patterns_hit_once_they_are_known() -> None:
    pattern = PatternHit("c", "escalation", "Escalation", Level.HIGH, None, None, (), ())
    for gate in (Gate("pattern:escalation", pattern="escalation"), Gate("medium", level=Level.MEDIUM)):
        assert gate.stops_pattern(pattern)
        assert not gate.stops_pattern(replace(pattern, known=False))
    assert not Gate("critical", level=Level.CRITICAL).stops_pattern(pattern)


@pytest.mark.parametrize(
    ("gate", "message"),
    [
        ("hihg", "did you mean 'high'"),
        ("rule:x", "pattern:ID or category:NAME"),
        ("category:domestic", "did you mean 'domestic_abuse'"),
        ("pattern:nothing", "there is no pattern 'nothing'"),
        ("", "does not know ''"),
    ],
)
def test_gates_that_do_not_exist_are_errors(gate: str, message: str, rulebook: Rulebook) -> None:
    with pytest.raises(CaseflagsError, match=message):
        parse_gates([gate], rulebook)


def test_all_wrong_gates_are_named_at_once(rulebook: Rulebook) -> None:
    with pytest.raises(CaseflagsError) as caught:
        parse_gates(["a", "high", "b"], rulebook)
    assert len(caught.value.problems) == 2


def test_without_gates_nothing_is_read() -> None:
    def never() -> object:
        raise AssertionError

    assert hits([], (never() for _ in range(1))) == []  # type: ignore[misc]
