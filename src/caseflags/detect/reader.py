"""One note becomes a reading: the straight line through this room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from spacy.tokens import Doc

from caseflags.detect.attach import Attacher
from caseflags.detect.batch import Sieve, Sifted
from caseflags.detect.clauses import find_borders, find_hard_borders
from caseflags.detect.company import Company, sentences_within
from caseflags.detect.context import (
    CueHit,
    Frame,
    Labels,
    Voice,
    decide,
    in_aside,
    is_aside,
    longest_cues,
    reaching,
)
from caseflags.detect.dates import Dates
from caseflags.detect.growing import Hit, People
from caseflags.detect.introductions import introductions, reference_counts
from caseflags.detect.kin import relate
from caseflags.detect.layout import Layout, lay_out
from caseflags.detect.mentions import Match, choose, rule_matches
from caseflags.detect.moments import line_pasts, past_dates
from caseflags.detect.people import PersonMention, find_people
from caseflags.detect.phrasebook import Tables, from_bytes, tables_of
from caseflags.detect.phrases import PhraseIndex, Sentences
from caseflags.detect.pipeline import make_tokenizer
from caseflags.detect.prefilter import add_prefilter, prefilter_of
from caseflags.detect.spelling import Spelling
from caseflags.detect.tokenrules import TokenRules
from caseflags.detect.tokens import Tokens, tokens_of
from caseflags.detect.voice import Voices
from caseflags.intake.cleaning import Cleaned, clean
from caseflags.model import Assertion, Cue, Mention, Note, NoteRef, Reading
from caseflags.rulebook import Rulebook
from caseflags.rulebook.loading import no_garbage_collection

ToRaw = Callable[[int, int], tuple[int, int]]
"""From a span of the laid-out text to the span of the text as exported."""

_EXCERPT = 240
_ANSWER_WITHIN = 10
_CONDITION = frozenset({"if", "unless", "lest"})
_NO = frozenset("no nope nah never not denied denies nothing none nil shook shakes shaking laughed n't".split())
_ASKING = frozenset("has have had is are was were does do did any ever would could can".split())
_YES = frozenset("yes yeah yep admitted admits confirmed nodded".split())
_MEASURED = frozenset(
    ": uds test tested tests screen swab breathalyser bac negative neg -ve clear injuries injury marks visible record "
    "form calls notification notifications call outs".split()
)
"""What somebody measured or looked up is no denial, whoever tells it."""
_PERSONAL = frozenset({"self_harm", "suicidality"})


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
        cues, matches = self._cues(text, every, written), self._matches(text, hits)
        return Parsed(tokens, people, cues, matches, Dates(tokens, written))

    def _matched_by_patterns(self, sifted: Sequence[Sifted]) -> dict[int, list[Hit]]:
        """The matches of the token patterns that need spaCy, by the number of the text."""
        rules = self._token_rules
        wanted = (rules.wanted(index, each.tokens, each.patterns) for index, each in enumerate(sifted))
        return rules.find_joined(chain.from_iterable(wanted), [each.tokens for each in sifted])

    def _parse_sifted(self, sifted: Sifted, matched: Iterable[Hit], written: date | None) -> Parsed:
        """As ``parse``, looking only where something may be, and for cues only where there is a match."""
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
        return Parsed(tokens, people, self._cues(text, sifted.places["cues"], written), matches, dates)

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

    def _cues(self, text: Sentences, places: Iterable[int], written: date | None) -> list[CueHit]:
        by_kind: dict[str, list[Hit]] = defaultdict(list)
        for hit in self._index.find(text, places, "cues"):
            by_kind[hit.owner[0]].append(hit)
        vetoes = [(h.start, h.end, self.rulebook.cues[h.owner[1]]) for h in by_kind["cue-except"]]
        cues = longest_cues((CueHit(h.start, h.end, self.rulebook.cues[h.owner[1]]) for h in by_kind["cue"]), vetoes)
        return [*cues, *past_dates(text.tokens, written)]


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


class Parsed:
    """A note with its people, cues and matches; ``mention`` labels a match.

    ``allowed`` are the matches before it is decided which of them stay.
    """

    def __init__(
        self,
        tokens: Tokens,
        people: Sequence[PersonMention],
        cues: Sequence[CueHit],
        allowed: Sequence[Match],
        dates: Dates,
    ) -> None:
        self.tokens = tokens
        self.people = people
        self.cues = cues
        self._dates = dates
        self.voices = Voices(tokens, people, cues)
        stops = [(cue.start, cue.end) for cue in cues if cue.rule.axis == "scope" and not is_aside(cue)]
        self.borders = find_borders(tokens, people, stops)
        self._line_pasts = line_pasts(tokens, cues)
        self.hard_borders = find_hard_borders(tokens)
        self._attacher = Attacher(tokens, people, self.voices)
        asides = [cue for cue in cues if is_aside(cue)]
        allowed = [m for m in allowed if not in_aside(asides, m.start, m.end, tokens, self.borders)]
        self.matches = self._settle(allowed)

    def _settle(self, allowed: Sequence[Match]) -> list[Match]:
        """Of matches that overlap one; those that want a finding ``beside`` them only where rules without such a wish
        give one."""
        firm = [match for match in allowed if not match.rule.beside]
        chosen = choose(firm, self.tokens)
        if len(firm) == len(allowed):
            return chosen
        beside = [match for match in allowed if match.rule.beside and self._accompanied(match, chosen)]
        return choose([*firm, *beside], self.tokens) if beside else chosen

    def _accompanied(self, match: Match, chosen: Sequence[Match]) -> bool:
        for beside in match.rule.beside:
            within = sentences_within(self.tokens, match.start, beside.reach)
            for other in chosen:
                if (
                    beside.wants(other.rule.category, other.rule.indicator)
                    and self.tokens.sentence_of(other.start) in within
                    and (other.end <= match.start or match.end <= other.start)
                    and self.labels(other).assertion in beside.assertion
                ):
                    return True
        return False

    def labels(self, match: Match) -> Labels:
        """Assertion and temporality of a match with the cues that decided."""
        sentence = self.tokens.sentence_of(match.start)
        low, high = self.tokens.bounds(sentence)
        cues = [cue for cue in self.cues if low <= cue.start < high and cue.rule.axis in {"assertion", "temporality"}]
        ruled = self._line_pasts.get(sentence)
        if ruled is not None and ruled not in cues and ruled.end <= match.start:
            cues.append(ruled)
        rule = match.rule
        near = reaching(cues, match.start, match.end, self.tokens, self.borders, self.hard_borders)
        if rule.category == "retraction":
            near = [cue for cue in near if cue.rule.value not in {"denied", "affirmed"}]
        personal = (rule.category == "domestic_abuse" and rule.frame in {"act", "harm"}) or rule.indicator in _PERSONAL
        voice = self.voices.voice(match.start, match.end)
        labels = decide(near, Frame(voice, personal))
        assertion = rule.assertion or self._answered(match, labels)
        if rule.assertion is Assertion.NEGATED and voice is Voice.SAID and _MEASURED.isdisjoint(self._words(match)):
            assertion = Assertion.DENIED
        if rule.assertion is Assertion.AFFIRMED and any(self.tokens.norms[cue.start] in _CONDITION for cue in near):
            assertion = Assertion.HYPOTHETICAL
        return Labels(assertion, rule.temporality or labels.temporality, labels.cues)

    def _words(self, match: Match) -> Sequence[str]:
        return self.tokens.norms[match.start : match.end]

    def _answered(self, match: Match, labels: Labels) -> Assertion:
        """A question and its answer are one mention with the answer's assertion (guidelines, decision 9)."""
        asked = any(cue.rule.id == "question" for cue in labels.cues)
        if not asked and not self._is_question(match):
            return labels.assertion
        _, high = self.tokens.bounds(self.tokens.sentence_of(match.start))
        for index in range(match.end, min(len(self.tokens), max(high, match.end) + _ANSWER_WITHIN)):
            norm = self.tokens.norms[index]
            if norm in _NO:
                return Assertion.DENIED
            if norm in _YES:
                return Assertion.AFFIRMED
            if index >= high and norm == ".":
                break
        return labels.assertion if asked else Assertion.HYPOTHETICAL

    def _is_question(self, match: Match) -> bool:
        """Whether the words stand in a question of the writer's: "Has he ever gone for her?"."""
        low, high = self.tokens.bounds(self.tokens.sentence_of(match.start))
        opens = self.tokens.norms[low] in _ASKING
        return opens and "?" in self.tokens.norms[match.end - 1 : high] and not self.voices.quoted(match.start)

    def mention(self, match: Match, raw: str, to_raw: ToRaw) -> Mention:
        """The match as a mention with offsets into the text as exported."""
        labels = self.labels(match)
        people = self._attacher.attach(match)
        start, end = to_raw(self.tokens.starts[match.start], self.tokens.ends[match.end - 1])
        cues = []
        for cue in labels.cues:
            first, last = to_raw(self.tokens.starts[cue.start], self.tokens.ends[cue.end - 1])
            cues.append(Cue(cue.rule.axis, cue.rule.value, raw[first:last], first, last))
        if labels.assertion is not Assertion.AFFIRMED and all(cue.axis != "assertion" for cue in cues):
            cues.append(Cue("assertion", labels.assertion, raw[start:end], start, end))  # the rule's own words say it
        said, temporality = self._dates.of(match.start, match.end, labels.temporality)
        if said:
            first, last = to_raw(said.start, said.end)
            cues.append(Cue("when", said.value, raw[first:last], first, last))
        sentence = self.tokens.sentence_of(match.start)
        low, high = self.tokens.bounds(sentence)
        left, right = to_raw(self.tokens.starts[low], self.tokens.ends[high - 1])
        rule = match.rule
        speaker = self.voices.speaker(match.start, match.end)
        return Mention(
            category=rule.category,
            indicator=rule.indicator,
            rule_id=rule.id,
            level=rule.level,
            start=start,
            end=end,
            text=raw[start:end],
            assertion=labels.assertion,
            temporality=match.rule.temporality or temporality,
            subject=people.subject,
            victim=people.victim if rule.category == "domestic_abuse" else None,
            cues=tuple(cues),
            excerpt=_excerpt(raw, left, right, start, end),
            codes=rule.codes,
            sentence=sentence,
            speaker=speaker.reference if speaker else "",
        )


def _excerpt(raw: str, left: int, right: int, start: int, end: int) -> str:
    """The sentence of a mention, shortened around it where it is long, on one line."""
    first, last = left, right
    if right - left > _EXCERPT:
        room = max(0, (_EXCERPT - (end - start)) // 2)
        first, last = max(left, start - room), min(right, end + room)
    text = " ".join(raw[first:last].split())
    return ("…" if first > left else "") + text + ("…" if last < right else "")
