"""How plain the running text of an agenda is: a figure for each text, and notes that say what could be plainer."""

from __future__ import annotations
