"""What single characters and HTML tags become in clean text."""

from __future__ import annotations

from collections.abc import Mapping


def _spread(pairs: Mapping[str, str]) -> dict[str, str]:
    return {char: replacement for chars, replacement in pairs.items() for char in chars}


CHARACTERS: Mapping[str, str] = {
    **_spread(
        {
            "\u2018\u2019\u201a\u201b\u2032\u00b4\u02bc\u0060\uff07": "'",
            "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02": '"',
            "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad\ufe63\uff0d": "-",
            "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000": " ",
            "\u2028\u2029\u0085\v\f": "\n",
            "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069": "",
            "\u212a": "K",
            "\u0130": "I",
            "\u0131": "i",
            "\u017f": "s",
            "\u2026": "...",
            "\ufb00": "ff",
            "\ufb01": "fi",
            "\ufb02": "fl",
            "\ufb03": "ffi",
            "\ufb04": "ffl",
            "\ufb05": "st",
            "\ufb06": "st",
        }
    ),
    "\u00ad": "",  # a soft hyphen is no hyphen
    **{chr(code): " " for code in (*range(9), *range(14, 32), 127)},
    **{chr(code): bytes([code]).decode("cp1252", "ignore") or " " for code in (*range(0x80, 0x85), *range(0x86, 0xA0))},
}
"""Characters with their replacement. Most are replaced one by one, so that offsets stay."""

CHARACTERS = {char: CHARACTERS.get(new, new) for char, new in CHARACTERS.items()}

_BREAKS = "br hr"
_BLOCKS = (
    "p div h1 h2 h3 h4 h5 h6 blockquote pre section article header footer main aside nav address figure figcaption "
    "fieldset form center dir menu ul ol dl table body html details summary"
)
_ITEMS = "li tr dt dd caption legend option thead tbody tfoot"
_CELLS = "td th"
_INLINE = (
    "a abbr acronym area b base basefont bdi bdo big button cite code col colgroup data del dfn em embed font frame "
    "frameset i iframe img input ins kbd label link map mark meta meter noframes noscript object optgroup output param "
    "progress q rp rt ruby s samp select small source span strike strong sub sup svg template textarea time title "
    "track tt u var video wbr audio canvas picture head style script xml"
)

TAGS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(_INLINE.split(), ("", "")),
    **dict.fromkeys(_CELLS.split(), (" ", "")),
    **dict.fromkeys(_ITEMS.split(), ("\n", "")),
    **dict.fromkeys(_BLOCKS.split(), ("\n", "\n")),
    **dict.fromkeys(_BREAKS.split(), ("\n", "\n")),
}
"""HTML tags with what stands in place of the opening and of the closing one. Anything else in <> is text."""

OFFICE_PREFIXES = frozenset({"o", "w", "v", "m", "x", "st1", "st2"})
"""Prefixes of the tags that Office leaves in pasted text, such as ``<o:p>``."""

HIDDEN = ("style", "script", "xml", "head")
"""Elements whose content is no text either."""
