"""The loose roles: a single field (or kind) that means something by itself, in `x-rol`, each with its sentence.

What belongs together is a facet (`kinds/facets.py`). The parts of a facet have roles too; those are found there.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from kapstok.kinds.facets import PART_ROLES


class Role(StrEnum):
    """A loose role. A field may have several, with spaces between them."""

    sentence: str

    def __new__(cls, value: str, sentence: str) -> Self:
        """A member is its word, with its sentence beside it."""
        made = str.__new__(cls, value)
        made._value_ = value
        made.sentence = sentence
        return made

    EXAMPLE = "voorbeeld", "dit is verzonnen: het merkteken op pagina, stuk en data"
    FORMER_ID = "vorige-id", "oude adressen die doorverwijzen, en de geschiedenis van voor een nieuwe id"
    ADMINISTRATION = "beheer", "een instelling die in geen geschiedenis staat"
    CHECKED = "nagegaan", "de dag waarop is nagekeken of de verwijzingen hier nog kloppen"
    SUMMARY = "samenvatting", "de omschrijving van een pagina"
    GLOSSARY = "woordenlijst", "van een soort: termen die vanzelf een link krijgen"
    SYNONYM = "synoniem", "een andere naam om op te zoeken"
    OPEN = "open", "een waarde die nog ingevuld moet worden"
    ANNEX_LIMIT = "bijlagenlimiet", "hoe groot een bijlage mag zijn, in MB"
    DIRECTION = "richting", "welke kant van een indicator beter is"
    MEASURE_SORT = "meetsoort", "wat voor indicator het is: outcome, output en dergelijke"
    REPORTED_AT = "rapporteren-bij", "het moment in de jaarcyclus waarop het wordt gemeld"
    READERS = "lezers", "voor wie het wordt gemeld"
    IN_FORCE_FROM = "ingang", "vanaf wanneer de agenda geldt; twee jaar later wordt zij geëvalueerd"
    REVIEW = "terugblik", "het moment dat voor de evaluatie is afgesproken"
    TIMELINE = "tijdlijn", "wanneer een fase is"
    SIX_QUESTIONS = "zes-vragen", "een van de zes vragen bij een activiteit; leeg komt het op de lijst nog te bepalen"
    EIGHT_QUESTIONS = "acht-vragen", "een van de acht vragen bij een opdracht; leeg komt het op die lijst"
    EXEMPTION = "afwijking", "de uitzonderingen op een item: een blok of een lijst van blokken"
    DISCUSSED = "besproken", "wat bij dit agendapunt wordt besproken"
    QUESTIONS = "vragen", "de vragen bij een agendapunt"
    ANSWER = "antwoord", "het antwoord op een vraag"
    AGREEMENTS = "afspraken", "wat bij dit agendapunt is afgesproken"
    PLANNED = "gepland-op", "wanneer een stap is gepland"
    DONE = "gedaan", "of een stap is gezet"
    MONEY_PAPER = "geldstuk", "welk stuk het is; de waarden staan in de volgorde van de jaarcyclus"
    SOURCE_STATE = "bronstand", "hoe ver een bron is: concept of vastgesteld"
    FIXED_PLACE = "vaste-plek", "een veld dat elke pagina op een vaste plek toont"
    OWN_ORGANISATION = "eigen-organisatie", "dit is de eigen organisatie, geen partner"
    STRATEGIC_PARTNER = "strategische-partner", "een partner voor langere tijd"
    OWNER = "eigenaar", "wie erover gaat"


KNOWN_ROLES = frozenset(Role) | PART_ROLES
