"""Renderers: one target a file. Each gets a view and yields (path, bytes); none of them writes."""
