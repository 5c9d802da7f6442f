"""Who approved a change, from a line in the message of its commit: a role that the agenda names, and never a person."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from papers_git import change, git, workspace

from kapstok.core.model import Change, Key
from kapstok.core.progress import Nobody
from kapstok.core.workspace import open_workspace
from kapstok.pipeline import load, render

TASK = "agenda/opgaven/meedoen.yaml"
ITEM = Key(kind="opgave", id="meedoen")
ROLE = "naam: Stuurgroep\nniveau: gemeente\npublicatie: openbaar\n"


def laid_down(root: Path, message: str, day: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", message, day=day)


def page_of(root: Path) -> str:
    with ThreadPoolExecutor(2) as executor:
        made = render(load(open_workspace(root)), parts=("site",), executor=executor, watcher=Nobody())
    return next(out.content for out in made.outputs if out.path == "opgaven/meedoen/index.html").decode()


def changes_of(root: Path) -> list[Change]:
    from kapstok.core.cache import open_cache
    from kapstok.history.recall import recall
    from kapstok.history.versions import past_of
    from kapstok.view import view

    loaded = load(open_workspace(root))
    assert loaded.repository is not None
    shown = view(loaded.model, loaded.kinds, "inwoners")
    past = past_of(loaded.repository, date(2026, 12, 31))
    found = recall(loaded.workspace, loaded.model, shown, loaded.kinds, open_cache(root), past)
    return list(found.get(ITEM, ()))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return workspace(tmp_path, {"agenda/overleggen/stuurgroep.yaml": ROLE})


@pytest.mark.parametrize(
    ("message", "approved"),
    [
        ("Anders\n\nGoedgekeurd-als: stuurgroep\n", "Stuurgroep"),
        ("Anders\n\nGoedgekeurd-als: Jan de Vries\n", ""),
        ("Goedgekeurd-als: stuurgroep, zei iemand, maar dit is de titel\n\nTekst.\n", ""),
        ("Anders", ""),
    ],
)
def test_only_a_role_that_the_agenda_names_is_told(message: str, approved: str, root: Path) -> None:
    change(root, TASK, "Iedereen", "Elke inwoner")
    laid_down(root, message, "2026-03-05")
    (newest, *_) = changes_of(root)
    assert (newest.day, newest.approved) == (date(2026, 3, 5), approved)


def test_on_a_day_with_two_commits_nobody_can_say_which_was_approved(root: Path) -> None:
    change(root, TASK, "Iedereen", "Elke inwoner")
    laid_down(root, "Anders\n\nGoedgekeurd-als: Stuurgroep\n", "2026-03-05")
    change(root, TASK, "Elke inwoner", "Alle inwoners")
    laid_down(root, "Nog anders", "2026-03-05")
    assert [one.approved for one in changes_of(root)] == ["", ""]  # and when it was published, before that


def test_the_page_says_who_agreed_and_who_adopted_it(root: Path) -> None:
    change(root, TASK, "Iedereen", "Elke inwoner")
    change(
        root,
        TASK,
        "nummer:",
        "status: vastgesteld\n"
        "besluitvorming: [{status: vastgesteld, datum: 4 maart 2026, orgaan: de gemeenteraad}]\nnummer:",
    )
    laid_down(root, "Anders\n\nGoedgekeurd-als: Stuurgroep\n", "2026-03-05")
    page = " ".join(page_of(root).split())
    assert "akkoord: Stuurgroep" in page
    assert "Vastgesteld op 4 maart 2026 door de gemeenteraad." in page.replace("\N{NO-BREAK SPACE}", " ")
