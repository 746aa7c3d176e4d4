"""An export becomes a stream of notes: formats, encodings, columns, dates, cleaning, rejected rows.

``open_export`` and ``inspect_export`` are the doors of the room. What they need is imported when
they are called and not before, so that ``caseflags --help`` stays quick.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, TYPE_CHECKING

from caseflags.intake.inspection import Inspection, inspect_export
from caseflags.intake.options import FIELDS, InputFile, IntakeOptions, Recognised, parse_mapping

if TYPE_CHECKING:
    from caseflags.intake.export import Export

__all__ = [
    "FIELDS",
    "InputFile",
    "Inspection",
    "IntakeOptions",
    "Recognised",
    "inspect_export",
    "open_export",
    "parse_mapping",
]


def open_export(paths: Sequence[str], options: IntakeOptions | None = None, stdin: IO[bytes] | None = None) -> Export:
    """Find, recognise and survey exports; see ``caseflags.intake.export``."""
    from caseflags.intake import export  # noqa: PLC0415 - see above

    return export.open_export(paths, options, stdin)
