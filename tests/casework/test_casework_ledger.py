"""The ledger of accounts: who affirmed, who denied, when, topic by topic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from caseflags.casework import CaseworkOptions, read_case
from caseflags.casework.ledger import contested
from caseflags.model import CaseResult, Reading, Role

Read = Callable[..., CaseResult]
NOTES = """--- n1 | 2024-01-01 | police
He [[DA/physical aff cur father>mother|punched her]]. He was [[SM/alcohol aff cur father|drunk]].
--- n2 | 2024-01-09 | social worker
Mum [[RT/retraction aff cur mother|made it up]]. Dad [[RT/denial aff cur father|denied]] [[DA/physical den cur father>mother|hitting her]].
--- n3 | 2024-02-01 | police
He [[DA/threat aff cur father>mother|threatened her]].
"""  # noqa: E501


def told(result: CaseResult) -> list[tuple[str, str, str, int, str, str]]:
    return [(a.topic, a.stance, a.by, len(a.finding_ids), str(a.first_date), str(a.last_date)) for a in result.accounts]


def test_accounts_by_topic_stance_and_voice(read: Read) -> None:
    abuse = "domestic_abuse:father>mother"
    assert told(read(NOTES)) == [
        (abuse, "affirmed", "police", 2, "2024-01-01", "2024-02-01"),
        (abuse, "denied", "social worker", 1, "2024-01-09", "2024-01-09"),
        (abuse, "denied", "father", 1, "2024-01-09", "2024-01-09"),
        (abuse, "retraction", "mother", 1, "2024-01-09", "2024-01-09"),
        ("substance_misuse:father", "affirmed", "police", 1, "2024-01-01", "2024-01-01"),
    ]


def test_a_person_who_is_quoted_is_the_voice(readings: Callable[[str], dict[str, list[Reading]]]) -> None:
    (case,) = readings(f"=== C\n{NOTES}").values()
    first = replace(case[0], mentions=tuple(replace(mention, speaker="mother") for mention in case[0].mentions))
    result = read_case([first, *case[1:]], CaseworkOptions())
    assert result.case.findings[0].speaker is Role.MOTHER
    assert ("domestic_abuse:father>mother", "affirmed", "mother", 1, "2024-01-01", "2024-01-01") in told(result)


def test_only_topics_on_which_voices_differ_are_contested(read: Read) -> None:
    ((topic, accounts),) = contested(read(NOTES).accounts)
    assert (topic, len(accounts)) == ("domestic_abuse:father>mother", 4)


LONG = "On New Year's Day he [[DA/physical aff cur father>mother|punched her]] in front of both of the children."
ODD = [
    pytest.param(f"--- n1 | 2024-01-01\n{LONG}\n--- n2 | 2024-01-02\n{LONG}\n", 1, id="copied text is left out"),
    pytest.param("--- n1\nDad [[RT/denial aff cur father|denied it]].\n", 1, id="a denial of what nobody told"),
    pytest.param("--- n1\n[[SM/alcohol neg cur father|No alcohol]].\n", 0, id="what is absent is no account"),
]


@pytest.mark.parametrize(("notes", "findings"), ODD)
def test_what_is_counted(read: Read, notes: str, findings: int) -> None:
    assert sum(len(account.finding_ids) for account in read(notes).accounts) == findings
