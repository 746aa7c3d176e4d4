"""A note as this room understands it: people, cues and matches, and each match labelled as a mention."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from caseflags.detect.attach import Attacher
from caseflags.detect.clauses import Borders, find_borders, find_hard_borders
from caseflags.detect.company import sentences_within
from caseflags.detect.context import (
    CueHit,
    Frame,
    Labels,
    Voice,
    decide,
    in_aside,
    is_aside,
    reaching,
)
from caseflags.detect.dates import Dates
from caseflags.detect.mentions import Match, choose
from caseflags.detect.moments import line_pasts
from caseflags.detect.people import PersonMention
from caseflags.detect.tokens import Tokens
from caseflags.detect.voice import Voices
from caseflags.model import Assertion, Cue, Mention

ToRaw = Callable[[int, int], tuple[int, int]]
"""From a span of the laid-out text to the span of the text as exported."""

_EXCERPT = 240
_ANSWER_WITHIN = 10
_CONDITION = frozenset("if unless lest depends dependent conditional contingent contract".split())
_NO = frozenset("no nope nah never not denied denies nothing none nil shook shakes shaking laughed n't".split())
_ASKING = frozenset("has have had is are was were does do did any ever would could can".split())
_YES = frozenset("yes yeah yep admitted admits confirmed nodded".split())
_MEASURED = frozenset(
    ": uds test tested tests screen swab breathalyser bac negative neg -ve clear injuries injury marks visible record "
    "form calls notification notifications call outs".split()
)
"""What somebody measured or looked up is no denial, whoever tells it."""
_SETTLED = frozenset({Assertion.AFFIRMED, Assertion.NEGATED})
_PERSONAL = frozenset({"self_harm", "suicidality"})


class Parsed:
    """A note with its people, cues and matches; ``mention`` labels a match. What only a match asks for is made then.

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
        asides = [cue for cue in cues if is_aside(cue)]
        if asides:
            allowed = [m for m in allowed if not in_aside(asides, m.start, m.end, tokens, self.borders)]
        self.matches = self._settle(allowed) if allowed else []

    @cached_property
    def voices(self) -> Voices:
        """Whose voice speaks where."""
        return Voices(self.tokens, self.people, self.cues)

    @cached_property
    def borders(self) -> Borders:
        """Where clauses end."""
        stops = [(cue.start, cue.end) for cue in self.cues if cue.rule.axis == "scope" and not is_aside(cue)]
        return find_borders(self.tokens, self.people, stops)

    @cached_property
    def hard_borders(self) -> Borders:
        """Where the reach of a time ends."""
        return find_hard_borders(self.tokens)

    @cached_property
    def _line_pasts(self) -> Mapping[int, CueHit]:
        return line_pasts(self.tokens, self.cues)

    @cached_property
    def _attacher(self) -> Attacher:
        return Attacher(self.tokens, self.people, self.voices)

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
        near = reaching(cues, match.start, match.end, self.tokens, self.borders, self.hard_borders) if cues else []
        if rule.category == "retraction":
            near = [cue for cue in near if cue.rule.value not in {"denied", "affirmed"}]
        personal = (rule.category == "domestic_abuse" and rule.frame in {"act", "harm"}) or rule.indicator in _PERSONAL
        voice = self.voices.voice(match.start, match.end)
        labels = decide(near, Frame(voice, personal))
        assertion = rule.assertion or self._answered(match, labels)
        if rule.assertion is Assertion.NEGATED and voice is Voice.SAID and _MEASURED.isdisjoint(self._words(match)):
            assertion = Assertion.DENIED
        if rule.assertion in _SETTLED and any(self.tokens.norms[cue.start] in _CONDITION for cue in near):
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
