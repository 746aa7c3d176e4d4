"""The sentences that bear evidence, numbered as a page shows them, with the words that were found in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from caseflags.model import Assertion, Case, Finding, Role, Temporality

_CUT = "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an excerpt; ``finding`` is what was found in it, or ``None``."""

    text: str
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A sentence of a note with all its findings. ``number`` is by what the page refers to it."""

    number: int
    date: date | None
    source: str
    note_id: str
    row: int
    pieces: tuple[Piece, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """Evidence for one thing: excerpts that stand here, numbers of those that the page has shown, and how many more."""

    new: tuple[Excerpt, ...] = ()
    seen: tuple[int, ...] = ()
    more: int = 0


class Excerpts:
    """The excerpts of one case. Each is shown once and has a number from then on."""

    def __init__(self, case: Case) -> None:
        self._key: dict[str, tuple[str, ...]] = {}
        self._findings: dict[tuple[str, ...], list[Finding]] = {}
        self._numbers: dict[tuple[str, ...], int] = {}
        for finding in case.findings:
            key = _key(finding)
            self._key[finding.finding_id] = key
            self._findings.setdefault(key, []).append(finding)

    def show(self, finding_ids: Iterable[str], most: int) -> Shown:
        """Give the sentences of some findings, new ones only up to ``most``."""
        keys = dict.fromkeys(self._key[ref] for ref in finding_ids if ref in self._key)
        seen = tuple(self._numbers[key] for key in keys if key in self._numbers)
        new = [key for key in keys if key not in self._numbers]
        return Shown(tuple(map(self._number, new[:most])), seen, len(new[most:]))

    def finding(self, finding_id: str) -> Finding:
        """Give a finding of the case."""
        return next(f for f in self._findings[self._key[finding_id]] if f.finding_id == finding_id)

    def number(self, finding_id: str) -> int:
        """Give the number of a sentence that was shown."""
        return self._numbers[self._key[finding_id]]

    def code(self, finding: Finding) -> str:
        """Give the code of a finding's category, as the headings of the page have it."""
        return self._codes[finding.category]

    def _number(self, key: tuple[str, ...]) -> Excerpt:
        number = self._numbers[key] = len(self._numbers) + 1
        return excerpt_of(self._findings[key], number)


def excerpt_of(findings: Sequence[Finding], number: int = 0) -> Excerpt:
    """Make the excerpt that some findings of one sentence share."""
    first = findings[0]
    pieces = tuple(_pieces(first.excerpt, findings))
    return Excerpt(number, first.date, first.source, first.note_id, first.row, pieces, tuple(findings))


def excerpts_of(findings: Iterable[Finding]) -> list[Excerpt]:
    """Make the excerpts of findings in their order, without numbers."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        groups.setdefault(_key(finding), []).append(finding)
    return [excerpt_of(group) for group in groups.values()]


def who(finding: Finding) -> str:
    """Say whom a finding is about: ``father > mother`` where one harms the other, nothing where nobody is known."""
    subject = "" if finding.subject is Role.UNKNOWN else finding.subject.value
    if finding.victim is None or finding.victim is Role.UNKNOWN:
        return subject
    return f"{subject or '?'} > {finding.victim.value}"


def qualities(finding: Finding) -> list[str]:
    """Name what makes a finding other than affirmed, current and first said here."""
    found = [] if finding.assertion is Assertion.AFFIRMED else [finding.assertion.value]
    found += ["past"] if finding.temporality is Temporality.HISTORICAL else []
    return found + ([f"copied from {finding.copied_from}"] if finding.copied_from else [])


def _key(finding: Finding) -> tuple[str, ...]:
    """Findings with this in common stand in one excerpt; without excerpts each stands alone."""
    alone = "" if finding.excerpt else finding.finding_id
    return (finding.case_id, finding.note_id, str(finding.row), finding.excerpt, alone)


def _pieces(excerpt: str, findings: Sequence[Finding]) -> Iterator[Piece]:
    """Cut an excerpt at its mentions. A mention that recurs is taken in the order of the note."""
    if not excerpt:
        yield Piece(" ".join(findings[0].text.split()), findings[0])
        return
    done = 0
    for finding in sorted(findings, key=lambda finding: finding.start):
        words = " ".join(finding.text.split())
        start = _place(excerpt, words, done)
        if start < 0 or not words:
            continue
        if start > done:
            yield Piece(excerpt[done:start])
        yield Piece(words, finding)
        done = start + len(words)
    if done < len(excerpt):
        yield Piece(excerpt[done:])


def _place(excerpt: str, words: str, after: int) -> int:
    """Find the mention in its excerpt: the first place, and in an excerpt that is cut the one next to the middle."""
    if after or not (excerpt.startswith(_CUT) and excerpt.endswith(_CUT)):
        return excerpt.find(words, after)
    middle = (len(excerpt) - len(words)) // 2
    before, behind = excerpt.rfind(words, 0, middle + len(words)), excerpt.find(words, middle)
    places = [place for place in (before, behind) if place >= 0]
    return min(places, key=lambda place: abs(place - middle), default=-1)
