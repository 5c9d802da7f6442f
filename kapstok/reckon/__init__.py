"""Steering figures: how indicators stand, what money hangs where, what is planned and what is still open.

Pure functions over a view. They know fields by the roles of the schemas (`x-rol`), never by the name of a kind.
"""
