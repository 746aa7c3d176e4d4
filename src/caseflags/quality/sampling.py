"""A sample of a result to be labelled by hand: findings by category, and notes in which nothing was found.

Drawn are those whose keyed hash is smallest (bottom-k sampling): every one of a stratum has the same chance, and the
same seed draws the same ones whatever the order of rows.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from pathlib import Path
from typing import Any

from caseflags.errors import CaseflagsError, Place, Problem
from caseflags.model import Assertion, Finding, Note, NoteRef, Rejected, Result, category_order
from caseflags.stored import dumps

Item = dict[str, Any]
NoteKey = tuple[str, str, int]
QUIET = "none"
ANSWERS = YES, NO, ASSERTION, PERSON, SKIP = "yes", "no", "assertion", "person", "skip"
"""The labels that can be given; of a note without findings, whether something is there."""
_SHOWN = ("finding_id", "case_id", "note_id", "row", "category", "indicator", "rule_id", "level", "text", "excerpt")
_LABELS = ("assertion", "temporality", "subject", "victim")
_NEEDED = {
    "finding": (*_SHOWN, *_LABELS, "group"),
    "note": ("case_id", "note_id", "row", "category", "excerpt", "group"),
}


@dataclass(slots=True)
class Sample:
    """What was drawn: ``head`` says from how many and how, ``items`` are findings, then notes."""

    head: dict[str, Any]
    items: list[Item] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Write it as JSON Lines."""
        yield from (dumps(record) + "\n" for record in ({"sample": self.head}, *self.items))

    @property
    def labellers(self) -> list[str]:
        """The names of those who gave labels."""
        return sorted({name for item in self.items for name in item["labels"]})


def draw(result: Result, notes: Iterable[Note | Rejected], most: int, seed: int, column: str | None) -> Sample:
    """Draw up to ``most`` findings of each category, and as many notes without findings.

    ``notes`` are those of the same export, once more; ``column`` is one that they were read with (``keep``).
    """
    said: dict[NoteKey, set[str]] = {}
    strata: dict[str, list[Finding]] = defaultdict(list)
    sizes: Counter[str] = Counter()
    for case in result.cases:
        said.update((_key(note), set()) for note in case.case.notes)
        for finding in case.case.findings:
            sizes[finding.category] += 1
            strata[finding.category].append(finding)
            said[_key(finding)].add(finding.category if finding.assertion is Assertion.AFFIRMED else "")
        for category, found in strata.items():
            strata[category] = nsmallest(most, found, key=lambda f: _rank(seed, f.finding_id, str(f.row)))
    drawn = [f for category in sorted(strata, key=category_order) for f in strata[category]]
    quiet, groups, rates = _read_notes(notes, said, most, seed, column)
    items = [_finding_item(f, groups.get(_key(f), "")) for f in drawn]
    head = {
        "seed": seed,
        "findings": {category: sizes[category] for category in sorted(sizes, key=category_order)},
        "notes": len(said),
        "quiet": sum(not categories for categories in said.values()),
        "column": column,
        "rates": rates,
    }
    return Sample(head, items + quiet)


def _read_notes(
    notes: Iterable[Note | Rejected], said: Mapping[NoteKey, set[str]], most: int, seed: int, column: str | None
) -> tuple[list[Item], dict[NoteKey, str], dict[str, Any]]:
    """Draw notes in which nothing was found; with a column, see whose notes are flagged how often."""
    quiet: list[Note] = []
    groups: dict[NoteKey, str] = {}
    rates: dict[str, Counter[str]] = defaultdict(Counter)
    for note in notes:
        if isinstance(note, Rejected) or _key(note) not in said:
            continue
        group = note.extra.get(column, "") if column else ""
        if column:
            groups[_key(note)] = group
            rates[group].update(["notes", *(said[_key(note)] - {""})])
        if not said[_key(note)]:
            quiet.append(note)
            if len(quiet) > 4 * most:
                quiet = _smallest(quiet, most, seed)
    drawn = [_note_item(note, note.extra.get(column, "") if column else "") for note in _smallest(quiet, most, seed)]
    return drawn, groups, {group: dict(counts) for group, counts in sorted(rates.items())}


def _smallest(notes: list[Note], most: int, seed: int) -> list[Note]:
    return nsmallest(most, notes, key=lambda note: _rank(seed, note.case_id, note.note_id, note.text))


def _rank(seed: int, *parts: str) -> bytes:
    return hashlib.blake2b("\0".join((str(seed), *parts)).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _key(note: Note | NoteRef | Finding) -> NoteKey:
    return note.case_id, note.note_id, note.row


def _finding_item(finding: Finding, group: str) -> Item:
    item: Item = {"kind": "finding", **{name: getattr(finding, name) for name in _SHOWN}}
    item |= {name: getattr(finding, name) for name in _LABELS}
    return item | {"group": group, "labels": {}}


def _note_item(note: Note, group: str) -> Item:
    ids = {"case_id": note.case_id, "note_id": note.note_id, "row": note.row}
    return {"kind": "note", **ids, "category": QUIET, "excerpt": note.text, "group": group, "labels": {}}


def is_sample(path: Path) -> bool:
    """Tell whether a file is a sample."""
    try:
        with path.open("rb") as stream:
            return stream.readline().startswith(b'{"sample": ')
    except OSError:
        return False


def read_sample(path: Path) -> Sample:
    """Read a sample with its labels. Raises ``CaseflagsError`` for what is none."""
    try:
        with path.open("rb") as stream:  # only "\\n" ends a line: notes hold other separators
            head, *items = map(json.loads, stream)
        sample = Sample(head["sample"], items)
        if not {label for item in items for label in item["labels"].values()} <= set(ANSWERS):
            raise ValueError
        _ = [item[name] for item in items for name in _NEEDED[item["kind"]]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        hint = "it is what `caseflags sample` writes"
        raise CaseflagsError(Problem("this is no sample, or not a whole one", Place(str(path)), hint)) from error
    except OSError as error:
        raise CaseflagsError(Problem(f"cannot be read: {error.strerror}", Place(str(path)))) from error
    return sample


def both(samples: Sequence[Sample]) -> Sample:
    """Join the labels of several copies of one sample. Raises ``CaseflagsError`` if they are of different ones."""
    first = samples[0]
    for other in samples[1:]:
        if [_identity(item) for item in other.items] != [_identity(item) for item in first.items]:
            raise CaseflagsError(Problem("these are not copies of one sample", hint="evaluate them one by one"))
        for item, same in zip(first.items, other.items, strict=True):
            item["labels"].update(same["labels"])
    return first


def _identity(item: Item) -> tuple[Any, ...]:
    return tuple(item.get(name) for name in ("kind", "finding_id", "case_id", "note_id", "row"))
