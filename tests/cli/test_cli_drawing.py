from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflags.cli.drawing import _lines, drawn, page_width
from caseflags.detect.explaining import CueShown, MatchShown, SentenceShown

Cli = Callable[..., "object"]
TEXT = "Mum denied that he hit her, | but he was angry."


def cue(text: str, reached: str) -> CueShown:
    start, first = TEXT.index(text), TEXT.index(reached) if reached else 0
    spans = ((first, first + len(reached)),) if reached else ()
    return CueShown(text, "assertion", "denied", "forward", "deny.verb", (start, start + len(text)), spans)


def sentence(*cues: CueShown, matched: str = "hit her") -> SentenceShown:
    start = TEXT.index(matched)
    return SentenceShown((), (), cues, TEXT, (MatchShown("p.hit", (start, start + len(matched))),))


DENIED = cue("denied that", "he hit her,")
WIDE = """1  Mum denied that he hit her, | but he was angry.
       ^^^^^^^^^^^ ----------- denied (deny.verb)
                      ======= p.hit"""
NARROW = """1  Mum denied that he hit
       ^^^^^^^^^^^ -------
        denied (deny.verb)
   p.hit              ====
   her, | but he was
   ---- denied (deny.verb)
   === p.hit
   angry."""


@pytest.mark.parametrize(("width", "drawing"), [(80, WIDE), (26, NARROW)], ids=["wide", "narrow"])
def test_the_reach_of_a_cue_is_drawn_under_the_words(width: int, drawing: str) -> None:
    assert "\n".join(drawn("1  ", sentence(DENIED), width)) == drawing


def test_a_cue_that_labels_nothing_is_not_drawn() -> None:
    assert "deny.verb" not in "\n".join(drawn("1  ", sentence(cue("denied", "")), 80))


def test_a_label_goes_where_there_is_room() -> None:
    lines = list(drawn("1  ", sentence(matched="angry"), 51))
    assert lines == [f"1  {TEXT}", "   p.hit" + " " * 36 + "====="]


@given(st.text(alphabet="ab ,|", max_size=200), st.integers(5, 60))
def test_lines_hold_the_whole_text_and_fit(text: str, width: int) -> None:
    spans = list(_lines(text, width))
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(len(text[a:b].rstrip()) <= width or " " not in text[a:b].strip() for a, b in spans)


def test_a_pipe_is_eighty_wide() -> None:
    assert page_width(io.StringIO()) == 80


REACHES = [
    (
        "Mum denied that Dad hit her, but he was angry.",
        [f"{'^' * 11:>18} {'-' * 12} denied (deny.verb)", f"{'=' * 7:>30} tiny.hit"],
    ),
    ("No evidence that he hit her.", ["   ^^^^^^^^^^^^^^^^ ----------- negated (no.noun)"]),
    ("As a child he hit her; he punched her in 2019.", ["   ^^^^^^^^^^ ---------- historical (past.time)"]),
]


@pytest.mark.parametrize(("text", "lines"), REACHES, ids=[text for text, _ in REACHES])
def test_explain_draws(tiny: Cli, text: str, lines: list[str]) -> None:
    shown = tiny("explain", text).out.splitlines()  # type: ignore[attr-defined]
    assert not [line for line in lines if line not in shown], shown[:8]
    assert shown[-1].startswith("^^^ a cue")
