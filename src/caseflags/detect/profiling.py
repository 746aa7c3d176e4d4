"""What each rule costs while notes are read, and what it brings: for those who write rules.

The time that is counted is spent on a rule alone: trying its phrases where their anchors stand, and running its token
patterns. What rules share (tokens, people, cues) is nobody's.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from time import perf_counter

from spacy.tokens import Doc

from caseflags.detect.growing import Anchored, Hit, Owner, Sentence
from caseflags.detect.phrases import PhraseIndex
from caseflags.detect.reader import Reader
from caseflags.detect.tokenrules import TokenRules
from caseflags.detect.tokens import Tokens
from caseflags.detect.tokenseries import Series
from caseflags.model import Note
from caseflags.rulebook import Rulebook

_AT_ONCE = 500
_KINDS = frozenset({"rule", "except", "with", "without"})


@dataclass(frozen=True, slots=True)
class RuleCost:
    """A rule's phrases and patterns: how often they were tried, the seconds that took, hits, and the mentions made."""

    rule_id: str
    tried: int
    seconds: float
    hits: int
    mentions: int
    anchored: bool


@dataclass(slots=True)
class _Spent:
    tried: int = 0
    seconds: float = 0.0
    hits: int = 0


class ProfilingReader(Reader):
    """Reads as any reader, and counts what is spent on each rule. Counting takes time, too, so only shares tell."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._spent: dict[Owner, _Spent] = defaultdict(_Spent)
        super().__init__(rulebook)

    def _make_index(self) -> PhraseIndex:
        spent = self._spent

        class Timed(Sentence):
            def grow(self, phrase: Anchored, start: int, end: int) -> Hit | None:
                before = perf_counter()
                hit = super().grow(phrase, start, end)
                _count(spent[phrase.owner], before, hit is not None)
                return hit

        return PhraseIndex(self.tables, Timed)

    def _make_token_rules(self) -> TokenRules:
        spent = self._spent

        class Timed(TokenRules):
            def run(self, rule: int, doc: Doc, first: int, end: int) -> list[tuple[int, int]]:
                before = perf_counter()
                found = super().run(rule, doc, first, end)
                _count(spent["rule", rule], before, len(found))
                return found

            def spans(
                self, rule: int, series: Series, tokens: Tokens, token: int, first: int, end: int
            ) -> Sequence[tuple[int, int]]:
                before = perf_counter()
                found = super().spans(rule, series, tokens, token, first, end)
                _count(spent["rule", rule], before, len(found))
                return found

        return Timed(self.tokenizer, self.rulebook.rules)

    def costs(self, mentions: Counter[str]) -> list[RuleCost]:
        """What was spent on each rule so far, the dearest first."""
        found = []
        unanchored = set(self._token_rules.unanchored)
        for number, rule in enumerate(self.rulebook.rules):
            each = [self._spent[kind, number] for kind in _KINDS if (kind, number) in self._spent]
            tried, hits = sum(one.tried for one in each), self._spent.get(("rule", number), _Spent()).hits
            seconds = sum(one.seconds for one in each)
            found.append(RuleCost(rule.id, tried, seconds, hits, mentions[rule.id], rule.id not in unanchored))
        return sorted(found, key=lambda cost: (-cost.seconds, cost.rule_id))


def profile(rulebook: Rulebook, notes: Iterable[Note]) -> tuple[list[RuleCost], int, float]:
    """Read notes and tell what each rule cost, how many notes there were, and the seconds that reading took."""
    reader = ProfilingReader(rulebook)
    mentions: Counter[str] = Counter()
    read, before, rest = 0, perf_counter(), iter(notes)
    while some := list(islice(rest, _AT_ONCE)):
        read += len(some)
        mentions.update(_rules_of(reader, some))
    return reader.costs(mentions), read, perf_counter() - before


def _rules_of(reader: Reader, notes: Sequence[Note]) -> Iterable[str]:
    return (mention.rule_id for reading in reader.read_many(notes) for mention in reading.mentions)


def _count(spent: _Spent, before: float, hits: int) -> None:
    spent.tried += 1
    spent.seconds += perf_counter() - before
    spent.hits += hits
