"""Awkward workspaces: each has what two programs used to tell differently. Files by their path below `agenda/`."""

from __future__ import annotations

from datetime import date

from test_council_prints import FILES as COUNCIL

OPEN = "publicatie: openbaar\n"


def _indicator(title: str, measured: str, aims: str, more: str = "", unit: str = "'%'") -> str:
    return (
        f"titel: {title}\nsoort: outcome\neenheid: {unit}\ndoelen: [meer]\n{OPEN}{more}"
        f"metingen:\n{measured}streefwaarden:\n{aims}"
    )


_TREE = {
    "agenda.yaml": f"titel: Agenda\ngemeente: Voorbeeldstad\nstatus: concept\n{OPEN}",
    "opgaven/een.yaml": f"nummer: '1'\ntitel: Opgave een\n{OPEN}",
    "opgaven/twee.yaml": f"nummer: '2'\ntitel: Opgave twee\n{OPEN}",
    "doelen/meer.yaml": f"nummer: '1'\ntitel: Meer mensen doen mee\nopgave: een\n{OPEN}",
    "doelen/ander.yaml": f"nummer: '1'\ntitel: Iedereen kan meepraten\nopgave: twee\n{OPEN}",
}
VERDICTS = _TREE | {
    "indicatoren/nieuwste-eerst.yaml": _indicator(
        "Nieuwste meting staat eerst",
        "  - {id: m25, waarde: 85, peil: '2025'}\n  - {id: m20, waarde: 50, peil: '2020', nulmeting: true}\n",
        "  - {id: s25, soort: absoluut, waarde: 80, termijn: '2025'}\n",
        "richting: hoger-beter\n",
    ),
    "indicatoren/na-de-dag.yaml": _indicator(
        "Meting van na de peildatum",
        "  - {id: m20, waarde: 50, peil: '2020', nulmeting: true}\n  - {id: m26, waarde: 90, peil: '2026'}\n",
        "  - {id: s27, soort: absoluut, waarde: 80, termijn: '2027'}\n",
        "richting: hoger-beter\n",
    ),
    "indicatoren/precies.yaml": _indicator(
        "Precies gelijk aan het doel",
        "  - {id: m20, waarde: 50, peil: '2020', nulmeting: true}\n  - {id: m24, waarde: 60, peil: '2024'}\n",
        "  - {id: s25, soort: absoluut, vergelijking: '=', waarde: 60, termijn: '2026'}\n",
    ),
    "indicatoren/zonder-richting.yaml": _indicator(
        "Van hoog naar laag zonder richting",
        "  - {id: m20, waarde: 40, peil: '2020', nulmeting: true}\n  - {id: m24, waarde: 36, peil: '2024'}\n",
        "  - {id: s28, soort: van-naar, waarde_van: 40, waarde: 30, termijn: '2028'}\n",
    ),
    "indicatoren/oud-doel.yaml": _indicator(
        "Doel van een eerder jaar",
        "  - {id: m17, waarde: 20, peil: '2017', nulmeting: true}\n  - {id: m19, waarde: 24, peil: '2019'}\n"
        "  - {id: m24, waarde: 33, peil: '2024'}\n",
        "  - {id: s19, soort: absoluut, waarde: 30, termijn: '2019'}\n"
        "  - {id: s24, soort: absoluut, waarde: 32, termijn: '2024', vervangt: s19}\n",
        "richting: hoger-beter\n",
    ),
}
GROUPS = _TREE | {
    "indicatoren/geheel-en-groep.yaml": _indicator(
        "Geheel met een vergelijkingsgroep",
        "  - {id: m, waarde: 132, peil: '2019', nulmeting: true}\n"
        "  - {id: g, waarde: 150, peil: '2019', uitsplitsing: gemiddelde G40}\n",
        "  - {id: s, soort: absoluut, waarde: 120, termijn: '2027'}\n",
        "richting: lager-beter\n",
        "aantal",
    ),
    "indicatoren/alleen-groepen.yaml": _indicator(
        "Alleen groepen gemeten",
        "  - {id: a, waarde: 60, peil: '2020', uitsplitsing: senioren, nulmeting: true}\n"
        "  - {id: b, waarde: 81, peil: '2025', uitsplitsing: senioren}\n"
        "  - {id: c, waarde: 30, peil: '2025', uitsplitsing: jongeren}\n",
        "  - {id: s, soort: absoluut, waarde: 80, termijn: '2025', uitsplitsing: senioren}\n",
        "richting: hoger-beter\n",
    ),
}


def _line(name: str, on: str, amount: str, year: int, more: str = "") -> str:
    return (
        f"  - {{id: {name}-{year}, titel: {name}, hangt_aan: '{on}', bedrag: {amount}, jaar: {year}, "
        f"soort: lasten, stand: begroot{more}}}\n"
    )


_TOGETHER = "titel: Samen optrekken\nvoortgang: voorgesteld\ndoelen: [meer, ander]\nwanneer: '2019'\n"
MONEY = _TREE | {
    "activiteiten/samen.yaml": _TOGETHER + OPEN,
    "begroting/b2019.yaml": f"titel: Begroting 2019-2020\njaar: 2019\nsoort: begroting\n{OPEN}regels:\n"
    + _line("zorg", "opgave:een", "900000", 2019)
    + _line("zorg", "opgave:een", "1000000", 2020),
    "begroting/b2020.yaml": f"titel: Begroting 2020-2021\njaar: 2020\nsoort: begroting\n{OPEN}regels:\n"
    + _line("zorg", "opgave:een", "1100000", 2020)
    + _line("zorg", "opgave:een", "1150000", 2021)
    + "  - {id: pm, titel: hulp, hangt_aan: 'doel:meer', bedrag: PM, soort: lasten, stand: begroot, jaar: 2020}\n"
    + "  - {id: hulp, titel: hulp, hangt_aan: 'doel:meer', bedrag: 100000, soort: lasten, stand: begroot, jaar: 2020}\n"
    + _line("samen", "activiteit:samen", "20000", 2020)
    + "  - {id: rijk, titel: rijk, hangt_aan: 'opgave:twee', bedrag: 30000, soort: baten, stand: begroot, jaar: 2020}\n"
    + "  - {id: res, titel: res, hangt_aan: 'opgave:een', bedrag: 5000, soort: reserve, stand: begroot, jaar: 2020}\n",
}
ONLY_OPEN = _TREE | {
    "begroting/b.yaml": f"titel: Begroting 2026\njaar: 2026\nsoort: begroting\n{OPEN}regels:\n"
    "  - {id: pm, titel: alles, hangt_aan: 'opgave:een', bedrag: PM, soort: lasten, stand: begroot}\n",
}
MEETING = _TREE | {f"{path}.yaml": text + OPEN for path, text in COUNCIL.items()}
WATER = {
    "agenda.yaml": f"titel: Waterprogramma\ngemeente: Waterschap De Delta\nstatus: vastgesteld\n{OPEN}"
    "besluitvorming: [{status: vastgesteld, datum: 10 maart 2024, orgaan: het algemeen bestuur}]\n",
    "opgaven/droge-voeten.yaml": f"nummer: '1'\ntitel: Droge voeten\n{OPEN}",
    "doelen/dijken.yaml": f"nummer: '1'\ntitel: Dijken zijn hoog genoeg\nopgave: droge-voeten\n{OPEN}",
    "overleggen/ab.yaml": f"naam: Algemeen bestuur\nniveau: 'anders: waterschap'\n{OPEN}",
    "uitgangspunten/samen.yaml": f"titel: Samen met inwoners\nvolgorde: 1\ntekst: We doen het samen.\n{OPEN}",
    "vergaderingen/ab.yaml": "titel: Algemeen bestuur 10 maart\noverleg: ab\ndatum: 10 maart 2024\n"
    f"vertrouwelijk: false\n{OPEN}agendapunten: [{{id: open, titel: Opening, tekst: Iedereen is er.}}]\n",
}
SMALLEST = {
    "agenda.yaml": f"titel: Klein\ngemeente: Dorp\nstatus: concept\n{OPEN}",
    "opgaven/een.yaml": f"nummer: '1'\ntitel: Een opgave\n{OPEN}",
    "doelen/een.yaml": f"nummer: '1'\ntitel: Een doel\nopgave: een\n{OPEN}",
}
AWKWARD = {
    "oordelen": (VERDICTS, date(2026, 1, 15)),
    "groepen": (GROUPS, date(2026, 1, 15)),
    "overlappende begrotingen": (MONEY, date(2020, 6, 1)),
    "alleen pm": (ONLY_OPEN, date(2026, 1, 15)),
    "raad": (MEETING, date(2022, 6, 30)),
    "waterschap": (WATER, date(2024, 6, 1)),
    "kleinste": (SMALLEST, date(2026, 1, 15)),
}
