"""Agendas of two other bodies than a municipality: a water authority and a joint arrangement."""

from __future__ import annotations

from test_council_facts import ADDS, ADOPTED, PROPOSAL

OPEN = "publicatie: openbaar\n"
_BODIES = """organen:
  organisatie: {organisation}
  besluit: {board} van {name}
  besluit_kort: {board}
  stelt_voor: {proposes}
  tekent_besluit: [{clerk}, {chair}]
  tekent_brief: [{clerk}, {chair}]
"""
_SETTINGS = "titel: {title}\ngemeente: {name}\nstatus: vastgesteld\npeildatum: '2022-06-30'\n"
_VOTES = "stemmen: [{fractie: Natuurlijk, voor: 14}, {fractie: Ongebouwd, tegen: 7}]\n"


def _things(name: str, board: str, proposes: str) -> dict[str, str]:
    """A file of every kind that speaks of bodies, and of most others."""
    steps = f"status: vastgesteld\nbesluitvorming: [{{status: vastgesteld, datum: 1 maart 2021, orgaan: {board}}}]\n"
    proposal = PROPOSAL.replace("wethouder", "portefeuillehouder").replace("de raad", board)
    return {
        "effecten/e": "nummer: '1'\ntitel: Droge voeten\n",
        "opgaven/een": f"nummer: '1'\ntitel: Veilige dijken\neffecten: [e]\n{steps}",
        "doelen/a": "nummer: '1'\ntitel: Dijken zijn hoog genoeg\nopgave: een\n",
        "doelen/oud": "nummer: '2'\ntitel: Oud doel\nopgave: een\nstatus: vervallen\n"
        f"besluitvorming: [{{status: vervallen, datum: 1 mei 2021, orgaan: {board}}}]\n",
        "uitgangspunten/u": "titel: Samen met boeren\nvolgorde: 1\ntekst: We doen het samen.\n",
        "ontwikkelopdrachten/o": "nummer: '1'\ntitel: Gebiedsgericht\nkaderlijsten: [k]\nopdracht: Doe dit.\n",
        "kaderlijsten/k": "titel: Kaders\nontwikkelopdracht: o\nkaders:\n  - {id: x, nummer: '1', tekst: Eerst meten, "
        "niet_toetsbaar: {reden: Dat zien we buiten, voorstel: Kijk buiten, aanvaard_door: de dijkgraaf}}\n",
        "activiteiten/act": "titel: Dijk verhogen\nvoortgang: voorgesteld\ndoelen: [a]\nwie: [zelf]\nwat: Klei.\n",
        "organisaties/zelf": f"naam: {name}\neigen_gemeente: true\n",
        "organisaties/boer": "naam: Boeren\nstrategische_partner: true\n",
        "indicatoren/i": "titel: Lengte van veilige dijk\nsoort: outcome\neenheid: aantal\nrichting: hoger-beter\n"
        "doelen: [a]\nmetingen: [{id: m, waarde: 50, peil: '2020', nulmeting: true}]\n"
        "streefwaarden: [{id: s, soort: absoluut, waarde: 60, termijn: '2027'}]\n",
        "begroting/b": "titel: Begroting 2022\njaar: 2022\nsoort: begroting\nregels:\n"
        "  - {id: s, titel: Dijk, hangt_aan: 'doel:a', bedrag: 20000, soort: lasten, stand: begroot}\n",
        "jaarplannen/j": "titel: Jaarplan 2022\njaar: 2022\n",
        "overleggen/bestuur": f"naam: {board[:1].upper()}{board[1:]}\nniveau: eigen bestuur\n",
        "overleggen/regio": "naam: Overleg in de streek\nniveau: regionaal\ndoel: Samen plannen\nresultaat: Eén plan\n"
        "meerwaarde: Overal droge voeten\nrol: trekkend\nhalen: Kennis\nbrengen: Geld\nwethouder: portefeuillehouder\n"
        "opgaven: [{opgave: een, bijdrage: Hogere dijken}]\ndeelnemers: [boeren]\n"
        "capaciteit: {uren_per_jaar: 20, groep: beleid}\n",
        "raadsvoorstellen/voorstel": proposal + ADOPTED + _VOTES,
        "raadsvoorstellen/ontwerp": proposal,
        "raadsvoorstellen/later": proposal + "uitslag: aangehouden\n",
        "amendementen/ouderen": ADDS,
        "moties/motie": "titel: Meer bomen\ndatum: 3 december 2019\nverzoek: Plant bomen.\nuitslag: aangenomen\n"
        "raadsbreed: true\ninterpretatie_college: Langs elke sloot.\n",
        "toezeggingen/belofte": "titel: Een kaart\ndatum: 3 december 2019\ntekst: Er komt een kaart.\n",
        "vergaderingen/bestuur": "titel: Vergadering van 3 december\noverleg: bestuur\ndatum: 3 december 2019\n"
        "vertrouwelijk: false\nondertekening: [de secretaris]\nagendapunten:\n  - id: punt\n    titel: Het voorstel\n"
        "    over: ['raadsvoorstel:voorstel']\n    acties: [{id: doen, soort: actiepunt, tekst: Bomen te planten.}]\n",
        "akkoorden/samen": "naam: Samen voor water\nthema: water\nfase: uitvoering\n"
        "inbreng_gemeente: [Bomen langs elke sloot.]\n"
        "infomomenten: [{id: een, titel: Eerste moment, datum: 1 maart 2020}]\n",
        "memos/memo": f"titel: Memo water\naan: {board}\nvan: {proposes}\ndatum: 4 december 2019\nbetreft: Water\n"
        "over: ['akkoord:samen']\n",
        "contracten/c": "titel: Contract klei\nsoort: inkoop\neffecten: [e]\ndoelen: [a]\nresultaten: [Klei]\n"
        "meetwijze: Tellen\nwanneer_goed: Droog\npartijen: [boer]\nstart: '2020-01-01'\neinde: '2023-12-31'\n"
        "anticyclisch: true\nuitvragen: 4\n",
        "programmas/p": "titel: Programma dijken\nsoort: project\nvoortgang: voorgesteld\n",
        "kernwaarden/open": "titel: Open\n",
        "missies/m": "titel: Droge voeten\ntekst: Iedereen houdt droge voeten.\n",
        "begrippen/dijk": "term: dijk\ndefinitie: Een hoge wal langs het water.\n",
        "evaluaties/e": "titel: Evaluatie\njaar: 2023\nvan: de hele agenda\n",
        "opdrachten/op": "titel: Opdracht\nvoortgang: voorgesteld\n",
        "vraagstukken/v": "titel: Te veel regen\nvoortgang: voorgesteld\n",
    }


def agenda_of(
    *, title: str, name: str, organisation: str, board: str, proposes: str, clerk: str, chair: str
) -> dict[str, str]:
    """The files of a whole agenda, by their path in the workspace."""
    names = {"organisation": organisation, "board": board, "name": name, "proposes": proposes}
    settings = _SETTINGS.format(title=title, name=name) + _BODIES.format(**names, clerk=clerk, chair=chair)
    settings += f"besluitvorming: [{{status: vastgesteld, datum: 1 maart 2021, orgaan: {board}}}]\n"
    things = {"agenda": settings, **_things(name, board, proposes)}
    return {f"agenda/{path}.yaml": text + OPEN for path, text in things.items()}


WATER = agenda_of(
    title="Watervisie",
    name="Waterschap De Aa",
    organisation="het waterschap",
    board="het algemeen bestuur",
    proposes="het dagelijks bestuur",
    clerk="de secretaris-directeur",
    chair="de dijkgraaf",
)
JOINT = agenda_of(
    title="Regionale visie",
    name="Samenwerkingsverband Oost",
    organisation="het samenwerkingsverband",
    board="de vergadering van deelnemers",
    proposes="de directie",
    clerk="de directeur",
    chair="de voorzitter van het verband",
)
