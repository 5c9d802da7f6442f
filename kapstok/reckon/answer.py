"""An answer to why: one derived statement about a thing, with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from kapstok.core.model import Key
from kapstok.reckon.facts import Ground


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One derived statement about a thing: what it is called (`Stand`), what it says, and on what it rests.

    `about` is the thing that the statement is of; it differs from the thing asked after for what hangs on that.
    """

    about: Key
    what: str
    words: str
    grounds: tuple[Ground, ...]
