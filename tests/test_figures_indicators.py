"""How indicators stand: every kind of target, goal and result apart, and never a verdict that cannot be given."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbench import good_model, model_of, shipped_kinds, small_kinds, the

from kapstok.core.model import Key
from kapstok.reckon.indicators import Indicator, Indicators
from kapstok.reckon.roles import Roles
from kapstok.reckon.standing import Standing
from kapstok.reckon.verdict import State, Verdict
from kapstok.render.data.opendata import render_data
from kapstok.view import view

DAY = date(2026, 11, 1)
YES, NO, UNKNOWN = "ja", "nee", "niet te bepalen"


def roles_of(unit: str, wish: str, measured: list[str], targets: list[str], more: str = "") -> Roles:
    """One indicator with these measurements and targets, written as YAML between braces."""
    lines = ["titel: I", "soort: outcome", f"eenheid: '{unit}'"]
    lines += [f"richting: {wish}"] if wish else []
    lines += ["metingen:", *(f"  - {m}" for m in measured)] if measured else []
    lines += ["streefwaarden:", *(f"  - {t}" for t in targets)] if targets else []
    files = {
        "indicatoren/i.yaml": "\n".join(lines) + "\n" + more,
        "bronnen/b.yaml": "titel: Nota\nstand: vastgesteld\n",
    }
    return Roles(good_model(files), shipped_kinds())


def stand(unit: str, wish: str, measured: list[str], targets: list[str], day: date = DAY, every: bool = False) -> Any:
    found = seen(unit, wish, measured, targets, day)
    return found.targets if every else found.whole


def seen(
    unit: str, wish: str, measured: list[str], targets: list[str], day: date = DAY, year: int | None = None
) -> Indicator:
    """The indicator as it is at a day, or as the report over a year says it."""
    roles = roles_of(unit, wish, measured, targets)
    return Indicators(roles, day).of(the(roles.model, "indicator", "i"), year=year)


def m(value: float | str, peil: str, more: str = "") -> str:
    return f"{{id: m{peil.replace(' ', '-')}, waarde: {value}, peil: '{peil}'{more}}}"


def base(value: float | str, peil: str = "2021") -> str:
    return m(value, peil, ", nulmeting: true")


def t(soort: str, rest: str, term: str = "2026", name: str = "doel") -> str:
    when = f", termijn: '{term}'" if term else ""
    return f"{{id: {name}, soort: {soort}, {rest}{when}}}"


# unit, direction, measurements, target, state, goal, result
TABLE: dict[str, tuple[str, str, list[str], str, State, str, str]] = {
    "goal met, result not": (
        "aantal",
        "lager-beter",
        [base(150), m(120, "2025")],
        t("absoluut", "vergelijking: '<=', waarde: 100", "2025"),
        State.MISSED,
        YES,
        NO,
    ),
    "absolute, without a sign": (
        "aantal",
        "hoger-beter",
        [base(10), m(100, "2025")],
        t("absoluut", "waarde: 100"),
        State.ON_TRACK,
        YES,
        UNKNOWN,
    ),
    "from - to, on the path": (
        "%",
        "hoger-beter",
        [base(58.4), m(62.9, "2025")],
        t("van-naar", "waarde_van: 58.4, waarde: 64"),
        State.ON_TRACK,
        YES,
        UNKNOWN,
    ),
    "from - to, behind": (
        "%",
        "hoger-beter",
        [base(58.4), m(62.8, "2025")],
        t("van-naar", "waarde_van: 58.4, waarde: 64"),
        State.BEHIND,
        YES,
        UNKNOWN,
    ),
    "from - to without direction": (
        "%",
        "",
        [base(37.7), m(34, "2025")],
        t("van-naar", "waarde_van: 37.7, waarde: 34"),
        State.ON_TRACK,
        YES,
        UNKNOWN,
    ),
    "rank, lower is better": (
        "rang",
        "lager-beter",
        [base(94), m(20, "2025")],
        t("rang", "waarde: 20"),
        State.ON_TRACK,
        YES,
        UNKNOWN,
    ),
    "rank without direction": (
        "rang",
        "",
        [base(94), m(110, "2025")],
        t("rang", "waarde: 20"),
        State.BEHIND,
        NO,
        UNKNOWN,
    ),
    "range, inside": (
        "%",
        "",
        [base(8), m(10, "2025")],
        t("bereik", "waarde_van: 10, waarde_tot: 12"),
        State.ON_TRACK,
        YES,
        UNKNOWN,
    ),
    "range, from its value on": (
        "%",
        "",
        [base(8), m(9, "2025")],
        t("bereik", "waarde: 10, waarde_tot: 12", "2025"),
        State.MISSED,
        YES,
        NO,
    ),
    "range, too far": (
        "%",
        "hoger-beter",
        [base(8), m(13, "2025")],
        t("bereik", "waarde_van: 10, waarde_tot: 12"),
        State.BEHIND,
        YES,
        UNKNOWN,
    ),
    "range with equal limits": (
        "%",
        "",
        [base(8), m(10, "2025")],
        t("bereik", "waarde_van: 10, waarde_tot: 10", "2025"),
        State.REACHED,
        YES,
        YES,
    ),
    "limit against an average": (
        "%",
        "lager-beter",
        [base(11.5), m(10.5, "2025")],
        t("grens", "vergelijking: '<=', waarde: 10.5, ten_opzichte_van: landelijk gemiddelde"),
        State.ON_TRACK,
        YES,
        UNKNOWN,
    ),
    "limit without its number": (
        "%",
        "lager-beter",
        [base(11.5), m(10.5, "2025")],
        t("grens", "vergelijking: '<=', plaatshouder: y, ten_opzichte_van: landelijk gemiddelde"),
        State.UNKNOWN,
        YES,
        UNKNOWN,
    ),
    "share, at the limit": (
        "%",
        "hoger-beter",
        [base(70), m(80, "2025")],
        t("aandeel", "vergelijking: '>=', waarde: 80", "2025"),
        State.REACHED,
        YES,
        YES,
    ),
    "share, more than the limit is asked": (
        "%",
        "hoger-beter",
        [base(70), m(80, "2025")],
        t("aandeel", "vergelijking: '>', waarde: 80", "2025"),
        State.MISSED,
        YES,
        NO,
    ),
    "words": (
        "kwalitatief",
        "",
        ["{id: a, woorden: Goed, peil: '2025'}"],
        t("kwalitatief", "woorden: dementievriendelijk"),
        State.UNKNOWN,
        UNKNOWN,
        UNKNOWN,
    ),
    "placeholder": (
        "%",
        "lager-beter",
        [base(10), m(8, "2025")],
        t("onbekend", "waarde: null, plaatshouder: x %"),
        State.UNKNOWN,
        YES,
        UNKNOWN,
    ),
    "step without value": (
        "%",
        "lager-beter",
        [base(10), m(8, "2025")],
        t("absoluut", "waarde: null, tussendoel: true, herkomst: b", "2025"),
        State.UNKNOWN,
        YES,
        UNKNOWN,
    ),
    "better than the baseline": (
        "%",
        "lager-beter",
        [base(16), m(15.9, "2025")],
        t("relatief", "waarde: null, ten_opzichte_van: nulmeting"),
        State.ON_TRACK,
        YES,
        UNKNOWN,
    ),
    "as good as the baseline is not better": (
        "%",
        "lager-beter",
        [base(16), m(16, "2025")],
        t("relatief", "vergelijking: '<', waarde: null, ten_opzichte_van: nulmeting", "2025"),
        State.MISSED,
        NO,
        NO,
    ),
    "keep, term ahead": (
        "%",
        "gelijk",
        [base(16), m(16, "2025")],
        t("gelijk-houden", "vergelijking: '<=', waarde: 16"),
        State.ON_TRACK,
        YES,
        UNKNOWN,
    ),
    "keep, kept": (
        "%",
        "gelijk",
        [base(16), m(16, "2025")],
        t("gelijk-houden", "vergelijking: '<=', waarde: 16", "2025"),
        State.REACHED,
        YES,
        YES,
    ),
    "keep, lost": (
        "%",
        "gelijk",
        [base(16), m(17, "2025")],
        t("gelijk-houden", "vergelijking: '<=', waarde: 16"),
        State.BEHIND,
        NO,
        UNKNOWN,
    ),
    "keep what the baseline was": (
        "%",
        "hoger-beter",
        [base(16), m(15, "2025")],
        t("gelijk-houden", "waarde: null, ten_opzichte_van: nulmeting", "2025"),
        State.MISSED,
        NO,
        NO,
    ),
    "back to an earlier year": (
        "%",
        "hoger-beter",
        [m(50, "2016"), base(40), m(50, "2025")],
        t("relatief", "waarde: null, ten_opzichte_van: de waarde van 2016"),
        State.ON_TRACK,
        YES,
        UNKNOWN,
    ),
    "an earlier year that was not measured": (
        "%",
        "hoger-beter",
        [base(40), m(50, "2025")],
        t("relatief", "waarde: null, ten_opzichte_van: de waarde van 2016"),
        State.UNKNOWN,
        YES,
        UNKNOWN,
    ),
    "another unit than measured": (
        "per 10.000",
        "lager-beter",
        [base(238.9), m(230, "2025")],
        t("absoluut", "waarde: 298, eenheid: aantal", "2025"),
        State.UNKNOWN,
        YES,
        UNKNOWN,
    ),
    "phased out to 0": (
        "aantal",
        "lager-beter",
        [base(12), m(0, "2025")],
        t("absoluut", "vergelijking: '<=', waarde: 0", "2025"),
        State.REACHED,
        YES,
        YES,
    ),
    "0 as the baseline": (
        "aantal",
        "hoger-beter",
        [base(0), m(40, "2025")],
        t("absoluut", "waarde: 50"),
        State.ON_TRACK,
        YES,
        UNKNOWN,
    ),
    "no baseline, not reached": (
        "%",
        "hoger-beter",
        [m(40, "2025")],
        t("aandeel", "vergelijking: '>=', waarde: 80"),
        State.UNKNOWN,
        UNKNOWN,
        UNKNOWN,
    ),
    "no baseline, reached": (
        "%",
        "hoger-beter",
        [m(90, "2025")],
        t("aandeel", "vergelijking: '>=', waarde: 80"),
        State.ON_TRACK,
        UNKNOWN,
        UNKNOWN,
    ),
    "no measurement": (
        "%",
        "hoger-beter",
        [],
        t("aandeel", "vergelijking: '>=', waarde: 80", "2025"),
        State.UNKNOWN,
        UNKNOWN,
        UNKNOWN,
    ),
    "only the baseline": (
        "%",
        "hoger-beter",
        [base(40)],
        t("aandeel", "vergelijking: '>=', waarde: 80"),
        State.UNKNOWN,
        UNKNOWN,
        UNKNOWN,
    ),
    "measured after the peildatum": (
        "%",
        "hoger-beter",
        [base(40), m(90, "2027")],
        t("aandeel", "vergelijking: '>=', waarde: 80"),
        State.UNKNOWN,
        UNKNOWN,
        UNKNOWN,
    ),
    "not measured since the term": (
        "%",
        "hoger-beter",
        [base(40), m(90, "2023")],
        t("aandeel", "vergelijking: '>=', waarde: 80", "2025"),
        State.UNKNOWN,
        YES,
        UNKNOWN,
    ),
    "first measured after the term": (
        "%",
        "hoger-beter",
        [base(40), m(60, "2023"), m(81, "2025")],
        t("aandeel", "vergelijking: '>=', waarde: 80", "2024"),
        State.REACHED,
        YES,
        YES,
    ),
    "a number that is still to come": (
        "%",
        "hoger-beter",
        [base(40), m(50, "2024"), "{id: x, waarde: null, peil: '2025', status_meting: n.n.b.}"],
        t("absoluut", "waarde: 50"),
        State.ON_TRACK,
        YES,
        UNKNOWN,
    ),
    "no term": (
        "%",
        "hoger-beter",
        [base(40), m(50, "2025")],
        t("absoluut", "waarde: 80", ""),
        State.UNKNOWN,
        YES,
        UNKNOWN,
    ),
    "equal limits: the baseline was the target": (
        "%",
        "lager-beter",
        [base(16), m(16, "2025")],
        t("grens", "vergelijking: '<=', waarde: 16"),
        State.ON_TRACK,
        NO,
        UNKNOWN,
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_every_kind_of_target(name: str) -> None:
    unit, wish, measured, target, state, goal, result = TABLE[name]
    found = stand(unit, wish, measured, [target])
    assert (found.state, found.goal, found.result) == (state, goal, result), found.words
    assert found.words.endswith(".")
    assert found.words.count(". ") == 0


def test_no_target_at_all_still_says_which_way_it_goes() -> None:
    found = stand("%", "hoger-beter", [base(40), m(50, "2025")], [])
    assert (found.state, found.goal, found.target) == (State.UNKNOWN, Verdict.YES, None)
    assert found.words == "Niet te bepalen: er is nog geen streefwaarde."


READINGS = [
    (
        ("%", "hoger-beter", [base(58.4), m(61.2, "2025")], t("absoluut", "waarde: 61.0")),
        "Ligt op schema: 61,2% in 2025, nu al wat is gevraagd: ten minste 61,0% in 2026.",
    ),
    (
        ("%", "hoger-beter", [base(58.4), m(61.2, "2025")], t("absoluut", "waarde: 61.9")),
        "Ligt op schema: 61,2% in 2025, het pad vraagt 61,2%.",
    ),
    (
        ("aantal", "lager-beter", [base(150), m(120, "2025-12-31")], t("absoluut", "waarde: 100", "2025-12-31")),
        "Niet gehaald: 120 op 31 december 2025, gevraagd was hoogstens 100; wel beter dan de nulmeting (150).",
    ),
    (
        ("rang", "lager-beter", [base(94), m(40, "november 2025")], t("rang", "waarde: 20", "2025")),
        "Niet gehaald: plaats 40 in november 2025, gevraagd was plaats 20 of hoger op de lijst in 2025; "
        "wel beter dan de nulmeting (plaats 94).",
    ),
    (
        ("per 10.000", "", [base(238.9)], t("absoluut", "waarde: 298, eenheid: aantal")),
        "Niet te bepalen: de streefwaarde is in een andere eenheid (aantal) dan de metingen (per 10.000).",
    ),
    (
        ("%", "", [base(10), m(8, "2025")], t("onbekend", "waarde: null, plaatshouder: x %")),
        "Niet te bepalen: de streefwaarde is nog niet bepaald (x %).",
    ),
    (
        ("euro", "", [base(9000), m(11500, "najaar 2025")], t("bereik", "waarde_van: 10000, waarde_tot: 12000")),
        "Ligt op schema: € 11.500 (najaar 2025), nu al wat is gevraagd: tussen € 10.000 en € 12.000 in 2026.".replace(
            "€ ", "€\u00a0"
        ),
    ),
]


@pytest.mark.parametrize(("case", "reading"), READINGS)
def test_one_sentence_says_it(case: tuple[str, str, list[str], str], reading: str) -> None:
    unit, wish, measured, target = case
    assert stand(unit, wish, measured, [target]).words == reading


def test_the_path_goes_by_way_of_the_steps_in_between() -> None:
    step = t("absoluut", "waarde: 90, tussendoel: true", "2023-12-31", "stap")
    end = t("absoluut", "waarde: 100", "2025-12-31")
    measured = [base(50, "2021-12-31"), m(94, "2024-12-31")]
    straight = stand("aantal", "hoger-beter", measured, [end], date(2025, 1, 1))
    stepped = stand("aantal", "hoger-beter", measured, [step, end], date(2025, 1, 1))
    assert (straight.path, straight.state) == (88, State.ON_TRACK)
    assert (stepped.path, stepped.state) == (95, State.BEHIND)


def test_a_replaced_target_is_kept_with_its_document_and_not_judged() -> None:
    old = t("aandeel", "vergelijking: '>=', waarde: 62", "2024", "oud")
    new = t("aandeel", "vergelijking: '>=', waarde: 64, vervangt: oud, herkomst: b", "2026", "nieuw")
    first, second = stand("%", "hoger-beter", [base(58), m(61, "2025")], [old, new], every=True)
    assert (first.state, first.result, first.in_force) == (State.REPLACED, Verdict.UNKNOWN, False)
    assert first.words == "Telt niet meer mee: vervangen door een nieuwe streefwaarde voor 2026, uit Nota."
    assert first.heirs == (second.target,)
    assert second.state is State.BEHIND
    lapsed = stand("%", "hoger-beter", [base(58)], [old[:-1] + ", vervallen: true}"], every=True)
    assert lapsed[0].state is State.LAPSED
    whole = stand("%", "hoger-beter", [base(58), m(70, "2025")], [old, new])
    assert whole.target == second.target


def test_the_whole_stands_by_the_first_end_target_ahead_else_by_the_last_passed() -> None:
    targets = [
        t("absoluut", "waarde: 60, tussendoel: true", "2025", "tussen"),
        t("absoluut", "waarde: 70", "2030", "later"),
        t("absoluut", "waarde: 65", "2026", "eerst"),
    ]
    measured = [base(50), m(61, "2025"), m(66, "2031")]
    assert stand("%", "hoger-beter", measured, targets).target.item.key.id == "i.eerst"
    assert stand("%", "hoger-beter", measured, targets, date(2032, 1, 1)).target.item.key.id == "i.later"
    assert stand("%", "hoger-beter", measured, targets[:1]).target.item.key.id == "i.tussen"


def test_a_group_is_held_to_its_own_measurements() -> None:
    measured = [base(50), m(90, "2025"), "{id: j, waarde: 40, peil: '2025', uitsplitsing: jongeren}"]
    young = t("absoluut", "waarde: 60, uitsplitsing: jongeren", "2025", "jong")
    old = t("absoluut", "waarde: 60, uitsplitsing: ouderen", "2025", "oud")
    everybody = t("absoluut", "waarde: 60", "2025", "allen")
    found = stand("%", "hoger-beter", measured, [young, old, everybody], every=True)
    assert [s.state for s in found] == [State.MISSED, State.UNKNOWN, State.REACHED]
    assert found[0].words == "Niet gehaald voor jongeren: 40% in 2025, gevraagd was ten minste 60%."
    assert found[1].words == "Niet te bepalen voor ouderen: er is voor ouderen nog niet gemeten."
    assert stand("%", "hoger-beter", measured, [young, old, everybody]).target.item.key.id == "i.allen"


numbers = st.integers(-500, 500).map(lambda n: n / 10)


@given(
    base_value=numbers,
    value=numbers,
    goal=numbers,
    sign=st.sampled_from(["=", "<=", ">=", "<", ">"]),
    wish=st.sampled_from(["", "hoger-beter", "lager-beter", "gelijk"]),
    kind=st.sampled_from(["absoluut", "van-naar", "rang", "grens", "aandeel", "relatief", "gelijk-houden"]),
    term=st.sampled_from(["2025", "2026", "2030"]),
)
def test_a_term_ahead_is_never_missed_and_reached_means_a_result(
    base_value: float, value: float, goal: float, sign: str, wish: str, kind: str, term: str
) -> None:
    target = t(kind, f"vergelijking: '{sign}', waarde: {goal}", term)
    found: Standing = stand("%", wish, [base(base_value), m(value, "2025")], [target])
    ahead = term != "2025"
    assert not (ahead and found.state is State.MISSED)
    assert not (ahead and found.result is Verdict.NO)
    assert (found.state is State.REACHED) == (found.result is Verdict.YES)
    assert not (not ahead and found.state in (State.ON_TRACK, State.BEHIND))


def test_a_hidden_measurement_counts_for_nobody_who_may_not_see_it() -> None:
    measured = [base(40), m(50, "2023"), m(90, "2025", ", publicatie: intern")]
    roles = roles_of("%", "hoger-beter", measured, [t("absoluut", "waarde: 80")], "publicatie: openbaar\n")
    for audience, state in (("inwoners", State.BEHIND), ("bestuur", State.ON_TRACK)):
        shown = Roles(view(roles.model, shipped_kinds(), audience), shipped_kinds())
        found = Indicators(shown, DAY).of(the(shown.model, "indicator", "i")).whole
        assert found.state is state
        assert ("90" in found.words) == (audience == "bestuur")


def test_the_data_say_how_an_indicator_stands() -> None:
    roles = roles_of("%", "hoger-beter", [base(40), m(90, "2025")], [t("absoluut", "waarde: 80")])
    files = dict(render_data(view(roles.model, shipped_kinds(), "bestuur"), shipped_kinds(), DAY))
    row = json.loads(files["data/indicatoren.json"])[0]
    assert row["stand"] == {
        "staat": "op schema",
        "doel_gehaald": "ja",
        "resultaat_gehaald": "niet te bepalen",
        "woorden": "Ligt op schema: 90% in 2025, nu al wat is gevraagd: ten minste 80% in 2026.",
        "meetpunt": "i.m2025",
        "streefpunt": "i.doel",
    }
    assert b"stand.staat" in files["data/indicatoren.csv"]
    derived = row["afgeleid"][0]
    assert (derived["wat"], derived["woorden"]) == ("Stand", row["stand"]["woorden"])
    assert {"regel": "streefwaarde", "waarde": "2026: 80%", "onderdeel": "streefwaarde:i.doel", "veld": "waarde"} in (
        derived["gronden"]
    )


def test_any_kind_with_these_roles_is_an_indicator(tmp_path: Any) -> None:
    """No name is known: a kind of somebody else's, with other field names, is judged as well."""
    text = {"type": "string", "title": "T", "description": "T"}

    def schema(folder: str, properties: dict[str, Any]) -> dict[str, Any]:
        return {
            "title": folder,
            "description": folder,
            "x-map": folder,
            "x-meervoud": folder,
            "x-titelveld": "naam",
            "type": "object",
            "properties": {"naam": text, **properties},
        }

    def field(role: str, **more: Any) -> dict[str, Any]:
        return {"title": role, "description": role, "x-rol": role, **more}

    number, when = {"type": "number"}, {"type": "string", "x-vorm": "datum"}
    ident = {"id": {"type": "string", "title": "Id", "description": "Id"}}
    kinds, findings = small_kinds(
        tmp_path / "schemas",
        {
            "graad.json": schema(
                "graden",
                {
                    "kant": field("richting", type="string"),
                    "punten": {"type": "array", "title": "P", "description": "P", "items": {"$ref": "punt.json"}},
                    "wensen": {"type": "array", "title": "W", "description": "W", "items": {"$ref": "wens.json"}},
                },
            ),
            "punt.json": schema(
                "punten", ident | {"n": field("meetwaarde", **number), "d": field("peilmoment", **when)}
            ),
            "wens.json": schema(
                "wensen", ident | {"n": field("streefgetal", **number), "d": field("streefmoment", **when)}
            ),
        },
    )
    assert findings == []
    model = good_model(
        {
            "graden/g.yaml": "naam: G\nkant: hoger-beter\npunten:\n  - {id: a, naam: A, n: 5, d: '2025'}\n"
            "wensen:\n  - {id: w, naam: W, n: 4, d: '2026'}\n"
        },
        kinds,
    )
    found = Indicators(Roles(model, kinds), DAY).of(the(model, "graad", "g")).whole
    assert found.words == "Ligt op schema: 5 in 2025, nu al wat is gevraagd: ten minste 4 in 2026."


# ---- The same answer whatever way it is written ----


def test_the_newest_measurement_counts_whatever_the_order_in_the_file() -> None:
    """85 in 2025 and 50 in 2020, newest first, judged in January 2026 against 80 in 2025."""
    measured = [m(85, "2025"), base(50, "2020")]
    found = seen("%", "hoger-beter", measured, [t("absoluut", "waarde: 80", "2025")], date(2026, 1, 15))
    assert found.words == "Gehaald: 85% in 2025, gevraagd was ten minste 80%."
    assert (found.latest_words, found.baseline_words) == ("2025: 85%", "2020: 50%")
    assert [one.dated for one in found.series] == ["2020: 50%", "2025: 85%"]


def test_a_measurement_after_the_day_is_nowhere() -> None:
    found = seen("%", "", [base(40), m(90, "1 december 2026")], [], date(2026, 11, 1))
    assert [one.dated for one in found.measured] == ["2021: 40%"]
    assert found.latest_words == "2021: 40% (nulmeting)"


def test_what_is_still_to_come_is_named_and_never_the_newest() -> None:
    found = seen("%", "", [base(40), "{id: x, waarde: null, peil: '2027', status_meting: n.n.b.}"], [])
    assert [one.dated for one in found.measured] == ["2021: 40%", "2027: nog niet bekend"]
    assert found.latest_words == "2021: 40% (nulmeting)"


def test_a_measurement_over_the_running_year_is_there_and_says_so() -> None:
    found = seen("%", "hoger-beter", [base(40), m(90, "2026")], [t("aandeel", "vergelijking: '>=', waarde: 80")])
    assert found.latest_words == "2026: 90% (tot nu toe)"
    assert found.words == "Ligt op schema: 90% in 2026, nu al wat is gevraagd: ten minste 80%."
    assert found.whole.measured is not None
    assert found.whole.measured.day == DAY  # and it lies on the path of today, not of the end of the year


def test_looking_back_only_what_was_known_then_counts() -> None:
    roles = roles_of("%", "hoger-beter", [base(40), m(60, "2024"), m(90, "2025")], [t("absoluut", "waarde: 80")])
    item = the(roles.model, "indicator", "i")
    assert Indicators(roles, DAY).of(item, day=date(2025, 6, 30)).latest_words == "2024: 60%"
    assert Indicators(roles, DAY).of(item, day=date(2025, 12, 31)).latest_words == "2025: 90%"
    assert Indicators(roles, DAY).of(item, day=date(2027, 1, 1)).day == DAY


def test_an_undated_baseline_is_a_baseline_and_never_the_newest() -> None:
    measured = [m(60, "2025"), "{id: nul, waarde: 40, peil: onbekend, nulmeting: true}"]
    found = seen("%", "hoger-beter", measured, [t("absoluut", "waarde: 80")])
    assert (found.baseline_words, found.latest_words) == ("onbekend: 40%", "2025: 60%")
    assert found.whole.goal is Verdict.YES
    assert found.words == "Niet te bepalen: van de nulmeting is geen datum bekend."
    over = seen("%", "hoger-beter", measured, [t("absoluut", "waarde: 50", "2025")])
    assert over.state is State.REACHED


def test_the_report_over_a_year_judges_against_the_target_of_that_year() -> None:
    measured = [base(50, "2017"), m(58, "2019"), m(70, "2021")]
    targets = [t("absoluut", "waarde: 60", "2019", "toen"), t("absoluut", "waarde: 80", "2023", "later")]
    over = seen("%", "hoger-beter", measured, targets, date(2022, 1, 1), year=2019)
    assert over.words == "Niet gehaald: 58% in 2019, gevraagd was ten minste 60%; wel beter dan de nulmeting (50%)."
    assert over.latest_words == "2019: 58%"
    step = t("absoluut", "waarde: 55, tussendoel: true", "2019", "stap")
    assert seen("%", "hoger-beter", measured, [step, targets[1]], date(2022, 1, 1), 2019).state is State.REACHED
    between = seen("%", "hoger-beter", measured, targets, date(2022, 1, 1), year=2020)
    assert between.whole.target is not None
    assert between.whole.target.item.key.id == "i.later"


def test_what_cannot_fall_back_is_reached_before_its_term() -> None:
    stands = t("absoluut", "waarde: 3, blijvend: true", "2030")
    found = stand("aantal", "hoger-beter", [base(0), m(3, "2024"), m(2, "2025")], [stands])
    assert (found.state, found.result, found.measured.dated) == (State.REACHED, Verdict.YES, "2024: 3")
    over = stand("aantal", "hoger-beter", [base(0), m(3, "2023")], [t("absoluut", "waarde: 3, blijvend: true", "2025")])
    assert over.state is State.REACHED


RELATIVE = [
    ("aantal", "lager-beter", "waarde: 10, eenheid: '%'", 150, "10% lager dan de nulmeting (hoogstens 135)", 135, 136),
    ("aantal", "lager-beter", "waarde: -10, eenheid: '%'", 150, "10% lager dan de nulmeting (hoogstens 135)", 135, 136),
    ("aantal", "hoger-beter", "waarde: 20", 150, "20 hoger dan de nulmeting (ten minste 170)", 170, 169),
    ("%", "hoger-beter", "waarde: 5", 40, "5 procentpunt hoger dan de nulmeting (ten minste 45%)", 45, 44),
    ("%", "", "waarde: 5, vergelijking: '<'", 40, "5 procentpunt lager dan de nulmeting (minder dan 35%)", 34, 35),
    ("rang", "lager-beter", "waarde: 20", 94, "20 plaatsen hoger op de lijst dan de nulmeting", 74, 75),
    ("euro", "", "waarde: 100", 900, "€ 100 hoger dan de nulmeting (ten minste € 1.000)", 1000, 999),
]


@pytest.mark.parametrize(("unit", "wish", "rest", "start", "words", "reached", "missed"), RELATIVE)
def test_a_relative_target_with_a_number_is_worked_out(
    unit: str, wish: str, rest: str, start: int, words: str, reached: int, missed: int
) -> None:
    target = t("relatief", f"{rest}, ten_opzichte_van: nulmeting", "2025")
    for value, state in ((reached, State.REACHED), (missed, State.MISSED)):
        found = seen(unit, wish, [base(start), m(value, "2025")], [target])
        assert found.state is state, found.words
        assert found.target_words.startswith(f"2025: {words}")


WORDS = [
    ("%", "lager-beter", "relatief", "waarde: null", "lager dan de nulmeting"),
    ("%", "", "relatief", "waarde: null, vergelijking: '>='", "niet lager dan de nulmeting"),
    (
        "%",
        "hoger-beter",
        "relatief",
        "waarde: null, ten_opzichte_van: de waarde van 2016",
        "hoger dan de waarde van 2016",
    ),
    ("%", "", "bereik", "waarde: 10, waarde_tot: 12", "tussen 10% en 12%"),
    ("%", "", "van-naar", "waarde_van: 37.7, waarde: 34", "van 37,7% naar 34%"),
    ("%", "", "onbekend", "plaatshouder: x %", "nog te bepalen (x %)"),
    ("%", "gelijk", "gelijk-houden", "vergelijking: '<=', waarde: 16", "gelijk houden: hoogstens 16%"),
    ("rang", "lager-beter", "rang", "vergelijking: '<=', waarde: 20", "plaats 20 of hoger op de lijst"),
    ("per 10.000", "", "absoluut", "waarde: 298, eenheid: aantal", "298"),
    ("%", "", "absoluut", "waarde: null, tussendoel: true, herkomst: b", "staat in Nota"),
    (
        "%",
        "",
        "grens",
        "vergelijking: '<=', waarde: 10.5, ten_opzichte_van: gemiddelde",
        "hoogstens 10,5% (vergeleken met gemiddelde)",
    ),
]


@pytest.mark.parametrize(("unit", "wish", "kind", "rest", "words"), WORDS)
def test_a_target_in_words(unit: str, wish: str, kind: str, rest: str, words: str) -> None:
    assert seen(unit, wish, [base(40)], [t(kind, rest)]).target_words == f"2026: {words}"


def test_an_exact_target_asks_for_that_number_unless_one_side_is_better() -> None:
    exact = t("absoluut", "vergelijking: '=', waarde: 80", "2025")
    assert stand("%", "gelijk", [base(50), m(85, "2025")], [exact]).state is State.MISSED
    assert stand("%", "", [base(50), m(80, "2025")], [exact]).state is State.REACHED
    assert stand("%", "hoger-beter", [base(50), m(85, "2025")], [exact]).state is State.REACHED


# ---- Groups ----


def test_the_figure_of_a_group_is_never_that_of_the_whole() -> None:
    measured = [base(132, "2019"), m(150, "2019", ", uitsplitsing: gemiddelde G40").replace("m2019", "g40")]
    found = seen("aantal", "", measured, [])
    assert (found.latest_words, [one.dated for one in found.series]) == (
        "2019: 132 (nulmeting)",
        ["2019: 132"],
    )


def test_an_indicator_with_only_groups_says_so() -> None:
    measured = ["{id: a, waarde: 70, peil: '2024', uitsplitsing: senioren, nulmeting: true}"]
    measured += ["{id: b, waarde: 82, peil: '2025', uitsplitsing: senioren}"]
    target = t("aandeel", "vergelijking: '>=', waarde: 80, uitsplitsing: Senioren", "2025")
    found = seen("%", "hoger-beter", measured, [target])
    assert found.words == "Niet te bepalen voor het geheel: er is alleen gemeten per groep (senioren)."
    assert (found.state, found.deviates) == (State.UNKNOWN, False)
    assert found.latest_words == "alleen per groep: senioren 2025: 82%"
    assert found.baseline_words == "alleen per groep: senioren 2024: 70%"
    assert found.target_words == "alleen per groep: Senioren 2025: ten minste 80%"
    assert [s.words for s in found.groups] == ["Gehaald voor Senioren: 82% in 2025, gevraagd was ten minste 80%."]


def test_a_target_for_a_group_says_nothing_of_the_whole_that_was_measured() -> None:
    target = t("absoluut", "waarde: 60, uitsplitsing: jongeren", "2025", "jong")
    young = "{id: j, waarde: 40, peil: '2025', uitsplitsing: jongeren}"
    found = seen("%", "hoger-beter", [base(50), m(90, "2025"), young], [target])
    assert found.words == "Niet te bepalen voor het geheel: er is alleen een streefwaarde per groep (jongeren)."
    assert found.whole.goal is Verdict.YES
    assert found.deviates  # the group is behind, and nothing else can be said


# ---- What replaces what ----


def test_one_target_may_be_replaced_by_several_and_one_may_replace_several() -> None:
    old = t("aandeel", "vergelijking: '>=', waarde: 62", "2024", "oud")
    young = t("aandeel", "waarde: 64, vervangt: oud, herkomst: b, uitsplitsing: jong", "2026", "jong")
    grey = t("aandeel", "waarde: 70, vervangt: i.oud, herkomst: b, uitsplitsing: grijs", "2027", "grijs")
    first = seen("%", "hoger-beter", [base(58)], [old, young, grey]).targets[0]
    assert [heir.item.key.id for heir in first.heirs] == ["i.jong", "i.grijs"]
    assert first.words == "Telt niet meer mee: vervangen door 2 nieuwe streefwaarden voor 2026 en 2027, uit Nota."
    one = t("aandeel", "waarde: 64, vervangt: [oud, jong]", "2026", "een")
    states = [s.state for s in seen("%", "hoger-beter", [base(58)], [old, young, one]).targets]
    assert states == [State.REPLACED, State.REPLACED, State.UNKNOWN]


def test_a_replaced_target_counts_until_the_day_its_replacement_was_agreed() -> None:
    old = t("aandeel", "vergelijking: '>=', waarde: 62", "2019", "oud")
    new = t("aandeel", "waarde: 55, vervangt: oud, afgesproken_op: 1 maart 2020", "2019", "nieuw")
    measured = [base(50, "2017"), m(58, "2019")]
    over = seen("%", "hoger-beter", measured, [old, new], date(2021, 1, 1), year=2019)
    assert [s.target.item.key.id for s in over.targets if s.target] == ["i.oud"]
    assert over.state is State.MISSED
    now = seen("%", "hoger-beter", measured, [old, new], date(2021, 1, 1))
    assert [s.state for s in now.targets] == [State.REPLACED, State.REACHED]
    assert (
        now.targets[0].words == "Telt niet meer mee: vervangen door een nieuwe streefwaarde voor 2019 (1 maart 2020)."
    )


def test_a_target_that_replaces_nothing_that_exists_is_found_at_its_place() -> None:
    text = "titel: I\nsoort: outcome\neenheid: '%'\nstreefwaarden:\n"
    text += "  - {id: oud, soort: aandeel, waarde: 62}\n  - {id: nieuw, soort: aandeel, waarde: 64, vervangt: oudd}\n"
    _, findings = model_of({"indicatoren/i.yaml": text})
    assert [(f.line, f.code, f.message) for f in findings] == [
        (6, "verwijzing-bestaat-niet", "Er is geen streefwaarde met de id i.oudd.")
    ]
    assert findings[0].hint.startswith("Bedoelde u i.oud")
    cured = text.replace("oudd", findings[0].hint.split()[2])
    assert model_of({"indicatoren/i.yaml": cured})[1] == []


def test_every_standing_says_on_what_it_rests() -> None:
    step = t("absoluut", "waarde: 90, tussendoel: true", "2023-12-31", "stap")
    end = t("absoluut", "waarde: 100, herkomst: b", "2027-12-31")
    found = stand("aantal", "hoger-beter", [base(50, "2021-12-31"), m(94, "2024-12-31")], [step, end])
    told = [(g.rule, g.value, g.field) for g in found.grounds]
    assert told[0] == (
        "Voor de termijn hoort het cijfer op de rechte lijn van de nulmeting naar de streefwaarde te liggen",
        "op schema",
        "",
    )
    assert told[1:] == [
        ("streefwaarde", "31 december 2027: 100", "waarde"),
        ("meting", "31 december 2024: 94", "waarde"),
        ("nulmeting", "31 december 2021: 50", "waarde"),
        ("tussendoel", "31 december 2023: 90", "waarde"),
        ("het pad vraagt", "93", ""),
        ("peildatum", "1 november 2026", ""),
    ]
    assert [str(g.source) for g in found.grounds if g.source] == [str(Key(kind="bron", id="b"))]
