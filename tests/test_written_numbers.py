"""A number is what stands in the file: never another value, and printed with the digits that it was published with."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from workbench import building, copy_base, good_model, load_from, model_of, the, write

from kapstok.core.amounts import read_amount
from kapstok.core.figure import Figure, Published, exact
from kapstok.core.text import format_number
from kapstok.reckon.roles import number
from kapstok.render.site.pages import render_pages

YEAR = "titel: Bewegen\nsoort: outcome\neenheid: '%'\nmetingen:\n  - id: m1\n    peil: '2025'\n    waarde: {}\n"


@pytest.mark.parametrize(
    ("written", "whole", "meant"),
    [
        ("58.000", True, "58000"),
        ("€ 58.400,-", True, "58400"),
        ("€1.250,00", True, "1250"),
        ("EUR 4800", True, "4800"),
        ("1.234.567", False, "1234567"),
        ("58 000", True, "58000"),
        ("58\u00a0000", True, "58000"),
        ("‘4800’", True, "4800"),
        ("37,7 %", False, "37.7"),
        ("37,70%", False, "37.70"),
        ("1,2 mln", True, "1200000"),
        ("58k", True, "58000"),
        ("- € 500", True, "-500"),
        ("0,125", False, "0.125"),
        ("1.250,5", False, "1250.5"),
        ("1,250.50", False, "1250.50"),
        ("0,5 fte", False, "0.5"),
    ],
)
def test_a_number_of_a_letter_is_read(written: str, whole: bool, meant: str) -> None:
    assert f"{read_amount(written, whole=whole):f}" == meant


@pytest.mark.parametrize(
    "written", ["PM", "twintig", "5 tot 10", "58.00.0", "1.2.3", "ca. 400", "", "1 2", "2019-2020"]
)
def test_what_is_no_single_number_is_not_guessed_at(written: str) -> None:
    assert read_amount(written, whole=False) is None


@pytest.mark.parametrize(
    ("written", "cure"),
    [
        ("1.234", "Is er toch een komma bedoeld? Typ dan 1,234. Anders: Schrijf: waarde: 1234"),
        ("'4800'", "Schrijf: waarde: 4800"),
        ("37,7 %", "Schrijf: waarde: 37,7"),
        ("€ 12", "Schrijf: waarde: 12"),
        ("1e3", "Schrijf: waarde: 1000"),
        ("5.", "Schrijf: waarde: 5"),
    ],
)
def test_a_value_that_would_be_another_one_is_a_finding(written: str, cure: str) -> None:
    _, [finding] = model_of({"indicatoren/bewegen.yaml": YEAR.format(written)})
    assert (finding.line, finding.column, finding.code, finding.hint) == (7, 13, "getal-vorm", cure)


def test_a_comma_between_braces_tears_nothing_off_in_silence() -> None:
    text = "titel: Bewegen\nsoort: outcome\neenheid: '%'\nmetingen:\n  - {id: m1, waarde: 7,1, peil: '2025'}\n"
    _, [finding] = model_of({"indicatoren/bewegen.yaml": text})
    assert (finding.line, finding.column, finding.hint) == (5, 22, "Schrijf: waarde: 7.1")
    assert finding.fix is not None
    [edit] = finding.fix.edits
    assert (edit.was, edit.becomes) == ("7,1", "7.1")


def test_a_text_between_braces_keeps_what_stands_behind_its_comma() -> None:
    text = "titel: Koken\nvoortgang: voorgesteld\nkosten: {bedrag: 5, toelichting: huur, en soep}\n"
    _, [finding] = model_of({"activiteiten/koken.yaml": text})
    assert finding.hint == "Schrijf: toelichting: 'huur, en soep'"


def test_a_field_of_ones_own_is_judged_by_its_written_text_too(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    schema = {"properties": {"bezoekers": {"title": "Bezoekers", "type": "integer"}, "score": {"type": "number"}}}
    write(root, {"schemas/doel.extra.json": json.dumps(schema)})
    base = (root / "agenda/doelen").glob("*.yaml")
    file = next(iter(sorted(base)))
    file.write_text(file.read_text(encoding="utf-8") + "bezoekers: 1.250\nscore: 7,0\n", encoding="utf-8")
    found = [(f.code, f.hint) for f in load_from(root).findings]
    assert found == [("getal-vorm", "Schrijf: bezoekers: 1250"), ("getal-vorm", "Schrijf: score: 7.0")]


def test_digits_stay_in_what_is_printed_and_not_in_what_is_worked_out() -> None:
    model = good_model({"indicatoren/bewegen.yaml": YEAR.format("7,0")})
    value = the(model, "meting", "bewegen.m1").fields["waarde"]
    assert (value, format_number(value), value.digits) == (7.0, "7,0", "7.0")
    assert isinstance(number(value), Published)
    assert format_number(exact(value)) == "7,0"
    assert format_number(exact(value) + Decimal("0.50")) == "7,5"
    assert format_number(Figure("37,70") * 1) == "37,7"


def test_digits_stay_on_the_site_in_papers_and_in_data(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    text = YEAR.format("7,0").replace("'%'", "rapportcijfer") + "publicatie: openbaar\n"
    write(root, {"agenda/indicatoren/cijfer.yaml": text})
    with building(root) as build:
        outputs, findings = build.run(("data",))
        files = {o.path: o.content for o in outputs}
        pages = "".join(page.markdown for page in render_pages(build.library, build.model, build.kinds))
        papers = "".join(draft.paper.markdown for draft in build.drafts())
    assert findings == []
    assert "7,0" in pages
    assert "7,0" in papers
    assert '"waarde": 7.0' in files["data/metingen.json"].decode()
    assert ",7.0," in files["data/metingen.csv"].decode()
