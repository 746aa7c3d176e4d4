"""Labels and the sentence before tell whom a sentence without a subject is about."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from caseflags.model import Finding

TOPICS = [
    pytest.param("Mother: depressed.\nFather: drunk.", ["mother", "father"], id="a-label-a-line"),
    pytest.param("Father's mental health: depressed.", ["father"], id="a-label-with-an-owner"),
    pytest.param("Sam (Dad) - depressed.", ["father"], id="a-dash"),
    pytest.param("Dad was seen at home. Smelt of alcohol.", ["father"], id="the-sentence-before"),
    pytest.param("Dad was seen at home.\n\nMum was next. Depressed.", ["mother"], id="a-paragraph-ends-it"),
    pytest.param("PND after Freya (4). Mum was seen.", ["mother"], id="after-a-child"),
]


@pytest.mark.parametrize(("text", "subjects"), TOPICS)
def test_topic(find: Callable[..., list[Finding]], text: str, subjects: list[str]) -> None:
    assert [finding.subject for finding in find(text)] == subjects
