"""The feed of what changed (Atom, RFC 4287), for who wants to follow the agenda without looking at the site."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from kapstok.core.model import Item, Key
from kapstok.kinds.address import FEED, full_address, item_address
from kapstok.reckon.in_force import Lapse
from kapstok.render.offers.changes import Changes, Regel, in_one_text
from kapstok.render.offers.things import World

MOST = 50


def render_feed(
    changes: Changes,
    world: World,
    *,
    lapses: Mapping[Key, Lapse],
    address: str,
    title: str,
    author: str,
    day: date,
) -> bytes:
    """The newest changes as Atom; `address` is where the site stands, with a slash at the end. What holds no more
    (`lapses`) is marked, as on the pages."""
    lines = changes.latest(MOST)
    newest = lines[0].dag if lines else day
    head = (
        f"<title>{escape(title)}: wat er verandert</title>",
        f"<id>{_url(address, FEED)}</id>",
        f'<link rel="self" type="application/atom+xml" href="{_url(address, FEED)}"/>',
        f'<link rel="alternate" type="text/html" href="{_url(address, "wijzigingen/")}"/>',
        f"<updated>{_moment(newest)}</updated>",
        f"<author><name>{escape(author)}</name></author>",
    )
    entries = (_entry(line, world, address, lapses) for line in lines)
    body = "\n".join([*head, *entries])
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="nl">\n{body}\n</feed>\n'
    ).encode()


def _entry(line: Regel, world: World, address: str, lapses: Mapping[Key, Lapse]) -> str:
    if line.wijziging:
        thing = line.wijziging.ding
        title = _named(thing._item, lapses)
        text = in_one_text(line.wijziging)
        path = item_address(thing._item, world.model, world.kinds)
    else:
        counts = ", ".join(f"{len(things)} × {kind.title.lower()}" for kind, things in line.groepen)
        names = "; ".join(_named(thing._item, lapses) for _, things in line.groepen for thing in things)
        title, path = f"Gepubliceerd: {counts}", "wijzigingen/"
        text = names if len(names) <= 2000 else f"{counts}."
    return (
        "<entry>"
        f"<title>{escape(title)}</title>"
        f"<id>{_name(address, line.dag, path)}</id>"
        f'<link href="{_url(address, path)}"/>'
        f"<updated>{_moment(line.dag)}</updated>"
        f'<summary type="text">{escape(text)}</summary>'
        "</entry>"
    )


def _named(item: Item, lapses: Mapping[Key, Lapse]) -> str:
    """The title of a thing, with the mark of an example and of what holds no more."""
    lapse = lapses.get(item.key)
    return item.title + (" (voorbeeld)" if item.example else "") + (f" ({lapse.status})" if lapse else "")


def _name(address: str, day: date, path: str) -> str:
    """A name that stays (RFC 4151), also when the site moves to another path on its host."""
    return escape(f"tag:{urlsplit(address).hostname},{day.isoformat()}:{quote(path, safe='/-._~')}")


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _url(site: str, address: str) -> str:
    return escape(full_address(site, address), {'"': "&quot;"})
