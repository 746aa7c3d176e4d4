"""A case as its section of the page shows it: cells that open their evidence, a timeline, and how each finding was
decided."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from caseflags.model import Assertion, CaseResult, Finding
from caseflags.report.excerpts import Excerpt, Excerpts, labels_in, qualities, told, who
from caseflags.report.html_overview import anchor
from caseflags.report.html_timeline import Timeline, timeline_of
from caseflags.report.views import CaseView
from caseflags.report.words import day, labels_of, quoted, safe, shade

_MENTION, _CUE = "mention", "cue"


class Part(NamedTuple):
    """A stretch of an excerpt: plain text, a mention, or a cue."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """A finding and how it came about: ``cues`` are what a label was, and the words that decided it."""

    anchor: str
    code: str
    words: str
    labels: str
    rule_id: str
    level: str
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a note with its findings. ``codes`` are the categories that it affirms."""

    codes: str
    place: str
    parts: tuple[Part, ...]
    told: str
    findings: tuple[Decided, ...]


@dataclass(frozen=True, slots=True)
class CellButton:
    """A cell of the matrix: a number that opens the notes behind it."""

    row: str
    column: str
    title: str
    number: int
    shade: int


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case as a section."""

    anchor: str
    view: CaseView
    rows: tuple[tuple[str, tuple[CellButton, ...]], ...]
    codes: tuple[str, ...]
    timeline: Timeline
    events: tuple[tuple[str, ...], ...]
    evidence: tuple[Evidence, ...]


def case_page(result: CaseResult, view: CaseView) -> CasePage:
    """Lay a case out."""
    place = anchor(result.case.case_id)
    numbers = {finding.finding_id: f"{place}-{number}" for number, finding in enumerate(result.case.findings, 1)}
    labels = labels_in(result)
    codes = {label.key: label.code for label in labels}
    excerpts = Excerpts(result.case, codes)
    return CasePage(
        place,
        view,
        tuple(_rows(view)),
        tuple(label.code for label in view.grid.labels) if view.grid else (),
        timeline_of(result, labels, numbers),
        tuple(_events(result)),
        tuple(_evidence(excerpt, numbers) for excerpt in excerpts.every()),
    )


def _rows(view: CaseView) -> Iterator[tuple[str, tuple[CellButton, ...]]]:
    grid = view.grid
    if grid is None:
        return
    for row, numbers in zip(grid.labels, grid.numbers, strict=True):
        cells = (
            CellButton(
                row.code,
                column.code,
                safe(row.title if row == column else f"{row.title} and {column.title}"),
                number,
                shade(number, grid.peak),
            )
            for column, number in zip(grid.labels, numbers, strict=True)
        )
        yield safe(f"{row.code} {row.title}"), tuple(cells)


def _events(result: CaseResult) -> Iterator[tuple[str, ...]]:
    for event in result.chronology:
        when = day(event.date) + ("" if event.precision == "day" else f" ({event.precision})")
        people = ", ".join(role.value for role in event.people)
        categories = ", ".join(label.title for label in labels_of(event.categories))
        place = f"note {event.note_id}, row {event.row}"
        yield tuple(map(safe, (str(event.number), when, event.source, quoted(event.text), categories, people, place)))


def _evidence(excerpt: Excerpt, numbers: dict[str, str]) -> Evidence:
    affirmed = {
        code
        for finding, code in zip(excerpt.findings, excerpt.codes, strict=True)
        if finding.assertion is Assertion.AFFIRMED and not finding.copied_from
    }
    source = f"{excerpt.source}, " if excerpt.source else ""
    return Evidence(
        " ".join(sorted(affirmed)),
        safe(f"{day(excerpt.date)}, {source}note {excerpt.note_id} (row {excerpt.row})"),
        tuple(_parts(excerpt)),
        safe("; ".join(told(excerpt, "→"))),
        tuple(
            _decided(finding, code, numbers[finding.finding_id])
            for finding, code in zip(excerpt.findings, excerpt.codes, strict=True)
        ),
    )


def _decided(finding: Finding, code: str, place: str) -> Decided:
    labels = [finding.indicator.replace("_", " "), who(finding, "→"), *qualities(finding)]
    cues = (f'{cue.axis} {cue.value}: "{quoted(" ".join(cue.text.split()))}"' for cue in finding.cues)
    return Decided(
        place,
        code,
        safe(quoted(" ".join(finding.text.split()))),
        safe(", ".join(label for label in labels if label)),
        finding.rule_id,
        finding.level.value,
        tuple(map(safe, cues)),
    )


def _parts(excerpt: Excerpt) -> Iterator[Part]:
    """Cut an excerpt at mentions and cues."""
    cues = {quoted(" ".join(cue.text.split())) for finding in excerpt.findings for cue in finding.cues}
    for piece in excerpt.pieces:
        if piece.finding is not None:
            yield Part(safe(piece.text), _MENTION)
        else:
            yield from _with_cues(piece.text, cues)


def _with_cues(text: str, cues: Iterable[str]) -> Iterator[Part]:
    wanted: Sequence[str] = sorted((re.escape(cue) for cue in cues if cue), key=len, reverse=True)
    if not wanted:
        yield Part(safe(text))
        return
    done = 0
    for found in re.finditer(rf"(?<!\w)(?:{'|'.join(wanted)})(?!\w)", text):
        yield Part(safe(text[done : found.start()]))
        yield Part(safe(found.group()), _CUE)
        done = found.end()
    yield Part(safe(text[done:]))
