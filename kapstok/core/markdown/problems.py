"""What can be wrong in a running text: code, message and cure, each in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Something outside the subset: `offset` is where it begins in the text, `found` what stands there."""

    offset: int
    found: str
    code: str
    message: str
    hint: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """A kind of problem."""

    code: str
    message: str
    hint: str

    def at(self, offset: int, found: str, message: str = "", hint: str = "") -> Problem:
        """The problem at a place; `message` and `hint` when this one can be told more exactly."""
        found = found.partition("\n")[0]
        return Problem(
            offset=offset, found=found, code=self.code, message=message or self.message, hint=hint or self.hint
        )


HTML = Fault(
    code="tekst-html",
    message="HTML wordt niet gelezen.",
    hint="Haal de code weg of gebruik gewone opmaak; een teken < voor een getal mag wel.",
)
IMAGE = Fault(
    code="tekst-afbeelding", message="Een afbeelding mag niet in lopende tekst staan.", hint="Haal de afbeelding weg."
)
HEADING = Fault(
    code="tekst-kop",
    message="Een kop mag niet in lopende tekst staan.",
    hint="Maak er een gewone zin van of gebruik het veld voor tussenkoppen.",
)
CODE = Fault(code="tekst-code", message="Een codeblok mag niet in lopende tekst staan.", hint="Haal de regel weg.")
FOOTNOTE = Fault(
    code="tekst-voetnoot", message="Voetnoten worden niet ondersteund.", hint="Zet de tekst in de zin zelf."
)
RULE = Fault(
    code="tekst-streep",
    message="Een regel met alleen streepjes maakt van de regel erboven een kop.",
    hint="Haal de regel weg.",
)
BRACES = Fault(
    code="tekst-kenmerk",
    message="Tekst tussen accolades wordt niet ondersteund.",
    hint="Haal het deel tussen accolades weg of gebruik ronde haken.",
)
BOX = Fault(
    code="tekst-blok",
    message="Blokken met !!!, ??? of ::: worden niet ondersteund.",
    hint="Schrijf het als gewone alinea of citaat (>).",
)
DEFINITION = Fault(
    code="tekst-linkdefinitie",
    message="Schrijf het adres direct achter de linktekst.",
    hint="Gebruik [tekst](https://…).",
)
INDENT = Fault(
    code="tekst-inspringen",
    message="Een lijst binnen een lijst springt vier spaties in.",
    hint="Zet precies vier spaties voor het streepje.",
)
LIST_SIGN = Fault(
    code="tekst-lijstteken", message="Begin een lijstregel met een streepje.", hint="Vervang het teken door - ."
)
YEAR = Fault(
    code="tekst-lijstnummer",
    message="Een regel die begint met {}. wordt een lijst.",
    hint="Begin de zin met een ander woord.",
)
NUMBERING = Fault(
    code="tekst-nummering",
    message="De nummers van deze lijst lopen niet op: hier wordt {} verwacht.",
    hint="Schrijf {}, of zet een gewone zin boven een nieuwe lijst.",
)
LIST = Fault(code="tekst-lijst", message="Boven een lijst hoort een lege regel.", hint="Voeg een lege regel in.")
TABLE = Fault(
    code="tekst-tabel",
    message="Deze regel met | is geen tabel.",
    hint="Zet onder de kop een regel met | --- | voor elke kolom, en begin en eindig elke regel met |.",
)
EMPHASIS = Fault(
    code="tekst-nadruk",
    message="Dit sterretje begint of eindigt geen nadruk.",
    hint="Schrijf *schuin* of **vet**, zonder spatie binnen de sterretjes; bedoelt u een gewoon sterretje: \\*.",
)
BACKSLASH = Fault(
    code="tekst-schuine-streep",
    message="Een schuine streep naar achteren hoort niet in lopende tekst.",
    hint="Haal de \\ weg, of schrijf \\\\ als u er een wilt afdrukken.",
)
LINK = Fault(
    code="tekst-link",
    message="Naar {} kan niet gelinkt worden.",
    hint="Gebruik https://… of een verwijzing als soort:id.",
)
FOLDED = Fault(
    code="tekst-gevouwen",
    message="Hier maakt YAML van meer regels één regel, dus deze lijst of tabel valt weg.",
    hint="Begin het veld met | in plaats van >.",
)
