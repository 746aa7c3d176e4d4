"""The encoding is judged by the whole stream, and no byte is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflags.intake.encoding import LENIENT, Encoding, EncodingEvidence

TEXT = "Café, £10, \u2019quoted\u2019\n"


def decide(data: bytes, block: int = 7) -> Encoding:
    """Judge bytes that come in small blocks."""
    evidence = EncodingEvidence()
    for at in range(0, len(data), block):
        evidence.add(data[at : at + block])
    return evidence.decide()


DECIDED = {
    "ascii": (b"plain", "utf-8"),
    "utf-8": (TEXT.encode(), "utf-8"),
    "utf-8-mark": (TEXT.encode("utf-8-sig"), "utf-8-sig"),
    "utf-16-mark": (TEXT.encode("utf-16"), "utf-16"),
    "utf-16-be-mark": ("\ufeff".encode("utf-16-be") + TEXT.encode("utf-16-be"), "utf-16"),
    "utf-16-le": (TEXT.encode("utf-16-le"), "utf-16-le"),
    "utf-16-be": (TEXT.encode("utf-16-be"), "utf-16-be"),
    "utf-32-mark": (TEXT.encode("utf-32"), "utf-32"),
    "windows-1252": (TEXT.encode("cp1252"), "cp1252"),
    "windows-1252-late": (b"plain text\n" * 1000 + b"don\x92t", "cp1252"),
    "utf-8-late": (b"plain text\n" * 1000 + "don\u2019t".encode(), "utf-8"),
    "mostly-utf-8": (TEXT.encode() * 5 + b"don\x92t", "utf-8"),
    "mostly-windows-1252": (TEXT.encode("cp1252") * 5 + "\u2019".encode(), "cp1252"),
    "a-few-zeros": (b"plain\0text and more of it\n" * 10, "utf-8"),
}


@pytest.mark.parametrize(("data", "codec"), DECIDED.values(), ids=DECIDED.keys())
@pytest.mark.parametrize("block", [1, 2, 3, 7, 1 << 20])
def test_encoding_is_decided(data: bytes, codec: str, block: int) -> None:
    encoding = decide(data, block)
    assert encoding.codec == codec
    assert encoding.reason


def test_stray_bytes_are_said_and_read() -> None:
    data = TEXT.encode() * 5 + b"don\x92t \x81"
    encoding = decide(data)
    assert "2 bytes" in encoding.message
    assert data.decode(encoding.codec, LENIENT).endswith("don\u2019t \x81")


def test_bytes_that_windows_1252_lacks_are_kept() -> None:
    assert b"a\x81\x92".decode("cp1252", LENIENT) == "a\x81\u2019"


@given(st.text(st.characters(codec="utf-8"), min_size=1), st.integers(1, 9))
def test_utf_8_is_always_seen_as_utf_8_or_a_sign_of_utf_16(text: str, block: int) -> None:
    encoding = decide(text.encode(), block)
    assert encoding.codec.startswith("utf")


@given(st.binary(), st.integers(1, 9))
def test_any_bytes_can_be_decoded(data: bytes, block: int) -> None:
    encoding = decide(data, block)
    data.decode(encoding.codec, LENIENT)
    assert decide(data, 1 << 20) == encoding
