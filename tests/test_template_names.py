"""A wrong name in a template is found by `check`, at its line, with the nearest name; a right one never is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from workbench import REPOSITORY, copy_base, shipped_kinds, write

from kapstok.core.door import Door, door_to
from kapstok.core.finding import Finding
from kapstok.core.workspace import open_workspace
from kapstok.render import own_files
from kapstok.render.own_files import check_templates
from kapstok.render.templates.known import Known


def doors_of(root: Path) -> list[Door]:
    return [door_to(folder) for folder in open_workspace(root).template_folders()]


def found(root: Path, name: str, text: str) -> list[tuple[str, int, str, str]]:
    """What is wrong with one template of a workspace of one's own."""
    write(root, {f"templates/{name}": text})
    said = "Dit sjabloon kan niet gemaakt worden: "
    findings = check_templates(open_workspace(root), shipped_kinds(), doors_of(root))
    return [(f.path.removeprefix("templates/"), f.line, f.message.removeprefix(said), f.hint) for f in findings]


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ("{% for d in alle('doell') %}{{ d | link }}{% endfor %}", "de soort doell bestaat niet.", "Bedoelde u doel?"),
        (
            "{% for d in alle('doelen') %}{{ d | link }}{% endfor %}",
            "de soort doelen bestaat niet.",
            "Bedoelde u doel?",
        ),
        (
            "{% for d in alle('doel') %}{{ d.titl }}{% endfor %}",
            "het veld titl van doel bestaat niet.",
            "Bedoelde u titel?",
        ),
        (
            "{% for d in alle('doel') | sort %}{{ d.opgave.omschrijvng }}{% endfor %}",
            "het veld omschrijvng van opgave bestaat niet.",
            "Bedoelde u omschrijving?",
        ),
        (
            "{% set d = alle('activiteit') | first %}{{ d.kosten.bedrg }}",
            "het veld bedrg van Wat mag het kosten? bestaat niet.",
            "Bedoelde u bedrag?",
        ),
        (
            "{% for k in alle('kader', groepp='x') %}{{ k | link }}{% endfor %}",
            "het veld groepp van kader bestaat niet.",
            "",
        ),
        ("{{ peildattum }}", "de naam peildattum bestaat niet.", "Bedoelde u peildatum?"),
        ("{{ peildatum | linkk }}", "het filter linkk bestaat niet.", "Bedoelde u link?"),
        ("{% include 'macros/lijsst.md.j2' %}", "het sjabloon macros/lijsst.md.j2 bestaat niet.", "Bedoelde u"),
        (
            "{% for o in alle('opgave') %}{% for d in o | terug('doell') %}{{ d | link }}{% endfor %}{% endfor %}",
            "de soort doell bestaat niet.",
            "Bedoelde u doel?",
        ),
    ],
)
def test_a_wrong_name_is_found_at_its_line(tmp_path: Path, text: str, said: str, hint: str) -> None:
    root = copy_base(tmp_path)
    [(path, line, message, guess)] = found(root, "overzicht/eigen.md.j2", f"---\ntitel: Eigen\n---\n\n{text}\n")
    assert (path, line, message) == ("overzicht/eigen.md.j2", 5, said)
    assert hint in guess


def test_the_thing_of_a_page_and_of_a_paper_has_the_fields_of_its_kind(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    [(_, line, said, hint)] = found(root, "pagina/doel.md.j2", "# {{ ding.titel }}\n\n{{ ding.samenvatng }}\n")
    assert (line, said, hint) == (3, "het veld samenvatng van doel bestaat niet.", "Bedoelde u samenvatting?")
    (root / "templates/pagina/doel.md.j2").unlink()
    paper = "---\nvan: doel\nsoort: Blad\n---\n{{ ding.titell }}\n"
    [(_, line, said, hint)] = found(root, "stuk/blad.md.j2", paper)
    assert (line, said, hint) == (5, "het veld titell van doel bestaat niet.", "Bedoelde u titel?")


@pytest.mark.parametrize("head", ["als: [doell]", "als:\n  - opgave\n  - doell"])
def test_a_kind_in_a_head_that_does_not_exist_is_found(tmp_path: Path, head: str) -> None:
    root = copy_base(tmp_path)
    [(_, line, said, hint)] = found(root, "overzicht/eigen.md.j2", f"---\ntitel: Eigen\n{head}\n---\nTekst\n")
    assert line == 3 + head.count("\n")
    assert (said, hint) == ("de soort doell bestaat niet.", "Bedoelde u doel?")


@pytest.mark.parametrize(
    ("path", "text", "said", "hint"),
    [
        (
            "pagina/opgave.md.j2",
            "# x\n{% for d in ding | terug('doel', 'opgaav') %}{{ d | naam }}{% endfor %}\n",
            "het veld opgaav van doel bestaat niet",
            "Bedoelde u opgave?",
        ),
        (
            "pagina/opgave.md.j2",
            "{% import 'macros/opbouw.md.j2' as m %}\n{{ m.kenmerkk('a', 'b') }}\n",
            "kenmerkk staat niet in macros/opbouw.md.j2",
            "Bedoelde u kenmerk?",
        ),
        ("pagina/opgavee.md.j2", "# x\n", "de soort opgavee bestaat niet", "Bedoelde u opgave?"),
    ],
)
def test_a_name_that_would_leave_a_page_empty_is_found(
    tmp_path: Path, path: str, text: str, said: str, hint: str
) -> None:
    [(where, _, message, cure)] = found(copy_base(tmp_path), path, text)
    assert (where, message, cure) == (path, f"{said}.", hint)


def test_what_is_right_is_left_alone(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    text = (
        "{% macro regel(x, y='') %}{{ x.wat_dan_ook }}{{ caller() }}{% endmacro %}\n"
        "{% for d in alle('doel') %}{{ loop.index }}{{ d.opgave.titel }}{% if d %}{% set iets = d %}{% endif %}\n"
        "{{ iets.titel }}{% for d in [1] %}{{ d.real }}{% endfor %}{% else %}Niets{% endfor %}\n"
        "{% for b in alle('vraagstuk') %}{{ b.erkend_op.text }}{% endfor %}{{ regel(peildatum) }}\n"
    )
    assert found(root, "overzicht/eigen.md.j2", text) == []


def test_the_schema_of_a_workspace_counts(tmp_path: Path) -> None:
    """A template that was right is looked at again once a field is gone: the cache knows the schemas."""
    root = copy_base(tmp_path)
    assert found(root, "overzicht/eigen.md.j2", "{% for d in alle('doel') %}{{ d.titel }}{% endfor %}") == []
    without = shipped_kinds()
    fields = {name: shape for name, shape in without["doel"].shape.fields.items() if name != "titel"}
    goal = replace(without["doel"], shape=replace(without["doel"].shape, fields=fields))
    kinds = replace(without, by_name={**without.by_name, "doel": goal})
    [finding] = check_templates(open_workspace(root), kinds, doors_of(root))
    assert "het veld titel van doel bestaat niet" in finding.message


def test_every_name_that_the_shipped_templates_take_from_another_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the cache still knows of them: names that are set in a row are names too."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert list(check_templates(open_workspace(REPOSITORY), shipped_kinds(), doors_of(REPOSITORY))) == []


def test_what_was_right_is_looked_at_again_by_another_kapstok(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = copy_base(tmp_path)
    write(root, {"templates/pagina/doel.md.j2": "# {{ ding.titel }}\n"})
    looked: list[str] = []
    real = own_files._check_template

    def look(known: Known, door: Door, name: str) -> Iterable[Finding]:
        looked.append(name)
        return real(known, door, name)

    monkeypatch.setattr(own_files, "_check_template", look)
    for state, expected in (("een", 1), ("een", 1), ("twee", 2)):
        monkeypatch.setattr(own_files, "package_state", lambda state=state: state)
        assert list(check_templates(open_workspace(root), shipped_kinds(), doors_of(root))) == []
        assert len(looked) == expected
