"""Another body than a municipality: all its outputs name its own bodies, and those of a municipality nowhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from lxml import html
from other_bodies import JOINT, WATER
from papers import pdf_text, word_text
from papers_git import built
from workbench import REPOSITORY, building, loose_days, write

BODIES = {"waterschap": WATER, "verband": JOINT}
OTHERS = re.compile(
    r"\b(?:gemeenten?|gemeenteraad|raad|raadsleden|raadslid|raadsbreed|raadsvergadering|colleges?|collegeperiode|"
    r"burgemeesters?|wethouders?|griffiers?)\b",
    re.IGNORECASE,
)
# What a reader never meets as words of this agenda: names of fields, and values that a file writes.
FIELDS = re.compile(r"\b(?:eigen_gemeente|inbreng_gemeente|interpretatie_college)\b")
COUNCIL = (
    *("raadsvoorstel", "raadsbesluit", "amendement", "motie", "stemuitslag", "besluitenlijst", "verslag"),
    *("vergaderagenda", "actielijst", "toezeggingenlijst", "motielijst", "memo", "raadsinformatiebrief"),
)
# Names out of the papers that the shipped agenda and the examples were made after.
ONE_MUNICIPALITY = re.compile(
    r"Vijfheerenlanden|Leusden|Landerd|Leerdam|Vianen|Zederik|Meerkerk|Lexmond|Ameide|Schaijk|Holland Rijnland|"
    r"Gooi en Vechtstreek|Lek en Linge"
)


@cache
def drafts(name: str, root: Path, audience: str) -> dict[str, str]:
    """Every paper and every page of an edition, by name."""
    write(root, BODIES[name])
    with building(root, audience=audience) as build:
        papers = {d.planned.stem: loose_days(d.paper.markdown) for d in build.drafts()}
        pages = {p.address or "home": f"{p.title}\n{p.description}\n{p.markdown}" for p in build._pages()}
        assert not build.library.troubles
    return papers | pages


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("organen")


@pytest.fixture(scope="module")
def printed(folder: Path) -> dict[str, str]:
    return drafts("waterschap", folder / "waterschap", "inwoners")


def read(text: str) -> str:
    """Text as a reader meets it: without addresses, tags, classes and names of fields."""
    text = re.sub(r"\]\([^)]*\)|\{[:#.][^}]*\}|<[^>]*>", " ", text)
    return FIELDS.sub("", text)


def found_in(texts: dict[str, str]) -> dict[str, list[str]]:
    found = {where: OTHERS.findall(read(text)) for where, text in texts.items()}
    return {where: words for where, words in found.items() if words}


@pytest.mark.parametrize("audience", ["inwoners", "bestuur"])
@pytest.mark.parametrize("name", BODIES)
def test_no_page_or_paper_names_a_body_of_a_municipality(name: str, audience: str, folder: Path) -> None:
    texts = drafts(name, folder / name, audience)
    assert {stem.partition("-")[0] for stem in texts if "/" not in stem} >= set(COUNCIL)
    texts = {where: text for where, text in texts.items() if not where.startswith("handleiding")}
    assert found_in(texts) == {}


def test_the_search_finds_what_should_not_be_there() -> None:
    assert found_in({"a": "De gemeenteraad besluit.", "b": "[Raadsvoorstel](raadsvoorstellen/x/) {: .raad }"}) == {
        "a": ["gemeenteraad"]
    }


def values(data: object) -> Iterator[str]:
    """Every text in data; names of fields are no words of an agenda."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        if data.get("regel") in ("vraagt", "geldt als"):
            return  # a test as it is written, with the names of fields
        for name, value in data.items():
            if name not in ("veld", "url", "soort", "plek", "onderdeel"):
                yield from values(value)
    elif isinstance(data, list):
        for value in data:
            yield from values(value)


@pytest.mark.langzaam
@pytest.mark.parametrize("name", BODIES)
def test_no_file_of_the_output_names_a_body_of_a_municipality(name: str, tmp_path: Path) -> None:
    write(
        tmp_path, BODIES[name] | {"agenda/agenda.yaml": BODIES[name]["agenda/agenda.yaml"] + "adres: https://x.nl/\n"}
    )
    made = built(tmp_path, parts=("site", "documents", "data"))
    files = {o.path: o.content if isinstance(o.content, bytes) else o.content.read_bytes() for o in made.outputs}
    texts = {}
    for path, content in files.items():
        if path.endswith(".html"):
            root = html.document_fromstring(content)
            words = "//text()[not(parent::script or parent::style)] | //@alt | //@aria-label"
            texts[path] = " ".join(root.xpath(f"{words} | //meta[@name='description']/@content"))
        elif path.endswith(".docx"):
            texts[path] = word_text(content)
        elif path.endswith(".pdf"):
            texts[path] = pdf_text(content, tmp_path)
        elif path.endswith(".json") and not path.startswith("data/schema"):
            texts[path] = " ".join(values(json.loads(content)))
        elif path.endswith((".xml", ".txt")):
            texts[path] = content.decode()
    kinds = {path.rpartition(".")[2] for path in texts}
    assert kinds >= {"html", "docx", "pdf", "json", "xml"}
    assert found_in(texts) == {}


def test_nothing_of_one_municipality_stands_in_what_is_shipped_to_all() -> None:
    folders = ("kapstok", "schemas", "templates", "poorten", "docs/site")
    found = {}
    for path in (p for folder in folders for p in sorted((REPOSITORY / folder).rglob("*")) if p.is_file()):
        if path.suffix in (".py", ".json", ".j2", ".yaml", ".md", ".lua", ".typ", ".html", ".js", ".css", ".txt"):
            named = ONE_MUNICIPALITY.findall(path.read_text(encoding="utf-8"))
            found |= {path.relative_to(REPOSITORY).as_posix(): named} if named else {}
    assert found == {}


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
    assert "koopt of steunt het waterschap werk" in printed["contracten/"]
    assert "## Informatie aan het algemeen bestuur" in printed["akkoorden/samen/"]
