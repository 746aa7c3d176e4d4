"""One note becomes a reading: the straight line through this room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from spacy.tokens import Doc

from caseflags.detect.batch import Sieve, Sifted
from caseflags.detect.company import Company
from caseflags.detect.context import (
    CueHit,
    longest_cues,
)
from caseflags.detect.dates import Dates
from caseflags.detect.growing import Hit, People
from caseflags.detect.introductions import introductions, reference_counts
from caseflags.detect.kin import relate
from caseflags.detect.layout import Layout, lay_out
from caseflags.detect.mentions import Match, rule_matches
from caseflags.detect.moments import past_dates
from caseflags.detect.parsed import Parsed, ToRaw
from caseflags.detect.people import PersonMention, find_people
from caseflags.detect.phrasebook import Tables, from_bytes, tables_of
from caseflags.detect.phrases import PhraseIndex, Sentences
from caseflags.detect.pipeline import make_tokenizer
from caseflags.detect.prefilter import add_prefilter, prefilter_of
from caseflags.detect.spelling import Spelling
from caseflags.detect.tokenrules import TokenRules
from caseflags.detect.tokens import Tokens, tokens_of
from caseflags.intake.cleaning import Cleaned, clean
from caseflags.model import Note, NoteRef, Reading
from caseflags.rulebook import Rulebook
from caseflags.rulebook.loading import no_garbage_collection


class Reader:
    """Reads notes by a rulebook; reading a note does not change what it says of others.

    Building one takes a second with the built-in rules, and nearly nothing with a rulebook that was made ready.
    Without ``prefilter`` every phrase and pattern is tried everywhere: slower, with the same readings.
    """

    def __init__(self, rulebook: Rulebook, *, prefilter: bool = True) -> None:
        self.rulebook = rulebook
        self.tokenizer = make_tokenizer()
        self._not_names = frozenset(rulebook.lists.get("not_names", ()))
        self._token_rules = self._make_token_rules()
        self.tables = self._make_tables()
        self.rulebook = replace(rulebook, phrasebook=b"")  # the tables hold it all
        self._index = self._make_index()
        self._spelling = Spelling(self.tables["words"], self.tables["language"])
        self._accompanied = frozenset(self.tables["accompanied"])
        self._sieve = self._make_sieve() if prefilter else None

    def _make_tables(self) -> Tables:
        if self.rulebook.phrasebook:
            return from_bytes(self.rulebook.phrasebook)
        tables = tables_of(self.rulebook, self._split)
        add_prefilter(tables)
        return tables

    def _make_token_rules(self) -> TokenRules:
        return TokenRules(self.tokenizer, self.rulebook.rules)

    def _make_index(self) -> PhraseIndex:
        return PhraseIndex(self.tables)

    def _make_sieve(self) -> Sieve:
        return Sieve(self.tokenizer, prefilter_of(self.tables), self._token_rules, self._spelling.correction)

    def _split(self, text: str) -> tuple[str, ...]:
        return tuple(token.norm_ for token in self.tokenizer(text))

    def known(self) -> int:
        """How many different words were met so far: what the reader's memory grows with."""
        return len(self._sieve) if self._sieve else len(self.tokenizer.vocab.strings)

    def read(self, note: Note) -> Reading:
        """The reading of one note."""
        return self.read_many([note])[0]

    def read_many(self, notes: Sequence[Note]) -> list[Reading]:
        """The readings of several notes, in their order."""
        with no_garbage_collection():
            if self._sieve is None:
                return [_reading(note, *self.understand(note.text, note.date)) for note in notes]
            return self._read_sifted(self._sieve, notes)

    def _read_sifted(self, sieve: Sieve, notes: Sequence[Note]) -> list[Reading]:
        cleaned = [clean(note.text) for note in notes]
        layouts = [lay_out(each.text) for each in cleaned]
        sifted: Iterable[Sifted] = sieve.sift(layouts)
        matched: dict[int, list[Hit]] = {}
        if self._token_rules.joins:
            sifted = list(sifted)
            matched = self._matched_by_patterns(sifted)
        readings = []
        for index, (note, each) in enumerate(zip(notes, sifted, strict=True)):
            parsed = self._parse_sifted(each, matched.get(index, ()), note.date)
            readings.append(_reading(note, parsed, _way_back(cleaned[index], layouts[index])))
        return readings

    def understand(self, text: str, written: date | None = None) -> tuple[Parsed, ToRaw]:
        """A text as exported with all that this room knows of it, and the way back from its offsets to the text's."""
        cleaned = clean(text)
        layout = lay_out(cleaned.text)
        doc = self.tokenizer(layout.text)
        return self.parse(doc, tokens_of(doc, layout), written), _way_back(cleaned, layout)

    def parse(self, doc: Doc, tokens: Tokens, written: date | None = None) -> Parsed:
        """Everything that this room knows of a tokenised note that was ``written`` on some day."""
        self._spelling.mend(doc, tokens)
        every = range(len(tokens))
        people, text = self._people(tokens, every)
        hits = [*self._index.find(text, every, "matches"), *self._token_rules.find(doc, tokens)]
        cues, matches = self._cues(text, every, every, written), self._matches(text, hits)
        return Parsed(tokens, people, cues, matches, Dates(tokens, written))

    def _matched_by_patterns(self, sifted: Sequence[Sifted]) -> dict[int, list[Hit]]:
        """The matches of the token patterns that need spaCy, by the number of the text."""
        rules = self._token_rules
        wanted = (rules.wanted(index, each.tokens, each.patterns) for index, each in enumerate(sifted))
        return rules.find_joined(chain.from_iterable(wanted), [each.tokens for each in sifted])

    def _parse_sifted(self, sifted: Sifted, matched: Iterable[Hit], written: date | None) -> Parsed:
        """As ``parse``, looking only where something may be, and for cues only in the sentences of matches."""
        tokens = sifted.tokens
        people, text = self._people(tokens, sifted.places["people"])
        hits = [
            *self._index.find(text, sifted.places["matches"], "matches"),
            *matched,
            *self._token_rules.follow(tokens, sifted.patterns),
        ]
        matches = self._matches(text, hits) if hits else []
        dates = Dates(tokens, written)
        if not matches:
            return Parsed(tokens, people, (), (), dates)
        near = {text.at(match.start) for match in matches}
        places = [place for place in sifted.places["cues"] if text.at(place) in near]
        return Parsed(tokens, people, self._cues(text, places, sifted.places["voices"], written), matches, dates)

    def _people(self, tokens: Tokens, places: Iterable[int]) -> tuple[list[PersonMention], Sentences]:
        """The people whose words begin at some tokens, and the text in which they stand."""
        found = self._index.find(self._index.sentences(tokens, People()), places, "people")
        people = relate(tokens, find_people(tokens, found, self.rulebook.people, self._not_names))
        spans = People()
        for person in people:
            spans.add(person.start, person.end)
        return people, self._index.sentences(tokens, spans)

    def _matches(self, text: Sentences, hits: Sequence[Hit]) -> list[Match]:
        """The matches that their company allows; what overlaps and what stands beside is not decided yet."""
        rules = self.rulebook.rules
        company = Company(self._index.company(hits, text), text.tokens, rules, self._accompanied)
        return rule_matches(hits, rules, company)

    def _cues(
        self, text: Sentences, places: Iterable[int], voices: Iterable[int], written: date | None
    ) -> list[CueHit]:
        """The cues whose words begin at some tokens, those of voices at others, and the past dates of the text."""
        by_kind: dict[bool, list[CueHit]] = {False: [], True: []}
        for hit in (*self._index.find(text, places, "cues"), *self._index.find(text, voices, "voices")):
            kind, number = hit.owner
            by_kind[kind.endswith("except")].append(CueHit(hit.start, hit.end, self.rulebook.cues[number]))
        vetoes = [(cue.start, cue.end, cue.rule) for cue in by_kind[True]]
        return [*longest_cues(by_kind[False], vetoes), *past_dates(text.tokens, written)]


def _reading(note: Note, parsed: Parsed, to_raw: ToRaw) -> Reading:
    return Reading(
        NoteRef.of(note),
        tuple(parsed.mention(match, note.text, to_raw) for match in parsed.matches),
        introductions(parsed.tokens, parsed.people),
        reference_counts(parsed.tokens, parsed.people),
    )


def _way_back(cleaned: Cleaned, layout: Layout) -> ToRaw:
    def to_raw(start: int, end: int) -> tuple[int, int]:
        return cleaned.to_raw(*layout.to_clean(start, end))

    return to_raw
