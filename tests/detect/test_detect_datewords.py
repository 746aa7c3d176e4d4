"""Words for a time: found, placed no finer than they are, and left alone where they are no time of an event."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflags.detect.datewords import times_said
from caseflags.when import read_when, shown

WRITTEN = date(2020, 8, 13)

PLACED = [
    ("in May 2019 he hit her", "May 2019", "2019-05"),
    ("on 3 May 2019", "3 May 2019", "2019-05-03"),
    ("on the 3rd of May", "3rd of May", "2020-05-03"),
    ("May 10, 2019", "May 10, 2019", "2019-05-10"),
    ("on 3/5/19", "3/5/19", "2019-05-03"),
    ("\u017fept 2017", "\u017fept 2017", "2017-09"),
    ("on 2019-05-03", "2019-05-03", "2019-05-03"),
    ("seen 5/13/2019", "5/13/2019", "2019-05-13"),
    ("a 2016 conviction", "2016", "2016"),
    ("the graze in May", "in May", "2020-05"),
    ("at the end of March", "at the end of March", "2020-03"),
    ("two years ago", "two years ago", "2018~"),
    ("18 months ago", "18 months ago", "2019-02~"),
    ("6/52 ago", "6/52 ago", "2020-07-02~"),
    ("3/12 ago", "3/12 ago", "2020-05~"),
    ("a week ago", "a week ago", "2020-08-06~"),
    ("yesterday", "yesterday", "2020-08-12"),
    ("last night", "last night", "2020-08-12~"),
    ("last Saturday", "last Saturday", "2020-08-08~"),
    ("last year", "last year", "2019"),
    ("last month", "last month", "2020-07"),
    ("earlier this year", "earlier this year", "2020"),
    ("last summer", "last summer", "2019-06~/2019-08~"),
    ("in the winter of 2018", "the winter of 2018", "2018-12~/2019-02~"),
    ("at Christmas 2018", "Christmas 2018", "2018-12~"),
    ("drinking since Christmas 2018", "since Christmas 2018", "2018-12~/.."),
    ("since last Christmas", "since last Christmas", "2019-12~/.."),
    ("since July", "since July", "2020-07/.."),
    ("since 2014", "since 2014", "2014/.."),
    ("from November 2017 to September 2018", "November 2017 to September 2018", "2017-11/2018-09"),
    ("between 2014 and 2016", "2014 and 2016", "2014/2016"),
    ("2014-2016", "2014-2016", "2014/2016"),
    ("in 2014/15", "2014/15", "2014/2015"),
    ("when she was 14", "when she was 14", ""),
    ("smoked weed since the age of 13", "since the age of 13", ""),
    ("abused aged nine", "aged nine", ""),
    ("hit as a child", "as a child", ""),
    ("when she was a baby", "when she was a baby", ""),
    ("a few years ago", "a few years ago", ""),
    ("while she was pregnant with Harley", "while she was pregnant with Harley", ""),
]  # fmt: skip

NONE = [
    "Mood 7/10", "Children Act 1989", "at 2010 hrs", "BP 128/78", "DOB 3/5/2014", "born in 2014", "EDD 11/02/2021",
    "bail until 6 September", "review in October 2020", "she may 10 times", "over the last week",
    "for the last two years",
    "since then", "3/12", "1900 kcal", "£2019", "flat 2012", "33/14/2019", "in September",
    "a row about Christmas money",
    "Poppy is 3 weeks", "on 3 May 2031", "seen in two weeks", "he can march up and down",
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "words", "value"), PLACED, ids=[case[0] for case in PLACED])
def test_words_for_a_time_are_placed(sentence: str, words: str, value: str) -> None:
    (said,) = times_said(sentence, WRITTEN)
    assert (said.text, said.value) == (words, value)
    assert sentence[said.start : said.end] == words


@pytest.mark.parametrize("sentence", NONE)
def test_what_is_no_time_of_an_event_is_left_alone(sentence: str) -> None:
    assert times_said(sentence, WRITTEN) == []


@pytest.mark.parametrize(
    ("sentence", "value"), [("two years ago", ""), ("in May", ""), ("in May 2019", "2019-05"), ("last summer", "")]
)
def test_without_a_date_of_the_note_only_whole_dates_are_placed(sentence: str, value: str) -> None:
    assert [said.value for said in times_said(sentence, None)] == [value]


WORDS = st.sampled_from(
    "in on since last the of 3 14 2016 2019 2024 May March summer Christmas ago two years weeks to and between 3/5/19 "
    "aged when she was yesterday 31 February from".split()
)


@given(st.lists(WORDS, max_size=12).map(" ".join), st.dates(date(2015, 1, 1), date(2025, 1, 1)))
def test_nothing_is_placed_after_the_note(sentence: str, written: date) -> None:
    for said in times_said(sentence, written):
        when = read_when(said.value)
        assert sentence[said.start : said.end] == said.text
        assert when.first is None or when.first <= written
        assert said.value == "" or when.first is not None


DOCS = Path(__file__).parents[2] / "docs" / "chronology.md"
TABLE = re.findall(r"^\| ([^|]+) \| ([^|]+) \| (\w+) \| (?:`([^`]+)`)? ?\|$", DOCS.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize(
    ("words", "told", "precision", "when"),
    [(words, *row[1:]) for row in TABLE for words in row[0].split("; ") if row[3] and row[2] != "precision"],
)
def test_the_table_of_the_docs_is_true(words: str, told: str, precision: str, when: str) -> None:
    (said,) = times_said(words, WRITTEN)
    assert said.value == when
    assert (shown(said.value), read_when(said.value).precision.value) == (told, precision)
