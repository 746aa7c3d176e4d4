"""UTF-8 that was read as Windows-1252 somewhere on its way ("donâ€™t", "Â£20"), character by character."""

from __future__ import annotations

LEADS = "\u00c2\u00c3\u00c4\u00c5\u00e2\u00ef\u00f0"
"""What the first byte of such a character looks like; others would stand for scripts that English notes do not use."""

_BYTES = {bytes([code]).decode("cp1252", "ignore") or chr(code): code for code in range(0x80, 0x100)}
_BYTES.update({chr(code): code for code in range(0x80, 0xA0)})  # read as Latin-1
_LENGTHS = {lead: 2 if _BYTES[lead] < 0xE0 else 3 if _BYTES[lead] < 0xF0 else 4 for lead in LEADS}
_HALF_QUOTE = "\u00e2\u20ac"


def read(text: str, at: int) -> tuple[int, str] | None:
    """Return the character that the mojibake at ``at`` stands for, and where it ends; ``None`` if it is none."""
    end = at + _LENGTHS[text[at]]
    codes = [_BYTES.get(char, 0) for char in text[at:end]]
    try:
        decoded = bytes(codes).decode("utf-8")
    except UnicodeDecodeError:
        return _damaged(text, at)
    if len(decoded) == 1 and _likely(ord(decoded)):
        return end, decoded
    return _damaged(text, at)


def _damaged(text: str, at: int) -> tuple[int, str] | None:
    """Read mojibake that lost a byte: a quotation mark without its third, a hard blank whose second is a blank."""
    if text.startswith(_HALF_QUOTE, at):
        return at + 2, '"'
    if text[at] == "\u00c2" and text[at + 1 : at + 2] in (" ", "\n", ""):
        return at + 1, ""
    return None


def _likely(code: int) -> bool:
    """Whether a character is one that notes in English hold: Latin letters and signs, typography, emoji."""
    return 0xA0 <= code <= 0x17F or 0x2010 <= code <= 0x2122 or code in (0xFEFF, 0xFFFD) or code >= 0x1F000
