"""One writing for words that are written in several ways, so that a phrase matches them all.

``normal`` lower-cases, straightens quotes and dashes, turns a hyphen inside a word into a blank, spells out what an
apostrophe swallowed ("didn't" is "did not", "they've" is "they have") and sets punctuation at the edge of a word
apart ("nil:" is "nil :"). What can mean two things keeps its apostrophe: "he's" is "he 's", "he'd" is "he 'd".
Punctuation inside a word stays ("a&e", "24/7", "e.g."). It is idempotent, and
meant for rules, not for notes: offsets do not survive it.
"""

from __future__ import annotations

import re
import unicodedata

_STRAIGHT = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201b\u02bc\u00b4\u0060", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"),
        "\u0130": "i",
    }
)
_PLAIN = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*\Z")
_HYPHEN = re.compile(r"(?<=[^\W_])-+(?=[^\W_])")
_EDGE_BEFORE = re.compile(r"[-?!:;,/%&+()\"]")
_EDGE_AFTER = re.compile(r"[-?!:;,/%&+()\"]\Z")
_CLITIC = re.compile(r"(?<=[^\W_])'(s|d|ll|re|ve|m)\Z")
_SPELT_OUT = {"'ll": "will", "'re": "are", "'ve": "have", "'m": "am", "n't": "not"}
_NOT = {"can't": "can", "won't": "will", "shan't": "shall"}
_RUN_TOGETHER = {
    **{
        f"{verb}nt": f"{verb} not"
        for verb in (
            [
                "did",
                "do",
                "does",
                "is",
                "was",
                "were",
                "are",
                "has",
                "have",
                "had",
                "could",
                "would",
                "should",
                "must",
                "might",
                "need",
                "dare",
                "ought",
                "ai",
            ]
        )
    },
    "cant": "can not",
    "wont": "will not",
    "cannot": "can not",
}


def normal(text: str) -> str:
    """Return the words of ``text`` in their one writing, joined by one blank; "" where it holds none."""
    if _PLAIN.match(text):
        return text if not _NEEDS_A_LOOK.search(text) else _spelt(text)
    text = unicodedata.normalize("NFC", text).translate(_STRAIGHT).lower()
    return _spelt(_HYPHEN.sub(" ", text))


def _spelt(text: str) -> str:
    """Return the words of a text, split and spelt out until nothing is left to do."""
    words = " ".join(word for chunk in text.split() for word in _split(chunk))
    return words if words == text else _spelt(words)


def _split(chunk: str) -> list[str]:
    """Return the words of a text without blanks."""
    before: list[str] = []
    after: list[str] = []
    while len(chunk) > 1 and _EDGE_BEFORE.match(chunk):
        before.append(chunk[0])
        chunk = chunk[1:]
    while len(chunk) > 1 and _EDGE_AFTER.search(chunk):
        after.append(chunk[-1])
        chunk = chunk[:-1]
    return before + _expand(chunk) + after[::-1]


def _expand(word: str) -> list[str]:
    """Return a word without its contraction: ``didn't`` is ``did``, ``not``."""
    if word in _RUN_TOGETHER:
        return _RUN_TOGETHER[word].split()
    if word.endswith("n't") and len(word) > 3:
        return [_NOT.get(word, word[:-3]), "not"]
    clitic = _CLITIC.search(word)
    if clitic:
        return [*_expand(word[: clitic.start()]), _SPELT_OUT.get(clitic.group(), clitic.group())]
    if len(word) > 1 and word.endswith("'") and word != "n'":
        return [word[:-1], "'"]
    return [_SPELT_OUT.get(word, word)]


_NEEDS_A_LOOK = re.compile(rf"\b(?:{'|'.join(_RUN_TOGETHER)})\b")
