"""Compiled templates are kept from one build to the next, and never say what another agenda would have said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import jinja2
import pytest
from markupsafe import Markup

from kapstok.core.cache import Cache
from kapstok.core.model import Model
from kapstok.kinds.schema import Kinds
from kapstok.render.drawings.charts import Colours
from kapstok.render.offers.things import World
from kapstok.render.plan.papers import Plan
from kapstok.render.templates.library import Library, Sheet

TEMPLATE = (
    "{% import 'macro.md.j2' as m with context %}{{ m.f('a') }} {{ 'vast'|som_van_alles }} {{ 2 }} {{ peildatum }}\n"
)
MACRO = "{% macro f(x) %}[{{ x if x }}{{ blad.address }}]{% endmacro %}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "blad.md.j2").write_text(TEMPLATE, encoding="utf-8")
    (tmp_path / "macro.md.j2").write_text(MACRO, encoding="utf-8")
    return tmp_path


def library(folder: Path, answer: str, cache: Cache) -> Library:
    """A library with a filter that gives another answer in every agenda."""
    world = World(Model(items={}, references=()), Kinds(by_name={}, schemas={}))
    made = Library(world, [folder], date(2026, 11, 1), Plan(), Colours(), {}, {}, cache=cache)
    made.environment.filters["som_van_alles"] = lambda _: answer
    return made


def rendered(found: Library) -> str:
    return found.render(found.template("blad"), Sheet(address="hier/"))


def count_compiling(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    compiled: list[str] = []
    before = jinja2.Environment.compile

    def compile_(self: jinja2.Environment, source: str, name: str, *rest: object, **more: object) -> object:
        compiled.append(name)
        return before(self, source, name, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(jinja2.Environment, "compile", compile_)
    return compiled


def test_templates_are_compiled_once_and_filters_asked_every_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled, cache = count_compiling(monkeypatch), Cache(folder / "cache")
    first, second = (rendered(library(folder, answer, cache)) for answer in ("10", "20"))
    assert first == "[ahier/] 10 2 1 november 2026\n"
    assert second == "[ahier/] 20 2 1 november 2026\n"
    assert compiled == ["blad.md.j2", "macro.md.j2"]


def test_a_changed_template_is_compiled_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(folder / "cache")
    rendered(library(folder, "1", cache))
    compiled = count_compiling(monkeypatch)
    (folder / "macro.md.j2").write_text(MACRO.replace("[", "<"), encoding="utf-8")
    assert rendered(library(folder, "1", cache)).startswith("<ahier/]")
    assert compiled == ["macro.md.j2"]


@pytest.mark.parametrize("blob", [b"", b"onzin", b"N", b"i\x01\x00\x00\x00"])
def test_what_is_no_code_in_the_cache_is_compiled_anew(blob: bytes, folder: Path) -> None:
    cache = Cache(folder / "cache")
    good = rendered(library(folder, "1", cache))
    for path in (folder / "cache").iterdir():
        cache.put(path.name, blob)
    assert rendered(library(folder, "1", cache)) == good


def test_a_mistake_is_found_again(folder: Path) -> None:
    (folder / "blad.md.j2").write_text("{{ 'a'|bestaat_niet }}", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(jinja2.TemplateSyntaxError, match="bestaat_niet"):
            rendered(library(folder, "1", Cache(folder / "cache")))


def test_what_a_template_leans_on_is_known_from_the_cache_too(folder: Path) -> None:
    (folder / "ander.md.j2").write_text("{% include 'blad.md.j2' %}{% set eigen = 1 %}", encoding="utf-8")
    for _ in range(2):
        found = library(folder, "1", Cache(folder / "cache"))
        assert found.files_of("ander") == ("ander.md.j2", "blad.md.j2", "macro.md.j2")
        assert [found.mentions("ander", name) for name in ("peildatum", "blad", "eigen")] == [True, True, False]


@pytest.mark.parametrize("written", ["veilig ~ ' *en* ' ~ tekst", "[veilig, tekst] | join(' *en* ')"])
def test_a_text_of_the_agenda_stays_text_beside_one_that_is_escaped_already(folder: Path, written: str) -> None:
    (folder / "blad.md.j2").write_text(f"{{{{ {written} }}}}", encoding="utf-8")
    made = library(folder, "", Cache(None))
    names = {"veilig": Markup("[a](b)"), "tekst": "[klik](https://elders.nl)"}
    found = made.render(made.template("blad"), Sheet(address="hier/"), **names)
    assert found == "[a](b) *en* \\[klik\\](https://elders.nl)\n"
