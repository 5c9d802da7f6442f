"""Templates print: nothing that is derived is worked out in one, so no two outputs can disagree about it."""

from __future__ import annotations

import jinja2
import pytest
from workbench import REPOSITORY

from kapstok.core.door import Door
from kapstok.render.plan.head import read_source
from kapstok.render.templates.printing_only import judgements

TEMPLATES = REPOSITORY / "templates"
NAMES = sorted(p.relative_to(TEMPLATES).as_posix() for p in TEMPLATES.rglob("*.md.j2"))
LONGEST = 120


def found_in(body: str) -> list[str]:
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    return [f"{one.line}: {one.what}" for one in judgements(environment, body)]


def body_of(name: str) -> str:
    source, _ = read_source(Door(TEMPLATES), name, name)
    assert source is not None
    return "\n" * (source.first_line - 1) + source.body


@pytest.mark.parametrize("name", NAMES)
def test_a_template_only_prints(name: str) -> None:
    assert found_in(body_of(name)) == []


@pytest.mark.parametrize(
    "name", sorted(p.relative_to(TEMPLATES).as_posix() for p in TEMPLATES.rglob("*") if p.suffix == ".j2")
)
def test_a_template_is_short(name: str) -> None:
    length = len((TEMPLATES / name).read_text(encoding="utf-8").splitlines())
    assert length <= LONGEST


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{% do x.append(1) %}", "vult een lijst met do"),
        ("{{ a.bedrag - b.bedrag }}", "rekent"),
        ("{% if motie.uitslag == 'aangenomen' %}x{% endif %}", "vergelijkt waarden"),
        ("{% if motie.uitslag in ('aangenomen',) %}x{% endif %}", "vergelijkt waarden"),
        ("{% for a in b if a.gereed %}x{% endfor %}", "laat in een lus dingen weg"),
        ("{{ ding.waar or ding.kernen }}", "kiest tussen velden"),
        ("{{ ding.a if ding.b else ding.c }}", "kiest tussen velden"),
        ("{{ metingen | selectattr('nulmeting') }}", "kiest of rekent met het filter selectattr"),
        ("{{ metingen[-1] }}", "kiest een plaats uit een lijst of tekst"),
        ("{{ titel.strip() }}", "roept strip van een waarde aan"),
        ("{% if x is number %}x{% endif %}", "oordeelt met is number"),
        ("{% set ns = namespace(a=0) %}", "werkt met namespace"),
    ],
)
def test_working_something_out_is_found(text: str, what: str) -> None:
    assert what in " ".join(found_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "{% import 'macros.md.j2' as m with context %}{{ m.kop(ding) }}",
        "{% for a in b %}{{ a.titel }}{{ ', ' if not loop.last }}{% else %}niets{% endfor %}",
        "{% if ding.waar and not ding.wie %}{{ ding.waar | proza }}{% endif %}",
        "{{ ding.titel or 'nog niet ingevuld' }}",
        "{% if loop.index == 3 %}x{% endif %}",
        "{% if blad.is_paper %}x{% endif %}",
        "{{ (ding | stand).words }}",
    ],
)
def test_printing_is_left_alone(text: str) -> None:
    assert found_in(text) == []
