"""Is it right, and what changed: gold evaluation, rule examples, results compared."""
