"""The index of the search: what can be found, by which words, and that nothing hidden is in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from searching import made_site
from workbench import copy_base, write

from kapstok.core.dutch import stem

MARKER = "Zwartkopvoorbehoud"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = copy_base(tmp_path_factory.mktemp("zoeken"))
    write(
        root,
        {
            "agenda/organisaties/de-brug.yaml": "naam: De Brug\naliassen: [Bruggetje]\npublicatie: openbaar\n",
            "agenda/moties/oud.yaml": "titel: Een oude motie\nstatus: ingetrokken\npublicatie: openbaar\n"
            "besluitvorming: [{status: ingetrokken, datum: 1 mei 2025}]\n",
            "agenda/doelen/verborgen.yaml": (
                f"titel: {MARKER}\nsamenvatting: {MARKER}.\nopgave: meedoen\npublicatie: vertrouwelijk\n"
            ),
        },
    )
    return made_site(root)


@pytest.fixture(scope="module")
def index(site: dict[str, bytes]) -> dict[str, Any]:
    return dict(json.loads(site["zoeken/index.json"]))


def rows(index: dict[str, Any]) -> dict[str, list[Any]]:
    return {row[0]: row for row in index["rijen"]}


def weights(index: dict[str, Any], word: str) -> dict[str, int]:
    """What a word weighs for each address."""
    stems = index["stammen"].split(" ")
    found: dict[str, int] = {}
    if stem(word) in stems:
        packed, row = index["plaatsen"][stems.index(stem(word))], 0
        for gap, weight in zip(packed[::2], packed[1::2], strict=True):
            row += gap
            found[index["rijen"][row][0]] = weight
    return found


def test_every_page_can_be_found_except_the_one_with_the_search(site: dict[str, bytes], index: dict[str, Any]) -> None:
    pages = {p.removesuffix("index.html") for p in site if p.endswith("index.html")}
    found = {address for address in rows(index) if "#" not in address}
    assert pages - found == {"zoeken/"}
    assert found <= pages


def test_what_stands_on_the_page_of_another_is_found_at_its_own_place(index: dict[str, Any]) -> None:
    found = [address for address in rows(index) if address.startswith("begrippen/#")]
    assert found
    kind = index["soorten"][rows(index)[found[0]][2]]
    assert kind == ["Begrip", "Begrippen"]
    assert any("#kader-" in address for address in rows(index))


def test_a_thing_is_found_by_its_other_names(index: dict[str, Any]) -> None:
    assert "organisaties/de-brug/" in weights(index, "bruggetje")
    assert rows(index)["organisaties/de-brug/"][7] == ["Bruggetje"]


def test_a_thing_is_found_by_its_number(index: dict[str, Any]) -> None:
    numbered = {row[6]: address for address, row in rows(index).items() if row[6].startswith("6.")}
    assert numbered
    for number, address in numbered.items():
        assert address in weights(index, number)


def test_a_title_weighs_more_than_the_text(index: dict[str, Any]) -> None:
    found = weights(index, "meedoen")
    assert max(found, key=lambda address: found[address]) == "opgaven/meedoen/"


def test_what_was_withdrawn_says_so(index: dict[str, Any]) -> None:
    assert rows(index)["moties/oud/"][5] == "Ingetrokken"


def test_the_texts_stand_in_the_order_of_the_rows(site: dict[str, bytes], index: dict[str, Any]) -> None:
    texts = []
    for number in range(len([p for p in site if p.startswith("zoeken/tekst-")])):
        texts += json.loads(site[f"zoeken/tekst-{number}.json"])
        assert len(texts) <= index["portie"] * (number + 1)
    assert len(texts) == len(index["rijen"])
    place = [row[0] for row in index["rijen"]].index("opgaven/meedoen/")
    assert texts[place]
    assert not [text for text in texts if "<" in text and "<span" in text]


@pytest.mark.langzaam
def test_the_same_pages_give_the_same_bytes(site: dict[str, bytes], tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    first, second = made_site(root), made_site(root)
    names = [name for name in first if name.startswith("zoeken/")]
    assert len(names) > 2
    assert all(first[name] == second[name] for name in names)


@pytest.mark.langzaam
def test_nothing_hidden_is_in_the_index(site: dict[str, bytes], tmp_path: Path) -> None:
    """Neither whole nor in pieces; in the edition that may see everything it is there, so the test can fail."""
    files = b"".join(content for path, content in site.items() if path.startswith("zoeken/")).decode().casefold()
    for part in (MARKER, stem(MARKER.casefold()), "verborgen"):
        assert part.casefold() not in files
    root = copy_base(tmp_path)
    write(root, {"agenda/doelen/verborgen.yaml": f"titel: {MARKER}\nopgave: meedoen\npublicatie: vertrouwelijk\n"})
    closed = made_site(root, "besloten")["zoeken/index.json"].decode()
    assert MARKER in closed


def test_mkdocs_makes_no_index_of_its_own(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    write(root, {"mkdocs.yml": "site_name: Eigen\nplugins:\n  - search:\n      lang: nl\n"})
    assert not [path for path in made_site(root) if path.startswith("search/")]


def test_the_search_page_is_not_in_the_sitemap(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    settings = root / "agenda" / "agenda.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "adres: https://agenda.example/\n", encoding="utf-8")
    sitemap = made_site(root)["sitemap.xml"].decode()
    assert "/doelen/" in sitemap
    assert "zoeken" not in sitemap
