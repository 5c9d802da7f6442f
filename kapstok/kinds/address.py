"""Where everything lives: one address per item, the same for pages, links and data.

Addresses are relative to the root of the output: `doelen/meedoen/`, `begrippen/#wederkerigheid`.
"""

from __future__ import annotations

import posixpath
from urllib.parse import quote

from kapstok.core.model import Item, Key, Model
from kapstok.kinds.schema import Kind, Kinds

PAPERS = "stukken"
DATA = "data"
FEED = "wijzigingen.xml"


def item_address(item: Item, model: Model, kinds: Kinds) -> str:
    """The address of an item: a page of its own, or an anchor on its parent's or its kind's page."""
    kind = kinds[item.key.kind]
    if item.parent is not None:
        page = item_address(model.items[item.parent], model, kinds).partition("#")[0]
        return f"{page}#{item_anchor(item)}"
    if kind.file:
        return ""
    return f"{kind.folder}/{item.key.id}/" if kind.has_page else f"{kind.folder}/#{item_anchor(item)}"


def item_anchor(item: Item, name: str = "") -> str:
    """The anchor of an item on the page that shows it; nested items name their kind and way down.

    `name` is another id that the item had, for the anchor that it had then.
    """
    name = name or item.key.id
    if item.parent is None:
        return name
    local = name.partition(".")[2]
    return f"{item.key.kind}-{local.replace('.', '-')}"


def paper_anchor(key: Key) -> str:
    """The anchor of an item in a paper, where items of several kinds stand together."""
    return f"{key.kind}-{key.id.replace('.', '-')}"


def paper_path(name: str, suffix: str) -> str:
    """Where the paper with this name is put, `suffix` being `docx` or `pdf`."""
    return f"{PAPERS}/{name}.{suffix}"


def attachment_path(name: str, suffix: str) -> str:
    """Where an attachment is put, `suffix` with its dot."""
    return f"{PAPERS}/bijlagen/{name}{suffix}"


def data_path(kind: Kind, suffix: str) -> str:
    """Where the open data of a kind is put, `suffix` being `json` or `csv`."""
    return f"{DATA}/{kind.folder}.{suffix}"


def full_address(site: str, address: str) -> str:
    """A whole web address, `site` being where the site stands, as machines want to read it."""
    return quote(site + address, safe=":/?#[]@!$&'()*+,;=%~")


def relative(target: str, page: str) -> str:
    """The link from the page at address `page` to the address `target`, right under any base address."""
    path, hash_sign, anchor = target.partition("#")
    if path == page and anchor:
        return f"#{anchor}"
    here = page if page.endswith("/") or not page else posixpath.dirname(page) + "/"
    link = posixpath.relpath("/" + path, "/" + here)
    if path.endswith("/") or not path:
        link = "./" if link == "." else link + "/"
    return link + (f"#{anchor}" if hash_sign else "")
