"""Copied text counts where it first stood, and is named as copied later on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from caseflags.casework import CaseworkOptions, read_case
from caseflags.casework.copied import sentence_key
from caseflags.model import CaseResult, Reading

Read = Callable[..., CaseResult]

LONG = "In May 2019 Dad [[DA/physical aff cur father>mother|punched Mum]] in front of both of the children."
SHORT = "Dad was [[SM/alcohol aff cur father|drunk]]."
OTHER = "He [[DA/threat aff cur father>mother|threatened her]] again."
DENIED = "Dad [[RT/denial aff cur father|denied]] it all."

COPIES = [
    pytest.param([LONG, LONG], ["", "n1"], id="a long sentence is enough"),
    pytest.param([LONG, LONG.replace("punched Mum", "PUNCHED MUM")], ["", "n1"], id="case"),
    pytest.param([LONG, LONG.replace(" in front", ",  in\u00a0front")], ["", "n1"], id="spacing and punctuation"),
    pytest.param([SHORT, SHORT], ["", ""], id="a short one recurs by itself"),
    pytest.param([f"{SHORT} {OTHER} {DENIED}"] * 2, ["", "", "", "n1", "n1", "n1"], id="several short ones are pasted"),
    pytest.param([SHORT, f"{OTHER} {DENIED}", f"{SHORT} {OTHER}"], ["", "", "", "", ""], id="from different notes"),
    pytest.param([LONG, LONG, LONG], ["", "n1", "n1"], id="always where it first stood"),
    pytest.param([f"{LONG} {LONG}"], ["", ""], id="twice in one note is no copy"),
    pytest.param([LONG, f"{LONG} {SHORT}"], ["", "n1", ""], id="what was added to it counts"),
]


@pytest.mark.parametrize(("notes", "expected"), COPIES)
def test_copied(read: Read, notes: list[str], expected: list[str]) -> None:
    text = "".join(f"--- n{i} | 2024-01-{i:02}\n{note}\n" for i, note in enumerate(notes, 1))
    result = read(text)
    assert [finding.copied_from for finding in result.case.findings] == expected


def test_copies_are_counted_once_and_named(read: Read) -> None:
    result = read(f"--- n1 | 2024-01-01\n{LONG}\n--- n2 | 2024-01-02\n{LONG} {SHORT}\n")
    abuse = result.matrix.cell("domestic_abuse", "domestic_abuse")
    assert (abuse.findings, abuse.notes, abuse.measures["copied"]) == (1, 1, 1)
    assert result.matrix.cell("domestic_abuse", "substance_misuse").notes == 0
    assert [event.note_id for event in result.chronology] == ["n1", "n2"]


def test_what_is_pasted_into_a_siblings_record_counts_once(readings: Callable[[str], dict[str, list[Reading]]]) -> None:
    cases = readings(f"=== A\n--- n1 | 2024-01-01\n{LONG}\n=== B\n--- n1 | 2024-01-02\n{LONG} {SHORT}\n")
    family = [replace(r, note=replace(r.note, family_id="F")) for case in cases.values() for r in case]
    together = read_case(family, CaseworkOptions())
    assert [finding.copied_from for finding in together.case.findings] == ["", "n1 of case A", ""]
    assert together.matrix.cell("domestic_abuse", "domestic_abuse").findings == 1
    apart = [read_case(case, CaseworkOptions()) for case in cases.values()]
    assert [case.matrix.cell("domestic_abuse", "domestic_abuse").findings for case in apart] == [1, 1]


KEYS = [
    pytest.param("He hit her.", "hit her", "he hit her", id="words only"),
    pytest.param("", "hit", "", id="no excerpt is never a copy"),
    pytest.param(
        "…d a b c d e f g h i HIT j k l m n o p q r…", "hit", "b c d e f g h i hit j k l m n o p q", id="cut short"
    ),
    pytest.param("…hit a b c hit d e f", "hit", "hit a b c hit d e f", id="the mention nearest to the middle"),
]


@pytest.mark.parametrize(("excerpt", "mention", "key"), KEYS)
def test_sentence_key(excerpt: str, mention: str, key: str) -> None:
    assert sentence_key(excerpt, mention) == key
