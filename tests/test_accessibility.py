"""WCAG 2.2 A and AA, as far as a machine can see, over every type of page in every window and with every setting."""

from __future__ import annotations

import pytest
from axe import ALL, SETTINGS, violations
from playwright.sync_api import Browser, Page
from public_site import WORKSPACES, Sites, each_workspace, served
from workbench import REPOSITORY


@pytest.mark.langzaam
@pytest.mark.parametrize("group", list(SETTINGS))
@each_workspace
def test_every_type_of_page_is_right_in_every_window(sites: Sites, chromium: Browser, name: str, group: str) -> None:
    site, wrong = sites[name], []
    with served(site.folder) as base, chromium.new_context(locale="nl-NL") as context:
        page = context.new_page()
        for address in site.one_of_each_type().values():
            page.goto(base + address)
            for setting in SETTINGS[group]:
                setting.apply(page)
                wrong += [f"{address} {setting}: {found}" for found in violations(page)]
    assert wrong == []


@pytest.mark.langzaam
@each_workspace
def test_every_other_page_is_right_in_one_window(sites: Sites, chromium: Browser, name: str) -> None:
    """Page by page the next setting, so that together they meet them all."""
    site, wrong = sites[name], []
    others = sorted(set(site.addresses()) - set(site.one_of_each_type().values()))
    with served(site.folder) as base, chromium.new_context(locale="nl-NL") as context:
        page = context.new_page()
        for number, address in enumerate(others):
            setting = ALL[number % len(ALL)]
            page.goto(base + address)
            setting.apply(page)
            wrong += [f"{address} {setting}: {found}" for found in violations(page)]
    assert wrong == []


GOOD = """<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Goed</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"></head>
<body><main><h1>Goed</h1>%s</main></body></html>"""


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        ("image-alt", "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>"),
        ("color-contrast", "<p style='color:#999;background:#fff'>Tekst</p>"),
        ("heading-order", "<h4>Te diep</h4>"),
        ("label", "<input>"),
        ("target-size", "<a href='#a' style='font-size:8px'>a</a><br><a href='#b' style='font-size:8px'>b</a>"),
        (
            "link-in-text-block",
            "<p>Tekst met een <a href='#' style='color:#111;text-decoration:none'>link</a>.</p>",
        ),
        ("scrollable-region-focusable", "<div style='overflow:auto;height:30px'><p>" + "x<br>" * 20 + "</p></div>"),
        ("list", "<ul><p>Geen punt</p></ul>"),
        ("landmark-unique", "<nav><a href='#'>een</a></nav><nav><a href='#'>twee</a></nav>"),
        ("aria-valid-attr-value", "<button aria-pressed='soms'>Knop</button>"),
        ("empty-table-header", "<table><tr><th></th><th>a</th></tr><tr><td>b</td><td>c</td></tr></table>"),
    ],
)
def test_a_broken_page_is_found(page: Page, rule: str, body: str) -> None:
    page.set_content(GOOD % "<p>Tekst</p>")
    assert violations(page) == []
    page.set_content(GOOD % body)
    assert [found for found in violations(page) if found.startswith(f"{rule}:")]


def test_a_page_that_is_broken_in_one_window_only_is_found(page: Page) -> None:
    sheets = {
        "licht 320": "@media (max-width: 340px)",
        "donker 1280": "@media (prefers-color-scheme: dark) and (min-width: 1000px)",
        "papier 700": "@media print",
    }
    for expected, condition in sheets.items():
        page.set_content(GOOD % f"<style>{condition} {{ p {{ color: #888; background: #999 }} }}</style><p>Tekst</p>")
        found = set()
        for setting in ALL:
            setting.apply(page)
            found |= {str(setting)} if violations(page) else set()
        assert expected in found
        assert "licht 1280" not in found


@pytest.mark.langzaam
def test_the_types_are_of_every_template(sites: Sites) -> None:
    """So that a new template is looked at without being listed anywhere."""
    types = {kind.partition(" ")[0] for name in WORKSPACES for kind in sites[name].types.values()}
    folders = [REPOSITORY / "templates" / folder for folder in ("pagina", "overzicht")]
    names = {f"{f.name}/{path.name.removesuffix('.md.j2')}" for f in folders for path in f.glob("[!_]*.md.j2")}
    assert names <= types
