"""What the values of a field with the role `vaststelling` mean to the engine."""

from __future__ import annotations

ADOPTED = frozenset({"vastgesteld", "voor-kennisgeving"})
WITHDRAWN = frozenset({"ingetrokken", "vervallen"})
OPEN = frozenset({"concept", "ter-inzage"})
PENDING = OPEN | {"gepresenteerd"}
SETTLED = frozenset({"vastgesteld"})
NOT_YET = frozenset({"nog-niet-vastgesteld"})  # of a source, with the role `bronstand`
