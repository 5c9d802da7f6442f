"""Nothing is printed by one output only: own fields, pictures, the adoption and decisions stand on page and paper."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

from test_council_facts import PROPOSAL
from workbench import REPOSITORY, building, copy_base, load_from, loose_days, png, write

from kapstok.core.model import Model

OPEN = "publicatie: openbaar\n"
DAY = date(2026, 6, 1)
OVERLAY = {
    "properties": {
        "schouwdag": {"title": "Dag van de schouw", "description": "Wanneer iemand gaat kijken.", "type": "string"},
    }
}
LEARNED = {
    "programmas/p": "titel: Programma\nsoort: project\nvoortgang: voorgesteld\n",
    "leergeschiedenissen/l": "titel: Wat wij leerden\njaar: 2025\nprogramma: p\n"
    "beeld: [{bestand: dijk.png, omschrijving: Een dijk in de zon}]\n",
}
MEETING = "titel: Raad\noverleg: raad\ndatum: 10 december 2025\nvertrouwelijk: false\nagendapunten:\n"


def told(root: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The pages by address, and the papers by name."""
    with building(root, day=DAY) as build:
        papers = {d.planned.stem: loose_days(d.paper.markdown) for d in build.drafts()}
        pages = {page.address: page.markdown for page in build._pages()}
        assert build.findings == []
        assert not build.library.troubles
    return pages, papers


def test_a_field_of_the_municipality_itself_stands_on_page_and_paper(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    goal = root / "agenda/doelen/niemand-alleen.yaml"
    write(
        root,
        {
            "schemas/doel.extra.json": json.dumps(OVERLAY),
            "agenda/doelen/niemand-alleen.yaml": goal.read_text(encoding="utf-8") + "schouwdag: Elke eerste maandag\n",
        },
    )
    pages, papers = told(root)
    for text in (pages["doelen/niemand-alleen/"], papers["beleidsagenda-agenda"]):
        assert "Dag van de schouw" in text
        assert "Elke eerste maandag" in text


def test_a_decision_without_a_day_of_its_own_is_told_in_the_list_of_its_meeting(tmp_path: Path) -> None:
    """The meeting that dealt with it says when it was decided: then there is a decision, on the page as in the list."""
    root = copy_base(tmp_path)
    files = {
        "overleggen/raad": "naam: Raad\nniveau: raad en college\n",
        "vergaderingen/raad": f"{MEETING}  - {{id: een, titel: Voorstel, over: ['raadsvoorstel:voorstel']}}\n",
        "raadsvoorstellen/voorstel": PROPOSAL + "uitslag: aangenomen\n",
    }
    write(root, {f"agenda/{path}.yaml": text + OPEN for path, text in files.items()})
    pages, papers = told(root)
    for text in (papers["besluitenlijst-raad"], papers["verslag-raad"], pages["raadsvoorstellen/voorstel/"]):
        assert "Geen besluit" not in text
        assert "niets genoteerd" not in text
        assert "aangenomen" in text


def test_a_picture_of_a_learning_history_stands_on_page_and_paper(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    (root / "bijlagen").mkdir()
    (root / "bijlagen/dijk.png").write_bytes(png())
    write(root, {f"agenda/{path}.yaml": text + OPEN for path, text in LEARNED.items()})
    pages, papers = told(root)
    for text in (pages["leergeschiedenissen/l/"], papers["leergeschiedenis-l"]):
        assert "Een dijk in de zon" in text
        assert re.search(r"!\[[^\]]*Een dijk in de zon|<img[^>]*Een dijk in de zon", text)


def test_a_verdict_on_what_was_not_tested_is_not_that_all_is_well(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    page = told(root)[0]["toetsing/"]
    assert "0 getoetst" in page or "geen getoetst" in page
    assert "Nu wordt nog niets getoetst." in page
    assert "houdt zich aan de kaders" not in page


def shipped(name: str) -> Model:
    return load_from(REPOSITORY / "examples" / name).model


def test_the_examples_read_their_papers_right() -> None:
    """Slips of the papers are read as they are meant, and nothing is added to them."""
    gooi, leusden, landerd = map(shipped, ("gooi-en-vechtstreek", "leusden", "landerd"))
    [practice] = [item for item in gooi.of_kind("praktijkvoorbeeld") if item.key.id == "zicht-op-werk"]
    pillars = " ".join(practice.fields["pijlers"])
    assert "benutten en vergroten" in pillars  # the paper has a slip in this word
    assert "vergoed" not in pillars
    assert not any("ouderenbond" in item.title.lower() for item in leusden.of_kind("organisatie"))
    [meeting] = [item for item in leusden.of_kind("vergadering") if item.key.id == "uitwisseling-2018-12-13"]
    assert not re.search(r"drie momenten[^.]*\d{4}", str(meeting.fields))
    lines = {item.key.id.partition(".")[2]: item.fields["stand"] for item in landerd.of_kind("begrotingsregel")}
    assert lines["programma-2019"] == "beschikbaar"
    assert lines["programma-2020"] == lines["programma-2021"] == "begroot"
    [learned] = landerd.of_kind("leergeschiedenis")
    assert all("hoofdstuk 5 en 6" in text for text in learned.fields["vragen"])
