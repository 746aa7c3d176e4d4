"""A result becomes text, Markdown, JSON, CSV and more: one file per format."""
