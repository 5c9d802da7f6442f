"""Words that every template uses: one or more, capitals, tables without empty columns, example marks."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from kapstok.render.offers.wording import capital, counted, grid, one_or_more


@pytest.mark.parametrize(
    ("value", "words"), [(0, "0 doelen"), (1, "1 doel"), (1200, "1.200 doelen"), ((), "0 doelen"), (("a",), "1 doel")]
)
def test_things_are_counted_in_words(value: object, words: str) -> None:
    assert counted(value, "doel", "doelen") == words  # type: ignore[arg-type]


def test_nothing_at_all_is_more_than_one() -> None:
    assert one_or_more(None, "is", "zijn") == "zijn"


def test_a_capital_leaves_markdown_markdown() -> None:
    assert capital("loopt") == "Loopt"
    assert capital(None) == ""
    assert isinstance(capital(Markup("a *b*")), Markup)


def test_a_column_in_which_nothing_stands_is_left_out_and_nought_is_something() -> None:
    table = grid(("Post", "Noot", "Fte"), [("a", "", 0), ("b", None, 1)], right=("Fte",))
    assert [(c.heading, c.rule) for c in table.columns] == [("Post", "---"), ("Fte", "--:")]
    assert table.rows == (("a", 0), ("b", 1))
    assert not grid(("Post",), [])
