from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from caseflags.quality.examples import Tried, run_examples
from caseflags.rulebook import load

PACK = """pack: p
category: domestic_abuse
rules:
  - id: p.hit
    phrases: ["{{hit}} <someone>"]
    examples:
      match: [{match}]
      no_match: [{silent}]
  - id: p.long
    phrases: ["{{hit}} <someone> with a bat"]
"""


@pytest.fixture
def tried(tmp_path: Path) -> Callable[[str, str], Tried]:
    def do(match: str, silent: str = '"All was well."') -> Tried:
        (tmp_path / "p.yaml").write_text(PACK.format(match=match, silent=silent), encoding="utf-8")
        return run_examples(load([tmp_path / "p.yaml"], builtin=False))

    return do


HOLDS = [
    '"Dad hit Mum."',
    '{text: "Dad hit Mum.", found: "hit mum", assertion: affirmed, temporality: current}',
    '{text: "Dad hit Mum.", subject: father, victim: mother}',
    '{text: "She denied that Dad hit Mum.", assertion: denied}',
    '{text: "He hit Tom. He denies that he hit her.", found: "hit her"}',
]


@pytest.mark.parametrize("example", HOLDS)
def test_an_example_that_holds(tried: Callable[..., Tried], example: str) -> None:
    assert tried(example) == Tried(2, 2, ())


FAILS = [
    ('"Dad was out."', "does not fire; nothing is found"),
    ('"Dad hit Mum with a bat."', 'does not fire; found is p.long "hit Mum with a bat"'),
    ('{text: "Dad hit Mum.", found: "Dad hit"}', 'finds "hit Mum" and not "Dad hit"'),
    ('{text: "She denied that Dad hit Mum.", assertion: affirmed}', "assertion is denied and not affirmed (cues:"),
    ('{text: "Dad hit Mum.", subject: mother}', "subject is father and not mother"),
    ('{text: "Dad hit Mum.", victim: child}', "victim is mother and not child"),
]


@pytest.mark.parametrize(("example", "message"), FAILS)
def test_an_example_that_fails(tried: Callable[..., Tried], example: str, message: str) -> None:
    (failure,) = tried(example).failures
    assert failure.message.startswith(message)
    assert (failure.rule_id, failure.place.line) == ("p.hit", 7)


def test_a_rule_that_must_stay_silent(tried: Callable[..., Tried]) -> None:
    (failure,) = tried('"Dad hit Mum."', '"Dad hit us."').failures
    assert failure.message == 'must stay silent, and finds "hit us"'
    assert (failure.text, failure.place.line) == ("Dad hit us.", 8)


def test_only_the_packs_that_were_asked_for(tmp_path: Path) -> None:
    for name in ("one", "two"):
        text = f'pack: {name}\nrules: [{{id: {name}.a, phrases: ["x"], examples: {{match: ["nothing"]}}}}]\n'
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    book = load([tmp_path], builtin=False)
    assert [failure.rule_id for failure in run_examples(book, {"two"}).failures] == ["two.a"]
    assert run_examples(book, set()) == Tried(0, 0, ())
