"""Rules written as spaCy Matcher patterns, run only where a word that they require stands.

spaCy's ``Matcher`` costs time for every pattern on every token; a pattern that requires a literal word (its anchor)
is run only on the sentences that hold it. Patterns without one still work, on every sentence, and ``unanchored``
names their rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from caseflags.detect.phrases import Hit
from caseflags.detect.tokens import Tokens
from caseflags.rulebook import Phrase, Rule, Slot

_LITERAL = ("LOWER", "NORM", "ORTH", "TEXT")
_OPTIONAL = ("?", "*", "!")


class TokenRules:
    """The token patterns of a rulebook. ``anchors`` gives what the phrase index must look for, ``find`` the matches."""

    def __init__(self, vocab: Vocab, rules: Sequence[Rule]) -> None:
        self.unanchored: list[str] = []
        self.anchors: dict[int, tuple[Phrase, ...]] = {}
        self._matchers: dict[int, Matcher] = {}
        self._everywhere: list[int] = []
        for number, rule in enumerate(rules):
            if rule.tokens:
                self._add(vocab, number, rule)

    def _add(self, vocab: Vocab, number: int, rule: Rule) -> None:
        matcher = Matcher(vocab)
        matcher.add(rule.id, [[dict(token) for token in pattern] for pattern in rule.tokens])
        self._matchers[number] = matcher
        anchors = [required_words(pattern) for pattern in rule.tokens]
        if all(anchors):
            self.anchors[number] = tuple((Slot(words),) for words in anchors)
        else:
            self._everywhere.append(number)
            self.unanchored.append(rule.id)

    def find(self, doc: Doc, tokens: Tokens, anchored: Iterable[Hit]) -> Iterator[Hit]:
        """The matches, each inside one sentence."""
        wanted = {(hit.owner[1], tokens.sentence_of(hit.start)) for hit in anchored}
        wanted.update((number, sentence) for number in self._everywhere for sentence in range(len(tokens.sentences)))
        for number, sentence in sorted(wanted):
            first, last = tokens.bounds(sentence)
            for _, start, end in self._matchers[number](doc[first:last]):
                if end > start:
                    yield Hit(first + start, first + end, ("rule", number))


def required_words(pattern: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Lower-case words of which one stands in every match of ``pattern``: the longest such set's; none if there is
    none."""
    sets = [words for token in pattern if (words := _literals(token))]
    return max(sets, key=lambda words: min(map(len, words)), default=())


def _literals(token: Mapping[str, Any]) -> tuple[str, ...]:
    if (
        token.get("OP", "1") in _OPTIONAL
        or str(token.get("OP", "")).startswith("{0")
        or str(token.get("OP", "")).startswith("{,")
    ):
        return ()
    for attribute in _LITERAL:
        value = token.get(attribute)
        if isinstance(value, str):
            return (value.lower(),)
        if isinstance(value, Mapping) and set(value) == {"IN"}:
            return tuple(word.lower() for word in value["IN"])
    return ()
