"""What nobody may know makes no difference for a single byte of a site with a past: its history, feed and search, and
what the terminal says of it to whoever asks for that edition."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from papers_git import change, commit, git
from secrets_planted import WORD, plant
from test_non_interference import OTHER_WORD, in_other_words, told, with_more_of_it
from workbench import write

from kapstok.commands.frame_table import frames_as_json, frames_as_text
from kapstok.commands.why import WHY_FORMATS, find
from kapstok.core.audience import PUBLIC
from kapstok.core.progress import Nobody
from kapstok.core.workspace import WorkspaceError, open_workspace
from kapstok.kinds.address import FEED
from kapstok.pipeline import Loaded, _build, _with_changes, load
from kapstok.reckon.door import reckon
from kapstok.view import view

DAY = date(2026, 11, 1)
OPEN = "agenda/doelen/later-open.yaml"
PARTS = ("site", "data")


def with_a_past(root: Path, hidden: str) -> Path:
    """Commits in which the same public things change; `hidden` things change, come and go in commits between."""
    git(root, "init", "-q", "-b", "main")
    change(root, "agenda/agenda.yaml", "titel:", "adres: https://voorbeeld.nl/agenda/\ntitel:")
    commit(root, "2026-02-01")
    secrets = sorted((root / "agenda").glob(f"*/*{hidden.lower()}*.yaml"))
    for month, words in ((3, "Voor iedereen"), (4, "Voor alle inwoners")):
        if hidden == OTHER_WORD:
            for number, path in enumerate(secrets):
                text = path.read_text(encoding="utf-8")
                path.write_text(f"{text}# {hidden} {month}\n", encoding="utf-8")
                if number % 3 == 0 and month == 3:
                    path.write_text(text.replace(hidden, f"{hidden}anders"), encoding="utf-8")
            commit(root, f"2026-{month:02d}-11")
            for path in secrets[::5]:
                path.rename(path.with_suffix(".weg"))
            commit(root, f"2026-{month:02d}-12")
            for path in secrets[::5]:
                path.with_suffix(".weg").rename(path)
            commit(root, f"2026-{month:02d}-13")
        write(root, {OPEN: f"titel: {words}\nnummer: '9'\nopgave: vol-opgave\npublicatie: openbaar\n"})
        commit(root, f"2026-{month:02d}-20")
    return root


def everything(loaded: Loaded, audience: str) -> Iterator[tuple[str, str]]:
    """Every file of a site and its data, and every answer of the terminal about that edition."""
    shown = _with_changes(loaded, view(loaded.model, loaded.kinds, audience), PARTS)
    with ThreadPoolExecutor(1) as executor:
        outputs, _ = _build(loaded, shown, executor, Nobody()).run(PARTS)
    for output in outputs:
        data = output.content if isinstance(output.content, bytes) else output.content.read_bytes()
        yield output.path, data.decode("utf-8", "replace")
    yield from answers(loaded, audience)


def answers(loaded: Loaded, audience: str) -> Iterator[tuple[str, str]]:
    """What `waarom` says of each thing, and `kaders` of all of them, for an audience."""
    shown = view(loaded.model, loaded.kinds, audience)
    facts = reckon(shown, loaded.kinds, loaded.day)
    for key in sorted(shown.items, key=str):
        for name, form in WHY_FORMATS.items():
            yield f"waarom {key} {name}", form(facts, find(facts, str(key)))
    yield "kaders", frames_as_text(shown, loaded.kinds) + frames_as_json(shown, loaded.kinds)
    for kind in loaded.kinds:
        try:
            find(facts, f"{kind.name}:zoek-mij")
        except WorkspaceError as error:
            yield f"waarom {kind.name} die er niet is", f"{error} {error.hint}"


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Loaded, Loaded]:
    """Two workspaces with the same to see for the public, and everything else different: words, number and past."""
    one = plant(tmp_path_factory.mktemp("een"))
    shutil.rmtree(one / ".git")
    more = with_more_of_it(one, tmp_path_factory.mktemp("meer") / "werkruimte")
    other = in_other_words(more, tmp_path_factory.mktemp("ander") / "werkruimte")
    found = [
        load(open_workspace(with_a_past(root, hidden)), day=DAY) for root, hidden in ((one, WORD), (other, OTHER_WORD))
    ]
    return found[0], found[1]


@pytest.mark.langzaam
def test_a_site_with_a_past_is_the_same_to_the_byte(pair: tuple[Loaded, Loaded]) -> None:
    one, other = (dict(everything(loaded, PUBLIC)) for loaded in pair)
    assert len([path for path in one if path.endswith(".html")]) > 120
    assert {FEED, "wijzigingen/index.html"} <= one.keys()
    assert "Voor alle inwoners" in one["wijzigingen/index.html"]
    assert told(one, other) == []
    assert [path for path, text in one.items() if WORD.lower() in text.lower()] == []


@pytest.mark.langzaam
def test_who_may_see_it_gets_other_answers(pair: tuple[Loaded, Loaded]) -> None:
    one, other = (dict(answers(loaded, "besloten")) for loaded in pair)
    assert len(told(one, other)) > 200
