"""What ``caseflags rules profile`` does: read an export and say what each rule costs and brings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from caseflags.cli.choices import TEXT_OR_JSON, one_of
from caseflags.cli.output import opened
from caseflags.cli.terminal import say
from caseflags.detect.profiling import RuleCost, profile
from caseflags.detect.ready import load_ready
from caseflags.errors import CaseflagsError, ExitCode, Problem
from caseflags.intake import IntakeOptions, open_export
from caseflags.model import Note

_HEADER = f"{'ms':>9} {'share':>6} {'tried':>9} {'hits':>7} {'mentions':>8}  rule"


def run(
    paths: Sequence[str], options: IntakeOptions, rules: Sequence[Path], format_name: str, *, top: int, builtin: bool
) -> ExitCode:
    """Read and print, the dearest rules first."""
    one_of("--format", format_name, TEXT_OR_JSON)
    book = load_ready(rules, builtin=builtin)
    with open_export(paths, options) as export:
        costs, notes, seconds = profile(book, (row for row in export if isinstance(row, Note)))
        rejected = export.counts().rejected
    if not notes:
        raise CaseflagsError(Problem("there are no notes to read", hint="`caseflags inspect` shows what is there"))
    with opened(None) as stream:
        if format_name == "json":
            stream.write(json.dumps([asdict(cost) for cost in costs], indent=1) + "\n")
        else:
            stream.writelines(f"{line}\n" for line in _lines(costs, top or len(costs)))
    say(f"{notes:,} notes in {seconds:.1f} s; only shares tell, for counting takes time, too")
    if rejected:
        say(f"{rejected:,} rows rejected: `caseflags inspect` lists them", "warning")
    return ExitCode.REJECTED if rejected else ExitCode.DONE


def _lines(costs: Sequence[RuleCost], top: int) -> Iterator[str]:
    whole = sum(cost.seconds for cost in costs) or 1.0
    yield _HEADER
    for cost in costs[:top]:
        share = f"{cost.seconds / whole:.1%}"
        rule = cost.rule_id if cost.anchored else f"{cost.rule_id} (no anchor: tried on every sentence)"
        yield f"{cost.seconds * 1000:9.1f} {share:>6} {cost.tried:9,} {cost.hits:7,} {cost.mentions:8,}  {rule}"
    silent = sum(not cost.mentions for cost in costs)
    yield f"{len(costs):,} rules, {silent:,} of them without a mention here"
