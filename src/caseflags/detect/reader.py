"""One note becomes a reading: the straight line through this room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from spacy.tokens import Doc

from caseflags.detect.attach import Attacher
from caseflags.detect.clauses import find_borders, find_hard_borders
from caseflags.detect.context import CueHit, Frame, Labels, Voice, decide, longest_cues, reaching
from caseflags.detect.introductions import introductions, reference_counts
from caseflags.detect.kin import relate
from caseflags.detect.layout import lay_out
from caseflags.detect.mentions import Company, Match, choose, rule_matches
from caseflags.detect.moments import line_pasts, past_dates
from caseflags.detect.people import PersonMention, find_people
from caseflags.detect.phrases import Hit, People, PhraseIndex
from caseflags.detect.pipeline import blank_pipeline
from caseflags.detect.tokenrules import TokenRules
from caseflags.detect.tokens import Tokens, tokens_of
from caseflags.detect.voice import Voices
from caseflags.intake.cleaning import clean
from caseflags.model import Assertion, Cue, Mention, Note, NoteRef, Reading
from caseflags.rulebook import Rulebook

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
    """Reads notes by a rulebook. Building one costs a second with the full packs; reading a note does not change it."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.nlp = blank_pipeline()
        self._index = PhraseIndex(self.nlp)
        self._not_names = frozenset(rulebook.lists.get("not_names", ()))
        self._token_rules = TokenRules(self.nlp, rulebook.rules)
        self._fill()

    def _fill(self) -> None:
        for number, rule in enumerate(self.rulebook.rules):
            self._index.add(rule.phrases, ("rule", number))
            self._index.add(rule.except_, ("except", number))
            self._index.add(rule.with_, ("with", number))
            self._index.add(rule.without, ("without", number))
        for number, phrases in self._token_rules.anchors.items():
            self._index.add(phrases, ("tokens", number))
        for number, cue in enumerate(self.rulebook.cues):
            self._index.add(cue.phrases, ("cue", number))
            self._index.add(cue.except_, ("cue-except", number))
        for number, word in enumerate(self.rulebook.people):
            self._index.add(word.phrases, ("person", number))
        self._index.build()

    def read(self, note: Note) -> Reading:
        """The reading of one note."""
        parsed, to_raw = self.understand(note.text, note.date)
        return Reading(
            NoteRef.of(note),
            tuple(parsed.mention(match, note.text, to_raw) for match in parsed.matches),
            introductions(parsed.tokens, parsed.people),
            reference_counts(parsed.tokens, parsed.people),
        )

    def understand(self, text: str, written: date | None = None) -> tuple[Parsed, ToRaw]:
        """A text as exported with all that this room knows of it, and the way back from its offsets to the text's."""
        cleaned = clean(text)
        layout = lay_out(cleaned.text)
        doc = self.nlp.make_doc(layout.text)

        def to_raw(start: int, end: int) -> tuple[int, int]:
            return cleaned.to_raw(*layout.to_clean(start, end))

        return self.parse(doc, tokens_of(doc, layout), written), to_raw

    def read_many(self, notes: Iterable[Note]) -> list[Reading]:
        """The readings of several notes, in their order."""
        return [self.read(note) for note in notes]

    def parse(self, doc: Doc, tokens: Tokens, written: date | None = None) -> Parsed:
        """Everything that this room knows of a tokenised note that was ``written`` on some day."""
        anchors = self._index.anchors(doc, tokens)
        places = People()
        found = self._index.find(anchors, tokens, places, "people")
        people = relate(tokens, find_people(tokens, found, self.rulebook.people, self._not_names))
        for person in people:
            places.add(person.start, person.end)
        by_kind: dict[str, list[Hit]] = defaultdict(list)
        for hit in self._index.find(anchors, tokens, places, "matches"):
            by_kind[hit.owner[0]].append(hit)
        rule_hits = [*by_kind["rule"], *self._token_rules.find(doc, tokens, by_kind["tokens"])]
        wanted = {hit.owner[1] for hit in rule_hits}
        company = Company(self._index.find(anchors, tokens, places, "company", wanted), tokens)
        matches = choose(rule_matches(rule_hits, self.rulebook.rules, company), tokens)
        vetoes = [(h.start, h.end, self.rulebook.cues[h.owner[1]]) for h in by_kind["cue-except"]]
        cues = longest_cues((CueHit(h.start, h.end, self.rulebook.cues[h.owner[1]]) for h in by_kind["cue"]), vetoes)
        return Parsed(tokens, people, [*cues, *past_dates(tokens, written)], matches)


class Parsed:
    """A note with its people, cues and matches; ``mention`` labels a match."""

    def __init__(
        self, tokens: Tokens, people: Sequence[PersonMention], cues: Sequence[CueHit], matches: Sequence[Match]
    ) -> None:
        self.tokens = tokens
        self.people = people
        self.cues = cues
        self.matches = matches
        self.voices = Voices(tokens, people, cues)
        stops = [(cue.start, cue.end) for cue in cues if cue.rule.axis == "scope"]
        self.borders = find_borders(tokens, people, stops)
        self._line_pasts = line_pasts(tokens, cues)
        self.hard_borders = find_hard_borders(tokens)
        self._attacher = Attacher(tokens, people, self.voices)

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
        sentence = self.tokens.sentence_of(match.start)
        low, high = self.tokens.bounds(sentence)
        left, right = to_raw(self.tokens.starts[low], self.tokens.ends[high - 1])
        rule = match.rule
        return Mention(
            category=rule.category,
            indicator=rule.indicator,
            rule_id=rule.id,
            level=rule.level,
            start=start,
            end=end,
            text=raw[start:end],
            assertion=labels.assertion,
            temporality=labels.temporality,
            subject=people.subject,
            victim=people.victim if rule.category == "domestic_abuse" else None,
            cues=tuple(cues),
            excerpt=_excerpt(raw, left, right, start, end),
            codes=rule.codes,
            sentence=sentence,
        )


def _excerpt(raw: str, left: int, right: int, start: int, end: int) -> str:
    """The sentence of a mention, shortened around it where it is long, on one line."""
    first, last = left, right
    if right - left > _EXCERPT:
        room = max(0, (_EXCERPT - (end - start)) // 2)
        first, last = max(left, start - room), min(right, end + room)
    text = " ".join(raw[first:last].split())
    return ("…" if first > left else "") + text + ("…" if last < right else "")
