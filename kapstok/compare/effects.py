"""The sorts of consequences, in the order in which a reader wants to know them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Self

from kapstok.compare.values import Consequence


class Effect(StrEnum):
    """What a change elsewhere brings about. `heading` stands above consequences of this sort."""

    heading: str

    def __new__(cls, value: str, heading: str) -> Self:
        """A member is its word, with its heading beside it."""
        made = str.__new__(cls, value)
        made._value_, made.heading = value, heading
        return made

    NORM = "norm", "Kaders: wat zich er nu wel of niet meer aan houdt"
    EXEMPTION = "afwijking", "Afwijkingen van kaders"
    VERDICT = "oordeel", "Cijfers: oordelen die omslaan"
    DECISION = "besluit", "Wat er is besloten"
    ADOPTION = "vaststelling", "Hoe ver de besluitvorming is"
    FROZEN = "vastgesteld-stuk", "Vastgestelde stukken die niet meer kloppen met hun bronnen"
    MONEY = "geld", "Totalen van geld en inzet"
    PROGRESS = "looptijd", "Wat begint, eindigt of niet meer geldt"
    MATTER = "afspraak", "Acties, toezeggingen en moties"
    DEADLINE = "termijn", "Termijnen en data"
    COUNT = "aantal", "Aantallen"
    ADDRESS = "adres", "Adressen die vervallen of verhuizen"
    SUSPECT = "nagaan", "Let op: verwijst naar wat hier verandert"
    PAGE = "pagina", "Pagina's die veranderen"
    PAPER = "stuk", "Stukken die veranderen"
    DATA = "data", "Databestanden die veranderen"
    FILE = "bestand", "Bijlagen en bundels die veranderen"
    EVERYWHERE = "overal", "Wat op elke pagina of in elk stuk verandert"
    UNSURE = "onzeker", "Wat niet te zeggen is"


NEW, GONE, CHANGED = "nieuw", "vervalt", "gewijzigd"  # what becomes of a page or a file


def by_sort(consequences: Iterable[Consequence]) -> tuple[tuple[str, tuple[Consequence, ...]], ...]:
    """Consequences under the heading of their sort, in the order of the sorts."""
    found: dict[str, list[Consequence]] = {}
    for one in consequences:
        found.setdefault(str(one.kind), []).append(one)
    return tuple((sort.heading, tuple(found[str(sort)])) for sort in Effect if str(sort) in found)
