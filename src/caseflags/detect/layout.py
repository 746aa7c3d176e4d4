"""Text as the tokeniser should see it: one blank between words, hyphenated words apart, line breaks remembered.

Phrases ignore spacing and hyphens, so both are settled once here and not in every rule. The layout of lines carries
meaning all the same (headings, lists, paragraphs), so breaks are kept beside the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_HYPHEN = re.compile(r"(?<=[A-Za-z])-(?=[A-Za-z0-9])|(?<=[0-9])-(?=[A-Za-z])")
_SPACE = re.compile(r" \s+|[^\S ]\s*")
"""White space that is not a single blank."""


@dataclass(frozen=True, slots=True)
class Layout:
    """``text`` has single blanks only. ``breaks`` lists (offset, lines) of the blanks that stand for line breaks;
    ``pieces`` maps offsets back: from ``pieces[i][0]`` on, the clean text is ``pieces[i][1]`` characters ahead."""

    text: str
    breaks: tuple[tuple[int, int], ...] = ()
    pieces: tuple[tuple[int, int], ...] = ()

    def to_clean(self, start: int, end: int) -> tuple[int, int]:
        """The same span in the text that was laid out; an empty span stays empty."""
        if not self.pieces:
            return start, end
        first = start + self._ahead(start)
        return first, max(first, end - 1 + self._ahead(end - 1) + 1) if end > start else first

    def _ahead(self, offset: int) -> int:
        index = bisect_right(self.pieces, (offset, 1 << 60)) - 1
        return self.pieces[index][1] if index >= 0 else 0


def lay_out(text: str) -> Layout:
    """Lay out clean text. Text that needs nothing is returned as it is."""
    if "-" in text:
        text = _HYPHEN.sub(" ", text)
    if "  " not in text and text.isprintable():  # of white space only the blank is printable
        return Layout(text)
    parts: list[str] = []
    breaks: list[tuple[int, int]] = []
    pieces: list[tuple[int, int]] = []
    copied = length = 0
    for space in _SPACE.finditer(text):
        run = space.group()
        parts.append(text[copied : space.start()])
        length += space.start() - copied
        lines = run.count("\n")
        if lines:
            breaks.append((length, lines))
        parts.append(" ")
        length += 1
        copied = space.end()
        pieces.append((length, copied - length))
    parts.append(text[copied:])
    return Layout("".join(parts), tuple(breaks), tuple(pieces))
