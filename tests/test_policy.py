"""Every page states what a browser may load for it, without an exception; and what YAML says, never runs."""

from __future__ import annotations

import base64
import copy
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from harmless import LONE_PAGE, dangers, is_lone, policy
from lxml import html
from playwright.sync_api import Page
from public_site import Sites, build_files, each_workspace, served
from secrets_planted import untested
from trial import trial_files
from workbench import copy_base, load_from, shipped_kinds, write

from kapstok.core.finding import Severity
from kapstok.link.gates import shipped_gates

GOOD = b"""<!doctype html><html lang="nl"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'self'">
<title>x</title></head><body>%s</body></html>"""
LOUD = "OVERAL"
HOSTILE = (
    f'{LOUD}"><img src=x onerror=alert(1)>',
    f"{LOUD}<script>alert(1)</script>",
    f"{LOUD} [klik](javascript:alert(1))",
    f"{LOUD} [klik](JaVaScRiPt&colon;alert(1))",
    f"{LOUD} [klik](https://voorbeeld.nl){{: onclick=alert(1) style=color:red }}",
    f"{LOUD} <javascript:alert(1)>",
    f"{LOUD} ![beeld](javascript:alert(1))",
    f"{LOUD} [klik][een]\n\n[een]: javascript:alert(1)",
    f'{LOUD} <https://voorbeeld.nl/?a="onclick=alert(1)>',
    f"{LOUD}\n{{: onmouseover=alert(1) }}",
    f"{LOUD}' onfocus=alert(1) autofocus='",
    f"{LOUD} </title><script src=//elders.nl></script>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
)


@each_workspace
def test_no_page_holds_anything_that_runs_or_that_its_policy_forbids(sites: Sites, name: str) -> None:
    site = sites[name]
    pages = sorted(site.folder.rglob("*.html"))
    assert len(pages) >= len(site.types)
    for path in pages:
        address, content = path.relative_to(site.folder).as_posix(), path.read_bytes()
        assert not list(dangers(content, lone=is_lone(address, content))), address


@each_workspace
def test_nothing_of_the_themes_own_comes_along(sites: Sites, name: str) -> None:
    """Not its scripts, nor its maps, nor its mark; and no file of the site is a program but the two small ones."""
    site = sites[name]
    files = {path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*") if path.is_file()}
    assert not [f for f in files if f.endswith(".map") or "javascripts/" in f or "stylesheets/" in f or "favicon" in f]
    assert {f.rpartition("/")[0] for f in files if f.endswith((".js", ".css", ".mjs", ".wasm"))} <= {"assets/stijl"}


def test_the_lone_page_names_its_rules_by_their_hash(sites: Sites) -> None:
    """The page for an address that does not exist can load nothing when the site does not know where it stands."""
    lone = 0
    for name in ("vijfheerenlanden", "leusden", "landerd", "gooi-en-vechtstreek"):
        tree = html.document_fromstring((sites[name].folder / LONE_PAGE).read_bytes())
        for sheet in tree.iter("style"):
            lone += 1
            digest = base64.b64encode(hashlib.sha256(sheet.text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy(tree)["style-src"]
            assert not tree.xpath("//script|//link[@rel='stylesheet']|//a")
    assert lone


@pytest.mark.parametrize(
    "bad",
    [
        b"<script>alert(1)</script>",
        b"<p onclick='x()'>x</p>",
        b"<a href=' java\nscript:alert(1)'>x</a>".replace(b"\n", b""),
        b"<a href='JavaScript:alert(1)'>x</a>",
        b"<p style='color:red'>x</p>",
        b"<style>p{}</style>",
        b"<iframe src='x'></iframe>",
        b"<img src='data:image/svg+xml,x'>",
        b"<svg><a href='javascript:x'><text>x</text></a></svg>",
    ],
)
def test_the_check_finds_what_must_not_be_there(bad: bytes) -> None:
    assert not list(dangers(GOOD % b"<p>x</p>"))
    assert list(dangers(GOOD % bad))


def test_the_check_finds_a_page_without_a_policy_or_with_a_weak_one() -> None:
    meta = b"default-src 'none'; base-uri 'none'; form-action 'self'"
    for weak in (b"", b"default-src 'self'", meta + b"; script-src 'unsafe-inline'", b"default-src 'none'"):
        assert list(dangers((GOOD % b"").replace(meta, weak)))


@pytest.mark.langzaam
def test_what_gets_through_the_check_never_runs(tmp_path: Path, page: Page) -> None:
    """Every field of every kind gets a hostile text that `check` lets through, if there is one."""
    root = copy_base(tmp_path)
    planted = _plant(root)
    assert planted > 200
    out = tmp_path / "site"
    build_files(root, out, ("site",))
    pages = sorted(out.rglob("*.html"))
    assert sum(is_lone(path.name, path.read_bytes()) for path in pages) > 20  # the former addresses
    shown = 0
    for path in pages:
        content = path.read_bytes()
        assert not list(dangers(content, lone=is_lone(path.name, content))), path
        shown += html.document_fromstring(content).text_content().count(LOUD)
    assert shown > 200  # the texts are there to be read
    heard: list[str] = []
    page.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    with served(out) as base:
        for path in pages[:: max(1, len(pages) // 25)]:
            page.goto(base + path.relative_to(out).as_posix().removesuffix("index.html"))
    assert heard == []


def _plant(root: Path) -> int:
    """Fill the workspace with trial files in which every text that may be hostile is; gives how many there are."""
    settings = "agenda/agenda.yaml"
    kinds = {kind.folder: kind for kind in shipped_kinds()}
    plain: dict[Any, Any] = {settings: yaml.safe_load((root / settings).read_text(encoding="utf-8"))}
    gates = [key.id.partition(":")[2] for key in shipped_gates(shipped_kinds())]
    plain[settings]["poorten"] = [{"poort": gate, "uit": True, "reden": "Dit is een proef."} for gate in gates]
    for path, text in trial_files(shipped_kinds()):
        fields = untested(yaml.safe_load(text), kinds[path.partition("/")[0]].shape)
        plain[f"agenda/{path}"] = {**fields, "publicatie": "openbaar"}
    write(root, {"bijlagen/nota.pdf": "%PDF-1.4"})
    for place in [place for place in _texts(plain) if place[-1] == "bestand"]:
        _get(plain, place[:-1])[place[-1]] = "nota.pdf"
    allowed: dict[tuple[Any, ...], list[str]] = {place: [] for place in _texts(plain)}
    for hostile in HOSTILE:
        for place in set(allowed) - _refused(root, plain, dict.fromkeys(allowed, hostile)):
            allowed[place].append(hostile)
    chosen = {place: texts[n % len(texts)] for n, (place, texts) in enumerate(allowed.items()) if texts}
    for _ in range(4):  # what is right alone may be wrong together
        refused = _refused(root, plain, chosen)
        chosen = {place: text for place, text in chosen.items() if place not in refused}
        if not refused:
            return len(chosen)
    raise AssertionError("the trial files stay wrong")


def _refused(root: Path, plain: Any, texts: dict[tuple[Any, ...], str]) -> set[tuple[Any, ...]]:
    """The places of which `check` refuses the text, each as (path, field, …)."""
    data = copy.deepcopy(plain)
    for place, text in texts.items():
        _get(data, place[:-1])[place[-1]] = text
    write(root, {path: yaml.safe_dump(fields, allow_unicode=True, width=10_000) for path, fields in data.items()})
    loaded = load_from(root)
    found: set[tuple[Any, ...]] = set()
    for error in (f for f in loaded.findings if f.severity is Severity.ERROR):
        lines = {
            (error.path, *pointer): place.line
            for pointer, place in loaded.model.documents[error.path].positions.items()
            if (error.path, *pointer) in texts
        }
        before = [line for line in lines.values() if line <= error.line]
        found |= {place for place, line in lines.items() if line == max(before, default=0)} or set(lines)
    return found


def _texts(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, str):
        if place[-1] != "publicatie":
            yield place
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(inner, (*place, key))


def _get(value: Any, place: tuple[Any, ...]) -> Any:
    for key in place:
        value = value[key]
    return value
