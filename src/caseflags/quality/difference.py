"""What is new, gone or changed between two results, and whether the notes or the rules made it so.

Findings are compared as multisets: those of one case, note, rule and wording are told apart by their labels alone, so
that neither the order of rows nor a sentence before them matters. What is left on both sides of such a group has
changed; the rest is new or gone. Both sides are gone through in step and what matches is forgotten at once, so memory
grows with the difference, not with the results.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any

from caseflags.labels import Assertion
from caseflags.quality.sides import LABELS, CaseEntry, Entry, Side

NEW, GONE, CHANGED = "new", "gone", "changed"
NOTES, RULES, EITHER, SUPPRESSION = "notes", "rules", "either", "suppression"
_ASSERTION = LABELS.index("assertion")
PATTERN_LABELS = ("level", "known")
Note = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``what`` is a rule's or a pattern's id, ``before`` and ``after`` the labels on each side;
    ``finding_id`` and ``note_id`` are empty for a pattern."""

    kind: str
    cause: str
    case_id: str
    note_id: str
    what: str
    finding_id: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def rises(self) -> bool:
        """Tell whether something is affirmed (or known, for a pattern) now that was not before."""
        if not self.finding_id:
            return "known" in self.after and "known" not in self.before
        affirmed = Assertion.AFFIRMED.value
        before, after = (labels[_ASSERTION] if labels else "" for labels in (self.before, self.after))
        return after == affirmed and before != affirmed

    def record(self) -> dict[str, Any]:
        """Write it as plain values."""
        names = LABELS if self.finding_id else PATTERN_LABELS
        found = {name: getattr(self, name) for name in ("kind", "cause", "case_id", "note_id", "what", "finding_id")}
        return found | {
            side: dict(zip(names, labels, strict=True)) if labels else None
            for side, labels in (("before", self.before), ("after", self.after))
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """All differences in order of case, note and rule, and what must be known to judge them."""

    changes: tuple[Change, ...] = ()
    notices: tuple[str, ...] = ()

    def count(self, kind: str) -> int:
        """Count the differences of a kind."""
        return sum(change.kind == kind for change in self.changes)

    def causes(self) -> Mapping[str, int]:
        """Count the differences by cause."""
        return dict(sorted(Counter(change.cause for change in self.changes).items()))

    @property
    def findings(self) -> frozenset[str]:
        """The ids of the findings that are affirmed now and were not before."""
        return frozenset(change.finding_id for change in self.changes if change.finding_id and change.rises)

    @property
    def patterns(self) -> frozenset[tuple[str, str]]:
        """Case and id of the patterns that hold now and did not before."""
        return frozenset((c.case_id, c.what) for c in self.changes if not c.finding_id and c.rises)


def compare(old: Side, new: Side) -> Difference:
    """Compare two results."""
    rules = _Rules(old.run, new.run)
    sides = _Cases(old.cases(), new.cases())
    raw = sorted(_findings(old, new), key=_place)
    judge = _Judge(rules, sides, raw)
    changes = [judge.finding(change) for change in raw] + list(judge.patterns())
    return Difference(tuple(sorted(changes, key=_place)), tuple(rules.notices()))


def _place(change: Change) -> tuple[str, ...]:
    return (change.case_id, change.note_id, change.what, change.finding_id, change.kind)


# --- findings as multisets --------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Group:
    """What is left of one group on each side."""

    old: list[Entry] = field(default_factory=list)
    new: list[Entry] = field(default_factory=list)


def _findings(old: Side, new: Side) -> Iterator[Change]:
    worded = _is_worded(old) and _is_worded(new)
    groups: dict[str, _Group] = defaultdict(_Group)
    for before, after in zip_longest(old.findings(), new.findings()):
        for entry, is_new in ((before, False), (after, True)):
            if entry is not None:
                _put(groups, entry.same if worded else entry.finding_id, entry, is_new=is_new)
    for group in groups.values():
        yield from _differences(group)


def _is_worded(side: Side) -> bool:
    """Tell whether a side knows which words its findings are (``--no-excerpts`` leaves them out)."""
    return all(entry.same for entry in _some(side.findings()))


def _some(entries: Iterable[Entry]) -> Iterator[Entry]:
    return (entry for entry, _ in zip(entries, range(1), strict=False))


def _put(groups: dict[str, _Group], key: str, entry: Entry, *, is_new: bool) -> None:
    group = groups[key]
    mine, others = (group.new, group.old) if is_new else (group.old, group.new)
    match = next((other for other in others if other.labels == entry.labels), None)
    if match is None:
        mine.append(entry)
        return
    others.remove(match)
    if not mine and not others:
        del groups[key]


def _differences(group: _Group) -> Iterator[Change]:
    before, after = (sorted(side, key=lambda e: (e.finding_id, e.labels)) for side in (group.old, group.new))
    for left, right in zip_longest(before, after):
        entry = right or left
        kind = CHANGED if left and right else NEW if right else GONE
        yield Change(
            kind,
            NOTES,
            entry.case_id,
            entry.note_id,
            entry.rule_id,
            entry.finding_id,
            left.labels if left else (),
            right.labels if right else (),
        )


# --- why --------------------------------------------------------------------------------------------------------------


class _Rules:
    """Which rules may read notes in another way than before."""

    def __init__(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        self._packs = {name: digest for name, digest in new["packs"].items() if not name.startswith("codes.")}
        before = {name: digest for name, digest in old["packs"].items() if not name.startswith("codes.")}
        names = self._packs.keys() | before.keys()
        self.packs = sorted(name for name in names if self._packs.get(name) != before.get(name))
        self._names = sorted(names, key=len, reverse=True)
        changes, earlier = new["overrides"], old["overrides"]
        self.overrides = sorted(i for i in changes.keys() | earlier.keys() if changes.get(i) != earlier.get(i))
        self._options = [name for name in new["options"] if new["options"][name] != old["options"].get(name)]

    def __bool__(self) -> bool:
        return bool(self.packs or self.overrides)

    def changed(self, rule_id: str) -> bool:
        """Tell whether a rule, or what all rules share, has changed. A rule belongs to the pack its id begins with."""
        if rule_id in self.overrides or "common" in self.packs:
            return True
        own = next((name for name in self._names if rule_id == name or rule_id.startswith(f"{name}.")), None)
        return own in self.packs if own else bool(self.packs)

    def notices(self) -> Iterator[str]:
        """Say what else differs between the two runs."""
        if self.packs:
            yield f"the rules differ: {', '.join(self.packs)}"
        if self.overrides:
            yield f"overrides differ: {', '.join(self.overrides)}"
        if self._options:
            yield f"the two were made with other options: {', '.join(self._options)}"


class _Cases:
    """The notes and patterns of both sides, as far as a cause depends on them."""

    def __init__(self, old: Iterable[CaseEntry], new: Iterable[CaseEntry]) -> None:
        self.suppressed: set[str] = set()
        self.patterns: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(lambda: [(), ()])
        notes: tuple[set[Note], set[Note]] = (set(), set())
        for place, side in enumerate((old, new)):
            for case in side:
                notes[place].update(case.notes)
                self.suppressed.update(case.suppressed)
                for name, labels in case.patterns:
                    self.patterns[case.case_id, name][place] = labels
        self.moved = notes[0] ^ notes[1]


class _Judge:
    """Says of each difference whether notes or rules made it."""

    def __init__(self, rules: _Rules, cases: _Cases, raw: Sequence[Change]) -> None:
        self._rules = rules
        self._cases = cases
        self._suspect = {_note(c) for c in raw if self._is_noted(c)}
        self._stirred = {case for case, _ in self._suspect | cases.moved}

    def _is_noted(self, change: Change) -> bool:
        """Tell whether no rule can have made a difference."""
        return change.finding_id not in self._cases.suppressed and not self._rules.changed(change.what)

    def finding(self, change: Change) -> Change:
        """Give a finding's difference its cause."""
        return replace(change, cause=self._cause(change))

    def _cause(self, change: Change) -> str:
        if change.finding_id in self._cases.suppressed:
            return SUPPRESSION
        if _note(change) in self._cases.moved or not self._rules.changed(change.what):
            return NOTES
        return EITHER if _note(change) in self._suspect else RULES

    def patterns(self) -> Iterator[Change]:
        """Give the differences of patterns."""
        for (case, name), (before, after) in self._cases.patterns.items():
            if before != after:
                kind = CHANGED if before and after else NEW if after else GONE
                cause = NOTES if not self._rules else EITHER if case in self._stirred else RULES
                yield Change(kind, cause, case, "", name, "", before, after)


def _note(change: Change) -> Note:
    return change.case_id, change.note_id
