"""What stood at another address before: a small page there that leads on, and the old anchors beside the new ones.

An anchor never reaches a server, so an old anchor stays where it was: on the page that shows the thing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import jinja2

from kapstok.core.model import Key, Model
from kapstok.kinds.address import item_address, item_anchor, relative
from kapstok.kinds.former import former_keys
from kapstok.kinds.schema import Kinds

_TEMPLATE = "verhuisd.html"
SCRIPT = "assets/stijl/verhuisd.js"

Anchors = Mapping[str, Mapping[str, Sequence[str]]]  # page → anchor on it → what that anchor was called before


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """A page that has moved: its address then and now, and its title."""

    old: str
    new: str
    title: str


def find_moves(model: Model, kinds: Kinds, taken: Collection[str]) -> list[Move]:
    """The pages of a view that had another address before; an address that is in use again is left alone."""
    found = {move.old: move for move in _moves(model, kinds)}
    return [found[old] for old in sorted(found) if old not in taken]


def _moves(model: Model, kinds: Kinds) -> Iterator[Move]:
    names: dict[Key, list[str]] = {}
    for former, key in former_keys(model.items, kinds).items():
        names.setdefault(key, []).append(former.id)
    for kind in kinds:
        items = [] if kind.nested or kind.file else model.of_kind(kind.name)
        for folder in kind.former_folders if items else ():
            yield Move(old=f"{folder}/", new=f"{kind.folder}/", title=kind.plural)
        for item in items if kind.has_page else ():
            for folder in (kind.folder, *kind.former_folders):
                for name in (item.key.id, *names.get(item.key, ())):
                    if (folder, name) != (kind.folder, item.key.id):
                        new = item_address(item, model, kinds)
                        yield Move(old=f"{folder}/{name}/", new=new, title=item.title)


def find_anchors(model: Model, kinds: Kinds) -> Anchors:
    """The former names of everything that is a place on a page."""
    found: dict[str, dict[str, list[str]]] = {}
    for former, key in former_keys(model.items, kinds).items():
        item = model.items[key]
        page, _, anchor = item_address(item, model, kinds).partition("#")
        old = item_anchor(item, former.id)
        here = found.setdefault(page, {}).setdefault(anchor, []) if anchor and old != anchor else [old]
        if old not in here:
            here.append(old)
    return found


def render_moves(
    moves: Sequence[Move], folders: Sequence[Path], context: Mapping[str, object], *, address: str, script: bool
) -> dict[str, bytes]:
    """The page at each old address. `address` is where the site stands (may be ''), `context` as for the theme."""
    loader = jinja2.FileSystemLoader([folder / "stijl" / "site" for folder in folders])
    template = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True).get_template(
        _TEMPLATE
    )
    files = {}
    for move in moves:
        link = relative(move.new, move.old)
        text = template.render(
            **context,
            titel=move.title,
            link=link,
            vast_adres=address + move.new if address else link,
            script=relative(SCRIPT, move.old) if script else "",
        )
        files[f"{move.old}index.html"] = text.encode()
    return files


def add_anchors(page: bytes, anchors: Mapping[str, Sequence[str]]) -> bytes:
    """A page of HTML in which a reader also gets to each place by its former names."""
    text = page.decode()
    for anchor, former in anchors.items():
        spans = "".join(f'<span id="{name}"></span>' for name in former if f'id="{name}"' not in text)
        text = re.sub(rf'<[a-z][a-z0-9]*\b[^<>]*\bid="{re.escape(anchor)}"[^<>]*>', rf"\g<0>{spans}", text, count=1)
    return text.encode()
