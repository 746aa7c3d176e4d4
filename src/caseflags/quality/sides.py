"""The two sides of a comparison: a result that was just made, a stored one, or a baseline.

Each gives ids and labels, nothing else. A stored file is read line by line as ``caseflags`` wrote it; one that another
program laid out anew is read whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TextIO

from caseflags.casework.findings import finding_id, words_of
from caseflags.errors import CaseflagsError, Place, Problem
from caseflags.model import CaseResult, Finding, Result

Record = Mapping[str, Any]
LABELS = ("level", "indicator", "assertion", "temporality", "subject", "victim")
_IDS = ("finding_id", "case_id", "note_id", "rule_id", "category")
_OPTIONS = ("cases", "since", "until", "categories", "mapping", "date_order", "one_case", "builtin_rules")
_HINT = "it is what `caseflags scan --format json` or `caseflags baseline` writes"


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
    try:
        with path.open("rb") as stream:
            first, second = stream.readline(), stream.readline()
            if first == b"{\n" and second.startswith((b'"run": ', b'"baseline": ')):
                _check_whole(path)
                return _StoredSide(path, json.loads(b"{" + second.strip().rstrip(b",") + b"}"), None)
        document = json.loads(path.read_bytes())
        if not {"cases", "findings"} <= set(document):
            raise _no_result(path)
        return _StoredSide(path, document, document)
    except (ValueError, TypeError) as error:
        raise _no_result(path) from error
    except OSError as error:
        raise CaseflagsError(Problem(f"cannot be read: {error.strerror}", Place(str(path)), _HINT)) from error


def _check_whole(path: Path) -> None:
    """Look at the end of a file: both kinds end with a brace on a line of its own."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 2))
        if stream.read() != b"}\n":
            raise _no_result(path)


def _no_result(path: Path) -> CaseflagsError:
    return CaseflagsError(Problem("this is no stored result or baseline, or not a whole one", Place(str(path)), _HINT))


@dataclass(frozen=True, slots=True)
class _StoredSide:
    path: Path
    head: Record
    document: Record | None

    @property
    def run(self) -> Record:
        return self.head["baseline"] if "baseline" in self.head else _run_of(self.head["run"])

    def cases(self) -> Iterator[CaseEntry]:
        return map(self._case, self._records("cases"))

    def findings(self) -> Iterator[Entry]:
        return map(self._finding, self._records("findings"))

    def _case(self, record: Record) -> CaseEntry:
        if "baseline" in self.head:
            patterns = tuple((name, tuple(labels)) for name, *labels in record["patterns"])
            notes = tuple((case, note) for case, note in record["notes"])
            return CaseEntry(record["case_id"], notes, patterns, tuple(record["suppressed"]))
        notes = tuple((note["case_id"], note["note_id"]) for note in record["notes"])
        hits = record["patterns"]
        patterns = tuple((hit["pattern_id"], _pattern_labels(hit["level"], known=hit["known"])) for hit in hits)
        return CaseEntry(record["case_id"], notes, patterns, _suppressed(record.get("extra", {})))

    def _finding(self, record: Record) -> Entry:
        if "baseline" not in self.head:
            return _entry(record, worded=_is_worded(self.head["run"]["options"]))
        ids = {name: record[name] for name in _IDS}
        return Entry(**ids, labels=tuple(record[name] for name in LABELS), same=record["same"])

    def _records(self, name: str) -> Iterator[Record]:
        try:
            yield from self._lines(name) if self.document is None else self.document[name]
        except (ValueError, KeyError, TypeError) as error:
            raise _no_result(self.path) from error

    def _lines(self, name: str) -> Iterator[Record]:
        inside = False
        with self.path.open("rb") as stream:
            for line in stream:
                if not line.startswith(b"{"):
                    inside = line.startswith(f'"{name}": ['.encode())
                elif inside and line != b"{\n":
                    yield json.loads(line.rstrip(b",\n"))


def write_baseline(side: Side, stream: TextIO) -> None:
    """Write a side as a baseline: ids and labels only, no time, no offset, no word of a note."""
    stream.write('{\n"baseline": ' + json.dumps(side.run, sort_keys=True))
    _array(stream, "cases", (case.record() for case in side.cases()))
    _array(stream, "findings", (entry.record() for entry in side.findings()))
    stream.write("\n}\n")


def _array(stream: TextIO, name: str, records: Iterable[Record]) -> None:
    stream.write(f',\n"{name}": [')
    separator = "\n"
    for record in records:
        stream.write(separator + json.dumps(record))
        separator = ",\n"
    stream.write("]" if separator == "\n" else "\n]")
