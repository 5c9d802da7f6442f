"""What a page of the site may never hold: anything that runs, or that a policy without exceptions forbids."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

_SCHEMES = re.compile(r"[\s\x00-\x1f]*(javascript|vbscript|data|file|blob)\s*:", re.IGNORECASE)
_ADDRESSES = ("href", "src", "action", "formaction", "srcdoc", "xlink:href", "poster", "data", "background", "srcset")
_NEVER = ("iframe", "object", "embed", "base", "applet", "frame", "frameset", "portal")
_META = "//head/meta[translate(@http-equiv, 'CSP', 'csp')='content-security-policy']"
LONE_PAGE = "404.html"


def is_lone(name: str, content: bytes) -> bool:
    """Whether a page carries its own few rules: the one for what is not there, and one that only leads on."""
    return name == LONE_PAGE or b'http-equiv="refresh"' in content


def dangers(content: bytes, *, lone: bool = False) -> Iterator[str]:
    """Everything in a page that must not be there; `lone` is a page that carries its own few rules."""
    tree = html.document_fromstring(content)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        name = element.tag.lower()
        if name == "script" and (not element.get("src") or (element.text or "").strip()):
            yield f"inline script: {(element.text or '')[:60]}"
        if name == "style" and not lone:
            yield "inline style sheet"
        if name in _NEVER:
            yield f"<{name}>"
        if name == "meta" and "set-cookie" in (element.get("http-equiv") or "").lower():
            yield "cookie"
        for attribute, value in element.attrib.items():
            yield from _attribute(name, attribute.lower(), value)
    yield from _policy(tree)


def _attribute(name: str, attribute: str, value: str) -> Iterator[str]:
    if attribute.startswith("on"):
        yield f"<{name} {attribute}>"
    if attribute == "style":
        yield f"<{name} style={value[:40]!r}>"
    icon = name == "link" and value.startswith(("data:image/svg+xml,", "data:,"))
    if attribute in _ADDRESSES and _SCHEMES.match(value) and not icon:
        yield f"<{name} {attribute}={value[:40]!r}>"


def policy(tree: html.HtmlElement) -> dict[str, str]:
    """The Content-Security-Policy that a page states, by directive."""
    found = tree.xpath(f"{_META}/@content")
    parts = (part.strip().partition(" ") for part in (found[0].split(";") if len(found) == 1 else ()))
    return {name: value for name, _, value in parts}


def _policy(tree: html.HtmlElement) -> Iterator[str]:
    stated = policy(tree)
    if stated.get("default-src") != "'none'":
        yield "no policy, or one that does not begin with nothing"
    if "unsafe" in " ".join(stated.values()) or "*" in " ".join(stated.values()):
        yield "a policy with an exception"
    missing = {"base-uri", "form-action"} - set(stated)  # these two do not follow default-src
    if missing:
        yield f"a policy without {', '.join(sorted(missing))}"
    before = tree.xpath(f"{_META}/preceding::*[@src or @href or self::style]")
    if before:
        yield "something stands before the policy"
