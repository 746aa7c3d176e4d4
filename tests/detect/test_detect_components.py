from __future__ import annotations

import pytest
import spacy

NAMES = ("caseflags_mentions", "caseflags_context", "caseflags_people")


def test_the_components_work_in_a_pipeline_of_ones_own() -> None:
    nlp = spacy.blank("en")
    for name in NAMES:
        nlp.add_pipe(name)
    doc = nlp("Mum denied that Dad had punched her.")
    found = [(span.text, span.label_, span._.assertion) for span in doc.spans["caseflags"]]
    assert found == [("denied that", "retraction", "affirmed"), ("punched her", "domestic_abuse", "denied")]


def test_a_qualifier_without_mentions_says_so() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("caseflags_context")
    with pytest.raises(ValueError, match="caseflags_mentions"):
        nlp("text")
