"""The smallest files that contradict themselves in what the council decided, by the code of the finding."""

from __future__ import annotations

from test_council_facts import ADDS, ADOPTED, BODY, MEETING, MOTION, PROPOSAL

SECRET = """onderwerp: Bijlage inkoop
grond: Artikel 87.
opgelegd_door: college
opgelegd_op: 1 mei 2022
betreft: ['motie:m']
"""
STEP = "besluitvorming: [{status: vastgesteld, datum: 3 december 2019, orgaan: gemeenteraad}]\n"
_CHANGES = ADDS.replace("{nummer: 1c, wordt: Ouderen te vragen.}", "{beslispunt: voorstel.twee, wordt: Niets te doen.}")
_OTHER = ADDS.replace("{nummer: 1c, wordt: Ouderen te vragen.}", "{beslispunt: ander.een, vervalt: true}")
_MEETING = MEETING + "        soort: besluit\n"


def proposal(more: str) -> dict[str, str]:
    """A proposal with these lines after it."""
    return {"raadsvoorstellen/voorstel.yaml": PROPOSAL + more}


def action(more: str) -> dict[str, str]:
    """A meeting with an action that has these lines."""
    return BODY | {"vergaderingen/v.yaml": f"{MEETING}        soort: actiepunt\n        {more}"}


def followed(more: str, *months: str) -> dict[str, str]:
    """A meeting of November 2021 with an action that these meetings (June 2022, May 2021) followed."""
    steps = "".join(f"\n          - {{vergadering: {month}, stand: afgerond}}" for month in months)
    lines = "".join(f"{line}\n        " for line in (more, f"verloop:{steps}") if line)
    days = {"juni": "5 juni 2022", "mei": "5 mei 2021"}
    others = {
        f"vergaderingen/{month}.yaml": _MEETING.replace("titel: Overleg", f"titel: Overleg in {month}").replace(
            "5 november 2021", day
        )
        for month, day in days.items()
        if month in months
    }
    return action(lines) | others


CONTRADICTED: dict[str, dict[str, str]] = {
    "uitslag-stemmen": proposal("uitslag: aangenomen\nstemmen: [{fractie: A, voor: 6}, {fractie: B, tegen: 10}]\n"),
    "fractie-dubbel": proposal(
        "uitslag: aangenomen\nstemmen: [{fractie: Groen, voor: 6}, {fractie: Groen, voor: 2}]\n"
    ),
    "stemwijze-stemmen": proposal(
        "uitslag: aangenomen\nstemwijze: unaniem\nstemmen: [{fractie: A, voor: 6}, {fractie: B, tegen: 2}]\n"
    ),
    "stemmen-opkomst": BODY
    | proposal("uitslag: aangenomen\nbesluitdatum: 5 november 2021\nstemmen: [{fractie: Groen, voor: 8}]\n")
    | {
        "vergaderingen/v.yaml": MEETING.replace(
            "    titel: Punt\n", "    titel: Punt\n    over: ['raadsvoorstel:voorstel']\n"
        )
        + "        soort: actiepunt\nopkomst: [{namens: Groen, aanwezig: 7}]\n"
    },
    "vergadering-volgende": BODY
    | {
        "vergaderingen/a.yaml": f"{_MEETING}volgende: b\n",
        "vergaderingen/b.yaml": _MEETING.replace("titel: Overleg", "titel: Overleg in mei").replace(
            "5 november 2021", "5 mei 2021"
        ),
    },
    "vergadering-vorige": BODY
    | {
        "vergaderingen/a.yaml": f"{_MEETING}vorige: b\n",
        "vergaderingen/b.yaml": _MEETING.replace("titel: Overleg", "titel: Overleg in december").replace(
            "5 november 2021", "5 december 2021"
        ),
    },
    "geheim-openbaar": {
        "geheimhoudingen/g.yaml": SECRET,
        "moties/m.yaml": f"{MOTION}uitslag: ingediend\npublicatie: openbaar\n",
    },
    "status-zonder-stap": proposal("status: vastgesteld\n"),
    "besluit-zonder-orgaan": proposal(f"status: vastgesteld\n{STEP.replace(', orgaan: gemeenteraad', '')}"),
    "status-stap": proposal(f"status: concept\n{STEP}"),
    "status-uitslag": proposal(f"status: concept\n{ADOPTED}"),
    "inzage-onvolledig": proposal(
        "status: ter-inzage\nbesluitvorming: [{status: ter-inzage, datum: 3 mei 2022}]\n"
        "ter_inzage: {van: '2022-05-03', tot: '2022-07-01'}\n"
    ),
    "amendement-volgorde": proposal(ADOPTED) | {"amendementen/a.yaml": _CHANGES, "amendementen/b.yaml": _CHANGES},
    "beslispunt-nummer-bestaat": proposal(ADOPTED) | {"amendementen/a.yaml": ADDS.replace("nummer: 1c", "nummer: 1b")},
    "beslispunt-vervallen": proposal(ADOPTED)
    | {
        "amendementen/a.yaml": _CHANGES.replace("voorstel.twee, wordt: Niets te doen.", "voorstel.een-a, vervalt: true")
    },
    "amendement-ander-voorstel": proposal("")
    | {"raadsvoorstellen/ander.yaml": PROPOSAL, "amendementen/a.yaml": _OTHER},
    "stand-afgedaan": action("voortgang_actie: open\n        afgedaan_op: 1 mei 2022\n"),
    "verloop-voortgang": followed("voortgang_actie: open", "juni"),
    "verloop-dubbel": followed("", "juni", "juni"),
    "verloop-volgorde": followed("", "mei"),
    "afgedaan-te-vroeg": action("afgedaan_op: 1 mei 2021\n"),
    "bron-niet-vastgesteld": {
        "bronnen/visie.yaml": "titel: Focus 2035\nstand: nog-niet-vastgesteld\n",
        "overleggen/o.yaml": f"naam: O\nniveau: regionaal\nbronnen: [visie]\nstatus: vastgesteld\n{STEP}",
    },
}
