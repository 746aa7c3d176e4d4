"""What ``caseflags diff`` and ``caseflags baseline`` do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from caseflags.cli.choices import TEXT_OR_JSON, one_of
from caseflags.cli.output import check_output, opened
from caseflags.cli.summary import counted
from caseflags.cli.terminal import printable, say
from caseflags.errors import ExitCode
from caseflags.quality.difference import (
    CHANGED,
    EITHER,
    NOTES,
    PATTERN_LABELS,
    RULES,
    SUPPRESSION,
    Change,
    Difference,
    compare,
)
from caseflags.quality.sides import LABELS, open_side, write_baseline

CAUSES = (NOTES, RULES, EITHER, SUPPRESSION)


def run(old: Path, new: Path, format_name: str, cause: str | None, output: Path | None) -> ExitCode:
    """Compare and print; 1 if anything differs."""
    one_of("--format", format_name, TEXT_OR_JSON)
    if cause:
        one_of("--cause", cause, CAUSES)
    check_output(output, (old, new))
    found = compare(open_side(old), open_side(new))
    changes = tuple(change for change in found.changes if cause in {None, change.cause})
    difference = Difference(changes, found.notices)
    with opened(output) as stream:
        stream.writelines(_json(difference) if format_name == "json" else _text(difference))
    return ExitCode.GATE if difference.changes else ExitCode.DONE


def write(result: Path, output: Path | None) -> ExitCode:
    """Write a baseline."""
    check_output(output, (result,))
    side = open_side(result)
    with opened(output) as stream:
        write_baseline(side, stream)
    if output:
        say(printable(f"written to {output}"), "good")
    return ExitCode.DONE


def _json(difference: Difference) -> Iterator[str]:
    yield json.dumps({
        "notices": list(difference.notices),
        "counts": {kind: difference.count(kind) for kind in ("new", "gone", "changed")},
        "causes": dict(difference.causes()),
        "changes": [change.record() for change in difference.changes],
    }, indent=1) + "\n"  # fmt: skip


def _text(difference: Difference) -> Iterator[str]:
    yield counted(difference) + "\n"
    yield from (f"{printable(notice)}\n" for notice in difference.notices)
    for change in difference.changes:
        note = f", note {change.note_id}" if change.note_id else ""
        by = f"  by {change.cause}" if change.cause != NOTES else ""
        yield printable(f"{change.kind:8} case {change.case_id}{note}: {change.what} {_labels(change)}{by}") + "\n"


def _labels(change: Change) -> str:
    """Name the labels: all of them, or of what changed only those that did."""
    names = LABELS if change.finding_id else PATTERN_LABELS
    if change.kind == CHANGED:
        turned = zip(names, change.before, change.after, strict=True)
        return ", ".join(
            f"{name} {before or '-'} -> {after or '-'}" for name, before, after in turned if before != after
        )
    return ", ".join(label for label in (change.after or change.before) if label)
