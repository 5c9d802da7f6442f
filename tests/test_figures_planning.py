"""Planning, the lists for the budget debate, what to report, what to look back on, and what is still open."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from workbench import good_model, shipped_kinds, the

from kapstok.reckon.indicators import Indicators
from kapstok.reckon.open import Sort, open_points, unanswered
from kapstok.reckon.planning import in_year, look_backs, overdue, spans, to_start, to_stop
from kapstok.reckon.reports import to_report
from kapstok.reckon.roles import Roles
from kapstok.reckon.verdict import State
from kapstok.view import view

DAY = date(2026, 11, 1)
TREE = {"opgaven/a.yaml": "nummer: '1'\ntitel: A\n", "doelen/a1.yaml": "nummer: '1'\ntitel: A1\nopgave: a\n"}


def roles_of(files: dict[str, str]) -> Roles:
    return Roles(good_model(files), shipped_kinds())


def activity(name: str, progress: str, more: str = "") -> dict[str, str]:
    text = f"titel: {name}\nvoortgang: {progress}\ndoelen: [a1]\n{more}"
    if progress == "beëindigd":
        text += "stopreden: Het hielp niet.\n"
    return {f"activiteiten/{name}.yaml": text}


WORK = (
    TREE
    | activity("nieuw", "voorgesteld", "wanneer: voorjaar 2027\n")
    | activity("later", "voorgesteld", "wanneer: '2028'\n")
    | activity("vraagt", "voorgesteld", "kosten: {bedrag: n.n.b., jaar: 2027}\n")
    | activity("onbekend", "voorgesteld")
    | activity("uitgesteld", "voorgesteld", "wanneer: 2025-03-01\n")
    | activity("periode", "loopt", "wanneer: 2024 tot en met 2027\n")
    | activity("doorlopend", "loopt", "wanneer: '2024'\n")
    | activity("te-lang", "loopt", "wanneer: '2024'\neinde: juni 2026\n")
    | activity("gestopt", "beëindigd", "wanneer: '2024'\n")
    | activity("klaar", "afgerond", "wanneer: '2023'\neinde: '2024-08-31'\n")
    | {
        "programmas/afbouw.yaml": "titel: Afbouw\nsoort: programma\nvoortgang: loopt\n"
        "periode: 2020 tot en met 2025\neindbeeld: Het is niet meer nodig.\n"
    }
)


def names(found: Any) -> set[str]:
    return {getattr(each, "span", each).item.key.id for each in found}


def test_a_year_says_what_begins_runs_and_ends() -> None:
    every = spans(roles_of(WORK))
    in_2024 = in_year(2024, every)
    assert names(in_2024.begins) == {"periode", "doorlopend", "te-lang", "gestopt"}
    assert names(in_2024.runs) == {"afbouw"}
    assert names(in_2024.ends) == {"klaar"}
    in_2027 = in_year(2027, every)
    assert names(in_2027.begins) == {"nieuw"}
    assert names(in_2027.runs) == {"doorlopend"}
    assert names(in_2027.ends) == {"periode"}
    assert in_year(1990, every).begins == ()


def test_the_start_list_of_a_budget_year() -> None:
    roles = roles_of(WORK)
    found = {c.span.item.key.id: c.reason for c in to_start(2027, spans(roles), roles)}
    assert found == {
        "nieuw": "begint in 2027",
        "vraagt": "geld gevraagd voor 2027",
        "onbekend": "begin nog niet bekend",
        "uitgesteld": "zou op 1 maart 2025 beginnen",
    }
    assert "vraagt" not in names(to_start(2026, spans(roles), roles))


def test_the_stop_list_of_a_budget_year_holds_what_ends_then_and_nothing_that_ended_before() -> None:
    every = spans(roles_of(WORK))

    def told(year: int) -> list[tuple[str, str]]:
        return [(c.span.item.key.id, c.reason) for c in to_stop(year, every)]

    assert told(2027) == [("periode", "loopt af, 2027")]
    assert told(2026) == [("te-lang", "loopt af, juni 2026")]
    assert told(2025) == [("afbouw", "bouwt af, zoals bedoeld, 2025")]
    assert told(2024) == [("klaar", "afgerond, 31 augustus 2024")]


def test_an_app_that_ended_last_year_does_not_stop_this_year_whatever_its_budget_years_say() -> None:
    app = activity("app", "beëindigd", "wanneer: '2023'\neinde: '2025-06-30'\nbegrotingsjaren: [2023, 2024, 2025]\n")
    bare = activity("los", "loopt", "begrotingsjaren: [2024, 2025]\n")
    every = spans(roles_of(TREE | app | bare))
    assert [(c.span.item.key.id, c.reason) for c in to_stop(2026, every)] == [
        ("los", "staat na 2025 in geen begroting meer")
    ]
    assert names(to_stop(2025, every)) == {"app"}
    assert names(in_year(2024, every).begins) == {"los"}
    assert names(in_year(2025, every).runs) == {"los"}


def test_a_year_without_anything_says_so_in_words() -> None:
    every = spans(roles_of(WORK))
    assert in_year(1990, every).words == "begint er geen, loopt er geen door en eindigt er geen"
    assert in_year(2024, every).words == "beginnen er 4, loopt er 1 door en eindigt er 1"


def test_a_span_says_when_it_runs_in_its_own_words() -> None:
    said = {span.item.key.id: span.words for span in spans(roles_of(WORK))}
    assert said["periode"] == "2024 tot en met 2027; loopt"
    assert said["te-lang"] == "2024 tot en met juni 2026; loopt"
    assert said["onbekend"] == "voorgesteld"


def test_what_is_phased_out_is_never_late() -> None:
    every = spans(roles_of(WORK))
    assert names(overdue(every, DAY)) == {"te-lang"}
    assert names(overdue(every, date(2026, 6, 30))) == set()


def agenda(more: str) -> dict[str, str]:
    return {"agenda.yaml": f"titel: T\ngemeente: G\nstatus: concept\npublicatie: openbaar\n{more}"}


EVALUATION = {"evaluaties/e.yaml": "titel: E\nvan: De agenda\njaar: 2023\n"}


@pytest.mark.parametrize(
    ("settings", "due", "derived"),
    [
        ("ingangsdatum: '2021-03-01'\n", date(2023, 3, 1), True),
        ("ingangsdatum: '2021'\n", date(2023, 12, 31), True),
        ("ingangsdatum: '2020-02-29'\n", date(2022, 2, 28), True),
        ("ingangsdatum: '2021'\nevaluatiemoment: voorjaar 2024\n", date(2024, 6, 20), False),
    ],
)
def test_the_evaluation_is_two_years_after_the_start_unless_agreed_otherwise(
    settings: str, due: date, derived: bool
) -> None:
    (found,) = look_backs(DAY, roles_of(agenda(settings)))
    assert (found.due, found.derived, found.overdue, found.item) == (due, derived, True, None)
    (ahead,) = look_backs(due, roles_of(agenda(settings)))
    assert not ahead.overdue


def test_an_evaluation_of_that_year_is_the_one_and_its_outcome_ends_the_reminder() -> None:
    files = agenda("ingangsdatum: '2021'\n") | EVALUATION
    (found,) = look_backs(DAY, roles_of(files))
    assert found.item is not None
    assert (found.item.key.id, found.overdue, found.words) == ("e", True, "2 jaar na de start (2021)")
    done = {"evaluaties/e.yaml": EVALUATION["evaluaties/e.yaml"] + "uitkomst: Het werkt.\n"}
    (found,) = look_backs(DAY, roles_of(files | done))
    assert (found.overdue, found.has_outcome) == (False, True)
    other = {"evaluaties/f.yaml": "titel: F\nvan: 'opgave:a'\njaar: 2028\n"}
    assert [b.overdue for b in look_backs(DAY, roles_of(TREE | files | other))] == [True, False]
    assert look_backs(DAY, roles_of(agenda(""))) == ()


def indicator(more: str, targets: str = "") -> str:
    return (
        "titel: I\nsoort: outcome\neenheid: '%'\nrichting: hoger-beter\npubliek: [raad, inwoners]\n"
        f"verantwoordelijk: cijferaar\n{more}" + targets
    )


MOMENTS = {
    "cyclus/m.yaml": "titel: Jaarstukken\nsoort: jaarrekening\njaar: 2024\nover: ['opgave:a']\n",
    "cyclus/n.yaml": "titel: Later\nsoort: jaarrekening\njaar: 2030\n",
}
MEASURED = (
    "metingen:\n  - {id: a, waarde: 40, peil: '2021', nulmeting: true}\n  - {id: b, waarde: 50, peil: '2024'}\n"
    "  - {id: c, waarde: 80, peil: '2025'}\n"
)
AIM = "streefwaarden:\n  - {id: s, soort: absoluut, waarde: 80, termijn: '2025'}\n"


def test_a_moment_reports_what_it_names_what_hangs_below_and_what_names_it() -> None:
    roles = roles_of(
        TREE
        | MOMENTS
        | {
            "indicatoren/i.yaml": indicator("doelen: [a1]\n" + MEASURED, AIM),
            "indicatoren/j.yaml": indicator("cyclusmomenten: [m, n]\n"),
            "indicatoren/k.yaml": indicator(""),
        }
    )
    found = to_report(the(roles.model, "cyclusmoment", "m"), Indicators(roles, DAY))
    assert [r.item.key.id for r in found] == ["a", "i", "j"]
    thing, measured, empty = found
    assert thing.indicator is None
    assert measured.indicator is not None
    assert (measured.indicator.state, measured.deviates, measured.missing) == (State.BEHIND, True, ())
    assert measured.readers == ("raad", "inwoners")
    assert (empty.deviates, empty.missing) == (False, ("meting", "streefwaarde"))
    assert [r.item.key.id for r in to_report(the(roles.model, "cyclusmoment", "n"), Indicators(roles, DAY))] == ["j"]


def test_a_placeholder_is_a_missing_target() -> None:
    aim = "streefwaarden:\n  - {id: s, soort: onbekend, plaatshouder: x %, termijn: '2027'}\n"
    roles = roles_of(TREE | MOMENTS | {"indicatoren/i.yaml": indicator("doelen: [a1]\n" + MEASURED, aim)})
    (found,) = [r for r in to_report(the(roles.model, "cyclusmoment", "m"), Indicators(roles, DAY)) if r.indicator]
    assert found.missing == ("streefwaarde",)


def test_what_no_longer_counts_is_not_open() -> None:
    aim = (
        "streefwaarden:\n  - {id: a, soort: onbekend, plaatshouder: x %}\n"
        "  - {id: b, soort: onbekend, plaatshouder: y %}\n"
        "  - {id: c, soort: onbekend, plaatshouder: z %, vervallen: true}\n"
        "  - {id: d, soort: aandeel, waarde: 5, vervangt: a}\n"
    )
    roles = roles_of({"indicatoren/i.yaml": indicator("", aim)})
    assert [p.now for p in open_points(roles)] == ["y %"]


def test_a_moment_ahead_is_judged_at_the_peildatum() -> None:
    files = TREE | MOMENTS | {"indicatoren/i.yaml": indicator("cyclusmomenten: [n]\n" + MEASURED, AIM)}
    roles = roles_of(files)
    (found,) = to_report(the(roles.model, "cyclusmoment", "n"), Indicators(roles, DAY))
    assert found.indicator is not None
    assert found.indicator.state is State.REACHED


def test_questions_without_an_answer_have_an_owner_and_end_with_the_work() -> None:
    answers = "wat: X.\nwaar: Hier\nwanneer: '2026'\nbereiken: Y.\nwie: [o]\ntrekker: adviseur\n"
    org = {"organisaties/o.yaml": "naam: O\n"}
    files = TREE | org | activity("een", "voorgesteld", answers + "kosten: {bedrag: PM}\n")
    roles = roles_of(files)
    points = [p for p in open_points(roles) if p.sort is Sort.QUESTION]
    assert [(p.item.key.id, p.what, p.owner) for p in points] == [("een", "Wat mag het kosten?", "adviseur")]
    free = roles_of(TREE | org | activity("een", "voorgesteld", answers + "kosten: {bedrag: 0}\n"))
    assert unanswered(the(free.model, "activiteit", "een"), free) == ()
    over = roles_of(TREE | activity("een", "beëindigd"))
    assert unanswered(the(over.model, "activiteit", "een"), over) == ()
    bare = roles_of(TREE | activity("een", "voorgesteld"))
    assert len(unanswered(the(bare.model, "activiteit", "een"), bare)) == 6
    asked = roles_of({"opdrachten/o.yaml": "titel: O\nregie: regisseur\n"})
    (first, *rest) = open_points(asked)
    assert (len(rest), first.owner) == (6, "regisseur")


def test_open_values_and_placeholders_are_listed_with_the_owner_of_the_whole() -> None:
    more = "metingen:\n  - {id: a, waarde: null, peil: '2025', status_meting: n.n.b.}\n"
    aims = "streefwaarden:\n  - {id: s, soort: onbekend, plaatshouder: x %, termijn: '2027'}\n"
    aims += "  - {id: t, soort: absoluut, tussendoel: true, herkomst: b, termijn: '2028'}\n"
    aims += "  - {id: u, soort: absoluut, tussendoel: true, herkomst: b, vervallen: true}\n"
    aims += "  - {id: w, soort: gelijk-houden, termijn: '2028'}\n"
    money = (
        "titel: B\njaar: 2026\nsoort: begroting\nregels:\n"
        "  - {id: r, titel: R, hangt_aan: 'opgave:a', bedrag: PM, soort: lasten, stand: begroot, "
        "eigenaar: teammanager}\n"
        "  - {id: v, titel: V, hangt_aan: 'opgave:a', bedrag: n.v.t., soort: lasten, stand: begroot}\n"
        "maatregelen:\n  - {titel: M, bedrag: n.n.b.}\n"
    )
    files = TREE | {"indicatoren/i.yaml": indicator(more, aims), "begroting/x.yaml": money}
    files |= {"bronnen/b.yaml": "titel: Nota\nstand: vastgesteld\n"}
    found = {(p.item.key.id, p.sort.value, p.now, p.owner) for p in open_points(roles_of(files))}
    assert found == {
        ("i.a", "waarde", "n.n.b.", "cijferaar"),
        ("i.s", "plaatshouder", "x %", "cijferaar"),
        ("i.t", "waarde", "", "cijferaar"),
        ("x.r", "waarde", "PM", "teammanager"),
        ("x", "waarde", "n.n.b.", ""),
    }


def test_what_is_hidden_is_in_no_list() -> None:
    secret = activity("geheim", "voorgesteld", "wanneer: '2027'\n") | activity("weg", "beëindigd")
    open_one = activity("open", "voorgesteld", "wanneer: '2027'\npublicatie: openbaar\n")
    roles = roles_of(TREE | secret | open_one | agenda(""))
    seen = Roles(view(roles.model, shipped_kinds(), "inwoners"), shipped_kinds())
    every = spans(seen)
    assert names(to_start(2027, every, seen)) == {"open"}
    assert to_stop(2027, every) == ()
    assert {p.item.key.id for p in open_points(seen)} == {"open"}
