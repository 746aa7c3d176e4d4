"""The blank English pipeline: a tokeniser and nothing that would have to be downloaded.

The tokeniser stops caching at 10,000 chunks and makes a second pass for its white-space special cases; long runs over
distinct notes want neither, and laid-out text (``layout.py``) has no such white space.
"""

from __future__ import annotations

import spacy
from spacy.language import Language

CACHED_CHUNKS = 1_000_000


def blank_pipeline() -> Language:
    """spaCy's blank English, its tokeniser tuned for long runs. Tokens are those that spaCy's documentation describes."""
    nlp = spacy.blank("en")
    tokenizer = nlp.tokenizer
    tokenizer.rules = {key: value for key, value in tokenizer.rules.items() if not key.isspace()}
    tokenizer.max_cache_size = CACHED_CHUNKS
    return nlp
