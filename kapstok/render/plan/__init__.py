"""Which papers there are, from the heads of their templates and the headings as data."""
