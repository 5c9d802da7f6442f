"""Three papers beside the real ones that they were made after: every heading and figure is there, in that order.

What the real paper says in order is data here, one thing a line: a line with `#` is a heading, one with `=` the number
of a list item (Word makes those itself, so only the PDF holds them as text), the rest is a label, name, date, amount,
percentage or count. Spelling follows our papers: `37.70%` in the real one is `37,7%` here.
"""

from __future__ import annotations

import html
import io
import re
import subprocess
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from lxml import etree
from paper_facts import unspaced
from papers import pdf_headings, word_headings, word_text
from workbench import REPOSITORY, building

from kapstok import convert

pytestmark = pytest.mark.langzaam  # nearly every test builds a workspace

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
COLOPHON = re.compile(r"\s(?:Raadsvoorstel|Memo|Verslag) van [^.]+\. (?:Status|Versie): .*", re.DOTALL)
LINK = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}hyperlink"
TARGET = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, kw_only=True, slots=True)
class Seed:
    """What the real paper says, in order; what ours leaves out and why; what ours has besides, headings and numbers."""

    workspace: str
    paper: str
    says: str
    left_out: dict[str, str]
    headings_besides: frozenset[str] = frozenset()
    numbers_besides: frozenset[str] = frozenset()
    links: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.says.splitlines() if line.strip()]


PROPOSAL = Seed(
    workspace="landerd",
    paper="raadsvoorstel-leergeschiedenis-fase-1",
    says="""
Agendapunt
Beleidsprogramma
Sociaal Domein
Portefeuillehouder
Wethouder
Zaaknummer
12611-2019 - 2019
Aan de raad
# Onderwerp
Leergeschiedenis Samen Landerd Samen Beter fase 1 (2019)
# Advies
= 1.
Samen Landerd Samen Beter
begroting 2020
# Inleiding
december 2016
Robuust
twee jaar
11 organisaties
GGD
ONS Welzijn
BrabantZorg
Gemeente Landerd
Pantein
Optimus
Praktijk Jij & Ik
Zorgcoöperatie Zeeland
Zorgcoöperatie Schaijk
Huisarts Schaijk
Bibliotheek Landerd
vier thema's
drugs en alcohol
opvoeding
mantelzorg
eenzaamheid
2019
fase 2
vier thema's
bijlage 2
# Beoogd effect
# Argumenten
# 1.1 We realiseren impact op de vier thema's
vier thema's
bijlage 2
zomerkalender
netwerk jonge moeders
# 1.2 We ontwikkelen het partnerschap (verder door)
'Inspireren en verbinden'
hoofdstuk 5 en 6
# 1.3 Deze manier van werken sluit aan bij de toekomstvisie van de gemeente Maashorst i.o.
'Samen denken, samen doen'
# Kanttekeningen
# 1.1 Het is nog geen duurzame samenwerking
2019
# 1.2 Doen we de juiste preventieve acties vanuit onze wettelijke taken?
# 1.3 Betrokkenheid Adviesraad Sociaal Domein
# Financiën
kadernota 2020
laatste 2
begroting 2020
2019
€ 58.400
2020
€ 48.400
2021
€ 19.200
Inzet: programmamanagement
2019
1 fte
2020
0,5 fte
2021
0 fte
# Communicatie
www.samenlander.nl
# Uitvoering
vier thema's
11 organisaties
hoofdstuk 2
'Organisatie van het programma'
# Bijlage(n)
Leergeschiedenis Samen Landerd Samen Beter fase 1 incl. bijlagen
Zeeland, 5 november 2019
Burgemeester en wethouders van Landerd,
de secretaris,
de burgemeester
""",
    left_out={"three names": "the alderman, the secretary and the mayor are living persons; their roles stand there"},
)

MEMO = Seed(
    workspace="leusden",
    paper="memo-uitwisseling-december-2018",
    says="""
Memo
Aan
Gemeenteraad
Cc
Van
College
Datum
4 december 2018
Betreft
Uitwisseling 13 december 2018
22 november 2018
twee moties
oktober
december
13 december 2018
40
vier
75
# 1. Achtergrond ontwikkelen Visie Sociaal Domein
coalitieakkoord 2018-2022
Zorg en Welzijn
3
zorg, welzijn, wonen, werk en inkomen
december 2018
september 2018
najaar
Veerkracht
beleidskader 2019-2022
zomer van 2019
coalitieakkoord
CUP
samenlevingsakkoorden
Leusden Vertelt
kosten
financieel kader
voorjaarsnota
# 2. Samenlevingsakkoorden
drie momenten
twee rondes
verrijkingstafel
15 minuten
# Doel met betrekking tot Ambitieagenda Jeugdhulp: “Samen naar een nieuw perspectief op jeugdhulp”
huisarts, onderwijs, Lariks
x %
4 jaar
y
landelijk gemiddelde
11,5%
10,5%
# Doelen met betrekking tot Ambitieagenda zorg en welzijn: “Samen Sterk”
Eenzaamheid
dementievriendelijke
mantelzorgers
top 20
94
Gezondheidsmonitor
GGD'en, CBS en RIVM
37,7%
34%
dementievriendelijke
# Doel met betrekking tot Ambitieagenda Arbeidsparticipatie: “Leusden werkt samen”
drie jaar
100 mensen
Participatiewet
IOAW
BBZ
bijstandsbestand
# Doelen met betrekking tot Samenlevingsakkoord Energietransitie: “Energieakkoord 2.0”
2040
2020
2025
2030
CO2
Energieloket
Energiehuis
80%
2027
asbest
2017
# Deelproject 1: Klankbordgroep voor Energieloket en Energiehuis
klankbordgroep
# Deelproject 2: Melkveehouderij die energie levert
meer dan 80%
gestart
# Deelproject 3: Bedrijven die meedoen
Energiehuis
# Deelproject 4: Duurzame energie in de regio
Regionale Energiestrategie
Bijlage 1: Notitie Veerkracht
Bijlage 2: Spoorboekje/Processchema Samenlevingsakkoorden
""",
    left_out={
        "'Doelen' above Arbeidsparticipatie": "there is one goal, so the heading says 'Doel', as for Jeugdhulp",
        "hoofdstuk in quotes": "the chapter itself is named",
    },
    headings_besides=frozenset({"Programma", "Waaraan deze memo voldoet", "Bijlagen"}),
    numbers_besides=frozenset({"115"}),  # the minutes together
)

MINUTES = Seed(
    workspace="gooi-en-vechtstreek",
    paper="verslag-2017-07-06",
    says="""
Overleg portefeuillehouders sociaal domein
6 juli 2017
# Algemeen
Aanwezig
19
Afwezig
1
Contactpersoon
Vertrouwelijk
Nee
Kenmerk
# Opening/mededelingen/vaststellen agenda/resumé 11 mei 2017
# Onderzoek naar fusie tussen veiligheidsregio's Flevoland en Gooi en Vechtstreek
Flevoland en Gooi en Vechtstreek
Wet publieke gezondheid
één gemeentelijke gezondheidsdienst (GGD)
t.z.t.
# Commitment van gemeenten, aanbieders en Zilveren Kruis voor Wijkgericht werken
Zilveren Kruis
2018
= 1.
= 2.
Gemeenschappelijke Huisartsen Organisatie Gooi en Omstreken
Versa Welzijn
Vivium Zorggroep
Inovum
HilverZorg
Amaris Zorggroep
# Gezondheidsfestival
28 september 2017
inwoners, professionals en bestuurders
inwonerportaal
# Regionale bijeenkomst 'vitale jeugd'
JOGG Nederland
stuurgroep 18-
7 november
# Zorgbanenpact: VWS stemt in met een bredere inzet van de HHT middelen
Zorgbanenpact
stuurgroep 18+
8 juni
huishoudelijke hulp toelage
7,8 miljoen
ActiZ
BTN
CNV Zorg & Welzijn
FNV Zorg & Welzijn
MBO Raad
NVZ
VWS
VVT
jeugdzorg
# Resumé 11 mei 2017
11 mei
# Stand van zaken Regionale Sociale Agenda/uitvoeringsprogramma sociaal domein 2017-2018
uitvoeringsprogramma 2017-2018
september
magazine
november
# Best practices sociaal domein
# Gooise Meren: Plan 18
18
17e
18e
Plan 18
6 en na 9 maanden
18
vierde
# Hilversum: integrale aanpak statushouders
azc in Almere
COA
# Huizen, Blaricum, Laren en Eemnes: 'Zicht op Werk'
elke week
Versa Welzijn
# Laren: eenzaamheid
film
# Weesp: de Buurtkamer
Weesp, Versa en woningcorporatie Ymere
# Wijdemeren: huisvesting jongvolwassen statushouders
18e
17e
# Aandachtspunten en vervolgstappen
Participatiewet
jobcoaching, loonkostensubsidie, re-integratie, detachering en beschut werk
Participatiewet en Economie
Stuurgroep 18-
Plan 18
Stuurgroep 18+
eventueel de stuurgroep daarna
Hilversumse
""",
    left_out={
        "twenty names": "those present and absent are living persons: their number stands there, 19 and 1",
        "name and e-mail of the contact": "contact data of a living person; the role stands there",
        "the row E-mail": "without an address there is no such row",
    },
    headings_besides=frozenset({"Besluiten en acties", "Links"}),
    links=(
        "https://www.regiogv.nl/content/media/docs/default-source/overleggen/sociaal-domein/2017-07-06/stand-van-zaken-up-juni-2017.pdf?sfvrsn=2",
        "https://gooisemeren.nl/jeugd-en-onderwijs/plan-18/",
        "https://www.regiogv.nl/content/media/docs/default-source/overleggen/sociaal-domein/2017-07-06/hilversum-presentatie-regionaal-pho-060717.pdf?sfvrsn=2",
        "http://prezi.com/dv7ke9nqssqn/?utm_campaign=share&utm_medium=copy",
        "https://youtu.be/B2UMWQG0LGI",
        "https://www.regio.vn/content/media/docs/default-source/overleggen/sociaal-domein/2017-07-06/weesp-presentatie-buurtkamer.pdf?sfvrsn=2",
        "https://www.youtube.com/watch?v=x3n-exhUHQQ",
    ),
)
SEEDS = {"raadsvoorstel": PROPOSAL, "memo": MEMO, "resume": MINUTES}


@pytest.fixture(params=SEEDS)
def seed(request: pytest.FixtureRequest) -> Seed:
    return SEEDS[request.param]


@cache
def made(seed_paper: str, workspace: str) -> tuple[convert.Paper, bytes, bytes]:
    """The paper of ours, as Word and as PDF."""
    with building(REPOSITORY / "examples" / workspace) as build:
        (draft,) = build.drafts([seed_paper])
        return draft.paper, convert.to_docx(draft.paper, build.style), convert.to_pdf(draft.paper, build.style)


def of(seed: Seed) -> tuple[convert.Paper, bytes, bytes]:
    return made(seed.paper, seed.workspace)


def pdf_words(data: bytes, folder: Path) -> str:
    """The text of a PDF by its tags: without what stands on every page, and with the numbers of lists."""
    (folder / "stuk.pdf").write_bytes(data)
    command = ["pdfinfo", "-struct-text", str(folder / "stuk.pdf")]
    said = subprocess.run(command, capture_output=True, check=True).stdout.decode(errors="replace")
    lines = [line.strip(" ") for line in said.split("\n")]
    pieces = (line[1:-1] if line.startswith('"') else "\n" for line in lines)
    return "".join(piece if piece.endswith((" ", "/")) else f"{piece} " for piece in pieces)


def body(text: str, paper: convert.Paper) -> str:
    """What a paper says, without what it says of itself."""
    return re.sub(r"\s+", " ", COLOPHON.sub("", text.replace(paper.date_text, " ", 1)))


def texts(seed: Seed, folder: Path) -> dict[str, str]:
    paper, word, pdf = of(seed)
    return {"Word": body(html.unescape(word_text(word)), paper), "PDF": body(pdf_words(pdf, folder), paper)}


def first_missing(wanted: list[str], text: str) -> str:
    """The first of the things that does not stand, as a whole, after the one before it; '' when all do."""
    place = 0
    for thing in wanted:
        found = re.compile(rf"(?<![\w€.,]){re.escape(thing)}(?![\w%])", re.IGNORECASE).search(text, place)
        if found is None:
            return f"{thing!r} after {text[max(0, place - 60) : place]!r}"
        place = found.end()
    return ""


def test_everything_that_the_real_paper_says_is_there_in_its_order(seed: Seed, tmp_path: Path) -> None:
    for form, text in texts(seed, tmp_path).items():
        lines = [line for line in seed.lines if form == "PDF" or not line.startswith("=")]
        assert first_missing([re.sub(r"^[#=] ", "", line) for line in lines], text) == "", form


def test_the_headings_are_those_of_the_real_paper_and_no_others(seed: Seed) -> None:
    wanted = [unspaced(line.removeprefix("# ")) for line in seed.lines if line.startswith("# ")]
    besides = {unspaced(heading) for heading in seed.headings_besides}
    _, word, pdf = of(seed)
    for found in (word_headings(word), pdf_headings(pdf)):
        assert [unspaced(text) for _, text in found if unspaced(text) not in besides] == wanted
        assert besides <= {unspaced(text) for _, text in found}


def test_no_number_is_there_that_the_real_paper_does_not_have(seed: Seed, tmp_path: Path) -> None:
    known = set(NUMBER.findall(seed.says)) | seed.numbers_besides
    for form, text in texts(seed, tmp_path).items():
        assert set(NUMBER.findall(text)) - known == set(), form
        assert seed.numbers_besides <= set(NUMBER.findall(text)), form


def test_no_address_of_a_person_is_in_it(seed: Seed, tmp_path: Path) -> None:
    assert seed.left_out
    assert [form for form, text in texts(seed, tmp_path).items() if "@" in text] == []


def test_the_links_lead_where_those_of_the_real_paper_do(seed: Seed) -> None:
    _, word, pdf = of(seed)
    for found in (word_links(word), pdf_links(pdf)):
        assert tuple(link for link in found if link in seed.links) == seed.links


def word_links(data: bytes) -> list[str]:
    """Where the links of a Word document lead, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = etree.fromstring(package.read("word/_rels/document.xml.rels"))
        text = etree.fromstring(package.read("word/document.xml"))
    targets = {each.get("Id"): each.get("Target") for each in names}
    return [targets[each.get(TARGET)] for each in text.iter(LINK) if each.get(TARGET)]


def pdf_links(data: bytes) -> list[str]:
    """Where the links of a PDF lead, page by page; one over two lines counts once."""
    found: list[str] = []
    with pikepdf.open(io.BytesIO(data)) as document:
        for page in document.pages:
            for each in page.get("/Annots", pikepdf.Array()):
                link = str(each.get("/A", pikepdf.Dictionary()).get("/URI", ""))
                found += [link] if link and link not in found[-1:] else []
    return found


def test_a_lost_or_moved_figure_is_seen(seed: Seed, tmp_path: Path) -> None:
    """Without any one line of its own text, or with two figures in each other's place, the check above fails."""
    text = texts(seed, tmp_path)["PDF"]
    wanted = [re.sub(r"^[#=] ", "", line) for line in seed.lines]
    assert first_missing(wanted, text) == ""
    for heading in (re.sub(r"^# ", "", line) for line in seed.lines if line.startswith("# ")):
        assert first_missing(wanted, text.replace(heading, "", 1)) != ""
    figure = {"raadsvoorstel": "58.400", "memo": "37,7%", "verslag": "7,8"}[seed.paper.partition("-")[0]]
    assert first_missing(wanted, text.replace(figure, "1")) != ""
    start, end = text[: len(text) // 2], text[len(text) // 2 :]
    assert first_missing(wanted, end + start) != ""
