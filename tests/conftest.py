"""What several tests share: a real browser, and the public sites of the workspaces."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, sync_playwright
from public_site import Sites

# A busy machine is no fault: what a test may take in time is for the budgets, which count and do not clock.
settings.register_profile("kapstok", deadline=None)
settings.load_profile("kapstok")
_QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_configure(config: pytest.Config) -> None:
    """A cache and a key of our own, for all workers and for the programs that tests start."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        place = tempfile.mkdtemp(prefix="kapstok-tests-")
        config.add_cleanup(lambda: shutil.rmtree(place, ignore_errors=True))
        os.environ |= {"XDG_CACHE_HOME": f"{place}/cache", "XDG_CONFIG_HOME": f"{place}/instellingen"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever opens a browser is marked so, and left out of `make snel`."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium without a screen: the one of the system, else the one that `playwright install` fetched."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(_QUIET))
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh window, with nothing remembered from an earlier test; an error in a script of the page fails the test."""
    context = chromium.new_context(locale="nl-NL")
    window = context.new_page()
    errors: list[str] = []
    window.on("pageerror", lambda error: errors.append(str(error)))
    yield window
    context.close()
    assert not errors


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    """The public site of every workspace, made once for all workers together."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "sites"
    folder.mkdir(exist_ok=True)
    return Sites(folder)
