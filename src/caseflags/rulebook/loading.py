"""Loading: files are found, read, checked and put together; everything that is wrong is said at once."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from caseflags.errors import CaseflagsError, Place, Problem, Severity
from caseflags.rulebook.code_records import CodeMap
from caseflags.rulebook.codes import is_code_map, read_codes
from caseflags.rulebook.common import Common
from caseflags.rulebook.folders import File, Finder, Source, builtin_root
from caseflags.rulebook.packs import Ids, digest, digest_of, read_pack
from caseflags.rulebook.records import Pack, Rulebook


def load(paths: Sequence[Path] = (), *, builtin: bool = True) -> Rulebook:
    """Load the built-in packs and those at ``paths``: a pack's folder, a pack or code map in a file, a folder of packs.

    ``builtin=False`` leaves the built-in packs out; the word lists, cues and words for people of ``common/`` and the
    code maps of ``codes/`` are always there. Raises ``CaseflagsError`` with every problem at once; what is only a
    warning is in ``Rulebook.warnings``.
    """
    with no_garbage_collection():
        return _load(paths, builtin=builtin)


def _load(paths: Sequence[Path], *, builtin: bool) -> Rulebook:
    problems: list[Problem] = []
    root = builtin_root()
    if not root.is_dir():
        raise CaseflagsError(Problem("the built-in rules are missing", Place(str(root)), "install caseflags again"))
    finder = Finder(problems)
    common = Common(finder.common(root), problems)
    theirs = [path for path in paths if is_code_map(path)]
    packs_at = [path for path in paths if path not in theirs]
    sources = [*(finder.builtin(root) if builtin else ()), *finder.at(packs_at, root)]
    packs = _packs(sources, common, problems)
    codes = _codes(finder.codes(root), theirs, problems)
    rules = tuple(rule for pack in packs for rule in pack.rules)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise CaseflagsError(sorted(problems, key=_order))
    if not rules:
        raise CaseflagsError(Problem("there are no rules", None, "give --rules, or keep the built-in rules"))
    return Rulebook(
        packs=packs,
        rules=rules,
        cues=common.cues,
        people=common.people,
        lists=common.lists,
        digest=digest([digest_of(common.pages), *(pack.digest for pack in packs)]),
        patterns=tuple(pattern for pack in packs for pattern in pack.patterns),
        warnings=tuple(sorted(problems, key=_order)),
        codes=codes,
        common=digest_of(common.pages),
    )


def load_common() -> Common:
    """Load the word lists, cues and words for people alone. What is wrong with them ``load`` says."""
    return Common(Finder([]).common(builtin_root()), [])


def _packs(sources: Iterable[Source], common: Common, problems: list[Problem]) -> tuple[Pack, ...]:
    ids = Ids()
    packs: dict[str, Pack] = {}
    for source in {source.head.path.resolve(): source for source in sources}.values():
        pack = read_pack(source, common.lists, ids, problems)
        if pack is None:
            continue
        if pack.id in packs:
            hint = f"the other one is at {packs[pack.id].place}"
            problems.append(Problem(f"there are two packs `{pack.id}`", pack.place, hint))
        packs[pack.id] = pack
    return tuple(packs.values())


def _codes(ours: Iterable[File], theirs: Iterable[Path], problems: list[Problem]) -> tuple[CodeMap, ...]:
    """Read the built-in code maps and a user's, which take the place of those with the same id."""
    maps = {one.id: one for one in read_codes(ours, problems)}
    maps.update((one.id, one) for one in read_codes([File(path, path.as_posix()) for path in theirs], problems))
    return tuple(maps.values())


def _order(problem: Problem) -> tuple[Place, str]:
    return (problem.place or Place(""), problem.message)


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Thousands of records are made and none is garbage: looking for some takes longer than all the rest."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
