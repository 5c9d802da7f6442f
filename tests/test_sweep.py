"""Whatever is hidden and whatever is left out, every page, overview and paper can be made."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from trial import BARE, FULL, trial_model
from workbench import REPOSITORY, shipped_kinds

from kapstok.core.audience import AUDIENCES, PUBLIC
from kapstok.core.cache import Cache
from kapstok.core.door import door_to
from kapstok.core.finding import Finding, Severity
from kapstok.core.git import Repository
from kapstok.core.model import Key, Model
from kapstok.core.workspace import open_workspace
from kapstok.files.attachments import find_attachments
from kapstok.history.commits import read_history
from kapstok.pipeline import load
from kapstok.reckon.door import reckon
from kapstok.render.drawings.drawing import Colours
from kapstok.render.offers.things import World
from kapstok.render.papers.documents import Setting, render_papers
from kapstok.render.plan.headings import read_headings
from kapstok.render.plan.papers import plan_papers, read_designs
from kapstok.render.site.pages import render_pages
from kapstok.render.templates.library import Library
from kapstok.view import view

DAY = date(2026, 11, 1)
HIDDEN = "vertrouwelijk"
WORKSPACE = open_workspace(REPOSITORY)
KINDS = shipped_kinds()
COMPILED = Cache(None)


@pytest.fixture(autouse=True, scope="module")
def _compile_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Every sweep has a library of its own; compiling the same template again says nothing new."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules[__name__], "COMPILED", Cache(tmp_path_factory.mktemp("sjablonen")))
        yield


def mistakes(model: Model, audience: str = PUBLIC) -> list[Finding]:
    """What goes wrong when everything of a view is rendered."""
    seen = view(model, KINDS, audience)
    folders = WORKSPACE.template_folders()
    doors = [door_to(folder) for folder in folders]
    plan = plan_papers(read_designs(doors, KINDS)[0], seen, KINDS, reckon(seen, KINDS, DAY).council)
    attached = find_attachments(WORKSPACE.root, seen, KINDS)
    headings = read_headings(doors)[0]
    library = Library(World(seen, KINDS), folders, DAY, plan, Colours(), headings, attached, cache=COMPILED)
    assert render_pages(library, seen, KINDS)
    list(
        render_papers(
            library,
            Setting(
                day=DAY, root=WORKSPACE.root, municipality="Proefstad", history=read_history(Repository(WORKSPACE.root))
            ),
        )
    )
    return library.troubles.findings()


def hide(model: Model, keys: Collection[Key]) -> Model:
    items = {k: replace(i, publication=HIDDEN) if k in keys else i for k, i in model.items.items()}
    return replace(model, items=items)


@cache
def trial(*levels: str) -> Model:
    model, findings = trial_model(KINDS, levels)
    assert not [f for f in findings if f.severity is Severity.ERROR]
    return model


@cache
def shipped() -> Model:
    return load(WORKSPACE, day=DAY).model


@cache
def everything() -> Model:
    """The shipped agenda and the trial items together."""
    ours, extra = shipped(), trial(FULL, BARE)
    items = dict(ours.items) | {k: i for k, i in extra.items.items() if not KINDS[k.kind].file}
    return replace(ours, items=items, references=ours.references + extra.references)


def sweepable() -> list[str]:
    return [kind.name for kind in KINDS if not kind.file]


def test_the_trial_has_every_kind_full_and_bare() -> None:
    for kind in KINDS:
        held = {item.path.rpartition("/")[2].partition("-")[0] for item in trial(FULL, BARE).of_kind(kind.name)}
        assert FULL in held or kind.file, kind.name
        assert BARE in held or kind.file or kind.nested, kind.name


@pytest.mark.parametrize("levels", [(FULL, BARE), (FULL,), (BARE,)])
def test_items_with_all_their_fields_or_only_the_required_ones_are_shown(levels: tuple[str, ...]) -> None:
    assert mistakes(trial(*levels)) == []


@pytest.mark.parametrize("audience", sorted(AUDIENCES))
@pytest.mark.langzaam
def test_every_audience_gets_its_pages(audience: str) -> None:
    assert mistakes(everything(), audience) == []


def test_an_agenda_of_which_everything_is_hidden_has_its_pages() -> None:
    assert mistakes(hide(everything(), set(everything().items))) == []


@pytest.mark.langzaam
@pytest.mark.parametrize("kind", sweepable())
def test_a_whole_kind_may_be_hidden(kind: str) -> None:
    model = everything()
    assert mistakes(hide(model, {item.key for item in model.of_kind(kind)})) == []


@pytest.mark.langzaam
@pytest.mark.parametrize("kind", sweepable())
def test_a_single_item_may_be_hidden(kind: str) -> None:
    """The items that most others name, one of the agenda and one of the trial, where a gap shows the most."""
    for model in (shipped(), trial(FULL, BARE)):
        named = [reference.target for reference in model.references]
        items = sorted(model.of_kind(kind), key=lambda item: -named.count(item.key))[:1]
        for item in items:
            assert mistakes(hide(model, {item.key})) == []


@pytest.mark.langzaam
@pytest.mark.parametrize("kind", sweepable())
def test_all_other_kinds_may_be_hidden(kind: str) -> None:
    model = trial(FULL, BARE)
    assert mistakes(hide(model, {key for key in model.items if key.kind != kind})) == []
