"""``common/``: the word lists, cues and words for people that hold whatever packs are used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from caseflags.errors import Place, Problem
from caseflags.rulebook.fields import COMMON_FILE
from caseflags.rulebook.folders import File
from caseflags.rulebook.kinds import Line
from caseflags.rulebook.lists import WordLists, note_phrase_error
from caseflags.rulebook.pages import Page, read_page
from caseflags.rulebook.phrases import Phraser
from caseflags.rulebook.records import CueRule, PersonWord, Phrase
from caseflags.rulebook.tables import Entry
from caseflags.rulebook.wordings import PhraseError


class Common:
    """What the files of ``common/`` hold: each holds lists, cues or people, or several of them."""

    def __init__(self, files: Iterable[File], problems: list[Problem]) -> None:
        self.pages: list[Page] = []
        entries: list[Entry] = []
        for file in files:
            page = read_page(file.path, file.name, problems)
            self.pages.append(page)
            entry = COMMON_FILE.read(page.root, page) if page.root else None
            if entry:
                entries.append(entry)
        self.lists: Mapping[str, tuple[str, ...]] = dict(WordLists(entries))
        phraser = Phraser(self.lists)
        self.cues = tuple(_cue(entry, phraser) for entry in _unique(entries, "cues"))
        self.people = tuple(_person(entry, phraser) for entry in _unique(entries, "people"))


def parse_lines(
    lines: Iterable[Line], phraser: Phraser, *, punctuation: bool = False
) -> list[tuple[Line, tuple[Phrase, ...]]]:
    """Return each line with its phrases; what is wrong is noted on its page and left out."""
    parsed = []
    for line in lines:
        try:
            parsed.append((line, phraser.parse(line.text, punctuation=punctuation)))
        except PhraseError as error:
            note_phrase_error(line, error)
    return parsed


def _unique(entries: Iterable[Entry], key: str) -> list[Entry]:
    """Return the items under ``key`` that have an id; an id that stands there twice is an error."""
    seen: dict[str, Place] = {}
    whole = []
    for item in (item for entry in entries for item in entry.get(key, ())):
        name = item.get("id", "")
        if name in seen:
            item.error("id", f"the id `{name}` stands here twice", f"it is at {seen[name]}, too")
        elif name:
            seen[name] = item.place
            whole.append(item)
    return whole


def _phrases(entry: Entry, key: str, phraser: Phraser) -> tuple[Phrase, ...]:
    parsed = parse_lines(entry.get(key, ()), phraser, punctuation=True)
    return tuple(dict.fromkeys(phrase for _, phrases in parsed for phrase in phrases))


def _cue(entry: Entry, phraser: Phraser) -> CueRule:
    return CueRule(
        id=entry.get("id"),
        axis=entry.get("axis", ""),
        value=entry.get("value", ""),
        reach=entry.get("reach", "forward"),
        words=entry.get("words", 0),
        phrases=_phrases(entry, "phrases", phraser),
        except_=_phrases(entry, "except", phraser),
        place=entry.place,
    )


def _person(entry: Entry, phraser: Phraser) -> PersonWord:
    return PersonWord(
        id=entry.get("id"),
        role=entry.get("role", ""),
        gender=entry.get("gender", "any"),
        kind=entry.get("kind", "noun"),
        number=entry.get("number", "one"),
        phrases=_phrases(entry, "phrases", phraser),
        except_=_phrases(entry, "except", phraser),
        place=entry.place,
    )
