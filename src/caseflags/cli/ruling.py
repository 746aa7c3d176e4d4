"""What ``caseflags rules`` does. Only ``test`` needs spaCy, and imports it late."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from caseflags.cli import pattern_pages
from caseflags.cli.choices import TEXT_OR_JSON, one_of
from caseflags.cli.output import opened
from caseflags.cli.problems import show_problem
from caseflags.cli.terminal import say
from caseflags.detect.costly import unanchored
from caseflags.errors import CaseflagsError, ExitCode, Problem
from caseflags.intake.guess import did_you_mean
from caseflags.rulebook import Example, Pattern, Rule, Rulebook, lint, load
from caseflags.rulebook.case_tests import CaseTest, read_case_tests
from caseflags.rulebook.schema import json_schema

if TYPE_CHECKING:
    from caseflags.quality.case_tests import CaseFailure


def list_rules(paths: Sequence[Path], category: str | None, format_name: str, *, builtin: bool) -> ExitCode:
    """Print the packs, each with its rules and patterns in order; a category has no patterns."""
    one_of("--format", format_name, TEXT_OR_JSON)
    book = load(paths, builtin=builtin)
    if category:
        one_of("--category", category, sorted({rule.category for rule in book.rules}))
    rules = [rule for rule in book.rules if category in {None, rule.category}]
    patterns = [] if category else book.patterns
    with opened(None) as stream:
        if format_name == "json":
            stream.write(json.dumps([*map(_record, rules), *map(pattern_pages.record, patterns)], indent=1) + "\n")
        else:
            stream.writelines(f"{line}\n" for line in _listing(book, rules, patterns))
    return ExitCode.DONE


def _listing(book: Rulebook, rules: Sequence[Rule], patterns: Sequence[Pattern]) -> Iterator[str]:
    longest = max((len(rule.id) for rule in rules), default=0)
    for pack in book.packs:
        inside = [rule for rule in rules if rule.pack == pack.id]
        if inside:
            yield f"{pack.id} {pack.version}: {len(inside)} rules ({pack.title})"
            for rule in inside:
                yield f"  {rule.id:{longest}}  {rule.level:13}  {rule.indicator:16}  {rule.title}".rstrip()
        shown = [pattern for pattern in patterns if pattern.pack == pack.id]
        if shown:
            yield f"{pack.id} {pack.version}: {_count(len(shown), 'pattern')} ({pack.title})"
            yield from pattern_pages.listing(shown)


def _record(rule: Rule) -> dict[str, object]:
    names = ("id", "title", "pack", "category", "indicator", "level", "frame", "assertion", "temporality")
    record: dict[str, object] = {name: getattr(rule, name) for name in names}
    record |= {"codes": list(rule.codes), "references": list(rule.references), "place": str(rule.place)}
    return record | {key: [w.text for w in rule.written if w.key == key] for key in _keys(rule)}


def _keys(rule: Rule) -> list[str]:
    return list(dict.fromkeys(written.key for written in rule.written))


def show_rule(rule_id: str, paths: Sequence[Path], *, builtin: bool) -> ExitCode:
    """Print one rule or pattern as its file has it."""
    book = load(paths, builtin=builtin)
    pattern = next((pattern for pattern in book.patterns if pattern.id == rule_id), None)
    lines = pattern_pages.page(pattern) if pattern else _shown(_any_rule(book, rule_id))
    with opened(None) as stream:
        stream.writelines(f"{line}\n" for line in lines)
    return ExitCode.DONE


def _any_rule(book: Rulebook, rule_id: str) -> Rule:
    """Find a rule by its id. Raises with the nearest id of a rule or pattern that there is."""
    return _found(rule_id, book.rules, [*(rule.id for rule in book.rules), *(pattern.id for pattern in book.patterns)])


def find_rule(book: Rulebook, rule_id: str) -> Rule:
    """Find a rule by its id. Raises with the nearest id that there is."""
    return _found(rule_id, book.rules, [rule.id for rule in book.rules])


def _found(rule_id: str, rules: Sequence[Rule], known: list[str]) -> Rule:
    for rule in rules:
        if rule.id == rule_id:
            return rule
    hint = did_you_mean(rule_id, known) + "`caseflags rules list` shows all"
    raise CaseflagsError(Problem(f"there is no rule '{rule_id}'", hint=hint))


def _shown(rule: Rule) -> Iterator[str]:
    yield f"{rule.id}: {rule.title}"
    yield f"  {rule.category}, {rule.indicator}, level {rule.level}, frame {rule.frame}"
    yield f"  {rule.place}"
    for label in ("assertion", "temporality"):
        if value := getattr(rule, label):
            yield f"  always {value} ({label})"
    for key in _keys(rule):
        yield f"{key}:"
        yield from (f'  "{written.text}"' for written in rule.written if written.key == key)
    if rule.tokens:
        yield f"tokens: {len(rule.tokens)} patterns"
    for name, texts in (("codes", rule.codes), ("references", rule.references)):
        if texts:
            yield f"{name}: {', '.join(texts)}"
    for name, examples in (("match", rule.examples.match), ("no match", rule.examples.no_match)):
        if examples:
            yield f"examples, {name}:"
            yield from (f"  {_example(example)}" for example in examples)


def _example(example: Example) -> str:
    names = ("found", "assertion", "temporality", "subject", "victim")
    wanted = [f"{name} {value}" for name in names if (value := getattr(example, name))]
    return f'"{example.text}"' + (f"  ({', '.join(wanted)})" if wanted else "")


def check(paths: Sequence[Path]) -> ExitCode:
    """Load and look closely; with paths, only what is said of the packs there is printed."""
    book = load(paths)
    files = {file for pack in book.packs if not pack.builtin or not paths for file in pack.files}
    said = (*book.warnings, *lint(book), *unanchored(book.rules))
    found = [p for p in said if not paths or (p.place and p.place.file in files)]
    for problem in found:
        show_problem(problem)
    packs = [pack for pack in book.packs if not pack.builtin or not paths]
    rules = sum(len(pack.rules) for pack in packs)
    warnings = f"{len(found)} warnings" if found else "nothing to object"
    with opened(None) as stream:
        stream.write(f"{_count(rules, 'rule')} in {_count(len(packs), 'pack')}: {warnings}\n")
    return ExitCode.DONE


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def test(paths: Sequence[Path], *, quiet: bool) -> ExitCode:
    """Run examples: those of the packs at ``paths``, or of the built-in ones."""
    from caseflags.cli.progressbar import progress  # noqa: PLC0415 - with the engine behind it
    from caseflags.quality.examples import run_examples  # noqa: PLC0415 - with spaCy behind it

    book = load(paths)
    cases = read_case_tests(paths)
    packs = {pack.id for pack in book.packs if pack.builtin != bool(paths)}
    with progress(None, quiet=quiet) as drawn:
        tried = run_examples(book, packs, drawn)
    with opened(None) as stream:
        for failure in tried.failures:
            stream.write(f"{failure.place}: {failure.rule_id}: {failure.message}\n    {failure.text}\n")
        rules, failed = _count(tried.rules, "rule"), len(tried.failures)
        stream.write(f"{_count(tried.examples, 'example')} of {rules}: {failed or 'none'} failed\n")
        wrong = _run_cases(cases, book) if cases else ()
        for case in wrong:
            stream.write(f"{case.place}: {case.case_id}: {case.message}\n")
        if cases:
            stream.write(f"{_count(len(cases), 'whole case')}: {len(wrong) or 'none'} failed\n")
    if not tried.examples and not cases:
        say("there is no example at all: write some under `examples:`", "warning")
    return ExitCode.GATE if tried.failures or wrong else ExitCode.DONE


def _run_cases(cases: Sequence[CaseTest], book: Rulebook) -> tuple[CaseFailure, ...]:
    from caseflags.detect.reader import Reader  # noqa: PLC0415 - spaCy only where it is needed
    from caseflags.quality.case_tests import run_case_tests  # noqa: PLC0415 - with casework behind it

    return run_case_tests(cases, book, Reader(book).read)


def schema() -> ExitCode:
    """Print the schema."""
    with opened(None) as stream:
        stream.write(json.dumps(json_schema(), indent=2) + "\n")
    return ExitCode.DONE
