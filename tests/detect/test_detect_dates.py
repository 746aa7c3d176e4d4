"""Which words for a time a mention goes by."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from caseflags.detect.reader import Reader
from caseflags.model import Note
from caseflags.rulebook import load

WRITTEN = date(2020, 8, 13)
PACK = """pack: tiny
version: 1.0.0
category: domestic_abuse
rules:
  - {id: hit, phrases: ["{hit} <someone>", "{punch} <someone>", "{assault} <someone>"], indicator: physical}
  - {id: drunk, phrases: ["drunk", "drinking", "cannabis"], category: substance_misuse}
  - {id: low, phrases: ["depressed", "depression"], category: mental_health}
  - {id: took, phrases: ["took it back"], category: retraction}
"""


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    path: Path = tmp_path_factory.mktemp("rules") / "tiny.yaml"
    path.write_text(PACK, encoding="utf-8")
    return Reader(load([path], builtin=False))


def times(reader: Reader, text: str, written: date | None = WRITTEN) -> list[tuple[str, str]]:
    """Each mention with the value of the words for its time; a dash where it has none."""
    reading = reader.read(Note("C", "1", text, 2, written))
    values = [[cue.value for cue in mention.cues if cue.axis == "when"] for mention in reading.mentions]
    return [(m.text, v[0] if v else "-") for m, v in zip(reading.mentions, values, strict=True)]


CASES = [
    pytest.param("He hit her in May 2019.", [("hit her", "2019-05")], id="after"),
    pytest.param("In 2016 he hit her and punched her.", [("hit her", "2016"), ("punched her", "2016")], id="leading"),
    pytest.param("In 2016 he hit her. He is drunk.", [("hit her", "2016"), ("drunk", "-")], id="another sentence"),
    pytest.param(
        "Drinking since July, depressed, he hit her.",
        [("Drinking", "2020-07/.."), ("depressed", "-"), ("hit her", "-")],
        id="since stops at a comma",
    ),
    pytest.param(
        "He hit her two years ago and is drunk.", [("hit her", "2018~"), ("drunk", "-")], id="what is told as now"
    ),
    pytest.param(
        "He hit her in 2016 and punched her in 2018.", [("hit her", "2016"), ("punched her", "2018")], id="each its own"
    ),
    pytest.param("He hit her after the incident of 3 May.", [("hit her", "-")], id="the time of something else"),
    pytest.param("She took it back on 3 May.", [("took it back", "2020-05-03")], id="a day without its year"),
    pytest.param("History of depression, seen on 3 May.", [("depression", "-")], id="past, but not the visit"),
    pytest.param("Mum, aged 23, is depressed.", [("depressed", "-")], id="an age that is now"),
    pytest.param("She was previously depressed when she was 14.", [("depressed", "")], id="an age that is past"),
    pytest.param(
        "- 2014: care order. He was drunk. He hit her.\n- 2016: closed.\nHe is drunk.",
        [("drunk", "2014"), ("hit her", "2014"), ("drunk", "-")],
        id="a line with its date",
    ),
    pytest.param("Last winter he hit her.", [("hit her", "2019-12~/2020-02~")], id="long ago, but next to it"),
    pytest.param("Drinking, lost his job in 2016.", [("Drinking", "-")], id="long ago, and about something else"),
    pytest.param("He hit her in Feb. He is drunk.", [("hit her", "2020-02"), ("drunk", "-")], id="a short month"),
    pytest.param("2 cans. Drunk in the street.", [("Drunk", "-")], id="no time at all"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_mention_goes_by_the_words_of_its_clause(reader: Reader, text: str, expected: list[tuple[str, str]]) -> None:
    assert times(reader, text) == expected


def test_a_line_with_an_old_date_is_told_as_past(reader: Reader) -> None:
    reading = reader.read(Note("C", "1", "2014: care order. He was drunk.", 2, WRITTEN))
    assert [mention.temporality.value for mention in reading.mentions] == ["historical"]


def test_offsets_point_into_the_text_as_exported(reader: Reader) -> None:
    text = "He   hit her in&nbsp;May <b>2019</b>, twice."
    (cue,) = (c for m in reader.read(Note("C", "1", text, 2, WRITTEN)).mentions for c in m.cues if c.axis == "when")
    assert (cue.value, cue.text, text[cue.start : cue.end]) == ("2019-05", cue.text, cue.text)
    assert cue.text.startswith("May")


def test_without_a_date_of_the_note_whole_dates_are_placed(reader: Reader) -> None:
    assert times(reader, "He hit her in May 2019.", None) == [("hit her", "2019-05")]
