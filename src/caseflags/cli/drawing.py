"""A sentence as ``caseflags explain`` draws it: what was found and how far each cue reaches, under the words.

    Mum denied that Dad had hit her, | but she was scared of him.
        ^^^^^^^^^^^ ---------------- denied (deny.verb)
                            ======= domestic_abuse.physical.hit

``^`` is a cue, ``-`` what lies in its reach, ``=`` a match; all of them characters that every terminal has.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO

from caseflags.detect.explaining import SentenceShown, Span

_NARROWEST, _IN_A_PIPE, _WIDEST = 40, 80, 160
_CUE, _REACH, _MATCH = "^", "-", "="
LEGEND = f"{_CUE * 3} a cue   {_REACH * 3} what it reaches   {_MATCH * 3} a mention"


@dataclass(frozen=True, slots=True)
class Row:
    """Marks under a sentence: a character and where it stands, and what it means."""

    label: str
    marks: Sequence[tuple[str, Span]]

    def under(self, start: int, end: int) -> str:
        """The marks under the part of the sentence from ``start`` to ``end``; empty where there are none."""
        line = [" "] * (end - start)
        for mark, (left, right) in self.marks:
            for column in range(max(left, start), min(right, end)):
                line[column - start] = mark
        return "".join(line).rstrip()


def page_width(stream: TextIO) -> int:
    """How wide a drawing may be: as the terminal, within reason; the same in every pipe."""
    columns = shutil.get_terminal_size().columns if stream.isatty() else _IN_A_PIPE
    return max(_NARROWEST, min(columns, _WIDEST))


def drawn(head: str, sentence: SentenceShown, width: int) -> Iterator[str]:
    """Draw a sentence in as many lines as it takes, each with its marks under it. ``head`` stands before the first."""
    indent = " " * len(head)
    rows = list(_rows(sentence))
    for start, end in _lines(sentence.text, width - len(head)):
        yield (indent if start else head) + sentence.text[start:end].rstrip()
        for row in rows:
            if marks := row.under(start, end):
                yield from _labelled(indent, marks, row.label, width)


def _labelled(indent: str, marks: str, label: str, width: int) -> Iterator[str]:
    """Write the label behind its marks; before them, or on a line below, where it finds more room there."""
    free = len(marks) - len(marks.lstrip())
    if len(indent) + len(marks) + 1 + len(label) <= width:
        yield f"{indent}{marks} {label}"
    elif len(label) < free:
        yield f"{indent}{label:{free - 1}} {marks.lstrip()}"
    else:
        yield indent + marks
        yield indent + label.rjust(min(len(marks), width - len(indent)))


def _rows(sentence: SentenceShown) -> Iterator[Row]:
    for cue in sentence.cues:
        if cue.reached:
            reach = [(_REACH, span) for span in cue.reached]
            yield Row(f"{cue.value} ({cue.rule_id})", [*reach, (_CUE, cue.at)])
    for match in sentence.matches:
        yield Row(match.rule_id, [(_MATCH, match.at)])


def _lines(text: str, width: int) -> Iterator[Span]:
    """Break a text between words into lines of at most ``width``; a longer word stands alone.

    >>> [("one two three"[a:b]) for a, b in _lines("one two three", 8)]
    ['one two ', 'three']
    """
    start = 0
    while len(text) - start > width:
        space = text.rfind(" ", start, start + width + 1)
        end = space + 1 if space > start else (text.find(" ", start) + 1 or len(text))
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)
