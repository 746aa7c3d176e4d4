"""What docs/rules.md says holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from caseflags.rulebook import Rulebook, lint
from caseflags.rulebook.fields import BESIDE, COMMON_FILE, CUE, EXAMPLE, PACK, PERSON, RULE
from caseflags.rulebook.tokens import FLAGS, NUMBERS, STRINGS

DOC = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
README = (Path(__file__).parents[2] / "rules" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "block", re.findall(r"```yaml\n(pack: .*?)```", DOC + README, re.DOTALL), ids=lambda b: b[6:16]
)
def test_packs_in_the_docs_are_good(pack: Callable[[str], Rulebook], block: str) -> None:
    book = pack(block)
    assert book.rules
    assert not book.warnings
    assert block in README or not lint(book)


@pytest.mark.parametrize("table", [PACK, RULE, BESIDE, EXAMPLE, COMMON_FILE, CUE, PERSON], ids=lambda table: table.name)
def test_every_key_is_in_the_docs(table: object) -> None:
    text = DOC + README
    missing = [field.key for field in table.fields if f"`{field.key}`" not in text]  # type: ignore[attr-defined]
    assert not missing


@pytest.mark.parametrize("attribute", [*STRINGS, *NUMBERS])
def test_every_token_attribute_is_in_the_docs(attribute: str) -> None:
    assert f"`{attribute}`" in DOC
    assert all(flag.startswith(("IS_", "LIKE_", "SPACY", "SENT_")) for flag in FLAGS)
