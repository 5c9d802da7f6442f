"""Open data: every item as JSON and CSV."""
