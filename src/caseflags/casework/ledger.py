"""The ledger of accounts: who affirmed what, who denied it or took it back, and when, topic by topic.

A topic is a strand: somebody's abuse of somebody, somebody's drinking. A voice is whoever of the family a note quotes;
where the note speaks in its own voice it is the note's source. Retraction, withdrawal, minimisation and denial belong
to the abuse that the same person suffers or is accused of. Copied text says nothing new and is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from caseflags.casework.strands import people_of, strand_of, strand_order
from caseflags.model import CATEGORIES, Account, Assertion, Case, Finding, Role

_ABUSE, _RETRACTION = "domestic_abuse", "retraction"
_TOPICS = frozenset(CATEGORIES) - {_RETRACTION}
_STANCES = {"denial": "denied", "retraction": "retraction", "withdrawal": "withdrawal", "minimisation": "minimisation"}
"""What an indicator of retraction says of the abuse that it is about."""

_ORDER = ("affirmed", "denied", "retraction", "withdrawal", "minimisation")
_SAID = frozenset({Assertion.AFFIRMED, Assertion.DENIED})
_UNNAMED = "unnamed source"


@dataclass(slots=True)
class _Line:
    """An account while it is written."""

    findings: list[Finding] = field(default_factory=list)

    def account(self, topic: str, by: str, stance: str) -> Account:
        """Close it."""
        days = [finding.date for finding in self.findings if finding.date]
        ids = tuple(finding.finding_id for finding in self.findings)
        return Account(topic, by, stance, min(days, default=None), max(days, default=None), ids)


def accounts_of(case: Case) -> tuple[Account, ...]:
    """Write the ledger of a case: by topic, then by stance, then by who spoke first."""
    lines: dict[tuple[str, str, str], _Line] = {}
    for finding in _told(case.findings):
        topic = strand_of(finding) or f"{finding.category}:{Role.UNKNOWN.value}"
        lines.setdefault((topic, _voice(finding), finding.assertion.value), _Line()).findings.append(finding)
    topics = [topic for topic, _, _ in lines]
    for finding in _turned(case.findings):
        key = (_topic(finding, topics), _voice(finding), _STANCES[finding.indicator])
        lines.setdefault(key, _Line()).findings.append(finding)
    accounts = [line.account(*key) for key, line in lines.items()]
    return tuple(sorted(accounts, key=lambda account: (strand_order(account.topic), _ORDER.index(account.stance))))


def contested(accounts: Iterable[Account]) -> tuple[tuple[str, tuple[Account, ...]], ...]:
    """Group the accounts of those topics on which voices differ: affirmed, and denied or turned back as well."""
    by_topic: dict[str, list[Account]] = {}
    for account in accounts:
        by_topic.setdefault(account.topic, []).append(account)
    return tuple((topic, tuple(found)) for topic, found in by_topic.items() if _differ(found))


def _differ(accounts: Sequence[Account]) -> bool:
    return any(account.stance != "affirmed" for account in accounts)


def _told(findings: Iterable[Finding]) -> Iterator[Finding]:
    return (f for f in findings if f.category in _TOPICS and f.assertion in _SAID and not f.copied_from)


def _turned(findings: Iterable[Finding]) -> Iterator[Finding]:
    affirmed = (f for f in findings if f.category == _RETRACTION and f.assertion is Assertion.AFFIRMED)
    return (f for f in affirmed if f.indicator in _STANCES and not f.copied_from)


def _voice(finding: Finding) -> str:
    """Name who says so. Of a retraction it is who retracts."""
    role = finding.subject if finding.category == _RETRACTION else finding.speaker
    if role not in {None, Role.UNKNOWN} and role is not None:
        return role.value
    return finding.source.strip() or _UNNAMED


def _topic(finding: Finding, topics: Iterable[str]) -> str:
    """Find the abuse that a retraction or denial is about: of or by the same person, else the first that was told."""
    abuse = [topic for topic in dict.fromkeys(topics) if people_of(topic)[0] == _ABUSE]
    person = finding.subject.value
    sides = (1, 2) if finding.indicator == "denial" else (2, 1)
    for side in sides:
        for topic in abuse:
            if people_of(topic)[side] == person:
                return topic
    return abuse[0] if abuse else f"{_ABUSE}:{Role.UNKNOWN.value}"
