"""What must not change what is found: capitals, line breaks, spacing, an unrelated sentence, who is who."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from caseflags.model import Finding

TEXTS = [
    "Dad punched Mum and she was terrified. He denied hitting her.",
    "Mother has depression and takes sertraline. No suicidal ideation.",
    "Father smelt of alcohol. Mum says he is not using cocaine.",
    "She withdrew her statement and said it was only an argument.",
    "In 2016 he took an overdose. No self-harm since.",
    "Mum: no concerns about alcohol. Her own father was an alcoholic.",
    "Asked if Dad had hit her, Mum said no. She denied that she was drunk.",
]
Labels = list[tuple[str, str, str, str, str, str | None]]


def labels(found: list[Finding]) -> Labels:
    return [
        (" ".join(f.text.lower().split()), f.rule_id, f.assertion, f.temporality, f.subject, f.victim) for f in found
    ]


CHANGES = [
    pytest.param(str.upper, id="capitals"),
    pytest.param(lambda text: text.replace(" ", "  "), id="double-blanks"),
    pytest.param(lambda text: text.replace(" her", "\nher").replace(" of", "\nof"), id="line-breaks"),
    pytest.param(lambda text: text + " The cot was in the front room.", id="an-unrelated-sentence-behind"),
    pytest.param(lambda text: "The cot was in the front room. " + text, id="an-unrelated-sentence-before"),
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("change", CHANGES)
def test_nothing_else_changes(find: Callable[..., list[Finding]], text: str, change: Callable[[str], str]) -> None:
    assert labels(find(change(text))) == labels(find(text))


NAMES = [("Sam", "Keeley"), ("Darren", "Tasha"), ("Imran", "Samina"), ("Pete", "Joanne")]


@pytest.mark.parametrize(("his", "hers"), NAMES)
def test_names_do_not_matter(find: Callable[..., list[Finding]], his: str, hers: str) -> None:
    text = "{0} (Dad) and {1} (Mum) live here. {0} punched {1}. {1} has depression. {0} denied hitting her."
    expected = labels(find(text.format("Sam", "Keeley")))
    found = labels(find(text.format(his, hers)))
    assert [label[1:] for label in found] == [label[1:] for label in expected]


def test_swapped_parents_swap_the_labels(find: Callable[..., list[Finding]]) -> None:
    text = "Dad punched Mum. Dad kicked Mum. Dad threatened Mum. Mum was frightened of Dad."
    swapped = text.replace("Dad", "#").replace("Mum", "Dad").replace("#", "Mum")
    pairs = [(f.subject, f.victim) for f in find(text)]
    assert [(f.victim, f.subject) for f in find(swapped)] == pairs
