"""Every format of every sample. ``make golden`` writes the golden files anew.

Of the messy export the text, Markdown and the table of findings are kept whole, so that a difference can be read; of
the family and of the forty cases the text is (the first two cases of the forty). Everything else is kept as a
digest, with its number of lines: where only a digest differs, the layout of that format has changed, and the golden
files of the small result (``test_report_golden.py``) show how. What changes with every edit of a rule or with the
machine (digests of packs, versions) is taken out first.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import openpyxl
import pytest

from caseflags.engine import ScanOptions, release, scan
from caseflags.model import Result
from caseflags.report import FORMATS, ReportOptions, render
from caseflags.report.chronicle_formats import CHRONOLOGY_FORMATS, render_chronology
from caseflags.report.paper import Paper

SAMPLES = Path(__file__).parents[2] / "sample_data"
WIDTHS = (80, 160)


@dataclass(frozen=True)
class Sample:
    """A sample, how it is read, how many of its cases the pages show, and which of its pages are kept whole."""

    file: str
    options: dict[str, object]
    top: int | None
    whole: tuple[str, ...]


TOLD = [
    Sample("family.csv", {}, None, ("scan-80.txt", "chronology-80.txt")),
    Sample("cases.json", {}, 2, ("scan-80.txt",)),
    Sample(
        "messy.csv",
        {"mapping": {"date": ("Event Dt",)}},
        None,
        ("scan-80.txt", "scan-160.txt", "scan.md", "scan.csv", "chronology-80.txt", "chronology.md"),
    ),
]


@pytest.mark.parametrize("sample", TOLD, ids=[sample.file for sample in TOLD])
def test_golden(golden: Callable[[str, str], None], sample: Sample) -> None:
    stem = sample.file.partition(".")[0]
    digests = []
    result = scan(ScanOptions(paths=(str(SAMPLES / sample.file),), workers=1, **sample.options))  # type: ignore[arg-type]
    for name, text in _pages(_steady(result), sample.top):
        if name in sample.whole:
            golden(f"samples/{stem}/{name}", text)
        else:
            digest = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]
            digests.append(f"{name:18} {digest}  {text.count(chr(10)):,} lines\n")
    release(result)
    golden(f"samples/{stem}/digests.txt", "".join(digests))


def _steady(result: Result) -> Result:
    """Take out what differs between machines, and with every edit of a rule."""
    packs = tuple({name: value for name, value in pack.items() if name != "digest"} for pack in result.run.packs)
    run = replace(result.run, version="0", packs=packs, environment={})
    return replace(result, cases=list(result.cases), run=run)


def _pages(result: Result, top: int | None) -> Iterator[tuple[str, str]]:
    """Write a result in every format, under the name of its file."""
    for verb, forms in (("scan", FORMATS), ("chronology", CHRONOLOGY_FORMATS)):
        for form in forms:
            ending = {"text": "txt", "markdown": "md"}.get(form, form)
            if form == "text":
                yield from ((f"{verb}-{width}.{ending}", _page(result, verb, form, top, width)) for width in WIDTHS)
            else:
                yield f"{verb}.{ending}", _page(result, verb, form, top)


def _page(result: Result, verb: str, form: str, top: int | None, width: int | None = None) -> str:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="utf-8", newline="")
    if verb == "scan":
        render(result, form, stream, width=width, options=ReportOptions(top=top))
    else:
        render_chronology(result, form, stream, paper=Paper(width))
    stream.flush()
    if form == "xlsx":
        return _sheets(raw.getvalue())
    text = raw.getvalue().decode()
    return text[text.index("<body>") : text.rindex("</footer>")] if form == "html" else text


def _sheets(book: bytes) -> str:
    """What the sheets of a workbook hold, a row to a line: the bytes themselves go with the version of a library."""
    sheets = openpyxl.load_workbook(io.BytesIO(book), read_only=True)
    rows = ((sheet.title, *row) for sheet in sheets for row in sheet.iter_rows(values_only=True))
    return "".join(f"{row!r}\n" for row in rows)
