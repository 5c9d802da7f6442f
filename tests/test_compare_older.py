"""The older version that is made out of the newer one is what reading it by itself gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from changing import opened, replace_in, small_repository
from papers_git import git
from workbench import load_from

from kapstok.compare.editions import Edition
from kapstok.core.audience import AUDIENCES
from kapstok.view import view

GOAL, ACTIVITY = "agenda/doelen/niemand-alleen.yaml", "agenda/activiteiten/buurtmaaltijd.yaml"


def changed(root: Path) -> None:
    replace_in(root, ACTIVITY, ("Elke maand", "Elke week"))


def hidden(root: Path) -> None:
    replace_in(root, GOAL, ("publicatie: openbaar", "publicatie: intern"))


def gone(root: Path) -> None:
    git(root, "rm", "-q", GOAL)


def new_and_named(root: Path) -> None:
    (root / "agenda/doelen/nieuw.yaml").write_text(
        "nummer: '3'\ntitel: Nieuw\nopgave: meedoen\npublicatie: openbaar\n", encoding="utf-8"
    )
    replace_in(root, ACTIVITY, ("  - niemand-alleen", "  - niemand-alleen\n  - nieuw"))


def other_schema(root: Path) -> None:
    (root / "schemas").mkdir()
    (root / "schemas/doel.extra.json").write_text(
        '{"properties": {"advies": {"type": "string", "title": "Advies"}}}', encoding="utf-8"
    )


@pytest.mark.parametrize("change", [changed, hidden, gone, new_and_named, other_schema])
def test_the_older_version_is_what_reading_it_gives(tmp_path: Path, change: object) -> None:
    root = small_repository(tmp_path)
    alone = load_from(root)
    assert callable(change)
    change(root)
    with opened(root) as pair:
        model = pair.old.loaded.model
        assert list(model.items) == list(alone.model.items)
        assert dict(model.items) == dict(alone.model.items)
        assert model.references == alone.model.references
        assert list(model.documents) == list(alone.model.documents)
        for audience in AUDIENCES:
            new = Edition(pair.new, audience)
            seen, wanted = Edition(pair.old, audience, like=new).view, view(alone.model, alone.kinds, audience)
            assert dict(seen.items) == dict(wanted.items)
            assert seen.references == wanted.references
            assert (seen.incomplete, seen.cut) == (wanted.incomplete, wanted.cut)
            assert seen.judgement == wanted.judgement
