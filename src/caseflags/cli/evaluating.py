"""What ``caseflags eval`` does: read gold, find, score, print, and hold the figures against their floors."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from caseflags.cli import labelling
from caseflags.cli.choices import one_of
from caseflags.cli.eval_tables import error_lines, markdown_tables, pattern_errors, text_tables
from caseflags.cli.output import check_output, opened
from caseflags.cli.progressbar import progress
from caseflags.cli.steps import tell_rejected
from caseflags.cli.terminal import say
from caseflags.detect.ready import load_ready
from caseflags.engine import ScanOptions, read_cases, release
from caseflags.errors import CaseflagsError, ExitCode, Place, Problem
from caseflags.model import Finding
from caseflags.quality.figures import BREAKDOWNS, Figures, below, figures_of, flat, pattern_figures
from caseflags.quality.gold import Gold, read_gold
from caseflags.quality.patterns import score_patterns, shown_by
from caseflags.quality.sampling import is_sample
from caseflags.quality.scoring import NoteScore, score_note
from caseflags.rulebook import Rulebook

FORMATS = ("text", "markdown", "json")
_ENDINGS = (".jsonl", ".notes")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be scored, and what becomes of the figures."""

    paths: Sequence[Path]
    by: str | None
    cases: Sequence[str]
    floors: Path | None
    errors: bool
    format: str
    output: Path | None
    quiet: bool


def run(asked: Asked, rules: Sequence[Path], *, builtin: bool) -> ExitCode:
    """Score and print; 1 if a figure is below its floor."""
    one_of("--format", asked.format, FORMATS)
    if asked.by:
        one_of("--by", asked.by, BREAKDOWNS)
    check_output(asked.output, asked.paths)
    samples = list(map(is_sample, asked.paths))
    if any(samples) and not all(samples):
        hint = "evaluate the one, then the other"
        raise CaseflagsError(Problem("samples and annotated notes cannot be evaluated together", hint=hint))
    if any(samples):
        return labelling.evaluate(asked.paths, asked.format, asked.output)
    floors = _read_floors(asked.floors) if asked.floors else {}
    gold, judged = _read_gold(asked)
    scores, shown = _score(gold, load_ready(rules, builtin=builtin), quiet=asked.quiet)
    figures = figures_of(scores, asked.by)
    patterns = score_patterns(gold.patterns, shown, judged)
    if judged:
        figures = replace(figures, patterns=pattern_figures(patterns))
    with opened(asked.output) as stream:
        stream.write(_written(figures, asked.format))
        if asked.errors:
            stream.writelines(f"{line}\n" for line in error_lines(gold.notes, scores))
            stream.writelines(f"{line}\n" for line in pattern_errors(patterns))
    low = list(below(figures, floors))
    for line in low:
        say(line, "error")
    return ExitCode.GATE if low else ExitCode.DONE


def _read_gold(asked: Asked) -> tuple[Gold, tuple[str, ...]]:
    """Read the gold, and the names of all patterns that it judges anywhere, whichever cases are asked for."""
    gold = read_gold(list(_files(asked.paths)))
    judged = tuple(sorted(set().union(*gold.patterns.values())))
    if asked.cases:
        known = {note.note.case_id for note in gold.notes}
        if missing := [case for case in asked.cases if case not in known]:
            hint = "there are " + ", ".join(sorted(known))
            raise CaseflagsError(Problem(f"no gold note is of case {', '.join(missing)}", hint=hint))
        gold = gold.only(asked.cases)
    if not gold.notes:
        raise CaseflagsError(Problem("there are no annotated notes", hint="they end in .jsonl or .notes"))
    return gold, judged


def _files(paths: Sequence[Path]) -> list[Path]:
    """Find the gold files; in folders those with the right endings, in order of name."""
    files: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            files.update(dict.fromkeys(p for p in sorted(path.rglob("*")) if p.suffix in _ENDINGS and p.is_file()))
        elif path.is_file():
            files[path] = None
        else:
            raise CaseflagsError(Problem("there is no such file or folder", Place(str(path))))
    return list(files)


def _score(gold: Gold, rulebook: Rulebook, *, quiet: bool) -> tuple[list[NoteScore], Mapping[str, frozenset[str]]]:
    """Find in the gold notes what a scan would find, and pair it with the marks; and the patterns of each case."""
    found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    with progress(None, quiet=quiet) as drawn:
        result = read_cases((note.note for note in gold.notes), rulebook, ScanOptions(), progress=drawn)
    for case in result.cases:
        for finding in case.case.findings:
            found[finding.case_id, finding.note_id].append(finding)
    shown = shown_by(result.cases)
    tell_rejected(result, None)
    release(result)
    return [score_note(note, found[note.note.case_id, note.note.note_id]) for note in gold.notes], shown


def _written(figures: Figures, format_name: str) -> str:
    if format_name == "json":
        return json.dumps(figures.record(), indent=2) + "\n"
    return text_tables(figures) if format_name == "text" else markdown_tables(figures)


def _read_floors(path: Path) -> dict[str, Any]:
    try:
        floors = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CaseflagsError(Problem(f"cannot be read: {error.strerror}", Place(str(path)))) from error
    except ValueError as error:
        raise CaseflagsError(Problem("this is not JSON", Place(str(path)), str(error))) from error
    if not isinstance(floors, dict) or not all(isinstance(value, int | float) for _, value in flat(floors)):
        hint = 'write {"mention.all.f1": 0.8}, with the names of --format json'
        raise CaseflagsError(Problem("this must be a mapping from figures to numbers", Place(str(path)), hint))
    return floors
