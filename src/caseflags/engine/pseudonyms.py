"""Results without the ids and names of people: keyed hashes for ids, masks for names, and a check that none is left.

Ids become HMAC-SHA-256 of a secret key (RFC 2104): the same id gives the same pseudonym in every run with this key, and
without the key nobody can tell, or try out, which id it was. Notes get their pseudonyms on the way in, so findings,
order and identities are made of them; what notes say is masked on the way out.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

from caseflags.engine.everyday import is_everyday
from caseflags.errors import CaseflagsError, Place, Problem
from caseflags.model import CaseResult, Cue, Event, Finding, Note, Result

LEAST_KEY = 16
NAME = "[name]"
ID = "[id]"
_DIGITS = 16
_KINDS = {"case_id": "c", "note_id": "n", "author": "a", "subject": "s", "family_id": "f"}
_TOKEN = re.compile(r"\w+(?:[-/.]\w+)*")
_JOINT = re.compile(r"([-/.])")
_WORD = re.compile(r"[^\W\d_]{3,}")
_LEAST_ID = 4


def read_key(path: Path) -> bytes:
    """Read a key file. Raises ``CaseflagsError`` if it cannot be read or is too short to be a secret."""
    hint = "make one with: openssl rand -hex 32 > KEYFILE, and keep it apart from the results"
    try:
        key = path.read_bytes().strip()
    except OSError as error:
        raise CaseflagsError(Problem(f"the key cannot be read: {error.strerror}", Place(str(path)), hint)) from error
    if len(key) < LEAST_KEY:
        raise CaseflagsError(Problem(f"the key has fewer than {LEAST_KEY} characters", Place(str(path)), hint))
    return key


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Gives pseudonyms and remembers what they stand for: ``originals`` are the ids that must not be in a result,
    ``people`` the words by which columns call authors and whose record it is, in small letters."""

    key: bytes
    originals: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)

    @property
    def fingerprint(self) -> str:
        """Tell keys apart without giving them away."""
        return self.hash("key", "")

    def hash(self, kind: str, text: str) -> str:
        """Hash a text of some kind; the same text of another kind has another hash."""
        return hmac.new(self.key, f"{kind}\0{text}".encode("utf-8", "surrogatepass"), "sha256").hexdigest()[:_DIGITS]

    def hide(self, note: Note) -> Note:
        """Give a note pseudonyms for its ids, its author and whose record it is."""
        known = {name: getattr(note, name) for name in _KINDS}
        self.originals.update(value for value in known.values() if value)
        self.people.update(w.casefold() for w in _WORD.findall(f"{note.author} {note.subject}"))
        hidden: dict[str, Any] = {name: self._pseudonym(name, value) for name, value in known.items()}
        return replace(note, **hidden)

    def of_case(self, case_id: str) -> str:
        """Give the pseudonym of a case."""
        return self._pseudonym("case_id", case_id)

    def _pseudonym(self, name: str, value: str) -> str:
        return f"{_KINDS[name]}-{self.hash(name, value)}" if value else ""

    def masked(self, result: Result) -> Result:
        """Mask names and ids in what the notes of a result say. Its notes have pseudonyms already."""
        return replace(result, cases=_Masked(result.cases, self))

    def check(self, result: Result) -> None:
        """Raise if an original id is left anywhere in a masked result."""
        for text in _strings((result.run.inputs, result.messages, list(result.rejected))):
            self._refuse(text)
        for case in result.cases:
            for text in _strings(case):
                self._refuse(text)

    def _refuse(self, text: str) -> None:
        if self._holds(text):
            hint = "is it in the name of a file or of a source? Rename it, or map other columns"
            raise CaseflagsError(Problem("an original id is left in the result; nothing was written", hint=hint))

    def _holds(self, text: str) -> bool:
        return any(True for token in _TOKEN.findall(text) for _ in self._ids_in(token))

    def _ids_in(self, token: str) -> Iterator[str]:
        """Find ids in a word, the longest first: "CASE-1042.csv" holds one."""
        pieces = _JOINT.split(token)
        for length in range(len(pieces), 0, -2):
            for start in range(0, len(pieces) - length + 1, 2):
                if self._is_original(part := "".join(pieces[start : start + length])):
                    yield part

    def _is_original(self, word: str) -> bool:
        """Tell whether a word is an id that could be nothing else: "12" and "Smith" in a text need not be."""
        return word in self.originals and len(word) >= _LEAST_ID and any(character.isdigit() for character in word)

    def mask(self, text: str, names: re.Pattern[str] | None) -> str:
        """Mask the names and the ids in a text."""
        text = names.sub(NAME, text) if names else text
        text = _WORD.sub(self._mask_word, text) if self.people else text
        return _TOKEN.sub(self._mask_ids, text)

    def _mask_ids(self, match: re.Match[str]) -> str:
        token = match.group()
        for part in self._ids_in(token):
            token = token.replace(part, ID)
        return token

    def _mask_word(self, match: re.Match[str]) -> str:
        word = match.group()
        known = word.casefold() in self.people
        return NAME if known and (word[0].isupper() or not is_everyday(word.casefold())) else word


@dataclass(frozen=True, slots=True)
class _Masked:
    """Cases that are masked each time they are gone through."""

    cases: Iterable[CaseResult]
    pseudonyms: Pseudonyms

    def __iter__(self) -> Iterator[CaseResult]:
        return map(self._mask, self.cases)

    def close(self) -> None:
        """Remove what the cases keep on disk."""
        getattr(self.cases, "close", lambda: None)()

    def _mask(self, result: CaseResult) -> CaseResult:
        names = _pattern(tuple(result.extra.get("names", ())))
        mask: Callable[[str], str] = lambda text: self.pseudonyms.mask(text, names)  # noqa: E731 - of this case
        findings = tuple(_finding(finding, mask) for finding in result.case.findings)
        return replace(
            result,
            case=replace(result.case, findings=findings, people=()),
            patterns=tuple(replace(hit, story=mask(hit.story)) for hit in result.patterns),
            chronology=tuple(_event(event, mask) for event in result.chronology),
            extra={key: value for key, value in result.extra.items() if key != "names"},
        )


def _finding(finding: Finding, mask: Callable[[str], str]) -> Finding:
    cues = tuple(replace(cue, text=mask(cue.text)) for cue in finding.cues if isinstance(cue, Cue))
    return replace(finding, text=mask(finding.text), excerpt=mask(finding.excerpt), cues=cues)


def _event(event: Event, mask: Callable[[str], str]) -> Event:
    return replace(event, text=mask(event.text), words=mask(event.words))


@lru_cache(maxsize=64)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Match names as notes write them: whole words in any case, everyday words with a capital; the longest first."""
    written = (_written(name.split()) for name in sorted(names, key=lambda n: (-len(n), n)))
    alternatives = "|".join(name for name in written if name)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)") if alternatives else None


def _written(words: Sequence[str]) -> str:
    """Match a name in whatever case; one that is made of everyday words with a capital at the head of each."""
    whole = r"\s+".join(map(re.escape, words))
    return r"\s+".join(map(_capital, words)) if all(map(is_everyday, words)) else f"(?i:{whole})"


def _capital(word: str) -> str:
    """Match a word in capitals or with a capital in front, in whatever case the rest is."""
    return f"{re.escape(word[0].upper())}(?i:{re.escape(word[1:])})"


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - whatever a result holds
    if isinstance(value, str):
        if not isinstance(value, Enum):
            yield value
    elif is_dataclass(value):
        for part in fields(value):
            yield from _strings(getattr(value, part.name))
    elif isinstance(value, Mapping):
        yield from _strings(list(value.items()))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _strings(item)
