"""Drawings: text fits its place in any usual font, bars say what they measure, and colours come from classes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date
from itertools import pairwise

import pytest

from kapstok.core.dates import VagueDate
from kapstok.render.drawings.bars import Amount, Group, amounts_svg, runs, runs_svg
from kapstok.render.drawings.drawing import Colours, width_of, wrap
from kapstok.render.drawings.tree import Node, tree_svg

SVG = "{http://www.w3.org/2000/svg}"
LONG = "Ouders dragen de verantwoordelijkheid voor en hebben de opvoedvaardigheden die nodig zijn om hun kinderen"


def number(element: ET.Element, name: str) -> float:
    return float(element.get(name, "nan"))


@pytest.mark.parametrize("bold", [True, False])
@pytest.mark.parametrize("width", [60, 134, 250])
def test_no_line_is_wider_than_its_place(width: float, bold: bool) -> None:
    lines = wrap(f"{LONG} Arbeidsmarktparticipatiebevorderingsmaatregelen", width, bold=bold)
    assert all(width_of(line, bold=bold) <= width for line in lines)
    assert "".join(lines).replace("-", "").replace(" ", "").endswith("bevorderingsmaatregelen")


def test_an_empty_text_is_one_empty_line() -> None:
    assert wrap("", 100) == ("",)


def tree(*roots: Node, links: bool = True) -> ET.Element:
    return ET.fromstring(tree_svg(roots, title="Boom", description="Uitleg", colours=Colours(), links=links))


def test_every_line_of_the_tree_fits_its_box_and_no_boxes_overlap() -> None:
    leaves = tuple(Node(text=f"{LONG} {n}", address=f"a{n}/") for n in range(3))
    goal = Node(text=LONG, children=leaves)
    drawn = tree(Node(text="Leven lang ontwikkelen", children=(goal, goal)), Node(text=LONG), Node(text=LONG))
    boxes = []
    for group in (e for e in drawn.iter() if e.find(f"{SVG}rect") is not None):
        rect, text = group.find(f"{SVG}rect"), group.find(f"{SVG}text")
        assert rect is not None
        assert text is not None
        bold = text.get("font-weight") == "bold"
        for span in text.iter(f"{SVG}tspan"):
            end = number(span, "x") + width_of((span.text or "").strip(), bold=bold)
            assert end <= number(rect, "x") + number(rect, "width")
        assert 15 * len(list(text)) < number(rect, "height")
        boxes.append((number(rect, "x"), number(rect, "y"), number(rect, "y") + number(rect, "height")))
    boxes.sort()
    assert all(b[1] > a[2] for a, b in pairwise(boxes) if a[0] == b[0])
    _, _, width, height = map(float, str(drawn.get("viewBox")).split())
    assert max(bottom for _, _, bottom in boxes) <= height
    assert width < 730  # two columns of text beside a column of names, on A4


def test_a_tree_on_paper_has_no_links_and_is_one_image() -> None:
    node = Node(text="Meedoen", address="opgaven/meedoen/")
    assert tree(node).get("role") == "group"
    assert [a.get("href") for a in tree(node).iter(f"{SVG}a")] == ["opgaven/meedoen/"]
    assert tree(node, links=False).get("role") == "img"
    assert not list(tree(node, links=False).iter(f"{SVG}a"))


def bars(*amounts: int) -> ET.Element:
    groups = [Group(name="Uitgaven", amounts=tuple(Amount(name=f"{2020 + n}", value=a) for n, a in enumerate(amounts)))]
    return ET.fromstring(amounts_svg(groups, title="Geld", description="Uitleg", colours=Colours(), name="geld"))


def test_bars_are_as_long_as_their_amounts_and_say_them() -> None:
    drawn = bars(58400, 29200, 0)
    lengths = [number(rect, "width") for rect in drawn.iter(f"{SVG}rect")]
    assert lengths[0] == pytest.approx(2 * lengths[1], abs=0.2)
    assert lengths[2] == 1
    said = ["".join(t.itertext()) for t in drawn.iter(f"{SVG}text")]
    assert [s for s in said if s.startswith("€")] == ["€\u00a058.400", "€\u00a029.200", "€\u00a00"]


def test_less_than_nothing_goes_the_other_way() -> None:
    below, above = (rect for rect in bars(-500, 1000).iter(f"{SVG}rect"))
    assert number(below, "x") + number(below, "width") == pytest.approx(number(above, "x"), abs=0.2)
    assert all(number(rect, "x") >= 0 for rect in (below, above))


def moment(text: str, first: date | None, last: date | None) -> VagueDate:
    return VagueDate(text=text, kind="periode", earliest=first, latest=last)


def test_a_run_lies_on_its_years_and_what_has_no_date_keeps_its_words() -> None:
    year = moment("2021", date(2021, 1, 1), date(2021, 12, 31))
    since = moment("vanaf 2022", date(2022, 1, 1), None)
    unknown = moment("t.z.t.", None, None)
    rows = [
        ("Jaar", "in 2021", year, year, "klaar"),
        ("Open", "vanaf 2022", since, since, "plan"),
        ("Ooit", "t.z.t.", unknown, unknown, "plan"),
    ]
    some = runs(rows)
    svg = runs_svg(
        some, title="Tijd", description="U", colours=Colours(), name="tijd", today=date(2022, 7, 1), now="nu"
    )
    drawn = ET.fromstring(svg)
    closed, open_end = drawn.iter(f"{SVG}rect")
    assert number(open_end, "x") == pytest.approx(number(closed, "x") + number(closed, "width"), abs=1.5)
    assert number(open_end, "x") + number(open_end, "width") == pytest.approx(539, abs=0.2)
    assert open_end.get("stroke-dasharray")
    assert not closed.get("stroke-dasharray")
    said = ["".join(t.itertext()) for t in drawn.iter(f"{SVG}text")]
    assert {"in 2021", "vanaf 2022", "t.z.t.", "2021", "2022", "nu"} <= set(said)


def test_a_day_far_from_the_years_does_not_stretch_them() -> None:
    year = moment("2019", date(2019, 1, 1), date(2019, 12, 31))
    some = runs([("Jaar", "2019", year, year, "nu")])
    svg = runs_svg(some, title="T", description="U", colours=Colours(), name="tijd", today=date(2026, 1, 1), now="nu")
    said = ["".join(t.itertext()) for t in ET.fromstring(svg).iter(f"{SVG}text")]
    assert "nu" not in said
    assert "2026" not in said


def test_no_drawing_carries_a_style_or_a_script() -> None:
    for drawn in (tree(Node(text="x", address="y/")), bars(1, 2)):
        text = ET.tostring(drawn, encoding="unicode")
        assert not re.search(r"style=|<style|<script|\bon\w+=", text)
        assert all(e.get("class") for e in drawn.iter() if e.get("fill", "none") != "none")
