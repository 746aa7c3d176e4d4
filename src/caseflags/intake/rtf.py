"""Rich text (RTF) as plain text: whole documents that stand in a cell, and control words that were left behind."""

from __future__ import annotations

import re
from collections.abc import Mapping

from caseflags.intake.offsets import Edit

Replacement = tuple[int, str]
"""Where a replaced stretch ends, and what stands in its place."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("par", "line", "row", "sect", "page", "column", "softline"), "\n"),
    **dict.fromkeys(("tab", "cell", "nestcell", "enspace", "emspace"), " "),
    **dict.fromkeys(("lquote", "rquote"), "'"),
    **dict.fromkeys(("ldblquote", "rdblquote"), '"'),
    **dict.fromkeys(("emdash", "endash"), "-"),
    "bullet": "\u2022",
}
_LEFT_BEHIND = _words(
    """par pard plain line tab cell row intbl trowd lquote rquote ldblquote rdblquote emdash endash bullet b b0 i i0 ul
    ulnone f fs cf cb highlight lang langfe langnp ql qr qc qj li ri fi sa sb sl slmult widctlpar nowidctlpar keepn
    ltrpar rtlpar ltrch rtlch loch hich dbch viewkind uc ansi deff deflang strike caps nosupersub sub super sectd itap
    outlinelevel"""
)
_HIDDEN = _words(
    """fonttbl colortbl stylesheet info pict object header footer headerl headerr footerl footerr listtable
    listoverridetable rsidtbl generator themedata datastore latentstyles xmlnstbl fldinst bkmkstart bkmkend
    nonshppict"""
)
_HEX = re.compile(r"\\'([0-9a-fA-F]{2})")
_UNICODE = re.compile(r"\\u(-?\d{2,6}) ?(?:\\'[0-9a-fA-F]{2}|\?)?")
_WORD = re.compile(r"\\([a-z]{1,32})(-?\d{1,10})?(?![A-Za-z]) ?")
_TOKEN = re.compile(r"[{}]|\\[^a-zA-Z]|\\[a-z]{1,32}(?:-?\d{1,10})? ?|\r?\n")
_BRACE = re.compile(r"\\.|[{}]", re.S)
_HIDDEN_GROUP = re.compile(r"\{\s*(?:\\\*|\\([a-z]+))")
_START = "{\\rtf"


def left_behind(text: str, at: int) -> Replacement | None:
    """Say what a control word at ``at`` becomes in a text that is no RTF document; ``None`` if it is none."""
    if (found := _HEX.match(text, at)) and not found[1].isalpha():
        return found.end(), _byte(found[1])
    if found := _UNICODE.match(text, at):
        return found.end(), _unicode(int(found[1]))
    found = _WORD.match(text, at)
    if found and (found[1] in _LEFT_BEHIND or found[1] + (found[2] or "") in _LEFT_BEHIND):
        return found.end(), "" if found[2] == "0" else _WORDS.get(found[1], "")
    return None


def document_edits(text: str) -> list[tuple[Edit, str]]:
    """Return the edits that turn RTF documents inside a text into plain text; none if there is no document.

    A document that breaks off is read as far as it goes; what stands around it stays.
    """
    edits: list[tuple[Edit, str]] = []
    closing = _closing_braces(text)
    start = text.find(_START)
    while start >= 0:
        start = text.find(_START, _document(text, start, closing, edits))
    return edits


def _closing_braces(text: str) -> dict[int, int]:
    """Where each group ends, by where it begins; groups that never end are left out."""
    closing: dict[int, int] = {}
    opened: list[int] = []
    for brace in _BRACE.finditer(text):
        if brace[0] == "{":
            opened.append(brace.start())
        elif brace[0] == "}" and opened:
            closing[opened.pop()] = brace.end()
    return closing


def _document(text: str, start: int, closing: Mapping[int, int], edits: list[tuple[Edit, str]]) -> int:
    """Edit one document; return where it ends."""
    at, stop = start, closing.get(start, len(text))
    while token := _TOKEN.search(text, at, stop):
        begin, at, new = token.start(), token.end(), ""
        if token[0] == "{":
            hidden = _HIDDEN_GROUP.match(text, begin)
            if hidden and (hidden[1] is None or hidden[1] in _HIDDEN):
                at = closing.get(begin, at)
        elif token[0] != "}":
            at, new = _control(text, token)
        edits.append(((begin, at, len(new)), new))
    return stop


def _control(text: str, token: re.Match[str]) -> Replacement:
    start = token.start()
    if found := _HEX.match(text, start):
        return found.end(), _byte(found[1])
    if found := _UNICODE.match(text, start):
        return found.end(), _unicode(int(found[1]))
    if found := _WORD.match(text, start):
        return found.end(), _WORDS.get(found[1], "")
    symbol = token[0][1:2]
    if token[0] in ("\n", "\r\n"):  # line ends of the file mean nothing in RTF
        before, after = text[start - 1 : start], text[token.end() : token.end() + 1]
        return token.end(), "" if not (before + after).isalnum() else " "
    return token.end(), {"~": " ", "_": "-", "{": "{", "}": "}", "\\": "\\", "\n": "\n", "\r": "\n"}.get(symbol, "")


def _byte(digits: str) -> str:
    return bytes([int(digits, 16)]).decode("cp1252", "replace")


def _unicode(code: int) -> str:
    code %= 0x10000
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)
