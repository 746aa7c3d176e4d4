"""Code maps (``rules/codes/*.yaml``): read, checked, and put into records.

A map says of each code which findings support it, in the words in which patterns select findings. Affirmed findings
about now are meant unless a selection says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from caseflags.errors import Problem
from caseflags.model import Temporality
from caseflags.rulebook.code_records import CodeMap, CodeRule
from caseflags.rulebook.fields import CATEGORY_NAME
from caseflags.rulebook.folders import File
from caseflags.rulebook.kinds import Choice, Name, Text, Texts
from caseflags.rulebook.packs import digest_of
from caseflags.rulebook.pages import read_page
from caseflags.rulebook.pattern_fields import SELECT, OneOrMore
from caseflags.rulebook.pattern_records import Select, Step
from caseflags.rulebook.patterns import select_of
from caseflags.rulebook.tables import Entries, Entry, Field, Table

_CODE = Name(r"[0-9A-Za-z][0-9A-Za-z.]*", "digits and letters, dots between")
_SELECTS = OneOrMore(SELECT)
_MAP_KEY = re.compile(r"^codes:", re.MULTILINE)
_PACK_KEY = re.compile(r"^pack:", re.MULTILINE)
_NOW = (Temporality.CURRENT,)

CODE = Table(
    "a code",
    (
        Field("code", _CODE, "the code as the form has it; it may stand several times", required=True),
        Field("title", Text(), "what it means, in words of our own", required=True),
        Field("find", _SELECTS, "the findings that support it: one selection, or any of several", required=True),
        Field("with", _SELECTS, "findings of which one must stand in the same note"),
        Field("without", _SELECTS, "findings that must not stand in the same note"),
        Field(
            "sentence", Texts(), "words of which one must stand in the finding's sentence; <child> is a child's name"
        ),
        Field("check", Text(), "what the findings leave open, to be checked before the code is used"),
    ),
)

CODE_FILE = Table(
    "a code map",
    (
        Field("codes", CATEGORY_NAME, "the id of the map", required=True),
        Field("title", Text(), "what a reader sees; the id by default"),
        Field("form", Text(), "the form or census that has these codes", required=True),
        Field("year", Text(), "the year of the list", required=True),
        Field("source", Text(), "where the codes come from", required=True),
        Field("status", Choice(("verified", "unverified")), "whether they were compared with the form", required=True),
        Field("entries", Entries(CODE), "the codes", required=True),
    ),
)


def read_codes(files: Iterable[File], problems: list[Problem]) -> tuple[CodeMap, ...]:
    """Read code maps, one a file. What is wrong is noted in ``problems``; a map that cannot be used is left out."""
    maps: dict[str, CodeMap] = {}
    for file in files:
        found = _read(file, problems)
        if found is None:
            continue
        if found.id in maps:
            hint = f"the other one is at {maps[found.id].place}"
            problems.append(Problem(f"there are two code maps `{found.id}`", found.place, hint))
        maps[found.id] = found
    return tuple(maps.values())


def is_code_map(path: Path) -> bool:
    """Tell a user's code map from a pack, of whose keys `codes` may be one, too."""
    if not path.is_file() or path.suffix.lower() not in {".yaml", ".yml"}:
        return False
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    return bool(_MAP_KEY.search(text)) and not _PACK_KEY.search(text)


def _read(file: File, problems: list[Problem]) -> CodeMap | None:
    page = read_page(file.path, file.name, problems)
    entry = CODE_FILE.read(page.root, page) if page.root else None
    if entry is None or "codes" not in entry.values:
        return None
    return CodeMap(
        id=entry.get("codes"),
        title=entry.get("title", entry.get("codes")),
        form=entry.get("form", ""),
        year=entry.get("year", ""),
        source=entry.get("source", ""),
        verified=entry.get("status") == "verified",
        rules=tuple(_rules(entry)),
        digest=digest_of([page]),
        place=entry.place,
    )


def _rules(entry: Entry) -> Iterator[CodeRule]:
    titles: dict[str, str] = {}
    for item in entry.get("entries", ()):
        code, title = item.get("code", ""), item.get("title", "")
        if titles.setdefault(code, title) != title:
            item.error("title", f"the code `{code}` has another title here", f'the other one is "{titles[code]}"')
        find = tuple(map(_about_now, _selects(item, "find")))
        yield CodeRule(
            code=code,
            title=title,
            step=Step(code, title, find, _selects(item, "with"), _selects(item, "without")),
            place=item.place,
            check=item.get("check", ""),
            sentence=tuple(word.casefold() for word in item.get("sentence", ())),
        )


def _selects(entry: Entry, key: str) -> tuple[Select, ...]:
    return tuple(map(select_of, entry.get(key, ())))


def _about_now(select: Select) -> Select:
    return select if select.temporality else replace(select, temporality=_NOW)
