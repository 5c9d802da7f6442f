"""`kapstok serve --vergelijk`: what changed since another version, in the pages that are served and on one of its own.

Nothing of this ends up in a built file: the server puts it in the pages that it sends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from markupsafe import Markup

from kapstok.compare.as_html import as_html, style, thing_as_html
from kapstok.compare.comparison import compare
from kapstok.compare.editions import Edition, Pair, open_versions
from kapstok.compare.values import Comparison, ThingChange
from kapstok.core.finding import Finding
from kapstok.core.model import Key, Model
from kapstok.core.workspace import Workspace
from kapstok.kinds.address import item_address
from kapstok.kinds.schema import Kinds

PAGE, STYLE = "/verschil/", "/__kapstok/verschil.css"
_MARK = Markup(
    '<kapstok-verschil><template shadowrootmode="open"><link rel="stylesheet" href="{style}">\n'
    '<details class="romp merk"><summary>Gewijzigd ten opzichte van {base}</summary>\n{things}\n'
    '<p><a href="{page}">Alles wat er verandert</a></p>\n</details></template></kapstok-verschil>\n'
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """A comparison as it is served: the page with all of it, and by the address of a page what changed there."""

    page: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)

    def marked(self, address: str, page: bytes) -> bytes:
        """A page of the site with what changed about it below its title; unchanged when nothing did."""
        mark = self.marks.get(address)
        start = page.find(b"<main") if mark else -1
        end = page.find(b"</h1>", start) if start >= 0 else -1
        if mark is None or end < 0:
            return page
        end += len(b"</h1>")
        return page[:end] + mark.encode() + page[end:]


def compared(workspace: Workspace, base: str, audience: str, day: date | None) -> Compared | Finding:
    """What changed since a version for an audience; a Finding when git cannot tell.

    `base` is its name; '' is where the main branch was left.
    """
    with open_versions(workspace, base, day=day) as pair:
        return pair if isinstance(pair, Finding) else _of(pair, audience)


def stylesheet() -> bytes:
    """The style of the page and of the marks."""
    return style().encode()


def _of(pair: Pair, audience: str) -> Compared:
    new = Edition(pair.new, audience)
    found = compare(Edition(pair.old, audience), new)
    things: dict[str, list[ThingChange]] = {}
    for thing in found.things:
        if thing.key in new.view.items:
            things.setdefault(_page_of(thing.key, new.view, new.kinds), []).append(thing)
    return Compared(page=as_html(found), marks={address: _mark(some, found) for address, some in things.items()})


def _page_of(key: Key, model: Model, kinds: Kinds) -> str:
    return item_address(model.items[key], model, kinds).partition("#")[0]


def _mark(things: list[ThingChange], found: Comparison) -> str:
    told = Markup("\n").join(map(thing_as_html, things))
    return str(_MARK.format(style=STYLE, page=PAGE, base=found.base.name, things=told))
