"""caseflags reads case-note exports and shows where risks meet, with the words that say so.

``scan_frame`` (and ``FRAME_SCHEMA``, its columns) is for data frames, by themselves or in the parts of a cluster. It is
looked up when it is asked for, so that importing the package costs nothing.
"""

from importlib import import_module

__version__ = "0.1.0"
__all__ = ["FRAME_SCHEMA", "__version__", "scan_frame"]


def __getattr__(name: str) -> object:
    """Look up what is for data frames."""
    if name in ("FRAME_SCHEMA", "scan_frame"):
        return getattr(import_module("caseflags.engine.frame"), name)
    raise AttributeError(f"module 'caseflags' has no attribute '{name}'")
