"""YAML becomes checked, frozen rules, cues and people, each with its place in its file."""

from caseflags.rulebook.code_records import CodeMap, CodeRule
from caseflags.rulebook.config import Config, Suppression, find_config, read_config
from caseflags.rulebook.inflection import inflect
from caseflags.rulebook.lint import lint
from caseflags.rulebook.loading import load
from caseflags.rulebook.overriding import Override
from caseflags.rulebook.pages import read_yaml
from caseflags.rulebook.pattern_records import Condition, Kind, Part, Pattern, Select, Step, Way
from caseflags.rulebook.records import (
    SOMEONE,
    Beside,
    CueRule,
    Example,
    Examples,
    Gap,
    Pack,
    PersonWord,
    Phrase,
    Reach,
    Rule,
    Rulebook,
    Slot,
    TokenPattern,
    Written,
)
from caseflags.rulebook.schema import json_schema
from caseflags.rulebook.words import normal

__all__ = [
    "SOMEONE",
    "Beside",
    "CodeMap",
    "CodeRule",
    "Condition",
    "Config",
    "CueRule",
    "Example",
    "Examples",
    "Gap",
    "Kind",
    "Override",
    "Pack",
    "Part",
    "Pattern",
    "PersonWord",
    "Phrase",
    "Reach",
    "Rule",
    "Rulebook",
    "Select",
    "Slot",
    "Step",
    "Suppression",
    "TokenPattern",
    "Way",
    "Written",
    "find_config",
    "inflect",
    "json_schema",
    "lint",
    "load",
    "normal",
    "read_config",
    "read_yaml",
]
