"""What may stand in a rule file: the tables of all its mappings. Checks, schema and docs are derived from them."""

from __future__ import annotations

from dataclasses import dataclass

from caseflags.model import Assertion, Level, Role, Temporality
from caseflags.rulebook.kinds import Choice, Each, Lines, Name, Named, Number, Schema, Text, Texts
from caseflags.rulebook.pages import MappingNode, Node, Page
from caseflags.rulebook.pattern_fields import PATTERN, OneOrMore
from caseflags.rulebook.records import Reach
from caseflags.rulebook.tables import Entries, Entry, Field, Table
from caseflags.rulebook.tokens import Tokens

FRAMES = ("act", "harm", "state", "speech", "process")
"""How people attach to a mention (``rules/README.md``)."""

_ID = Name(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*", "letters, digits, _ and -, in parts joined by dots")
CATEGORY_NAME = Name(r"[a-z][a-z0-9_]*", "small letters, digits and _, a letter first")
_WORD = CATEGORY_NAME
_LIST_NAME = Name(r"(?!someone$)[a-z][a-z0-9_]*", "small letters, digits and _; <someone> is taken")
_ASSERTION = Choice(tuple(Assertion))
_TEMPORALITY = Choice(tuple(Temporality))
_ROLE = Choice(tuple(Role))

EXAMPLE = Table(
    "an example",
    (
        Field("text", Text(), "the sentence", required=True),
        Field("found", Text(), "the words that the rule must find in it"),
        Field("assertion", _ASSERTION, "how the mention must be asserted"),
        Field("temporality", _TEMPORALITY, "whether it must be current or historical"),
        Field("subject", _ROLE, "who it must be about"),
        Field("victim", _ROLE, "who must be harmed"),
    ),
)


@dataclass(frozen=True, slots=True)
class ExampleKind:
    """A sentence, or a mapping that says more."""

    def read(self, node: Node, page: Page) -> Entry | None:
        """Return an entry of the table above, of a plain sentence, too."""
        if isinstance(node, MappingNode):
            return EXAMPLE.read(node, page)
        text = Text().read(node, page)
        return None if text is None else Entry(node, page, {"text": text}, {"text": node})

    def schema(self) -> Schema:
        """Describe it in JSON Schema."""
        return {"anyOf": [Text().schema(), EXAMPLE.schema()]}


EXAMPLES = Table(
    "`examples`",
    (
        Field("match", Each(ExampleKind()), "sentences in which the rule must fire"),
        Field("no_match", Each(ExampleKind()), "sentences in which it must not"),
    ),
    one_of=("match", "no_match"),
)

_REACH = Choice(tuple(Reach))

BESIDE = Table(
    "`beside`",
    (
        Field("category", OneOrMore(_WORD), "the category of the other finding"),
        Field("indicator", OneOrMore(_WORD), "its indicator"),
        Field("assertion", OneOrMore(_ASSERTION), "how it is asserted; affirmed by default"),
        Field("reach", _REACH, "how far from the match it may stand; anywhere in the note by default"),
    ),
    one_of=("category", "indicator"),
)

RULE = Table(
    "a rule",
    (
        Field("id", _ID, "unique over all packs, dotted: pack.topic.name", required=True),
        Field("title", Text(), "what a reader sees; the id by default"),
        Field("category", _WORD, "another category than the pack's"),
        Field("indicator", _WORD, "the kind of mention inside its category; `general` by default"),
        Field("level", Choice(tuple(Level)), "how much attention it asks for; `medium` by default"),
        Field("phrases", Lines(), "what it finds, in the phrase language"),
        Field("tokens", Tokens(), "spaCy Matcher patterns, for what phrases cannot say"),
        Field("except", Lines(), "phrases that veto a match which they overlap"),
        Field("with", Lines(), "phrases of which one must stand elsewhere in the sentence"),
        Field("with_in", _REACH, "how far from the match `with` is looked for; `sentence` by default"),
        Field("without", Lines(), "phrases that must not stand in the sentence"),
        Field("without_in", _REACH, "how far from the match `without` is looked for; `sentence` by default"),
        Field("beside", OneOrMore(BESIDE), "findings of other rules, of which one must stand near the match"),
        Field("assertion", _ASSERTION, "the assertion that the words themselves settle"),
        Field("temporality", _TEMPORALITY, "the temporality that the words themselves settle"),
        Field("frame", Choice(FRAMES), "how people attach; by category without it"),
        Field("codes", Texts(), "codes of vocabularies, as free texts"),
        Field("references", Texts(), "where the rule comes from, as free texts"),
        Field("examples", EXAMPLES, "sentences that show what it finds and what it leaves"),
    ),
    one_of=("phrases", "tokens"),
    mistaken={
        "severity": "did you mean `level`?",
        "name": "did you mean `title`?",
        "pattern": "did you mean `phrases`, or `tokens`?",
        "exclude": "did you mean `except`?",
        "match": "it belongs under `examples`",
        "no_match": "it belongs under `examples`",
    },
)

_LISTS = Field("lists", Named(_LIST_NAME, Lines()), "word lists, used in phrases as <name>")
_RULES = Field("rules", Entries(RULE), "the rules")
_PATTERNS = Field("patterns", Entries(PATTERN), "what notes show when they are read together")

PACK = Table(
    "a pack",
    (
        Field("pack", _ID, "the id of the pack", required=True),
        Field("version", Text(), "its version; 0.0.0 by default"),
        Field("category", _WORD, "what its rules find; the pack's id by default"),
        Field("title", Text(), "what a reader sees; the id by default"),
        Field("indicators", Named(_WORD, Text()), "its indicators, and what they mean"),
        Field("codes", Texts(), "codes of vocabularies that hold for the whole pack"),
        Field("references", Texts(), "where the pack comes from"),
        _LISTS,
        _RULES,
        _PATTERNS,
    ),
)

RULE_FILE = Table(
    "a rule file",
    (_LISTS, _RULES, _PATTERNS),
    one_of=("rules", "lists", "patterns"),
    mistaken={
        **{f.key: "it belongs into pack.yaml" for f in PACK.fields if f.key not in ("lists", "rules", "patterns")},
        **{
            f.key: "it belongs to a rule: indent it below `rules:` and `- id:`" for f in RULE.fields if f.key != "title"
        },
    },
)

CUE = Table(
    "a cue",
    (
        Field("id", _ID, "unique among cues", required=True),
        Field(
            "axis", Choice(("assertion", "temporality", "voice", "scope")), "the label that it decides", required=True
        ),
        Field("value", Name(r"[a-z][a-z0-9_:]*", "a word"), "what it decides", required=True),
        Field(
            "reach",
            Choice(("forward", "backward", "both", "sentence", "inside")),
            "where it reaches; forward by default",
        ),
        Field("words", Number(), "how many words it reaches; 0, the default, is to the end of the clause"),
        Field("phrases", Lines(), "its words", required=True),
        Field("except", Lines(), "phrases in which it is no cue"),
    ),
)

PERSON = Table(
    "a person word",
    (
        Field("id", _ID, "unique among person words", required=True),
        Field(
            "role",
            Name(r"[a-z]+(?::[a-z_]+)?", "a role, or a reference such as word:suspect"),
            "who it is",
            required=True,
        ),
        Field("gender", Choice(("female", "male", "any")), "the gender that it tells; any by default"),
        Field("kind", Choice(("noun", "pronoun", "possessive", "title", "name")), "the kind of word; noun by default"),
        Field("number", Choice(("one", "many")), "how many people; one by default"),
        Field("phrases", Lines(), "its words", required=True),
        Field("except", Lines(), "phrases in which it is no person"),
    ),
)

COMMON_FILE = Table(
    "a file of common/",
    (
        _LISTS,
        Field("cues", Entries(CUE), "words that qualify a mention"),
        Field("people", Entries(PERSON), "words for people"),
    ),
    one_of=("lists", "cues", "people"),
)
