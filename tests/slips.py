"""Slips as advisers make them: what was typed, what is found where, and what stands there once the cure is followed.

A slip is a few lines of a file of some kind; the rest of that file comes from `BASES`. `«` marks the place of the
finding and is not part of the text. `right` is the same lines after the cure, and `meant` the value that must then be
read, by the path of its field. A slip with `by_hand` has a hint that asks a choice of the writer; in all others the
text of the hint or the fix itself must lead to `right`.
"""

# ruff: noqa: E501  (a table: one slip on one line)
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

BASES = {
    "activiteiten": "titel: Samen koken\nvoortgang: voorgesteld\n",
    "begrippen": "term: Maatje\ndefinitie: Wie iemand helpt.\n",
    "begroting": "titel: Begroting 2026\njaar: 2026\nsoort: begroting\n",
    "bronnen": "titel: Jaarstukken 2025\nstand: concept\n",
    "contracten": "titel: Welzijn\nsoort: subsidie\n",
    "doelen": "titel: Inwoners bewegen\nnummer: '9'\nopgave: meedoen\n",
    "effecten": "nummer: '9'\ntitel: Inwoners zijn gezond\n",
    "indicatoren": "titel: Inwoners die bewegen\nsoort: outcome\neenheid: '%'\n",
    "initiatieven": "titel: Moestuin\nvoortgang: voorgesteld\n",
    "kaderlijsten": "titel: Onze afspraken\nontwikkelopdracht: inkoop-en-subsidie\n",
    "memos": "titel: Stand van zaken\naan: de raad\nvan: het college\ndatum: 5 maart 2026\nbetreft: De voortgang.\n",
    "moties": "titel: Gratis zwemles\ndatum: 5 maart 2026\nverzoek: Maak zwemles gratis.\nuitslag: aangenomen\n",
    "opgaven": "nummer: '9'\ntitel: Wonen\n",
    "organisaties": "naam: Stichting Samen\n",
    "toezeggingen": "titel: Brief over zwemles\ndatum: 5 maart 2026\ntekst: Het college stuurt een brief.\n",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Slip:
    """One slip; see above."""

    folder: str
    wrong: str
    code: str
    right: str
    path: str
    meant: Any
    by_hand: bool = False


def _slip(folder: str, wrong: str, code: str, right: str, path: str, meant: Any, *, by_hand: bool = False) -> Slip:
    return Slip(folder=folder, wrong=wrong, code=code, right=right, path=path, meant=meant, by_hand=by_hand)


_COST = "kosten:\n  bedrag: "
_MEASURED = "metingen:\n  - id: m1\n    peil: '2025'\n    waarde: "


def _cost(wrong: str, meant: int | str, *, code: str = "getal-vorm") -> Slip:
    return _slip("activiteiten", f"{_COST}«{wrong}", code, f"{_COST}{meant}", "kosten.bedrag", meant)


def _measured(wrong: str, right: str, meant: float) -> Slip:
    return _slip("indicatoren", f"{_MEASURED}«{wrong}", "getal-vorm", _MEASURED + right, "metingen.0.waarde", meant)


AMOUNTS = (
    _cost("58.000", 58000),
    _cost("1.250", 1250),
    _cost("1.250.000", 1250000),
    _cost("'4800'", 4800),
    _cost('"4800"', 4800),
    _cost("€ 58.400", 58400),
    _cost("€58400", 58400),
    _cost("€ 58.400,-", 58400),
    _cost("€ 58.400,--", 58400),
    _cost("€1.250,00", 1250),
    _cost("1.250,00", 1250),
    _cost("1250,00", 1250),
    _cost("4800.00", 4800),
    _cost("58 400", 58400),
    _cost("58\u00a0400", 58400),
    _cost("58\u2009400", 58400),
    _cost("58,400", 58400),
    _cost("4800 euro", 4800),
    _cost("EUR 4800", 4800),
    _cost("4800,-", 4800),
    _cost("58k", 58000),
    _cost("1,2 mln", 1200000),
    _cost("2 miljoen", 2000000),
    _cost("1e6", 1000000),
    _cost("‘4800’", 4800),
    _cost("“4800”", 4800),
    _cost("4\u200b800", 4800),
    _cost("4800.", 4800),
    _cost("pm", "PM", code="waarde-past-niet"),
    _cost("P.M.", "PM", code="waarde-past-niet"),
    _cost("nnb", "n.n.b.", code="waarde-past-niet"),
    _cost("n.v.t", "n.v.t.", code="waarde-past-niet"),
    _slip("activiteiten", "kosten: {bedrag: «1.250,00}", "getal-vorm", "kosten: {bedrag: 1250}", "kosten.bedrag", 1250),
    _slip("activiteiten", "kosten: {bedrag: «58,000, jaar: 2026}", "getal-vorm", "kosten: {bedrag: 58000, jaar: 2026}", "kosten.bedrag", 58000),
    _slip("activiteiten", "kosten: {jaar: 2026, bedrag: «€ 400}", "getal-vorm", "kosten: {jaar: 2026, bedrag: 400}", "kosten.bedrag", 400),
    _slip("activiteiten", "kosten: «500", "waarde-soort", "kosten: {bedrag: 500}", "kosten.bedrag", 500),
    _slip("initiatieven", "bedrag: «2.500", "getal-vorm", "bedrag: 2500", "bedrag", 2500),
    _slip("initiatieven", "bedrag: «€ 2.500 # eenmalig", "getal-vorm", "bedrag: 2500 # eenmalig", "bedrag", 2500),
)  # fmt: skip

NUMBERS = (
    _measured("1.234", "1234", 1234),
    _measured("12.500", "12500", 12500),
    _measured("37,7 %", "37,7", 37.7),
    _measured("37,70%", "37,70", 37.7),
    _measured("'37,7%'", "37,7", 37.7),
    _measured("37.7%", "37,7", 37.7),
    _measured("'48'", "48", 48),
    _measured("'37.7'", "37,7", 37.7),
    _measured("1.234,5", "1234,5", 1234.5),
    _measured("€ 12,50", "12,50", 12.5),
    _measured("7,1\u00a0%", "7,1", 7.1),
    _measured("12 500", "12500", 12500),
    _measured("5.", "5", 5),
    _measured("1e3", "1000", 1000),
    _slip("indicatoren", "metingen:\n  - {id: m1, waarde: «7,1, peil: '2025'}", "getal-vorm", "metingen:\n  - {id: m1, waarde: 7.1, peil: '2025'}", "metingen.0.waarde", 7.1),
    _slip("indicatoren", "metingen:\n  - {id: m1, peil: '2025', waarde: «37,70}", "getal-vorm", "metingen:\n  - {id: m1, peil: '2025', waarde: 37.70}", "metingen.0.waarde", 37.7),
    _slip("indicatoren", "metingen:\n  - {id: m1, peil: '2025', waarde: «'37,7 %'}", "getal-vorm", "metingen:\n  - {id: m1, peil: '2025', waarde: 37.7}", "metingen.0.waarde", 37.7),
    _slip("begroting", "jaar: «'2026'", "getal-vorm", "jaar: 2026", "jaar", 2026),
    _slip("begroting", "jaar: «2.026", "getal-vorm", "jaar: 2026", "jaar", 2026),
    _slip("begroting", "jaar: «2026.0", "getal-vorm", "jaar: 2026", "jaar", 2026),
    _slip("contracten", "looptijd_jaren: «'4'", "getal-vorm", "looptijd_jaren: 4", "looptijd_jaren", 4),
    _slip("contracten", "uitvragen: «1.200", "getal-vorm", "uitvragen: 1200", "uitvragen", 1200),
    _slip("contracten", "uitvragen: «'12 keer'", "getal-vorm", "uitvragen: 12", "uitvragen", 12),
    _slip("begroting", "inzet:\n  - id: i1\n    titel: Regie\n    hangt_aan: opgave:meedoen\n    fte: «0,5 fte\n    stand: begroot", "getal-vorm", "inzet:\n  - id: i1\n    titel: Regie\n    hangt_aan: opgave:meedoen\n    fte: 0,5\n    stand: begroot", "inzet.0.fte", 0.5),
)  # fmt: skip

QUOTES = (
    _slip("doelen", "nummer: «6.10", "tekst-zonder-aanhalingstekens", "nummer: '6.10'", "nummer", "6.10"),
    _slip("doelen", "nummer: «7", "tekst-zonder-aanhalingstekens", "nummer: '7'", "nummer", "7"),
    _slip("doelen", "nummer: «‘6.10’", "waarde-vorm", "nummer: '6.10'", "nummer", "6.10"),
    _slip("doelen", "nummer: «'6.10.'", "waarde-vorm", "nummer: '6.10'", "nummer", "6.10"),
    _slip("doelen", "titel: «2026", "tekst-zonder-aanhalingstekens", "titel: '2026'", "titel", "2026"),
    _slip("begrippen", "term: «true", "tekst-zonder-aanhalingstekens", "term: 'true'", "term", "true"),
    _slip("doelen", "titel: Plan«: deel 1", "yaml-dubbele-punt", "titel: 'Plan: deel 1'", "titel", "Plan: deel 1"),
    _slip("doelen", "titel: De foto's van Jan«: nu", "yaml-dubbele-punt", 'titel: "De foto\'s van Jan: nu"', "titel", "De foto's van Jan: nu"),
    _slip("doelen", "titel: “Plan«: deel 1”", "yaml-dubbele-punt", "titel: '“Plan: deel 1”'", "titel", "“Plan: deel 1”"),
    _slip("doelen", "titel: «'s Avonds eten", "yaml-aanhalingsteken-open", 'titel: "\'s Avonds eten"', "titel", "'s Avonds eten"),
    _slip("doelen", "titel: «'t Huis", "yaml-aanhalingsteken-open", 'titel: "\'t Huis"', "titel", "'t Huis"),
    _slip("doelen", "titel: 's Avonds in '«t dorp", "yaml-aanhalingsteken", 'titel: "\'s Avonds in \'t dorp"', "titel", "'s Avonds in 't dorp"),
    _slip("doelen", "titel: 'De foto'«s van Jan'", "yaml-aanhalingsteken", 'titel: "De foto\'s van Jan"', "titel", "De foto's van Jan"),
    _slip("doelen", "titel: «'Meedoen", "yaml-aanhalingsteken-open", "titel: 'Meedoen'", "titel", "Meedoen"),
    _slip("doelen", 'titel: «"Meedoen', "yaml-aanhalingsteken-open", 'titel: "Meedoen"', "titel", "Meedoen"),
    _slip("doelen", 'titel: «"Meedoen”', "yaml-aanhalingsteken-open", 'titel: "Meedoen"', "titel", "Meedoen"),
    _slip("doelen", 'titel: "Meedoen" «in de wijk', "yaml-aanhalingsteken", "titel: '\"Meedoen\" in de wijk'", "titel", '"Meedoen" in de wijk'),
    _slip("doelen", "titel: 'Meedoen' «voor iedereen", "yaml-aanhalingsteken", "titel: \"'Meedoen' voor iedereen\"", "titel", "'Meedoen' voor iedereen"),
    _slip("doelen", "titel: «*Samen* bewegen", "yaml-ster", "titel: '*Samen* bewegen'", "titel", "*Samen* bewegen"),
    _slip("doelen", "titel: «@thuis wonen", "yaml-beginteken", "titel: '@thuis wonen'", "titel", "@thuis wonen"),
    _slip("doelen", "titel: «& meer", "yaml-en-teken", "titel: '& meer'", "titel", "& meer"),
    _slip("doelen", "titel: «&Meedoen telt", "yaml-en-teken", "titel: '&Meedoen telt'", "titel", "&Meedoen telt"),
    _slip("doelen", "titel: «!Doe mee", "yaml-uitroepteken", "titel: '!Doe mee'", "titel", "!Doe mee"),
    _slip("doelen", "titel: «%-regeling", "yaml-beginteken", "titel: '%-regeling'", "titel", "%-regeling"),
    _slip("doelen", "titel: «> 65 jaar", "yaml-blok", "titel: '> 65 jaar'", "titel", "> 65 jaar"),
    _slip("doelen", "titel: «| samen", "yaml-blok", "titel: '| samen'", "titel", "| samen"),
    _slip("doelen", "titel: [concept] «Plan", "yaml-haak", "titel: '[concept] Plan'", "titel", "[concept] Plan"),
    _slip("doelen", 'titel: "map «\\plan"', "yaml-backslash", "titel: 'map \\plan'", "titel", "map \\plan"),
    _slip("doelen", "titel: «Campagne #doemee", "tekst-achter-hekje", "titel: 'Campagne #doemee'", "titel", "Campagne #doemee"),
    _slip("doelen", "titel: «Actie nr #3", "tekst-achter-hekje", "titel: 'Actie nr #3'", "titel", "Actie nr #3"),
    _slip("activiteiten", "waar:« #dorpshuis", "tekst-achter-hekje", "waar: '#dorpshuis'", "waar", "#dorpshuis"),
    _slip("activiteiten", "doelgroepen:\n  - «jongeren #doemee", "tekst-achter-hekje", "doelgroepen:\n  - 'jongeren #doemee'", "doelgroepen.0", "jongeren #doemee"),
    _slip("activiteiten", "wat: «Koken met de buurt #samen", "tekst-achter-hekje", "wat: 'Koken met de buurt #samen'", "wat", "Koken met de buurt #samen"),
    _slip("activiteiten", "kosten: {bedrag: 5, toelichting: «huur, en soep}", "getal-vorm", "kosten: {bedrag: 5, toelichting: 'huur, en soep'}", "kosten.toelichting", "huur, en soep"),
    _slip("begrippen", "«term:Maatje", "yaml-spatie", "term: Maatje", "term", "Maatje"),
)  # fmt: skip

SIGNS = (
    _slip("doelen", "«titel：Bewegen", "yaml-dubbele-punt-vergeten", "titel: Bewegen", "titel", "Bewegen"),
    _slip("doelen", "«opgave:\u00a0meedoen", "yaml-dubbele-punt-vergeten", "opgave: meedoen", "opgave", "meedoen"),
    _slip("doelen", "«opgave\u00a0: meedoen", "veld-onbekend", "opgave: meedoen", "opgave", "meedoen"),
    _slip("doelen", "«titel\u200b: Bewegen", "veld-onbekend", "titel: Bewegen", "titel", "Bewegen"),
    _slip("doelen", "opgave: «mee\u200bdoen", "verwijzing-bestaat-niet", "opgave: meedoen", "opgave", "meedoen"),
    _slip("doelen", "opgave: «‘meedoen’", "verwijzing-bestaat-niet", "opgave: meedoen", "opgave", "meedoen"),
    _slip("doelen", "publicatie: «openbaar\u00a0", "waarde-onbekend", "publicatie: openbaar", "publicatie", "openbaar"),
    _slip("doelen", "publicatie: «“openbaar”", "waarde-onbekend", "publicatie: openbaar", "publicatie", "openbaar"),
    _slip("activiteiten", "«kosten:\n\u00a0\u00a0bedrag: 5", "blok-niet-ingesprongen", "kosten:\n  bedrag: 5", "kosten.bedrag", 5),
    _slip("activiteiten", "kosten:\n«\tbedrag: 5", "yaml-tab", "kosten:\n  bedrag: 5", "kosten.bedrag", 5),
    _slip("doelen", "indicatoren:\n«\t- mensen-aan-het-werk", "yaml-tab", "indicatoren:\n  - mensen-aan-het-werk", "indicatoren.0", "mensen-aan-het-werk"),
)  # fmt: skip

CHOICES = (
    _slip("doelen", "publicatie: «Openbaar", "waarde-onbekend", "publicatie: openbaar", "publicatie", "openbaar"),
    _slip("doelen", "publicatie: «OPENBAAR", "waarde-onbekend", "publicatie: openbaar", "publicatie", "openbaar"),
    _slip("doelen", "publicatie: «opebaar", "waarde-onbekend", "publicatie: openbaar", "publicatie", "openbaar"),
    _slip("doelen", "publicatie: «openbaar.", "waarde-onbekend", "publicatie: openbaar", "publicatie", "openbaar"),
    _slip("doelen", "status: «ter inzage", "waarde-onbekend", "status: ter-inzage", "status", "ter-inzage"),
    _slip("doelen", "status: «Ter inzage", "waarde-onbekend", "status: ter-inzage", "status", "ter-inzage"),
    _slip("doelen", "status: «vastgestelt", "waarde-onbekend", "status: vastgesteld", "status", "vastgesteld"),
    _slip("doelen", "status: «voor kennisgeving", "waarde-onbekend", "status: voor-kennisgeving", "status", "voor-kennisgeving"),
    _slip("activiteiten", "voortgang: «Gestart", "waarde-onbekend", "voortgang: gestart", "voortgang", "gestart"),
    _slip("activiteiten", "voortgang: «beeindigd", "waarde-onbekend", "voortgang: beëindigd", "voortgang", "beëindigd"),
    _slip("activiteiten", "voortgang: «voorgestelt", "waarde-onbekend", "voortgang: voorgesteld", "voortgang", "voorgesteld"),
    _slip("activiteiten", "voortgang: «bijgesteld", "waarde-onbekend", "voortgang: loopt", "voortgang", "loopt", by_hand=True),
    _slip("activiteiten", "experiment: «ja", "waarde-soort", "experiment: true", "experiment", True),
    _slip("activiteiten", "experiment: «nee", "waarde-soort", "experiment: false", "experiment", False),
    _slip("activiteiten", "experiment: «'true'", "waarde-soort", "experiment: true", "experiment", True),
    _slip("activiteiten", "experiment: «Ja", "waarde-soort", "experiment: true", "experiment", True),
    _slip("activiteiten", "voorbeeld: «yes", "waarde-soort", "voorbeeld: true", "voorbeeld", True),
    _slip("contracten", "anticyclisch: «onwaar", "waarde-soort", "anticyclisch: false", "anticyclisch", False),
    _slip("moties", "uitslag: «Aangenomen", "waarde-past-niet", "uitslag: aangenomen", "uitslag", "aangenomen"),
    _slip("moties", "uitslag: «doorgeschoven naar juni", "waarde-past-niet", "uitslag: 'anders: doorgeschoven naar juni'", "uitslag", "doorgeschoven naar juni"),
)  # fmt: skip

FIELDS = (
    _slip("doelen", "«Titel: Bewegen", "veld-onbekend", "titel: Bewegen", "titel", "Bewegen"),
    _slip("doelen", "«TITEL: Bewegen", "veld-onbekend", "titel: Bewegen", "titel", "Bewegen"),
    _slip("doelen", "«titl: Bewegen", "veld-onbekend", "titel: Bewegen", "titel", "Bewegen"),
    _slip("doelen", "«tittel: Bewegen", "veld-onbekend", "titel: Bewegen", "titel", "Bewegen"),
    _slip("doelen", "«toelich: Samen.", "veld-onbekend", "toelichting: Samen.", "toelichting", "Samen."),
    _slip("activiteiten", "«begrotings jaren: [2026]", "veld-onbekend", "begrotingsjaren: [2026]", "begrotingsjaren.0", 2026),
    _slip("activiteiten", "«doelgroep: [ouderen]", "veld-onbekend", "doelgroepen: [ouderen]", "doelgroepen.0", "ouderen"),
    _slip("activiteiten", "«wie anders: [huisartsen]", "veld-onbekend", "wie_anders: [huisartsen]", "wie_anders.0", "huisartsen"),
    _slip("activiteiten", "«bedrag: 5000", "veld-onbekend", "kosten: {bedrag: 5000}", "kosten.bedrag", 5000),
    _slip("doelen", "«id: bewegen\ntitel: Bewegen", "veld-onbekend", "titel: Bewegen", "titel", "Bewegen"),
    _slip("doelen", "titel: Bewegen\n«eenheid: '%'", "veld-onbekend", "titel: Bewegen", "titel", "Bewegen", by_hand=True),
    _slip("contracten", "kosten:\n  bedrag: 5\n  «toelich: huur", "veld-onbekend", "kosten:\n  bedrag: 5\n  toelichting: huur", "kosten.toelichting", "huur"),
    _slip("doelen", "«titel Bewegen", "yaml-dubbele-punt-vergeten", "titel: Bewegen", "titel", "Bewegen"),
)  # fmt: skip

LAYOUT = (
    _slip("activiteiten", "kosten:\n  «bedrag 4800", "waarde-soort", "kosten:\n  bedrag: 4800", "kosten.bedrag", 4800),
    _slip("activiteiten", "kosten:\n  «bedrag:4.800", "waarde-soort", "kosten:\n  bedrag: 4800", "kosten.bedrag", 4800),
    _slip("activiteiten", "kosten: «€ 500,-", "waarde-soort", "kosten: {bedrag: 500}", "kosten.bedrag", 500),
    _slip("activiteiten", "kosten: «bedrag 500", "waarde-soort", "kosten: {bedrag: 500}", "kosten.bedrag", 500),
    _slip("activiteiten", "«kosten:\nbedrag: 5\njaar: 2026", "blok-niet-ingesprongen", "kosten:\n  bedrag: 5\n  jaar: 2026", "kosten.jaar", 2026),
    _slip("activiteiten", "«kosten:\nbedrag: 5", "blok-niet-ingesprongen", "kosten:\n  bedrag: 5", "kosten.bedrag", 5),
    _slip("indicatoren", "«metingen:\nid: m1\nwaarde: 5\npeil: '2025'", "blok-niet-ingesprongen", "metingen:\n  - id: m1\n    waarde: 5\n    peil: '2025'", "metingen.0.waarde", 5),
    _slip("indicatoren", "metingen:\n  «id: m1\n  waarde: 5\n  peil: '2025'", "waarde-soort", "metingen:\n  - id: m1\n    waarde: 5\n    peil: '2025'", "metingen.0.waarde", 5),
    _slip("doelen", "opgave: «[meedoen]", "waarde-soort", "opgave: meedoen", "opgave", "meedoen"),
    _slip("doelen", "opgave:\n  «- meedoen", "waarde-soort", "opgave: meedoen", "opgave", "meedoen"),
    _slip("activiteiten", "waar: «[Dorpshuis]", "waarde-soort", "waar: Dorpshuis", "waar", "Dorpshuis"),
    _slip("activiteiten", "doelen: «niemand-alleen", "waarde-soort", "doelen: [niemand-alleen]", "doelen.0", "niemand-alleen"),
    _slip("activiteiten", "doelen: «niemand-alleen, werk-naar-vermogen", "waarde-soort", "doelen: [niemand-alleen, werk-naar-vermogen]", "doelen.1", "werk-naar-vermogen"),
    _slip("activiteiten", "kernen: «Leerdam", "waarde-soort", "kernen: [Leerdam]", "kernen.0", "Leerdam"),
    _slip("activiteiten", "begrotingsjaren: «2026", "waarde-soort", "begrotingsjaren: [2026]", "begrotingsjaren.0", 2026),
    _slip("activiteiten", "doelen: niemand-alleen\n  «- werk-naar-vermogen", "yaml-lijst", "doelen:\n  - niemand-alleen\n  - werk-naar-vermogen", "doelen.0", "niemand-alleen"),
    _slip("activiteiten", "kosten:\n  bedrag: 5\n   «jaar: 2026", "yaml-inspringing", "kosten:\n  bedrag: 5\n  jaar: 2026", "kosten.jaar", 2026),
    _slip("activiteiten", "kosten:\n  bedrag: 5\n «jaar: 2026", "yaml-inspringing", "kosten:\n  bedrag: 5\n  jaar: 2026", "kosten.jaar", 2026, by_hand=True),
    _slip("doelen", "titel: Bewegen\n«titel: Samen bewegen", "yaml-dubbel-veld", "titel: Samen bewegen", "titel", "Samen bewegen", by_hand=True),
    _slip("doelen", "toelichting:«", "waarde-leeg", "toelichting: Samen.", "toelichting", "Samen.", by_hand=True),
)  # fmt: skip

FORMS = (
    _slip("activiteiten", "wat: |\n  Wij doen:\n  «- koken\n  - eten", "tekst-lijst", "wat: |\n  Wij doen:\n\n  - koken\n  - eten", "wat", "Wij doen:\n\n- koken\n- eten"),
    _slip("activiteiten", "wat: |\n  Wij doen:\n\n  «* koken", "tekst-lijstteken", "wat: |\n  Wij doen:\n\n  - koken", "wat", "Wij doen:\n\n- koken"),
    _slip("opgaven", "effecten:\n  - inwoners-doen-mee\n  - «inwoners-doen-mee", "waarde-dubbel", "effecten:\n  - inwoners-doen-mee", "effecten.0", "inwoners-doen-mee"),
    _slip("activiteiten", "doelen:\n  - «Niemand staat er alleen voor", "verwijzing-bestaat-niet", "doelen:\n  - niemand-alleen", "doelen.0", "niemand-alleen"),
    _slip("activiteiten", "wat: >-\n  Wij doen:\n\n  - koken\n  «- eten", "tekst-gevouwen", "wat: |\n  Wij doen:\n\n  - koken\n  - eten", "wat", "Wij doen:\n\n- koken\n- eten"),
    _slip("organisaties", "adres: «www.samen.example", "waarde-vorm", "adres: https://www.samen.example", "adres", "https://www.samen.example"),
    _slip("organisaties", "adres: «samen.example/contact", "waarde-vorm", "adres: https://samen.example/contact", "adres", "https://samen.example/contact"),
    _slip("organisaties", "adres: «Https://samen.example", "waarde-vorm", "adres: https://samen.example", "adres", "https://samen.example"),
    _slip("organisaties", "adres: «https:/samen.example", "waarde-vorm", "adres: https://samen.example", "adres", "https://samen.example"),
    _slip("doelen", "vorige_ids: [«Meer Bewegen]", "waarde-vorm", "vorige_ids: [meer-bewegen]", "vorige_ids.0", "meer-bewegen"),
    _slip("indicatoren", "metingen:\n  - id: «M 2025\n    waarde: 5\n    peil: '2025'", "waarde-vorm", "metingen:\n  - id: m-2025\n    waarde: 5\n    peil: '2025'", "metingen.0.peil", "2025"),
    _slip("indicatoren", "metingen:\n  - id: m1\n    waarde: 5\n    peil: «2025", "tekst-zonder-aanhalingstekens", "metingen:\n  - id: m1\n    waarde: 5\n    peil: '2025'", "metingen.0.peil", "2025"),
    _slip("indicatoren", "metingen:\n  - id: «2025\n    waarde: 5\n    peil: '2025'", "tekst-zonder-aanhalingstekens", "metingen:\n  - id: '2025'\n    waarde: 5\n    peil: '2025'", "metingen.0.peil", "2025"),
    _slip("doelen", "opgave: «medoen", "verwijzing-bestaat-niet", "opgave: meedoen", "opgave", "meedoen"),
    _slip("doelen", "opgave: «Meedoen", "verwijzing-bestaat-niet", "opgave: meedoen", "opgave", "meedoen"),
    _slip("activiteiten", "doelen:\n  - «niemand alleen", "verwijzing-bestaat-niet", "doelen:\n  - niemand-alleen", "doelen.0", "niemand-alleen"),
    _slip("activiteiten", "doelen: [«niemand_alleen]", "verwijzing-bestaat-niet", "doelen: [niemand-alleen]", "doelen.0", "niemand-alleen"),
    _slip("activiteiten", "doelen:\n  - «niemand-alleen.yaml", "verwijzing-bestaat-niet", "doelen:\n  - niemand-alleen", "doelen.0", "niemand-alleen"),
    _slip("begroting", "regels:\n  - id: r1\n    titel: Post\n    hangt_aan: «meedoen\n    jaar: 2026\n    bedrag: 5\n    soort: lasten\n    stand: begroot", "verwijzing-soort", "regels:\n  - id: r1\n    titel: Post\n    hangt_aan: opgave:meedoen\n    jaar: 2026\n    bedrag: 5\n    soort: lasten\n    stand: begroot", "regels.0.hangt_aan", "opgave:meedoen"),
    _slip("begroting", "regels:\n  - id: r1\n    titel: Post\n    hangt_aan: «opgaven:meedoen\n    jaar: 2026\n    bedrag: 5\n    soort: lasten\n    stand: begroot", "verwijzing-soort", "regels:\n  - id: r1\n    titel: Post\n    hangt_aan: opgave:meedoen\n    jaar: 2026\n    bedrag: 5\n    soort: lasten\n    stand: begroot", "regels.0.hangt_aan", "opgave:meedoen"),
    _slip("activiteiten", "waar: «|\n  Dorpshuis\n  Lexmond", "waarde-vorm", "waar: Dorpshuis Lexmond", "waar", "Dorpshuis Lexmond", by_hand=True),
)  # fmt: skip

DATES = (
    *(
        _slip("activiteiten", f"wanneer: «{wrong}", "datum-spelling", f"wanneer: {right}", "wanneer", meant)
        for wrong, right, meant in (
            ("5 nov, 2026", "5 november 2026", "5 november 2026"),
            ("5 nov. '26", "5 november 2026", "5 november 2026"),
            ("05/11/2026", "5 november 2026", "5 november 2026"),
            ("5/11/26", "5 november 2026", "5 november 2026"),
            ("5.11.2026", "5 november 2026", "5 november 2026"),
            ("2026/11/05", "'2026-11-05'", "5 november 2026"),
            ("5e november 2026", "5 november 2026", "5 november 2026"),
            ("5 novenber 2026", "5 november 2026", "5 november 2026"),
            ("‘november 2026’", "november 2026", "november 2026"),
            ("Q3-2026", "3e kwartaal 2026", "3e kwartaal 2026"),
        )
    ),
    _slip("activiteiten", "wanneer: «31 november 2026", "datum-bestaat-niet", "wanneer: 30 november 2026", "wanneer", "30 november 2026", by_hand=True),
    _slip("activiteiten", "wanneer: «ooit in 2026", "datum-onduidelijk", "wanneer: {tekst: ooit in 2026, vroegst: '2026-01-01', laatst: '2026-12-31'}", "wanneer", "ooit in 2026"),
    _slip("activiteiten", "wanneer: «zodra het kan", "datum-onduidelijk", "wanneer: {tekst: zodra het kan, soort: relatief}", "wanneer", "zodra het kan"),
    _slip("activiteiten", "wanneer: «dit najaar", "datum-onduidelijk", "wanneer: {tekst: dit najaar, soort: relatief}", "wanneer", "dit najaar"),
    _slip("activiteiten", "wanneer: «vrijdag 7 november 2019", "datum-weekdag", "wanneer: donderdag 7 november 2019", "wanneer", "donderdag 7 november 2019"),
    _slip("activiteiten", "wanneer: «vr. 7 nov. 2019", "datum-weekdag", "wanneer: donderdag 7 nov. 2019", "wanneer", "donderdag 7 nov. 2019"),
    _slip("activiteiten", "wanneer: «maandag 7 t/m 10 mei 2024", "datum-weekdag", "wanneer: 7 t/m 10 mei 2024", "wanneer", "7 t/m 10 mei 2024"),
    _slip("activiteiten", "wanneer: «2026 tot en met 2024", "datum-omgekeerd", "wanneer: 2024 tot en met 2026", "wanneer", "2024 tot en met 2026"),
    _slip("activiteiten", "wanneer: «2026-2024", "datum-omgekeerd", "wanneer: '2024-2026'", "wanneer", "2024-2026"),
    _slip("activiteiten", "wanneer: «vrijdag 31 november 2026", "datum-bestaat-niet", "wanneer: vrijdag 27 november 2026", "wanneer", "vrijdag 27 november 2026", by_hand=True),
    _slip("activiteiten", "wanneer: «schooljaar 2024-2026", "datum-bestaat-niet", "wanneer: schooljaar 2024-2025", "wanneer", "schooljaar 2024-2025"),
    _slip("activiteiten", "wanneer: «Q5 2026", "datum-bestaat-niet", "wanneer: Q4 2026", "wanneer", "Q4 2026", by_hand=True),
    _slip("activiteiten", "wanneer: {tekst: dit najaar, referentie: «16 mei 2026}", "waarde-vorm", "wanneer: {tekst: dit najaar, referentie: '2026-05-16'}", "wanneer", "dit najaar"),
    _slip("activiteiten", "wanneer: «week 53 2024", "datum-bestaat-niet", "wanneer: week 52 2024", "wanneer", "week 52 2024", by_hand=True),
    _slip("activiteiten", "wanneer:\n  tekst: «ooit eens", "datum-onduidelijk", "wanneer:\n  tekst: ooit eens\n  soort: onbekend", "wanneer", "ooit eens", by_hand=True),
    _slip("indicatoren", "metingen:\n  - id: m1\n    waarde: 5\n    peil: «dec '25", "datum-spelling", "metingen:\n  - id: m1\n    waarde: 5\n    peil: december 2025", "metingen.0.peil", "december 2025"),
)  # fmt: skip

PAPERS = (
    _slip("bronnen", "stand: «Vastgesteld", "waarde-onbekend", "stand: vastgesteld", "stand", "vastgesteld"),
    _slip("effecten", "titel: «Campagne #gezond", "tekst-achter-hekje", "titel: 'Campagne #gezond'", "titel", "Campagne #gezond"),
    _slip("opgaven", "nummer: «1.10", "tekst-zonder-aanhalingstekens", "nummer: '1.10'", "nummer", "1.10"),
    _slip("opgaven", "effecten: «inwoners-doen-mee", "waarde-soort", "effecten: [inwoners-doen-mee]", "effecten.0", "inwoners-doen-mee"),
    _slip("memos", "betreft: Voortgang«: eerste kwartaal", "yaml-dubbele-punt", "betreft: 'Voortgang: eerste kwartaal'", "betreft", "Voortgang: eerste kwartaal"),
    _slip("memos", "«Aan: de raad", "veld-onbekend", "aan: de raad", "aan", "de raad"),
    _slip("toezeggingen", "tekst: «'t College stuurt een brief.", "yaml-aanhalingsteken-open", 'tekst: "\'t College stuurt een brief."', "tekst", "'t College stuurt een brief."),
    _slip("toezeggingen", "«teks: Het college stuurt een brief.", "veld-onbekend", "tekst: Het college stuurt een brief.", "tekst", "Het college stuurt een brief."),
    _slip("moties", "«verzoek Maak zwemles gratis.", "yaml-dubbele-punt-vergeten", "verzoek: Maak zwemles gratis.", "verzoek", "Maak zwemles gratis."),
    _slip("kaderlijsten", "kaders:\n  - id: «Start\n    nummer: '1'\n    tekst: Eerst een plan\n    niet_toetsbaar: Dat is een gesprek", "waarde-vorm", "kaders:\n  - id: start\n    nummer: '1'\n    tekst: Eerst een plan\n    niet_toetsbaar: Dat is een gesprek", "kaders.0.tekst", "Eerst een plan"),
)  # fmt: skip

SLIPS = (*AMOUNTS, *NUMBERS, *QUOTES, *SIGNS, *CHOICES, *FIELDS, *LAYOUT, *FORMS, *DATES, *PAPERS)
