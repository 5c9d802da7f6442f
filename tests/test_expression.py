"""The language of tests: what it finds wrong before it runs, at which letter, and what it says of a small agenda."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workbench import good_model, model_of, shipped_kinds, small_kinds, the

from kapstok.core.model import Model
from kapstok.rules.expression import World, compile_expression
from kapstok.rules.functions import FUNCTIONS
from kapstok.rules.parse import Mistake

DAY = date(2026, 3, 1)
AGENDA = {
    "agenda.yaml": "titel: Agenda\ngemeente: Vijfheerenlanden\nstatus: vastgesteld\n",
    "opgaven/meedoen.yaml": "nummer: '1'\ntitel: Meedoen\n",
    "doelen/werk.yaml": "nummer: '1'\ntitel: Werk\nopgave: meedoen\n",
    "doelen/taal.yaml": "nummer: '2'\ntitel: Taal\nopgave: meedoen\n",
    "organisaties/welzijn.yaml": "naam: Welzijn\nstrategische_partner: true\n",
    "activiteiten/loket.yaml": """titel: Loket
doelen: [werk]
wat: Een loket in elk dorp. Zie [taal](doel:taal).
wie: [welzijn]
wanneer: 2024 tot en met 2026
einde: '2026-02-28'
kosten: {bedrag: 1000, jaar: 2026}
kernen: [Leerdam, Vianen, Leerdam]
resultaten:
  - id: a
    tekst: Honderd bezoekers
    doel: werk
  - id: b
    tekst: Tien vrijwilligers
voortgang: loopt
zieook: ['doel:taal', 'activiteit:cursus']
publicatie: openbaar
""",
    "activiteiten/cursus.yaml": """titel: Cursus
doelen: [werk, taal]
kosten: {bedrag: PM}
waar: n.n.b.
wanneer: {tekst: ooit, soort: onbekend}
voortgang: voorgesteld
experiment: false
zieook: ['activiteit:loket']
""",
    "activiteiten/fonds.yaml": "titel: Fonds\ndoelen: [taal]\nkosten: {bedrag: 0}\nvoortgang: gestart\n",
    "indicatoren/werkenden.yaml": """titel: Werkenden
soort: outcome
eenheid: '%'
publiek: [raad]
doelen: [werk]
metingen:
  - {id: m1, waarde: '11,9', peil: '2021', nulmeting: true}
  - {id: m2, waarde: 13, peil: '2023'}
streefwaarden:
  - {id: s1, soort: absoluut, waarde: 15, termijn: '2027'}
""",
}


@pytest.fixture(scope="module")
def model() -> Model:
    return good_model(AGENDA)


@pytest.fixture(scope="module")
def world(model: Model) -> World:
    return World(model, shipped_kinds(), DAY)


def mistakes_in(text: str, kind: str = "activiteit") -> list[Mistake]:
    """The mistakes in a text, each of which quotes what stands at its offset."""
    expression, mistakes = compile_expression(text, kind, shipped_kinds())
    assert (expression is None) == bool(mistakes)
    for mistake in mistakes:
        assert text[mistake.offset : mistake.offset + len(mistake.found)] == mistake.found
    return mistakes


def holds(world: World, text: str, name: str = "activiteit:loket") -> bool:
    kind, _, identifier = name.partition(":")
    expression, mistakes = compile_expression(text, kind, shipped_kinds())
    assert mistakes == []
    assert expression is not None
    return expression.holds(world, next(i for k, i in world.items.items() if (k.kind, k.id) == (kind, identifier)))


@pytest.mark.parametrize(
    ("text", "offset", "found", "code", "word"),
    [
        ("gevuld(wat) and gevuld(watt)", 23, "watt", "toets-veld", "Bedoelde u wat?"),
        ("wat == 'a' and kost == 'wat' or kost == 'b'", 15, "kost", "toets-veld", "geen veld van de soort activiteit"),
        ("'a' in doelen.titel or 'a' in doelen.opgave.tittel", 44, "tittel", "toets-veld", "titel"),
        ("kosten.bedrg > 1", 7, "bedrg", "toets-veld", "bedrag"),
        ("titel.x == 'a'", 6, "x", "toets-veld", "heeft geen velden"),
        ("ouder.titel == 'a'", 0, "ouder", "toets-veld", "ouder"),
        ("gevuld == true", 0, "gevuld", "toets-veld", "functie"),
        ("alle(doelen, 'gevuld(titel) and gevuld(titl)')", 39, "titl", "toets-veld", "titel"),
        ("alle(doelen, \"sommige(activiteiten, 'foo')\")", 37, "foo", "toets-veld", "soort activiteit"),
        ("voortgang == 'gstart'", 13, "'gstart'", "toets-waarde", "Bedoelde u gestart?"),
        ("voortgang in ['loopt', 'lopend']", 23, "'lopend'", "toets-waarde", "handleiding/velden"),
        ("'lopend' == voortgang", 0, "'lopend'", "toets-waarde", "kan nooit"),
        ("voortgang == 'gestart' or 'loopt'", 26, "'loopt'", "toets-waarde", "op zichzelf geen voorwaarde"),
        ("titel == 3", 9, "3", "toets-waarde", "titel is tekst, 3 is een getal"),
        ("kosten.bedrag == 'veel'", 17, "'veel'", "toets-waarde", "getal"),
        ("kosten.bedrag > titel", 16, "titel", "toets-waarde", "geen volgorde"),
        ("kosten.bedrag > einde", 16, "einde", "toets-waarde", "een datum"),
        ("einde < 2026", 8, "2026", "toets-waarde", "jaar(datum)"),
        ("einde < '2026'", 8, "'2026'", "toets-waarde", "2024-03-01"),
        ("einde == 'morgen'", 9, "'morgen'", "toets-waarde", "geen dag"),
        ("einde < niets", 8, "niets", "toets-waarde", "gevuld"),
        ("kosten == 3", 10, "3", "toets-waarde", "blok"),
        ("doelen == 'werk'", 0, "doelen", "toets-waarde", "lijst"),
        ("kernen == kernen", 0, "kernen", "toets-waarde", "lijst"),
        ("'a' in titel", 7, "titel", "toets-waarde", "bevat"),
        ("doelen in ['werk']", 0, "doelen", "toets-waarde", "lijst"),
        ("experiment == waar", 14, "waar", "toets-waarde", "Schrijf true"),
        ("experiment == 'ja'", 14, "'ja'", "toets-waarde", "ja of nee"),
        ("experiment > false", 13, "false", "toets-waarde", "kleiner of groter"),
        ("rol == vraagstuk", 7, "vraagstuk", "toets-waarde", "nooit hetzelfde"),
        ("status == voortgang", 10, "voortgang", "toets-waarde", "nooit hetzelfde"),
        ("kosten.bedrag", 0, "kosten.bedrag", "toets-waarde", "geen voorwaarde"),
        ("kosten.bedrag + einde > 1", 16, "einde", "toets-waarde", "dagen_tot"),
        ("doelen - 1 > 1", 0, "doelen", "toets-waarde", "som(lijst)"),
        ("soort_van(zieook) == 'bloem'", 21, "'bloem'", "toets-waarde", "kan nooit bloem zijn"),
        ("gevult(wat)", 0, "gevult", "toets-functie", "gevuld"),
        ("gevuld()", 0, "gevuld", "toets-functie", "ten minste 1"),
        ("gevuld(wat) and jaren_tussen(einde) > 1", 16, "jaren_tussen", "toets-functie", "in plaats van 2"),
        ("aantal(titel) > 1", 7, "titel", "toets-functie", "geen lijst"),
        ("som(kernen) > 1", 4, "kernen", "toets-functie", "geen getallen"),
        ("alle(kernen, 'x')", 5, "kernen", "toets-functie", "geen onderdelen"),
        ("alle(doelen, titel)", 13, "titel", "toets-functie", "aanhalingstekens"),
        ("voor(titel, einde)", 5, "titel", "toets-functie", "geen datum"),
        ("bevat(doelen, 'x')", 6, "doelen", "toets-functie", "geen tekst"),
        ("verwijst_naar(doelen, 'opgave')", 22, "'opgave'", "toets-functie", "verwijst nooit naar"),
        ("gevuld(wat", 10, "", "toets-taal", "houdt op"),
        ("gevuld(wat) en gevuld(wie)", 12, "en", "toets-taal", "Schrijf and."),
        ("kosten.bedrag < 58.000", 16, "58.000", "toets-taal", "Schrijf: 58000"),
        ("voortgang = 'loopt'", 10, "=", "toets-taal", "=="),
        ("doelen | length", 7, "|", "toets-taal", "filter"),
        ("voortgang in [titel, 'loopt']", 14, "titel", "toets-taal", "vaste waarden"),
        ("\n  gevuld(wat)\n  and gevuld(watt)", 28, "watt", "toets-veld", "wat"),
        ("gevuld(wat)\r\nand gevuld(watt)", 24, "watt", "toets-veld", "wat"),
        ("titel == 'é🙂' and watt", 18, "watt", "toets-veld", "wat"),
    ],
)
def test_a_mistake_is_found_at_its_own_letter(text: str, offset: int, found: str, code: str, word: str) -> None:
    first = mistakes_in(text)[0]
    assert (first.offset, first.found, first.code) == (offset, found, code)
    assert word in f"{first.message} {first.hint}"


def test_all_mistakes_are_found_at_once_and_five_are_enough() -> None:
    assert [m.found for m in mistakes_in("foo and titel == 3 and gevult(wat)")] == ["foo", "3", "gevult"]
    assert [m.offset for m in mistakes_in(" or ".join(["foo"] * 40))] == [0, 7, 14, 21, 28]
    assert len(mistakes_in("alle(doelen, 'a or b or c') or x or y or z")) == 5


def test_a_kind_that_does_not_exist_is_a_mistake() -> None:
    assert [m.code for m in mistakes_in("gevuld(wat)", "activitijd")] == ["toets-soort"]


def test_fields_are_those_of_the_item_itself_in_order() -> None:
    text = "gevuld(wat) and alle(resultaten, 'gevuld(tekst)') and einde < peildatum and gevuld(wat)"
    expression, _ = compile_expression(text, "activiteit", shipped_kinds())
    assert expression is not None
    assert expression.fields == ("wat", "resultaten", "einde")
    assert (expression.text, expression.kind) == (text, "activiteit")


@pytest.mark.parametrize(
    "text",
    [
        "gevuld(titel, wat, kosten, kosten.bedrag, doelen, einde, resultaten)",
        "leeg(stopreden) and not gevuld(vraagstuk)",
        "voortgang in ['gestart', 'loopt'] and voortgang not in ('afgerond',)",
        "titel == 'Loket' and titel != 'loket' and niets == stopreden and stopreden != 'x'",
        "vraagstuk == niets and not experiment == true",
        "kosten.bedrag == 1000 and 999 < kosten.bedrag <= 1000 and kosten.bedrag > -5",
        "kosten.bedrag + 1 - 1 == 1000 and kosten.jaar - 26 == 2000",
        "doelen and wie and not bronnen and einde and kosten and titel",
        "'Leerdam' in kernen and 'Meerkerk' not in kernen and aantal(kernen) == 3 and uniek(kernen) == 2",
        "'werk' in doelen and 'doel:werk' in doelen and 'taal' not in doelen",
        "'Meedoen' in doelen.opgave.titel",
        "aantal(doelen.activiteiten) == 2 and not doelen.indicatoren and aantal(doelen.opgave) == 1",
        "alle(doelen, 'aantal(activiteiten) == 2') and sommige(resultaten, \"doel == 'werk'\")",
        "geen(resultaten, 'leeg(tekst)') and aantal_waar(resultaten, 'gevuld(doel)') == 1",
        "alle(bronnen, 'false') and not sommige(bronnen, 'true')",
        "alle(resultaten, 'ouder.voortgang == \"loopt\"')",
        "einde < peildatum and na(peildatum, einde) and voor(einde, '2026-03-01') and dagen_tot(einde) == -1",
        "jaren_tussen(wanneer, einde) == 2.2 and jaar(wanneer) == 2026 and jaar(einde) == jaar(peildatum)",
        "wanneer.vroegst == '2024-01-01' and wanneer.laatst > einde and wanneer <= '2026-12-31'",
        "wanneer.tekst == '2024 tot en met 2026' and bevat(wat, 'LOKET') and bevat(kernen, 'vian')",
        "einde >= '2026-02-28' and einde <= '2026-02-28' and einde == '2026-02-28' and einde != '2026-03-28'",
        "einde in ['2026-02-28'] and not einde < wanneer and not einde > wanneer",
        "soort_van(zieook) == 'doel' and verwijst_naar(zieook, 'activiteit') and not verwijst_naar(zieook, 'opgave')",
        "sommige(zieook, \"voortgang == 'voorgesteld'\") and aantal(zieook.doelen) == 2",
        "som(doelen.activiteiten.kosten.bedrag) == 1000",
        "agenda.status == 'vastgesteld' and aantal(agenda.activiteiten) == 3 and aantal(agenda.metingen) == 2",
        "aantal_waar(agenda.organisaties, 'strategische_partner') <= 1 and wie.strategische_partner",
        "aantal(activiteiten) == 1 and sommige(activiteiten, \"titel == 'Cursus'\")",
        "som(agenda.indicatoren.metingen.waarde) == 24.9 and som(agenda.activiteiten.kosten.bedrag) == 1000",
        "waar == niets and none == stopreden and (onwaar or true) and not false",
    ],
)
def test_what_holds_for_a_full_activity(world: World, text: str) -> None:
    assert holds(world, text)


@pytest.mark.parametrize(
    "text",
    [
        "gevuld(waar) or gevuld(kosten) or gevuld(kosten.bedrag) or gevuld(wanneer) or gevuld(einde)",
        "kosten.bedrag > 0 or kosten.bedrag < 0 or kosten.bedrag == 0 or kosten.bedrag != 'PM'",
        "gevuld(kosten.bedrag + 1) or kosten.bedrag + 1 > 0",
        "einde < peildatum or einde > peildatum or voor(einde, peildatum) or na(einde, peildatum)",
        "jaren_tussen(wanneer, einde) >= 0 or jaar(wanneer) > 0 or dagen_tot(einde) < 0",
        "stopreden in ['a', 'b'] or vraagstuk == 'x' or leeg(experiment)",
    ],
)
def test_what_is_absent_or_open_never_holds(world: World, text: str) -> None:
    assert not holds(world, text, "activiteit:cursus")


def test_zero_and_false_are_values(world: World) -> None:
    assert holds(world, "gevuld(kosten, kosten.bedrag) and kosten.bedrag == 0", "activiteit:fonds")
    assert holds(world, "gevuld(experiment) and experiment == false", "activiteit:cursus")


def test_a_link_in_running_text_is_no_reference_backwards(world: World) -> None:
    assert holds(world, "aantal(activiteiten) == 3", "doel:taal")  # by doelen and by zieook, not by the prose of loket
    assert holds(world, "aantal(activiteiten) == 2", "doel:werk")


def test_nested_items_know_what_they_are_part_of(world: World) -> None:
    assert holds(world, "ouder.eenheid == '%' and 'raad' in ouder.publiek and waarde == 11.9", "meting:werkenden.m1")
    assert holds(world, "sommige(ouder.metingen, 'nulmeting and peil < \"2022-01-01\"')", "streefwaarde:werkenden.s1")
    assert holds(world, "geen(ouder.metingen, 'na(peil, peildatum)') and waar", "streefwaarde:werkenden.s1")
    assert mistakes_in("ouder.voortgang == 'loopt'", "resultaat") == []  # an activity or a programme
    assert [m.found for m in mistakes_in("ouder.eenheid == '%'", "resultaat")] == ["eenheid"]


def test_a_document_against_its_schema_makes_no_test_fall_over() -> None:
    broken = """titel: [a]
doelen: werk
kosten: gratis
resultaten: [x, {tekst: 3}]
wanneer: [2024]
einde: 3
kernen: {a: 1}
voortgang: 9999999999999999999999999
zieook: [{a: b}, 'doel:weg', 12]
experiment: .nan
begrotingsjaren: [.inf, -.inf, 1e300]
"""
    model, findings = model_of({**AGENDA, "activiteiten/stuk.yaml": broken})
    assert findings
    world = World(model, shipped_kinds(), DAY)
    item = the(model, "activiteit", "stuk")
    for text in (
        "gevuld(titel, doelen, kosten, resultaten, wanneer, einde, kernen, zieook)",
        "kosten.bedrag + 1 > 2 or kosten.toelichting == 'a' or titel == 'a' or voortgang == 'loopt' or experiment",
        "alle(resultaten, 'gevuld(tekst) and gevuld(doel.opgave)') and sommige(zieook, 'gevuld(titel)')",
        "som(begrotingsjaren) + 0.5 > 1 or einde < peildatum or jaar(wanneer) > 3 or wanneer.vroegst == peildatum",
        "uniek(kernen) > 1 or uniek(zieook) > 1 or 'a' in kernen or bevat(kernen, 'a') or bevat(titel, 'a')",
        "soort_van(zieook) == 'doel' or verwijst_naar(doelen, 'doel') or doelen.titel or uniek(resultaten) > 3",
    ):
        expression, mistakes = compile_expression(text, "activiteit", shipped_kinds())
        assert mistakes == []
        assert expression is not None
        assert expression.holds(world, item) in (True, False)


def test_schemas_of_ones_own_are_known_at_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    boom = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Boom",
        "x-map": "mooie-bomen",
        "x-titelveld": "naam",
        "type": "object",
        "properties": {
            "naam": {"type": "string", "title": "Naam"},
            "soort": {"enum": ["eik", "es"], "title": "Soort"},
            "buren": {"type": "array", "title": "Buren", "items": {"type": "string", "x-verwijst-naar": ["boom"]}},
        },
    }
    kinds, _ = small_kinds(tmp_path_factory.mktemp("schemas"), {"boom.json": boom})
    files = {
        "mooie-bomen/a.yaml": "naam: A\nsoort: eik\nburen: [b]\n",
        "mooie-bomen/b.yaml": "naam: B\nburen: [weg]\n",
    }
    world = World(model_of(files, kinds)[0], kinds, DAY)
    expression, mistakes = compile_expression("aantal(mooie_bomen) == 1 and not buren", "boom", kinds)
    assert mistakes == []
    assert expression is not None
    assert [expression.holds(world, item) for item in world.items.values()] == [False, True]
    assert [m.hint for m in compile_expression("soort == 'eikk'", "boom", kinds)[1]] == ["Bedoelde u eik?"]
    assert [m.code for m in compile_expression("agenda.titel == 'x'", "boom", kinds)[1]] == ["toets-veld"]


def test_every_function_says_how_it_is_used() -> None:
    for name, function in FUNCTIONS.items():
        assert function.use.startswith(f"{name}(")
        assert function.meaning.endswith(".")


FIELDS = """titel doelen wat wie wanneer einde kosten kosten.bedrag kosten.jaar resultaten waar kernen voortgang
experiment zieook agenda peildatum activiteiten agenda.doelen vraagstuk doelen.opgave.titel zieook.zieook
wanneer.laatst begrotingsjaren resultaten.doel foo niets"""
NAMES = st.sampled_from(FIELDS.split())
CONSTANTS = st.sampled_from(
    ["1", "0.5", "-3", "true", "none", "'loopt'", "'2026-01-01'", "['loopt', 'x']", "'PM'", "[]"]
)
CONDITIONS = st.sampled_from(["'gevuld(titel)'", "'ouder'", "'aantal(activiteiten) > 0'", "'doel == \"werk\"'"])


def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    plain = sorted(name for name, f in FUNCTIONS.items() if "CONDITION" not in [w.name for w in f.wants])
    listed = sorted(set(FUNCTIONS) - set(plain))
    words = st.sampled_from(["and", "or", "==", "!=", "<", ">=", "in", "not in", "+", "-"])
    return st.one_of(
        st.builds("({} {} {})".format, inner, words, inner),
        st.builds("not {}".format, inner),
        st.builds("{}({})".format, st.sampled_from(plain), inner),
        st.builds("{}({}, {})".format, st.sampled_from(plain), inner, inner),
        st.builds("{}({}, {})".format, st.sampled_from(listed), NAMES, CONDITIONS),
    )


@given(text=st.recursive(NAMES | CONSTANTS, larger, max_leaves=12))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_compiles_runs(world: World, text: str) -> None:
    expression, mistakes = compile_expression(text, "activiteit", shipped_kinds())
    assert (expression is None) == bool(mistakes)
    for item in world.items.values() if expression else ():
        if item.key.kind == "activiteit" and expression:
            assert expression.holds(world, item) in (True, False)
