"""Dates as Dutch papers write them: the first and the last day that each phrase can mean, and its own words."""

from __future__ import annotations

from datetime import date

import pytest
from workbench import good_model, shipped_kinds, the

from kapstok.core.dates import parse_date
from kapstok.reckon.planning import span_of
from kapstok.reckon.roles import Roles
from kapstok.reckon.words import at

PHRASES = """
begin 2021                                    | 2021-01-01 | 2021-04-30
medio 2021                                    | 2021-05-01 | 2021-08-31
eind 2021                                     | 2021-09-01 | 2021-12-31
eind van het jaar 2021                        | 2021-09-01 | 2021-12-31
eerste helft 2021                             | 2021-01-01 | 2021-06-30
tweede helft van 2021                         | 2021-07-01 | 2021-12-31
1e halfjaar 2021                              | 2021-01-01 | 2021-06-30
tweede halfjaar van 2021                      | 2021-07-01 | 2021-12-31
H1 2021                                       | 2021-01-01 | 2021-06-30
begin oktober 2019                            | 2019-10-01 | 2019-10-10
half maart 2024                               | 2024-03-11 | 2024-03-20
eind februari 2021                            | 2021-02-21 | 2021-02-28
eerste helft van mei 2024                     | 2024-05-01 | 2024-05-15
tweede helft van februari 2024                | 2024-02-15 | 2024-02-29
begin 3e kwartaal 2024                        | 2024-07-01 | 2024-07-31
eind van de zomer van 2024                    | 2024-08-21 | 2024-09-20
in september 2017                             | 2017-09-01 | 2017-09-30
in november 2017 verwacht                     | 2017-11-01 | 2017-11-30
in de loop van 2022                           | 2022-01-01 | 2022-12-31
mei/juni 2022                                 | 2022-05-01 | 2022-06-30
mei of juni 2022                              | 2022-05-01 | 2022-06-30
mei t/m juli 2022                             | 2022-05-01 | 2022-07-31
december 2021/januari 2022                    | 2021-12-01 | 2022-01-31
zomer/najaar 2024                             | 2024-06-21 | 2024-12-20
2e en 3e kwartaal 2024                        | 2024-04-01 | 2024-09-30
Q1-Q2 2024                                    | 2024-01-01 | 2024-06-30
winter 2019-2020                              | 2019-12-21 | 2020-03-20
week 12 2024                                  | 2024-03-18 | 2024-03-24
week 1 van 2021                               | 2021-01-04 | 2021-01-10
week 53 2020                                  | 2020-12-28 | 2021-01-03
week 12 t/m 14 van 2024                       | 2024-03-18 | 2024-04-07
week van 12 mei 2025                          | 2025-05-12 | 2025-05-18
eerste week van oktober 2019                  | 2019-10-01 | 2019-10-07
laatste week van mei 2024                     | 2024-05-25 | 2024-05-31
derde dinsdag van september 2024              | 2024-09-17 | 2024-09-17
laatste vrijdag van mei 2024                  | 2024-05-31 | 2024-05-31
schooljaar 2020-2021                          | 2020-08-01 | 2021-07-31
schooljaar 2020/2021                          | 2020-08-01 | 2021-07-31
studiejaar 2024-2025                          | 2024-09-01 | 2025-08-31
begin schooljaar 2024-2025                    | 2024-08-01 | 2024-11-30
collegeperiode 2018-2022                      | 2018-03-01 | 2022-03-31
de raadsperiode 2022-2026                     | 2022-03-01 | 2026-03-31
collegeperiode 2019-2022                      | 2019-01-01 | 2022-03-31
1 mrt. 2024                                   | 2024-03-01 | 2024-03-01
1 mrt 2024                                    | 2024-03-01 | 2024-03-01
12 sept. 2024                                 | 2024-09-12 | 2024-09-12
donderdag 7 november 2019                     | 2019-11-07 | 2019-11-07
do. 7 nov. 2019                               | 2019-11-07 | 2019-11-07
dec. 2025                                     | 2025-12-01 | 2025-12-31
5 mei 2024 om 20.45 uur                       | 2024-05-05 | 2024-05-05
5 mei 2024 rond 20.45                         | 2024-05-05 | 2024-05-05
per 1 januari 2025                            | 2025-01-01 | 2025-01-01
m.i.v. 1 jan. 2025                            | 2025-01-01 | 2025-01-01
met ingang van schooljaar 2024-2025           | 2024-08-01 | 2024-08-01
ingaande 1 juli 2024                          | 2024-07-01 | 2024-07-01
vanaf 2027                                    | 2027-01-01 |
sinds mei 2019                                | 2019-05-01 |
niet eerder dan 1 juni 2024                   | 2024-06-01 |
op zijn vroegst in 2026                       | 2026-01-01 |
na 1 mei 2024                                 | 2024-05-02 |
na de zomer van 2019                          | 2019-09-21 |
voor 1 mei 2024                               |            | 2024-04-30
vóór de zomer van 2019                        |            | 2019-06-20
voor eind 2040                                |            | 2040-12-31
voor het einde van 2040                       |            | 2040-12-31
tot 1 mei 2024                                |            | 2024-04-30
tot en met 1 mei 2024                         |            | 2024-05-01
t/m juni 2024                                 |            | 2024-06-30
uiterlijk in 2040                             |            | 2040-12-31
uiterlijk in 2040, maar liever eerder         |            | 2040-12-31
uiterlijk eind maart 2024                     |            | 2024-03-31
op zijn laatst 1 juli 2024                    |            | 2024-07-01
2019 tot en met 2022                          | 2019-01-01 | 2022-12-31
2019 tot 2022                                 | 2019-01-01 | 2021-12-31
januari 2019 tot maart 2020                   | 2019-01-01 | 2020-02-29
van 1 mei 2024 tot 1 juli 2024                | 2024-05-01 | 2024-06-30
vanaf 2022 tot en met 2026                    | 2022-01-01 | 2026-12-31
periode 2019-2022                             | 2019-01-01 | 2022-12-31
tussen mei en juli 2024                       | 2024-05-01 | 2024-07-31
1 t/m 7 oktober 2019                          | 2019-10-01 | 2019-10-07
1-7 oktober 2019                              | 2019-10-01 | 2019-10-07
28 september t/m 3 oktober 2019               | 2019-09-28 | 2019-10-03
maandag 6 t/m vrijdag 10 mei 2024             | 2024-05-06 | 2024-05-10
eind 2023/begin 2024                          | 2023-09-01 | 2024-04-30
december 2016 tot en met 2018                 | 2016-12-01 | 2018-12-31
2019-11-05 t/m 2019-11-08                     | 2019-11-05 | 2019-11-08
rond 1 mei 2024                               | 2024-04-24 | 2024-05-08
omstreeks mei 2024                            | 2024-04-24 | 2024-06-07
12, 13 en 14 maart 2024                       | 2024-03-12 | 2024-03-14
12 maart 2024 19:30 - 21:00                   | 2024-03-12 | 2024-03-12
Prinsjesdag 2024                              | 2024-09-17 | 2024-09-17
laatste kwartaal 2024                         | 2024-10-01 | 2024-12-31
in het eerste kwartaal van 2024               | 2024-01-01 | 2024-03-31
tweede half jaar van 2024                     | 2024-07-01 | 2024-12-31
in de tweede helft van 2024                   | 2024-07-01 | 2024-12-31
half juni – half juli 2024                    | 2024-06-11 | 2024-07-20
1 jan 2024 - 31 dec 2024                      | 2024-01-01 | 2024-12-31
2024 e.v.                                     | 2024-01-01 |
2024 en verder                                | 2024-01-01 |
mei 2019 – heden                              | 2019-05-01 |
2030 of eerder                                |            | 2030-12-31
vierde kwartaal 2024 - eerste kwartaal 2025   | 2024-10-01 | 2025-03-31
rond de zomer van 2024                        | 2024-05-21 | 2024-10-20
""".strip().splitlines()
PLACED = [tuple(part.strip() for part in line.split("|")) for line in PHRASES]


@pytest.mark.parametrize(("text", "first", "last"), PLACED)
def test_a_phrase_of_a_paper_has_its_bounds_and_keeps_its_words(text: str, first: str, last: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert (str(found.earliest or ""), str(found.latest or "")) == (first, last)
    assert found.text == text


def test_there_are_at_least_sixty_of_them() -> None:
    assert len(PLACED) >= 60


RELATIVE = """
gisteren                            | 2019-05-16 | 2019-05-15 | 2019-05-15
na de zomer                         | 2019-05-16 | 2019-09-21 |
eerste week van oktober             | 2019-05-16 | 2019-10-01 | 2019-10-07
voor de zomer                       | 2019-05-16 |            | 2019-06-20
voor de zomer                       | 2019-07-01 |            | 2020-06-20
naar november                       | 2019-05-16 | 2019-11-01 | 2019-11-30
13 juni                             | 2019-05-16 | 2019-06-13 | 2019-06-13
11 mei                              | 2019-05-16 | 2020-05-11 | 2020-05-11
11 mei jl.                          | 2019-05-16 | 2019-05-11 | 2019-05-11
in september                        | 2017-05-11 | 2017-09-01 | 2017-09-30
in november verwacht                | 2017-05-11 | 2017-11-01 | 2017-11-30
7 november a.s.                     | 2017-05-11 | 2017-11-07 | 2017-11-07
dit najaar                          | 2018-12-04 | 2018-09-21 | 2018-12-20
volgend voorjaar                    | 2018-12-04 | 2019-03-21 | 2019-06-20
afgelopen zomer                     | 2018-12-04 | 2018-06-21 | 2018-09-20
al in oktober                       | 2018-12-04 | 2018-10-01 | 2018-10-31
in maart                            | 2018-12-04 | 2019-03-01 | 2019-03-31
komende drie jaar                   | 2018-12-04 | 2018-12-04 | 2021-12-04
zeker de komende 3 tot 5 jaar       | 2020-12-17 | 2020-12-17 | 2025-12-17
binnen een periode van 4 jaar       | 2018-12-04 | 2018-12-04 | 2022-12-04
binnen zes weken                    | 2024-01-31 | 2024-01-31 | 2024-03-13
binnen een half jaar                | 2024-08-31 | 2024-08-31 | 2025-02-28
binnen anderhalf jaar               | 2024-08-31 | 2024-08-31 | 2026-02-28
afgelopen twee jaar                 | 2024-02-29 | 2022-02-28 | 2024-02-29
over drie maanden                   | 2024-11-15 | 2025-02-01 | 2025-02-28
over 3 tot 5 jaar                   | 2024-11-15 | 2027-01-01 | 2029-12-31
twee jaar geleden                   | 2024-11-15 | 2022-01-01 | 2022-12-31
na 2 jaar                           | 2021-01-01 | 2023-01-01 |
volgend jaar                        | 2024-11-15 | 2025-01-01 | 2025-12-31
eind dit jaar                       | 2024-05-15 | 2024-09-01 | 2024-12-31
later dit jaar                      | 2024-05-15 | 2024-05-15 | 2024-12-31
maart volgend jaar                  | 2024-05-15 | 2025-03-01 | 2025-03-31
eerste helft volgend jaar           | 2024-05-15 | 2025-01-01 | 2025-06-30
begin volgende maand                | 2024-12-15 | 2025-01-01 | 2025-01-10
volgend kwartaal                    | 2024-11-15 | 2025-01-01 | 2025-03-31
volgende week                       | 2024-12-26 | 2024-12-30 | 2025-01-05
volgend schooljaar                  | 2024-05-15 | 2024-08-01 | 2025-07-31
dit schooljaar                      | 2024-05-15 | 2023-08-01 | 2024-07-31
komende donderdag                   | 2024-11-15 | 2024-11-21 | 2024-11-21
uiterlijk 1 april                   | 2018-11-01 |            | 2019-04-01
vanaf maart                         | 2019-03-05 | 2019-03-01 |
mei/juni                            | 2022-01-10 | 2022-05-01 | 2022-06-30
begin september                     | 2022-01-10 | 2022-09-01 | 2022-09-10
donderdag 13 juni                   | 2019-05-16 | 2019-06-13 | 2019-06-13
zomer 2019                          | 2018-12-04 | 2019-06-21 | 2019-09-20
""".strip().splitlines()
BY_REFERENCE = [tuple(part.strip() for part in line.split("|")) for line in RELATIVE]


@pytest.mark.parametrize(("text", "written", "first", "last"), BY_REFERENCE)
def test_a_reference_day_places_words_that_have_no_place_of_their_own(
    text: str, written: str, first: str, last: str
) -> None:
    found = parse_date(text, date.fromisoformat(written))
    assert found is not None
    assert (str(found.earliest or ""), str(found.latest or "")) == (first, last)
    assert found.text == text


@pytest.mark.parametrize(
    "text",
    ["zodra het kan", "eerstvolgende stuurgroep 18+", "vrijdag 13 juni", "december/januari", "over 9999 jaar", ""],
)
def test_a_reference_day_does_not_place_everything(text: str) -> None:
    assert parse_date(text, date(2019, 5, 16)) is None


@pytest.mark.parametrize(
    "text", ["week 53 2024", "schooljaar 2020-2022", "vrijdag 7 november 2019", "2022 tot 2022", "mei tot mei 2024"]
)
def test_what_does_not_exist_is_not_read(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "elke maand",
        "jaarlijks in mei",
        "elke eerste maandag van de maand",
        "continu",
        "jaarlijks",
        "doorlopend",
        "per kwartaal",
    ],
)
def test_what_comes_again_has_no_bounds(text: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert (found.kind, found.earliest, found.latest) == ("terugkerend", None, None)


BLOCK = """titel: Open dag
datum:
  tekst: na de zomer
  referentie: '2019-05-16'
  voorheen: mei/juni 2019
"""


def test_a_reference_day_of_a_block_gives_its_bounds() -> None:
    when = the(good_model({"gebeurtenissen/dag.yaml": BLOCK}), "gebeurtenis", "dag").fields["datum"]
    assert (when.text, when.earliest, when.latest) == ("na de zomer", date(2019, 9, 21), None)
    assert (when.kind, when.formerly, when.year) == ("periode", "mei/juni 2019", 2019)


def test_days_that_are_given_go_before_what_the_words_say() -> None:
    text = BLOCK.replace("  voorheen", "  vroegst: '2019-10-01'\n  laatst: '2019-10-31'\n  voorheen")
    when = the(good_model({"gebeurtenissen/dag.yaml": text}), "gebeurtenis", "dag").fields["datum"]
    assert (when.earliest, when.latest) == (date(2019, 10, 1), date(2019, 10, 31))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("5 november 2019", "op 5 november 2019"),
        ("Begin oktober 2019", "begin oktober 2019"),
        ("week 12 2024", "in week 12 2024"),
        ("3e kwartaal 2024", "in het 3e kwartaal 2024"),
        ("in september 2024", "in september 2024"),
        ("per 1 januari 2025", "per 1 januari 2025"),
        ("mei/juni 2022", "(mei/juni 2022)"),
    ],
)
def test_a_sentence_says_a_moment_once(text: str, said: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert at(found) == said


@pytest.mark.parametrize(
    ("begin", "end", "said", "first", "last"),
    [
        ("vanaf 2027", None, "vanaf 2027", 2027, None),
        ("2022 tot en met 2026", None, "2022 tot en met 2026", 2022, 2026),
        ("2022 tot 2026", None, "2022 tot 2026", 2022, 2025),
        ("voorjaar 2022", "2026", "voorjaar 2022 tot en met 2026", 2022, 2026),
        ("per 1 januari 2025", "eind 2026", "per 1 januari 2025 tot en met eind 2026", 2025, 2026),
        ("2022", "tot 1 juli 2026", "2022 tot 1 juli 2026", 2022, 2026),
        ("2022", "uiterlijk eind 2026", "2022, uiterlijk eind 2026", 2022, 2026),
        ("mei/juni 2022", None, "mei/juni 2022", 2022, None),
        ("schooljaar 2024-2025", None, "schooljaar 2024-2025", 2024, 2025),
    ],
)
def test_a_plan_runs_between_the_bounds_of_its_words(
    begin: str, end: str | None, said: str, first: int, last: int | None
) -> None:
    text = f"titel: Koken\nvoortgang: loopt\nwanneer: '{begin}'\n" + (f"einde: '{end}'\n" if end else "")
    model = good_model({"activiteiten/koken.yaml": text})
    span = span_of(the(model, "activiteit", "koken"), Roles(model=model, kinds=shipped_kinds()))
    assert (span.when, span.first, span.last) == (said, first, last)
