"""Who wants to respond finds until when, how and where; and when nothing lies open, the site says so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from workbench import building, copy_base, load_from

from kapstok.core.progress import Nobody
from kapstok.core.workspace import open_workspace
from kapstok.pipeline import load, render

GOAL = "agenda/doelen/werk-naar-vermogen.yaml"
OPEN = "ter_inzage:\n  van: '2026-03-01'\n  tot: '2026-04-12'\n  reageren: Schrijf een brief.\n  adres: Postbus 1\n"


def lying_open(root: Path, status: str, block: str = "") -> None:
    """Give the agenda itself a status, and the time in which anybody may respond."""
    file = root / "agenda" / "agenda.yaml"
    text = file.read_text(encoding="utf-8").replace("status: concept", f"status: {status}")
    file.write_text(f"{text.rstrip()}\n{block}", encoding="utf-8")


def respond_page(root: Path, day: date) -> str:
    with building(root, day=day) as build:
        return next(page.markdown for page in build._pages() if page.address == "meedoen/")


def test_what_lies_open_without_day_way_and_address_is_told_once(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    lying_open(root, "ter-inzage", "ter_inzage:\n  van: '2026-03-01'\n  tot: '2026-04-12'\n")
    told = [(f.code, f.message, f.hint) for f in load_from(root).findings]
    assert told == [
        (
            "inzage-onvolledig",
            "Dit ligt ter inzage, maar er staat niet bij: reageren en adres.",
            "Vul bij ter_inzage in: reageren en adres.",
        )
    ]
    complete = copy_base(tmp_path / "heel")
    lying_open(complete, "ter-inzage", OPEN)
    assert load_from(complete).findings == ()


def test_a_status_without_any_of_it_is_told_at_the_status(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    lying_open(root, "ter-inzage")
    (finding,) = load_from(root).findings
    line = (root / "agenda" / "agenda.yaml").read_text(encoding="utf-8").splitlines()[finding.line - 1]
    assert (finding.code, line) == ("inzage-onvolledig", "status: ter-inzage")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (
            date(2026, 3, 10),
            "**U kunt op de agenda reageren van 2026-03-01 tot en met 2026-04-12.** Schrijf een brief.",
        ),
        (date(2026, 5, 1), "Reageren op de agenda kon tot en met 2026-04-12. Dat is nu voorbij."),
    ],
)
def test_the_page_says_whether_and_how_to_respond_now(day: date, words: str, tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    lying_open(root, "ter-inzage", OPEN)
    page = respond_page(root, day).replace("\\", "")
    assert words.replace("2026-03-01", "1 maart 2026").replace("2026-04-12", "12 april 2026") in page or words in page
    assert ("Postbus 1" in page) == (day.month == 3)


def test_a_goal_that_lies_open_by_itself_is_named(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    file = root / GOAL
    file.write_text(f"{file.read_text(encoding='utf-8').rstrip()}\nstatus: ter-inzage\n{OPEN}", encoding="utf-8")
    page = respond_page(root, date(2026, 3, 10))
    assert "Nu ter inzage: [" in page
    assert "](<../doelen/werk-naar-vermogen/>)" in page


def test_the_ways_to_reach_us_stand_at_the_foot_of_every_page(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    contact = "contact:\n  telefoon: '14 0347'\n  email: info@voorbeeld.nl\n  adres: https://voorbeeld.nl/contact\n"
    lying_open(root, "concept", contact)
    with ThreadPoolExecutor(2) as executor:
        loaded = load(open_workspace(root))
        assert loaded.findings == ()
        made = render(loaded, parts=("site",), executor=executor, watcher=Nobody())
    pages = {out.path: out.content.decode() for out in made.outputs if out.path.endswith("index.html")}
    assert len(pages) > 10
    for path, page in pages.items():
        assert 'href="tel:140347"' in page, path
        assert 'href="mailto:info@voorbeeld.nl"' in page, path
    assert "Bel 14 0347, mail naar" in " ".join(pages["meedoen/index.html"].split())


def test_without_a_way_to_reach_us_the_page_says_so(tmp_path: Path) -> None:
    assert "Hoe u ons bereikt, staat nog niet in deze agenda." in respond_page(copy_base(tmp_path), date(2026, 1, 1))
