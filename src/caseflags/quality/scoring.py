"""Findings against gold mentions, as the gold's README says they are scored."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from caseflags.model import CATEGORIES, Assertion, Finding
from caseflags.quality.gold import GoldMention, GoldNote

LONGEST_FINDING = 120
ATTRIBUTES = ("assertion", "temporality", "subject", "victim", "indicator")


@dataclass(frozen=True, slots=True)
class Pair:
    """A finding and the gold mention that it found."""

    finding: Finding
    gold: GoldMention


@dataclass(frozen=True, slots=True)
class Ratio:
    """``right`` of ``found`` and of ``wanted``: precision, recall and F1, 0 where nothing was there to find."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 0.0

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(self.right + other.right, self.found + other.found, self.wanted + other.wanted)


@dataclass(frozen=True, slots=True)
class NoteScore:
    """Everything countable about one note; scores of notes add up, so that a bootstrap can draw notes or cases."""

    case_id: str
    note_id: str
    pairs: tuple[Pair, ...]
    spurious: tuple[Finding, ...]
    missed: tuple[GoldMention, ...]
    quiet: bool


@dataclass(frozen=True, slots=True)
class Score:
    """The table of the gold's README."""

    mention: Mapping[str, Ratio]
    strict: Mapping[str, Ratio]
    note: Mapping[str, Ratio]
    attributes: Mapping[str, Ratio]
    quiet_notes: int
    quiet_affirmed: int
    confusion: Mapping[tuple[str, str, str], int] = field(default_factory=dict)

    @property
    def quiet_rate(self) -> float:
        """Affirmed findings per 1,000 notes that hold no mention."""
        return 1000 * self.quiet_affirmed / self.quiet_notes if self.quiet_notes else 0.0


def score_note(gold: GoldNote, findings: Iterable[Finding]) -> NoteScore:
    """Pair the findings of one note with its gold mentions, one to one, the largest overlap first."""
    scored = [finding for finding in findings if finding.category in CATEGORIES]
    candidates = sorted(
        (
            (-_overlap(finding, mention), i, j)
            for i, finding in enumerate(scored)
            for j, mention in enumerate(gold.mentions)
            if finding.category == mention.category
            and _overlap(finding, mention) > 0
            and finding.end - finding.start <= LONGEST_FINDING
        )
    )
    used_findings: set[int] = set()
    used_gold: set[int] = set()
    pairs = []
    for _, i, j in candidates:
        if i not in used_findings and j not in used_gold:
            used_findings.add(i)
            used_gold.add(j)
            pairs.append(Pair(scored[i], gold.mentions[j]))
    return NoteScore(
        gold.note.case_id,
        gold.note.note_id,
        tuple(pairs),
        tuple(finding for i, finding in enumerate(scored) if i not in used_findings),
        tuple(mention for j, mention in enumerate(gold.mentions) if j not in used_gold),
        quiet=not gold.mentions,
    )


def add_up(scores: Sequence[NoteScore]) -> Score:
    """The score of many notes."""
    mention: dict[str, Ratio] = defaultdict(Ratio)
    strict: dict[str, Ratio] = defaultdict(Ratio)
    notes: dict[str, Ratio] = defaultdict(Ratio)
    attributes: dict[str, Ratio] = defaultdict(Ratio)
    confusion: Counter[tuple[str, str, str]] = Counter()
    for score in scores:
        for category in (*CATEGORIES, "all"):
            mention[category] += _ratio(score, category, strict=False)
            strict[category] += _ratio(score, category, strict=True)
        for category in CATEGORIES:
            one = _note_ratio(score, category)
            notes[category] += one
            notes["all"] += one
        for pair in score.pairs:
            for attribute in _attributes_of(pair):
                found, wanted = str(getattr(pair.finding, attribute)), str(getattr(pair.gold, attribute))
                attributes[attribute] += Ratio(int(found == wanted), 1, 1)
                if found != wanted:
                    confusion[(attribute, wanted, found)] += 1
    quiet = [score for score in scores if score.quiet]
    affirmed = sum(f.assertion is Assertion.AFFIRMED for score in quiet for f in score.spurious)
    return Score(mention, strict, notes, attributes, len(quiet), affirmed, confusion)


def _overlap(finding: Finding, mention: GoldMention) -> int:
    return min(finding.end, mention.end) - max(finding.start, mention.start)


def _ratio(score: NoteScore, category: str, *, strict: bool) -> Ratio:
    def counts(name: str) -> bool:
        return category in {name, "all"}

    pairs = [pair for pair in score.pairs if counts(pair.gold.category)]
    found = len(pairs) + sum(counts(finding.category) for finding in score.spurious)
    wanted = len(pairs) + sum(counts(mention.category) for mention in score.missed)
    right = [pair for pair in pairs if not strict or pair.finding.assertion is pair.gold.assertion]
    return Ratio(len(right), found, wanted)


def _note_ratio(score: NoteScore, category: str) -> Ratio:
    """Whether the note is positive (one affirmed mention) in the findings and in the gold."""
    found = [pair.finding for pair in score.pairs] + list(score.spurious)
    wanted = [pair.gold for pair in score.pairs] + list(score.missed)
    positive = any(f.category == category and f.assertion is Assertion.AFFIRMED for f in found)
    true = any(m.category == category and m.assertion is Assertion.AFFIRMED for m in wanted)
    return Ratio(int(positive and true), int(positive), int(true))


def _attributes_of(pair: Pair) -> tuple[str, ...]:
    return ATTRIBUTES if pair.gold.category == "domestic_abuse" else tuple(a for a in ATTRIBUTES if a != "victim")
