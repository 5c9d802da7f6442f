"""Schemas become kinds: their shapes, their addresses and their order."""
