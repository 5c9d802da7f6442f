"""A change that matters to others, in words."""

from __future__ import annotations

from kapstok.core.model import FieldChange
from kapstok.core.text import enumerate_words
from kapstok.history.difference import EMPTIED, FILLED
from kapstok.history.suspect import Turn


def turn_words(turn: Turn) -> str:
    """One change in words: `streefwaarde doel-2026: waarde was 60, wordt 50`."""
    if turn.change is None:
        return f"{turn.part} {turn.how}"
    said = _change(turn.change)
    return f"{turn.part}: {said[:1].lower()}{said[1:]}" if turn.part else said


def _change(change: FieldChange) -> str:
    if change.how == FILLED:
        return f"{change.label} ingevuld" + (f" met {change.after}" if change.after else "")
    if change.how == EMPTIED:
        return f"{change.label} weggehaald"
    if change.added or change.removed:
        parts = [f"erbij {enumerate_words(change.added, 'en')}"] if change.added else []
        parts += [f"weg {enumerate_words(change.removed, 'en')}"] if change.removed else []
        return f"{change.label}: {', '.join(parts)}"
    told = f" was {change.before}, wordt {change.after}" if change.before or change.after else " gewijzigd"
    return change.label + told
