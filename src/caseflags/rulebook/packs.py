"""A pack's files become its rules: defaults filled in, phrases parsed, ids and indicators checked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from caseflags.errors import Place, Problem
from caseflags.model import Assertion, Level
from caseflags.rulebook.common import parse_lines
from caseflags.rulebook.fields import CATEGORY_NAME, PACK, RULE_FILE
from caseflags.rulebook.folders import File, Source
from caseflags.rulebook.kinds import did_you_mean
from caseflags.rulebook.lists import WordLists
from caseflags.rulebook.pages import Page, read_page
from caseflags.rulebook.patterns import patterns_of
from caseflags.rulebook.phrases import Phraser
from caseflags.rulebook.records import Beside, Example, Examples, Pack, Reach, Rule, Written
from caseflags.rulebook.tables import Entry, Table
from caseflags.rulebook.words import normal

_PHRASE_KEYS = ("phrases", "except", "with", "without")
_FRAMES = {"domestic_abuse": "act", "substance_misuse": "state", "mental_health": "state", "retraction": "speech"}
_INDICATOR_FRAMES = {("domestic_abuse", "fear"): "harm", ("domestic_abuse", "general"): "process"}


@dataclass(slots=True)
class Ids:
    """Where each rule and each pattern stands; both are unique over all packs."""

    rules: dict[str, Place] = field(default_factory=dict)
    patterns: dict[str, Place] = field(default_factory=dict)


def read_pack(source: Source, lists: Mapping[str, tuple[str, ...]], ids: Ids, problems: list[Problem]) -> Pack | None:
    """Read the pack of a source. ``ids`` holds what was read so far, and takes in what is in this pack."""
    head, page = _read(source.head, PACK, problems)
    if head is None:
        return None
    pages, entries = [page], [head]
    for file in source.files:
        entry, page = _read(file, RULE_FILE, problems)
        pages.append(page)
        if entry is not None:
            entries.append(entry)
    words = WordLists(entries, lists)
    phraser = Phraser(dict(words))
    builder = _Builder(head, phraser, ids.rules, builtin=source.builtin)
    rules = tuple(builder.rules(entries))
    _check_category(head)
    unused = tuple(name for name in words.lines if name not in words.used | phraser.used)
    if not any({"rules", "patterns"} & entry.nodes.keys() for entry in entries):
        head.error("pack", "this pack has no rules", "write them under `rules:`, or patterns under `patterns:`")
    patterns = tuple(patterns_of(entries, head.get("pack", ""), ids.patterns))
    return replace(builder.pack(rules, tuple(page.file for page in pages), digest_of(pages), unused), patterns=patterns)


def _check_category(head: Entry) -> None:
    if "category" not in head.nodes and "pack" in head.values and not CATEGORY_NAME.fits(head.get("pack")):
        head.error("pack", "a pack with such an id needs `category`", CATEGORY_NAME.hint)


def digest_of(pages: Iterable[Page]) -> str:
    """Hash texts, whatever the names, the order and the line endings of their files."""
    texts = ("\n".join(page.text.splitlines()).strip() for page in pages)
    return digest(sorted(hashlib.sha256(text.encode("utf-8")).hexdigest() for text in texts))


def digest(parts: Iterable[str]) -> str:
    """Hash some strings in their order."""
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()


def _read(file: File, table: Table, problems: list[Problem]) -> tuple[Entry | None, Page]:
    page = read_page(file.path, file.name, problems)
    return (table.read(page.root, page) if page.root else None), page


class _Builder:
    """Builds the rules of one pack."""

    def __init__(self, head: Entry, phraser: Phraser, ids: dict[str, Place], *, builtin: bool) -> None:
        self._head = head
        self._phraser = phraser
        self._ids = ids
        self._builtin = builtin
        self._id: str = head.get("pack", "")
        self._category: str = head.get("category", self._id)
        self._indicators: Mapping[str, str] = head.get("indicators", {})

    def pack(self, rules: tuple[Rule, ...], files: tuple[str, ...], content: str, unused: tuple[str, ...]) -> Pack:
        """Return the pack with these rules."""
        head = self._head
        return Pack(
            id=self._id,
            title=head.get("title", self._id),
            version=head.get("version", "0.0.0"),
            category=self._category,
            indicators=self._indicators,
            codes=head.get("codes", ()),
            references=head.get("references", ()),
            files=files,
            rules=rules,
            digest=content,
            builtin=self._builtin,
            place=head.place,
            unused=unused,
        )

    def rules(self, entries: Iterable[Entry]) -> Iterable[Rule]:
        """Yield the rules of the pack's files, as far as they have an id."""
        for entry in entries:
            for item in entry.get("rules", ()):
                if self._is_new(item):
                    yield self._rule(item)

    def _is_new(self, entry: Entry) -> bool:
        rule_id = entry.get("id")
        if rule_id is None:
            return False
        if rule_id in self._ids:
            entry.error("id", f"there are two rules `{rule_id}`", f"the other one is at {self._ids[rule_id]}")
            return False
        self._ids[rule_id] = entry.place
        return True

    def _rule(self, entry: Entry) -> Rule:
        rule_id = entry.get("id")
        category = entry.get("category", self._category)
        indicator = self._indicator(entry, category)
        written = {key: self._written(entry, key) for key in _PHRASE_KEYS if key in entry.values}
        phrases = {key: tuple(p for w in ws for p in w.phrases) for key, ws in written.items()}
        return Rule(
            id=rule_id,
            title=entry.get("title", rule_id),
            category=category,
            indicator=indicator,
            level=entry.get("level", Level.MEDIUM),
            frame=entry.get("frame") or frame_of(category, indicator),
            pack=self._id,
            place=entry.place,
            phrases=phrases.get("phrases", ()),
            tokens=entry.get("tokens", ()),
            except_=phrases.get("except", ()),
            with_=phrases.get("with", ()),
            without=phrases.get("without", ()),
            with_in=_reach(entry, "with"),
            without_in=_reach(entry, "without"),
            beside=tuple(map(_beside, entry.get("beside", ()))),
            assertion=entry.get("assertion"),
            temporality=entry.get("temporality"),
            codes=entry.get("codes", ()),
            references=entry.get("references", ()),
            examples=self._examples(entry),
            written=tuple(w for ws in written.values() for w in ws),
        )

    def _indicator(self, entry: Entry, category: str) -> str:
        indicator: str = entry.get("indicator", "general")
        known = self._indicators
        if known and category == self._category and indicator not in known:
            entry.error("indicator", f"the pack has no indicator `{indicator}`", did_you_mean(indicator, list(known)))
        return indicator

    def _written(self, entry: Entry, key: str) -> list[Written]:
        parsed = parse_lines(entry.get(key, ()), self._phraser)
        return [Written(key, line.text, phrases, line.page.place(line.node)) for line, phrases in parsed]

    def _examples(self, entry: Entry) -> Examples:
        examples: Entry | None = entry.get("examples")
        if examples is None:
            if "examples" not in entry.nodes:
                note = entry.page.error if self._builtin else entry.page.warn
                note(
                    entry.node,
                    f"the rule `{entry.get('id')}` has no examples",
                    "add `examples:` with `match` and `no_match`",
                )
            return Examples()
        if self._builtin:
            for key in ("match", "no_match"):
                if key not in examples.nodes:
                    examples.error(
                        "", f"the rule `{entry.get('id')}` has no `{key}` example", "a built-in rule has both"
                    )
        _check_apart(examples)
        return Examples(
            match=tuple(_example(e) for e in examples.get("match", ())),
            no_match=tuple(_example(e, silent=True) for e in examples.get("no_match", ())),
        )


def _reach(entry: Entry, key: str) -> Reach:
    """How far a list of company reaches; a reach without its list is an error."""
    reach: Reach = entry.get(f"{key}_in", Reach.SENTENCE)
    if f"{key}_in" in entry.nodes and key not in entry.nodes:
        entry.error(f"{key}_in", f"there is no `{key}` here whose reach this could be", f"add `{key}`, or delete it")
    return reach


def _beside(entry: Entry) -> Beside:
    return Beside(
        category=entry.get("category", ()),
        indicator=entry.get("indicator", ()),
        assertion=entry.get("assertion", (Assertion.AFFIRMED,)),
        reach=entry.get("reach", Reach.NOTE),
    )


def _check_apart(examples: Entry) -> None:
    silent = {example.get("text") for example in examples.get("no_match", ())}
    for example in examples.get("match", ()):
        if example.get("text") in silent:
            example.error("text", "this stands under `match` and under `no_match`", "a sentence does one or the other")


def frame_of(category: str, indicator: str) -> str:
    """Say how people attach to a mention whose rule does not say so."""
    return _INDICATOR_FRAMES.get((category, indicator)) or _FRAMES.get(category, "state")


def _example(entry: Entry, *, silent: bool = False) -> Example:
    text = entry.get("text", "")
    found = entry.get("found", "")
    if silent and len(entry.nodes) > 1:
        entry.error("text", "an example without a match has no labels", "give its text only")
    elif found and normal(found) not in normal(text):
        entry.error("found", f"`{found}` does not stand in the example", "copy the words from its text")
    return Example(
        text=text,
        place=entry.place,
        found=found,
        assertion=entry.get("assertion"),
        temporality=entry.get("temporality"),
        subject=entry.get("subject"),
        victim=entry.get("victim"),
    )
