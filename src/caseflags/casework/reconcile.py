"""What the notes of a case say and its record does not, and the other way round, code by code.

The record is the list of codes that somebody gave at the end of an assessment. A code that findings support outright
and the record lacks is the notes' alone; one that leaves something open is to be checked. A code of the record that no
finding supports is the record's alone, with what the notes hold of it otherwise: as past, denied or suspected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from caseflags.casework.codes import beside
from caseflags.coding import CodeHit
from caseflags.model import Assertion, Case, CaseResult, Finding, Temporality
from caseflags.rulebook.code_records import CodeMap


@dataclass(frozen=True, slots=True)
class RecordOnly:
    """A code that the record has and no finding supports. ``why`` says what the notes hold of it, with the findings."""

    code: str
    title: str
    why: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """One case. ``recorded`` are the codes of its record, ``uncovered`` those that notes are not read for."""

    case: Case
    recorded: tuple[str, ...]
    both: tuple[CodeHit, ...] = ()
    notes_only: tuple[CodeHit, ...] = ()
    record_only: tuple[RecordOnly, ...] = ()
    to_check: tuple[CodeHit, ...] = ()
    uncovered: tuple[str, ...] = ()

    @property
    def has_record(self) -> bool:
        """Whether anything was recorded: without it there is nothing to compare."""
        return bool(self.recorded)

    @property
    def differs(self) -> bool:
        """Whether notes and record part company."""
        return self.has_record and bool(self.notes_only or self.record_only)


def compare(result: CaseResult, recorded: Collection[str], codes: CodeMap) -> Compared:
    """Lay the codes of a case's record beside those that its findings support."""
    hits = [hit for hit in result.codes if hit.map == codes.id]
    known = {rule.code for rule in codes.rules}
    supported = {hit.code for hit in hits}
    return Compared(
        result.case,
        tuple(sorted(recorded, key=code_order)),
        both=tuple(hit for hit in hits if hit.code in recorded),
        notes_only=tuple(hit for hit in hits if hit.code not in recorded and not hit.check),
        record_only=tuple(
            _record_only(result.case, code, codes)
            for code in sorted(recorded, key=code_order)
            if code in known and code not in supported
        ),
        to_check=tuple(hit for hit in hits if hit.code not in recorded and hit.check),
        uncovered=tuple(code for code in sorted(recorded, key=code_order) if code not in known),
    )


def code_order(code: str) -> tuple[int, str]:
    """Sort codes as the form does: 2A before 10A."""
    digits = "".join(character for character in code if character.isdigit())
    return int(digits or 0), code


def _record_only(case: Case, code: str, codes: CodeMap) -> RecordOnly:
    rules = [rule for rule in codes.rules if rule.code == code and not rule.sentence]
    found = {finding.finding_id: finding for rule in rules for finding in beside(case, rule)}
    title = next(rule.title for rule in codes.rules if rule.code == code)
    return RecordOnly(code, title, _why(found.values()), tuple(found))


def _why(findings: Iterable[Finding]) -> str:
    told: Counter[str] = Counter()
    for finding in findings:
        past = finding.assertion is Assertion.AFFIRMED and finding.temporality is Temporality.HISTORICAL
        told["past" if past else finding.assertion.value] += 1
    if not told:
        return "nothing in the notes"
    return "in the notes only as " + ", ".join(f"{name} ({number})" for name, number in sorted(told.items()))


# --- in total ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Row:
    """Cases with a record, counted for a code or for a factor (its codes of all letters together)."""

    title: str
    notes: int = 0
    recorded: int = 0
    both: int = 0
    to_check: int = 0

    @property
    def notes_only(self) -> int:
        """Cases of which the notes say it and the record does not."""
        return self.notes - self.both

    @property
    def record_only(self) -> int:
        """Cases of which the record says it and the notes do not."""
        return self.recorded - self.both


@dataclass(slots=True)
class Totals:
    """All cases together. ``codes`` go by code, ``factors`` by the number that A, B and C of a factor share."""

    map: CodeMap
    cases: int = 0
    with_record: int = 0
    differing: int = 0
    codes: dict[str, Row] = field(default_factory=dict)
    factors: dict[str, Row] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for rule in self.map.rules:
            self.codes.setdefault(rule.code, Row(rule.title))
            self.factors.setdefault(factor_of(rule.code), Row(rule.title.partition(",")[0]))

    def add(self, compared: Compared) -> None:
        """Count a case in."""
        self.cases += 1
        if not compared.has_record:
            return
        self.with_record += 1
        self.differing += compared.differs
        notes = {hit.code for hit in (*compared.both, *compared.notes_only)}
        recorded = set(compared.recorded) & set(self.codes)
        checks = {hit.code for hit in compared.to_check}
        _count(self.codes, notes, recorded, checks)
        _count(self.factors, *({factor_of(code) for code in codes} for codes in (notes, recorded, checks)))


def factor_of(code: str) -> str:
    """Name the factor of a code: its number."""
    return code.rstrip("ABCDEF")


def _count(rows: dict[str, Row], notes: set[str], recorded: set[str], checks: set[str]) -> None:
    for name, row in rows.items():
        row.notes += name in notes
        row.recorded += name in recorded
        row.both += name in notes and name in recorded
        row.to_check += name in checks and name not in notes
