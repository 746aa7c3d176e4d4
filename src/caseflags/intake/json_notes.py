"""JSON and JSON Lines as tables of notes: at which places in a document notes stand, and their rows.

Which objects are notes is found out in a first pass: those with a text of their own. Where such objects stand inside
each other (a case with a description that holds notes; a note with attachments that have descriptions), those with
dates, and then those with more text, are the notes; the others are pointed out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from caseflags.errors import CaseflagsError
from caseflags.intake.columns import Layout, known_names, normalise, problems, recognise
from caseflags.intake.dates import OrderEvidence
from caseflags.intake.encoding import Encoding
from caseflags.intake.json_objects import Object, Path, objects, without_surrogates
from caseflags.intake.json_stream import BrokenJsonError, Json, JsonText, Piece, Walk
from caseflags.intake.options import IntakeOptions
from caseflags.intake.sources import Source, open_text
from caseflags.intake.table import Row, Survey, Table, unreadable
from caseflags.model import Rejected

_MOST_COLUMNS = 500
_LONGEST_LINE = 1 << 26


@dataclass(frozen=True, slots=True)
class Fault:
    """A place at which the document could not be read. ``line`` is the row it is rejected as, or 0."""

    reason: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the document, or a fault; ``line`` is its line in JSON Lines, else 0."""

    content: Piece | Fault
    line: int = 0


Parts = Callable[[], Iterator[Part]]


def open_json(source: Source, encoding: Encoding, options: IntakeOptions, *, lines: bool) -> Table:
    """Recognise a JSON document, or JSON Lines, as a table of notes."""
    read: Parts
    if lines:
        read = partial(_line_parts, source, encoding)
        shape = _Shape.of(read(), options)
    else:
        frames: list[dict[str, Json]] = []
        for _ in _document_parts(source, encoding, (), frames):
            pass  # fields behind the notes of a large object are known only after a first pass
        read = partial(_document_parts, source, encoding, tuple(frames), None)
        shape = _Shape.of(read(), options)
    notes = shape.note_places(options)
    if not notes:
        raise _no_notes(source, shape, options)
    layout = shape.layout(notes, options)
    if wrong := problems(layout, options, source.label):
        raise CaseflagsError(wrong)
    by_line = lines and set(notes) == {()}
    return Table(
        file=source.label,
        format="jsonl" if lines else "json",
        layout=layout,
        read=_Rows(source.label, read, frozenset(notes), layout.columns, by_line=by_line),
        survey=shape.survey(notes, layout),
        name=", ".join(_written(path) for path in notes if path),
        encoding=encoding,
        messages=shape.messages(notes, options),
    )


def _no_notes(source: Source, shape: _Shape, options: IntakeOptions) -> CaseflagsError:
    if not shape.places:
        reason = f": {shape.fault}" if shape.fault else ""
        return unreadable(source.label, f"there are no notes in this JSON{reason}", "export it again")
    place = max(shape.places.values(), key=lambda place: sum(place.own.values()))
    layout = recognise(place.columns(), options)
    likely = max(place.own, key=lambda name: place.own[name], default="")
    wrong = problems(layout, options, source.label, likely)
    return CaseflagsError(wrong or problems(Layout(layout.columns), IntakeOptions(), source.label, likely))


def _document_parts(
    source: Source, encoding: Encoding, known: Sequence[Mapping[str, Json]], frames: list[dict[str, Json]] | None
) -> Iterator[Part]:
    """Yield the pieces of a JSON document, and a fault where it breaks. ``frames`` takes up what the walk gathered."""
    with open_text(source, encoding) as text:
        walk = Walk(JsonText(text), known)
        try:
            for piece in walk.pieces():
                yield Part(piece)
        except BrokenJsonError as broken:
            yield Part(Fault(f"the JSON breaks off or is damaged: {broken}; nothing after it was read"))
        if frames is not None:
            frames.extend(walk.frames)


def _line_parts(source: Source, encoding: Encoding) -> Iterator[Part]:
    """Yield the lines of JSON Lines; a broken one is a fault, and the next one is read."""
    decode = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str, strict=False).decode
    with open_text(source, encoding) as text:
        number, whole = 0, True
        while line := text.readline(_LONGEST_LINE):
            number += whole
            started, whole = whole, line.endswith(("\n", "\r"))
            if not started or not (content := line.strip("\ufeff \t\r\n")):
                continue
            try:
                yield Part(Piece(decode(content), (), ()), number)
            except (ValueError, RecursionError):
                yield Part(Fault("the line is not valid JSON", number), number)


@dataclass(slots=True)
class _Place:
    """What the first pass learned about the objects at one path: how many, and how much text each column holds."""

    count: int = 0
    plain: int = 0
    own: dict[str, int] = field(default_factory=dict)
    outer: dict[str, None] = field(default_factory=dict)
    dates: dict[str, OrderEvidence] = field(default_factory=dict)

    def add(self, found: Object, is_date: Callable[[str], bool]) -> None:
        """Take an object into account."""
        if found.own is None:
            self.plain += 1
            return
        self.count += 1
        own = self.own
        for name, value in found.own.items():
            if name in own or len(own) < _MOST_COLUMNS:
                own[name] = own.get(name, 0) + len(value)
        if len(self.outer) < _MOST_COLUMNS:
            self.outer.update(dict.fromkeys(found.outer))
        for columns in (found.own, found.outer):
            for name, value in columns.items():
                if is_date(name):
                    self.dates.setdefault(name, OrderEvidence()).add(value)

    def columns(self) -> list[str]:
        """Own columns first, then inherited ones of other names."""
        return [*self.own, *(name for name in self.outer if name not in self.own)]


class _Shape:
    """What the first pass learned about a document: the places at which objects stand, and where it breaks."""

    def __init__(self) -> None:
        self.places: dict[Path, _Place] = {}
        self.faults = 0
        self.fault = ""

    @classmethod
    def of(cls, parts: Iterator[Part], options: IntakeOptions) -> _Shape:
        """Go through all of a document."""
        shape, is_date = cls(), _DateNames(options)
        for part in parts:
            if isinstance(part.content, Fault):
                shape.faults += 1
                shape.fault = part.content.reason
                continue
            for found in objects(part.content):
                shape.places.setdefault(found.path, _Place()).add(found, is_date)
        return shape

    def note_places(self, options: IntakeOptions) -> list[Path]:
        """Return the paths at which notes stand, in document order."""
        ranked = sorted(self._with_text(options).items(), key=lambda item: (item[1], -len(item[0])), reverse=True)
        chosen: list[Path] = []
        for path, _ in ranked:
            if not any(_related(path, other) for other in chosen):
                chosen.append(path)
        return [path for path in self.places if path in chosen]

    def _with_text(self, options: IntakeOptions) -> dict[Path, tuple[bool, int]]:
        """Return the paths whose objects have a text of their own, with what speaks for their being the notes."""
        found = {}
        for path, place in self.places.items():
            mapped = recognise(list(place.own), options).mapped
            if text := mapped.get("text"):
                found[path] = ("date" in mapped, sum(place.own[name] for name in text))
        return found

    def layout(self, notes: list[Path], options: IntakeOptions) -> Layout:
        """Return the columns of all notes together; a field may have one column at each place."""
        columns: dict[str, None] = {}
        mapped: dict[str, dict[str, None]] = {}
        also: dict[str, None] = {}
        for path in notes:
            place = self.places[path]
            inherited = frozenset(place.outer) - frozenset(place.own)
            layout = recognise(place.columns(), options, inherited)
            columns.update(dict.fromkeys(layout.columns))
            also.update(dict.fromkeys(layout.also_text))
            for name, found in layout.mapped.items():
                mapped.setdefault(name, {}).update(dict.fromkeys(found))
        used = {column for found in mapped.values() for column in found}
        merged = {name: tuple(found) for name, found in mapped.items()}
        return Layout(tuple(columns), merged, tuple(c for c in also if c not in used))

    def survey(self, notes: list[Path], layout: Layout) -> Survey:
        """Rows and date evidence of the notes."""
        places = [self.places[path] for path in notes]
        survey = Survey(sum(place.count + place.plain for place in places) + self.faults)
        for place in places:
            for name in layout.mapped.get("date", ()):
                survey.dates.merge(place.dates.get(name, OrderEvidence()))
        return survey

    def messages(self, notes: list[Path], options: IntakeOptions) -> list[str]:
        """Where the notes stand, and where else there is text that is not read."""
        others = [path for path in self._with_text(options) if path not in notes]
        said = []
        if not set(notes) <= {(), ("[]",)}:
            said.append(f"the notes are at {', '.join(_written(path) for path in notes)}")
        if others:
            said.append(f"text at {', '.join(_written(path) for path in others)} was not read as notes")
        return said


class _DateNames(dict[str, bool]):
    """Whether a column may hold dates, by its name; each name is judged once."""

    def __init__(self, options: IntakeOptions) -> None:
        super().__init__()
        self._wanted = {normalise(name) for name in options.mapping.get("date", ())} or known_names()["date"]

    def __call__(self, name: str) -> bool:
        return self[name]

    def __missing__(self, name: str) -> bool:
        found = normalise(name) in self._wanted or normalise(name.rpartition(".")[2]) in self._wanted
        self[name] = found
        return found


@dataclass(frozen=True, slots=True)
class _Rows:
    """Reads the notes at the places found. Their row is their ordinal, or their line where each line is a note."""

    file: str
    parts: Parts
    notes: frozenset[Path]
    columns: tuple[str, ...]
    by_line: bool = field(kw_only=True)

    def __call__(self) -> Iterator[Row | Rejected]:
        ordinal = 0
        for part in self.parts():
            if isinstance(part.content, Fault):
                ordinal += 1
                yield self._fault(part.content, ordinal)
                continue
            for found in objects(part.content):
                if found.path in self.notes:
                    ordinal += 1
                    yield self._row(part.line if self.by_line else ordinal, found)

    def _fault(self, fault: Fault, ordinal: int) -> Rejected:
        if self.by_line or not fault.line:
            return Rejected(self.file, fault.line or ordinal, fault.reason)
        return Rejected(self.file, ordinal, f"line {fault.line}: {fault.reason}")

    def _row(self, number: int, found: Object) -> Row | Rejected:
        if found.own is None:
            return Rejected(self.file, number, "a note that is no object")
        own, outer = found.own.get, found.outer.get
        cells = [own(name) or outer(name, "") for name in self.columns]
        together = "".join(cells)
        if "\0" in together:
            return Rejected(self.file, number, "the row holds a NUL character")
        if not together.isascii():
            cells = [without_surrogates(cell) for cell in cells]
        return number, cells


def _related(path: Path, other: Path) -> bool:
    """Whether the objects at one path stand inside those at the other."""
    shorter = min(len(path), len(other))
    return path[:shorter] == other[:shorter]


def _written(path: Path) -> str:
    """Return a path as people write it: ``cases[].notes[]``."""
    return "".join(step if step == "[]" else f".{step}" for step in path).lstrip(".") or "top"
