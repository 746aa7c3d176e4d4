"""The straight line from notes to a result: local processes, sorting on disk, progress."""

from caseflags.engine.options import ScanOptions
from caseflags.engine.progress import Progress, Silent
from caseflags.engine.run import read_cases, release, scan

__all__ = ["Progress", "ScanOptions", "Silent", "read_cases", "release", "scan"]
