"""The frozen records that code maps become: which findings support which code of which form."""

from __future__ import annotations

from dataclasses import dataclass

from caseflags.errors import Place
from caseflags.rulebook.pattern_records import Select, Step

CHILD = "<child>"


@dataclass(frozen=True, slots=True)
class CodeRule:
    """One way in which findings support a code.

    ``check`` says what they leave open, or is empty. One of the words of ``sentence``, if there are any, must stand in
    the sentence of a finding; ``CHILD`` is whatever a child of the case is called.
    """

    code: str
    title: str
    step: Step
    place: Place
    check: str = ""
    sentence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeMap:
    """The codes of one form in one year. ``verified`` says whether they were compared with the form itself."""

    id: str
    title: str
    form: str
    year: str
    source: str
    verified: bool
    rules: tuple[CodeRule, ...]
    digest: str
    place: Place

    def selects(self) -> tuple[Select, ...]:
        """All selections that the map makes."""
        lists = ((rule.step.find, rule.step.with_, rule.step.without) for rule in self.rules)
        return tuple(select for parts in lists for selects in parts for select in selects)
