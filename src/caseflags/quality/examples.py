"""The examples of rules, run: each sentence through the same line as a scan, all packs at once.

All rules are there when an example is read, since what a longer rule takes from a shorter one is part of the answer.
Each example is a case of its own: nobody in it is known from elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from caseflags.engine import Progress, ScanOptions, read_cases, release
from caseflags.errors import Place
from caseflags.model import CaseResult, Finding, Note
from caseflags.rulebook import Example, Rule, Rulebook, normal

_LABELS = ("assertion", "temporality", "subject", "victim")


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that does not hold: of which rule, where it stands, and what came instead."""

    rule_id: str
    place: Place
    text: str
    message: str


@dataclass(frozen=True, slots=True)
class Tried:
    """How many examples of how many rules were run, and those that failed, in the order of the rules."""

    examples: int
    rules: int
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class _Task:
    rule: Rule
    example: Example
    fires: bool


def run_examples(rulebook: Rulebook, packs: Collection[str] | None = None, progress: Progress | None = None) -> Tried:
    """Run the examples of all rules, or of those in ``packs``."""
    rules = [rule for rule in rulebook.rules if packs is None or rule.pack in packs]
    tasks = [task for rule in rules for task in _tasks(rule)]
    if not tasks:
        return Tried(0, len(rules), ())
    result = read_cases(map(_note, range(len(tasks)), tasks), rulebook, ScanOptions(), progress=progress)
    try:
        failures = [f for case in result.cases for f in _failures(tasks[int(case.case.case_id)], case)]
        failures += [_unread(tasks[row.row - 1], row.reason) for row in result.rejected]
    finally:
        release(result)
    order = {rule.id: number for number, rule in enumerate(rules)}
    return Tried(len(tasks), len(rules), tuple(sorted(failures, key=lambda f: (order[f.rule_id], f.place, f.message))))


def _tasks(rule: Rule) -> Iterator[_Task]:
    for example in rule.examples.match:
        yield _Task(rule, example, fires=True)
    for example in rule.examples.no_match:
        yield _Task(rule, example, fires=False)


def _note(number: int, task: _Task) -> Note:
    return Note(f"{number:09}", task.rule.id, task.example.text, number + 1)


def _failures(task: _Task, result: CaseResult) -> Iterator[Failure]:
    found = [finding for finding in result.case.findings if finding.rule_id == task.rule.id]
    if not task.fires:
        if found:
            yield _failure(task, f'must stay silent, and finds "{found[0].text}"')
    elif not found:
        others = ", ".join(f'{f.rule_id} "{f.text}"' for f in result.case.findings)
        yield _failure(task, "does not fire" + (f"; found is {others}" if others else "; nothing is found"))
    else:
        yield from _wrong(task, found)


def _wrong(task: _Task, found: list[Finding]) -> Iterator[Failure]:
    """Say what the finding that comes nearest to the example's expectations has otherwise."""
    wrongs = [list(_differences(task.example, finding)) for finding in found]
    for message in min(wrongs, key=len):
        yield _failure(task, message)


def _differences(example: Example, finding: Finding) -> Iterator[str]:
    if example.found and normal(example.found) != normal(finding.text):
        yield f'finds "{finding.text}" and not "{example.found}"'
    for label in _LABELS:
        wanted, got = getattr(example, label), getattr(finding, label)
        if wanted is not None and wanted != got:
            cues = ", ".join(f'"{cue.text}"' for cue in finding.cues)
            yield f"{label} is {got or 'nobody'} and not {wanted}" + (f" (cues: {cues})" if cues else "")


def _failure(task: _Task, message: str) -> Failure:
    return Failure(task.rule.id, task.example.place, task.example.text, message)


def _unread(task: _Task, reason: str) -> Failure:
    return _failure(task, reason)
