"""What a file is, told by its content. Its name is never asked: exports are named anything."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping

from caseflags.errors import CaseflagsError, Place, Problem
from caseflags.intake.encoding import LENIENT, Encoding
from caseflags.intake.sources import Source

_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF", "export the notes as CSV, XLSX or JSON instead"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old binary or password-protected Office file",
        "save it as .xlsx without a password, or as CSV",
    ),
    (b"SQLite format 3\0", "an SQLite database", "export its table of notes as CSV"),
    (b"{\\rtf", "an RTF document", "export the notes as CSV, XLSX or JSON instead"),
    (b"BZh", "compressed with bzip2", "unpack it first; only .gz is read directly"),
    (b"\xfd7zXZ\0", "compressed with xz", "unpack it first; only .gz is read directly"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd", "unpack it first; only .gz is read directly"),
    (b"\x1f\x8b", "compressed more than once", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it first"),
    (b"Rar!\x1a\x07", "a RAR archive", "unpack it first"),
    (b"\x89PNG", "a picture", "only text can be read"),
    (b"\xff\xd8\xff", "a picture", "only text can be read"),
    (b"GIF8", "a picture", "only text can be read"),
    (b"II*\0", "a picture", "only text can be read"),
    (b"MM\0*", "a picture", "only text can be read"),
    (b"MZ", "a program", "only text can be read"),
    (b"\x7fELF", "a program", "only text can be read"),
)
_IN_ZIP: tuple[tuple[str, str, str], ...] = (
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)", "save it as .xlsx or CSV"),
    ("word/document.xml", "a Word document", "export the notes as CSV, XLSX or JSON instead"),
    ("ppt/presentation.xml", "a PowerPoint file", "export the notes as CSV, XLSX or JSON instead"),
    ("content.xml", "an OpenDocument file", "save it as .xlsx or CSV"),
)
_MARKUP: Mapping[str, tuple[str, str]] = {
    "<!doctype html": ("an HTML page", "open it in a spreadsheet and save it as .xlsx or CSV"),
    "<html": ("an HTML page", "open it in a spreadsheet and save it as .xlsx or CSV"),
    "<table": ("an HTML page", "open it in a spreadsheet and save it as .xlsx or CSV"),
    "<?xml": ("an XML file", "export the notes as CSV, XLSX or JSON instead"),
}
_SAMPLE_LINES = 50


def sniff(source: Source, head: bytes) -> str:
    """Refuse what is no export, with its true name and a way out; otherwise ``xlsx``, ``parquet``, or ``text``.

    ``head`` is the beginning of the content, after decompression.
    """
    if not head.strip(b" \t\r\n\xef\xbb\xbf\xff\xfe\0"):
        raise CaseflagsError(Problem("the file is empty", Place(source.label), "export it again"))
    if head[257:262] == b"ustar":
        raise _foreign(source, "a tar archive", "unpack it first")
    if head.startswith(b"PK"):
        return _sniff_zip(source)
    if head.startswith(b"PAR1") and b"\0" in head[:512]:
        return "parquet"
    for magic, what, hint in _MAGIC:
        if head.startswith(magic) and not _is_text(magic, head):
            raise _foreign(source, what, hint)
    return "text"


def _is_text(magic: bytes, head: bytes) -> bool:
    """Short magic numbers that are letters may begin a column name ("MZ number"): then no zero byte follows."""
    return magic in (b"MZ", b"BZh", b"GIF8") and b"\0" not in head[:512]


def _sniff_zip(source: Source) -> str:
    try:
        with source.open() as content, zipfile.ZipFile(content) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError) as error:
        hint = "the file was probably cut off on its way: fetch it again"
        raise CaseflagsError(Problem("the file is a damaged zip or XLSX", Place(source.label), hint)) from error
    if "xl/workbook.xml" in names:
        return "xlsx"
    for name, what, hint in _IN_ZIP:
        if name in names:
            raise _foreign(source, what, hint)
    raise _foreign(source, "a zip archive", "unpack it first")


def sniff_text(source: Source, head: bytes, encoding: Encoding) -> str:
    """``csv``, ``json`` or ``jsonl`` for a text, by how it begins. Refuses markup and what is no text at all."""
    text = io.TextIOWrapper(io.BytesIO(head), encoding.codec, LENIENT).read().lstrip("\ufeff \t\r\n")
    for start, (what, hint) in _MARKUP.items():
        if text[:20].lower().startswith(start):
            raise _foreign(source, what, hint)
    sample = text[:4096]
    if sum(c < " " and c not in "\t\r\n\f\v" for c in sample) > 0.1 * len(sample):
        raise _foreign(source, "no text but binary data", "export the notes as CSV, XLSX or JSON")
    if text.startswith("{"):
        return "jsonl" if _is_json_lines(text) else "json"
    if text.startswith("[") and text[1:].lstrip()[:1] in ("{", "[", "]"):
        return "json"
    return "csv"


def _is_json_lines(text: str) -> bool:
    """Whether most lines are JSON objects by themselves; of a single line, whether it is all there is."""
    lines = [line for line in text.splitlines()[: _SAMPLE_LINES + 1] if line.strip()]
    if len(lines) > _SAMPLE_LINES:
        lines.pop()
    whole = sum(_is_object(line) for line in lines)
    return len(lines) > 1 and whole * 2 >= len(lines)


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line, strict=False), dict)
    except (ValueError, RecursionError):
        return False


def _foreign(source: Source, what: str, hint: str) -> CaseflagsError:
    return CaseflagsError(Problem(f"the file is {what}, whatever its name says", Place(source.label), hint))
