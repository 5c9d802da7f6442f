"""The past leaks nothing: a marker for each way in which something was or is hidden, sought in every byte of a site."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from papers_git import built, change, codes, commit, git
from test_past import GOAL, MEAL, NORMS, of, repository, told
from workbench import write

from kapstok.core.model import Key

OVERLAY = "schemas/activiteit.extra.json"
NARROWED = '{"properties": {"waar": {"x-zichtbaar-voor": ["bestuur", "besloten"]}}}'
OPEN = '{"properties": {"waar": {"title": "Waar gebeurt het?"}}}'


def goal(title: str, level: str, more: str = "") -> str:
    return f"nummer: '9'\ntitel: {title}\nopgave: meedoen\npublicatie: {level}\n{more}"


def steps(root: Path, path: str, *texts: str) -> None:
    """A file that changes from month to month, and stays."""
    for month, text in enumerate(texts, start=2):
        write(root, {path: text})
        commit(root, f"2026-{month:02d}-01")


def hidden_first(root: Path) -> None:
    path = "agenda/doelen/nieuw.yaml"
    first = goal("MERK-TITEL", "intern", "toelichting: MERK-TEKST\nsamenvatting: MERK-KORT\n")
    steps(root, path, first, goal("MERK-RAAD", "raad"), goal("Nu open", "openbaar"))


def hidden_now(root: Path) -> None:
    path = "agenda/doelen/dicht.yaml"
    steps(root, path, goal("MERK-EEN", "openbaar"), goal("MERK-TWEE", "openbaar"), goal("MERK-DRIE", "intern"))


def hidden_between(root: Path) -> None:
    path = "agenda/doelen/tussen.yaml"
    levels = (goal("MERK-EEN", "openbaar"), goal("MERK-TWEE", "openbaar"), goal("MERK-DRIE", "vertrouwelijk"))
    steps(root, path, *levels, goal("Weer open", "openbaar"))


def hidden_by_default(root: Path) -> None:
    path = "agenda/doelen/standaard.yaml"
    text = goal("MERK-EEN", "intern").replace("publicatie: intern\n", "")
    steps(root, path, text, text.replace("MERK-EEN", "MERK-TWEE"), goal("Open", "openbaar"))


def nested_hidden_first(root: Path) -> None:
    change(root, NORMS, "tekst: Inwoners kunnen kiezen", "tekst: MERK-KADER\n    publicatie: intern")
    commit(root, "2026-02-01")
    change(root, NORMS, "MERK-KADER", "MERK-KADER-TWEE")
    commit(root, "2026-03-01")
    change(root, NORMS, "tekst: MERK-KADER-TWEE\n    publicatie: intern", "tekst: Inwoners kiezen")
    commit(root, "2026-04-01")


def nested_hidden_now(root: Path) -> None:
    change(root, NORMS, "Inwoners kunnen kiezen", "MERK-KADER")
    commit(root, "2026-02-01")
    change(root, NORMS, "tekst: MERK-KADER", "publicatie: intern\n    tekst: MERK-KADER-TWEE")
    commit(root, "2026-03-01")


def nested_removed_while_hidden(root: Path) -> None:
    change(root, NORMS, "Inwoners kunnen kiezen", "MERK-KADER")
    commit(root, "2026-02-01")
    change(root, NORMS, "tekst: MERK-KADER", "publicatie: intern\n    tekst: MERK-KADER-TWEE")
    commit(root, "2026-03-01")
    text = (root / NORMS).read_text(encoding="utf-8")
    write(root, {NORMS: re.sub(r"  - id: keuzevrijheid\n(    .*\n)+", "", text)})
    commit(root, "2026-04-01")


def deep_inside_a_hidden_part(root: Path) -> None:
    change(root, NORMS, "tekst: Contracten lopen", "publicatie: intern\n    tekst: Contracten lopen")
    change(root, NORMS, "Het om een proef gaat", "MERK-SUBKADER")
    commit(root, "2026-02-01")
    change(root, NORMS, "MERK-SUBKADER", "MERK-SUBKADER-TWEE")
    commit(root, "2026-03-01")


def a_note_for_the_house(root: Path) -> None:
    text = (root / MEAL).read_text(encoding="utf-8")
    steps(root, MEAL, f"{text}werknotitie: MERK-EEN\n", f"{text}werknotitie: MERK-TWEE\n", text)


def a_field_narrowed_now(root: Path) -> None:
    change(root, MEAL, "Het dorpshuis", "MERK-EEN")
    commit(root, "2026-02-01")
    change(root, MEAL, "MERK-EEN", "MERK-TWEE")
    write(root, {OVERLAY: NARROWED})
    commit(root, "2026-03-01")


def a_field_narrowed_then(root: Path) -> None:
    change(root, MEAL, "Het dorpshuis", "MERK-EEN")
    write(root, {OVERLAY: NARROWED})
    commit(root, "2026-02-01")
    change(root, MEAL, "MERK-EEN", "MERK-TWEE")
    commit(root, "2026-03-01")
    change(root, MEAL, "MERK-TWEE", "De school")
    write(root, {OVERLAY: OPEN})
    commit(root, "2026-04-01")


def a_kind_of_its_own_that_hid_with_another_field(root: Path) -> None:
    secret = '{"properties": {"geheim": {"type": "boolean", "x-rol": "vertrouwelijk"}}}'
    write(root, {"schemas/doel.extra.json": secret})
    steps(root, "agenda/doelen/eigen.yaml", goal("MERK-EEN", "openbaar", "geheim: true\n"))
    change(root, "agenda/doelen/eigen.yaml", "MERK-EEN", "MERK-TWEE")
    commit(root, "2026-03-01")
    write(root, {"schemas/doel.extra.json": '{"properties": {"geheim": {"type": "boolean"}}}'})
    change(root, "agenda/doelen/eigen.yaml", "titel: MERK-TWEE", "titel: Open")
    change(root, "agenda/doelen/eigen.yaml", "geheim: true\n", "")
    commit(root, "2026-04-01")


def a_reference_to_something_hidden(root: Path) -> None:
    write(root, {"agenda/doelen/merk-geheim.yaml": goal("MERK-TITEL", "intern")})
    change(root, MEAL, "  - niemand-alleen", "  - niemand-alleen\n  - merk-geheim")
    change(root, MEAL, "Elke maand", "Zie [het plan](doel:merk-geheim). Elke maand")
    commit(root, "2026-02-01")
    change(root, MEAL, "  - merk-geheim\n", "")
    change(root, MEAL, "[het plan](doel:merk-geheim)", "[het andere plan](doel:merk-geheim)")
    commit(root, "2026-03-01")


def a_reference_to_something_that_was_open(root: Path) -> None:
    write(root, {"agenda/doelen/merk-later.yaml": goal("MERK-TITEL", "openbaar")})
    change(root, MEAL, "  - niemand-alleen", "  - niemand-alleen\n  - merk-later")
    commit(root, "2026-02-01")
    change(root, "agenda/doelen/merk-later.yaml", "openbaar", "intern")
    commit(root, "2026-03-01")


def something_deleted(root: Path) -> None:
    steps(root, "agenda/doelen/weg.yaml", goal("MERK-TITEL", "openbaar"), goal("MERK-TWEE", "openbaar"))
    (root / "agenda/doelen/weg.yaml").unlink()
    commit(root, "2026-04-01")


def an_agenda_that_was_not_for_everybody(root: Path) -> None:
    change(root, "agenda/agenda.yaml", "publicatie: openbaar", "publicatie: raad")
    change(root, GOAL, "Niemand staat er alleen voor", "MERK-TITEL")
    commit(root, "2026-02-01")
    change(root, GOAL, "MERK-TITEL", "MERK-TWEE")
    commit(root, "2026-03-01")
    change(root, "agenda/agenda.yaml", "publicatie: raad", "publicatie: openbaar")
    change(root, GOAL, "MERK-TWEE", "Niemand is alleen")
    commit(root, "2026-04-01")


def a_level_that_does_not_exist(root: Path) -> None:
    path = "agenda/doelen/mis.yaml"
    steps(root, path, goal("MERK-EEN", "geheim"), goal("MERK-TWEE", "[openbaar]"), goal("Open", "openbaar"))


def a_new_id_for_something_that_was_hidden(root: Path) -> None:
    steps(root, "agenda/doelen/oud.yaml", goal("MERK-EEN", "intern"), goal("MERK-TWEE", "intern"))
    git(root, "mv", "agenda/doelen/oud.yaml", "agenda/doelen/anders.yaml")
    write(root, {"agenda/doelen/anders.yaml": goal("Open", "openbaar", "vorige_ids: [oud]\n")})
    commit(root, "2026-04-01")


def what_git_says_itself(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "MERK-TAK")
    change(root, MEAL, "Het dorpshuis", "De school")
    git(root, "-c", "user.name=MERK-NAAM", "-c", "user.email=merk@MERK-POST.nl", "commit", "-qam", "MERK-BERICHT")
    git(root, "notes", "add", "-m", "MERK-NOOT")


def a_change_that_is_not_committed(root: Path) -> None:
    change(root, MEAL, "Het dorpshuis", "MERK-EEN")
    commit(root, "2026-02-01")
    change(root, MEAL, "publicatie: openbaar", "publicatie: intern")


def a_part_that_is_hidden_without_a_commit(root: Path) -> None:
    change(root, NORMS, "Inwoners kunnen kiezen", "MERK-KADER")
    commit(root, "2026-02-01")
    change(root, NORMS, "tekst: MERK-KADER", "publicatie: intern\n    tekst: MERK-KADER")


def a_secret_that_was_written_wrongly(root: Path) -> None:
    meeting = "overleg: raad\ndatum: '2026-02-01'\nagendapunten: []\npublicatie: openbaar\n"
    write(root, {"agenda/overleggen/raad.yaml": "naam: Raad\nniveau: gemeente\npublicatie: openbaar\n"})
    levels = ("titel: MERK-EEN\nvertrouwelijk: ja\n", "titel: MERK-TWEE\nvertrouwelijk: 1\n")
    path = "agenda/vergaderingen/een.yaml"
    steps(root, path, *(level + meeting for level in (*levels, "titel: Open\nvertrouwelijk: false\n")))


WAYS: tuple[Callable[[Path], None], ...] = (
    hidden_first,
    hidden_now,
    hidden_between,
    hidden_by_default,
    nested_hidden_first,
    nested_hidden_now,
    nested_removed_while_hidden,
    deep_inside_a_hidden_part,
    a_note_for_the_house,
    a_field_narrowed_now,
    a_field_narrowed_then,
    a_kind_of_its_own_that_hid_with_another_field,
    a_reference_to_something_hidden,
    a_reference_to_something_that_was_open,
    something_deleted,
    an_agenda_that_was_not_for_everybody,
    a_level_that_does_not_exist,
    a_new_id_for_something_that_was_hidden,
    what_git_says_itself,
    a_change_that_is_not_committed,
    a_part_that_is_hidden_without_a_commit,
    a_secret_that_was_written_wrongly,
)
TOGETHER = (
    (
        hidden_first,
        hidden_now,
        hidden_between,
        nested_hidden_first,
        a_note_for_the_house,
        a_reference_to_something_hidden,
        something_deleted,
        a_level_that_does_not_exist,
        a_new_id_for_something_that_was_hidden,
        an_agenda_that_was_not_for_everybody,
        what_git_says_itself,
    ),
    (
        nested_hidden_now,
        a_reference_to_something_that_was_open,
        a_field_narrowed_then,
        a_kind_of_its_own_that_hid_with_another_field,
    ),
)
_MARK = re.compile(rb"merk-", re.IGNORECASE)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_change_that_is_told_holds_what_was_or_is_hidden(way: Callable[[Path], None], tmp_path: Path) -> None:
    root = repository(tmp_path)
    way(root)
    assert "MERK-" in git(root, "log", "-p", "--all") + git(root, "branch")
    known = told(root)
    assert Key(kind="opgave", id="meedoen") in known
    assert not _MARK.search(repr(known).encode())


@pytest.mark.parametrize(
    "way",
    [hidden_first, hidden_now, nested_hidden_first, nested_hidden_now, a_field_narrowed_now, hidden_between],
    ids=lambda way: way.__name__,
)
def test_who_may_see_everything_is_told_so(way: Callable[[Path], None], tmp_path: Path) -> None:
    root = repository(tmp_path)
    way(root)
    assert _MARK.search(repr(told(root, "besloten")).encode())


@pytest.mark.langzaam
@pytest.mark.parametrize("ways", TOGETHER, ids=("levels", "fields"))
def test_no_byte_of_the_public_output_holds_what_was_or_is_hidden(
    ways: tuple[Callable[[Path], None], ...], tmp_path: Path
) -> None:
    root = repository(tmp_path)
    change(root, "agenda/agenda.yaml", "publicatie:", "adres: https://agenda.voorbeeld.nl/\npublicatie:")
    commit(root, "2026-01-02")
    for way in ways:
        way(root)
    made = built(root, parts=("site", "data"))
    assert set(codes(made.findings)) <= {"nummer-dubbel"}
    files = {o.path: o.content if isinstance(o.content, bytes) else o.content.read_bytes() for o in made.outputs}
    assert {"wijzigingen.xml", "wijzigingen/index.html"} <= set(files)
    for path, content in files.items():
        found = _MARK.search(path.encode() + b"\n" + content)
        assert not found, (path, content[max(0, found.start() - 80) : found.end() + 80])


def test_what_became_public_begins_on_that_day(tmp_path: Path) -> None:
    root = repository(tmp_path)
    hidden_first(root)
    hidden_between(root)
    assert of(root, "doel:nieuw") == [("2026-04-01", "gepubliceerd")]
    assert of(root, "doel:tussen") == [("2026-05-01", "gepubliceerd")]
    assert [day for day, _ in of(root, "doel:nieuw", "raad")] == ["2026-04-01", "2026-03-01"]
    assert [day for day, _ in of(root, "doel:nieuw", "werkvloer")] == ["2026-04-01", "2026-03-01", "2026-02-01"]


def test_what_a_field_hid_on_a_day_stays_hidden_and_what_came_after_is_told(tmp_path: Path) -> None:
    root = repository(tmp_path)
    a_field_narrowed_then(root)
    change(root, MEAL, "De school", "Het plein")
    commit(root, "2026-05-01")
    days = [day for day, _ in of(root, "activiteit:buurtmaaltijd")]
    assert days == ["2026-05-01", "2026-04-01", "2026-02-01", "2026-01-01"]
    [(_, new), (_, opened), (_, closed), _] = of(root, "activiteit:buurtmaaltijd")
    assert [(c.how, c.before, c.after) for c in new[0]] == [("gewijzigd", "De school", "Het plein")]  # type: ignore[index]
    assert [(c.how, c.before, c.after) for c in opened[0]] == [("ingevuld", "", "De school")]  # type: ignore[index]
    assert [(c.how, c.before, c.after) for c in closed[0]] == [("weggehaald", "", "")]  # type: ignore[index]


def test_a_nested_item_that_opens_is_new_and_one_that_closes_is_not_told(tmp_path: Path) -> None:
    root = repository(tmp_path)
    nested_hidden_first(root)
    [(day, changed), *_] = of(root, "kaderlijst:kader-inkoop")
    assert day == "2026-04-01"
    assert [(p.title, p.how) for p in changed[1]] == [("Inwoners kiezen", "toegevoegd")]  # type: ignore[index]
    root = repository(tmp_path / "ander")
    nested_hidden_now(root)
    assert of(root, "kaderlijst:kader-inkoop") == [("2026-01-01", "gepubliceerd")]


def test_a_reference_to_what_was_hidden_on_that_day_is_not_told_when_it_opens_later(tmp_path: Path) -> None:
    root = repository(tmp_path)
    write(root, {"agenda/doelen/later.yaml": goal("Later", "intern")})
    change(root, MEAL, "  - niemand-alleen", "  - niemand-alleen\n  - later")
    change(root, MEAL, "Elke maand", "Zie [het plan](doel:later). Elke maand")
    commit(root, "2026-02-01")
    change(root, MEAL, "[het plan](doel:later)", "het plan")
    commit(root, "2026-03-01")
    change(root, "agenda/doelen/later.yaml", "intern", "openbaar")
    commit(root, "2026-04-01")
    [(day, changed), _] = of(root, "activiteit:buurtmaaltijd")
    assert day == "2026-02-01"
    assert [(c.label, c.added) for c in changed[0]] == [("Wat gaan we doen?", ())]  # type: ignore[index]
    days = [day for day, _ in of(root, "activiteit:buurtmaaltijd", "besloten")]
    assert days == ["2026-03-01", "2026-02-01", "2026-01-01"]


def test_a_reference_to_what_is_hidden_now_is_not_told_at_all(tmp_path: Path) -> None:
    root = repository(tmp_path)
    a_reference_to_something_that_was_open(root)
    assert of(root, "activiteit:buurtmaaltijd") == [("2026-01-01", "gepubliceerd")]
    assert [day for day, _ in of(root, "activiteit:buurtmaaltijd", "besloten")] == ["2026-02-01", "2026-01-01"]
