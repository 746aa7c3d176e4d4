"""Whole cases as tests, run: what their notes show by all rules and patterns, and what they should."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from caseflags.casework import CaseworkOptions, read_case
from caseflags.errors import Place
from caseflags.model import Note, Reading, note_order
from caseflags.rulebook import Rulebook
from caseflags.rulebook.case_tests import CaseTest


@dataclass(frozen=True, slots=True)
class CaseFailure:
    """A case that does not show what it should: which, where it stands, and what is otherwise."""

    case_id: str
    place: Place
    message: str


def run_case_tests(
    tests: Iterable[CaseTest], rulebook: Rulebook, read: Callable[[Note], Reading]
) -> tuple[CaseFailure, ...]:
    """Run cases. ``read`` reads one note (``detect.Reader.read``)."""
    known = frozenset(pattern.id for pattern in rulebook.patterns)
    return tuple(failure for test in tests for failure in _failures(test, rulebook, known, read))


def _failures(
    test: CaseTest, rulebook: Rulebook, known: frozenset[str], read: Callable[[Note], Reading]
) -> Iterator[CaseFailure]:
    readings = [read(note) for note in sorted(test.notes, key=note_order)]
    result = read_case(readings, CaseworkOptions(as_of=test.as_of, patterns=rulebook.patterns))
    hits = {hit.pattern_id: hit for hit in result.patterns}
    shown = {name for name, hit in hits.items() if hit.known}
    for name in (*test.shows, *test.shows_not, *test.not_yet_known):
        if name not in known:
            yield CaseFailure(test.id, test.place, f"there is no pattern `{name}`")
    for name in test.shows:
        if name in known and name not in shown:
            yield CaseFailure(test.id, test.place, f"`{name}` is not shown")
    for name in test.shows_not:
        if name in hits:
            yield CaseFailure(test.id, test.place, f"`{name}` is shown: {hits[name].story}")
    for name in test.not_yet_known:
        if name in known and (name not in hits or name in shown):
            yield CaseFailure(
                test.id, test.place, f"`{name}` is not open, but {'shown' if name in shown else 'absent'}"
            )
