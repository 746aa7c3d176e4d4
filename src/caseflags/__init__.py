"""caseflags reads case-note exports and shows where risks meet, with the words that say so."""

__version__ = "0.1.0"
