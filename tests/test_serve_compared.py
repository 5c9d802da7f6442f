"""`kapstok serve --vergelijk` as a reviewer meets it: open the proposal, and see in the page what it changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from papers_git import change, commit, git
from playwright.sync_api import Page, expect
from test_serve import AGENDA, GOAL, SLOW, serving, write

from kapstok.commands.compared import Compared

pytestmark = pytest.mark.browser


@pytest.fixture
def proposal(tmp_path: Path) -> Path:
    """A branch on which one goal says something else than on the main branch, the last words not committed."""
    root = tmp_path / "werkruimte"
    for name, text in AGENDA.items():
        write(root, f"agenda/{name}", text)
    git(root, "init", "-q", "-b", "main")
    commit(root, "2026-01-10")
    git(root, "checkout", "-q", "-b", "voorstel")
    change(root, GOAL, "Niemand eet", "Geen mens eet")
    commit(root, "2026-01-12")
    return root


def test_the_page_shows_what_was_and_what_is(proposal: Path, page: Page) -> None:
    with serving(proposal, "--vergelijk") as serve:
        page.goto(f"{serve.address}doelen/samen-eten/")
        mark = page.locator("kapstok-verschil")
        mark.get_by_text("Gewijzigd ten opzichte van main").click()
        expect(mark.locator("del")).to_contain_text("Niemand")
        expect(mark.locator("ins")).to_contain_text("Geen mens")
        color = mark.locator("ins").first.evaluate("e => getComputedStyle(e).textDecorationLine")
        assert color == "underline"  # the policy of the site lets the style in
        page.goto(f"{serve.address}activiteiten/buurtmaaltijd/")
        expect(page.locator("kapstok-verschil")).to_have_count(0)

        page.goto(f"{serve.address}verschil/")
        expect(page.get_by_role("main")).to_contain_text("Samen eten")
        change(proposal, "agenda/activiteiten/buurtmaaltijd.yaml", "Elke maand", "Elke week")
        expect(page.get_by_role("main")).to_contain_text("Buurtmaaltijd", timeout=SLOW)


def test_a_version_that_git_does_not_know_is_said_and_the_site_is_served(proposal: Path, page: Page) -> None:
    with serving(proposal, "--vergelijk", "bestaat-niet") as serve:
        page.goto(f"{serve.address}doelen/samen-eten/")
        expect(page.get_by_role("main")).to_contain_text("Geen mens eet alleen.")
        expect(page.locator("kapstok-verschil")).to_have_count(0)
        serve.wait_for("Git kent geen versie met de naam bestaat-niet.")


def test_nothing_of_it_is_in_a_built_file(proposal: Path, page: Page) -> None:
    with serving(proposal, "--vergelijk") as serve:
        page.goto(f"{serve.address}doelen/samen-eten/")
        built = list((proposal / ".kapstok").rglob("*.html"))
    assert built
    assert not any(b"kapstok-verschil" in file.read_bytes() for file in built)


def test_a_page_without_a_main_part_stays_as_it_is() -> None:
    found = Compared(page="x", marks={"a/": "<b>merk</b>"})
    assert found.marked("a/", b"<h1>los</h1>") == b"<h1>los</h1>"
    assert found.marked("b/", b"<main><h1>x</h1></main>") == b"<main><h1>x</h1></main>"
    assert found.marked("a/", b"<main><h1>x</h1></main>") == b"<main><h1>x</h1><b>merk</b></main>"
