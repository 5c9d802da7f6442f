"""`kapstok rename`: one id everywhere, with everything around it left as it was, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from papers_git import freeze
from test_freeze import ITEM, adopted
from workbench import copy_base, load_from, write

from kapstok.cli import main
from kapstok.commands import rename
from kapstok.commands.rename import carry_out, in_words, plan_rename
from kapstok.core.model import Key
from kapstok.core.workspace import WorkspaceError

GOAL = "agenda/doelen/niemand-alleen.yaml"
NORMS = "agenda/kaderlijsten/kader-inkoop.yaml"
LEADING = """# Een opmerking over niemand-alleen blijft staan.
titel: 'Samen: koken'   # nog een
voortgang: voorgesteld
doelen: [ "niemand-alleen",   werk-naar-vermogen ]
zieook:
    - 'doel:niemand-alleen'   # waarom niet
    - doel:niemand-alleen-meer
wat: >-
  Zie [niemand-alleen](doel:niemand-alleen) en nog eens
  [hier](doel:niemand-alleen), maar niet [dit](doel:niemand-alleen-meer).
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = copy_base(tmp_path)
    more = "nummer: '3'\ntitel: Nog meer\nopgave: meedoen\n"
    write(root, {"agenda/activiteiten/koken.yaml": LEADING, "agenda/doelen/niemand-alleen-meer.yaml": more})
    return root


def state(root: Path) -> dict[str, bytes]:
    """Every file of the agenda."""
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in (root / "agenda").rglob("*") if p.is_file()}


def renamed(root: Path, old: str, new: str) -> list[str]:
    """Rename something for real; gives what is said of it."""
    plan, findings = plan_rename(load_from(root), old, new)
    assert findings == []
    assert plan is not None
    carry_out(root, plan)
    assert [f for f in load_from(root).findings if f.code not in ("peildatum-vandaag", "afwijking-onnodig")] == []
    return list(in_words(plan))


def test_a_file_moves_and_all_that_refers_to_it_changes_and_nothing_else(root: Path) -> None:
    before = state(root)
    said = renamed(root, "doel:niemand-alleen", "samen")
    after = state(root)
    assert GOAL not in after
    assert after["agenda/doelen/samen.yaml"] == before[GOAL] + b"vorige_ids: [niemand-alleen]\n"
    expected = LEADING.replace('"niemand-alleen"', '"samen"').replace("'doel:niemand-alleen'", "'doel:samen'")
    expected = expected.replace("(doel:niemand-alleen)", "(doel:samen)")
    assert after["agenda/activiteiten/koken.yaml"].decode() == expected
    changed = {path for path in after if before.get(path) != after[path]}
    assert changed == {f"agenda/{n}.yaml" for n in ("doelen/samen", "activiteiten/koken", "activiteiten/buurtmaaltijd")}
    assert said == [
        "doel:niemand-alleen heet nu doel:samen.",
        "Bestand: agenda/doelen/niemand-alleen.yaml heet nu agenda/doelen/samen.yaml.",
        "Aangepast: agenda/activiteiten/buurtmaaltijd.yaml (1 verwijzing).",
        "Aangepast: agenda/activiteiten/koken.yaml (4 verwijzingen).",
        "Het oude adres op de site leidt naar het nieuwe.",
    ]


def test_a_nested_item_is_renamed_in_its_file(root: Path) -> None:
    exempt = "afwijking:\n  kader: kader-inkoop.vier-jaar\n  reden: Proef\n  door: college\n"
    path = "agenda/activiteiten/koken.yaml"
    write(root, {path: LEADING + exempt + "werknotitie: Zie [het deel](subkader:kader-inkoop.vier-jaar.proef).\n"})
    before = (root / NORMS).read_text(encoding="utf-8")
    renamed(root, "kader:kader-inkoop.vier-jaar", "looptijd")
    expected = before.replace("  - id: vier-jaar\n", "  - id: looptijd\n    vorige_ids: [vier-jaar]\n")
    assert (root / NORMS).read_text(encoding="utf-8") == expected
    text = (root / path).read_text(encoding="utf-8")
    assert "kader: kader-inkoop.looptijd\n" in text
    assert "(subkader:kader-inkoop.looptijd.proef)" in text


def test_a_file_that_holds_others_takes_their_references_along(root: Path) -> None:
    path = "agenda/activiteiten/koken.yaml"
    write(root, {path: LEADING + "werknotitie: '[a](kader:kader-inkoop.vier-jaar)'\n"})
    renamed(root, "kaderlijst:kader-inkoop", "inkoop")
    assert "(kader:inkoop.vier-jaar)" in (root / path).read_text(encoding="utf-8")
    assert "  - inkoop\n" in (root / "agenda/ontwikkelopdrachten/inkoop-en-subsidie.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("vorige_ids: [eenzaam, samen]\n", "vorige_ids: [niemand-alleen, eenzaam]\n"),
        ("vorige_ids:\n  - eenzaam\n  - samen\n", "vorige_ids:\n  - niemand-alleen\n  - eenzaam\n"),
        ("vorige_ids:\n- eenzaam\n", "vorige_ids:\n- niemand-alleen\n- eenzaam\n"),
    ],
)
def test_former_ids_grow_and_an_id_that_comes_back_leaves_them(root: Path, listed: str, expected: str) -> None:
    text = (root / GOAL).read_text(encoding="utf-8")
    write(root, {GOAL: listed + text})
    renamed(root, "doel:niemand-alleen", "samen")
    assert (root / "agenda/doelen/samen.yaml").read_text(encoding="utf-8") == expected + text


def test_line_ends_and_byte_order_mark_stay(root: Path) -> None:
    raw = b"\xef\xbb\xbf" + (root / GOAL).read_bytes().replace(b"\n", b"\r\n")
    (root / GOAL).write_bytes(raw)
    renamed(root, "doel:niemand-alleen", "samen")
    assert (root / "agenda/doelen/samen.yaml").read_bytes() == raw + b"vorige_ids: [niemand-alleen]\r\n"


def test_other_files_that_hold_the_id_are_named(root: Path) -> None:
    write(root, {"docs/site/eigen.md": "---\ntitel: E\n---\n# E\n\n[x](../doelen/niemand-alleen/)\n"})
    assert "De oude id staat ook nog in: docs/site/eigen.md. Kijk zelf of dat klopt." in renamed(
        root, "doel:niemand-alleen", "samen"
    )


def test_a_place_that_a_machine_cannot_change_stops_it_all(root: Path) -> None:
    text = 'titel: A\nvoortgang: voorgesteld\ndoelen: [niemand-alleen]\nzieook: ["doel:niemand\\x2dalleen"]\n'
    write(root, {"agenda/activiteiten/raar.yaml": text})
    before = state(root)
    plan, findings = plan_rename(load_from(root), "doel:niemand-alleen", "samen")
    assert plan is None
    assert [(f.path, f.line, f.column, f.code) for f in findings] == [
        ("agenda/activiteiten/raar.yaml", 4, 10, "hernoemen-lukt-niet")
    ]
    assert state(root) == before


def test_an_item_on_one_line_has_no_room_for_its_former_id(root: Path) -> None:
    path, flow = "agenda/kaderlijsten/vlak.yaml", "kaders: [{id: een, tekst: T, niet_toetsbaar: Nee}]\n"
    write(root, {path: f"titel: L\nontwikkelopdracht: inkoop-en-subsidie\n{flow}"})
    plan, findings = plan_rename(load_from(root), "kader:vlak.een", "twee")
    assert plan is None
    assert [(f.path, f.line, f.code) for f in findings] == [(path, 3, "hernoemen-lukt-niet")]


def test_what_would_be_wrong_afterwards_is_told_and_nothing_is_written(root: Path) -> None:
    write(root, {GOAL: (root / GOAL).read_text(encoding="utf-8") + "...\n"})
    before = state(root)
    plan, findings = plan_rename(load_from(root), "doel:niemand-alleen", "samen")
    assert plan is None
    assert findings
    assert state(root) == before


def test_what_has_an_adopted_paper_keeps_its_id(tmp_path: Path) -> None:
    root = adopted(tmp_path)
    assert freeze(root, ITEM)[0] == []
    with pytest.raises(WorkspaceError, match="vastgesteld"):
        plan_rename(load_from(root), ITEM, "anders")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("doel:bestaat-niet", "x", "Er is geen doel:bestaat-niet."),
        ("niemand-alleen", "x", "Er is geen niemand-alleen."),
        ("doel:niemand-alleen", "Met Spatie", "Met Spatie kan geen id zijn."),
        ("doel:niemand-alleen", "../weg", "../weg kan geen id zijn."),
        ("doel:niemand-alleen", "niemand-alleen", "Zo heet het al."),
        ("doel:niemand-alleen", "werk-naar-vermogen", "Er is al een doel:werk-naar-vermogen"),
        ("beleidsagenda:agenda", "x", "Beleidsagenda heeft altijd dezelfde id."),
    ],
)
def test_what_cannot_be_is_refused(root: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(WorkspaceError, match=message.replace(".", r"\.")):
        plan_rename(load_from(root), old, new)


def test_an_agenda_with_errors_is_mended_first(root: Path) -> None:
    write(root, {"agenda/doelen/fout.yaml": "titel: F\n"})
    with pytest.raises(WorkspaceError, match="nog fouten"):
        plan_rename(load_from(root), "doel:niemand-alleen", "samen")


def test_a_disk_that_fails_half_way_leaves_everything_as_it_was(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(root)
    plan, _ = plan_rename(load_from(root), "doel:niemand-alleen", "samen")
    assert plan is not None
    real, calls = os.replace, []

    def failing(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 2:
            raise OSError(28, "vol", str(target))
        real(source, target)

    monkeypatch.setattr(rename.os, "replace", failing)
    with pytest.raises(OSError, match="vol"):
        carry_out(root, plan)
    assert state(root) == before


def test_the_command_says_what_it_did_and_ends_well(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rename", "doel:niemand-alleen", "samen", "--workspace", str(root)]) == 0
    assert "doel:niemand-alleen heet nu doel:samen." in capsys.readouterr().out
    assert Key(kind="doel", id="samen") in load_from(root).model.items
    assert main(["rename", "doel:niemand-alleen", "samen", "--workspace", str(root)]) == 2
    assert "Er is geen doel:niemand-alleen." in capsys.readouterr().err
