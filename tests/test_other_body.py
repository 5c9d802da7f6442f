"""Another body than a municipality: its papers and pages name its own bodies, and those of a municipality nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from test_council_facts import ADDS, ADOPTED, PROPOSAL
from workbench import building, copy_base, loose_days, write

OPEN = "publicatie: openbaar\n"
SETTINGS = """titel: Watervisie
gemeente: Waterschap De Aa
status: concept
peildatum: '2022-06-30'
organen:
  organisatie: het waterschap
  besluit: het algemeen bestuur van Waterschap De Aa
  besluit_kort: het algemeen bestuur
  stelt_voor: het dagelijks bestuur
  tekent_besluit: [de secretaris-directeur, de dijkgraaf]
  tekent_brief: [de secretaris-directeur, de dijkgraaf]
"""
VOTES = "stemmen: [{fractie: Water Natuurlijk, voor: 14}, {fractie: Ongebouwd, tegen: 7}]\n"
BOARD = PROPOSAL.replace("wethouder", "lid dagelijks bestuur").replace("de raad", "het algemeen bestuur")
FILES = {
    "overleggen/bestuur": "naam: Algemeen bestuur\nniveau: raad en college\n",
    "raadsvoorstellen/voorstel": BOARD + ADOPTED + VOTES,
    "raadsvoorstellen/ontwerp": BOARD,
    "raadsvoorstellen/later": BOARD + "uitslag: aangehouden\n",
    "amendementen/ouderen": ADDS,
    "moties/motie": "titel: Meer bomen\ndatum: 3 december 2019\nverzoek: Plant bomen.\nuitslag: aangenomen\n"
    "raadsbreed: true\ninterpretatie_college: Langs elke sloot.\n",
    "toezeggingen/belofte": "titel: Een kaart\ndatum: 3 december 2019\ntekst: Er komt een kaart.\n",
    "vergaderingen/bestuur": """titel: Algemeen bestuur 3 december
overleg: bestuur
datum: 3 december 2019
vertrouwelijk: false
ondertekening: [de secretaris-directeur]
agendapunten:
  - id: punt
    titel: Het voorstel
    over: ['raadsvoorstel:voorstel']
    acties: [{id: doen, soort: actiepunt, tekst: Bomen te planten.}]
""",
    "akkoorden/samen": """naam: Samen voor water
thema: water
fase: uitvoering
inbreng_gemeente: [Bomen langs elke sloot.]
interpretatie: x
infomomenten: [{id: een, titel: Eerste moment, datum: 1 maart 2020}]
""",
    "memos/memo": "titel: Memo water\naan: Algemeen bestuur\nvan: Dagelijks bestuur\ndatum: 4 december 2019\n"
    "betreft: Water\nover: ['akkoord:samen']\n",
}
OTHERS = re.compile(
    r"\b(de raad|gemeenteraad|raadsbreed|burgemeester|wethouders?|het college|de gemeente|van de gemeente)\b", re.I
)
COUNCIL = (
    *("raadsvoorstel", "raadsbesluit", "amendement", "motie", "stemuitslag", "besluitenlijst", "verslag"),
    *("vergaderagenda", "actielijst", "toezeggingenlijst", "motielijst", "memo", "raadsinformatiebrief"),
)
PAGES = ("raadsvoorstellen/", "amendementen/", "moties/", "toezeggingen/", "vergaderingen/", "memos/", "acties/")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every paper of the council and every page of it, by name."""
    root: Path = copy_base(tmp_path_factory.mktemp("waterschap"))
    files = {f"agenda/{path}.yaml": text.replace("interpretatie: x\n", "") + OPEN for path, text in FILES.items()}
    write(root, files | {"agenda/agenda.yaml": SETTINGS + OPEN})
    with building(root) as build:
        papers = {
            d.planned.stem: loose_days(d.paper.markdown) for d in build.drafts() if d.planned.design.name in COUNCIL
        }
        pages = {p.address: f"{p.description}\n{p.markdown}" for p in build._pages() if p.address.startswith(PAGES)}
        assert not build.library.troubles
    return papers | pages


def test_no_output_names_a_body_of_a_municipality(printed: dict[str, str]) -> None:
    assert {name.partition("-")[0] for name in printed if "/" not in name} == set(COUNCIL)
    found = {name: OTHERS.findall(text) for name, text in printed.items()}
    assert {name: words for name, words in found.items() if words} == {}


def test_papers_name_the_bodies_of_the_agenda(printed: dict[str, str]) -> None:
    decision = printed["raadsbesluit-voorstel"]
    assert "Het algemeen bestuur van Waterschap De Aa, in vergadering bijeen op 3 december 2019;" in decision
    assert "gelezen het voorstel van het dagelijks bestuur" in decision
    assert "Zo besloten in de vergadering van het algemeen bestuur van" in decision
    assert "de dijkgraaf," in decision
    assert "het algemeen bestuur heeft nog niet besloten" in printed["raadsbesluit-ontwerp"]
    assert "Het algemeen bestuur houdt het voorstel aan" in printed["raadsbesluit-later"]
    assert "| Van | het dagelijks bestuur |" in printed["raadsinformatiebrief-samen"]
    assert "Het waterschap brengt in:" in printed["memo-memo"]
    assert "## Wat het algemeen bestuur besloot" in printed["raadsvoorstellen/voorstel/"]
    assert "## Hoe leest het dagelijks bestuur dit?" in printed["moties/motie/"]
