"""Rules made ready for reading notes: loaded and turned into tables once, and kept for the runs that follow.

``spaCy`` is imported only where the rules are not kept yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from caseflags.rulebook import Rulebook, load
from caseflags.rulebook.kept import fingerprint, keep, lean, take
from caseflags.rulebook.overriding import Override, digest_of_overrides, override


def load_ready(paths: Sequence[Path] = (), *, builtin: bool = True, overrides: Sequence[Override] = ()) -> Rulebook:
    """Load rules as ``rulebook.load`` does, for reading notes: phrases are there as tables, wordings and examples are
    left out. ``overrides`` change rules by their ids. Raises ``CaseflagsError`` with every problem at once."""
    key = fingerprint(paths, builtin=builtin, more=digest_of_overrides(overrides))
    kept = take(key)
    if kept is not None:
        return kept
    ready = make_ready(override(load(paths, builtin=builtin), overrides))
    keep(key, ready)
    return ready


def make_ready(rulebook: Rulebook) -> Rulebook:
    """Turn the phrases of a rulebook into tables, with the words of the language beside them."""
    from caseflags.detect.phrasebook import to_bytes  # noqa: PLC0415 - needed on a first run only
    from caseflags.detect.reader import Reader  # noqa: PLC0415 - with spaCy behind it
    from caseflags.detect.spelling import language  # noqa: PLC0415 - with the spelling library behind it

    if rulebook.phrasebook:
        return rulebook
    tables = Reader(rulebook).tables
    tables["language"] = language()
    return lean(rulebook, to_bytes(tables))
