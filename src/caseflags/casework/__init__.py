"""The findings of a case become one story: who is who, matrix, patterns, chronology."""
