"""A longer text is told word by word, and how it is typed makes no difference."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapstok.compare.prose import is_same_text, pieces_of, readable
from kapstok.compare.values import Mark

TEXTS = st.text(alphabet="ab .,\n€\u00a0-é1", max_size=60)


@given(TEXTS, TEXTS)
@settings(max_examples=300, deadline=None)
def test_the_pieces_are_both_texts(old: str, new: str) -> None:
    pieces = pieces_of(old, new)
    was = "".join(piece.text for piece in pieces if piece.mark is not Mark.NEW)
    assert was.replace(" ", "") == old.replace(" ", "")
    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.GONE) == new


def test_only_the_words_that_differ_are_marked() -> None:
    pieces = pieces_of("Werk is meer dan een inkomen.", "Werk is vaak meer dan een inkomen, zeggen inwoners.")
    assert [(piece.mark.value, piece.text) for piece in pieces] == [
        ("gelijk", "Werk is"),
        ("nieuw", " vaak"),
        ("gelijk", " meer dan een inkomen"),
        ("nieuw", ", zeggen inwoners"),
        ("gelijk", "."),
    ]


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("Een zin die\nbreekt.", "Een zin\ndie breekt.", True),
        ("- een\n- twee", "* een\n* twee", True),
        ("Een zin.", "Een *zin*.", False),
        ("Een.\n\nTwee.", "Een. Twee.", False),
        ("- een - twee", "- een\n- twee", False),
    ],
)
def test_where_a_line_breaks_is_no_change(old: str, new: str, same: bool) -> None:
    assert is_same_text(old, new) is same


def test_a_text_reads_without_markup() -> None:
    text = "Een **zin** met [een link](doel:x).\n\n- een\n- twee\n\n| a | b |\n| --- | --- |\n| 1 | 2 |"
    assert readable(text) == "Een zin met een link.\n\n- een\n- twee\n\na | b\n1 | 2"


def test_a_text_of_a_hundred_thousand_words_is_compared_in_time() -> None:
    old = " ".join(f"woord{n}" for n in range(100_000))
    pieces = pieces_of(old, old.replace("woord50000", "anders"))
    assert [piece.text for piece in pieces if piece.mark is not Mark.SAME] == [" woord50000", " anders"]
