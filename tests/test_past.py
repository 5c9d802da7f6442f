"""What changed and when: read from real git repositories, and never more than the audience may know."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from papers_git import change, commit, git
from workbench import copy_base, write

from kapstok.core.cache import Cache
from kapstok.core.git import Repository
from kapstok.core.model import Change, FieldChange, Key, PartChange
from kapstok.core.workspace import open_workspace
from kapstok.history.recall import recall
from kapstok.history.versions import past_of
from kapstok.pipeline import load
from kapstok.view import view

LAST = date(2027, 1, 1)
GOAL = "agenda/doelen/niemand-alleen.yaml"
MEAL = "agenda/activiteiten/buurtmaaltijd.yaml"
WORK = "agenda/indicatoren/mensen-aan-het-werk.yaml"
NORMS = "agenda/kaderlijsten/kader-inkoop.yaml"


def repository(folder: Path) -> Path:
    """The base workspace, committed on the first of January."""
    root = copy_base(folder)
    write(root, {".gitignore": ".kapstok/\n"})
    git(root, "init", "-q", "-b", "main")
    commit(root, "2026-01-01")
    return root


def told(root: Path, audience: str = "inwoners", day: date = LAST) -> dict[Key, tuple[Change, ...]]:
    """Every change that an audience may know."""
    loaded = load(open_workspace(root), day=day)
    shown = view(loaded.model, loaded.kinds, audience)
    past = past_of(Repository(loaded.workspace.root), day)
    return dict(recall(loaded.workspace, loaded.model, shown, loaded.kinds, Cache(None), past))


def of(root: Path, name: str, audience: str = "inwoners", day: date = LAST) -> list[tuple[str, object]]:
    """The changes of one item, newest first: the day, and what changed on it."""
    kind, _, local = name.partition(":")
    changes = told(root, audience, day).get(Key(kind=kind, id=local), ())
    return [(c.day.isoformat(), "gepubliceerd" if c.published else (c.fields, c.parts)) for c in changes]


def field(label: str, how: str = "gewijzigd", **values: object) -> FieldChange:
    return FieldChange(label=label, how=how, **values)  # type: ignore[arg-type]


def test_everything_begins_on_the_day_it_was_committed(tmp_path: Path) -> None:
    root = repository(tmp_path)
    assert of(root, "doel:niemand-alleen") == [("2026-01-01", "gepubliceerd")]
    assert len(told(root)) == 11


def test_plain_values_are_told_and_running_text_only_that_it_changed(tmp_path: Path) -> None:
    root = repository(tmp_path)
    change(root, MEAL, "voortgang: gestart", "voortgang: loopt")
    change(root, MEAL, "Elke maand", "Elke week")
    change(root, MEAL, "bedrag: 58400", "bedrag: 60000")
    change(root, MEAL, "voorjaar 2025", "zomer 2025")
    commit(root, "2026-02-01")
    assert of(root, "activiteit:buurtmaaltijd")[0] == (
        "2026-02-01",
        (
            (
                field("Wat gaan we doen?"),
                field("Wanneer gebeurt het?", before="voorjaar 2025", after="zomer 2025"),
                field("Wat mag het kosten: bedrag", before="€\u00a058.400", after="€\u00a060.000"),
                field("Voortgang", before="gestart", after="loopt"),
            ),
            (),
        ),
    )


def test_a_field_that_came_shows_its_value_and_one_that_went_does_not(tmp_path: Path) -> None:
    root = repository(tmp_path)
    change(root, MEAL, "waar: Het dorpshuis\n", "")
    change(root, GOAL, "opgave: meedoen", "opgave: meedoen\nstatus: ter-inzage")
    commit(root, "2026-02-01")
    assert of(root, "activiteit:buurtmaaltijd")[0][1] == ((field("Waar gebeurt het?", "weggehaald"),), ())
    assert of(root, "doel:niemand-alleen")[0][1] == ((field("Status", "ingevuld", after="ter inzage"),), ())


def test_a_list_of_references_says_what_came_and_what_went(tmp_path: Path) -> None:
    root = repository(tmp_path)
    change(root, MEAL, "- niemand-alleen", "- werk-naar-vermogen")
    commit(root, "2026-02-01")
    expected = field("Doelen", added=("Inwoners werken naar vermogen",), removed=("Niemand staat er alleen voor",))
    assert of(root, "activiteit:buurtmaaltijd")[0][1] == ((expected,), ())


def test_nested_items_are_told_by_their_title(tmp_path: Path) -> None:
    root = repository(tmp_path)
    change(root, WORK, "waarde: 37,7", "waarde: 38,5")
    change(root, WORK, "streefwaarden:", "  - id: '2025'\n    waarde: 40\n    peil: december 2025\nstreefwaarden:")
    subframes = "    subkaders:\n      - id: proef\n        tekst: Het om een proef gaat\n"
    change(root, NORMS, subframes, "")
    change(root, NORMS, "  - id: keuzevrijheid\n    nummer: '1'\n    tekst: Inwoners kunnen kiezen\n", "")
    change(root, NORMS, "    niet_toetsbaar: Wat inwoners kiezen, staat niet in de agenda\n", "")
    commit(root, "2026-02-01")
    meting = Key(kind="meting", id="mensen-aan-het-werk.2024")
    value = field("Waarde", before="37,7", after="38,5")
    assert of(root, "indicator:mensen-aan-het-werk")[0][1] == (
        (),
        (
            PartChange(
                key=meting,
                title="december 2024",
                how="gewijzigd",
                fields=(value,),
            ),
            PartChange(key=Key(kind="meting", id="mensen-aan-het-werk.2025"), title="december 2025", how="toegevoegd"),
        ),
    )
    parts = of(root, "kaderlijst:kader-inkoop")[0][1][1]  # type: ignore[index]
    assert [(part.title, part.how) for part in parts] == [
        ("Inwoners kunnen kiezen", "verwijderd"),
        ("Het om een proef gaat", "verwijderd"),
    ]


def test_what_is_in_a_part_that_came_goes_without_saying(tmp_path: Path) -> None:
    root = repository(tmp_path)
    new = "  - id: buurt\n    tekst: In de buurt\n    niet_toetsbaar: Nee\n"
    new += "    subkaders:\n      - id: a\n        tekst: A\n"
    change(root, NORMS, "kaders:\n", "kaders:\n" + new)
    commit(root, "2026-02-01")
    parts = of(root, "kaderlijst:kader-inkoop")[0][1][1]  # type: ignore[index]
    assert [(part.title, part.how) for part in parts] == [("In de buurt", "toegevoegd")]


def test_the_newest_comes_first_and_a_day_counts_once(tmp_path: Path) -> None:
    root = repository(tmp_path)
    was = "Het dorpshuis"
    for day, place in (("2026-02-01", "A"), ("2026-02-01", "B"), ("2026-03-01", "C")):
        change(root, MEAL, f"waar: {was}", f"waar: {place}")
        commit(root, day)
        was = place
    assert of(root, "activiteit:buurtmaaltijd") == [
        ("2026-03-01", ((field("Waar gebeurt het?", before="B", after="C"),), ())),
        ("2026-02-01", ((field("Waar gebeurt het?", before="Het dorpshuis", after="B"),), ())),
        ("2026-01-01", "gepubliceerd"),
    ]


def test_nothing_after_the_peildatum_is_told(tmp_path: Path) -> None:
    root = repository(tmp_path)
    change(root, MEAL, "Het dorpshuis", "De school")
    commit(root, "2026-03-01")
    assert len(of(root, "activiteit:buurtmaaltijd", day=date(2026, 2, 28))) == 1
    assert len(of(root, "activiteit:buurtmaaltijd", day=date(2026, 3, 1))) == 2


def test_a_commit_with_a_wrong_clock_counts_on_the_day_after_it(tmp_path: Path) -> None:
    root = repository(tmp_path)
    change(root, MEAL, "Het dorpshuis", "De school")
    commit(root, "2036-03-01")
    change(root, GOAL, "Niemand", "Geen mens")
    commit(root, "2026-03-01")
    assert [day for day, _ in of(root, "activiteit:buurtmaaltijd")] == ["2026-03-01", "2026-01-01"]


def test_a_change_counts_from_the_day_it_is_merged(tmp_path: Path) -> None:
    root = repository(tmp_path)
    git(root, "checkout", "-q", "-b", "voorstel")
    change(root, MEAL, "Het dorpshuis", "De school")
    commit(root, "2026-02-01")
    git(root, "checkout", "-q", "main")
    change(root, GOAL, "Niemand", "Geen mens")
    commit(root, "2026-02-15")
    git(root, "merge", "-q", "--no-ff", "-m", "samen", "voorstel", day="2026-03-01")
    assert [day for day, _ in of(root, "activiteit:buurtmaaltijd")] == ["2026-03-01", "2026-01-01"]


def test_changes_that_are_not_committed_are_not_told(tmp_path: Path) -> None:
    root = repository(tmp_path)
    before = told(root)
    change(root, MEAL, "Het dorpshuis", "De school")
    write(root, {"agenda/doelen/nieuw.yaml": "nummer: '3'\ntitel: Nieuw\nopgave: meedoen\npublicatie: openbaar\n"})
    assert told(root) == before
    git(root, "add", "-A")
    assert told(root) == before


def test_a_workspace_in_a_folder_of_a_bigger_repository_has_its_own_history(tmp_path: Path) -> None:
    root = copy_base(tmp_path / "groot" / "mappen")
    git(tmp_path / "groot", "init", "-q", "-b", "main")
    commit(tmp_path / "groot", "2026-01-01")
    write(tmp_path / "groot", {"agenda/doelen/niemand-alleen.yaml": "van een ander"})
    change(root, MEAL, "Het dorpshuis", "De school")
    commit(tmp_path / "groot", "2026-02-01")
    assert [day for day, _ in of(root, "activiteit:buurtmaaltijd")] == ["2026-02-01", "2026-01-01"]
    assert [day for day, _ in of(root, "doel:niemand-alleen")] == ["2026-01-01"]


def test_without_git_or_with_a_shallow_clone_nothing_is_told(tmp_path: Path) -> None:
    assert told(copy_base(tmp_path)) == {}
    root = repository(tmp_path / "vol")
    change(root, MEAL, "Het dorpshuis", "De school")
    commit(root, "2026-02-01")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{root}", str(tmp_path / "ondiep"))
    assert told(tmp_path / "ondiep") == {}


def test_a_repository_without_commits_has_no_history(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    git(root, "init", "-q")
    assert told(root) == {}


@pytest.mark.parametrize(
    "broken",
    [
        "titel: [niet dicht\n",
        "- een lijst\n",
        "\x00\x01",
        "titel: A\ntitel: B\n",
        "!!python/object:os.system x\n",
        "a: &a [*a]\n",
        "",
    ],
)
def test_a_version_that_cannot_be_read_is_passed_over(tmp_path: Path, broken: str) -> None:
    root = repository(tmp_path)
    good = (root / MEAL).read_text(encoding="utf-8")
    write(root, {MEAL: broken})
    commit(root, "2026-02-01")
    write(root, {MEAL: good.replace("Het dorpshuis", "De school")})
    commit(root, "2026-03-01")
    assert of(root, "activiteit:buurtmaaltijd") == [
        ("2026-03-01", ((field("Waar gebeurt het?", before="Het dorpshuis", after="De school"),), ())),
        ("2026-01-01", "gepubliceerd"),
    ]


def test_a_version_that_does_not_fit_the_schema_is_compared_as_far_as_it_fits(tmp_path: Path) -> None:
    root = repository(tmp_path)
    good = (root / MEAL).read_text(encoding="utf-8")
    odd = good.replace("  bedrag: 58400", "  bedrag: {veel: 1}").replace("waar: Het dorpshuis", "plek: Het dorpshuis")
    write(root, {MEAL: odd.replace("voortgang: gestart", "voortgang: loopt")})
    commit(root, "2026-02-01")
    write(root, {MEAL: good})
    commit(root, "2026-03-01")
    gone = field("Waar gebeurt het?", "weggehaald")
    assert of(root, "activiteit:buurtmaaltijd")[:2] == [
        ("2026-03-01", ((field("Voortgang", before="loopt", after="gestart"),), ())),
        ("2026-02-01", ((gone, field("Voortgang", before="gestart", after="loopt")), ())),
    ]


def test_a_new_id_keeps_the_history_and_is_no_change_of_who_refers_to_it(tmp_path: Path) -> None:
    root = repository(tmp_path)
    change(root, GOAL, "titel: Niemand staat", "titel: Geen mens staat")
    commit(root, "2026-02-01")
    git(root, "mv", GOAL, "agenda/doelen/samen.yaml")
    change(root, "agenda/doelen/samen.yaml", "nummer:", "vorige_ids: [niemand-alleen]\nnummer:")
    change(root, MEAL, "- niemand-alleen", "- samen")
    commit(root, "2026-03-01")
    titles = {"before": "Niemand staat er alleen voor", "after": "Geen mens staat er alleen voor"}
    assert of(root, "doel:samen") == [
        ("2026-02-01", ((field("Titel", **titles),), ())),
        ("2026-01-01", "gepubliceerd"),
    ]
    assert of(root, "activiteit:buurtmaaltijd") == [("2026-01-01", "gepubliceerd")]


def test_nested_items_of_a_renamed_file_and_renamed_themselves_keep_their_history(tmp_path: Path) -> None:
    root = repository(tmp_path)
    git(root, "mv", NORMS, "agenda/kaderlijsten/inkoop.yaml")
    new = "agenda/kaderlijsten/inkoop.yaml"
    change(root, new, "titel: Kader inkoop", "titel: Kader inkoop\nvorige_ids: [kader-inkoop]")
    change(root, new, "id: keuzevrijheid", "id: kiezen\n    vorige_ids: [keuzevrijheid]")
    change(root, new, "Inwoners kunnen kiezen", "Inwoners kiezen zelf")
    change(root, "agenda/ontwikkelopdrachten/inkoop-en-subsidie.yaml", "- kader-inkoop", "- inkoop")
    commit(root, "2026-02-01")
    [(day, changed), _] = of(root, "kaderlijst:inkoop")
    assert day == "2026-02-01"
    assert [(p.title, p.how) for p in changed[1]] == [("Inwoners kiezen zelf", "gewijzigd")]  # type: ignore[index]


def test_an_item_that_is_deleted_leaves_no_trace_and_comes_back_as_new(tmp_path: Path) -> None:
    root = repository(tmp_path)
    good = (root / MEAL).read_text(encoding="utf-8")
    (root / MEAL).unlink()
    commit(root, "2026-02-01")
    assert Key(kind="activiteit", id="buurtmaaltijd") not in told(root)
    write(root, {MEAL: good})
    commit(root, "2026-03-01")
    assert of(root, "activiteit:buurtmaaltijd") == [("2026-03-01", "gepubliceerd")]


def test_what_lies_further_back_than_the_limit_is_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository(tmp_path)
    was = "Het dorpshuis"
    for month, place in enumerate(("A", "B", "C"), start=2):
        change(root, MEAL, f"waar: {was}", f"waar: {place}")
        commit(root, f"2026-{month:02d}-01")
        was = place
    monkeypatch.setattr("kapstok.history.versions.MOST_VERSIONS", 3)  # C, B and A
    assert [day for day, _ in of(root, "activiteit:buurtmaaltijd")] == ["2026-04-01", "2026-03-01"]
    assert list(told(root)) == [Key(kind="activiteit", id="buurtmaaltijd")]


def test_a_version_that_is_too_large_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository(tmp_path)
    good = (root / MEAL).read_text(encoding="utf-8")
    write(root, {MEAL: good.replace("Het dorpshuis", "De school") + f"# {'x' * 2000}\n"})
    commit(root, "2026-02-01")
    write(root, {MEAL: good.replace("Het dorpshuis", "Het plein")})
    commit(root, "2026-03-01")
    monkeypatch.setattr("kapstok.history.versions.LARGEST", 1000)
    monkeypatch.setattr("kapstok.history.versions.MOST_BYTES", 100_000)
    assert [day for day, _ in of(root, "activiteit:buurtmaaltijd")] == ["2026-03-01", "2026-01-01"]


def test_a_second_time_the_cache_knows_what_every_version_says(tmp_path: Path) -> None:
    root = repository(tmp_path)
    change(root, MEAL, "Het dorpshuis", "De school")
    commit(root, "2026-02-01")
    loaded = load(open_workspace(root), day=LAST)
    shown, cache = view(loaded.model, loaded.kinds, "inwoners"), Cache(tmp_path / "cache")
    past = past_of(Repository(loaded.workspace.root), LAST)
    first = recall(loaded.workspace, loaded.model, shown, loaded.kinds, cache, past)
    kept = sorted(p.name for p in (tmp_path / "cache").iterdir())
    assert len(kept) == 12
    assert recall(loaded.workspace, loaded.model, shown, loaded.kinds, cache, past) == first
    assert sorted(p.name for p in (tmp_path / "cache").iterdir()) == kept
