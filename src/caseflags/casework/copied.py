"""Text pasted from note to note: it counts where it first stood, and later on is named as copied.

So is text pasted between the records of siblings, where they are read as one (``--map family_id=``).

A finding's sentence is compared with the sentences of earlier notes of the case, by its words alone. Short sentences
recur without being copied ("Mum was drunk."), so one of them proves nothing: a note must share eight words or more, in
one sentence or in several, with one earlier note. Only sentences that bear findings are seen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from caseflags.model import Finding

ENOUGH_WORDS = 8
"""So many words in common with one earlier note are no accident."""

_WORDS = re.compile(r"[^\W_]+")
_CUT = "…"
_AROUND = 8
_HOLDERS = 20


@dataclass(slots=True)
class _Sentence:
    """A sentence known from earlier notes: the finding with which it first stood, and the latest notes that held it."""

    first: Finding
    words: int
    holders: list[int] = field(default_factory=list)


def mark_copied(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Give the findings in their order, the copied ones with the id of the note where their words first stood."""
    known: dict[str, _Sentence] = {}
    marked: list[Finding] = []
    by_note = groupby(findings, key=lambda finding: (finding.case_id, finding.note_id, finding.row))
    for number, (_, group) in enumerate(by_note):
        note = list(group)
        keys = _keys(note)
        copied = _copied(keys, known)
        for finding, key in zip(note, keys, strict=True):
            marked.append(_named(finding, known[key].first) if key in copied else finding)
        _remember(keys, note[0], number, known)
    return tuple(marked)


def _named(finding: Finding, first: Finding) -> Finding:
    """Mark a finding with the note where its words first stood; in the record of a sibling, with that case as well."""
    other = "" if finding.case_id == first.case_id else f" of case {first.case_id}"
    return replace(finding, copied_from=f"{first.note_id}{other}")


def _keys(note: Iterable[Finding]) -> list[str]:
    """Give the sentence of each finding; most sentences bear more than one."""
    known: dict[str, str] = {}
    keys = []
    for finding in note:
        excerpt = finding.excerpt
        if excerpt not in known or excerpt.startswith(_CUT) or excerpt.endswith(_CUT):
            known[excerpt] = sentence_key(excerpt, finding.text)
        keys.append(known[excerpt])
    return keys


def sentence_key(excerpt: str, mention: str) -> str:
    """Take a sentence's words, lower-case and without punctuation; of one cut short, those around the mention.

    >>> sentence_key("Dad  SHOVED her: twice.", "SHOVED her")
    'dad shoved her twice'
    """
    words = _WORDS.findall(excerpt.casefold())
    if not excerpt.startswith(_CUT) and not excerpt.endswith(_CUT):
        return " ".join(words)
    own = _WORDS.findall(mention.casefold())
    middle = _nearest_middle(words, own)
    return " ".join(words[max(0, middle - _AROUND) : middle + len(own) + _AROUND])


def _nearest_middle(words: Sequence[str], own: Sequence[str]) -> int:
    """Where the mention stands: an excerpt that is cut has it about its middle."""
    places = [i for i in range(len(words) - len(own) + 1) if list(words[i : i + len(own)]) == list(own)]
    return min(places, key=lambda place: abs(2 * place + len(own) - len(words)), default=0)


def _copied(keys: Iterable[str], known: dict[str, _Sentence]) -> set[str]:
    """Those of a note's sentences that are copied."""
    shared = {key: known[key] for key in keys if key in known}
    common: Counter[int] = Counter()
    for sentence in shared.values():
        common.update(dict.fromkeys(sentence.holders, sentence.words))
    return {
        key
        for key, sentence in shared.items()
        if sentence.words >= ENOUGH_WORDS or any(common[holder] >= ENOUGH_WORDS for holder in sentence.holders)
    }


def _remember(keys: Iterable[str], finding: Finding, number: int, known: dict[str, _Sentence]) -> None:
    for key in dict.fromkeys(keys):
        if not key:
            continue
        sentence = known.setdefault(key, _Sentence(finding, key.count(" ") + 1))
        sentence.holders.append(number)
        del sentence.holders[:-_HOLDERS]
