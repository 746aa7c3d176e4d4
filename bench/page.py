"""docs/performance.md and its plots, from what was measured."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ARCHIVE_NOTES = 1_000_000_000
CORES, EURO_A_CORE_HOUR = 512, 0.05


@dataclass(frozen=True)
class Line:
    """One engine: its notes, words a second in each round (``None``: given up), ours in the same rounds, peak in MB."""

    engine: str
    notes: int
    speeds: list[float] | None
    ours: list[float]
    peak: int | None
    agree: float | None

    def ratios(self) -> list[float] | None:
        """How many times as fast ours is, round by round."""
        return None if self.speeds is None else [o / s for o, s in zip(self.ours, self.speeds, strict=False)]


@dataclass(frozen=True)
class Measured:
    """Everything that was measured."""

    tables: dict[str, list[Line]]
    counts: dict[str, tuple[int, int]]
    doubled: list[float]
    runs: dict[str, Any]
    notes: int
    rounds: int
    patience: int
    machine: str

    def sizes(self) -> dict[int, Any]:
        """The scans with one worker by their notes, smallest first."""
        return {int(name.removeprefix("size ")): run for name, run in self.runs.items() if name.startswith("size ")}


def write(folder: Path, got: Measured) -> None:
    """Write the page and its plots."""
    plots = folder / "performance"
    plots.mkdir(exist_ok=True)
    for name, lines in got.tables.items():
        bars = [(line.engine, statistics.median(line.speeds)) for line in lines if line.speeds]
        (plots / f"{name}.svg").write_text(_bars(bars, "words a second"), encoding="utf-8")
    points = [(size, run[0]) for size, run in got.sizes().items()]
    (plots / "scaling.svg").write_text(_line(points, "notes", "seconds"), encoding="utf-8")
    (folder / "performance.md").write_text("\n".join(_page(got)) + "\n", encoding="utf-8")


def _page(got: Measured) -> Iterator[str]:
    yield "# How fast it is\n"
    yield f"Written by `make bench`; run it on your machine. This run: {got.machine}; medians of {got.rounds} rounds; the largest"
    yield f"whole scan has {got.notes:,} notes. Notes are distinct, of about 100 words, in the voices of the rule packs. Other work ran"
    yield "on the machine where the load says so: ratios, taken within a round, tell more than seconds.\n"
    yield "## Against the goals\n"
    yield "| what | goal | measured | met |\n| --- | --- | --- | --- |"
    for what, goal, value, met in _goals(got):
        yield f"| {what} | {goal} | {value} | {'yes' if met else '**no**' if met is False else 'not shown'} |"
    yield "\n## Detection, one process\n"
    for name, lines in got.tables.items():
        phrases, patterns = got.counts[name]
        yield f"### {_TITLES[name]}: {phrases:,} phrases, {patterns:,} token patterns for the peers\n"
        yield "| engine | notes | words/s | spread | ours is faster by | spread | peak MB | its findings that we have |"
        yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
        yield from (_line_of(line, got.patience) for line in lines)
        yield f"\n![words a second](performance/{name}.svg)\n"
    yield _NOTES
    yield "\n## Whole scans, full packs\n"
    yield "| notes | how | seconds | peak MB of the largest process |\n| ---: | --- | ---: | ---: |"
    for size, (seconds, peak, _) in got.sizes().items():
        yield f"| {size:,} | 1 worker | {seconds:.1f} | {peak} |"
    for name, ways in _OTHERS.items():
        seconds, peak, _ = got.runs[name]
        yield f"| {got.notes:,} | {ways} | {seconds:.1f} | {peak} |"
    seconds, peak, _ = got.runs["no prefilter"]
    yield f"| {got.notes // 4:,} | 2 workers, no prefilter | {seconds:.1f} | {peak} |"
    yield "\n![seconds by notes](performance/scaling.svg)\n"
    yield from _archive(got)


_OTHERS = {
    "two": "2 workers",
    "4 workers": "4 workers",
    "dask, 2 workers": "Dask, 2 workers",
    "first": "2 workers, filling a cache",
    "second": "2 workers, with that cache",
}
_TITLES = {"fixed": "Fixed rules", "full": "Full packs"}
_NOTES = """All engines are asked for the same phrases and patterns; their cues are their own: negspacy takes every cue that stands before
for a negation, and EDS-NLP gets the negation cues alone. caseflags does more in its time: it cleans the text, tells who does what to
whom, reads dates and more cues. For the full packs the peers get less than ours: one form of each phrase, and of the token patterns
that makes each tenth, no vetoes and no companions, because building all of them (127,000 patterns, counted with 775 rules) takes longer than a run may;
a run that is given up includes the building. EDS-NLP has no token patterns; it gets regular expressions. Peers run on the newest
spaCy that they all install with (bench/requirements.txt)."""


def _line_of(line: Line, patience: int) -> str:
    if line.speeds is None:
        return f"| {line.engine} | {line.notes:,} | given up after {patience} s, building included | | | | | |"
    ratios = line.ratios() or []
    agree = "" if line.agree is None else f"{line.agree:.0%}"
    return (
        f"| {line.engine} | {line.notes:,} | {statistics.median(line.speeds):,.0f} | {_spread(line.speeds)} | "
        f"{statistics.median(ratios):,.1f} | {_spread(ratios)} | {line.peak} | {agree} |"
    )


def _spread(values: Sequence[float]) -> str:
    return f"{(max(values) - min(values)) / statistics.median(values):.0%}"


def _goals(got: Measured) -> Iterator[tuple[str, str, str, bool | None]]:
    for name, goal in (("fixed", 12), ("full", 20)):
        for line in got.tables[name][1:]:
            ratios = line.ratios()
            value = f"{statistics.median(ratios):.1f} ×" if ratios else f"given up after {got.patience} s"
            met = statistics.median(ratios) >= goal if ratios else None
            yield f"detection, {_TITLES[name].lower()}, against {line.engine}", f"≥ {goal} ×", value, met
    runs, sizes, large = got.runs, got.sizes(), got.notes
    small = min(sizes)
    yield _at_least("two workers against one, whole scan", 1.6, runs["one"][0] / runs["two"][0])
    yield _at_most(f"scan of {small:,} notes against `csv.reader`", 40, sizes[small][0] / runs["read"])
    yield _at_least("fixed rules doubled: speed", 0.8, statistics.median(got.doubled))
    yield _at_most(f"{large:,} notes against {small:,}, time of the whole run", 4.2, sizes[large][0] / sizes[small][0])
    yield _at_most(f"{large:,} notes against {small:,}, peak memory", 1.15, sizes[large][1] / sizes[small][1])
    yield _at_least("second run with `--cache`", 5, runs["first"][0] / runs["second"][0])
    yield _at_most("ten notes against `import spacy`", 2, runs["ten"] / runs["spacy"])
    for name, ways in _OTHERS.items():
        yield _same(f"{ways}, {large:,} notes", runs[name], runs["one"])
    yield _same(f"no prefilter, {small:,} notes", runs["no prefilter"], sizes[small])


def _same(what: str, run: Any, other: Any) -> tuple[str, str, str, bool]:
    same = run[2] == other[2]
    return f"the same bytes: {what}", "equal", "equal" if same else "different", same


def _at_least(what: str, goal: float, value: float) -> tuple[str, str, str, bool]:
    return what, f"≥ {goal:g} ×", f"{value:.2f} ×", value >= goal


def _at_most(what: str, goal: float, value: float) -> tuple[str, str, str, bool]:
    return what, f"≤ {goal:g} ×", f"{value:.2f} ×", value <= goal


def _archive(got: Measured) -> Iterator[str]:
    rate = got.notes / got.runs["one"][0]
    hours = ARCHIVE_NOTES / rate / 3600
    yield "## On paper: a national archive\n"
    yield f"One worker of this run reads {rate:,.0f} notes a second, reading and casework included. A billion notes are then {hours:,.0f}"
    yield f"core hours: {hours / CORES:,.1f} hours on {CORES} cores if all of it spreads evenly, some {hours * EURO_A_CORE_HOUR:,.0f} euros at"
    yield f"{EURO_A_CORE_HOUR} a core hour. Nobody has run this. One client cannot feed {CORES} cores: the archive is split by case, and each part"
    yield "is a run of its own or a part of a frame (docs/cluster.md)."


def _bars(bars: Sequence[tuple[str, float]], title: str) -> str:
    most = max(value for _, value in bars)
    rows = "".join(
        f'<text x="90" y="{40 + 30 * n}" text-anchor="end">{name}</text>'
        f'<rect x="100" y="{26 + 30 * n}" width="{380 * value / most:.1f}" height="18" fill="#2b6c8f"/>'
        f'<text x="{106 + 380 * value / most:.1f}" y="{40 + 30 * n}">{value:,.0f}</text>'
        for n, (name, value) in enumerate(bars)
    )
    return _svg(600, 40 + 30 * len(bars), title, rows)


def _line(points: Sequence[tuple[int, float]], across: str, up: str) -> str:
    right, top = max(x for x, _ in points), max(y for _, y in points)
    places = [(60 + 440 * x / right, 200 - 160 * y / top, x, y) for x, y in points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y, *_ in places)
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#2b6c8f"/><text x="{x:.1f}" y="{y - 8:.1f}" text-anchor="middle">'
        f'{seconds:.1f}</text><text x="{x:.1f}" y="218" text-anchor="middle">{notes:,}</text>'
        for x, y, notes, seconds in places
    )
    axes = '<path d="M60 200H520M60 200V30" stroke="#888" fill="none"/>'
    return _svg(560, 240, f"{up} by {across}", f'{axes}<polyline points="{path}" fill="none" stroke="#2b6c8f"/>{marks}')


def _svg(width: int, height: int, title: str, inside: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12" '
        f'role="img"><title>{title}</title><rect width="{width}" height="{height}" fill="#fff"/>'
        f'<text x="10" y="16" fill="#444">{title}</text>{inside}</svg>\n'
    )
