"""The codes that a case supports, list by list, as a page shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from caseflags.coding import CodeHit
from caseflags.report.excerpts import Excerpts, Shown
from caseflags.report.words import count, day

HEADING = "Codes that findings support (a person gives them)"
_SHORT = frozenset({"dash", "snomed"})
_REFERENCES = 3


@dataclass(frozen=True, slots=True)
class CodeShown:
    """A code with some of its evidence: numbers of excerpts on the page, or one excerpt that stands here."""

    hit: CodeHit
    shown: Shown

    @property
    def numbers(self) -> tuple[int, ...]:
        """The first few excerpts that it refers to."""
        return tuple(excerpt.number for excerpt in self.shown.new) or self.shown.seen[:_REFERENCES]


@dataclass(frozen=True, slots=True)
class CodeList:
    """The codes of one form. ``short`` lists are told in a line: numbers say all that may be printed of them."""

    form: str
    short: bool
    codes: tuple[CodeShown, ...]


def code_lists(hits: Sequence[CodeHit], excerpts: Excerpts) -> Iterator[CodeList]:
    """Lay out the codes of a case, each list under its form, year and whether it was compared with the form."""
    for name, found in groupby(hits, key=lambda hit: hit.map):
        codes = tuple(_code(hit, excerpts, short=name in _SHORT) for hit in found)
        first = codes[0].hit
        year = "" if first.year == "undated" else f", {first.year}"
        form = f"{first.form}{year}" + ("" if first.verified else ", not verified")
        yield CodeList(form, name in _SHORT, codes)


def _code(hit: CodeHit, excerpts: Excerpts, *, short: bool) -> CodeShown:
    seen = excerpts.show(hit.evidence, 0)
    return CodeShown(hit, seen if seen.seen or short else excerpts.show(hit.evidence, 1))


def rests_on(hit: CodeHit) -> str:
    """Say how many findings a code rests on, and from when they are."""
    dates = " to ".join(day(when) for when in dict.fromkeys((hit.first_date, hit.last_date)) if when)
    return count(len(hit.evidence), "finding") + (f", {dates}" if dates else "")


def in_short(codes: CodeList) -> Iterator[str]:
    """Tell a short list: what is supported, then what is to be checked."""
    for heading, check in (("", False), ("to check: ", True)):
        named = [_name(code.hit) for code in codes.codes if bool(code.hit.check) is check]
        if named:
            yield heading + ", ".join(named)


def _name(hit: CodeHit) -> str:
    """Name a code with the number of its findings; where its title says no more than the code, the code alone."""
    number = f" ({len(hit.evidence)})"
    return hit.code + number if hit.title.endswith(f" {hit.code}") else f"{hit.title} {hit.code}{number}"
