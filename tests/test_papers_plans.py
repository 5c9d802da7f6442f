"""The memo, agreement, plan and report papers: what they say is what the YAML says, and nothing twice."""

from __future__ import annotations

import io
import itertools
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_ORIENT
from papers import elements, pdf_headings, pdf_text, word_headings, word_text
from workbench import building, copy_base, loose_days, write

from kapstok import convert
from kapstok.core.dates import VagueDate
from kapstok.render.drawings.charts import Point, line_svg, points
from kapstok.render.drawings.drawing import Colours, plain_words

ROOT = Path(__file__).resolve().parents[1]
LANDERD = ROOT / "examples" / "landerd"
LEUSDEN = ROOT / "examples" / "leusden"
W_QUESTIONS = ["Wat willen we bereiken?", "Wat gaan we ervoor doen?", "Wat mag het kosten?"]
H_QUESTIONS = [
    "Hebben we bereikt wat we beoogden?",
    "Hebben we gedaan wat we zouden doen?",
    "Heeft het gekost wat we dachten?",
]
SVG = "{http://www.w3.org/2000/svg}"


@cache
def paper(workspace: Path, stem: str) -> tuple[convert.Paper, bytes, bytes]:
    """One paper of a workspace: before and after it became Word and PDF."""
    with building(workspace) as build:
        found = build.drafts([stem])
    assert build.findings == []
    assert len(found) == 1, stem
    made = found[0].paper
    return made, convert.to_docx(made, build.style), convert.to_pdf(made, build.style)


def texts(workspace: Path, stem: str, folder: Path) -> list[str]:
    """The text of the Word and of the PDF, its spaces made equal."""
    _, word, pdf = paper(workspace, stem)
    return [re.sub(r"\s+", " ", text) for text in (word_text(word), pdf_text(pdf, folder))]


def tables(word: bytes) -> list[list[list[str]]]:
    return [
        [[loose_days(cell.text) for cell in row.cells] for row in t.rows]
        for t in docx.Document(io.BytesIO(word)).tables
    ]


# --- money ---


@pytest.mark.parametrize("stem", ["programmaplan-samen-landerd-samen-beter", "begrotingsboek-agenda"])
def test_money_and_staff_print_as_given_and_zero_is_shown(stem: str, tmp_path: Path) -> None:
    _, word, _ = paper(LANDERD, stem)
    columns = ["2019 beschikbaar", "2020 begroot", "2021 begroot"]
    found = {row[0]: row[2:] for table in tables(word) for row in table if len(row) == 5}
    assert found["Post"] == found["Inzet"] == columns
    assert found["Samen Landerd Samen Beter"] == ["€\u00a058.400", "€\u00a048.400", "€\u00a019.200"]
    assert found["Programmamanagement"] == ["1 fte", "0,5 fte", "0 fte"]
    for text in texts(LANDERD, stem, tmp_path):
        for amount in ("€ 58.400", "€ 48.400", "€ 19.200", "1 fte", "0,5 fte", "0 fte"):
            assert amount in text


def test_sums_of_the_book_agree_with_its_parts() -> None:
    _, word, _ = paper(ROOT, "begrotingsboek-agenda")
    summary, *rest = tables(word)
    per_task = {row[0]: row[1:] for row in summary[1:]}

    def euros(cells: list[str]) -> list[int]:
        return [int(re.sub(r"[^\d-]", "", cell) or 0) for cell in cells]

    total, reserves, result = (euros(per_task.pop(name)) for name in ("Totaal saldo", "Totaal reserve", "Resultaat"))
    assert total == [sum(column) for column in zip(*map(euros, per_task.values()), strict=True)]
    assert result == [sum(both) for both in zip(total, reserves, strict=True)]
    balances = []
    for table in rest:
        if table[0][0] == "Post":
            rows = {row[0]: euros(row[2:]) for row in table[1:]}
            last = rows.get("Saldo") or [-cost for cost in rows.get("Totaal uitgaven") or next(iter(rows.values()))]
            balances.append(last)
            kinds = {"Uitgaven": -1, "Inkomsten": 1, "Reserve": 0}
            lines = [(kinds[row[1]], euros(row[2:])) for row in table[1:] if row[1]]
            assert last == [sum(sign * amounts[i] for sign, amounts in lines) for i in range(len(last))]
    assert balances == [euros(cells) for cells in per_task.values()]


@pytest.mark.parametrize("stem", ["begrotingsboek-agenda", "programmaplan-transformatieprogramma"])
def test_no_table_of_money_or_staff_has_a_year_without_anything_in_it(stem: str) -> None:
    found = [t for t in tables(paper(ROOT, stem)[1]) if t[0][0] in ("Opgave", "Post", "Inzet")]
    assert found
    for table in found:
        for year, *cells in list(zip(*table, strict=True))[1 if table[0][0] == "Opgave" else 2 :]:
            assert set(cells) != {"–"}, (table[0][0], year)


def test_a_plan_says_that_its_money_is_an_example_when_the_plan_is_not(tmp_path: Path) -> None:
    said = "voorbeelden, uit Jaarrekening sociaal domein 2025 (voorbeeld) en Begroting sociaal domein 2026 (voorbeeld)."
    assert all(said in text for text in texts(ROOT, "programmaplan-transformatieprogramma", tmp_path))
    stem = "programmaplan-samen-landerd-samen-beter"
    assert not any("voorbeelden, uit" in text for text in texts(LANDERD, stem, tmp_path))


def test_an_agenda_without_tasks_shows_the_amounts_themselves() -> None:
    made, word, _ = paper(LANDERD, "beleidsagenda-agenda")
    rows = {row[0]: row[1:] for table in tables(word) for row in table if len(row) == 5}
    assert rows["Samen Landerd Samen Beter"] == ["Uitgaven", "€\u00a058.400", "€\u00a048.400", "€\u00a019.200"]
    assert rows["Programmamanagement"][1:] == ["1 fte", "0,5 fte", "0 fte"]
    assert "Niet bij één opgave" not in made.markdown


def test_one_task_is_not_called_many() -> None:
    first = {row[0]: row[1] for row in tables(paper(LEUSDEN, "samenlevingsakkoord-samen-sterk")[1])[0]}
    assert first["Opgave"] == "Zorg en welzijn"
    assert "Eenzaamheid voorkomen en beperken; " in first["Doelen"]


# --- memo and agreement ---


def test_the_memo_has_its_header_minutes_and_numbered_annexes(tmp_path: Path) -> None:
    _, word, pdf = paper(LEUSDEN, "memo-uitwisseling-december-2018")
    header, programme = tables(word)[:2]
    assert header[1:] == [
        ["Aan", "Gemeenteraad"],
        ["Cc", ""],
        ["Van", "College"],
        ["Datum", "4 december 2018"],
        ["Betreft", "Uitwisseling 13 december 2018"],
    ]
    assert [row[1] for row in programme] == ["Minuten", "40", "75", "115"]
    assert programme[-1][0] == "Totaal"
    headings = word_headings(word)
    assert headings == pdf_headings(pdf)
    assert [text for level, text in headings if level == 1] == [
        "Programma",
        "1. Achtergrond ontwikkelen Visie Sociaal Domein",
        "2. Samenlevingsakkoorden",
        "Waaraan deze memo voldoet",
        "Bijlagen",
    ]
    for text in texts(LEUSDEN, "memo-uitwisseling-december-2018", tmp_path):
        for words in ("Bijlage 1: Notitie Veerkracht", "Bijlage 2: Spoorboekje", "37,7%", "11,5%", "Deelproject 4"):
            assert words in text


def test_figures_of_an_agreement_come_from_its_indicators(tmp_path: Path) -> None:
    for stem in ("samenlevingsakkoord-samen-sterk", "raadsinformatiebrief-samen-sterk"):
        _, word, pdf = paper(LEUSDEN, stem)
        assert word_headings(word) == pdf_headings(pdf)
        rows = next(t for t in tables(word) if t[0] == ["Verwachting", "Indicator", "Nu", "Streefwaarde"])
        assert rows[1][2:] == ["genoemd op 4 december 2018: plaats 94 (nulmeting)", "plaats 20 of hoger op de lijst"]
        assert rows[2][2:] == ["genoemd op 4 december 2018: 37,7% (nulmeting)", "van 37,7% naar 34%"]
        moments = next(t for t in tables(word) if t[0][0] == "Moment")
        assert [row[1] for row in moments[1:]] == ["11 april 2019", "13 juni 2019"]
    assert all("7 werkgroepen; namen volgen" in t for t in texts(LEUSDEN, "samenlevingsakkoord-samen-sterk", tmp_path))


LETTER = """naam: Samen Sterk
thema: eenzaamheid
fase: uitvoering
samenvatting: Partners pakken eenzaamheid samen aan.
publicatie: openbaar
infomomenten:
  - {id: een, datum: 13 december 2018}
"""


@pytest.mark.parametrize(
    ("more", "said"), [("", "(datum nog in te vullen)"), ("briefdatum: 4 juni 2019\n", "4 juni 2019")]
)
def test_a_letter_to_the_council_has_sender_date_and_subject_and_ends_with_who_sign(
    more: str, said: str, tmp_path: Path
) -> None:
    root = copy_base(tmp_path)
    write(root, {"agenda/akkoorden/samen-sterk.yaml": LETTER + more})
    with building(root) as build:
        (draft,) = build.drafts(["raadsinformatiebrief-samen-sterk"])
        assert build.findings == []
    text = loose_days(draft.paper.markdown)
    rows = [tuple(c.strip() for c in line.strip("|").split("|")) for line in text.splitlines() if line[:1] == "|"]
    assert rows[2:6] == [
        ("Aan", "de gemeenteraad"),
        ("Van", "het college van burgemeester en wethouders"),
        ("Datum", said),
        ("Onderwerp", "Stand van zaken samenlevingsakkoord “Samen Sterk”"),
    ]
    assert "\n# Kernboodschap\n\nPartners pakken eenzaamheid samen aan." in text
    signed = [line.rstrip() for line in text.split("\n---\n")[1].strip().splitlines()]
    assert signed[0] == "Burgemeester en wethouders van Voorbeeldstad,"
    assert signed[1::2] == ["de secretaris,", "de burgemeester,"]


# --- the cycle ---


def chapters(headings: list[tuple[int, str]]) -> dict[str, list[str]]:
    """The headings of level 2 under each of level 1."""
    found: dict[str, list[str]] = {}
    for level, text in headings:
        if level == 1:
            found[text] = []
        elif level == 2:
            list(found.values())[-1].append(text)
    return found


@pytest.mark.parametrize(
    ("stem", "questions"),
    [("jaarplan-jaarplan-2026", W_QUESTIONS), ("voortgangsrapportage-begroting-2026", H_QUESTIONS)],
)
def test_every_task_answers_the_three_questions_in_order(stem: str, questions: list[str]) -> None:
    _, word, pdf = paper(ROOT, stem)
    headings = word_headings(word)
    assert [(1, "Inhoud"), *headings] == pdf_headings(pdf)
    under = chapters(headings)
    for task in ("Meedoen", "Vitaliteit", "Voor jezelf zorgen", "Leven lang ontwikkelen"):
        assert under[task] == questions


def test_a_report_tells_that_the_year_has_no_outcome_yet(tmp_path: Path) -> None:
    for text in texts(ROOT, "voortgangsrapportage-begroting-2026", tmp_path):
        assert "Over 2026 zijn de uitgaven nog niet verantwoord." in text
        assert "2025 gerealiseerd" in text
    for text in texts(ROOT, "voortgangsrapportage-begroting-2025", tmp_path):
        assert "2026 begroot" not in text
        assert "Een begroting over 2025 staat niet in deze agenda." in text


def test_the_regional_agenda_and_the_book_lie_on_their_side() -> None:
    for stem in ("regionale-agenda-agenda", "begrotingsboek-agenda"):
        made, word, _ = paper(ROOT, stem)
        assert made.landscape
        assert all(s.orientation == WD_ORIENT.LANDSCAPE for s in docx.Document(io.BytesIO(word)).sections)


def test_an_unanswered_question_in_the_regional_agenda_is_said_and_not_left_blank() -> None:
    _, word, _ = paper(ROOT / "examples" / "gooi-en-vechtstreek", "regionale-agenda-agenda")
    (table,) = tables(word)
    assert [row[0] for row in table if "" in row] == []
    assert ["Stuurgroep 18+ (regionaal)", *["nog niet ingevuld"] * 3] in table


def test_the_regional_agenda_begins_with_the_hours() -> None:
    _, word, _ = paper(ROOT, "regionale-agenda-agenda")
    said = "De overleggen kosten samen 560 uur per jaar: beleidsadviseurs 200 uur, "
    text = re.sub(r"\s+", " ", word_text(word))
    assert said in text
    assert text.index(said) < text.index("Bestuurlijk overleg sociaal domein regio")


# --- charts ---


def figures(made: convert.Paper) -> Mapping[str, str]:
    """The alternative text of every image, by its name."""
    return {name: plain_words(alt) for alt, name in re.findall(r"!\[(.*?)\]\((\S+?)\)", made.markdown)}


def test_a_chart_says_in_words_what_it_shows_and_a_table_beside_it_says_the_same() -> None:
    made, word, pdf = paper(ROOT, "voortgangsrapportage-begroting-2025")
    alts = figures(made)
    assert len(alts) >= 5
    blocks = made.markdown.split("\n\n")
    for name, alt in alts.items():
        svg = ET.fromstring(made.images[name])
        title, reading = svg.findtext(f"{SVG}title"), svg.findtext(f"{SVG}desc")
        assert reading == loose_days(alt)
        assert alt.startswith(f"Lijndiagram van {title}. Gemeten: ")
        beside = plain_words(blocks[next(i for i, b in enumerate(blocks) if f"({name})" in b) + 1])
        rows = [[c.strip() for c in line.strip("| ").split("|")] for line in beside.split("| |") if "---" not in line]
        assert "Wanneer" in beside
        cells = {cell for row in rows for cell in row}
        drawn = {t.text or "" for t in svg.iter(f"{SVG}text") if t.get("font-weight") == "bold"}
        assert drawn
        for number in drawn:
            assert number in alt
            assert any(number in cell for cell in cells), (name, number)
    shown = [str(element.get("/Alt")) for tag, element in elements(pdf) if tag == "Figure"]
    in_word = re.findall(r'<wp:docPr[^>]*descr="([^"]*)"', docx.Document(io.BytesIO(word)).element.xml)
    shown = [loose_days(alt) for alt in shown if not alt.startswith("Beeldmerk")]  # the logo comes first
    in_word = [loose_days(alt) for alt in in_word]
    assert shown == list(alts.values())
    assert [text for text in in_word if text.startswith("Lijndiagram")] == shown


def test_a_chart_needs_a_line() -> None:
    made, _, _ = paper(LEUSDEN, "samenlevingsakkoord-samen-sterk")
    assert made.images == {}
    nothing = VagueDate(text="ooit", kind="onbekend")
    year = VagueDate(text="2021", kind="jaar", earliest=date(2021, 1, 1), latest=date(2021, 12, 31))
    assert points([(nothing, 3), (year, None), (None, 4)]) == []
    assert [(round(p.year, 1), p.low, p.high) for p in points([(year, 3.5, None), (year, 1, 2)])] == [
        (2021.5, 3.5, 3.5),
        (2021.5, 1.0, 2.0),
    ]


def draw(measured: list[float], aims: list[tuple[float, float]], **looks: bool | str | int) -> ET.Element:
    svg = line_svg(
        [Point(year=2021.5 + i, low=value, high=value) for i, value in enumerate(measured)],
        [Point(year=2026.5, low=low, high=high) for low, high in aims],
        title="Titel <1>",
        description="Uitleg & meer",
        colours=Colours(),
        name="lijn-x",
        legend=("gemeten", "streefwaarde"),
        **looks,  # type: ignore[arg-type]
    )
    return ET.fromstring(svg)


def places(svg: ET.Element) -> list[float]:
    """The heights of the dots, without that of the legend; higher on the page is less."""
    return [float(c.get("cy", "0")) for c in svg.iter(f"{SVG}circle")][1:]


def test_a_line_rises_with_its_values_and_a_rank_rises_when_it_falls() -> None:
    rising = places(draw([10, 20, 30], [(40, 40)]))
    assert rising == sorted(rising, reverse=True)
    ranks = places(draw([118, 104, 92], [(75, 75)], inverted=True))
    assert ranks == sorted(ranks, reverse=True)


@pytest.mark.parametrize("values", [[5, 5], [0, 0], [0, 0.4], [-3, 8], [1e6, 2e6], [37.7, 34]])
def test_any_values_stay_inside_the_drawing(values: list[float]) -> None:
    svg = draw(values, [(values[-1], values[-1] + 1)], sign="%")
    assert all(48 <= height <= 216 for height in places(svg))
    numbers = [t.text or "" for t in svg.iter(f"{SVG}text")]
    assert any(text.endswith("%") for text in numbers)
    assert svg.findtext(f"{SVG}title") == "Titel <1>"
    assert svg.findtext(f"{SVG}desc") == "Uitleg & meer"


@pytest.mark.parametrize("span", [0.3, 1, 3.8, 7, 38, 50, 95, 99, 1e5])
def test_a_low_drawing_has_room_between_the_lines_of_its_grid(span: float) -> None:
    high, low = draw([10, 10 + span], []), draw([10, 10 + span], [], height=200)
    assert (high.get("viewBox"), low.get("viewBox")) == ("0 0 640 260", "0 0 640 200")
    assert all(48 <= height <= 156 for height in places(low))
    lines = sorted(float(height) for height in re.findall(r"M64 ([\d.]+)H", ET.tostring(low, encoding="unicode")))
    assert 3 <= len(lines) <= 6
    assert min(after - before for before, after in itertools.pairwise(lines)) > 20


def test_a_range_names_both_ends() -> None:
    texts_in = [t.text for t in draw([16.5, 20.4], [(20, 24)], sign="%").iter(f"{SVG}text")]
    assert "20% tot 24%" in texts_in
    assert "streefwaarde" in texts_in
    assert "streefwaarde" not in [t.text for t in draw([1, 2], []).iter(f"{SVG}text")]


def test_the_whole_agenda_has_no_empty_chapter_and_numbers_its_annexes_from_one() -> None:
    made, word, _ = paper(ROOT / "examples" / "gooi-en-vechtstreek", "beleidsagenda-agenda")
    assert [title for level, title in word_headings(word) if level == 1] == [
        "Over deze agenda",
        "Stukken in de planning-en-controlcyclus",
        "Bijlage 1 Bronnen",
    ]
    assert "in september (2017)" in made.markdown
    assert made.markdown.index("in september (2017)") < made.markdown.index("in november verwacht (2017)")
    assert "\n- Wet publieke gezondheid\n" in made.markdown  # nothing else is known of it: no table of one column


def test_a_short_agenda_goes_on_where_a_book_begins_a_page() -> None:
    short, word, _ = paper(LEUSDEN, "beleidsagenda-agenda")
    assert [title for level, title in word_headings(word) if level == 1] == [
        "Over deze agenda",
        "Opgaven en doelen",
        "Stukken in de planning-en-controlcyclus",
        "Cijfers",
        "Bijlage 1 Begrippenlijst",
        "Bijlage 2 Bronnen",
    ]
    assert "nieuwe-pagina" not in short.markdown
    with building(ROOT) as build:
        (book,) = build.drafts(["beleidsagenda-agenda"])
    begins = re.findall(r"^# (.+) \{\.nieuwe-pagina\}$", book.paper.markdown, re.MULTILINE)
    assert begins[0] == "Over deze agenda"
    assert begins[-2:] == ["Bijlage 1 Begrippenlijst", "Bijlage 2 Bronnen"]


def test_an_equal_target_for_more_years_is_said_once(tmp_path: Path) -> None:
    for text in texts(LEUSDEN, "samenlevingsakkoord-energie", tmp_path):
        assert "2025: staat in" not in text
        assert re.search(r"ten minste 80% van de", text)
    cells = [
        cell for table in tables(paper(LEUSDEN, "samenlevingsakkoord-energie")[1]) for row in table for cell in row
    ]
    assert cells.count("2020, 2025 en 2030: staat in Energieakkoord 2.0") == 3
