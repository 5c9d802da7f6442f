"""Public addresses that die, or lead on to another one: of things, and of the pages and files that are made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kapstok.compare.editions import Edition
from kapstok.compare.effects import Effect
from kapstok.compare.fact_effects import title
from kapstok.compare.sides import Sides
from kapstok.compare.values import Consequence
from kapstok.core.model import Item, Key
from kapstok.kinds.address import PAPERS, item_address
from kapstok.kinds.former import former_keys

if TYPE_CHECKING:
    from kapstok.compare.printed import Printed


def addresses(sides: Sides, old: Printed | None = None, new: Printed | None = None) -> Iterator[Consequence]:
    """Of things: pages and places on pages. A thing with another id leads on when the old one stands in its file.

    With what is printed, a place is only there when its page really shows it.
    """
    from kapstok.render.site.redirects import find_moves  # late: who only checks has no need of what renders

    was, now = _by_address(sides.old, old), _by_address(sides.new, new)
    pages = {address.partition("#")[0] for address in now}
    moved = {move.old for move in find_moves(sides.new.view, sides.new.kinds, pages)}
    former = former_keys(sides.new.view.items, sides.new.kinds)
    for address, item in sorted(was.items()):
        if address in now:
            continue
        heir = sides.new.view.items.get(former.get(item.key, item.key))
        leads = item_address(heir, sides.new.view, sides.new.kinds) if heir is not None else ""
        reached = leads in now and address.partition("#")[0] in pages | moved
        yield _gone(sides, address, title(item), item.key, leads if reached else "")


def print_addresses(sides: Sides, old: Printed, new: Printed) -> Iterator[Consequence]:
    """Of what is made: other pages, papers, data files, attachments and bundles."""
    known = _by_address(sides.old, old)
    told = {**old.pages, **old.files, **old.data, **{f"{PAPERS}/{name}": one for name, one in old.papers.items()}}
    there = {*new.pages, *new.files, *new.data, *(f"{PAPERS}/{name}" for name in new.papers)}
    for path, sheet in sorted(told.items()):
        if path not in there and path not in known:
            yield _gone(sides, path, sheet.title, None, new.moved.get(path, ""))


def _by_address(edition: Edition, printed: Printed | None) -> dict[str, Item]:
    """Everything that is published by its address, but for the home page."""
    found = {item_address(item, edition.view, edition.kinds): item for item in edition.view.items.values()}
    return {address: item for address, item in found.items() if address.strip("#") and _is_shown(address, printed)}


def _is_shown(address: str, printed: Printed | None) -> bool:
    if printed is None:
        return True
    page, sign, place = address.partition("#")
    sheet = printed.pages.get(page)
    return sheet is not None and (not sign or place in sheet.places)


def _gone(sides: Sides, address: str, named: str, key: Key | None, leads: str) -> Consequence:
    words = f"{named}: het adres /{address} vervalt en leidt nergens meer heen."
    if leads:
        words = f"{named}: het adres /{address} verhuist naar /{leads}."
    return Consequence(
        kind=Effect.ADDRESS,
        subject=key if key and leads else f"/{address}",
        was=f"/{address}",
        becomes=f"/{leads}" if leads else "",
        words=words,
        because=sides.because(key),
    )
