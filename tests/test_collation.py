"""One order of texts: CLDR for Dutch, word by word, with numbers as numbers; and letters that are never lost."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest
from feruca import collate
from hypothesis import given
from hypothesis import strategies as st

from kapstok.core.collation import LETTERS, Collated, first_letter, natural_key
from kapstok.core.dutch import fold, words
from kapstok.core.text import slugify

IN_ORDER = [
    "2 dagen", "10 dagen", "Aa en Hunze", "Ålesund", "Amersfoort", "Đakovo", "De Meern", "De Ronde Venen", "Delft",
    "Een", "Één", "Eén voor één", "IJsselstein", "ijver", "Lodz", "Łódź", "lodzen", "Oslo", "Østfold", "Oud",
    "'s-Hertogenbosch", "Sint", "straat", "Straße", "Straten", "Zeist", "Ωmega", "Жизнь", "مدينة",
]  # fmt: skip


def test_names_stand_where_a_reader_looks_for_them() -> None:
    for seed in range(20):
        shuffled = random.Random(seed).sample(IN_ORDER, len(IN_ORDER))
        assert sorted(shuffled, key=natural_key) == IN_ORDER


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("'s-Hertogenbosch", "S"), ("Łódź", "L"), ("één", "E"), ("ĳver", "I"), ("ßuper", "S"), ("Øre", "O"),
        ("“Wonen”", "W"), ("Ωmega", "Ω"), ("жизнь", "Ж"), ("مدينة", "م"), ("3 x 3", "3"), ("…", ""), ("Æ", "A"),
    ],
)  # fmt: skip
def test_every_name_has_its_letter_in_the_alphabet(text: str, letter: str) -> None:
    assert first_letter(text) == letter


SIGNS = st.text(alphabet="abEé Zß'-&1239.,+ŁłøωЖ¤\u0301", max_size=8)


@given(SIGNS, SIGNS, SIGNS)
def test_it_is_one_order(one: str, other: str, third: str) -> None:
    a, b, c = Collated(one), Collated(other), Collated(third)
    assert (a < b) + (b < a) + (a == b) == 1
    assert not (a < b and b < c) or a < c
    assert (a <= b, a >= b, a > b) == (not b < a, not a < b, b < a)


WORDS = st.text(alphabet=st.sampled_from("abcdeABCéëï'-.,()/&!?:; øłßđæωЖ–—‘’“”„…«»€"), max_size=10)


@given(WORDS, WORDS)
def test_what_is_compared_here_is_as_cldr_has_it(one: str, other: str) -> None:
    """The quick way and that of the library agree; a space counts as the least of all signs."""
    there, back = ([text.replace(" ", "\u00a4") for text in pair] for pair in ((one, other), (other, one)))
    if (said := collate(there, "default")) == collate(back, "default") and one != other:
        assert (natural_key(one) < natural_key(other)) == (said[0] == there[0])


def test_every_sign_of_a_keyboard_counts_as_it_does_for_the_library() -> None:
    for sign in (*map(chr, range(33, 127)), *"–—‘’“”„…«»€"):
        if not sign.isdigit():
            for other in ("a", "b", "", "$"):
                pair = [f"a{sign}z", f"a{other}b"]
                assert (natural_key(pair[0]) < natural_key(pair[1])) == (collate(pair, "default")[0] == pair[0]), pair


def test_the_library_is_not_asked_for_what_plain_letters_decide() -> None:
    program = (
        "import sys; from kapstok.core.collation import natural_key; "
        "sorted(['Één', 'een dag', \"'s-Hertogenbosch\", '6.10', '6.9'], key=natural_key); "
        "sys.exit('feruca' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Łódź", ["lodz"]),
        ("Straße", ["strasse"]),
        ("Đakovo", ["dakovo"]),
        ("Øresund Æ œuvre", ["oresund", "ae", "oeuvre"]),
        ("Ελλάδα", ["ελλαδα"]),
        ("ΟΔΟΣ οδός", ["οδοσ", "οδοσ"]),
        ("Жизнь", ["жизнь"]),
        ("اللغة العربية", ["اللغة", "العربية"]),
        ("हिन्दी", ["हिन्दी"]),
        ("日本語 東京", ["日本語", "東京"]),
        ("'s-Hertogenbosch", ["shertogenbosch", "s", "hertogenbosch"]),
    ],
)
def test_the_search_drops_no_letter(text: str, found: list[str]) -> None:
    assert list(words(text)) == found


@given(st.text(max_size=20))
def test_folding_keeps_as_many_letters_as_there_are(text: str) -> None:
    assert sum(map(str.isalnum, fold(text))) >= sum(map(str.isalnum, text))


def test_letters_that_unicode_does_not_take_apart_stay_in_a_name() -> None:
    assert slugify("Łódź in Øre: Straße, Đakovo") == "lodz-in-ore-strasse-dakovo"
    assert all(len(letter) == 1 and other for letter, other in LETTERS.items())
