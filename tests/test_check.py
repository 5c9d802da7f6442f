"""Structural rules: numbers, loops, examples, and the settings."""

from __future__ import annotations

from workbench import good_model, shipped_kinds

from kapstok.check.structure import RULES, check
from kapstok.core.finding import Finding, Severity

SETTINGS = {"agenda.yaml": "titel: Agenda\ngemeente: G\nstatus: concept\n"}


def found(files: dict[str, str]) -> list[Finding]:
    return check(good_model(SETTINGS | files), shipped_kinds())


def goals(*numbers: tuple[str, str]) -> dict[str, str]:
    parents = {f"opgaven/{o}.yaml": f"nummer: '{i}'\ntitel: Opgave {o}\n" for i, o in enumerate("ab")}
    return parents | {
        f"doelen/{o}-{i}.yaml": f"nummer: '{n}'\ntitel: Doel {i}\nopgave: {o}\n" for i, (o, n) in enumerate(numbers)
    }


def programmes(**above: str) -> dict[str, str]:
    text = "titel: Programma {0}\nsoort: programma\nvoortgang: loopt\n"
    return {
        f"programmas/{name}.yaml": text.format(name) + (f"onderdeel_van: {parent}\n" if parent else "")
        for name, parent in above.items()
    }


def test_every_rule_says_what_is_wrong_and_right() -> None:
    for rule in RULES:
        assert "Slecht: " in (rule.__doc__ or ""), rule.__name__
        assert "Goed: " in (rule.__doc__ or ""), rule.__name__


def test_numbers_restart_under_each_parent() -> None:
    assert found(goals(("a", "1"), ("a", "2"), ("b", "1"))) == []


def test_two_siblings_with_one_number_are_a_warning_at_the_number() -> None:
    [finding] = found(goals(("a", "1"), ("a", "1")))
    assert (finding.path, finding.line, finding.column) == ("agenda/doelen/a-1.yaml", 1, 9)
    assert (finding.severity, finding.code) == (Severity.WARNING, "nummer-dubbel")
    assert finding.message == "Nummer 1 is al van Doel 0."


def test_groups_of_one_list_each_count_from_one() -> None:
    text = "nummer: '1'\ntitel: Meting\ngroep: {0}\n"
    files = {f"kwaliteitsmetingen/{g}.yaml": text.format(g) for g in ("dienstverlening", "uitvoeringsteam")}
    assert found(files) == []


def test_arguments_and_objections_may_share_a_number() -> None:
    text = (
        "titel: Voorstel\nbeleidsprogramma: Zorg\nportefeuillehouder: wethouder\nzaaknummer: '1'\naan: de raad\n"
        "onderwerp: Zorg\ninleiding: Tekst.\nbeoogd_effect: Tekst.\ndatum: 2019-11-05\n"
        "beslispunten:\n  - {id: a, nummer: '1', tekst: Besluit}\n"
        "argumenten:\n  - {id: a, nummer: '1.1', kop: Goed}\n"
        "kanttekeningen:\n  - {id: a, nummer: '1.1', kop: Duur}\n"
    )
    assert found({"raadsvoorstellen/v.yaml": text}) == []


def test_a_loop_is_told_once() -> None:
    [finding] = found(programmes(a="c", b="a", c="b", d="a"))
    assert (finding.code, finding.path) == ("boom-kring", "agenda/programmas/a.yaml")
    assert finding.message.count("→") == 3


def test_two_loops_are_two_findings_and_a_chain_is_none() -> None:
    assert len(found(programmes(a="b", b="a", c="d", d="c"))) == 2
    assert found(programmes(a="b", b="c", c="")) == []


def test_meetings_that_point_at_each_other_are_no_loop() -> None:
    text = "titel: V\noverleg: o\ndatum: 2025-01-01\nvertrouwelijk: false\nagendapunten:\n  - {id: a, titel: A}\n"
    files = {
        "overleggen/o.yaml": "naam: O\nniveau: gemeente\n",
        "vergaderingen/een.yaml": text + "volgende: twee\n",
        "vergaderingen/twee.yaml": text + "vorige: een\n",
    }
    assert found(files) == []


def test_a_part_of_an_example_is_one() -> None:
    text = "titel: I\nsoort: output\neenheid: aantal\nvoorbeeld: true\nmetingen:\n  - {id: a, peil: '2020'VB}\n"
    assert found({"indicatoren/i.yaml": text.replace("VB", "")}) == []
    [finding] = found({"indicatoren/i.yaml": text.replace("VB", ", voorbeeld: false")})
    assert (finding.code, finding.line) == ("voorbeeld-deel", 6)


def test_a_workspace_has_settings() -> None:
    [finding] = check(good_model({}), shipped_kinds())
    assert (finding.code, finding.path) == ("agenda-ontbreekt", "agenda/agenda.yaml")
