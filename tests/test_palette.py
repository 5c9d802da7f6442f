"""The colours of the site are readable whatever a municipality chooses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapstok.render.drawings.drawing import Colours
from kapstok.render.drawings.palette import CONTROL_RATIO, TEXT_RATIO, contrast, mix, palette, readable

colour = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
houses = st.builds(
    Colours, main=colour, accent=colour, background=colour, text=colour, ground=colour, link=colour | st.just("")
)

TEXT_PAIRS = [
    ("tekst", "grond"),
    ("tekst", "vlak"),
    ("tekst", "kaart"),
    ("tekst", "zacht"),
    ("tekst", "nadruk-vaag"),
    ("tekst-zacht", "grond"),
    ("tekst-zacht", "vlak"),
    ("tekst-zacht", "zacht"),
    ("kop", "grond"),
    ("kop", "vlak"),
    ("link", "grond"),
    ("link", "vlak"),
    ("link", "zacht"),
    ("nadruk", "grond"),
    ("nadruk", "vlak"),
    ("op-nadruk", "nadruk"),
    ("op-hoofd", "hoofd"),
    ("op-hoofd", "hoofd-diep"),
]


@given(houses)
def test_every_pair_of_text_and_background_is_readable(house: Colours) -> None:
    for scheme, colours in palette(house).items():
        for text, ground in TEXT_PAIRS:
            assert contrast(colours[text], colours[ground]) >= TEXT_RATIO, (scheme, text, ground)
        assert contrast(colours["lijn"], colours["vlak"]) >= CONTROL_RATIO


@pytest.mark.parametrize(("one", "other", "ratio"), [("#ffffff", "#000000", 21), ("#777777", "#ffffff", 4.48)])
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


def test_a_colour_that_is_readable_stays_as_it_was_chosen() -> None:
    assert readable("#1d4f60", "#ffffff", TEXT_RATIO, "#000000") == "#1d4f60"
    assert palette(Colours())["licht"]["hoofd"] == "#1d4f60"


def test_mixing_goes_from_the_one_to_the_other() -> None:
    assert mix("#000000", "#ffffff", 0) == "#000000"
    assert mix("#000000", "#ffffff", 1) == "#ffffff"
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
