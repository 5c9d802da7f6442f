"""What was decided, voted, agreed and promised as of a day: one statement for every output."""

from __future__ import annotations

from datetime import date

import pytest
from workbench import good_model, shipped_kinds, the

from kapstok.core.other import Other
from kapstok.reckon.council import Council
from kapstok.reckon.decisions import Point, names_point
from kapstok.reckon.door import reckon

DAY = date(2022, 6, 30)
PROPOSAL = """titel: Voorstel
beleidsprogramma: Sociaal Domein
portefeuillehouder: wethouder
zaaknummer: Z-1
aan: de raad
onderwerp: Onderwerp
inleiding: Inleiding.
beoogd_effect: Effect.
datum: 5 november 2019
beslispunten:
  - {id: een, nummer: '1', tekst: Het programma te starten.}
  - {id: een-a, nummer: 1a, tekst: Een leider te kiezen.}
  - {id: een-b, nummer: 1b, tekst: Verslag te doen van 1a.}
  - {id: twee, nummer: '2', tekst: De kosten te dekken.}
"""
ADOPTED = "uitslag: aangenomen\nbesluitdatum: 3 december 2019\n"
ADDS = """titel: Ook ouderen
datum: 3 december 2019
raadsvoorstel: voorstel
wijzigt:
  - {nummer: 1c, wordt: Ouderen te vragen.}
uitslag: aangenomen
"""


def council(files: dict[str, str], day: date = DAY) -> Council:
    return reckon(good_model(files), shipped_kinds(), day).council


def decided(*amendments: str, proposal: str = PROPOSAL + ADOPTED, day: date = DAY) -> list[tuple[str, str]]:
    files = {f"amendementen/a{n}.yaml": text for n, text in enumerate(amendments)}
    facts = council({"raadsvoorstellen/voorstel.yaml": proposal} | files, day)
    return flat(facts.decision(the(facts.roles.model, "raadsvoorstel", "voorstel")).points)


def flat(points: tuple[Point, ...], depth: int = 0) -> list[tuple[str, str]]:
    return [pair for p in points for pair in ((">" * depth + p.number, p.text), *flat(p.below, depth + 1))]


# --- the decision ---


def test_points_keep_their_numbers_and_a_new_one_stands_where_its_number_says() -> None:
    assert [number for number, _ in decided(ADDS)] == ["1", ">1a", ">1b", ">1c", "2"]
    assert ("1b", "Verslag te doen van 1a.") in [(n.strip(">"), t) for n, t in decided(ADDS)]


def test_a_point_that_lapses_leaves_a_gap() -> None:
    lapses = ADDS.replace("{nummer: 1c, wordt: Ouderen te vragen.}", "{beslispunt: voorstel.een-a, vervalt: true}")
    assert [number for number, _ in decided(lapses)] == ["1", ">1b", "2"]


def test_an_amendment_of_after_the_day_does_not_count() -> None:
    later = ADDS.replace("3 december 2019", "3 december 2099")
    assert [number for number, _ in decided(later)] == ["1", ">1a", ">1b", "2"]


def test_a_decision_of_after_the_day_is_not_there_yet() -> None:
    facts = council({"raadsvoorstellen/voorstel.yaml": PROPOSAL + ADOPTED}, date(2019, 12, 2))
    assert facts.outcome(the(facts.roles.model, "raadsvoorstel", "voorstel")).words == "nog niet besloten"


def changes(number: str, text: str, order: str = "") -> str:
    row = f"{{beslispunt: voorstel.twee, wordt: {text}}}"
    return ADDS.replace("{nummer: 1c, wordt: Ouderen te vragen.}", row) + f"nummer: {number}\n{order}"


def test_of_two_amendments_on_one_point_the_last_in_the_vote_holds() -> None:
    first, second = changes("A1", "Niets te dekken.", "stemvolgorde: 2\n"), changes("A2", "Alles.", "stemvolgorde: 1\n")
    assert ("2", "Niets te dekken.") in decided(first, second)
    facts = council(
        {
            "raadsvoorstellen/voorstel.yaml": PROPOSAL + ADOPTED,
            "amendementen/a.yaml": changes("A1", "Niets."),
            "amendementen/b.yaml": changes("A2", "Alles."),
        }
    )
    (clash,) = facts.decision(the(facts.roles.model, "raadsvoorstel", "voorstel")).clashes
    assert (clash.number, clash.first.id, clash.second.id) == ("2", "a", "b")


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (["1", "2", "10", "11"], ["1", "2", "10", "11"]),
        (["1", "1.1", "1.2", "2"], ["1", ">1.1", ">1.2", "2"]),
        (["A", "A1", "A1a", "B"], ["A", ">A1", ">>A1a", "B"]),
    ],
)
def test_numbers_say_what_stands_below_what(numbers: list[str], expected: list[str]) -> None:
    points = "".join(f"  - {{id: p{i}, nummer: '{n}', tekst: T.}}\n" for i, n in enumerate(numbers))
    proposal = PROPOSAL.partition("  - {id: een,")[0] + points + ADOPTED
    assert [number for number, _ in decided(proposal=proposal)] == expected


# --- votes ---


@pytest.mark.parametrize(
    ("votes", "words", "outcome"),
    [
        ("[{fractie: A, voor: 14}, {fractie: B, tegen: 7}]", "met 14 stemmen voor en 7 tegen", "aangenomen"),
        ("[{fractie: A, voor: 1}, {fractie: B, tegen: 4}]", "met 1 stem voor en 4 tegen", "verworpen"),
        ("[{fractie: A, voor: 14}, {fractie: B, tegen: 14}]", "met 14 stemmen voor en 14 tegen; de stemmen staken", ""),
        ("[{fractie: A, voor: 28}]", "met 28 stemmen voor en 0 tegen", "aangenomen"),
    ],
)
def test_votes_add_up_and_a_tie_decides_nothing(votes: str, words: str, outcome: str) -> None:
    facts = council({"raadsvoorstellen/voorstel.yaml": f"{PROPOSAL}{ADOPTED}stemmen: {votes}\n"})
    vote = facts.vote(the(facts.roles.model, "raadsvoorstel", "voorstel"))
    assert vote is not None
    assert (vote.words, vote.outcome) == (words, outcome)


# --- what was agreed ---

MEETING = """titel: Overleg
overleg: raad
datum: 5 november 2021
vertrouwelijk: false
agendapunten:
  - id: punt
    titel: Punt
    acties:
      - id: actie
        tekst: Iets te doen.
"""
BODY = {"overleggen/raad.yaml": "naam: De raad\nniveau: raad en college\n"}


def state(more: str, day: date = DAY) -> str:
    text = MEETING + "".join(f"        {line}\n" for line in more.splitlines())
    facts = council(BODY | {"vergaderingen/v.yaml": text}, day)
    return facts.matter(the(facts.roles.model, "actiepunt", "v.punt.actie")).words


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("soort: actiepunt\nafgedaan_op: 1 mei 2022", "afgehandeld op 1 mei 2022"),
        ("soort: actiepunt\nafgedaan_op: 1 december 2022\nvoortgang_actie: afgerond", "openstaand"),
        ("soort: actiepunt\nwanneer: maart 2022", "verlopen"),
        ("soort: actiepunt\nwanneer: juni 2022", "openstaand"),
        ("soort: actiepunt\nvoortgang_actie: vervallen\nwanneer: maart 2022", "vervallen"),
        ("soort: actiepunt\nvoortgang_actie: deels gedaan", "openstaand: deels gedaan"),
        ("soort: actiepunt\nvoortgang_actie: 'anders: bij de regio'", "openstaand: bij de regio"),
    ],
)
def test_an_action_has_one_state_as_of_the_day(more: str, words: str) -> None:
    assert state(more) == words


def test_a_decision_is_no_open_action_and_what_comes_later_is_not_there() -> None:
    text = MEETING + "        soort: besluit\n"
    assert council(BODY | {"vergaderingen/v.yaml": text}).matters("actiepunt") == ()
    text = MEETING + "        soort: actiepunt\n"
    assert council(BODY | {"vergaderingen/v.yaml": text}, date(2021, 11, 4)).matters("actiepunt") == ()
    assert len(council(BODY | {"vergaderingen/v.yaml": text}).matters("actiepunt")) == 1


MOTION = "titel: Motie\ndatum: 1 december 2021\nverzoek: Doe iets.\n"


@pytest.mark.parametrize(
    ("more", "group", "words"),
    [
        ("uitslag: aangenomen\n", "openstaand", "openstaand"),
        ("uitslag: aangenomen\neinddatum: mei 2022\n", "verlopen", "verlopen"),
        ("uitslag: afgedaan\n", "afgehandeld", "afgehandeld"),
        ("uitslag: verworpen\n", "verworpen", "verworpen"),
        ("uitslag: 'anders: overgenomen'\n", "anders", "overgenomen"),
    ],
)
def test_a_motion_falls_out_of_no_list(more: str, group: str, words: str) -> None:
    facts = council({"moties/m.yaml": MOTION + more})
    (found,) = facts.matters("motie")
    assert (found.group, found.words) == (group, words)


def test_a_motion_of_after_the_day_is_not_there() -> None:
    files = {"moties/m.yaml": MOTION.replace("2021", "2022") + "uitslag: aangenomen\n"}
    assert council(files).matters("motie") == ()


def test_an_own_word_is_read_once_and_printed_without_its_marker() -> None:
    item = the(good_model({"moties/m.yaml": MOTION + "uitslag: 'anders: overgenomen'\n"}), "motie", "m")
    assert item.fields["uitslag"] == Other("overgenomen")
    assert isinstance(item.fields["uitslag"], Other)


# --- adoption ---

STEPS = """besluitvorming:
  - {status: concept, datum: 1 maart 2019}
  - {status: vastgesteld, datum: 3 december 2019, orgaan: de gemeenteraad}
"""


@pytest.mark.parametrize(
    ("more", "day", "words"),
    [
        ("status: concept\n", DAY, "concept, er is nog niet over besloten"),
        (f"status: vastgesteld\n{STEPS}", DAY, "vastgesteld op 3 december 2019 door de gemeenteraad"),
        (f"status: vastgesteld\n{STEPS}", date(2019, 12, 2), "concept, er is nog niet over besloten"),
        (
            f"status: concept\n{ADOPTED}stemmen: [{{fractie: A, voor: 19}}, {{fractie: B, tegen: 2}}]\n",
            DAY,
            "aangenomen op 3 december 2019, met 19 stemmen voor en 2 tegen",
        ),
        ("status: concept\nuitslag: verworpen\n", DAY, "verworpen"),
        ("", DAY, ""),
    ],
)
def test_adoption_is_one_sentence_that_looks_at_every_field(more: str, day: date, words: str) -> None:
    facts = council({"raadsvoorstellen/voorstel.yaml": PROPOSAL + more}, day)
    assert facts.adoption(the(facts.roles.model, "raadsvoorstel", "voorstel")).words == words


def test_a_result_without_a_day_takes_that_of_the_meeting_that_dealt_with_it() -> None:
    meeting = MEETING.partition("    acties:")[0] + "    over: ['raadsvoorstel:voorstel']\n"
    text = PROPOSAL + "uitslag: aangenomen\nstemmen: [{fractie: A, voor: 28}]\n"
    facts = council(BODY | {"vergaderingen/v.yaml": meeting, "raadsvoorstellen/voorstel.yaml": text})
    model = facts.roles.model
    expected = "aangenomen op 5 november 2021 door De raad, met 28 stemmen voor en 0 tegen"
    assert facts.adoption(the(model, "raadsvoorstel", "voorstel")).words == expected
    points = facts.gathering(the(model, "vergadering", "v")).points
    assert [outcome.item.key.id for point in points for outcome in point.outcomes] == ["voorstel"]


# --- votes ---


def vote_words(more: str, day: date = DAY) -> str:
    facts = council({"raadsvoorstellen/voorstel.yaml": PROPOSAL + "besluitdatum: 3 december 2019\n" + more}, day)
    return facts.outcome(the(facts.roles.model, "raadsvoorstel", "voorstel")).words


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("uitslag: aangenomen\nstemwijze: unaniem\n", "aangenomen, met algemene stemmen"),
        ("uitslag: aangenomen\nstemwijze: acclamatie\n", "aangenomen, bij acclamatie"),
        ("uitslag: aangenomen\nstemwijze: 'anders: met ballen'\n", "aangenomen, stemwijze: met ballen"),
        (
            "uitslag: aangenomen\nstemmen: [{fractie: A, voor: 6, onthouden: 2}, {fractie: B, tegen: 1}]\n",
            "aangenomen, met 6 stemmen voor en 1 tegen en 2 onthoudingen",
        ),
        (
            "uitslag: aangehouden\nbij_staken: in januari opnieuw\n"
            "stemmen: [{fractie: A, voor: 6}, {fractie: B, tegen: 6}]\n",
            "aangehouden, met 6 stemmen voor en 6 tegen; de stemmen staken: in januari opnieuw",
        ),
    ],
)
def test_a_vote_says_how_it_was_taken(more: str, words: str) -> None:
    assert vote_words(more) == words


def test_who_was_absent_is_unknown_until_every_party_tells() -> None:
    votes = "stemmen: [{fractie: A, voor: 6, afwezig: 1}, {fractie: B, tegen: 1}]\n"
    for more, absent in ((votes, None), (votes.replace("tegen: 1", "tegen: 1, afwezig: 0"), 1)):
        facts = council({"raadsvoorstellen/voorstel.yaml": PROPOSAL + ADOPTED + more})
        vote = facts.vote(the(facts.roles.model, "raadsvoorstel", "voorstel"))
        assert vote is not None
        assert vote.absent == absent


# --- what lapses through a decision, and what lapsed itself ---


@pytest.mark.parametrize(
    ("text", "number", "named"),
    [
        ("Verslag te doen van 1a.", "1a", True),
        ("Verslag te doen van 1ab.", "1a", False),
        ("De kosten van 2 miljoen te dekken.", "2", False),
        ("De kosten van punt 2 te dekken.", "2", True),
        ("De punten 1 en 2 uit te voeren.", "2", True),
        ("In 2024 verslag te doen.", "2", False),
    ],
)
def test_a_text_names_a_point_only_when_it_is_meant(text: str, number: str, named: bool) -> None:
    assert names_point(text, number) is named


LATER = (
    PROPOSAL.replace("5 november 2019", "5 november 2020")
    .replace(
        "{id: een, nummer: '1', tekst: Het programma te starten.}",
        "{id: een, nummer: '1', tekst: Het programma te stoppen., doet_vervallen: ['beslispunt:voorstel.een'], "
        "doet_ook_vervallen: [{titel: Beleidsplan 2016, nummer: '12', datum: 5 november 2015}, {titel: Oude nota}]}",
    )
    .replace("titel: Voorstel", "titel: Stoppen")
)


@pytest.mark.parametrize(("day", "ended"), [(date(2020, 11, 1), []), (DAY, ["later"])])
def test_a_point_lapses_when_the_later_proposal_was_adopted(day: date, ended: list[str]) -> None:
    adopted = "uitslag: aangenomen\nbesluitdatum: 3 december 2020\n"
    files = {"raadsvoorstellen/voorstel.yaml": PROPOSAL + ADOPTED, "raadsvoorstellen/later.yaml": LATER + adopted}
    facts = council(files, day)
    first = facts.decision(the(facts.roles.model, "raadsvoorstel", "voorstel")).points[0]
    assert [key.id for key in first.ended_by] == ended
    ends = facts.decision(the(facts.roles.model, "raadsvoorstel", "later")).proposed[0].ends
    assert ends == ("Beleidsplan 2016 (nummer 12, 5 november 2015)", "Oude nota")
