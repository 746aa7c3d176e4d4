"""The straight line from notes to a result: local processes, sorting on disk, progress."""
