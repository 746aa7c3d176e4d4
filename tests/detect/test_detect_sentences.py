from __future__ import annotations

import pytest

from caseflags.detect.layout import lay_out
from caseflags.detect.reader import Reader
from caseflags.detect.tokens import tokens_of

CASES = [
    pytest.param("He left. She stayed.", ["He left.", "She stayed."], id="two-sentences"),
    pytest.param("Mood ?low, flat.", ["Mood ?low, flat."], id="a-query-ends-nothing"),
    pytest.param("Is she safe? No.", ["Is she safe?", "No."], id="a-question-ends"),
    pytest.param("Seen by J. Smith today.", ["Seen by J. Smith today."], id="an-initial"),
    pytest.param("Spoke to K. She was well.", ["Spoke to K.", "She was well."], id="an-initial-at-the-end"),
    pytest.param("Alcohol: nil\nDrugs: nil", ["Alcohol: nil", "Drugs: nil"], id="form-lines"),
    pytest.param("she was hit\nby her partner", ["she was hit by her partner"], id="a-wrapped-line"),
    pytest.param(
        "He came home to the\nFlat and left", ["He came home to the Flat and left"], id="wrapped-behind-an-article"
    ),
    pytest.param("First part\n\nsecond part", ["First part", "second part"], id="a-blank-line"),
    pytest.param("- hit her\n- took her phone", ["- hit her", "- took her phone"], id="list-items"),
    pytest.param("Domestic abuse:\nnil", ["Domestic abuse: nil"], id="an-answer-on-the-next-line"),
    pytest.param('"Get out." He left.', ['"Get out."', "He left."], id="a-closing-quotation-mark"),
    pytest.param(
        "Allergies: N/A. Tobacco: ten a day.", ["Allergies: N/A.", "Tobacco: ten a day."], id="not-applicable"
    ),
    pytest.param("", [], id="empty"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_sentences(reader: Reader, text: str, expected: list[str]) -> None:
    layout = lay_out(text)
    tokens = tokens_of(reader.tokenizer(layout.text), layout)
    found = [tokens.span_text(*tokens.bounds(number)) for number in range(len(tokens.sentences))]
    assert found == expected
