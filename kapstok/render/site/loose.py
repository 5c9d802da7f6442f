"""A site that opens from a folder: every link names the file that a web server would have found."""

from __future__ import annotations

import re

_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_LINK = re.compile(r"(\s(?:href|action|data-naar)=\")([^\"]*)(\")")
_ONWARD = re.compile(r"(\scontent=\"0; url=)([^\"]*)(\")")
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/|#|\?|$")


def with_files(page: bytes) -> bytes:
    """A page of HTML in which a link to `../doelen/` leads to `../doelen/index.html`; other links stay."""
    text = page.decode("utf-8")
    return _TAG.sub(lambda tag: _ONWARD.sub(_named, _LINK.sub(_named, tag[0])), text).encode("utf-8")


def _named(found: re.Match[str]) -> str:
    return f"{found[1]}{_file(found[2])}{found[3]}"


def _file(link: str) -> str:
    if _ELSEWHERE.match(link):
        return link
    path, mark, rest = re.match(r"([^?#]*)([?#]?)(.*)", link, re.DOTALL).groups()  # type: ignore[union-attr]
    if path in (".", "..") or path.endswith("/.."):
        path += "/"
    return f"{path}index.html{mark}{rest}" if path.endswith("/") else link
