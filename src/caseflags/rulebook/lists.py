"""Word lists: the lists of a pack and, behind them, those of ``common/``, with every wording written out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from caseflags.rulebook.kinds import Line
from caseflags.rulebook.phrases import Phraser
from caseflags.rulebook.tables import Entry
from caseflags.rulebook.wordings import PhraseError


class WordLists(Mapping[str, tuple[str, ...]]):
    """Lists by name, expanded when they are first asked for, since a list may use others.

    A list of its own hides the shared one of the same name; two of its own are an error. ``used`` names the lists that
    others use.
    """

    def __init__(self, entries: Iterable[Entry], shared: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self.shared = shared or {}
        self.lines: dict[str, tuple[Line, ...]] = {}
        self._wordings: dict[str, tuple[str, ...]] = {}
        self._open: list[str] = []
        self._phraser = Phraser(self)
        for entry in entries:
            for name, lines in entry.get("lists", {}).items():
                if name in self.lines:
                    entry.error("lists", f"there are two word lists <{name}>", "give this one another name")
                else:
                    self.lines[name] = lines

    def __getitem__(self, name: str) -> tuple[str, ...]:
        if name not in self.lines:
            return self.shared[name]
        if name not in self._wordings:
            self._wordings[name] = self._expand(name)
        return self._wordings[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**self.shared, **self.lines})

    def __len__(self) -> int:
        return len({**self.shared, **self.lines})

    @property
    def used(self) -> set[str]:
        """Return the names of the lists that other lists use."""
        return self._phraser.used

    def _expand(self, name: str) -> tuple[str, ...]:
        if name in self._open:
            ring = " ".join(f"<{other}>" for other in [*self._open[self._open.index(name) :], name])
            raise PhraseError(f"word lists go round in a ring: {ring}", "write the words out in one of them")
        self._open.append(name)
        wordings = [wording for line in self.lines[name] for wording in self._wordings_of(line)]
        self._open.pop()
        return tuple(dict.fromkeys(wordings))

    def _wordings_of(self, line: Line) -> tuple[str, ...]:
        try:
            return self._phraser.wordings(line.text)
        except PhraseError as error:
            note_phrase_error(line, error)
            return ()


def note_phrase_error(line: Line, error: PhraseError) -> None:
    """Note what is wrong with a phrase where it stands."""
    line.page.error(line.node, f'{error.message}: "{line.text}"', error.hint, shift=error.at)
