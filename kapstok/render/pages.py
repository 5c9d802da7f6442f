"""The pages of the site as Markdown: one for each item that deserves one, and overviews that look across.

An overview is a template in `overzicht/`; its name is its address (`index` is the home page) and its head says
in which part of the menu it stands and which kinds it needs. A kind without an overview of its own gets
the standard one, a kind without a page template the standard page.
"""

from __future__ import annotations

from collections.abc import Iterator

import jinja2

from kapstok.address import item_address
from kapstok.model import Item, Model
from kapstok.order import ordered
from kapstok.page import Page
from kapstok.plain.sentences import split_sentences
from kapstok.render.printing import describe
from kapstok.render.templates import Library, Sheet, Template
from kapstok.render.things import Thing
from kapstok.schema import Kind, Kinds

STANDARD = "_standaard"
HOME = "index"
_DESCRIBED = 200  # signs of a description


def render_pages(library: Library, model: Model, kinds: Kinds) -> list[Page]:
    """Every page of the view. One that its template cannot make is left out, and is among `library.troubles`."""
    pages = []
    for name, kind in _overview_names(library, model, kinds):
        with library.troubles.at(f"de pagina /{'' if name[1] == HOME else name[1] + '/'}"):
            template = library.template(f"overzicht/{name[0]}")
            needed = () if kind else template.head.get("als", ())
            if not needed or any(model.of_kind(other) for other in needed):
                pages.append(_overview(library, template, name[1], kind))
    for kind in kinds:
        if not kind.has_page or kind.file:
            continue
        for item in ordered(model.of_kind(kind.name), model, kinds):
            with library.troubles.at(item.path):
                pages.append(_item_page(library, _template(library, "pagina", kind.name), kind, item, model, kinds))
    return pages


def _template(library: Library, folder: str, name: str) -> Template:
    try:
        return library.template(f"{folder}/{name}")
    except jinja2.TemplateNotFound as missing:
        if missing.name != f"{folder}/{name}.md.j2":
            raise
        return library.template(f"{folder}/{STANDARD}")


def _item_page(library: Library, template: Template, kind: Kind, item: Item, model: Model, kinds: Kinds) -> Page:
    address = item_address(item, model, kinds)
    thing = library.world.thing(item.key)
    return Page(
        address=address,
        title=item.title,
        source=item.path,
        kind=kind.title,
        template=template.name,
        markdown=library.render(template, Sheet(address=address), ding=thing),
        description=_summary(thing),
        example=item.example,
        status=_status(thing),
        crumbs=((kind.plural, f"{kind.folder}/"),),
    )


def _summary(thing: Thing) -> str:
    """One or two sentences about a thing: its summary, else the beginning of its first running text."""
    summaries = (getattr(thing, name) for name in thing._kind.fields_with_role("samenvatting"))
    found = next((describe(value) for value in summaries if value), "")
    return found or next(
        (shorten(describe(value)) for _, shape, value in thing._world.fields(thing) if shape.form == "proza"), ""
    )


def shorten(text: str) -> str:
    """The first whole sentences of a text that fit in a description; of one that is too long, its first words."""
    kept = ""
    for sentence in split_sentences(text):
        if len(kept) + len(sentence.text) > _DESCRIBED - 1:
            break
        kept = f"{kept} {sentence.text}".strip()
    if kept or len(text) <= _DESCRIBED:
        return kept or text
    return text[: _DESCRIBED - 2].rpartition(" ")[0] + " …"


def _status(thing: Thing) -> str:
    names = thing._kind.fields_with_role("vaststelling")
    return describe(getattr(thing, names[0])) if names else ""


def _overview_names(library: Library, model: Model, kinds: Kinds) -> Iterator[tuple[tuple[str, str], Kind | None]]:
    """The overviews that may be made: (template, address without slash) and the kind that it is of, if any."""
    own = set(library.names("overzicht")) - {STANDARD}
    for kind in kinds:
        if not kind.nested and not kind.file and model.of_kind(kind.name):
            yield (kind.folder if kind.folder in own else STANDARD, kind.folder), kind
    for name in sorted(own - {kind.folder for kind in kinds}):
        yield (name, name), None


def _overview(library: Library, template: Template, name: str, kind: Kind | None) -> Page:
    address = "" if name == HOME else f"{name}/"
    head = template.head
    title = head.get("titel") or (kind.plural if kind else name)
    return Page(
        address=address,
        title=title,
        description=head.get("omschrijving") or (kind.description.partition(". ")[0] if kind else ""),
        markdown=library.render(
            template, Sheet(address=address), soort=kind, dingen=library.all(kind.name) if kind else []
        ),
        menu=str(head.get("menu", kind.group if kind and kind.in_menu else "")),
        order=float(head.get("volgorde", 100)),
        template=template.name,
        kind="Overzicht",
    )
