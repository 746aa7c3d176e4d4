"""The two sides of a comparison: a result that was just made, a stored one, or a baseline.

Each gives ids and labels, nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TextIO

from caseflags.casework.findings import finding_id, words_of
from caseflags.model import CaseResult, Finding, Result
from caseflags.stored import Document, Refusal, open_document, write_document

Record = Mapping[str, Any]
LABELS = ("level", "indicator", "assertion", "temporality", "subject", "victim")
_IDS = ("finding_id", "case_id", "note_id", "rule_id", "category")
_OPTIONS = ("cases", "since", "until", "categories", "mapping", "date_order", "one_case", "builtin_rules")
_REFUSAL = Refusal(
    "this is no stored result or baseline, or not a whole one",
    "it is what `caseflags scan --format json` or `caseflags baseline` writes",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding without its words. ``same`` stands for case, note, rule and words together, whichever of several it is;
    "" where the words are not known. ``labels`` go as ``LABELS`` does."""

    finding_id: str
    case_id: str
    note_id: str
    rule_id: str
    category: str
    labels: tuple[str, ...]
    same: str = ""

    def record(self) -> dict[str, str]:
        """Write it as plain values."""
        found = {name: getattr(self, name) for name in _IDS} | {"same": self.same}
        return found | dict(zip(LABELS, self.labels, strict=True))


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """What else a comparison needs of a case: its notes, its patterns with their labels, what was suppressed."""

    case_id: str
    notes: tuple[tuple[str, str], ...]
    patterns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    suppressed: tuple[str, ...] = ()

    def record(self) -> dict[str, Any]:
        """Write it as plain values."""
        return {
            "case_id": self.case_id,
            "notes": [list(note) for note in self.notes],
            "patterns": [[name, *labels] for name, labels in self.patterns],
            "suppressed": list(self.suppressed),
        }


class Side(Protocol):
    """A result as a comparison sees it."""

    @property
    def run(self) -> Record:
        """``packs`` with their digests, ``overrides``, and the ``options`` that choose what is read."""

    def cases(self) -> Iterator[CaseEntry]:
        """Go through the cases."""

    def findings(self) -> Iterator[Entry]:
        """Go through the findings, case after case."""


# --- a result at hand -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LiveSide:
    """A result that was just made."""

    result: Result

    @property
    def run(self) -> Record:
        """What was run."""
        return _run_of({"packs": self.result.run.packs, "options": self.result.run.options})

    def cases(self) -> Iterator[CaseEntry]:
        """Go through the cases."""
        return map(_live_case, self.result.cases)

    def findings(self) -> Iterator[Entry]:
        """Go through the findings."""
        worded = _is_worded(self.result.run.options)
        return (_live(finding, worded=worded) for case in self.result.cases for finding in case.case.findings)


def _live(finding: Finding, *, worded: bool) -> Entry:
    return _entry({name: getattr(finding, name) for name in (*_IDS, *LABELS, "text")}, worded=worded)


def _is_worded(options: Record) -> bool:
    """Tell whether words stand in a result as they do in the notes: masks change as more names become known."""
    return not options.get("pseudonymised")


def _live_case(case: CaseResult) -> CaseEntry:
    notes = tuple((note.case_id, note.note_id) for note in case.case.notes)
    patterns = tuple((hit.pattern_id, _pattern_labels(hit.level.value, known=hit.known)) for hit in case.patterns)
    return CaseEntry(case.case.case_id, notes, patterns, _suppressed(case.extra))


def _suppressed(extra: Record) -> tuple[str, ...]:
    return tuple(left_out["finding_id"] for left_out in extra.get("suppressed", ()))


def _pattern_labels(level: str, *, known: bool) -> tuple[str, ...]:
    return (level, "known" if known else "not yet known")


def _entry(record: Record, *, worded: bool) -> Entry:
    ids = {name: record[name] for name in _IDS}
    words = words_of(record["text"]) if worded else ""
    same = finding_id(ids["case_id"], ids["note_id"], ids["rule_id"], words, 0) if words else ""
    return Entry(**ids, labels=tuple(str(record[name] or "") for name in LABELS), same=same)


def _run_of(record: Record) -> Record:
    options = record["options"]
    return {
        "packs": {pack["id"]: pack.get("digest", "") for pack in record["packs"]},
        "overrides": {change["id"]: dict(change) for change in options.get("overrides", ())},
        "options": {name: options.get(name) for name in _OPTIONS},
    }


# --- a file -----------------------------------------------------------------------------------------------------------


def open_side(path: Path) -> Side:
    """Open a stored result or a baseline. Raises ``CaseflagsError`` for anything else, and for one that breaks off."""
    document = open_document(path, ("cases", "findings"), _REFUSAL)
    with document.expected():
        if "baseline" in document:
            return _Baseline(document, document.values["baseline"])
        run = document.values["run"]
        return _StoredSide(document, _run_of(run), worded=_is_worded(run["options"]))


@dataclass(frozen=True, slots=True)
class _StoredSide:
    """A stored result."""

    document: Document
    run: Record
    worded: bool

    def cases(self) -> Iterator[CaseEntry]:
        with self.document.expected():
            yield from map(self._case, self.document.records("cases"))

    def findings(self) -> Iterator[Entry]:
        with self.document.expected():
            yield from (_entry(record, worded=self.worded) for record in self.document.records("findings"))

    @staticmethod
    def _case(record: Record) -> CaseEntry:
        notes = tuple((note["case_id"], note["note_id"]) for note in record["notes"])
        hits = record["patterns"]
        patterns = tuple((hit["pattern_id"], _pattern_labels(hit["level"], known=hit["known"])) for hit in hits)
        return CaseEntry(record["case_id"], notes, patterns, _suppressed(record.get("extra", {})))


@dataclass(frozen=True, slots=True)
class _Baseline:
    """A baseline, as ``write_baseline`` writes it."""

    document: Document
    run: Record

    def cases(self) -> Iterator[CaseEntry]:
        with self.document.expected():
            yield from map(self._case, self.document.records("cases"))

    def findings(self) -> Iterator[Entry]:
        with self.document.expected():
            yield from map(self._finding, self.document.records("findings"))

    @staticmethod
    def _case(record: Record) -> CaseEntry:
        patterns = tuple((name, tuple(labels)) for name, *labels in record["patterns"])
        notes = tuple((case, note) for case, note in record["notes"])
        return CaseEntry(record["case_id"], notes, patterns, tuple(record["suppressed"]))

    @staticmethod
    def _finding(record: Record) -> Entry:
        ids = {name: record[name] for name in _IDS}
        return Entry(**ids, labels=tuple(record[name] for name in LABELS), same=record["same"])


def write_baseline(side: Side, stream: TextIO) -> None:
    """Write a side as a baseline: ids and labels only, no time, no offset, no word of a note."""
    cases = (case.record() for case in side.cases())
    findings = (entry.record() for entry in side.findings())
    write_document(stream, {"baseline": side.run, "cases": cases, "findings": findings})
