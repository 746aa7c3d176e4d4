from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable

import pytest

Cli = Callable[..., "object"]


def test_a_mention_is_shown_with_rule_labels_cues_and_people(tiny: Cli) -> None:
    ran = tiny("explain", "Mum denied that Dad hit her, but he was angry.")
    assert (ran.code, ran.err) == (0, "")
    lines = [line.strip() for line in ran.out.splitlines()]
    assert lines[0].startswith("1  Mum denied that Dad hit her, | but")
    assert 'mention: "hit her"' in lines
    assert "rule        tiny.hit (domestic_abuse, physical, level high)" in lines
    assert any(line.startswith("assertion   denied, by ") for line in lines)
    assert "who         father, victim mother" in lines
    assert any(line.startswith("people: ") and '"Mum" mother' in line for line in lines)


WHY = {
    "it fired": ("He hit her.", 'it fires on "hit her"'),
    "nothing like it": ("All was well.", "none of its phrases is found"),
    "a veto": ("She was punched, then hit by a ball. He hit by a ball her.", "none of its phrases is found"),
}


@pytest.mark.parametrize(("text", "reason"), WHY.values(), ids=WHY)
def test_it_says_why_a_rule_did_not_fire(tiny: Cli, text: str, reason: str) -> None:
    ran = tiny("explain", text, "--rule", "tiny.hit")
    assert "why not tiny.hit:" in ran.out
    assert reason in ran.out


def test_nothing_found_is_said(tiny: Cli) -> None:
    assert "nothing is found in this text" in tiny("explain", "All was well.").out


def test_json_is_for_programs(tiny: Cli) -> None:
    found = json.loads(tiny("explain", "He hit her.", "-f", "json", "--rule", "tiny.retract").out)
    assert [finding["rule_id"] for finding in found["findings"]] == ["tiny.hit"]
    assert found["sentences"][0]["clauses"] == ["He hit her."]
    assert list(found["why_not"]) == ["tiny.retract"]


def test_standard_input_is_read(tiny: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("He hit her."))
    assert 'mention: "hit her"' in tiny("explain", "-").out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["  "], "there is no text"),
        (["x", "--rule", "tiny.hti"], "did you mean 'tiny.hit'"),
        (["x", "--date", "soon"], "write it as 2024-01-31"),
        (["x", "-f", "yaml"], "one of: text, json"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_explained_is_said(tiny: Cli, arguments: list[str], message: str) -> None:
    ran = tiny("explain", *arguments)
    assert ran.code == 2
    assert message in ran.err


def test_the_words_for_a_time_are_shown(tiny: Cli) -> None:
    assert 'time        2019-05, by "May 2019"' in tiny("explain", "Dad hit her in May 2019.").out


def test_bytes_that_are_no_text_are_shown_as_such(cli: Cli) -> None:
    ran = cli("explain", "Dad hit Mum \udcff.")
    assert (ran.code, "Dad hit Mum ?." in ran.out) == (0, True)
