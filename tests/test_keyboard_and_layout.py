"""With only a keyboard, at 400 %, with wide spacing, without movement, on paper: every type of page goes along."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import walk
from layout import cut_off, moving, space_out, sticks_out
from playwright.sync_api import Browser, Page
from public_site import Sites, each_workspace, served

GOOD = """<!doctype html><html lang="nl"><head><title>x</title><meta name="viewport" content="width=device-width">
<style>
:focus-visible { outline: 3px solid } %s</style></head><body><a href="#a">een</a><main><button>twee</button>
<a href="#b">drie</a> <a href="#c">vier</a>%s</main></body></html>"""


@contextmanager
def window(chromium: Browser, width: int, height: int, **options: Any) -> Iterator[Page]:
    """A window of this size."""
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="nl-NL", **options)
    yield context.new_page()
    context.close()


@pytest.mark.langzaam
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (320, 640)])
@each_workspace
def test_tab_comes_everywhere_and_is_always_seen(
    sites: Sites, chromium: Browser, name: str, width: int, height: int
) -> None:
    site, wrong = sites[name], []
    with served(site.folder) as base, window(chromium, width, height) as page:
        for address in site.one_of_each_type().values():
            page.goto(base + address)
            wrong += [f"{address}: {found}" for found in walk.complaints(page)]
    assert wrong == []


@pytest.mark.parametrize(
    ("rules", "body"),
    [
        (":focus-visible { outline: 0 }", ""),
        ("", "<div style='opacity:0'><a href='#d'>verborgen</a></div>"),
        ("", "<div style='position:absolute;left:-999px'><a href='#d'>buiten beeld</a></div>"),
        ("", "<a href='#d' style='display:block;width:0;height:0;overflow:hidden'>niets</a>"),
        ("", "<a href='#d' tabindex='1'>voorop</a>"),
        (
            "",
            "<button id=k>vast</button><script>k.onkeydown = (e) => e.preventDefault()</script><a href='#e'>nooit</a>",
        ),
        ("main::after { background: red; content: ''; inset: 0; position: fixed }", ""),
    ],
)
def test_a_bad_walk_is_found(chromium: Browser, rules: str, body: str) -> None:
    with window(chromium, 1280, 800) as page:
        page.set_content(GOOD % ("", "<details><summary>meer</summary><a href='#x'>dicht</a></details>"))
        assert walk.complaints(page) == []
    with window(chromium, 1280, 800) as page:
        page.set_content(GOOD % (rules, body))
        assert walk.complaints(page)


def test_the_first_tab_skips_to_the_text(sites: Sites, chromium: Browser) -> None:
    site = sites["vijfheerenlanden"]
    with served(site.folder) as base, window(chromium, 1280, 800) as page:
        page.goto(base + "opgaven/")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.tagName") == "MAIN"
        page.keyboard.press("Tab")
        assert page.evaluate("Boolean(document.activeElement.closest('main'))")


def test_the_narrow_menu_opens_and_closes_with_keys(sites: Sites, chromium: Browser) -> None:
    with served(sites["vijfheerenlanden"].folder) as base, window(chromium, 320, 640) as page:
        page.goto(base)
        page.locator(".menu__smal summary").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        first = page.evaluate("document.activeElement.closest('.menu__smal') && document.activeElement.tagName")
        assert first == "A"
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
        assert not page.evaluate("document.querySelector('.menu__smal').open")


@pytest.mark.langzaam
@each_workspace
def test_nothing_sticks_out_or_is_cut_off_at_400_percent(sites: Sites, chromium: Browser, name: str) -> None:
    """A window of 1280 by 1024 at 400 % is one of 320 by 256; then with wide spacing as well."""
    site, wrong = sites[name], []
    with served(site.folder) as base, window(chromium, 320, 256) as page:
        for address in site.one_of_each_type().values():
            page.goto(base + address)
            page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
            wrong += [f"{address}: {found}" for found in [*sticks_out(page), *cut_off(page)]]
            space_out(page)
            wrong += [f"{address}, spaced: {found}" for found in [*sticks_out(page), *cut_off(page)]]
            page.set_viewport_size({"width": 1280, "height": 800})
            wrong += [f"{address}, wide and spaced: {found}" for found in [*sticks_out(page), *cut_off(page)]]
            page.set_viewport_size({"width": 320, "height": 256})
    assert wrong == []


@pytest.mark.langzaam
@each_workspace
def test_paper_has_the_text_and_no_menus(sites: Sites, chromium: Browser, name: str) -> None:
    site, wrong = sites[name], []
    with served(site.folder) as base, window(chromium, 700, 990, color_scheme="dark") as page:
        page.emulate_media(media="print", color_scheme="dark")
        for address in site.one_of_each_type().values():
            page.goto(base + address)
            found = sticks_out(page) + cut_off(page)
            found += page.evaluate(
                """() => [...document.querySelectorAll(
                ".menu, .zijmenu, .inhoudsopgave, form, button, select, .tabelvak, .figuur")].filter((e) =>
                e.matches(".tabelvak, .figuur") ? e.scrollWidth > e.clientWidth + 1 : e.checkVisibility()).map((e) =>
                `${e.tagName}.${e.className} on paper`)"""
            )
            wrong += [f"{address}: {one}" for one in found]
            if "404" not in address:
                banner = page.locator(".melding")
                assert banner.count() == 0 or banner.first.is_visible(), address
                ink = page.evaluate("getComputedStyle(document.documentElement).colorScheme")
                assert ink == "light", address
    assert wrong == []


@each_workspace
def test_nothing_moves_for_who_does_not_want_it(sites: Sites, chromium: Browser, name: str) -> None:
    site, wrong = sites[name], []
    with served(site.folder) as base, window(chromium, 1280, 800, reduced_motion="reduce") as page:
        for address in list(site.one_of_each_type().values())[:12]:
            page.goto(base + address)
            wrong += [f"{address}: {found}" for found in moving(page)]
    assert wrong == []


@pytest.mark.parametrize(
    ("look", "body"),
    [
        (sticks_out, "<p style='width:400px'>breed</p>"),
        (sticks_out, "<p style='margin-left:-40px'>links</p>"),
        (sticks_out, "<p style='white-space:nowrap'>" + "woord " * 40 + "</p>"),
        (cut_off, "<p style='height:1em;overflow:hidden'>" + "woord " * 40 + "</p>"),
        (cut_off, "<p style='overflow:hidden;white-space:nowrap;width:50px'>afgeknipt woord</p>"),
        (moving, "<style>@keyframes k{to{opacity:.5}} p{animation:k 2s infinite}</style><p>x</p>"),
        (moving, "<p style='transition:color 1s'>x</p>"),
    ],
)
def test_a_bad_layout_is_found(chromium: Browser, look: Any, body: str) -> None:
    with window(chromium, 320, 256) as page:
        page.set_content(GOOD % ("", "<div class='tabelvak' style='overflow:auto'><p style='width:900px'>x</p></div>"))
        assert look(page) == []
        page.set_content(GOOD % ("", body))
        assert look(page)


def test_spacing_shows_what_is_cut_off_by_it(chromium: Browser) -> None:
    with window(chromium, 320, 256) as page:
        page.set_content(
            GOOD % ("", "<p style='height:1.3em;line-height:1.2;overflow:hidden;width:10em'>Precies passend</p>")
        )
        assert cut_off(page) == []
        space_out(page)
        assert cut_off(page)


def test_light_and_dark_are_chosen_and_remembered_without_a_flash(sites: Sites, chromium: Browser) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    with served(sites["vijfheerenlanden"].folder) as base, window(chromium, 1280, 800) as page:
        page.goto(base)
        light, button = page.evaluate(ground), page.get_by_role("button", name="Donkere weergave")
        button.click()
        assert button.get_attribute("aria-pressed") == "true"
        assert page.evaluate(ground) != light
        # Before the text is there, the choice is: so no page begins in the wrong colours.
        page.add_init_script(
            """new MutationObserver((_, watch) => { if (!document.body) return; watch.disconnect();
            window.before = document.documentElement.dataset.weergave;
            }).observe(document, {childList: true, subtree: true})"""
        )
        page.goto(base + "opgaven/")
        assert page.evaluate("window.before") == "donker"
        assert page.evaluate(ground) != light
        button.click()
        assert page.evaluate(ground) == light
        assert page.evaluate("localStorage.length") == 0  # as the system: nothing to remember
        page.emulate_media(color_scheme="dark")
        assert page.evaluate(ground) != light
        assert page.context.cookies() == []


def test_without_storage_or_without_scripts_the_site_works(sites: Sites, chromium: Browser) -> None:
    errors: list[str] = []
    with served(sites["vijfheerenlanden"].folder) as base:
        with window(chromium, 1280, 800) as page:
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.add_init_script(
                "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('nee') } })"
            )
            page.goto(base)
            page.get_by_role("button", name="Donkere weergave").click()
            assert page.evaluate("document.documentElement.dataset.weergave") == "donker"
        with window(chromium, 320, 640, java_script_enabled=False) as page:
            page.goto(base)
            assert not page.locator(".weergave").is_visible()
            page.locator(".menu__smal summary").click()
            page.locator(".menu__smal a", has_text="Activiteiten").click()
            assert page.url.endswith("/activiteiten/")
    assert errors == []


def test_a_filter_says_what_is_left(sites: Sites, chromium: Browser) -> None:
    site = sites["vijfheerenlanden"]
    chosen = b"filterlijst__keuze"
    address = next(a for a in sorted(site.types) if chosen in (site.folder / a / "index.html").read_bytes())
    with served(site.folder) as base, window(chromium, 1280, 800) as page:
        page.goto(base + address)
        said = page.locator(".filterlijst [role=status]").first
        before = said.inner_text()
        page.locator(".filterlijst select").first.select_option(index=1)
        assert said.inner_text() != before
