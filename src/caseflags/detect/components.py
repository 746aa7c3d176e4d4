"""spaCy components for pipelines of your own: ``caseflags_mentions``, ``caseflags_context`` and ``caseflags_people``.

The first fills ``doc.spans["caseflags"]``, with the rule's category as each span's label; the other two qualify those
spans through ``span._``. They keep to the tokeniser of the pipeline that they are in, and widen a mention to whole
tokens of it.

    nlp = spacy.blank("en")
    nlp.add_pipe("caseflags_mentions")
    nlp.add_pipe("caseflags_context")
    nlp.add_pipe("caseflags_people")
    doc = nlp("Mum denied that Dad had punched her.")
    [(span.text, span._.assertion) for span in doc.spans["caseflags"]]
    # [('denied that', 'affirmed'), ('punched her', 'denied')]
"""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from caseflags.detect.reader import Reader
from caseflags.detect.ready import load_ready
from caseflags.model import Mention

KEY = "caseflags"
_MENTION = ("rule_id", "category", "indicator", "level")
_CONTEXT = ("assertion", "temporality", "cues")
_PEOPLE = ("subject", "victim")


def _extend() -> None:
    for name in (*_MENTION, *_CONTEXT, *_PEOPLE):
        if not Span.has_extension(name):
            Span.set_extension(name, default=None)


class Mentions:
    """Finds mentions and puts them into ``doc.spans["caseflags"]``."""

    def __init__(self, reader: Reader) -> None:
        _extend()
        self._reader = reader

    def __call__(self, doc: Doc) -> Doc:
        """Read the text of ``doc``. Mentions that fall on no token are left out."""
        parsed, to_raw = self._reader.understand(doc.text)
        found = [parsed.mention(match, doc.text, to_raw) for match in parsed.matches]
        spans = [(doc.char_span(m.start, m.end, label=m.category, alignment_mode="expand"), m) for m in found]
        kept = [(span, mention) for span, mention in spans if span is not None]
        doc.spans[KEY] = [span for span, _ in kept]
        doc.user_data[KEY] = [mention for _, mention in kept]
        for span, mention in kept:
            _set(span, mention, _MENTION)
        return doc


class Qualifier:
    """Copies some of what was found out about each mention to its span."""

    def __init__(self, attributes: tuple[str, ...]) -> None:
        _extend()
        self._attributes = attributes

    def __call__(self, doc: Doc) -> Doc:
        """Qualify the spans of ``doc``; ``caseflags_mentions`` must have run before."""
        if KEY not in doc.user_data:
            raise ValueError("caseflags_mentions has to stand before this component in the pipeline")
        for span, mention in zip(doc.spans[KEY], doc.user_data[KEY], strict=True):
            _set(span, mention, self._attributes)
        return doc


def _set(span: Span, mention: Mention, attributes: tuple[str, ...]) -> None:
    for name in attributes:
        value = getattr(mention, name)
        span._.set(name, value if isinstance(value, tuple) or value is None else str(value))


@Language.factory("caseflags_mentions", default_config={"rules": [], "builtin": True})
def mentions(nlp: Language, name: str, rules: list[str], builtin: bool) -> Mentions:  # noqa: ARG001, FBT001
    """Make the component that finds mentions; ``rules`` are paths of packs of your own."""
    return Mentions(Reader(load_ready([Path(path) for path in rules], builtin=builtin)))


@Language.factory("caseflags_context")
def context(nlp: Language, name: str) -> Qualifier:  # noqa: ARG001
    """Make the component that sets ``assertion``, ``temporality`` and ``cues``."""
    return Qualifier(_CONTEXT)


@Language.factory("caseflags_people")
def people(nlp: Language, name: str) -> Qualifier:  # noqa: ARG001
    """Make the component that sets ``subject`` and ``victim``, as person references of the note (see ``people.py``)."""
    return Qualifier(_PEOPLE)
