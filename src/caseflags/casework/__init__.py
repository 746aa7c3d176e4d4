"""The findings of a case become one story: who is who, matrix, patterns, chronology."""

from caseflags.casework.across import Across
from caseflags.casework.options import CaseworkOptions
from caseflags.casework.reading import read_case

__all__ = ["Across", "CaseworkOptions", "read_case"]
