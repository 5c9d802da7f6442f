"""Documents become items: ids, addresses, values by their schema, and references both ways."""

from __future__ import annotations

import pytest
from workbench import good_model, model_of, places, shipped_kinds, the

from kapstok.core.model import Key, Model, Prose
from kapstok.kinds.address import item_address, item_anchor, relative

FRAMES = {
    "ontwikkelopdrachten/inkoop.yaml": """nummer: '6.9'
titel: Inkoop
kaderlijsten: [kader-inkoop]
opdracht: Doe het.
""",
    "kaderlijsten/kader-inkoop.yaml": """titel: Kader inkoop
ontwikkelopdracht: inkoop
publicatie: openbaar
kaders:
  - id: keuze
    nummer: '1'
    tekst: Inwoners kunnen kiezen
    subkaders:
      - id: a
        tekst: Als het kan
        subkaders:
          - id: b
            tekst: En als het mag
  - id: termijn
    publicatie: intern
    tekst: Vier jaar
    schort_op:
      - kader:kader-inkoop.keuze
""",
}
GOAL = {
    "opgaven/meedoen.yaml": "nummer: '1'\ntitel: Meedoen\n",
    "doelen/werk.yaml": "nummer: '1'\ntitel: Werk\nopgave: meedoen\n",
}


@pytest.fixture(scope="module")
def frames() -> Model:
    return good_model(FRAMES)


def test_nested_items_are_named_after_their_file(frames: Model) -> None:
    assert [f"{key.kind}:{key.id}" for key in frames.items] == [
        "ontwikkelopdracht:inkoop",
        "kaderlijst:kader-inkoop",
        "kader:kader-inkoop.keuze",
        "subkader:kader-inkoop.keuze.a",
        "subkader:kader-inkoop.keuze.a.b",
        "kader:kader-inkoop.termijn",
    ]
    deep = the(frames, "subkader", "kader-inkoop.keuze.a.b")
    assert deep.parent == Key(kind="subkader", id="kader-inkoop.keuze.a")
    assert deep.pointer == ("kaders", 0, "subkaders", 0, "subkaders", 0)
    assert (deep.position.line, deep.position.column) == (12, 13)
    assert deep.title == "En als het mag"


def test_addresses_of_pages_and_anchors(frames: Model) -> None:
    kinds = shipped_kinds()
    deep = the(frames, "subkader", "kader-inkoop.keuze.a.b")
    assert item_anchor(deep) == "subkader-keuze-a-b"
    assert item_address(deep, frames, kinds) == "kaderlijsten/kader-inkoop/#subkader-keuze-a-b"
    term = good_model({"begrippen/regie.yaml": "term: Regie\ndefinitie: Leiding.\n"})
    assert item_address(the(term, "begrip", "regie"), term, kinds) == "begrippen/#regie"


@pytest.mark.parametrize(
    ("target", "page", "link"),
    [
        ("doelen/werk/", "doelen/wonen/", "../werk/"),
        ("doelen/werk/", "", "doelen/werk/"),
        ("", "doelen/werk/", "../../"),
        ("begrippen/#regie", "doelen/werk/", "../../begrippen/#regie"),
        ("begrippen/#regie", "begrippen/", "#regie"),
        ("data/doelen.csv", "doelen/", "../data/doelen.csv"),
        ("doelen/", "doelen/", "./"),
    ],
)
def test_links_are_relative(target: str, page: str, link: str) -> None:
    assert relative(target, page) == link


def test_publication_and_example_go_down_to_nested_items(frames: Model) -> None:
    assert the(frames, "kader", "kader-inkoop.keuze").publication == "openbaar"
    assert the(frames, "subkader", "kader-inkoop.keuze.a.b").publication == "openbaar"
    assert the(frames, "kader", "kader-inkoop.termijn").publication == "intern"
    assert the(frames, "ontwikkelopdracht", "inkoop").publication == "intern"
    text = FRAMES["kaderlijsten/kader-inkoop.yaml"] + "voorbeeld: true\n"
    example = good_model({**FRAMES, "kaderlijsten/kader-inkoop.yaml": text})
    assert the(example, "subkader", "kader-inkoop.keuze.a.b").example


def test_references_go_both_ways(frames: Model) -> None:
    back = [(r.source.id, r.field) for r in frames.references if r.target == Key(kind="kader", id="kader-inkoop.keuze")]
    assert back == [("kader-inkoop.termijn", "schort_op")]
    there = {(r.source.kind, r.target.kind) for r in frames.references}
    assert ("ontwikkelopdracht", "kaderlijst") in there
    assert ("kaderlijst", "ontwikkelopdracht") in there


def test_a_link_in_running_text_is_a_reference_with_its_own_place() -> None:
    text = "nummer: '1'\ntitel: Wonen\nomschrijving: |\n  Wonen hoort bij\n  [werk](doel:werk) en [werk](doel:werk).\n"
    model = good_model({**GOAL, "opgaven/wonen.yaml": text})
    found = [r for r in model.references if r.in_prose]
    assert [(r.field, r.target.id, r.position.line, r.position.column) for r in found] == [
        ("omschrijving", "werk", 5, 10),
        ("omschrijving", "werk", 5, 31),
    ]
    assert isinstance(the(model, "opgave", "wonen").fields["omschrijving"], Prose)


MEASURED = """titel: Lopers
soort: output
eenheid: aantal
metingen:
  - {id: a, peil: '2020', waarde: '37,70'}
  - {id: b, peil: '2021', waarde: 0}
  - {id: c, peil: '2022', waarde: 11.5}
  - {id: d, peil: '2023', waarde: null}
  - {id: e, peil: '2024', waarde: '-0,5'}
"""


def test_decimals_may_have_a_comma_and_nought_is_kept() -> None:
    model = good_model({"indicatoren/lopers.yaml": MEASURED})
    values = [the(model, "meting", f"lopers.{name}").fields.get("waarde", "niets") for name in "abcde"]
    assert values == [37.7, 0, 11.5, "niets", -0.5]


def test_an_open_amount_stays_text_and_nought_a_number() -> None:
    text = "titel: {0}\nvoortgang: loopt\nkosten:\n  bedrag: {1}\n"
    model = good_model({"activiteiten/a.yaml": text.format("A", "PM"), "activiteiten/b.yaml": text.format("B", 0)})
    assert the(model, "activiteit", "a").fields["kosten"]["bedrag"] == "PM"
    assert the(model, "activiteit", "b").fields["kosten"]["bedrag"] == 0


def test_items_are_frozen() -> None:
    model = good_model(GOAL)
    with pytest.raises(TypeError):
        the(model, "doel", "werk").fields["titel"] = "x"  # type: ignore[index]
    with pytest.raises(TypeError):
        model.items[Key(kind="doel", id="x")] = the(model, "doel", "werk")  # type: ignore[index]


def test_the_kind_may_stand_before_an_id_that_needs_none() -> None:
    model = good_model({**GOAL, "doelen/werk.yaml": "nummer: '1'\ntitel: Werk\nopgave: opgave:meedoen\n"})
    assert the(model, "doel", "werk").fields["opgave"] == Key(kind="opgave", id="meedoen")


def test_text_is_allowed_where_a_reference_may_also_be_words() -> None:
    text = "titel: Evaluatie\njaar: 2024\nvan: {0}\n"
    files = {"evaluaties/a.yaml": text.format("de hele agenda"), "evaluaties/b.yaml": text.format("doel:werk")}
    model = good_model({**GOAL, **files})
    assert the(model, "evaluatie", "a").fields["van"] == "de hele agenda"
    assert the(model, "evaluatie", "b").fields["van"] == Key(kind="doel", id="werk")
    _, findings = model_of({"evaluaties/c.yaml": text.format("doel:weg")})
    assert [f.code for f in findings] == ["verwijzing-bestaat-niet"]


def test_a_file_with_schema_findings_still_takes_part() -> None:
    _, findings = model_of({**GOAL, "opgaven/meedoen.yaml": "titel: Meedoen\n"})
    assert places(findings) == [("agenda/opgaven/meedoen.yaml", 1, 1, "veld-ontbreekt")]


def test_one_id_in_two_suffixes_is_found() -> None:
    term = "term: Regie\ndefinitie: Leiding.\n"
    _, findings = model_of({"begrippen/regie.yaml": term, "begrippen/regie.yml": term})
    assert [f.code for f in findings] == ["id-dubbel"]
    assert "agenda/begrippen/regie.yaml" in findings[0].hint
