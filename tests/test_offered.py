"""What templates may ask: every name is offered by one area, so that none stands for two things."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from workbench import good_model, shipped_kinds

from kapstok.reckon.door import reckon
from kapstok.render.offers import fields, goals, partners, wording
from kapstok.render.offers.offered import offered
from kapstok.render.offers.things import World


def test_no_name_is_offered_twice() -> None:
    model, kinds = good_model({}), shipped_kinds()
    areas = list(
        offered(World(model, kinds), reckon(model, kinds, date(2026, 1, 1)), lambda kind: [], lambda *asked: [])
    )
    offers: dict[tuple[str, str], list[str]] = defaultdict(list)
    for area in areas:
        for name in area.filters():
            offers["filter", name].append(type(area).__name__)
        for name in area.globals():
            offers["global", name].append(type(area).__name__)
    for module in (wording, fields, goals, partners):
        for name in module.filters():
            offers["filter", name].append(module.__name__)
    assert len(areas) > 5
    assert {name: found for name, found in offers.items() if len(found) > 1} == {}
