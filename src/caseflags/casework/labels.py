"""The rows and columns of a matrix: categories, or the indicators of a category that is opened."""

from __future__ import annotations

from collections.abc import Iterable

from caseflags.casework.options import CaseworkOptions
from caseflags.model import CATEGORIES, Finding, category_order

_INDICATORS = {"retraction": ("retraction", "withdrawal", "minimisation", "denial")}
"""Indicators in the order of the guidelines; shown whenever their category is opened, found or not. Other categories
that are opened show the indicators that are found."""


def label_of(finding: Finding, options: CaseworkOptions) -> str:
    """Name the category, or ``category.indicator`` where the category is opened."""
    if finding.category in options.opened:
        return f"{finding.category}.{finding.indicator}"
    return finding.category


def labels_shown(findings: Iterable[Finding], options: CaseworkOptions) -> tuple[str, ...]:
    """List the labels of a case's matrix, in order."""
    shown = set(_always(options))
    for finding in findings:
        if _is_shown(finding.category, options):
            shown.add(label_of(finding, options))
    return tuple(sorted(shown, key=label_order))


def label_order(label: str) -> tuple[tuple[int, str], int, str]:
    """Order labels by category's place, then the guidelines' order of indicators, then the name."""
    category, _, indicator = label.partition(".")
    known = _INDICATORS.get(category, ())
    return category_order(category), known.index(indicator) if indicator in known else len(known), indicator


def _always(options: CaseworkOptions) -> Iterable[str]:
    for category in CATEGORIES if options.categories is None else options.categories:
        if category not in options.opened:
            yield category
        else:
            yield from (f"{category}.{indicator}" for indicator in _INDICATORS.get(category, ()))


def _is_shown(category: str, options: CaseworkOptions) -> bool:
    if options.categories is None:
        return category not in options.aside
    return category in options.categories
