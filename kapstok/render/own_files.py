"""What a workspace brings that is code or page: its templates, hand-written pages and mkdocs.yml, and its fonts.

Only the files of the workspace itself are read: those of the package are tested.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import jinja2
from jinja2 import nodes

from kapstok.convert import missing_signs, typefaces_version
from kapstok.convert.base import font_folders, fonts_state
from kapstok.core.cache import Cache, content_key, open_cache
from kapstok.core.door import Door
from kapstok.core.finding import Finding
from kapstok.core.model import Fields, Model
from kapstok.core.state import package_state
from kapstok.core.workspace import Workspace
from kapstok.files.house.looks import read_looks
from kapstok.kinds.schema import Kinds
from kapstok.render.drawings.drawing import Colours
from kapstok.render.offers.things import World
from kapstok.render.plan.head import Source, read_source
from kapstok.render.plan.headings import read_headings
from kapstok.render.plan.papers import Plan, read_designs
from kapstok.render.site.config import check_syntax
from kapstok.render.site.written import check_pages
from kapstok.render.templates.known import Known, own_kind, wrong_head
from kapstok.render.templates.library import Library
from kapstok.render.templates.trouble import said, template_finding

_HOUSE, _LOGO = "huisstijl", "logo"


def check_own_files(workspace: Workspace, kinds: Kinds, doors: Sequence[Door]) -> Iterator[Finding]:
    """What is wrong with the templates, the hand-written pages and the settings of the site, at its place."""
    yield from check_templates(workspace, kinds, doors)
    yield from check_papers(doors, kinds)
    yield from check_pages(workspace, kinds)
    if workspace.config().is_relative_to(workspace.root):
        yield from check_syntax(workspace.config())[1]


def check_templates(workspace: Workspace, kinds: Kinds, doors: Sequence[Door]) -> Iterator[Finding]:
    """Compile every template: what is no template language, filters and tests that do not exist, broken heads.

    Templates in which nothing was wrong are not compiled again until they change, or Kapstok and what comes along.
    """
    folder = workspace.root / "templates"
    door = doors[0]  # that of the workspace itself
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.md.j2"))
    read = {name: content for name in names if isinstance(content := door.read(name), bytes)}
    if not read:
        return
    empty, kept = World(Model(items={}, references=()), kinds), open_cache(workspace.root)
    folders = workspace.template_folders()
    environment = Library(empty, folders, date.min, Plan(), Colours(), {}, {}, cache=kept, doors=doors).environment
    fields = [f"{kind.name}.{name}" for kind in kinds for name in kind.shape.fields]
    own = (*environment.filters, *environment.tests, *environment.globals, *fields)
    key = content_key("sjablonen", package_state(), *sorted(own), *read, *read.values())
    if kept.get(key) is not None:
        return
    known = _known(environment, kinds, folders, doors)
    wrong = False
    for name in read:
        findings = list(_check_template(known, door, name))
        wrong = wrong or bool(findings)
        yield from findings
    if not wrong:
        kept.put(key, b"")


def _known(environment: jinja2.Environment, kinds: Kinds, folders: Sequence[Path], doors: Sequence[Door]) -> Known:
    """What templates can name; another template is read from the first folder that has it."""
    names = frozenset(path.relative_to(f).as_posix() for f in folders for path in f.rglob("*.md.j2"))

    @cache
    def template(name: str) -> nodes.Template | None:
        for door in doors:
            if isinstance(door.read(name), bytes):
                source, _ = read_source(door, name, name)
                return _parsed(environment, source) if source is not None else None
        return None

    return Known(environment=environment, kinds=kinds, template=template, templates=names)


def _parsed(environment: jinja2.Environment, source: Source) -> nodes.Template | None:
    try:
        return environment.parse(source.text)
    except (jinja2.TemplateSyntaxError, RecursionError, MemoryError):
        return None  # told where that template is checked


def check_papers(doors: Sequence[Door], kinds: Kinds) -> Iterator[Finding]:
    """What the templates of papers say in their heads, and the words above their parts."""
    yield from read_designs(doors, kinds)[1]
    yield from read_headings(doors)[1]


def _check_template(known: Known, door: Door, name: str) -> Iterator[Finding]:
    """What is wrong with one template: its head, its language, and every name in it."""
    shown = f"templates/{name}"
    source, findings = read_source(door, name, shown)
    yield from findings
    if source is None:
        return
    for key, what, guess in wrong_head(name, source.head, known.kinds):
        yield template_finding(shown, _line_in(source.front, key, what), what, guess=guess)
    try:
        tree = known.template(name) or known.environment.parse(source.text)
        wrong = list(dict.fromkeys(known.wrong_names(tree, own_kind(name, source.head))))
        yield from (template_finding(shown, line, what, guess=guess) for line, what, guess in wrong)
        if not wrong:
            known.environment.get_template(name)  # compiles it, and keeps that for whoever renders with it
    except jinja2.TemplateSyntaxError as error:
        yield template_finding(shown, error.lineno, said(error))
    except (RecursionError, MemoryError):  # Python's own parser says the second
        yield template_finding(shown, source.first_line, "de haken of blokken staan te diep in elkaar")


def _line_in(front: str, key: str, what: str) -> int:
    """The line of a head on which a word stands: that of the word itself after its key, else that of the key."""
    lines = front.split("\n")
    start = next((number for number, line in enumerate(lines) if line.startswith(f"{key}:")), 0)
    word = re.compile(rf"\b{re.escape(what.split()[2])}\b")
    return 2 + next((n for n, line in enumerate(lines) if n >= start and word.search(line)), start)


def lacking(workspace: Workspace, house: Fields, signs: frozenset[str], cache: Cache) -> frozenset[str]:
    """The signs that no font has; what was asked of the same fonts before is kept."""
    folders = workspace.style_folders()
    files = read_looks(workspace.root, house)[0].letters.paper_files()
    font = str(house.get("lettertype", ""))
    state = repr(fonts_state(font_folders(folders, files)))
    key = content_key("tekens", typefaces_version(), font, state, *sorted(signs))
    found = cache.fetch(key, lambda: json.dumps(sorted(missing_signs(signs, font, folders, files))).encode())
    return frozenset(json.loads(found))
