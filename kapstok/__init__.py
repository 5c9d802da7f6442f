"""Kapstok: from a municipal agenda in YAML to a site, papers and open data."""

__version__ = "0.1.0"
