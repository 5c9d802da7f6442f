"""One truth: no output says anything else than the facts, in real and in awkward workspaces."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from agreement import Printed, disagreements, printed
from awkward import AWKWARD
from workbench import REPOSITORY, write

from kapstok.core.workspace import open_workspace
from kapstok.pipeline import load

DAY = date(2026, 11, 1)
REAL = {"agenda": ".", **{name: f"examples/{name}" for name in ("leusden", "landerd", "gooi-en-vechtstreek")}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("werkruimten")


@cache
def awkward(name: str, folder: Path) -> Printed:
    files, day = AWKWARD[name]
    root = folder / name.replace(" ", "-")
    write(root, {f"agenda/{path}": text for path, text in files.items()})
    (root / "mkdocs.yml").write_text((REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"), encoding="utf-8")
    loaded = load(open_workspace(root), day=day)
    assert [f for f in loaded.findings if f.severity == "error"] == []
    return printed(loaded)


@pytest.mark.parametrize("audience", ["inwoners", "bestuur"])
@pytest.mark.parametrize("name", REAL)
def test_a_real_workspace_tells_one_story(name: str, audience: str) -> None:
    assert disagreements(printed(load(open_workspace(REPOSITORY / REAL[name]), day=DAY), audience)) == []


@pytest.mark.parametrize("name", AWKWARD)
def test_an_awkward_workspace_tells_one_story(name: str, folder: Path) -> None:
    assert disagreements(awkward(name, folder)) == []


def test_two_budgets_that_overlap_count_once(folder: Path) -> None:
    edition = awkward("overlappende begrotingen", folder)
    everything = "\n".join(edition.texts.values())
    assert "2.100.000" not in everything
    telling = [where for where, text in edition.texts.items() if "1.100.000" in text]
    assert {where.partition(" ")[0] for where in telling} == {"pagina", "stuk"}
    assert any("1.000.000" in edition.texts[where] for where in telling), "both columns where papers are compared"


BROKEN = [
    ("oordelen", "Nieuwste meting staat eerst", "gehaald", "niet gehaald"),
    ("oordelen", "Precies gelijk aan het doel", "op schema", "loopt achter"),
    ("oordelen", "Van hoog naar laag zonder richting", "loopt achter", "op schema"),
    ("groepen", "Geheel met een vergelijkingsgroep", "niet te bepalen", "gehaald"),
    ("overlappende begrotingen", "", "€ 1.100.000", "€ 2.100.000"),
    ("overlappende begrotingen", "", "€ 100.000", "€ 210.000"),
    ("raad", "Een brief te sturen", "afgehandeld", "openstaand"),
    ("raad", "Een lijst te maken", "verlopen", "openstaand"),
    ("raad", "", "Ouderen te vragen", "Jongeren te vragen"),
    ("raad", "", "**1c**", "**3**"),
]


def places(edition: Printed, near: str, old: str) -> list[str]:
    """The outputs in which this is said, of the thing named if any."""
    found = []
    for where, text in edition.texts.items():
        lines = [line for line in text.splitlines() if near in line and old.replace("*", "") in line]
        found += [where] if lines else []
    return found


@pytest.mark.parametrize(("name", "near", "old", "new"), BROKEN)
def test_one_output_that_says_something_else_is_found(name: str, near: str, old: str, new: str, folder: Path) -> None:
    edition = awkward(name, folder)
    told = places(edition, near, old)
    assert told, f"nothing says {old!r} of {near!r}"
    broken = edition
    for where in told:
        broken = broken.with_text(where, old.replace("*", ""), new.replace("*", ""))
    assert disagreements(broken)
