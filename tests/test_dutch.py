"""The words of the search: the forms of a word share a stem, and a compound falls apart in words that exist."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapstok.core.dutch import STOP, fold, parts, stem, words


@pytest.mark.parametrize(
    "forms",
    [
        "opgave opgaven",
        "doel doelen",
        "kader kaders kadertje kadertjes",
        "motie moties",
        "huis huizen huisje huisjes",
        "school scholen schooltje",
        "maatje maatjes maat maten",
        "indicator indicatoren",
        "sociaal sociale",
        "eenzaam eenzame eenzaamheid",
        "mogelijkheid mogelijkheden mogelijk",
        "evaluatie evaluaties evalueren evalueert",
        "signalering signaleren signaleert",
        "opvoeding opvoeden",
        "beweging bewegen beweegt",
        "ondersteuning ondersteunen ondersteunt",
        "vergadering vergaderingen vergaderen",
        "wet wetten",
        "brief brieven",
        "lid leden",
        "stad steden",
        "kind kinderen kindje",
        "jongere jongeren",
        "oudere ouderen",
        "programma programma's",
        "categorie categorieen",
        "plaats plaatsen",
        "gemeente gemeenten",
        "akkoord akkoorden",
    ],
)
def test_the_forms_of_a_word_share_a_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("ouders", "ouderen"), ("doel", "deel"), ("wet", "week"), ("overheid", "over"), ("2025", "2026"), ("6.1", "6.10")],
)
def test_words_that_mean_something_else_keep_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Eén coöperatie", ["een", "cooperatie"]),
        ("Opdracht 6.10, punt 3.", ["opdracht", "6.10", "punt", "3"]),
        ("0,5 fte", ["0.5", "fte"]),
        ("risico-regelreflex", ["risicoregelreflex", "risico", "regelreflex"]),
        ("SDG’s", ["sdg's"]),
        ("Waarstaatjegemeente.nl", ["waarstaatjegemeentenl", "waarstaatjegemeente", "nl"]),
        ("(wijk)teams", ["wijk", "teams"]),
        ("", []),
        ("— … !", []),
    ],
)
def test_a_text_falls_apart_in_words(text: str, found: list[str]) -> None:
    assert list(words(text)) == found


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("inwonersparticipatie", ["inwoner", "particip"]),
        ("vroegsignalering", ["vroeg", "signal"]),
        ("leerwerkplekken", ["ler", "werk", "plek"]),
        ("dorpenbeleid", ["dorp", "beleid"]),
        ("inwoners", []),
        ("beleidsplan", []),  # nobody uses `plan` by itself
        ("onbekendewoorden", []),
    ],
)
def test_a_compound_falls_apart_in_words_that_are_used(word: str, found: list[str]) -> None:
    used = set(map(stem, words("inwoners participatie vroeg signaleren leren werken plekken dorp beleid")))
    assert parts(word, used.__contains__) == found


def test_a_word_that_says_nothing_is_no_part() -> None:
    assert parts("onderzoek", {"onder", "zoek"}.__contains__) == []
    assert parts("zoekveld", {"zoek", "veld"}.__contains__) == ["zoek", "veld"]
    assert "onder" in STOP


def test_a_word_without_end_is_not_taken_apart() -> None:
    assert parts("zorg" * 2, {"zorg"}.__contains__) == ["zorg", "zorg"]
    assert parts("zorg" * 5_000, {"zorg"}.__contains__) == []
    assert stem("zorgen" * 5_000)


@given(st.text(max_size=60))
def test_any_text_gives_plain_words_and_the_same_ones_again(text: str) -> None:
    found = list(words(text))
    assert all(word and word == fold(word) for word in found)
    assert list(words(text)) == found
    assert all(stem(word) for word in found)


@given(st.text(alphabet="abdeijknoprstvz", min_size=1, max_size=30))
def test_the_stem_of_a_long_word_is_found_at_once(word: str) -> None:
    assert len(stem(word)) <= len(word) + 4
    parts(word, lambda part: part == stem(word[:4]))
