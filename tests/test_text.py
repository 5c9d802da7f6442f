"""Dutch text: numbers, money, order, slugs and the nearest name."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapstok.core.collation import natural_key
from kapstok.core.text import (
    Guesses,
    enumerate_words,
    format_euro,
    format_number,
    fresh_guesses,
    likely,
    nearest,
    slugify,
    some_of,
)


@pytest.mark.parametrize(
    ("amount", "printed"),
    [
        (0, "€\u00a00"),
        (58400, "€\u00a058.400"),
        (7800000, "€\u00a07.800.000"),
        (-500, "€\u00a0-500"),
        (999, "€\u00a0999"),
    ],
)
def test_money_is_printed_the_dutch_way(amount: int, printed: str) -> None:
    assert format_euro(amount) == printed


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (0, "0"), (37.7, "37,7"), (11.5, "11,5"), (0.5, "0,5"), (1.0, "1"), (7800.5, "7.800,5"), (-0.25, "-0,25"),
        (1234567, "1.234.567"), (Decimal("37.70"), "37,7"), (1e-7, "0,0000001"),
        (1e22, "10.000.000.000.000.000.000.000"),
    ],
)  # fmt: skip
def test_numbers_have_a_comma_and_dots(value: float | Decimal, printed: str) -> None:
    assert format_number(value) == printed


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_a_printed_number_reads_back(value: int) -> None:
    assert int(format_number(value).replace(".", "")) == value


def test_numbers_in_text_sort_as_numbers() -> None:
    assert sorted(["6.10", "6.9", "6.1", "10", "2"], key=natural_key) == ["2", "6.1", "6.9", "6.10", "10"]
    assert sorted(["zorg", "École", "eind", "Één"], key=natural_key) == ["École", "Één", "eind", "zorg"]


@given(st.lists(st.text(max_size=8), max_size=6))
def test_any_texts_can_be_sorted(texts: list[str]) -> None:
    assert len(sorted(texts, key=natural_key)) == len(texts)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Leven lang ontwikkelen", "leven-lang-ontwikkelen"),
        ("Praktijk Jij & Ik", "praktijk-jij-en-ik"),
        ("Café Één", "cafe-een"),
        ("Stuurgroep 18+", "stuurgroep-18-plus"),
        ("Stuurgroep 18-", "stuurgroep-18-min"),
        ("Zorg 18-/18+ samen", "zorg-18-min-18-plus-samen"),
        ("18+jeugd", "18-plus-jeugd"),
        ("0-100", "0-100"),
        ("  ", ""),
    ],
)
def test_a_title_becomes_an_id(title: str, slug: str) -> None:
    assert slugify(title) == slug


def test_the_nearest_name() -> None:
    assert nearest("medoen", ["meedoen", "wonen"]) == "meedoen"
    assert nearest("Titel", ["titel", "tekst"]) == "titel"
    assert nearest("xyz", ["meedoen", "wonen"]) == ""
    assert nearest("a", []) == ""
    assert nearest("ab", ["abd", "abc"]) == "abc"  # the same answer whatever the order


def test_words_join_as_in_a_sentence() -> None:
    assert enumerate_words([]) == ""
    assert enumerate_words(["a"]) == "a"
    assert enumerate_words(["a", "b", "c"]) == "a, b of c"
    assert enumerate_words(["a", "b"], "en") == "a en b"


def test_a_run_compares_no_more_names_than_its_budget() -> None:
    names = [f"naam-{number}" for number in range(100)]
    fresh_guesses(Guesses(250))
    assert [bool(nearest("naam-1x", names)) for _ in range(4)] == [True, True, False, False]
    fresh_guesses()
    assert nearest("naam-1x", names)


def test_a_name_in_the_wrong_words_is_no_guess() -> None:
    assert likely("bijgesteld", ["voorgesteld", "gestart", "loopt", "afgerond"]) == ""
    assert likely("vastgestelt", ["vastgesteld", "concept"]) == "vastgesteld"
    assert likely("toelich", ["titel", "toelichting"]) == "toelichting"
    assert some_of(["a", "b"], "zie x") == "a of b."
    assert some_of(["a", "b", "c", "d"], "zie x") == "a, b, c … Alle 4: zie x."
