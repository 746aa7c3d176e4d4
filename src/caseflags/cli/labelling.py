"""What ``caseflags sample`` and ``caseflags label`` do, and how labels are told by ``caseflags eval``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from caseflags.cli.output import opened
from caseflags.cli.steps import check_outputs, load_rules, scan_drawn, tell_rejected
from caseflags.cli.terminal import printable, say
from caseflags.engine import ScanOptions, release
from caseflags.errors import CaseflagsError, ExitCode, Problem
from caseflags.intake import open_export
from caseflags.quality.labelled import figures_of_labels
from caseflags.quality.sampling import ASSERTION, NO, PERSON, SKIP, YES, Item, Sample, both, draw, read_sample

_ANSWERS = {"y": YES, "n": NO, "a": ASSERTION, "p": PERSON, "s": SKIP}
_ASKED = {
    "finding": "[y]es, [n]o, wrong [a]ssertion, wrong [p]erson, [s]kip, [u]ndo, [q]uit > ",
    "note": "Nothing was found. Is something there? [y]es, [n]o, [s]kip, [u]ndo, [q]uit > ",
}


def sample(options: ScanOptions, output: Path, most: int, seed: int, *, quiet: bool) -> ExitCode:
    """Scan, draw, write; 3 if rows were rejected."""
    if "-" in options.paths:
        raise CaseflagsError(
            Problem("a sample cannot be drawn from standard input", hint="it reads twice: name a file")
        )
    check_outputs(options.paths, output)
    result = scan_drawn(options, load_rules(options, quiet=quiet), None, quiet=quiet)
    with ExitStack() as stack:
        stack.callback(release, result)
        with open_export(options.paths, options.intake()) as export:
            found = draw(result, export, most, seed, options.keep[0] if options.keep else None)
        if not quiet:
            tell_rejected(result, None)
    _write(found, output)
    if not quiet:
        say(printable(f"{len(found.items)} to be labelled, written to {output}"), "good")
    return ExitCode.REJECTED if result.run.rows.rejected else ExitCode.DONE


def _write(found: Sample, path: Path) -> None:
    with opened(path) as stream:
        stream.writelines(found.lines())


def label(path: Path, labeller: str) -> ExitCode:
    """Ask for one label after the other. Each is written before the next is asked for."""
    found = read_sample(path)
    if not labeller.strip():
        raise CaseflagsError(Problem("--as needs a name"))
    given: list[int] = []
    place = 0
    while (place := _next(found.items, labeller, place)) < len(found.items):
        answer = _ask(found.items[place], place, len(found.items))
        if answer is None:
            break
        if answer == "u":
            place = given.pop() if given else place
            found.items[place]["labels"].pop(labeller, None)
        else:
            found.items[place]["labels"][labeller] = _ANSWERS[answer]
            given.append(place)
        _write(found, path)
    left = sum(labeller not in item["labels"] for item in found.items)
    say(printable(f"{len(found.items) - left} labelled by {labeller}, {left} left in {path}"), "good")
    return ExitCode.DONE


def _next(items: Sequence[Item], labeller: str, place: int) -> int:
    """Find the next item without a label of this labeller."""
    return next((i for i in range(place, len(items)) if labeller not in items[i]["labels"]), len(items))


def _ask(item: Item, place: int, number: int) -> str | None:
    """Show an item and read an answer; ``None`` to stop."""
    where = f"case {item['case_id']}, note {item['note_id']} (row {item['row']})"
    lines = ["", f"{place + 1} of {number}  {where}", *item["excerpt"].splitlines()]
    if item["kind"] == "finding":
        about = f"{item['subject']} -> {item['victim']}" if item["victim"] else item["subject"]
        lines.append(f'{item["category"]} {item["indicator"]}: "{item["text"]}" is {item["assertion"]}, of {about}')
    for line in lines:
        say(printable(line))
    allowed = set(_ANSWERS) | {"u"} if item["kind"] == "finding" else {"y", "n", "s", "u"}
    while True:
        try:
            sys.stderr.write(_ASKED[item["kind"]])
            sys.stderr.flush()
            answer = sys.stdin.readline()
        except KeyboardInterrupt:
            return None
        if not answer or answer.strip().lower() == "q":
            return None
        if answer.strip().lower() in allowed:
            return answer.strip().lower()


def evaluate(paths: Sequence[Path], format_name: str, output: Path | None) -> ExitCode:
    """Tell what the labels of a sample, or of several copies of one, say."""
    found = both([read_sample(path) for path in paths])
    if not found.labellers:
        raise CaseflagsError(Problem("nothing is labelled yet", hint="caseflags label FILE"))
    figures = figures_of_labels(found)
    with opened(output) as stream:
        stream.write(
            json.dumps(figures, indent=2) + "\n" if format_name == "json" else "\n".join(_text(figures)) + "\n"
        )
    return ExitCode.DONE


def _text(figures: Mapping[str, Any]) -> Iterator[str]:
    for name, found in figures["labellers"].items():
        yield f"Labels by {printable(name)}: precision, and between which bounds it lies in 95 of 100 samples"
        yield from (_row(category, row) for category, row in found["precision"].items())
        if recall := found["recall"]:
            bounds = f"{recall['recall_low']:.2f} to {recall['recall_high']:.2f}"
            missed = f"{recall['missed']} of {recall['quiet_labelled']} notes without findings hold one"
            yield f"  recall at most about {recall['recall']:.2f} ({bounds}): {missed}"
        yield from (_row(f"group {printable(group) or '-'}", row) for group, row in found["groups"].items())
    for pair in figures["agreement"]:
        kappa = "-" if pair["kappa"] is None else f"{pair['kappa']:.2f}"
        who = printable(" and ".join(pair["labellers"]))
        yield f"Agreement of {who}: {pair['agreed']} of {pair['items']}, Cohen's kappa {kappa}"
    for group, row in figures["rates"].items():
        yield f"Notes of {printable(group) or '-'}: {row['notes']:,}, of which flagged"
        yield from (_rate(category, found) for category, found in row.items() if category != "notes")


def _row(name: str, row: Mapping[str, Any]) -> str:
    bounds = f"{row['precision_low']:.2f} to {row['precision_high']:.2f}"
    wrong = f"{row['wrong_assertion']} wrong assertion, {row['wrong_person']} wrong person"
    return f"  {name:20} {row['real']:4} of {row['labelled']:4}  {row['precision']:.2f} ({bounds}); {wrong}"


def _rate(category: str, found: Mapping[str, Any]) -> str:
    bounds = f"{found['share_low']:.3f} to {found['share_high']:.3f}"
    return f"  {category:20} {found['flagged']:6,}  {found['share']:.3f} ({bounds})"
