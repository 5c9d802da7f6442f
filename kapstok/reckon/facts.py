"""A fact: a derived statement with its words and its grounds, worked out once for every output.

Every module in this room makes facts of one sort out of a view at a day; `reckon.door` hands them out. A fact is a
frozen value: typed, with `words` that print it (one function makes them, in a long and where it serves a short form)
and `grounds` that say on what it rests. What is not known is a state of its own, never zero and never "none".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from kapstok.core.model import Key


class Unknown(StrEnum):
    """Why a value is not there; printed as it stands."""

    OPEN = "nog niet bekend"
    HIDDEN = "niet te zeggen in deze uitgave"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """One reason for a fact: a sentence for the reader, and where it was read.

    `rule` is the rule or the part that the ground plays, in words ("streefwaarde", "telt vanaf de laatste dag");
    `value` what was read there, as it is printed; `item` and `field` say where, `source` what document it comes from,
    and `day` when.
    """

    rule: str
    value: str = ""
    item: Key | None = None
    field: str = ""
    source: Key | None = None
    day: date | None = None

    def as_row(self, place: str = "") -> dict[str, str]:
        """What is filled in, by the names that data use; `place` is where in the files it stands."""
        row = {
            "regel": self.rule,
            "waarde": self.value,
            "onderdeel": str(self.item or ""),
            "veld": self.field,
            "plek": place,
            "uit": str(self.source or ""),
            "dag": self.day.isoformat() if self.day else "",
        }
        return {name: value for name, value in row.items() if value}


class Fact(Protocol):
    """What every fact can say of itself."""

    @property
    def words(self) -> str:
        """The statement as a sentence or a word for the reader; no output words it in its own way."""

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """On what the statement rests, the deciding rule first."""
