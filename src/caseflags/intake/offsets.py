"""Where a character of cleaned text stood in the raw text.

A map is a list of the stretches that changed; between them, text was taken over as it is. Two passes over a text make
two maps, which are put together into one from the raw text to the final one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

Edit = tuple[int, int, int]
"""``raw[start:end]`` was replaced by so many characters."""


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """The changed stretches in order: ``raw_starts[i]:raw_ends[i]`` became ``clean_starts[i]:clean_ends[i]``."""

    raw_starts: tuple[int, ...]
    raw_ends: tuple[int, ...]
    clean_starts: tuple[int, ...]
    clean_ends: tuple[int, ...]

    @classmethod
    def of(cls, edits: Iterable[Edit]) -> OffsetMap:
        """Return the map of one pass whose edits are given in order and do not overlap."""
        raw_starts, raw_ends, clean_starts, clean_ends = [], [], [], []
        shift = 0
        for start, end, size in edits:
            raw_starts.append(start)
            raw_ends.append(end)
            clean_starts.append(start + shift)
            shift += size - (end - start)
            clean_ends.append(end + shift)
        return cls(tuple(raw_starts), tuple(raw_ends), tuple(clean_starts), tuple(clean_ends))

    def begin(self, offset: int) -> int:
        """Return where the clean character at ``offset`` begins in the raw text, after what was deleted before it."""
        at = bisect_right(self.clean_starts, offset) - 1
        if at < 0:
            return offset
        past = offset - self.clean_ends[at]
        return self.raw_starts[at] if past < 0 else self.raw_ends[at] + past

    def end(self, offset: int) -> int:
        """Return where the clean character before ``offset`` ends in the raw text, before what was deleted after it."""
        last = offset - 1
        at = bisect_right(self.clean_starts, last) - 1
        if at < 0:
            return offset
        past = last - self.clean_ends[at]
        return self.raw_ends[at] if past < 0 else self.raw_ends[at] + past + 1

    def then(self, second: OffsetMap) -> OffsetMap:
        """Return this map followed by one of the text that this one leads to: changes that overlap become one."""
        edits: list[Edit] = []
        shift = 0  # from the text between the passes back to the raw text
        begun = reached = growth = -1
        for start, end, raw_change, clean_change in self._between(second):
            if start < reached:
                reached = max(reached, end)
                growth += clean_change
            else:
                begun, reached, growth = start, end, clean_change
                edits.append((start + shift, 0, 0))
            shift += raw_change
            edits[-1] = (edits[-1][0], reached + shift, reached - begun + growth)
        return OffsetMap.of(edits)

    def _between(self, second: OffsetMap) -> list[tuple[int, int, int, int]]:
        """Return the stretches of both maps in the text between the passes, with the change of length on each side."""
        first = [
            (start, end, (raw_end - raw_start) - (end - start), 0)
            for raw_start, raw_end, start, end in zip(
                self.raw_starts, self.raw_ends, self.clean_starts, self.clean_ends, strict=True
            )
        ]
        later = [
            (start, end, 0, (clean_end - clean_start) - (end - start))
            for start, end, clean_start, clean_end in zip(
                second.raw_starts, second.raw_ends, second.clean_starts, second.clean_ends, strict=True
            )
        ]
        return sorted(first + later, key=lambda stretch: stretch[:2])
