"""What is no export is named by its content, with a way out, and never a traceback."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from caseflags.errors import CaseflagsError
from caseflags.intake import open_export


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


FOREIGN = {
    "empty": (b"", "is empty"),
    "blank": (b" \r\n\n", "is empty"),
    "mark-only": (b"\xef\xbb\xbf", "is empty"),
    "zeros": (b"\0" * 2000, "is empty"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "is a PDF"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old binary or password-protected"),
    "docx": (zipped("[Content_Types].xml", "word/document.xml"), "is a Word document"),
    "xlsb": (zipped("[Content_Types].xml", "xl/workbook.bin"), "binary Excel workbook"),
    "ods": (zipped("mimetype", "content.xml"), "OpenDocument"),
    "zip": (zipped("notes.csv"), "is a zip archive"),
    "cut-zip": (zipped("notes.csv")[:30], "damaged zip"),
    "sqlite": (b"SQLite format 3\0" + b"\0" * 100, "SQLite"),
    "rtf": (b"{\\rtf1\\ansi Notes}", "RTF document"),
    "html": (b"\xef\xbb\xbf \n<!DOCTYPE html><html><table>", "HTML page"),
    "html-utf-16": ("<html><body>".encode("utf-16"), "HTML page"),
    "xml": (b"<?xml version='1.0'?><notes/>", "XML file"),
    "bzip2": (b"BZh91AY&SY\0\0", "bzip2"),
    "xz": (b"\xfd7zXZ\0\0", "with xz"),
    "7z": (b"7z\xbc\xaf\x27\x1c\0", "7-Zip"),
    "rar": (b"Rar!\x1a\x07\0", "RAR"),
    "png": (b"\x89PNG\r\n\x1a\n", "picture"),
    "jpeg": (b"\xff\xd8\xff\xe0", "picture"),
    "program": (b"MZ\x90\0\x03\0", "program"),
    "tar": (b"notes.csv".ljust(257, b"\0") + b"ustar\0", "tar archive"),
    "binary": (bytes(range(1, 32)) * 40, "binary data"),
    "no-header": (b'"open', "no header in this table"),
    "cut-gzip": (b"\x1f\x8b\x08\0\0\0", "gzip data is damaged"),
    "no-gzip": (b"\x1f\x8bnothing", "gzip data is damaged"),
}


@pytest.mark.parametrize(("data", "said"), FOREIGN.values(), ids=FOREIGN.keys())
def test_what_is_no_export_is_named(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "notes.csv"
    path.write_bytes(data)
    with pytest.raises(CaseflagsError) as caught:
        open_export([str(path)])
    (problem,) = caught.value.problems
    assert said in problem.message
    assert str(problem.place) == "notes.csv"
    assert problem.hint


LOOK_ALIKES = {
    "mz": b"MZ number,case id,text\n1,A,x\n",
    "bzh": b"BZh,case id,text\n1,A,x\n",
    "bracket": b"[case id],[text]\nA,x\n",
}


@pytest.mark.parametrize("data", LOOK_ALIKES.values(), ids=LOOK_ALIKES.keys())
def test_text_that_begins_like_something_else(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "f"
    path.write_bytes(data)
    with open_export([str(path)]) as export:
        assert len(list(export)) == 1
        assert export.recognised[0].format == "csv"
