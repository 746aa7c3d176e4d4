"""The pages lead to each other, and what they quote of the measured accuracy is what was measured."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "rules" / "README.md"]
PAGES += [ROOT / "sample_data" / "README.md"]
ACCURACY = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
PRIVACY = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if not link.startswith("http") and not (page.parent / link).exists()]
    assert not missing


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.name)
def test_every_page_can_be_found(page: Path) -> None:
    """The README leads to the pages that most people want, and to docs/cli.md, which leads to all of them."""
    readme, others = (path.read_text(encoding="utf-8") for path in (PAGES[0], ROOT / "docs" / "cli.md"))
    assert f"(docs/{page.name})" in readme or ("(docs/cli.md)" in readme and f"({page.name})" in others)


MEASURED = [
    ("note F1 (affirmed)", r"in a note with F1 (0\.\d\d)"),
    ("mention F1, all", r"single mentions with F1 (0\.\d\d)"),
    ("retraction", r"of retractions less \((0\.\d\d)\)"),
    ("subject right", r"subject right in (0\.\d\d)"),
]


@pytest.mark.parametrize(("row", "quoted"), MEASURED, ids=[row for row, _ in MEASURED])
def test_privacy_quotes_the_measured_figures(row: str, quoted: str) -> None:
    """The check cases are the third column of the table."""
    line = next(line for line in ACCURACY.splitlines() if line.startswith(f"| {row} |"))
    measured = line.split("|")[3].strip().split()[0]
    found = re.search(quoted, PRIVACY)
    assert found
    assert found[1] == measured


def test_the_picture_of_the_terminal_fetches_nothing() -> None:
    svg = (ROOT / "docs" / "pictures" / "terminal.svg").read_text(encoding="utf-8")
    assert set(re.findall(r"https?://[^\"' )]+", svg)) <= {"http://www.w3.org/2000/svg", "https://www.textualize.io"}
    assert "@import" not in svg
    assert "url(http" not in svg
