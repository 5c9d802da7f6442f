"""The agenda as a text to read, and fields of a municipality's own: on a page and in the paper by themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from workbench import building, copy_base, write

from kapstok.core.page import Page

CHAPTERS = """hoofdstukken:
  - nummer: '1'
    titel: Inleiding
    tekst: Hier begint het.
  - nummer: '2'
    titel: Wat we willen
    tekst: Dit willen we.
    paragrafen:
      - {nummer: '2.1', titel: De opgaven, tekst: Er is er één., toont: [opgaven]}
besluitvorming:
  - {status: concept, datum: 1 maart 2025, orgaan: het college}
"""
Made = tuple[dict[str, Page], dict[str, str]]
OVERLAY = {"properties": {"kleur": {"title": "Kleur op de kaart", "type": "string"}}}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    root: Path = copy_base(tmp_path_factory.mktemp("lezen"))
    settings = (root / "agenda/agenda.yaml").read_text(encoding="utf-8")
    goal = (root / "agenda/doelen/niemand-alleen.yaml").read_text(encoding="utf-8")
    write(
        root,
        {
            "agenda/agenda.yaml": settings + CHAPTERS,
            "schemas/doel.extra.json": json.dumps(OVERLAY),
            "agenda/doelen/niemand-alleen.yaml": goal + "kleur: paars\n",
        },
    )
    with building(root) as build:
        pages = {page.address: page for page in build._pages()}
        papers = {draft.paper.name: draft.paper.markdown for draft in build.drafts()}
    return pages, papers


def test_every_chapter_is_a_page_with_its_sections_and_its_neighbours(
    made: Made,
) -> None:
    pages, _ = made
    second = pages["lezen/hoofdstuk-2/"]
    assert second.title == "2. Wat we willen"
    assert "## 2.1 De opgaven {: #paragraaf-2-1 }" in second.markdown
    assert "[Vorige: 1\\. Inleiding](../hoofdstuk-1/)" in second.markdown
    assert "(../../opgaven/" in second.markdown, "what the section shows"
    assert second.under == "lezen/"


def test_the_contents_tell_the_chapters_and_how_the_agenda_was_decided(
    made: Made,
) -> None:
    contents = made[0]["lezen/"].markdown
    assert "[2.1 De opgaven](hoofdstuk-2/#paragraaf-2-1)" in contents
    assert "**1 maart 2025**: concept, het college" in contents
    assert "Hier begint het." in made[0]["lezen-in-een-keer/"].markdown


def test_the_paper_shows_a_part_where_a_chapter_says_so(made: Made) -> None:
    paper = made[1]["beleidsagenda-agenda"]
    assert paper.index("## 2.1 De opgaven") < paper.index("Iedereen hoort erbij") < paper.index("# Besluitvorming")


def test_a_field_of_the_municipality_is_printed_by_itself(made: Made) -> None:
    pages, papers = made
    assert "Kleur op de kaart" in pages["doelen/niemand-alleen/"].markdown
    assert "| Kleur op de kaart | paars |" in papers["beleidsagenda-agenda"]
