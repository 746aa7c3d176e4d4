"""What a case shows between its people and over its accounts, as listings that every format lays out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from caseflags.casework.ledger import contested
from caseflags.casework.strands import people_of
from caseflags.model import Account, CaseResult, Cell, Chain, Matrix, Role
from caseflags.report import figures
from caseflags.report.excerpts import Excerpts
from caseflags.report.views import Line, Listing
from caseflags.report.words import count, day, labels_of, title

_MOST = 8
_ROLES = frozenset(Role)
_ABUSE = "domestic_abuse"
_STANCES = {
    "affirmed": "affirmed",
    "denied": "denied",
    "retraction": "taken back",
    "withdrawal": "withdrawn",
    "minimisation": "made small",
}


def listings(result: CaseResult, excerpts: Excerpts, shows: Callable[[str], bool]) -> Iterator[Listing]:
    """Yield the listings of a case, those that its view shows and that say anything."""
    if shows("between") and result.between.cells:
        yield _between(result.between)
    if shows("between") and result.chains:
        yield _chains(result.chains, result.between, excerpts)
    if shows("accounts") and (ledger := _accounts(result.accounts)):
        yield ledger


def strand_title(strand: str) -> str:
    """Write a strand in words.

    >>> strand_title("substance_misuse:father"), strand_title("domestic_abuse:father>mother")
    ("father's substance misuse", "father's abuse of mother")
    """
    category, subject, victim = people_of(strand)
    whose = "somebody's" if subject == "unknown" else f"{subject}'s"
    what = "abuse" if category == _ABUSE else title(category).lower()
    return f"{whose} {what}" + (f" of {victim}" if victim else "")


def _short(strand: str) -> str:
    """Write a strand with the code of its category: "SM father", "DA father>mother"."""
    category, _, people = strand.partition(":")
    (label,) = labels_of((category,))
    return f"{label.code} {people}"


def _between(matrix: Matrix) -> Listing:
    """List how strands meet, those first that meet most closely."""
    cells = sorted(matrix.cells, key=lambda cell: (-cell.sentences, -cell.notes, -cell.window_pairs))
    lines = tuple(map(_meeting, cells[:_MOST]))
    more = len(cells) - len(lines)
    notes = ["first: pairs of notes in which the one or the other was first; median: days between them"]
    notes += [f"and {count(more, 'more pair')}: --format json has them"] if more else []
    heading = f"How they meet by person (pairs of notes within {matrix.window_days} days)"
    columns = ("notes", "sentences", "pairs", "first", "median")
    return Listing(heading, columns, (("", lines),), tuple(notes))


def _meeting(cell: Cell) -> Line:
    numbers = map(figures.number, (cell.notes, cell.sentences, cell.window_pairs))
    order = (("1st", cell.row_first), ("2nd", cell.column_first), ("same", cell.same_day))
    first = ", ".join(f"{name} {times:,}" for name, times in order if times) or figures.NOTHING
    days = figures.days(cell.measures.get("median_days"))
    return _line(" + ", (cell.row, cell.column), (*numbers, first, days))


def _line(joint: str, strands: Sequence[str], cells: tuple[str, ...]) -> Line:
    return Line(joint.join(map(strand_title, strands)), joint.join(map(_short, strands)), cells)


def _chains(chains: Iterable[Chain], matrix: Matrix, excerpts: Excerpts) -> Listing:
    lines = []
    for chain in chains:
        found = excerpts.findings(chain.evidence)
        span = (day(found[0].date), day(found[-1].date)) if found else ("", "")
        lines.append(_line(" → ", chain.strands, (f"{chain.days:,}", *span)))
    heading = f"One after the other, each within {matrix.window_days} days of the next"
    notes = ("days: of the abuse, on which it holds; from, to: where the three lie closest together",)
    return Listing(heading, ("days", "from", "to"), (("", tuple(lines)),), notes)


def _accounts(accounts: Iterable[Account]) -> Listing | None:
    """List who affirmed and who denied, for topics on which voices differ."""
    accounts = tuple(accounts)
    groups = tuple((_topic(topic), tuple(map(_account, found))) for topic, found in contested(accounts))
    if not groups:
        return None
    others = len({account.topic for account in accounts}) - len(groups)
    notes = [f"{count(others, 'other topic')} affirmed, and denied by nobody"] if others else []
    heading = "Accounts: who affirmed, who denied or took back, and when"
    return Listing(heading, ("findings", "first", "last"), groups, tuple(notes))


def _topic(topic: str) -> str:
    words = strand_title(topic)
    return words[:1].upper() + words[1:]


def _account(account: Account) -> Line:
    voice = f"by {account.by}" if account.by in _ROLES else f"in notes of {account.by}"
    words = f"{_STANCES[account.stance]} {voice}"
    dates = (day(account.first_date), day(account.last_date))
    return Line(words, words, (f"{len(account.finding_ids):,}", *dates))
