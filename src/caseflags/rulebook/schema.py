"""The JSON Schema of a rule file, for editors; made from the tables by which the files are checked."""

from __future__ import annotations

from caseflags.rulebook.fields import PACK, RULE, RULE_FILE
from caseflags.rulebook.kinds import Schema
from caseflags.rulebook.pattern_fields import PATTERN
from caseflags.rulebook.tables import Table


def json_schema() -> Schema:
    """Return the schema (draft 7, which editors know best): a file with ``pack`` is a pack, any other holds rules."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "caseflags rule pack",
        "type": "object",
        "if": {"required": ["pack"]},
        "then": {"$ref": "#/definitions/pack"},
        "else": {"$ref": "#/definitions/file"},
        "definitions": {
            "pack": _file(PACK),
            "file": _file(RULE_FILE),
            "rule": RULE.schema(),
            "pattern": PATTERN.schema(),
        },
    }


def _file(table: Table) -> Schema:
    """Describe a file, with its rules and patterns by reference."""
    schema = table.schema()
    schema["properties"]["rules"]["items"] = {"$ref": "#/definitions/rule"}
    schema["properties"]["patterns"]["items"] = {"$ref": "#/definitions/pattern"}
    return schema
