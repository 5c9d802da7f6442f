"""axe-core on a page, in any window and with any setting of the reader."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from playwright.sync_api import Page

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """async (tags) => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const rules = { "target-size": { enabled: !matchMedia("print").matches } }; // nobody taps on paper
  const options = { runOnly: { type: "tag", values: tags }, rules, resultTypes: ["violations"], preload: false };
  const { violations } = await axe.run(document, options);
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}`));
}"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """How a reader looks at a page: the window, and what the system of the reader asks for."""

    name: str
    width: int
    height: int
    media: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.name} {self.width}"

    def apply(self, page: Page) -> None:
        """Look at the page that is open in this way."""
        page.emulate_media(**{"media": "screen", "forced_colors": "none", "color_scheme": "light", **self.media})
        page.set_viewport_size({"width": self.width, "height": self.height})


def _screens(name: str, **media: Any) -> tuple[Setting, ...]:
    sizes = ((1280, 900), (375, 800), (320, 640))
    return tuple(Setting(name=name, width=width, height=height, media=media) for width, height in sizes)


# Paper has one width: that of A4 within its margins.
SETTINGS: dict[str, tuple[Setting, ...]] = {
    "licht": _screens("licht"),
    "donker": _screens("donker", color_scheme="dark"),
    "eigen kleuren": _screens("eigen kleuren", forced_colors="active"),
    "papier": (Setting(name="papier", width=700, height=990, media={"media": "print"}),),
}
ALL = tuple(setting for group in SETTINGS.values() for setting in group)


@cache
def _program() -> str:
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """What axe-core has against the page that is open, as `rule: element`."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_program())
    return list(page.evaluate(_RUN, _TAGS))
