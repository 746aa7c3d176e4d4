"""The line in which a scheduled run says how it went: counts, ids of gates, never a word of a note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from caseflags.cli.terminal import printable, say
from caseflags.engine.gates import GateHit
from caseflags.model import Result
from caseflags.quality.difference import CHANGED, GONE, NEW, Difference


def tell_summary(result: Result, hit: Sequence[GateHit], difference: Difference | None, *, quiet: bool) -> None:
    """Say it on standard error; a quiet run says it only where there is something to look at."""
    if quiet and not hit and not result.run.rows.rejected:
        return
    say(printable("; ".join(_parts(result, hit, difference))), "error" if hit else "")
    for notice in difference.notices if difference and not quiet else ():
        say(printable(f"note: {notice}"))


def _parts(result: Result, hit: Sequence[GateHit], difference: Difference | None) -> Iterator[str]:
    run = result.run
    rejected = f", {run.rows.rejected:,} rejected" if run.rows.rejected else ""
    yield f"caseflags: {run.rows.analysed:,} of {run.rows.read:,} notes{rejected}, {sum(run.rules.values()):,} findings"
    if run.suppressed:
        yield f"{sum(run.suppressed.values()):,} suppressed"
    if difference:
        yield counted(difference)
    yield "gates hit: " + ", ".join(found.gate.text for found in hit) if hit else "no gate hit"


def counted(difference: Difference) -> str:
    """Count what differs, and by cause where it is not the notes alone."""
    kinds = ", ".join(f"{difference.count(kind):,} {kind}" for kind in (NEW, GONE, CHANGED))
    causes = difference.causes()
    told = ", ".join(f"{cause} {number:,}" for cause, number in causes.items())
    return f"{kinds} (by {told})" if causes.keys() - {"notes"} else kinds
