"""The words that were found are marked where they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from caseflags.casework import CaseworkOptions
from caseflags.model import CaseResult, Finding
from caseflags.report.excerpts import Excerpts, told
from caseflags.report.words import labels_of, natural, safe

Read = Callable[..., CaseResult]
CODES = {"domestic_abuse": "DA", "substance_misuse": "SM", "mental_health": "MH", "retraction": "RT"}


def marked(result: CaseResult) -> list[str]:
    excerpts = Excerpts(result.case, CODES).every()
    return ["".join(f"<{p.text}>" if p.finding else p.text for p in excerpt.pieces) for excerpt in excerpts]


MARKS = [
    pytest.param("Dad [[DA/physical aff cur father|hit her]].", ["Dad <hit her>."], id="one"),
    pytest.param(
        "He [[DA/physical aff cur father|hit]], [[DA/physical aff cur father|hit]] and hit.",
        ["He <hit>, <hit> and hit."],
        id="again and again",
    ),
    pytest.param("[[SM/alcohol aff cur father|Drunk]]", ["<Drunk>"], id="nothing else"),
    pytest.param("He [[DA/physical aff cur father|hit\u00a0 her]].", ["He <hit her>."], id="spacing"),
]


@pytest.mark.parametrize(("note", "expected"), MARKS)
def test_marks(read: Read, note: str, expected: list[str]) -> None:
    assert marked(read(f"--- 1 | 2024-01-01\n{note}\n")) == expected


def test_in_a_cut_excerpt_the_mention_next_to_the_middle_is_meant(read: Read) -> None:
    result = read("--- 1 | 2024-01-01\nHe [[DA/physical aff cur father|hit]] her.\n")
    (finding,) = result.case.findings
    cut = replace(finding, excerpt="…hit or miss he then hit her and missed her…")
    changed = replace(result, case=replace(result.case, findings=(cut,)))
    assert marked(changed) == ["…hit or miss he then <hit> her and missed her…"]


def test_without_excerpts_each_finding_stands_alone(read: Read) -> None:
    text = "--- 1 | 2024-01-01\nHe [[DA/physical aff cur father|hit her]], [[SM/alcohol aff cur father|drunk]].\n"
    assert marked(read(text, CaseworkOptions(excerpts=False))) == ["<physical>", "<alcohol>"]


def test_an_excerpt_is_shown_once_and_has_a_number_then(read: Read) -> None:
    result = read("--- 1 | 2024-01-01\nHe [[DA/physical aff cur father|hit]]. [[SM/alcohol aff cur father|Drunk]].\n")
    excerpts = Excerpts(result.case, CODES)
    hit, drunk = (finding.finding_id for finding in result.case.findings)
    first = excerpts.show([hit], 5)
    second = excerpts.show([drunk, hit], 5)
    assert [excerpt.number for excerpt in first.new] == [1]
    assert ([excerpt.number for excerpt in second.new], second.seen) == ([2], (1,))
    assert Excerpts(result.case, CODES).show([hit, drunk, "gone"], 1).more == 1


TOLD = [
    pytest.param("DA/physical aff cur father>mother", "DA physical: father > mother", id="who harms whom"),
    pytest.param("DA/physical aff cur unknown>mother", "DA physical: ? > mother", id="somebody"),
    pytest.param("SM/class_a aff cur unknown", "SM class a", id="nobody"),
    pytest.param("SM/class_a den his father", "SM class a: father, denied, past", id="denied, of the past"),
]


@pytest.mark.parametrize(("mark", "expected"), TOLD)
def test_told(read: Read, mark: str, expected: str) -> None:
    result = read(f"--- 1 | 2024-01-01\n[[{mark}|words]]\n")
    findings = tuple(_as_marked(finding, mark) for finding in result.case.findings)
    (excerpt,) = Excerpts(replace(result.case, findings=findings), CODES).every()
    assert told(excerpt, ">") == [expected]


def _as_marked(finding: Finding, mark: str) -> Finding:
    """The case may know more of people than the mark says; here the mark counts."""
    subject = type(finding.subject)(mark.rsplit(maxsplit=1)[-1].partition(">")[0])
    return replace(finding, subject=subject)


SAFE = [
    pytest.param("plain", "plain", id="plain"),
    pytest.param("José → 👪", "José → 👪", id="letters of any kind"),
    pytest.param("a\x1b[31mb", "a�[31mb", id="escape"),
    pytest.param("a\u202eb\u2066c", "a�b�c", id="directions"),
    pytest.param("a\nb\tc", "a b c", id="line breaks"),
    pytest.param("a\u200bb\u00adc\ufeff", "abc", id="invisible"),
    pytest.param("\ud83d", "�", id="half a pair"),
]


@pytest.mark.parametrize(("text", "expected"), SAFE)
def test_safe(text: str, expected: str) -> None:
    assert safe(text) == expected


def test_codes_are_never_shared() -> None:
    labels = labels_of(("domestic_abuse", "neglect", "need", "retraction.retraction", "debt_advice"))
    assert [label.code for label in labels] == ["DA", "NE", "NE2", "RR", "DA2"]


def test_ids_are_ordered_as_people_count() -> None:
    assert sorted(["C10", "c2", "C2", "10", "9", "A"], key=natural) == ["9", "10", "A", "c2", "C2", "C10"]
