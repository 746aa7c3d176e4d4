"""What ``caseflags explain`` does: read one text and lay open how."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from caseflags.casework.findings import findings_of
from caseflags.casework.people import Cast
from caseflags.cli.choices import TEXT_OR_JSON, one_of
from caseflags.cli.drawing import LEGEND, drawn, page_width
from caseflags.cli.output import opened
from caseflags.cli.ruling import find_rule
from caseflags.cli.terminal import printable
from caseflags.detect.explaining import Explained, SentenceShown, explain, why_not
from caseflags.detect.reader import Reader
from caseflags.errors import CaseflagsError, ExitCode, Problem
from caseflags.model import Finding, Note
from caseflags.rulebook import load
from caseflags.when import shown


@dataclass(frozen=True, slots=True)
class Asked:
    """The text, the rules to be asked about, and how to print."""

    text: str
    rules: Sequence[str]
    written: date | None
    format: str
    pager: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """How the text is read, with its people resolved, and why rules did not fire."""

    explained: Explained
    findings: Sequence[Finding]
    why: dict[str, list[str]]


def run(asked: Asked, rules: Sequence[Path], *, builtin: bool) -> ExitCode:
    """Read and print."""
    one_of("--format", asked.format, TEXT_OR_JSON)
    typed = sys.stdin.read() if asked.text == "-" else asked.text
    text = typed.encode(errors="replace").decode()  # bytes that were no text
    if not text.strip():
        raise CaseflagsError(Problem("there is no text to explain", hint='caseflags explain "Mum denied it."'))
    book = load(rules, builtin=builtin)
    questions = [find_rule(book, rule_id) for rule_id in asked.rules]
    note = Note("text", "text", text, 1, asked.written)
    explained = explain(Reader(book), note)
    findings = findings_of([explained.reading], Cast([explained.reading]))
    why = {rule.id: why_not(book, explained.reading, note, rule) for rule in questions}
    with opened(None, pager=asked.pager) as stream:
        answer = Answer(explained, findings, why)
        lines = [json.dumps(_record(answer), indent=2)] if asked.format == "json" else _lines(answer)
        stream.writelines(f"{printable(line)}\n" for line in lines)
    return ExitCode.DONE


def _record(answer: Answer) -> dict[str, object]:
    return {
        "sentences": [asdict(sentence) for sentence in answer.explained.sentences],
        "findings": [asdict(finding) | {"date": None} for finding in answer.findings],
        "why_not": answer.why,
    }


def _lines(answer: Answer) -> Iterator[str]:
    for number, sentence in enumerate(answer.explained.sentences):
        yield from _sentence(number, sentence)
        for finding in answer.findings:
            if finding.sentence == number:
                yield from _finding(finding)
    if answer.findings:
        yield LEGEND
    else:
        yield "nothing is found in this text"
    for rule_id, reasons in answer.why.items():
        yield ""
        yield f"why not {rule_id}:"
        yield from (f"    {reason}" for reason in reasons)


def _sentence(number: int, sentence: SentenceShown) -> Iterator[str]:
    """Draw a sentence, a bar at each border of its clauses, and list its people and cues."""
    yield from drawn(f"{number + 1}  ", sentence, page_width(sys.stdout))
    if sentence.people:
        yield "   people: " + ", ".join(f'"{p.text}" {p.reference} ({p.kind})' for p in sentence.people)
    for cue in sentence.cues:
        yield f'   cue: "{cue.text}" {cue.axis} {cue.value}, reaches {cue.reach} ({cue.rule_id})'


def _finding(finding: Finding) -> Iterator[str]:
    """Show a mention: its words and rule, its labels, who, and what decided."""
    yield f'   mention: "{" ".join(finding.text.split())}"'
    yield f"      rule        {finding.rule_id} ({finding.category}, {finding.indicator}, level {finding.level})"
    for axis in ("assertion", "temporality"):
        cues = ", ".join(f'"{cue.text}"' for cue in finding.cues if cue.axis == axis)
        yield f"      {axis:11} {getattr(finding, axis)}" + (f", by {cues}" if cues else "")
    for cue in finding.cues:
        if cue.axis == "when":
            yield f'      time        {shown(cue.value) or "none that a calendar shows"}, by "{cue.text}"'
    victim = f", victim {finding.victim}" if finding.victim else ""
    yield f"      who         {finding.subject}{victim}"
