"""One note becomes findings as written: matching, context, people."""
