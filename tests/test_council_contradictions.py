"""What was decided, voted and agreed does not contradict itself in silence: a finding at its line, with a cure."""

from __future__ import annotations

from datetime import date

import pytest
from council_contradictions import CONTRADICTED, SECRET, STEP, proposal
from test_council_facts import ADDS, ADOPTED, BODY, MEETING, MOTION, PROPOSAL
from workbench import good_model, shipped_kinds

from kapstok.check.council import COUNCIL
from kapstok.core.finding import Finding
from kapstok.reckon.door import reckon

DAY = date(2022, 6, 30)


def found(files: dict[str, str]) -> list[Finding]:
    facts = reckon(good_model(files), shipped_kinds(), DAY)
    return [finding for rule in COUNCIL for finding in rule(facts)]


def codes(files: dict[str, str]) -> list[str]:
    return [finding.code for finding in found(files)]


@pytest.mark.parametrize(
    ("result", "votes", "expected"),
    [
        ("aangenomen", (6, 10), ["uitslag-stemmen"]),
        ("aangenomen", (14, 14), ["uitslag-stemmen"]),
        ("verworpen", (14, 14), []),
        ("verworpen", (28, 0), ["uitslag-stemmen"]),
        ("aangenomen", (10, 6), []),
        ("aangehouden", (10, 6), []),
    ],
)
def test_a_result_is_that_of_the_votes(result: str, votes: tuple[int, int], expected: list[str]) -> None:
    text = f"uitslag: {result}\nstemmen: [{{fractie: A, voor: {votes[0]}}}, {{fractie: B, tegen: {votes[1]}}}]\n"
    assert codes(proposal(text)) == expected


def test_the_finding_stands_at_the_result_and_its_cure_is_right() -> None:
    text = "uitslag: aangenomen\nstemmen: [{fractie: A, voor: 6}, {fractie: B, tegen: 10}]\n"
    (finding,) = found(proposal(text))
    assert finding.line == len(PROPOSAL.splitlines()) + 1
    assert (finding.message, finding.hint) == (
        "Hier staat aangenomen, maar er is gestemd met 6 stemmen voor en 10 tegen.",
        "Schrijf verworpen, of verbeter de stemmen.",
    )


def test_a_group_that_votes_twice_is_found() -> None:
    text = "uitslag: aangenomen\nstemmen: [{fractie: Groen, voor: 6}, {fractie: groen, voor: 2}]\n"
    assert codes(proposal(text)) == ["fractie-dubbel"]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (("5 november 2021", "4 november 2021"), ["vergadering-volgende", "vergadering-vorige"]),
        (("5 november 2021", "6 november 2021"), []),
    ],
)
def test_the_next_meeting_is_later(days: tuple[str, str], expected: list[str]) -> None:
    files = {
        "vergaderingen/a.yaml": MEETING.replace("5 november 2021", days[0]) + "        soort: besluit\nvolgende: b\n",
        "vergaderingen/b.yaml": MEETING.replace("5 november 2021", days[1]) + "        soort: besluit\nvorige: a\n",
    }
    assert sorted(codes(BODY | files)) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", ["geheim-openbaar"]),
        ("opgeheven_op: 1 juni 2022\n", []),
        ("opgeheven_op: 1 juli 2022\n", ["geheim-openbaar"]),
    ],
)
def test_what_is_secret_is_not_public(more: str, expected: list[str]) -> None:
    motion = MOTION + "uitslag: ingediend\npublicatie: openbaar\n"
    assert codes({"geheimhoudingen/g.yaml": SECRET + more, "moties/m.yaml": motion}) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("status: vastgesteld\n", ["status-zonder-stap"]),
        (f"status: vastgesteld\n{STEP}", []),
        (f"status: vastgesteld\n{STEP.replace(', orgaan: gemeenteraad', '')}", ["besluit-zonder-orgaan"]),
        (f"status: ingetrokken\n{STEP}", ["status-zonder-stap"]),
        (f"status: concept\n{STEP}", ["status-stap"]),
        (f"status: concept\n{ADOPTED}", ["status-uitslag"]),
        (f"status: vastgesteld\n{ADOPTED}", []),
        ("status: concept\n", []),
    ],
)
def test_a_status_says_when_by_whom_and_what_came_of_it(more: str, expected: list[str]) -> None:
    assert codes(proposal(more)) == expected


def amendments(first: str, second: str, rows: str) -> list[str]:
    text = ADDS.replace("{nummer: 1c, wordt: Ouderen te vragen.}", rows)
    return codes(proposal(ADOPTED) | {"amendementen/a.yaml": text + first, "amendementen/b.yaml": text + second})


def test_two_amendments_on_one_point_are_asked_for_their_order() -> None:
    rows = "{beslispunt: voorstel.twee, wordt: Niets te doen.}"
    assert amendments("", "", rows) == ["amendement-volgorde"]
    assert amendments("stemvolgorde: 1\n", "stemvolgorde: 1\n", rows) == ["amendement-volgorde"]
    assert amendments("stemvolgorde: 1\n", "stemvolgorde: 2\n", rows) == []


def test_a_new_point_with_a_number_that_exists_is_found() -> None:
    text = ADDS.replace("nummer: 1c", "nummer: 1b")
    assert codes(proposal(ADOPTED) | {"amendementen/a.yaml": text}) == ["beslispunt-nummer-bestaat"]


def test_an_amendment_on_a_point_of_another_proposal_is_found() -> None:
    files = proposal("") | {"raadsvoorstellen/ander.yaml": PROPOSAL}
    text = ADDS.replace("{nummer: 1c, wordt: Ouderen te vragen.}", "{beslispunt: ander.een, vervalt: true}")
    assert codes(files | {"amendementen/a.yaml": text}) == ["amendement-ander-voorstel"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("voortgang_actie: open\n        afgedaan_op: 1 mei 2022\n", ["stand-afgedaan"]),
        ("afgedaan_op: 1 mei 2021\n", ["afgedaan-te-vroeg"]),
        ("afgedaan_op: 1 mei 2022\n", []),
    ],
)
def test_what_is_done_is_not_open(more: str, expected: list[str]) -> None:
    assert codes(BODY | {"vergaderingen/v.yaml": f"{MEETING}        soort: actiepunt\n        {more}"}) == expected


@pytest.mark.parametrize(
    ("state", "expected"), [("nog-niet-vastgesteld", ["bron-niet-vastgesteld"]), ("vastgesteld", [])]
)
def test_from_any_kind_what_is_adopted_leans_on_adopted_sources(state: str, expected: list[str]) -> None:
    files = {
        "bronnen/visie.yaml": f"titel: Visie\nstand: {state}\n",
        "overleggen/o.yaml": f"naam: O\nniveau: regionaal\nbronnen: [visie]\nstatus: vastgesteld\n{STEP}",
    }
    assert codes(files) == expected
    files["overleggen/o.yaml"] = files["overleggen/o.yaml"].replace("vastgesteld", "concept")
    assert codes(files) == []


@pytest.mark.parametrize("code", CONTRADICTED)
def test_one_contradiction_is_one_finding(code: str) -> None:
    assert codes(CONTRADICTED[code]) == [code]


def test_every_rule_says_what_is_wrong_and_what_is_right() -> None:
    for rule in COUNCIL:
        assert "Slecht:" in (rule.__doc__ or "")
        assert "Goed:" in (rule.__doc__ or "")
