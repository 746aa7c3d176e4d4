"""What must, or must not, stand near a match: exceptions and company, and how far they are looked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from caseflags.detect.growing import Hit
from caseflags.detect.tokens import Tokens
from caseflags.rulebook import Reach, Rule


def sentences_within(tokens: Tokens, token: int, reach: str) -> range:
    """The numbers of the sentences within some reach of a token."""
    if reach == Reach.NOTE:
        return range(len(tokens.sentences))
    sentence = tokens.sentence_of(token)
    if reach == Reach.NEIGHBOURS:
        return range(max(0, sentence - 1), min(len(tokens.sentences), sentence + 2))
    return range(sentence, sentence + 1)


class Company:
    """What stands near a match: the hits of ``except``, ``with`` and ``without`` lists by the number of the rule."""

    def __init__(self, hits: Iterable[Hit], tokens: Tokens, rules: Sequence[Rule], accompanied: Iterable[int]) -> None:
        self._tokens = tokens
        self._rules = rules
        self._accompanied = frozenset(accompanied)
        self._hits: dict[tuple[str, int], list[Hit]] = defaultdict(list)
        for hit in hits:
            self._hits[hit.owner].append(hit)

    def allows(self, number: int, start: int, end: int) -> bool:
        """Whether nothing vetoes the match and its company is there."""
        if any(hit.start < end and start < hit.end for hit in self._hits.get(("except", number), ())):
            return False
        rule = self._rules[number]
        if self._near("without", number, rule.without_in, start):
            return False
        if number not in self._accompanied:
            return True
        return any(hit.end <= start or end <= hit.start for hit in self._near("with", number, rule.with_in, start))

    def _near(self, kind: str, number: int, reach: Reach, start: int) -> list[Hit]:
        hits = self._hits.get((kind, number))
        if not hits:
            return []
        within = sentences_within(self._tokens, start, reach)
        return [hit for hit in hits if self._tokens.sentence_of(hit.start) in within]
