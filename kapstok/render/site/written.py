"""Hand-written pages that cannot be pages: by their name, their head, or raw HTML in them."""

from __future__ import annotations

from collections.abc import Iterator

from kapstok.core.cache import Cache, content_key, open_cache
from kapstok.core.door import Door, Shut
from kapstok.core.finding import Finding
from kapstok.core.page import PAGE_LIMIT
from kapstok.core.places import Place
from kapstok.core.state import code_state
from kapstok.core.workspace import Workspace
from kapstok.kinds.schema import Kinds
from kapstok.render.plan.head import read_source
from kapstok.render.site.config import raw_pages

_RESERVED = ("404", "assets", "bijlagen", "data", "handleiding", "huisstijl", "search", "sitemap", "stukken", "zoeken")


def check_pages(workspace: Workspace, kinds: Kinds) -> Iterator[Finding]:
    """The hand-written pages: a name that can be an address of its own, a head that is YAML, and no raw HTML."""
    own = workspace.config().is_relative_to(workspace.root)
    allowed, wrong = raw_pages(workspace.config()) if own else (frozenset[str](), list[Finding]())
    yield from wrong
    cache = open_cache(workspace.root)
    taken = {"site": taken_addresses(workspace, kinds), "handleiding": frozenset({"velden"})}
    for folder, names in taken.items():
        door = Door(workspace.root, f"docs/{folder}", limit=PAGE_LIMIT)
        for name in door.names("*.md"):
            shown = f"docs/{folder}/{name}"
            if isinstance(door.find(name), Shut):
                continue  # told by check_closed
            yield from _check_address(shown, name.removesuffix(".md"), names)
            source, findings = read_source(door, name, shown)
            yield from findings
            if source is not None and name not in allowed:
                yield from _faults(cache, shown, source.body, source.first_line)


def _faults(cache: Cache, shown: str, body: str, first_line: int) -> Iterator[Finding]:
    """What a page holds that it may not; one in which nothing was wrong is not made again until it changes."""
    key = content_key("pagina", code_state(), body)
    if cache.get(key) is not None:
        return
    from kapstok.render.site.raw_html import raw_html  # late: a check of pages known to be right needs no Markdown

    found = list(raw_html(shown, body, first_line))
    yield from found
    if not found:
        cache.put(key, b"")


def taken_addresses(workspace: Workspace, kinds: Kinds) -> frozenset[str]:
    """The addresses at the top of the site that Kapstok makes pages or files for, without slash."""
    folders = (folder / "overzicht" for folder in workspace.template_folders())
    overviews = {path.name.removesuffix(".md.j2") for folder in folders for path in folder.glob("*.md.j2")}
    return frozenset({*_RESERVED, *overviews, *(kind.folder for kind in kinds)})


def _check_address(shown: str, name: str, taken: frozenset[str]) -> Iterator[Finding]:
    if name.casefold() in taken:
        message = f"Deze pagina zou /{name.casefold()}/ vervangen, die Kapstok zelf maakt."
        hint = (
            f"Geef het bestand een andere naam, of maak een eigen sjabloon: templates/overzicht/{name.lower()}.md.j2."
        )
        yield Finding.at(Place(shown), "pagina-adres", message, hint)
