"""Ways to let a check or a build read, publish or write what lies outside the workspace: each is told, none works.

Every way plants something in a small workspace that stands beside a secret of each kind. What is told is told without
the secret; what is not told is built, and the secret is in no file of it.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hostile_git import git, put
from workbench import build_of, copy_base, load_from

from kapstok.core.finding import Severity
from kapstok.core.git import Repository
from kapstok.core.workspace import WorkspaceError, git_findings, open_workspace
from kapstok.kinds.editor import refresh
from kapstok.pipeline import load

SECRET = "geheim-van-deze-computer"
BESIDE = {
    "geheim.yaml": f"titel: {SECRET}\nopgave: meedoen\npublicatie: openbaar\n",
    "geheim.md": f"# {SECRET}\n\nTekst.\n",
    "geheim.csv": f"a;{SECRET}\n",
    "geheim.json": json.dumps({"title": SECRET, "type": "string"}),
    "geheim.css": f":root{{--a:{SECRET}}}",
    "geheim.txt": f"titel: {SECRET}\n",
    "geheim.svg": f'<svg xmlns="http://www.w3.org/2000/svg"><title>{SECRET}</title></svg>',
    "geheim.html": SECRET,
    "mkdocs.yml": f"site_name: {SECRET}\n",
    "site/x.md": f"# {SECRET}\n",
}
Make = Callable[[Path], object]


def link(path: str, to: str) -> Make:
    """A link in the workspace."""

    def make(root: Path) -> None:
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.is_dir():
            shutil.rmtree(place)
        place.unlink(missing_ok=True)
        place.symlink_to(to)

    return make


def file(path: str, text: str) -> Make:
    return lambda root: put(root, {path: text})


def field(text: str) -> Make:
    """A goal with this as its running text."""
    return file(
        "agenda/doelen/kwaad.yaml",
        f"nummer: '9'\ntitel: Kwaad\nopgave: meedoen\npublicatie: openbaar\ntoelichting: {text}\n",
    )


def page(text: str) -> Make:
    return file("docs/site/kwaad.md", f"# Kwaad\n\n{text}\n")


def settings(text: str) -> Make:
    return file("mkdocs.yml", f"site_name: X\n{text}\n")


def overlay(schema: dict[str, object]) -> Make:
    return file(
        "schemas/doel.extra.json", json.dumps({"properties": {"x": {"title": "X", "description": "X"}}} | schema)
    )


def reference(to: str) -> Make:
    return overlay({"properties": {"x": {"title": "X", "description": "X", "$ref": to}}})


def pipe(path: str) -> Make:
    def make(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).unlink(missing_ok=True)
        os.mkfifo(root / path)

    return make


def talks(root: Path) -> None:
    """A socket where an item would be."""
    (root / "agenda" / "doelen").chmod(0o755)
    before = os.open(".", os.O_RDONLY)
    os.chdir(root / "agenda" / "doelen")  # the path of a socket may not be long
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("kwaad.yaml")
    os.fchdir(before)
    os.close(before)


def bytes_for_a_name(folder: str, ending: str) -> Make:
    def make(root: Path) -> None:
        place = os.fsencode(root / folder)
        os.makedirs(place, exist_ok=True)
        with open(place + b"/\xff\xfe" + ending.encode(), "wb") as made:
            made.write(b"x\n")

    return make


def deep(folder: str) -> Make:
    def make(root: Path) -> None:
        (root / folder).mkdir(parents=True, exist_ok=True)
        before = os.open(".", os.O_RDONLY)
        os.chdir(root / folder)
        for _ in range(1_100):
            os.mkdir("a")
            os.chdir("a")
        os.fchdir(before)
        os.close(before)

    return make


def aside(folder: str) -> Make:
    """A folder that is moved out of the workspace and led to."""

    def make(root: Path) -> None:
        shutil.move(root / folder, root.parent / "weg")
        link(folder, "../" * (folder.count("/") + 1) + "weg")(root)

    return make


# What is planted, and how it is told; an empty text when it does no harm and is built.
WAYS: dict[str, tuple[Make, str]] = {
    "item": (link("agenda/doelen/x.yaml", "../../../elders/geheim.yaml"), "yaml-koppeling"),
    "item with another ending": (link("agenda/doelen/x.yml", "../../../elders/geheim.yaml"), "yaml-koppeling"),
    "item of the process": (link("agenda/doelen/x.yaml", "/proc/self/environ"), "yaml-koppeling"),
    "item of a descriptor": (link("agenda/doelen/x.yaml", "/proc/self/fd/0"), "yaml-koppeling"),
    "item without end": (link("agenda/doelen/x.yaml", "/dev/zero"), "yaml-koppeling"),
    "item that is a pipe": (pipe("agenda/doelen/x.yaml"), "yaml-onleesbaar"),
    "item that is a socket": (talks, "yaml-onleesbaar"),
    "settings without end": (link("agenda/agenda.yaml", "/dev/zero"), "yaml-koppeling"),
    "settings that are a pipe": (pipe("agenda/agenda.yaml"), "yaml-onleesbaar"),
    "text in the agenda": (link("agenda/doelen/x.txt", "../../../elders/geheim.txt"), ""),
    "page in the agenda": (link("agenda/doelen/x.md", "../../../elders/geheim.md"), ""),
    "folder of a kind": (aside("agenda/doelen"), "map-koppeling"),
    "another folder": (link("agenda/weg", "../../elders"), "map-koppeling"),
    "the agenda": (aside("agenda"), "yaml-koppeling"),
    "handbook": (link("docs/handleiding/x.md", "../../../elders/geheim.md"), "bestand-buiten"),
    "folder of the handbook": (link("docs/handleiding", "../../elders/site"), "bestand-buiten"),
    "folder below the pages": (link("docs/site/diep", "../../../elders/site"), "bestand-buiten"),
    "headings of papers": (link("templates/stuk/koppen.yaml", "../../../elders/geheim.yaml"), "bestand-buiten"),
    "skeleton": (link("templates/stijl/site/main.html", "../../../../elders/geheim.html"), "bestand-buiten"),
    "folder of the skeleton": (link("templates/stijl/site", "../../../elders"), "bestand-buiten"),
    "macros": (link("templates/macros", "../../elders"), "bestand-buiten"),
    "schema": (link("schemas/doel.extra.json", "../../elders/geheim.json"), "bestand-buiten"),
    "reference of a schema": (reference("file:///etc/passwd"), "schema-ref"),
    "reference up": (reference("../../elders/geheim.json"), "schema-ref"),
    "reference to the web": (reference("http://127.0.0.1:9/x.json"), "schema-ref"),
    "moving reference": (overlay({"properties": {"x": {"$dynamicRef": "http://127.0.0.1:9/x"}}}), "schema-ref"),
    "name of a schema": (overlay({"$id": "http://127.0.0.1:9/x.json"}), "schema-naam"),
    "name of a part": (overlay({"properties": {"x": {"$id": "../x.json"}}}), "schema-naam"),
    "language of a schema": (overlay({"$schema": "http://127.0.0.1:9/x.json"}), "schema-naam"),
    "words of a schema": (overlay({"$vocabulary": {"http://127.0.0.1:9/": True}}), "schema-naam"),
    "map of a kind": (overlay({"x-map": "../../uit"}), "schema-aantekening"),
    "theme up": (settings("theme: {name: material, custom_dir: ../elders}"), "mkdocs"),
    "theme of everything": (settings("theme: {name: material, custom_dir: .}"), "mkdocs"),
    "theme of git": (settings("theme: {name: material, custom_dir: .git}"), "mkdocs"),
    "theme of the agenda": (settings("theme: {name: material, custom_dir: agenda}"), "mkdocs"),
    "theme by its full path": (settings("theme: {name: material, custom_dir: /etc}"), "mkdocs"),
    "theme that is a list": (settings("theme: {name: material, custom_dir: [/etc]}"), "mkdocs"),
    "settings that are a folder": (lambda root: (root / "mkdocs.yml").mkdir(), "bestand-geen-bestand"),
    "settings of the site in a pipe": (pipe("mkdocs.yml"), "bestand-geen-bestand"),
    "pages of elsewhere": (settings("docs_dir: ../elders"), ""),
    "a file for the pages": (file("docs", "x"), "bestand-geen-map"),
    "a pipe for the schemas": (pipe("schemas"), "bestand-geen-map"),
    "a link to nothing for attachments": (link("bijlagen", "nergens"), "bestand-geen-map"),
    "template in a pipe": (pipe("templates/pagina/doel.md.j2"), "bestand-geen-bestand"),
    "schema in a pipe": (pipe("schemas/doel.json"), "bestand-geen-bestand"),
    "record in a pipe": (pipe("vastgesteld/x.json"), "vastgesteld-beschadigd"),
    "record in a folder": (lambda root: (root / "vastgesteld/x.json").mkdir(parents=True), "vastgesteld-beschadigd"),
    "picture in a text": (field('"![x](../../elders/geheim.svg)"'), "tekst-afbeelding"),
    "file in a text": (field('"[x](file:///etc/passwd)"'), "tekst-link"),
    "include of Jinja": (field("\"{% include '/etc/passwd' %} {{ lees('/etc/passwd') }}\""), "tekst-kenmerk"),
    "include of a snippet": (field('"--8<-- \\"../elders/geheim.md\\" en {!../elders/geheim.md!}"'), "tekst-kenmerk"),
    "include of typst": (
        field('"#include(\\"/etc/passwd\\") #read(\\"/etc/passwd\\") en \\\\input{/etc/passwd}"'),
        "tekst-kop",
    ),
    "snippet in a page": (
        page('--8<-- "../elders/geheim.md"\n\n{!../elders/geheim.md!}\n\n!include ../elders/geheim.md'),
        "",
    ),
    "Jinja in a page": (page("{% include '../elders/geheim.md' %}\n\n{{ config.extra }}"), ""),
    "template of a page": (file("docs/site/x.md", "---\ntemplate: ../../elders/geheim.html\n---\n# X\n"), ""),
    "picture in a page": (page("![x](../../../elders/geheim.svg)"), ""),
    "bytes for an item": (bytes_for_a_name("agenda/doelen", ".yaml"), "yaml-geen-velden"),
    "bytes for a page": (bytes_for_a_name("docs/site", ".md"), "bestandsnaam"),
    "bytes for an attachment": (bytes_for_a_name("bijlagen", ".csv"), "bestandsnaam"),
    "bytes for a template": (bytes_for_a_name("templates/pagina", ".md.j2"), "bestandsnaam"),
    "bytes for a schema": (bytes_for_a_name("schemas", ".json"), "bestandsnaam"),
    "bytes for a record": (bytes_for_a_name("vastgesteld", ".json"), "bestandsnaam"),
}


@contextmanager
def workspace(folder: Path) -> Iterator[Path]:
    """A small workspace beside secrets; afterwards also what is too deep for Python is gone."""
    put(folder / "elders", BESIDE)
    yield copy_base(folder)
    os.system(f"rm -rf '{folder}'")


@pytest.mark.parametrize(("make", "code"), WAYS.values(), ids=WAYS)
def test_nothing_outside_is_read_or_published(
    make: Make, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN_VAN_DE_PIPELINE", SECRET)
    with workspace(tmp_path) as root:
        make(root)
        loaded = load_from(root)
        told = loaded.findings
        assert SECRET not in "".join(f.path + f.message + f.hint for f in told)
        errors = {f.code for f in told if f.severity is Severity.ERROR}
        assert code in errors if code else errors <= {"bestand-niet-gelezen"}, told
        if not errors:
            with build_of_all(loaded) as contents:
                for path, content in contents:
                    assert SECRET.encode() not in content, path
                    assert b"root:x:0" not in content, path


@contextmanager
def build_of_all(loaded: object) -> Iterator[Iterator[tuple[str, bytes]]]:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as executor:
        outputs, _ = build_of(loaded, executor).run(("site", "data"))  # type: ignore[arg-type]
        yield ((o.path, o.content if isinstance(o.content, bytes) else o.content.read_bytes()) for o in outputs)


@pytest.mark.parametrize(
    "folder", ["agenda", "bijlagen", "docs/site", "huisstijl", "schemas", "templates", "vastgesteld"]
)
def test_folders_without_end_are_told(folder: str, tmp_path: Path) -> None:
    with workspace(tmp_path) as root:
        deep(folder)(root)
        with pytest.raises(WorkspaceError, match="mappen in elkaar"):
            load_from(root)


def _two(path: str, other: str) -> Make:
    return lambda root: put(root, {path: "titel: X\nopgave: meedoen\n", other: "titel: Y\nopgave: meedoen\n"})


@pytest.mark.parametrize("names", [("straße", "strasse"), ("x", "X"), ("a", "a.yaml")])
def test_twins_of_a_name_are_told(names: tuple[str, str], tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    _two(*(f"agenda/doelen/{name}.yaml" for name in names))(root)
    assert {f.code for f in load_from(root).findings} & {"bestandsnaam", "bestand-niet-gelezen", "id-dubbel", "id"}


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "elders").mkdir()
    for state in ("staat", "diep/schemas"):
        place = tmp_path / state
        place.parent.mkdir(exist_ok=True)
        place.symlink_to(tmp_path / "elders")
    refresh(tmp_path / "staat", [("x.json", b"x")])
    refresh(tmp_path / "diep", [("x.json", b"x")])
    assert list((tmp_path / "elders").iterdir()) == []


PLANTED = {
    "public/x.html": "public/x.html",
    "public/.well-known/x.html": "public/.well-known/x.html",
    "public/x.svg": "public/x.svg",
    "intern/raad/x.html": "intern/raad/x.html",
    "intern/raad/.kapstok-manifest.json": "intern/raad/.kapstok-manifest.json",
    "intern/.raad.kapstok/nieuw/x": "intern/.raad.kapstok",
    ".uit.kapstok/journaal.json": "",
    "voorvertoning/x.html": "voorvertoning/x.html",
    "voorvertoning/.kapstok-manifest.json": "voorvertoning/.kapstok-manifest.json",
    ".voorvertoning.kapstok/nieuw/x": ".voorvertoning.kapstok",
    "public/CNAME": "",
    "public/.well-known/security.txt": "",
    "intern/raad/robots.txt": "",
}


@pytest.mark.parametrize(("path", "told"), PLANTED.items())
def test_what_a_proposal_puts_in_an_output_is_told(path: str, told: str, tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    put(root, {path: "<script>alert(1)</script>"})
    git(root, "init", "-q")
    git(root, "add", "-Af")
    git(root, "commit", "-qm", "Voorstel")
    found = load(open_workspace(root)).findings
    assert [(f.path, f.code) for f in found] == ([(told, "eigen-map")] if told else [])
    if told:
        assert f"rm --cached {told}" in found[0].hint or f"--ignore-unmatch {told} " in found[0].hint


def test_history_of_what_lies_beside_the_workspace_is_not_told(tmp_path: Path) -> None:
    root = copy_base(tmp_path / "bron")
    put(tmp_path / "bron", {"elders/doelen/x.yaml": BESIDE["geheim.yaml"]})
    git(tmp_path / "bron", "init", "-q")
    git(tmp_path / "bron", "add", "-A")
    git(tmp_path / "bron", "commit", "-qm", SECRET)
    git(tmp_path / "bron", "mv", "elders/doelen/x.yaml", "werkruimte/agenda/doelen/x.yaml")
    put(
        tmp_path / "bron",
        {"werkruimte/agenda/doelen/x.yaml": "nummer: '9'\ntitel: X\nopgave: meedoen\npublicatie: openbaar\n"},
    )
    git(tmp_path / "bron", "commit", "-qam", "Verplaatst", day="2026-03-04")
    loaded = load_from(root)
    assert loaded.findings == ()
    with build_of_all(loaded) as contents:
        assert [path for path, content in contents if SECRET.encode() in content] == []


def test_a_repository_inside_is_not_asked(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Begin")
    put(root / "agenda" / "doelen", {".git": "gitdir: ../../../elders/.git\n", ".gitmodules": "[submodule x]\n"})
    put(
        root, {".gitattributes": "* diff=x filter=x merge=x working-tree-encoding=UTF-16 eol=crlf ident export-subst\n"}
    )
    found = Repository(root)
    assert git_findings(found) == []
    assert load_from(root).findings == ()
