"""Dutch dates: what the words mean, how they are shown and in what order they come."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbench import good_model, model_of, the

from kapstok.core.dates import VagueDate, format_day, parse_date, parse_day


@pytest.mark.parametrize(
    ("text", "kind", "first", "last"),
    [
        ("2019-11-05", "dag", "2019-11-05", "2019-11-05"),
        ("5 november 2019", "dag", "2019-11-05", "2019-11-05"),
        ("Donderdag 7 november 2019", "dag", "2019-11-07", "2019-11-07"),
        ("16-5-2019", "dag", "2019-05-16", "2019-05-16"),
        ("29 februari 2020", "dag", "2020-02-29", "2020-02-29"),
        ("december 2016", "maand", "2016-12-01", "2016-12-31"),
        ("februari 2020", "maand", "2020-02-01", "2020-02-29"),
        ("zomer 2019", "seizoen", "2019-06-21", "2019-09-20"),
        ("zomer van 2019", "seizoen", "2019-06-21", "2019-09-20"),
        ("najaar 2019", "seizoen", "2019-09-21", "2019-12-20"),
        ("herfst 2019", "seizoen", "2019-09-21", "2019-12-20"),
        ("winter 2019", "seizoen", "2019-12-21", "2020-03-20"),
        ("voorjaar 2020", "seizoen", "2020-03-21", "2020-06-20"),
        ("lente 2020", "seizoen", "2020-03-21", "2020-06-20"),
        ("3e kwartaal 2019", "kwartaal", "2019-07-01", "2019-09-30"),
        ("eerste kwartaal van 2020", "kwartaal", "2020-01-01", "2020-03-31"),
        ("Q4 2020", "kwartaal", "2020-10-01", "2020-12-31"),
        ("K1 2020", "kwartaal", "2020-01-01", "2020-03-31"),
        ("2023", "jaar", "2023-01-01", "2023-12-31"),
        ("het jaar 2023", "jaar", "2023-01-01", "2023-12-31"),
        ("2019 tot en met 2022", "periode", "2019-01-01", "2022-12-31"),
        ("2019 t/m 2022", "periode", "2019-01-01", "2022-12-31"),
        ("2019 – 2022", "periode", "2019-01-01", "2022-12-31"),
        ("2019 - 2022", "periode", "2019-01-01", "2022-12-31"),
        ("2019-2022", "periode", "2019-01-01", "2022-12-31"),
        ("1 oktober 2019 t/m 7 oktober 2019", "periode", "2019-10-01", "2019-10-07"),
        ("  december   2016 ", "maand", "2016-12-01", "2016-12-31"),
    ],
)
def test_a_phrase_that_can_be_placed(text: str, kind: str, first: str, last: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert (found.kind, str(found.earliest), str(found.latest)) == (kind, first, last)


@pytest.mark.parametrize(
    "text",
    [
        "gisteren", "na de zomer", "eerste week van oktober", "voor de zomer", "naar november", "13 juni", "20 juni",
        "in september", "in november verwacht", "7 november a.s.", "eerstvolgende stuurgroep 18+",
        "dit najaar", "al in oktober", "komende drie jaar", "binnen een periode van 4 jaar",
        "de komende 3 tot 5 jaar", "schooljaar 2020",
        "31 november 2021", "2021-02-30", "30-2-2021", "0000", "5e kwartaal 2020", "2022 tot en met 2019",
        "winter 9999", "",
    ],
)  # fmt: skip
def test_words_without_a_place_of_their_own_need_a_block(text: str) -> None:
    assert parse_date(text) is None


def test_a_day_is_shown_in_dutch_and_other_words_stay_as_written() -> None:
    assert str(parse_date("2019-11-05")) == "5 november 2019"
    assert str(parse_date("5-11-2019")) == "5 november 2019"
    assert str(parse_date("Zomer van 2019")) == "Zomer van 2019"
    assert format_day(date(2020, 3, 1)) == "1 maart 2020"


def test_before_the_summer_is_until_the_twentieth_of_june() -> None:
    summer, spring = parse_date("zomer 2019"), parse_date("voorjaar 2019")
    assert summer is not None
    assert spring is not None
    assert spring.latest == date(2019, 6, 20)
    assert summer.earliest == date(2019, 6, 21)


def test_dates_sort_on_the_last_day_they_can_be() -> None:
    phrases = ["2019", "zomer 2019", "5 november 2019", "december 2018", "1e kwartaal 2019"]
    found = [d for d in map(parse_date, phrases) if d]
    in_order = [d.text for d in sorted(found, key=lambda d: d.sort_key)]
    assert in_order == ["december 2018", "1e kwartaal 2019", "zomer 2019", "5 november 2019", "2019"]
    only_first = VagueDate(text="vanaf 2027", kind="relatief", earliest=date(2027, 1, 1))
    nothing = VagueDate(text="t.z.t.", kind="onbekend")
    assert only_first.sort_key == date(2027, 1, 1)
    assert nothing.sort_key == date.max


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader_of_dates(text: str) -> None:
    found = parse_date(text)
    if found and found.earliest and found.latest:
        assert found.earliest <= found.latest


@given(st.dates())
def test_every_day_reads_back(day: date) -> None:
    assert parse_day(day.isoformat()) == day
    if day.year >= 1000:
        found = parse_date(format_day(day))
        assert found is not None
        assert found.earliest == day == found.latest


BLOCK = """titel: Open dag
datum:
  tekst: uiterlijk in 2040, maar liever eerder
  soort: periode
  laatst: '2040-12-31'
  voorkeur: liever eerder
  voorheen: '2035'
"""


def test_a_block_keeps_its_words_beside_its_bounds() -> None:
    when = the(good_model({"gebeurtenissen/dag.yaml": BLOCK}), "gebeurtenis", "dag").fields["datum"]
    assert (when.text, when.kind) == ("uiterlijk in 2040, maar liever eerder", "periode")
    assert (when.earliest, when.latest) == (None, date(2040, 12, 31))
    assert (when.preference, when.formerly) == ("liever eerder", "2035")


def test_a_day_in_a_block_must_exist() -> None:
    text = "titel: Open dag\ndatum:\n  tekst: eind februari\n  laatst: '2021-02-30'\n"
    _, [finding] = model_of({"gebeurtenissen/dag.yaml": text})
    assert (finding.code, finding.line, finding.column) == ("datum-bestaat-niet", 4, 11)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("vanaf 2027", date(2027, 1, 1), None),
        ("uiterlijk in 2040", None, date(2040, 12, 31)),
        ("uiterlijk 1 mei 2024", None, date(2024, 5, 1)),
        ("begin oktober 2019", date(2019, 10, 1), date(2019, 10, 10)),
        ("eind februari 2021", date(2021, 2, 21), date(2021, 2, 28)),
        ("t.z.t.", None, None),
        ("nog te bepalen", None, None),
    ],
)
def test_a_bound_or_the_part_of_a_month_needs_no_block(text: str, first: date | None, last: date | None) -> None:
    found = parse_date(text)
    assert found is not None
    assert (found.text, found.earliest, found.latest) == (text, first, last)
