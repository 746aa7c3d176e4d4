"""caseflags reads case-note exports and shows where risks meet, with the words that say so.

``scan_frame`` (with ``FRAME_SCHEMA``, its columns, and ``RejectedRowsWarning``) is for data frames, by themselves or in
the parts of a cluster. It is looked up when it is asked for, so that importing the package costs nothing.
"""

from importlib import import_module

__version__ = "0.1.0"
_FOR_FRAMES = ("FRAME_SCHEMA", "RejectedRowsWarning", "scan_frame")
__all__ = ["FRAME_SCHEMA", "RejectedRowsWarning", "__version__", "scan_frame"]


def __getattr__(name: str) -> object:
    """Look up what is for data frames."""
    if name in _FOR_FRAMES:
        return getattr(import_module("caseflags.engine.frame"), name)
    raise AttributeError(f"module 'caseflags' has no attribute '{name}'")
