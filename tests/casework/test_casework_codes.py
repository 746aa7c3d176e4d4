"""Which codes a case supports, with what evidence, and what is left to be checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from caseflags.casework import CaseworkOptions
from caseflags.casework.codes import beside, find_codes, narrowed
from caseflags.model import CaseResult, Person, Role
from caseflags.rulebook import load

MAPS = load().codes
OPTIONS = CaseworkOptions(codes=MAPS)
CIN = next(one for one in MAPS if one.id == "cin")

Read = Callable[..., CaseResult]


def codes(read: Read, text: str, which: str = "cin") -> dict[str, str]:
    """The codes of a map that a note supports, with what is left to be checked."""
    result = read(f"--- n1 | 2024-01-01 | school\n{text}\n", OPTIONS)
    return {hit.code: hit.check for hit in result.codes if hit.map == which}


HOUSE = "whether the person lives in the household"
SAW = "whether a child saw, heard or felt it"
SUPPORTED = [
    pytest.param("Dad was [[SM/alcohol aff cur father|drunk]].", {"1B": ""}, id="a parent drinks"),
    pytest.param("She [[SM/alcohol aff cur child|drinks]].", {"1A": ""}, id="a child drinks"),
    pytest.param("Nan [[SM/alcohol aff cur other|drinks]].", {"1C": HOUSE}, id="somebody else: the household"),
    pytest.param("Nan [[SM/class_a aff cur other|uses]].", {"2C": HOUSE}, id="drugs in the household"),
    pytest.param("Mum [[SM/cannabis aff cur mother|smokes]].", {"2B": ""}, id="cannabis"),
    pytest.param("Mum [[SM/supply aff cur mother|deals]].", {}, id="dealing is no misuse"),
    pytest.param(
        "He [[SM/supply aff cur child|runs a line]].",
        {"24A": "whether the child is exploited; dealing by others is no factor"},
        id="a child who deals",
    ),
    pytest.param(
        "Mum [[SM/general aff cur mother|uses]].", {"2B": "which substance is meant"}, id="a substance without a name"
    ),
    pytest.param(
        "Mum [[SM/general aff cur mother|uses]], [[SM/class_a aff cur mother|heroin]].", {"2B": ""}, id="outright wins"
    ),
    pytest.param("He [[DA/physical aff cur father>mother|hit her]].", {"3B": ""}, id="subject to it, not who does it"),
    pytest.param(
        "He [[DA/physical aff cur father>mother|hit her]], the baby in her arms.",
        {"3A": SAW, "3B": ""},
        id="a child in the sentence",
    ),
    pytest.param("He [[DA/physical aff cur father>other|hit Nan]].", {"3C": HOUSE}, id="abuse of somebody else"),
    pytest.param("Mum is [[MH/anxiety aff cur mother|anxious]].", {"4B": ""}, id="mental health"),
    pytest.param("She [[MH/self_harm aff cur child|cuts]].", {"4A": "", "15A": ""}, id="a child's self-harm"),
    pytest.param("Mum was [[SM/alcohol aff his mother|drinking]].", {}, id="the past is none"),
    pytest.param("Mum [[SM/alcohol den cur mother|denies drinking]].", {}, id="a denial is none"),
    pytest.param("[[SM/alcohol unc cur mother|?drunk]]", {}, id="a suspicion is none"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SUPPORTED)
def test_factors_of_the_census(read: Read, text: str, expected: dict[str, str]) -> None:
    assert codes(read, text) == expected


def test_the_name_of_a_child_is_a_child(read: Read) -> None:
    case = read("--- n1 | 2024-01-01\nHe [[DA/threat aff cur father>mother|threatened her]] and Kai hid.\n").case
    assert "3A" not in {hit.code for hit in find_codes(case, MAPS)}
    named = replace(case, people=(Person(Role.CHILD, ("kai",)),))
    assert "3A" in {hit.code for hit in find_codes(named, MAPS)}


@pytest.mark.parametrize(("victim", "expected"), [(Role.CHILD, {"3A"}), (Role.UNKNOWN, set()), (None, set())])
def test_who_is_subject_to_the_abuse_decides(read: Read, victim: Role | None, expected: set[str]) -> None:
    case = read("--- n1 | 2024-01-01\nHe [[DA/physical aff cur father>mother|hit her]].\n").case
    turned = replace(case, findings=tuple(replace(finding, victim=victim) for finding in case.findings))
    assert {hit.code for hit in find_codes(turned, (CIN,))} == expected


def test_a_hit_has_its_evidence_in_order_with_dates_form_and_year(read: Read) -> None:
    result = read(
        "--- n2 | 2024-02-01\nDad was [[SM/alcohol aff cur father|drunk]].\n"
        "--- n1 | 2024-01-01\nDad was [[SM/alcohol aff cur father|tipsy]].\n",
        OPTIONS,
    )
    (hit,) = (hit for hit in result.codes if hit.map == "cin")
    texts = {finding.finding_id: finding.text for finding in result.case.findings}
    assert [texts[evidence] for evidence in hit.evidence] == ["tipsy", "drunk"]
    assert (str(hit.first_date), str(hit.last_date)) == ("2024-01-01", "2024-02-01")
    assert (hit.form, hit.year, hit.verified) == (CIN.form, CIN.year, False)


def test_excerpts_or_not_the_codes_are_the_same(read: Read) -> None:
    text = "--- n1 | 2024-01-01\nHe [[DA/physical aff cur father>mother|hit her]], the baby in her arms.\n"
    without = CaseworkOptions(codes=MAPS, excerpts=False)
    assert read(text, OPTIONS).codes == read(text, without).codes != ()


def test_dash_numbers_and_concepts(read: Read) -> None:
    text = (
        "He [[DA/strangulation aff his father>mother|strangled her]] and [[DA/economic aff cur father>mother|took it]]."
    )
    assert set(codes(read, text, "dash")) == {"15", "20"}
    assert "429746005" in codes(read, text, "snomed")


def test_what_is_not_told_as_happening_now_stands_beside(read: Read) -> None:
    case = read("--- n1 | 2024-01-01\nMum was [[SM/alcohol aff his mother|drinking]].\n").case
    rule = next(rule for rule in CIN.rules if rule.code == "1B")
    assert [finding.text for finding in beside(case, rule)] == ["drinking"]


def test_codes_that_rest_on_what_is_not_shown_are_left_out(read: Read) -> None:
    result = read("--- n1 | 2024-01-01\nDad was [[SM/alcohol aff cur father|drunk]].\n", OPTIONS)
    assert narrowed(result.codes, {f.finding_id for f in result.case.findings}) == result.codes
    assert narrowed(result.codes, set()) == ()
