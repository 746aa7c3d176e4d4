"""Takes the pictures of the README from the sample family: ``make pictures``.

``docs/pictures/terminal.svg`` is what a terminal shows, ``docs/pictures/page.png`` is the HTML page in a headless
Chromium; where there is none, that picture stays as it is.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

from caseflags.engine import ScanOptions, release, scan
from caseflags.model import Result
from caseflags.report import ReportOptions, render

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
SAMPLE = ROOT / "sample_data" / "family.csv"
BROWSERS = ("chromium", "google-chrome", "chromium-browser")
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --hide-scrollbars --force-prefers-reduced-motion "
    "--disable-background-networking --window-size=1280,1500"
).split()
COMMAND = "caseflags scan sample_data/family.csv"
WIDTH = 92
LINES = 62


def terminal(result: Result) -> str:
    """The beginning of what a terminal shows, as SVG."""
    stream = io.StringIO()
    render(result, "text", stream, width=WIDTH, color=True, options=ReportOptions(evidence=4))
    lines = stream.getvalue().split("\n")[:LINES]
    console = Console(file=io.StringIO(), record=True, width=WIDTH, force_terminal=True, legacy_windows=False)
    console.print(Text.assemble(("$ ", "bold green"), COMMAND))
    console.print(Text.from_ansi("\n".join([*lines, "..."])))
    svg = console.export_svg(title="caseflags", unique_id="caseflags")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)  # no font is fetched from elsewhere
    return re.sub(r"[ \t]+$", "", svg, flags=re.MULTILINE)


def page(result: Result, browser: str, picture: Path) -> None:
    """A picture of the page, as the browser draws it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        with path.open("w", encoding="utf-8", newline="") as stream:
            render(result, "html", stream)
        command = [browser, *FLAGS, f"--user-data-dir={folder}/profile", f"--screenshot={picture}", path.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - our own page


def main() -> None:
    """Take both pictures."""
    PICTURES.mkdir(exist_ok=True)
    result = scan(ScanOptions(paths=(str(SAMPLE),)))
    (PICTURES / "terminal.svg").write_text(terminal(result), encoding="utf-8", newline="\n")
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser:
        page(result, browser, PICTURES / "page.png")
    else:
        sys.stderr.write("no picture of the page: there is no Chromium here (Debian's package is chromium)\n")
    release(result)


if __name__ == "__main__":
    main()
