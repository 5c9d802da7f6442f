"""Suspect links, over real repositories: what refers to something that changed in what matters, and since when."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from workbench import copy_base, load_from, shipped_kinds, write

from kapstok.cli import main
from kapstok.commands.recheck import as_text, rechecks
from kapstok.core.workspace import WorkspaceError
from kapstok.history.difference import Names
from kapstok.history.material import material_changes
from kapstok.kinds.schema import Shape

GOAL, INDICATOR = "agenda/doelen/werk-naar-vermogen.yaml", "agenda/indicatoren/mensen-aan-het-werk.yaml"
LINK = ("doel:werk-naar-vermogen", "indicator:mensen-aan-het-werk")


class Repo:
    """The base workspace in git, in which each commit is of a day."""

    def __init__(self, folder: Path) -> None:
        self.root = copy_base(folder)
        self.git("init", "-q", "-b", "main")
        self.commit("2026-01-01")

    def git(self, *arguments: str, **environment: str) -> None:
        who = ("-c", "user.name=Adviseur", "-c", "user.email=adviseur@voorbeeld.nl")
        subprocess.run(["git", *who, *arguments], cwd=self.root, check=True, env={**os.environ, **environment})

    def commit(self, day: str) -> None:
        self.git("add", "-A")
        moment = f"{day}T12:00:00"
        self.git("commit", "-q", "--allow-empty", "-m", "Werk", "--date", moment, GIT_COMMITTER_DATE=moment)

    def edit(self, path: str, old: str, new: str, day: str = "") -> None:
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        (self.root / path).write_text(text.replace(old, new, 1), encoding="utf-8")
        if day:
            self.commit(day)

    def add(self, path: str, lines: str, day: str = "") -> None:
        with (self.root / path).open("a", encoding="utf-8") as file:
            file.write(lines)
        if day:
            self.commit(day)

    def links(self, *, every: bool = False) -> list[tuple[str, str]]:
        _, found = rechecks(load_from(self.root), every=every)
        return [(str(one.reference.source), str(one.reference.target)) for one in found]

    def text(self) -> str:
        return as_text(*rechecks(load_from(self.root), every=False))


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A workspace with a history of one day."""
    return Repo(tmp_path)


def lower(repo: Repo, day: str = "2026-02-01") -> None:
    """A target is lowered."""
    repo.edit(INDICATOR, "45.5", "40", day)


def test_nothing_is_suspect_in_the_beginning(repo: Repo) -> None:
    assert repo.links() == []


def test_who_refers_to_a_lowered_target_is_told_with_place_day_and_cure(repo: Repo) -> None:
    lower(repo)
    assert repo.links() == [LINK]
    text = repo.text()
    assert f"{GOAL}:7:5" in text
    assert "Op 1 februari 2026: streefwaarde 2027: waarde was 45,5, wordt 40." in text
    assert "nagegaan: [{naar: indicator:mensen-aan-het-werk, op: 2026-02-01}]" in text


def test_the_cure_is_right_when_followed_literally(repo: Repo) -> None:
    lower(repo)
    found = re.search(r"nagegaan: \[.*\]", repo.text())
    assert found is not None
    repo.add(GOAL, f"{found[0]}\n")
    assert load_from(repo.root).findings == ()
    assert repo.links() == []


@pytest.mark.parametrize(("day", "quiet"), [("2026-02-01", True), ("2026-03-01", True), ("2026-01-31", False)])
def test_a_day_for_the_whole_thing_counts_from_that_day(repo: Repo, day: str, quiet: bool) -> None:
    lower(repo)
    repo.add(GOAL, f"nagegaan: {day}\n", "2026-02-02")
    assert load_from(repo.root).findings == ()
    assert repo.links() == ([] if quiet else [LINK])


def test_what_changes_after_the_look_is_told_again(repo: Repo) -> None:
    repo.add(GOAL, "nagegaan: 2026-01-15\n", "2026-01-15")
    lower(repo)
    assert repo.links() == [LINK]


def test_a_day_for_another_reference_says_nothing_of_this_one(repo: Repo) -> None:
    lower(repo)
    repo.add(GOAL, "nagegaan:\n  - {naar: opgave:meedoen, op: 2026-02-02}\n", "2026-02-02")
    assert repo.links() == [LINK]


def test_who_changed_after_it_has_looked(repo: Repo) -> None:
    lower(repo)
    repo.edit(
        GOAL, "Werk is meer dan een inkomen.", "Werk geeft mensen ook ritme, contacten en waardering.", "2026-02-02"
    )
    assert LINK not in repo.links()


def test_who_changed_before_it_has_not(repo: Repo) -> None:
    repo.edit(
        GOAL, "Werk is meer dan een inkomen.", "Werk geeft mensen ook ritme, contacten en waardering.", "2026-01-20"
    )
    lower(repo)
    assert LINK in repo.links()


def test_a_spelling_is_no_look_and_no_change(repo: Repo) -> None:
    repo.edit(INDICATOR, "vanuit een uitkering", "vanuit eene uitkering", "2026-02-01")
    assert repo.links() == []
    lower(repo, "2026-02-02")
    repo.edit(GOAL, "een inkomen", "een inkommen", "2026-02-03")
    assert repo.links() == [LINK]


def test_layout_and_comment_are_nothing_even_with_everything(repo: Repo) -> None:
    text = (repo.root / INDICATOR).read_text(encoding="utf-8")
    write(repo.root, {INDICATOR: f"# Nagelopen in maart\n{text.replace('soort: outcome', 'soort:   outcome')}"})
    repo.commit("2026-02-01")
    assert repo.links(every=True) == []


def test_everything_is_told_when_asked(repo: Repo) -> None:
    repo.edit(INDICATOR, "vanuit een uitkering", "uit een uitkering", "2026-02-01")
    assert repo.links() == []
    assert LINK in repo.links(every=True)


def test_a_new_measurement_is_no_change_of_what_was_relied_on(repo: Repo) -> None:
    more = "metingen:\n  - id: m2025\n    waarde: 39.1\n    peil: '2025'\n    bron: jaarstukken\n"
    repo.edit(INDICATOR, "metingen:\n", more, "2026-02-01")
    assert load_from(repo.root).findings == ()
    assert repo.links() == []


def test_a_measurement_that_is_corrected_matters_to_who_refers_to_it_alone(repo: Repo) -> None:
    link = "toelichting: Zie [de meting](meting:mensen-aan-het-werk.2024).\n"
    repo.edit(
        "agenda/doelen/niemand-alleen.yaml", "publicatie: openbaar\n", f"publicatie: openbaar\n{link}", "2026-01-10"
    )
    repo.edit(INDICATOR, "waarde: 37,7", "waarde: 38,7", "2026-02-01")
    assert repo.links() == [("doel:niemand-alleen", "meting:mensen-aan-het-werk.2024")]


def test_a_new_target_is(repo: Repo) -> None:
    more = "streefwaarden:\n  - id: '2029'\n    soort: absoluut\n    waarde: 50\n    termijn: '2029'\n"
    repo.edit(INDICATOR, "streefwaarden:\n", more, "2026-02-01")
    assert repo.links() == [LINK]
    assert "streefwaarde 2029 toegevoegd" in repo.text()


def test_what_is_not_in_git_yet_counts_too(repo: Repo) -> None:
    lower(repo, "")
    assert repo.links() == [LINK]
    assert "Nog niet in git: streefwaarde 2027" in repo.text()


def test_a_new_name_is_no_change(repo: Repo) -> None:
    assert main(["rename", LINK[1], "aan-het-werk", "--workspace", str(repo.root)]) == 0
    repo.commit("2026-02-01")
    assert repo.links() == []
    repo.edit("agenda/indicatoren/aan-het-werk.yaml", "45.5", "40", "2026-02-02")
    assert repo.links() == [(LINK[0], "indicator:aan-het-werk")]


def test_a_link_in_running_text_leans_on_a_thing_as_well(repo: Repo) -> None:
    link = "Zie [de opgave](opgave:meedoen) en [het cijfer](indicator:mensen-aan-het-werk)."
    repo.edit(
        "agenda/doelen/niemand-alleen.yaml", "publicatie: openbaar\n", f"publicatie: openbaar\ntoelichting: {link}\n"
    )
    repo.commit("2026-01-10")
    lower(repo)
    assert ("doel:niemand-alleen", LINK[1]) in repo.links()


def test_without_a_history_nothing_is_said_to_be_right(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="Niet te zeggen"):
        rechecks(load_from(copy_base(tmp_path)), every=False)


def test_the_command_prints_it(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    lower(repo)
    assert main(["nagaan", "--workspace", str(repo.root)]) == 0
    assert "1 verwijzing om na te gaan." in capsys.readouterr().out
    assert main(["nagaan", "--format", "json", "--workspace", str(repo.root)]) == 0
    assert '"naar": "indicator:mensen-aan-het-werk"' in capsys.readouterr().out


NAMES = Names(present=lambda key: key, title=str)
STATUS = Shape(title="Status", roles=frozenset({"vaststelling"}), values=("concept", "vastgesteld"))
TEXT, NORM = Shape(title="Tekst"), Shape(title="Norm", roles=frozenset({"norm"}))


@pytest.mark.parametrize(
    ("old", "new", "shape", "matters"),
    [
        ("Wij werken samen met partners.", "Wij werken samen met partner.", TEXT, False),
        ("Wij werken samen met partners.", "Wij  werken *samen* met partners!", TEXT, False),
        ("Wij doen dit met 3 partners.", "Wij doen dit met 4 partners.", TEXT, True),
        ("Wij doen dit wel met partners.", "Wij doen dit niet met partners.", TEXT, True),
        ("Wij doen dit met partners.", "Wij doen dit met vrienden.", TEXT, False),
        ("Wij doen dit met partners.", "Vrijwilligers nemen het over van beroepskrachten in de wijk.", TEXT, True),
        ("Een partij moet meedoen.", "Een partij mag meedoen.", NORM, True),
        ("Een partij moet meedoen.", "Een partij moet meedoenn.", NORM, False),
        ("Het is mogelijk.", "Het is onmogelijk.", NORM, True),
        (1, 2, Shape(title="Aantal", types=frozenset({"integer"})), True),
        (True, False, Shape(title="Aan"), True),
        (1, 2, Shape(title="Aantal", material=False), False),
        ("loopt", "beëindigd", Shape(title="Voortgang", values=("loopt", "beëindigd")), True),
        ("ter-inzage", "vastgesteld", STATUS, False),
        ("concept", "ter-inzage", STATUS, False),
        ("vastgesteld", "ingetrokken", STATUS, True),
        ("vastgesteld", "concept", STATUS, True),
        ("concept", "vervallen", STATUS, True),
        ("Kort", "Heel andere woorden over vijf of zes dingen", Shape(roles=frozenset({"samenvatting"})), False),
    ],
)
def test_what_matters(old: Any, new: Any, shape: Shape, matters: bool) -> None:
    found = list(material_changes({"veld": old}, {"veld": new}, {"veld": shape}, NAMES))
    assert bool(found) is matters


def test_every_kind_can_say_that_it_was_looked_at() -> None:
    assert [kind.name for kind in shipped_kinds() if not kind.fields_with_role("nagegaan")] == []


@pytest.mark.parametrize("marked", [True, False])
def test_a_schema_may_say_what_matters(repo: Repo, marked: bool) -> None:
    shape = {"title": "Kleur", "type": "string"} | ({"x-materieel": True} if marked else {})
    write(repo.root, {"schemas/indicator.extra.json": json.dumps({"properties": {"kleur": shape}})})
    repo.edit(INDICATOR, "soort: outcome\n", "soort: outcome\nkleur: blauw\n", "2026-01-10")
    repo.add(GOAL, "nagegaan: 2026-01-10\n", "2026-01-10")
    repo.edit(INDICATOR, "kleur: blauw", "kleur: groen", "2026-01-11")
    assert load_from(repo.root).findings == ()
    assert repo.links() == ([LINK] if marked else [])
