"""A case reduced to some categories: what ``--category`` leaves to be seen.

A case is read with everything that its notes say, so that nobody's part in it changes with what is shown of it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from caseflags.casework.chronology import events_of
from caseflags.casework.codes import narrowed
from caseflags.casework.ledger import accounts_of
from caseflags.model import CaseResult


def narrow(result: CaseResult, categories: Collection[str]) -> CaseResult:
    """Leave the findings of ``categories``, their events and accounts, and the patterns and codes that rest on nothing
    else.

    The matrices are left as they are: they were made for these categories. No categories at all mean all of them.
    """
    if not categories:
        return result
    findings = tuple(f for f in result.case.findings if f.category in categories)
    case = replace(result.case, findings=findings)
    shown = {finding.finding_id for finding in findings}
    patterns = tuple(hit for hit in result.patterns if shown.issuperset(hit.evidence))
    return replace(
        result,
        case=case,
        chronology=events_of(case),
        patterns=patterns,
        codes=narrowed(result.codes, shown),
        chains=tuple(chain for chain in result.chains if shown.issuperset(chain.evidence)),
        accounts=accounts_of(case),
    )
