"""How many things are in each state, in the order of the states, with the words that count them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kapstok.core.model import Item

_PLURALS = {"loopt": "lopen", "loopt achter": "lopen achter"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """The things in one state. `words` count them: `3 lopen achter`."""

    state: str
    things: tuple[Item, ...]

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.things)

    @property
    def words(self) -> str:
        """`1 loopt`, `3 lopen`."""
        return f"{self.number} {self.state if self.number == 1 else _PLURALS.get(self.state, self.state)}"


def tally(states: Sequence[str], found: Iterable[tuple[Item, str]]) -> tuple[Count, ...]:
    """A count for each state that occurs, in the order of `states`; a thing in none of them is not counted."""
    by_state: dict[str, list[Item]] = {}
    for item, state in found:
        by_state.setdefault(state, []).append(item)
    return tuple(Count(state=str(s), things=tuple(by_state[s])) for s in states if s in by_state)


def many(number: int, one: str, several: str) -> str:
    """`1 doel`, `3 doelen`."""
    return f"{number} {one if number == 1 else several}"
