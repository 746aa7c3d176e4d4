"""spaCy's English tokeniser, and nothing that would have to be downloaded.

spaCy's tokeniser is made for newspapers; six of its habits are settled otherwise for case notes. It stops caching at
10,000 chunks and makes a second pass for its white-space special cases: long runs over distinct notes want neither, and
laid-out text (``layout.py``) has no such white space. It takes "ill." for Illinois and the end of "N/A." for an
initial: both go. It gives "didn't" the norm "do not": a past stays a past, so that "did not" in a rule finds it. And
"-ve" of a test is "neg".
"""

from __future__ import annotations

import re
from typing import Any

from spacy.attrs import NORM, ORTH
from spacy.lang.en import English
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
from spacy.vocab import create_vocab

CACHED_CHUNKS = 1_000_000
_KEEP_AS_WRITTEN = frozenset({"did", "had", "does", "was", "were", "has"})
_HAVE = frozenset({"'ve", "’ve", "ve"})
_NEGATIVE = ("-ve", "-Ve", "-VE")
_EMOTICON = re.compile(r"[^\w'’‘]+[A-Za-z0-9]?[^\w'’‘]*$|[A-Za-z0-9][^\w'’‘./]+[A-Za-z0-9]?$")
_SCORE = r"(?<=[A-Za-z0-9])=(?=[0-9])|(?<=[A-Za-z]):(?=[0-9])"
_MONTHS = frozenset("jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec.".split())


def make_tokenizer() -> Tokenizer:
    """SpaCy's English tokeniser, tuned for case notes and long runs.

    Made in one go: every change to a tokeniser makes spaCy prepare all its special cases anew.
    """
    defaults = English.Defaults
    rules = {
        key: [_adapted(token) for token in tokens]
        for key, tokens in (defaults.tokenizer_exceptions or {}).items()
        if not (key.isspace() or _is_initial(key) or _is_emoticon(key) or _is_state(key, tokens))
    }
    rules |= {written: [{ORTH: written, NORM: "neg"}] for written in _NEGATIVE}
    return Tokenizer(
        create_vocab("en", defaults),
        rules=rules,
        prefix_search=compile_prefix_regex(defaults.prefixes or ()).search,
        suffix_search=compile_suffix_regex([*(defaults.suffixes or ()), r"(?<=[A-Z])\."]).search,
        infix_finditer=compile_infix_regex([*(defaults.infixes or ()), _SCORE]).finditer,
        token_match=defaults.token_match,
        url_match=defaults.url_match,
        max_cache_size=CACHED_CHUNKS,
    )


def _is_emoticon(key: str) -> bool:
    """Whether a special case reads a smile into "MH (mum): nil"."""
    return _EMOTICON.match(key) is not None


def _is_initial(key: str) -> bool:
    """Whether a special case keeps a letter and its stop together, as in "J."; "N/A." is more frequent here."""
    return len(key) == 2 and key[0].isalpha() and key[1] == "."


def _is_state(key: str, tokens: list[dict[int, Any]]) -> bool:
    """Whether a special case reads an abbreviated American state: one token, a stop, a capital in its norm."""
    return (
        len(tokens) == 1 and key.endswith(".") and key.lower() not in _MONTHS and tokens[0].get(NORM, "")[:1].isupper()
    )


def _adapted(token: dict[int, Any]) -> dict[int, Any]:
    word = token[ORTH].lower()
    if word in _KEEP_AS_WRITTEN:
        return {**token, NORM: word}
    if word in _HAVE:
        return {**token, NORM: "have"}
    return token
