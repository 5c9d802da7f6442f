"""What every page of the site carries with it: what a browser may load for it, and its colours as a style sheet.

A page names only files of the site itself, so the policy has no exception for what is written inside a page. The
exception is a page by itself, which is shown under any address or only leads on: its few rules stand in it and are
named by their hash.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping

COLOUR_SHEET = "assets/stijl/kleuren.css"

# In a page the policy cannot say who may frame it: a web server says that (docs/handleiding/webserver.md).
_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # data: for the drawings in the style sheets and the icon of the tab
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
_LONE_RULES = (
    "body{margin:0;border-top:.5rem solid var(--k-hoofd);background:var(--k-grond);color:var(--k-tekst);"
    "font:1.125rem/1.6 system-ui,sans-serif;overflow-wrap:anywhere}"
    "main{max-width:40rem;margin:0 auto;padding:2.5rem 1.25rem}"
    "h1{color:var(--k-kop);line-height:1.2}"
    "a{color:var(--k-link);text-underline-offset:.15em}"
    "a:focus-visible{outline:.2rem solid var(--k-nadruk);outline-offset:.15rem}"
    ".van{color:var(--k-tekst-zacht);margin:0}"
)

Palette = Mapping[str, Mapping[str, str]]


def shell(palette: Palette) -> dict[str, object]:
    """The words of the theme for this: the policy of every page, and the rules and policy of lone pages."""
    rules = colour_sheet(palette) + _LONE_RULES
    digest = base64.b64encode(hashlib.sha256(rules.encode()).digest()).decode()
    return {
        "beleid": _written(_POLICY),
        "kleurblad": COLOUR_SHEET,
        "los": {"stijl": rules, "beleid": _written(_POLICY | {"style-src": f"'self' 'sha256-{digest}'"})},
    }


def colour_sheet(palette: Palette) -> str:
    """The colours as `--k-<name>`: light, or dark when the reader's system or the reader says so. Paper is light."""
    light, dark = (_properties(palette[scheme]) for scheme in ("licht", "donker"))
    return (
        f":root{{color-scheme:light;{light}}}"
        "@media screen and (prefers-color-scheme:dark)"
        f'{{:root:not([data-weergave="licht"]){{color-scheme:dark;{dark}}}}}'
        f'@media screen{{:root[data-weergave="donker"]{{color-scheme:dark;{dark}}}}}'
    )


def _properties(colours: Mapping[str, str]) -> str:
    return "".join(f"--k-{name}:{colours[name]};" for name in sorted(colours))


def _written(policy: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in policy.items())
