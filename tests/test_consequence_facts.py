"""What a change does to what is derived, told with was, becomes and the changed thing that it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest
from shipped import shipped, with_files

from kapstok.compare.consequences import FACTS
from kapstok.compare.editions import Edition, Version
from kapstok.compare.effects import Effect
from kapstok.compare.sides import sides_of
from kapstok.compare.tree import Tree
from kapstok.compare.values import Consequence, How, ThingChange
from kapstok.core.audience import PUBLIC
from kapstok.core.git import Repository
from kapstok.core.model import Key, Model
from kapstok.pipeline import Loaded

Edits = Mapping[str, tuple[tuple[str, str], ...]]


def edition(loaded: Loaded, audience: str) -> Edition:
    """What an audience sees of a model, without any files behind it."""
    tree = Tree(repository=Repository(loaded.workspace.root), commit="", blobs={})
    return Edition(Version(loaded=loaded, commit=None, name="proef", tree=tree), audience)


@cache
def before(audience: str) -> Edition:
    """The agenda as it ships."""
    return edition(shipped(), audience)


def edited(edits: Edits) -> Model:
    """The agenda with these words changed; each must be there."""
    texts = {}
    for path, changes in edits.items():
        text = shipped().model.documents[f"agenda/{path}"].source
        for was, becomes in changes:
            assert was in text, (path, was)
            text = text.replace(was, becomes, 1)
        texts[f"agenda/{path}"] = text
    model, judgement, _ = with_files(texts)
    return replace(model, judgement=judgement)


def followed(edits: Edits, audience: str = PUBLIC) -> list[Consequence]:
    """What follows from changing words in these files."""
    model = edited(edits)
    roots = [
        item for item in model.items.values() if item.path in {f"agenda/{path}" for path in edits} and not item.parent
    ]
    things = [
        ThingChange(key=item.key, kind_title="", title=item.title, how=How.CHANGED, path=item.path)
        for item in roots
        if item.key in before(audience).view.items
    ]
    sides = sides_of(before(audience), edition(replace(shipped(), model=model), audience), things)
    return [one for source in FACTS for one in source(sides)]


def of(found: list[Consequence], kind: Effect) -> list[tuple[str, str, str]]:
    """Subject, was and becomes of one sort, with plain spaces."""
    return [(str(one.subject), plain(one.was), plain(one.becomes)) for one in found if one.kind == kind]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_nothing_follows_from_nothing() -> None:
    assert followed({}) == []


def test_a_target_that_moves_turns_the_judgement() -> None:
    found = followed({"indicatoren/voldoende-bewegen.yaml": (("waarde: 64", "waarde: 61"),)})
    turned = of(found, Effect.VERDICT)
    assert turned, [one.words for one in found]
    assert ("indicator:voldoende-bewegen", "loopt achter", "op schema") in turned
    told = next(one for one in found if one.kind == Effect.VERDICT)
    assert told.because == (Key(kind="indicator", id="voldoende-bewegen"),)


def test_money_that_moves_changes_every_total_above_it_and_not_that_of_all() -> None:
    edits = {
        "begroting/begroting-2026.yaml": (("bedrag: 640000", "bedrag: 620000"), ("bedrag: 38000", "bedrag: 58000"))
    }
    found = followed(edits)
    told = of(found, Effect.MONEY)
    assert ("activiteit:talentenmarkt-in-de-dorpen", "€ 38.000", "€ 58.000") in told
    assert "doel:talenten-inzetten" in [subject for subject, _, _ in told]
    assert "None" not in [subject for subject, _, _ in told]
    assert all(plain(one.words).endswith("Dat is € 20.000 meer.") for one in found if one.kind == Effect.MONEY)


def test_an_amount_that_is_not_known_any_more_is_no_zero() -> None:
    found = followed({"begroting/begroting-2026.yaml": (("bedrag: 38000", "bedrag: PM"),)})
    told = {subject: (was, becomes) for subject, was, becomes in of(found, Effect.MONEY)}
    assert told["activiteit:talentenmarkt-in-de-dorpen"] == ("€ 38.000", "PM")
    whole = next(one for one in found if one.kind == Effect.MONEY and one.subject is None)
    assert "PM" in whole.becomes
    assert "Dat is" not in whole.words


def test_a_frame_that_breaks_says_what_it_was_and_becomes() -> None:
    path = "contracten/ondersteuning-thuis-2024-2028.yaml"
    shorter = (("looptijd_jaren: 4", "looptijd_jaren: 3"), ("einde: '2028-02-29'", "einde: '2027-02-28'"))
    found = followed({path: shorter})
    broken = [one for one in found if one.kind == Effect.NORM]
    assert [one.becomes for one in broken] == ["houdt zich er niet aan"]
    assert broken[0].was == "houdt zich eraan"
    assert broken[0].because == (Key(kind="contract", id="ondersteuning-thuis-2024-2028"),)
    assert ("contract:ondersteuning-thuis-2024-2028", "2028", "2027") in of(found, Effect.PROGRESS)


def test_an_exemption_that_lapses() -> None:
    path = "indicatoren/ouders-geholpen-met-opvoedvraag.yaml"
    found = followed({path: (("tot: '2027-06-30'", "tot: '2025-06-30'"),)})
    assert ("indicator:ouders-geholpen-met-opvoedvraag", "geldt", "verlopen") in of(found, Effect.EXEMPTION)


def test_an_amendment_that_was_adopted_after_all_changes_the_decision() -> None:
    edits = {"amendementen/zonder-programma.yaml": (("uitslag: verworpen", "uitslag: aangenomen"),)}
    found = followed(edits)
    decided = of(found, Effect.DECISION)
    assert ("amendement:zonder-programma", "verworpen") in [
        (subject, was.partition(",")[0]) for subject, was, _ in decided
    ]
    points = [(was, becomes) for subject, was, becomes in decided if subject == "raadsvoorstel:vaststellen-agenda"]
    assert any("transformatieprogramma" in was and becomes == "" for was, becomes in points)


def test_a_promise_that_is_open_again() -> None:
    edits = {"toezeggingen/overzicht-van-nulmetingen.yaml": (("afgedaan_op: 26 februari 2021\n", ""),)}
    assert (
        "toezegging:overzicht-van-nulmetingen",
        "afgehandeld op 26 februari 2021",
        "verlopen",
    ) in of(followed(edits), Effect.MATTER)


def test_what_is_withdrawn_is_told_once_and_counted() -> None:
    edits = {"raadsvoorstellen/vaststellen-agenda.yaml": (("status: vastgesteld", "status: ingetrokken"),)}
    found = followed(edits)
    gone = of(found, Effect.PROGRESS)
    assert [(subject, was) for subject, was, _ in gone] == [("raadsvoorstel:vaststellen-agenda", "geldt")]
    assert [one.words for one in found if one.kind == Effect.COUNT] == [
        "Raadsvoorstellen: was 1, wordt 1, waarvan 1 niet meer geldt."
    ]


def test_who_refers_to_a_target_that_is_lowered_is_asked_to_look() -> None:
    found = followed({"indicatoren/ondersteuning-past.yaml": (("waarde: 80", "waarde: 72,5"),)})
    asked = [one for one in found if one.kind == Effect.SUSPECT]
    assert len(asked) == 1
    assert "Activiteit Sneller passende hulp" in asked[0].words
    assert "streefwaarde 2026: waarde was 80, wordt 72,5" in asked[0].words


@pytest.mark.parametrize("audience", [PUBLIC, "raad"])
def test_what_an_audience_may_not_see_has_no_consequence(audience: str) -> None:
    path = next(
        item.path.removeprefix("agenda/")
        for item in shipped().model.items.values()
        if item.key not in before(audience).view.items and item.parent is None
    )
    first = shipped().model.documents[f"agenda/{path}"].source.partition("\n")[0]
    assert followed({path: ((first, f"{first} en meer"),)}, audience) == []
