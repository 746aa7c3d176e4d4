from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Cli = Callable[..., "object"]
GOLD = """=== A1
--- n1 | 2024-01-01 | police | call
Sam (Dad) [[DA/physical aff cur father>mother|punched her]]. He was [[SM/alcohol aff cur father|drunk]].
--- n2 | 2024-01-02 | police | call
All well. He hit him.
=== B1
--- n3 | 2024-01-03 | health | visit
Mum [[RT/retraction aff cur mother|retracted her statement]]. He [[DA/physical den cur father>mother|hit her]] once.
"""


@pytest.fixture
def gold(folder: Path) -> Path:
    (folder / "gold").mkdir()
    (folder / "gold" / "a.notes").write_text(GOLD, encoding="utf-8")
    return folder / "gold"


@pytest.mark.usefixtures("gold")
def test_the_figures_are_those_of_the_definitions(tiny: Cli) -> None:
    ran = tiny("eval", "gold", "-f", "json")
    assert (ran.code, ran.err) == (0, "")
    figures = json.loads(ran.out)
    assert (figures["notes"], figures["cases"]) == (3, 2)
    everything = figures["mention"]["all"]
    assert (everything["found"], everything["gold"], everything["right"]) == (4, 4, 3)
    assert (everything["precision"], everything["recall"], everything["f1"]) == (0.75, 0.75, 0.75)
    assert figures["strict"]["all"]["right"] == 2
    assert figures["note"]["retraction"]["kappa"] == 1.0
    assert figures["quiet"] == {"notes": 1, "affirmed": 1, "per_1000": 1000.0}
    assert figures["attributes"]["assertion"] == {"pairs": 3, "right": 2, "share": 0.6667}


@pytest.mark.usefixtures("gold")
def test_the_same_figures_come_as_text_and_markdown(tiny: Cli) -> None:
    text, markdown = tiny("eval", "gold").out, tiny("eval", "gold", "-f", "markdown").out
    assert "all                   4     4      0.750   0.750  0.750" in text
    assert "| all | 4 | 4 | 0.750 | 0.750 | 0.750 |" in markdown
    assert "1 affirmed findings in 1 notes: 1000 per 1,000" in text
    assert "kappa" in text
    assert tiny("eval", "gold").out == text


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("case", ["A1", "B1"]),
        ("voice", ["A", "B"]),
        ("assertion", ["affirmed", "denied"]),
        ("indicator", ["domestic_abuse.physical", "retraction.retraction", "substance_misuse.alcohol"]),
    ],
)
@pytest.mark.usefixtures("gold")
def test_breakdowns(tiny: Cli, by: str, names: list[str]) -> None:
    assert list(json.loads(tiny("eval", "gold", "--by", by, "-f", "json").out)["by"]) == names


@pytest.mark.usefixtures("gold")
def test_some_cases_only(tiny: Cli) -> None:
    assert json.loads(tiny("eval", "gold", "--cases", "B1", "-f", "json").out)["notes"] == 1
    ran = tiny("eval", "gold", "--cases", "B1,Z9")
    assert (ran.code, "no gold note is of case Z9" in ran.err, "there are A1, B1" in ran.err) == (2, True, True)


@pytest.mark.parametrize(
    ("floors", "code", "message"),
    [
        ({"mention.all.f1": 0.7}, 0, ""),
        ({"mention": {"all": {"f1": 0.9, "recall": 0.1}}}, 1, "mention.all.f1 is 0.75, below 0.9"),
        ({"quiet.per_1000": 10}, 1, "quiet.per_1000 is 1000.0, above 10"),
        ({"mention.al.f1": 0.1}, 1, "there is no figure mention.al.f1"),
    ],
)
@pytest.mark.usefixtures("gold")
def test_floors_are_gates(tiny: Cli, folder: Path, floors: dict[str, object], code: int, message: str) -> None:
    (folder / "floors.json").write_text(json.dumps(floors), encoding="utf-8")
    ran = tiny("eval", "gold", "--min", "floors.json")
    assert ran.code == code
    assert message in ran.err
    assert ran.out


@pytest.mark.usefixtures("gold")
def test_errors_are_listed_with_their_words(tiny: Cli) -> None:
    lines = tiny("eval", "gold", "--errors").out.splitlines()
    assert any(
        line.startswith("n1  missed    substance_misuse.alcohol affirmed") and ">>drunk<<" in line for line in lines
    )
    assert any(line.startswith("n2  spurious  tiny.hit affirmed") and ">>hit him<<" in line for line in lines)
    assert any(line.startswith("n3  wrong     tiny.hit assertion affirmed instead of denied") for line in lines)


BROKEN = {
    "no file": (["nowhere"], "", "no such file"),
    "an empty folder": (["."], "", "no annotated notes"),
    "a broken mark": (["x.notes"], "=== A\n--- n\n[[DA/physical maybe cur father|x]]\n", "x.notes:3"),
    "broken JSON": (["x.jsonl"], "{\n", "x.jsonl:1"),
    "floors that are none": (["gold", "--min", "x.notes"], "[1]", "must be a mapping"),
    "an unknown breakdown": (["gold", "--by", "month"], "", "one of: case, voice"),
}


@pytest.mark.parametrize(("arguments", "text", "message"), BROKEN.values(), ids=BROKEN)
def test_what_cannot_be_scored_is_said(tiny: Cli, folder: Path, arguments: list[str], text: str, message: str) -> None:
    if "gold" in arguments:
        (folder / "gold").mkdir()
        (folder / "gold" / "a.notes").write_text(GOLD, encoding="utf-8")
    if text:
        (folder / ("x.jsonl" if "x.jsonl" in arguments else "x.notes")).write_text(text, encoding="utf-8")
    ran = tiny("eval", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert "Traceback" not in ran.err


PATTERNS = """pack: odd
patterns:
  - id: odd.pair
    kind: temporal
    steps:
      - {name: abuse, find: {category: domestic_abuse}}
      - {name: back, find: {category: retraction}}
rules: [{id: odd.rule, phrases: ["oddly enough"], category: odd}]
"""


def test_case_patterns_are_scored_where_cases_were_judged_for_them(tiny: Cli, folder: Path) -> None:
    judged = GOLD.replace("=== A1", "=== A1 | odd.pair").replace("=== B1", "=== B1 |")
    (folder / "judged.notes").write_text(judged, encoding="utf-8")
    (folder / "odd.yaml").write_text(PATTERNS, encoding="utf-8")
    figures = json.loads(tiny("eval", "judged.notes", "--rules", "odd.yaml", "-f", "json").out)["patterns"]
    assert figures["all"] == {"found": 1, "gold": 1, "right": 0, "precision": 0.0, "recall": 0.0, "f1": 0.0}
    assert (figures["macro_f1"], list(figures["by_pattern"])) == (0.0, ["odd.pair"])
    text = tiny("eval", "judged.notes", "--rules", "odd.yaml", "--errors").out
    assert "Case patterns (pairs of case and pattern; mean F1 0.000)" in text
    assert {"A1  missed    pattern odd.pair", "B1  spurious  pattern odd.pair"} <= set(text.splitlines())


@pytest.mark.usefixtures("gold")
def test_cases_that_nobody_judged_have_no_pattern_figures(tiny: Cli) -> None:
    assert "patterns" not in json.loads(tiny("eval", "gold", "-f", "json").out)
