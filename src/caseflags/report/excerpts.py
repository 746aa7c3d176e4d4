"""The sentences that bear evidence, numbered as a page shows them, with the words that were found in them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from caseflags.model import Assertion, Case, CaseResult, Finding, Role, Temporality, category_order
from caseflags.report.words import Label, labels_of, quoted

_CUT = "…"

_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an excerpt; ``finding`` is what was found in it, or ``None``."""

    text: str
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A sentence of a note with all its findings, and the code of each one's row in the matrix.

    ``number`` is by what the page refers to it, 0 if it never does.
    """

    number: int
    date: date | None
    source: str
    note_id: str
    row: int
    pieces: tuple[Piece, ...]
    findings: tuple[Finding, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """Evidence for one thing: excerpts that stand here, numbers of those that the page has shown, and how many more."""

    new: tuple[Excerpt, ...] = ()
    seen: tuple[int, ...] = ()
    more: int = 0

    def __bool__(self) -> bool:
        return bool(self.new or self.seen)


class Excerpts:
    """The excerpts of one case. Each is shown once and has a number from then on. ``codes`` go by ``key_of``."""

    def __init__(self, case: Case, codes: Mapping[str, str]) -> None:
        self._codes = codes
        self._known: dict[str, Finding] = {}
        self._groups: dict[_Key, list[Finding]] = {}
        self._numbers: dict[_Key, int] = {}
        for finding in case.findings:
            self._known[finding.finding_id] = finding
            self._groups.setdefault(_key(finding), []).append(finding)

    def show(self, finding_ids: Iterable[str], most: int) -> Shown:
        """Give the sentences of some findings, new ones only up to ``most``."""
        keys = dict.fromkeys(_key(finding) for finding in self.findings(finding_ids))
        seen = tuple(sorted(self._numbers[key] for key in keys if key in self._numbers))
        new = [key for key in keys if key not in self._numbers]
        return Shown(tuple(map(self._numbered, new[:most])), seen, len(new[most:]))

    def every(self) -> tuple[Excerpt, ...]:
        """Give all sentences in the order of the notes, without numbers."""
        return tuple(self._excerpt(group, 0) for group in self._groups.values())

    def findings(self, finding_ids: Iterable[str]) -> list[Finding]:
        """Give those of some findings that the case has."""
        return [self._known[ref] for ref in finding_ids if ref in self._known]

    def number(self, finding: Finding) -> int:
        """Give the number of a sentence that has been shown."""
        return self._numbers[_key(finding)]

    def _numbered(self, key: _Key) -> Excerpt:
        number = self._numbers[key] = len(self._numbers) + 1
        return self._excerpt(self._groups[key], number)

    def _excerpt(self, findings: Sequence[Finding], number: int) -> Excerpt:
        first = findings[0]
        return Excerpt(
            number,
            first.date,
            first.source,
            first.note_id,
            first.row,
            tuple(_pieces(first.excerpt, findings)),
            tuple(findings),
            tuple(self._codes[key_of(finding, self._codes)] for finding in findings),
        )


def key_of(finding: Finding, keys: Container[str]) -> str:
    """Give the key of a finding's row in a matrix: its indicator's where its category is opened, or its category's."""
    opened = f"{finding.category}.{finding.indicator}"
    return opened if opened in keys else finding.category


def labels_in(result: CaseResult) -> tuple[Label, ...]:
    """Label what a case's findings are of: the rows of its matrix first, as there, then the other categories."""
    shown = result.matrix.categories
    others = {key_of(finding, shown) for finding in result.case.findings} - set(shown)
    return labels_of((*shown, *sorted(others, key=category_order)))


def who(finding: Finding, arrow: str) -> str:
    """Say whom a finding is about: "father → mother" where one harms the other, nothing where nobody is known."""
    subject = "" if finding.subject is Role.UNKNOWN else finding.subject.value
    if finding.victim is None or finding.victim is Role.UNKNOWN:
        return subject
    return f"{subject or '?'} {arrow} {finding.victim.value}"


def qualities(finding: Finding) -> list[str]:
    """Name what makes a finding other than affirmed, current and first said here."""
    found = [] if finding.assertion is Assertion.AFFIRMED else [finding.assertion.value]
    found += ["past"] if finding.temporality is Temporality.HISTORICAL else []
    return found + ([f"copied from {finding.copied_from}"] if finding.copied_from else [])


def told(excerpt: Excerpt, arrow: str) -> list[str]:
    """Say of each finding what it is and whom it is about, equal ones once: "DA physical: father → mother, denied"."""
    said = []
    for finding, code in zip(excerpt.findings, excerpt.codes, strict=True):
        about = ", ".join(part for part in (who(finding, arrow), *qualities(finding)) if part)
        said.append(f"{code} {finding.indicator.replace('_', ' ')}" + (f": {about}" if about else ""))
    return list(dict.fromkeys(said))


def _key(finding: Finding) -> _Key:
    """Say what findings have in common that stand in one excerpt; without excerpts each stands alone."""
    alone = "" if finding.excerpt else finding.finding_id
    return (finding.case_id, finding.note_id, str(finding.row), finding.excerpt, alone)


def _pieces(excerpt: str, findings: Sequence[Finding]) -> Iterator[Piece]:
    """Cut an excerpt at its mentions. A mention that recurs is taken in the order of the note."""
    if not excerpt:
        words = " ".join(findings[0].text.split()) or findings[0].indicator.replace("_", " ")
        yield Piece(quoted(words), findings[0])
        return
    done = 0
    for finding in sorted(findings, key=lambda finding: finding.start):
        words = " ".join(finding.text.split())
        start = _place(excerpt, words, done)
        if start < 0 or not words:
            continue
        if start > done:
            yield Piece(quoted(excerpt[done:start]))
        yield Piece(quoted(words), finding)
        done = start + len(words)
    if done < len(excerpt):
        yield Piece(quoted(excerpt[done:]))


def _place(excerpt: str, words: str, after: int) -> int:
    """Find the mention in its excerpt: the first place, and in an excerpt that is cut the one next to the middle."""
    if after or not (excerpt.startswith(_CUT) and excerpt.endswith(_CUT)):
        return excerpt.find(words, after)
    middle = (len(excerpt) - len(words)) // 2
    before, behind = excerpt.rfind(words, 0, middle + len(words)), excerpt.find(words, middle)
    places = [place for place in (before, behind) if place >= 0]
    return min(places, key=lambda place: abs(place - middle), default=-1)
