"""What every page for the browser is made of: one file with its own style, and no word of a note that becomes markup.

Nothing is fetched from elsewhere. Jinja2 escapes every text, and a Content Security Policy allows no style and no
script but those whose hashes it names (https://www.w3.org/TR/CSP3/#strict-csp).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from caseflags.report import figures
from caseflags.report.document import pattern_title
from caseflags.report.words import count, day, quoted, safe, shade

MOST_CASES = 2_000
"""So many cases a page holds; a browser still opens that at once."""

_PAGE = Path(__file__).with_name("page")


def generate(template: str, *, script: str = "", **values: object) -> Iterator[str]:
    """Make a page, piece by piece. ``script`` names the file of a page that has one."""
    style, code = _source("style.css"), _source(script) if script else ""
    page = _environment().get_template(template)
    return page.generate(style=style, script=code, policy=_policy(style, code), **values)


def _policy(style: str, script: str) -> str:
    """Allow our own style and script, and nothing else."""
    scripts = f"script-src '{_hash(script)}'; " if script else ""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; {scripts}img-src 'none'; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _source(name: str) -> str:
    return (_PAGE / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_PAGE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "day": day,
        "plain": safe,
        "quoted": quoted,
        "number": figures.number,
        "pattern_title": pattern_title,
    }
    environment.globals |= {"count": count, "shade": shade, "figures": figures}
    return environment
