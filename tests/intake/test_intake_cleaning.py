"""Text as systems export it becomes text fit for matching, and every offset leads back."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflags.intake.cleaning import Cleaned, clean
from caseflags.intake.encoding import LENIENT
from caseflags.intake.offsets import OffsetMap


def garbled(text: str) -> str:
    """UTF-8 read as Windows-1252."""
    return text.encode().decode("cp1252", LENIENT)


GARBLED = garbled("don\u2019t")

CLEANED = {
    "bold-inside-word": ("hit<b>ting</b> her", "hitting her"),
    "line-break": ("came home<br>drunk<br/>again<BR />late", "came home\ndrunk\nagain\nlate"),
    "paragraphs": ("<p>One.</p><p>Two.</p>", "\nOne.\n\nTwo.\n"),
    "list": ("<ul><li>one</li><li>two</li></ul>", "\n\none\ntwo\n"),
    "table-cells": ("<tr><td>Alcohol</td><td>nil</td></tr>", "\n Alcohol nil"),
    "attributes": ('<p class="MsoNormal" style="margin: 0cm">Seen</p>', "\nSeen\n"),
    "escaped-attribute": ('<p class=\\"x\\">Seen', "\nSeen"),
    "bare-attribute": ("<td nowrap width=50%>Seen", " Seen"),
    "office": ("Seen<o:p></o:p><st1:place>Leeds</st1:place>", "SeenLeeds"),
    "comment": ("a<!--[if gte mso 9]><xml>x</xml><![endif]-->b", "ab"),
    "unfinished-comment": ("a <!-- b", "a <!-- b"),
    "conditional": ("<![if !supportLists]>1.<![endif]> a", "1. a"),
    "style-and-script": ("<style>p {color: red}</style>a<script>alert(1)</script>b", "ab"),
    "unfinished-style": ("<style>p {} a", "p {} a"),
    "declaration": ("<!DOCTYPE html><?xml version='1.0'?>a", "a"),
    "named-entities": ("R&amp;D &lt;3 &quot;x&quot; &apos;y&apos; &pound;5&nbsp;a", "R&D <3 \"x\" 'y' £5 a"),
    "numeric-entities": ("don&#8217;t &#x2018;x&#x2019; &#146;", "don't 'x' '"),
    "numeric-line-end": ("a&#13;&#10;b&#10;c", "a\n\nb\nc"),
    "entity-without-semicolon": ("a&nbsp b &amp c", "a  b & c"),
    "twice-escaped": ("&lt;p&gt;Mum&amp;nbsp;said&lt;/p&gt;", "\nMum said\n"),
    "not-entities": ("AT&T, B&B, R&D; P&L &unknown; &;", "AT&T, B&B, R&D; P&L &unknown; &;"),
    "heart": ("<3 him", "<3 him"),
    "less-than": ("a < b and BP <120/80, >10 units", "a < b and BP <120/80, >10 units"),
    "address": ("from <sam@example.org> to <Jo Smith>", "from <sam@example.org> to <Jo Smith>"),
    "redacted": ("<redacted> and <name removed> and <Dad>", "<redacted> and <name removed> and <Dad>"),
    "almost-tag": ("a <b and c> d, if p<q>r", "a <b and c> d, if pr"),
    "windows-line-ends": ("a\r\nb\rc\n", "a\nb\nc\n"),
    "written-line-ends": ("Seen.\\nHome \\r\\nWell\\tOK", "Seen.\nHome \nWell OK"),
    "written-line-end-lower": ("seen.\\nthen", "seen.\nthen"),
    "windows-path": ("C:\\new and \\\\server\\notes", "C:\\new and \\\\server\\notes"),
    "escaped-quotes": ("said \\\"hi\\\" and \\'be quiet\\'", "said \"hi\" and 'be quiet'"),
    "excel-line-end": ("a_x000D_\nb_x000D_c_x0009_d", "a\nb\nc d"),
    "not-excel": ("file_x_1 _x00 _xyz_", "file_x_1 _x00 _xyz_"),
    "blanks": ("a\u00a0b\u202fc\u3000d", "a b c d"),
    "invisible": ("a\u200bb\u00adc\ufeffd\u200ee", "abcde"),
    "control": ("a\x07b\x00c\x1fd", "a b c d"),
    "typography": ("\u2018a\u2019 \u201cb\u201d c\u2013d\u2014e\u2026", "'a' \"b\" c-d-e..."),
    "c1-controls": ("don\x92t \x93x\x94", 'don\'t "x"'),
    "ligatures": ("of\ufb01ce \ufb02at e\ufb00ect", "office flat effect"),
    "case-traps": ("\u212aate \u0130stanbul \u0131 \u017fo", "Kate Istanbul i so"),
    "mojibake": (garbled("don\u2019t \u201cx\u201d a\u2013b £20 café"), 'don\'t "x" a-b £20 café'),
    "mojibake-lost-byte": (garbled("\u201chi\u201d he").replace("\x9d", "") + " said,Â  then", '"hi" he said,  then'),
    "mojibake-twice": (garbled(garbled("don\u2019t")), "don't"),
    "not-mojibake": ("Zoë, naïve, château, MENÜ\u2013x, Ålesund", "Zoë, naïve, château, MENÜ-x, Ålesund"),
    "replacement": ("didn\ufffdt \ufffdquoted\ufffd", "didn't  quoted "),
    "question-mark": ("didn?t, dad?s, really? Is it? yes?no", "didn't, dad's, really? Is it? yes?no"),
    "web-address": ("see page?s=1", "see page?s=1"),
    "mail-quotes": ("> > He hit me\n> again\n>no", "He hit me\nagain\nno"),
    "mail-quotes-escaped": ("&gt; He hit me<br>ok", "He hit me\nok"),
    "more-than": ("> 10 units a week\n>5 cans", "> 10 units a week\n>5 cans"),
    "rtf-left-behind": ("visit\\par Dad\\'92s \\b loud\\b0  voice\\line end", "visit\nDad's loud voice\nend"),
    "rtf-document": (
        "{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}{\\*\\x y;}\\f0 He \\b hit\\b0  her.\\par It\\'92s \\u8217?x\\par}",
        "He hit her.\nIt's 'x\n",
    ),
    "rtf-broken-off": ("{\\rtf1{\\fonttbl{\\f0 Arial;}\\pard He hit", "Arial;He hit"),
    "rtf-inside": ("Before {\\rtf1 inside} after", "Before inside after"),
    "rtf-symbols": ("{\\rtf1 a\\~b\\{c\\}d\\\\e\\emdash f\\tab g}", "a b{c}d\\e-f g"),
}


@pytest.mark.parametrize(("raw", "expected"), CLEANED.values(), ids=CLEANED.keys())
def test_text_is_cleaned(raw: str, expected: str) -> None:
    assert clean(raw).text == expected


CLEAN = {
    "empty": "",
    "sentence": "Mum said that he hit her. She was upset!\n\tNo concerns (today)?",
    "accents": "Zoë and José went to the café",
    "signs": "£20, 5 € and 30 °C",
}


@pytest.mark.parametrize("raw", CLEAN.values(), ids=CLEAN.keys())
def test_clean_text_is_handed_back_itself(raw: str) -> None:
    cleaned = clean(raw)
    assert cleaned.text is raw
    assert cleaned.offsets is None
    assert cleaned.to_raw(0, len(raw)) == (0, len(raw))


BACK = {
    "tag-inside": ("he hit<b>ting</b> her", "hitting", "hit<b>ting"),
    "tag-around": ("he <b>hit</b> her", "hit", "hit"),
    "entity-inside": ("Mum &amp; Dad", "Mum & Dad", "Mum &amp; Dad"),
    "entity-itself": ("Mum &amp; Dad", "&", "&amp;"),
    "after-deleted": ("<p><i>&nbsp;drunk</i></p>", "drunk", "drunk"),
    "ligature": ("in of\ufb01ce", "office", "of\ufb01ce"),
    "part-of-ligature": ("in of\ufb01ce", "off", "of\ufb01"),
    "mojibake": (f"he {GARBLED}.", "don't", GARBLED),
    "mojibake-twice": (f"he {garbled(GARBLED)}.", "don't", garbled(GARBLED)),
    "twice-escaped": ("&lt;b&gt;Mum&amp;nbsp;said&lt;/b&gt;", "Mum said", "Mum&amp;nbsp;said"),
    "twice-escaped-inside": ("he hit&lt;b&gt;ting&lt;/b&gt; her", "hitting", "hit&lt;b&gt;ting"),
    "smart-quote": ("he didn\u2019t", "didn't", "didn\u2019t"),
    "rtf": ("{\\rtf1 He \\b hit\\b0  her}", "hit her", "hit\\b0  her"),
    "line-end": ("a\r\nb", "a\nb", "a\r\nb"),
    "dots": ("he\u2026 hit", "...", "\u2026"),
}


@pytest.mark.parametrize(("raw", "found", "expected"), BACK.values(), ids=BACK.keys())
def test_offsets_lead_back(raw: str, found: str, expected: str) -> None:
    cleaned = clean(raw)
    at = cleaned.text.index(found)
    start, end = cleaned.to_raw(at, at + len(found))
    assert raw[start:end] == expected


DIRT = st.sampled_from(
    [
        *"ab <>&;\\'\"_?.\r\n\u2019\u00a0\u200b\ufb01\u212a\u0130\ufffd\u00e2\u20ac\u00c2£\x92",
        *("<b>", "</b>", "<br>", "<p>", "&amp;", "&nbsp;", "&lt;", "&#8217;", "<!--", "-->", "<style>", "</style>"),
        *("_x000D_", "\\par ", "\\'92", "{\\rtf1 ", "{", "}", "{\\*\\x ", "\\n", "> ", "n?t", GARBLED, "hit"),
    ]
)
MESSY = st.lists(DIRT, max_size=40).map("".join)


def check_offsets(raw: str, cleaned: Cleaned) -> None:
    """Every character of the clean text has a place in the raw one, and places never go back."""
    before = (0, 0)
    for at in range(len(cleaned.text)):
        start, end = cleaned.to_raw(at, at + 1)
        assert 0 <= start < end <= len(raw)
        assert before[0] <= start
        assert before[1] <= end
        before = (start, end)
    assert 0 <= cleaned.to_raw(0, 0)[0] <= cleaned.to_raw(len(cleaned.text), len(cleaned.text))[0] <= len(raw)


@given(MESSY)
def test_offsets_are_monotone_and_within_bounds(raw: str) -> None:
    check_offsets(raw, clean(raw))


@given(st.text())
def test_any_text_can_be_cleaned(raw: str) -> None:
    check_offsets(raw, clean(raw))


@given(MESSY)
def test_stretches_go_from_their_first_character_to_their_last(raw: str) -> None:
    cleaned = clean(raw)
    size = len(cleaned.text)
    for start in range(0, size, 3):
        for end in range(start + 1, size + 1, 5):
            first, last = cleaned.to_raw(start, start + 1), cleaned.to_raw(end - 1, end)
            assert cleaned.to_raw(start, end) == (first[0], last[1])


@given(MESSY)
def test_unchanged_characters_lead_to_themselves(raw: str) -> None:
    cleaned = clean(raw)
    for at, char in enumerate(cleaned.text):
        start, end = cleaned.to_raw(at, at + 1)
        if char in "abh" and end - start == 1:
            assert raw[start] == char


@given(st.text(alphabet="abc XYZ019.,;:()-+*/=@#%!'\"\n\téß£"))
def test_nothing_to_clean_means_identity(raw: str) -> None:
    assert clean(raw).text is raw


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 4), st.integers(0, 4)), max_size=5), st.data())
def test_two_maps_are_one(spans: list[tuple[int, int, int]], data: st.DataObject) -> None:
    first = OffsetMap.of(_apart(spans, 40))
    size = 40 + sum(new - (end - start) for start, end, new in _apart(spans, 40))
    more = data.draw(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 4), st.integers(0, 4)), max_size=5))
    edits = _apart(more, size)
    second, both = OffsetMap.of(edits), first.then(OffsetMap.of(edits))
    final = size + sum(new - (end - start) for start, end, new in edits)
    for at in range(final):
        step = (second.begin(at), second.end(at + 1))
        inner = (first.begin(step[0]), first.end(step[1]))
        outer = (both.begin(at), both.end(at + 1))
        assert outer[0] <= inner[0]
        assert outer[1] >= inner[1]
        assert 0 <= outer[0] < outer[1] <= 40


def _apart(spans: list[tuple[int, int, int]], size: int) -> list[tuple[int, int, int]]:
    """Edits in order that do not overlap, inside a text of a certain size."""
    edits: list[tuple[int, int, int]] = []
    reached = 0
    for start, length, new in sorted(spans):
        begin, end = max(start, reached), max(start, reached) + length
        if end <= size:
            edits.append((begin, end, new))
            reached = end
    return edits


HOSTILE = {
    "comments": "<!--",
    "styles": "<style>",
    "open-attributes": "<a b=",
    "open-quotes": '<a b="',
    "ampersands": "&",
    "backslashes": "\\",
    "mail": "\n>",
    "angles": " >",
    "rtf": "{\\rtf",
    "rtf-hidden": "{\\*",
    "leads": "\u00e2",
    "words": "<a b ",
}


@pytest.mark.parametrize("part", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_takes_no_more_than_linear_time(part: str) -> None:
    start = time.process_time()
    clean(part * 20_000)
    assert time.process_time() - start < 3
