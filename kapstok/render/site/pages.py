"""The pages of the site as Markdown: one for each item that deserves one, and overviews that look across.

An overview is a template in `overzicht/`; its name is its address (`index` is the home page) and its head says
in which part of the menu it stands and which kinds it needs. A kind without an overview of its own gets
the standard one, a kind without a page template the standard page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import jinja2

from kapstok.check.plain.sentences import split_sentences
from kapstok.core.model import Block, Item, Key, Model
from kapstok.core.page import Page
from kapstok.core.values import as_number, as_text, as_texts
from kapstok.kinds.address import item_address
from kapstok.kinds.order import TREE_ROLE, ordered
from kapstok.kinds.schema import Kind, Kinds
from kapstok.render.offers.chapters import FOLDER as CHAPTERS
from kapstok.render.offers.chapters import Spread, spreads
from kapstok.render.offers.fields import own_fields
from kapstok.render.offers.printing import describe
from kapstok.render.offers.standing import standing
from kapstok.render.offers.things import Thing
from kapstok.render.templates.library import Library, Sheet, Template

STANDARD = "_standaard"
BELOW = "pagina/_onder"
CHAPTER = "pagina/_hoofdstuk"
WITHDRAWN = "overzicht/_vervallen"
HOME = "index"
_DESCRIBED = 200  # signs of a description


def render_pages(
    library: Library, model: Model, kinds: Kinds, wanted: Callable[[str], bool] = lambda address: True
) -> list[Page]:
    """Every page of the view, or those at the addresses that are `wanted`.

    One that its template cannot make is left out, and is among `library.troubles`.
    """
    pages = []
    for name, kind in _overview_names(library, model, kinds):
        if not wanted("" if name[1] == HOME else f"{name[1]}/"):
            continue
        with library.troubles.at(f"de pagina /{'' if name[1] == HOME else name[1] + '/'}"):
            template = library.template(f"overzicht/{name[0]}")
            needed = () if kind else as_texts(template.head.get("als"))
            if not needed or any(model.of_kind(other) for other in needed):
                page = _watched(library, _overview, template, name[1], kind)
                if page.markdown.strip():  # an overview with nothing to show is no page
                    pages.append(page)
    for spread in spreads(library.settings()):
        if not wanted(spread.chapter.address):
            continue
        with library.troubles.at(f"de pagina /{spread.chapter.address}"):
            pages.append(_watched(library, _chapter_page, spread))
    for kind in kinds:
        if not kind.has_page or kind.file:
            continue
        for item in ordered(model.of_kind(kind.name), model, kinds):
            if not wanted(item_address(item, model, kinds)):
                continue
            with library.troubles.at(item.path):
                template = _template(library, "pagina", kind.name)
                pages.append(_watched(library, _item_page, template, kind, item, model, kinds))
    return _led_straight_on(pages, library, model, kinds)


def _watched(library: Library, make: Callable[..., Page], *given: object) -> Page:
    """A page with the things that it was made of."""
    with library.world.watch() as used:
        page = make(library, *given)
    return replace(page, used=frozenset(used))


def _led_straight_on(pages: list[Page], library: Library, model: Model, kinds: Kinds) -> list[Page]:
    """In the menu the only item of a kind stands for its overview, which would say nothing more.

    It is called what its kind is called when that is one word, else by its title. A template that shows more than
    its items says so in its head: `ook_bij_een: true`.
    """
    named = set(library.names("overzicht"))
    overviews = {page.address: page for page in pages}
    hidden: set[str] = set()
    leads: dict[str, tuple[Page, str]] = {}
    for kind in kinds:
        items, address = model.of_kind(kind.name), f"{kind.folder}/"
        if len(items) != 1 or not kind.has_page or kind.nested or address not in overviews:
            continue
        template = library.template(f"overzicht/{kind.folder if kind.folder in named else STANDARD}")
        if not template.head.get("ook_bij_een"):
            hidden.add(address)
            label = "" if " " in kind.title else kind.title
            leads[item_address(items[0], model, kinds)] = (overviews[address], label)
    changed = []
    for page in pages:
        if page.address in leads:
            overview, label = leads[page.address]
            page = replace(page, menu=overview.menu, order=overview.order, label=label, crumbs=())
        changed.append(replace(page, menu="") if page.address in hidden else page)
    return changed


def _template(library: Library, folder: str, name: str) -> Template:
    try:
        return library.template(f"{folder}/{name}")
    except jinja2.TemplateNotFound as missing:
        if missing.name != f"{folder}/{name}.md.j2":
            raise
        return library.template(f"{folder}/{STANDARD}")


def _item_page(library: Library, template: Template, kind: Kind, item: Item, model: Model, kinds: Kinds) -> Page:
    address = item_address(item, model, kinds)
    thing, sheet = library.world.thing(item.key), Sheet(address=address)
    with library.world.watch() as used:
        text = library.render(template, sheet, ding=thing)
    own = own_fields(thing, used.get(item.key, ()))
    below = library.render(library.template(BELOW), sheet, ding=thing, eigen=own)
    return Page(
        address=address,
        title=item.title,
        source=item.path,
        kind=kind.title,
        template=template.name,
        markdown=f"{text}\n{below}".rstrip("\n") + "\n",
        description=_summary(thing),
        example=item.example,
        status=library.facts.council.adoption(item).status,
        standing=_standing(library, item),
        crumbs=_trail(library, item),
        under=f"{kind.folder}/",
    )


def _chapter_page(library: Library, spread: Spread) -> Page:
    """A chapter of the agenda, with what comes before and after it."""
    chapter, settings = spread.chapter, library.settings()
    text = library.render(library.template(CHAPTER), Sheet(address=chapter.address), deel=spread)
    overview = library.template(f"overzicht/{CHAPTERS}").head
    return Page(
        address=chapter.address,
        title=chapter.label,
        source=settings._item.path if settings else "",
        kind="Hoofdstuk",
        template=CHAPTER,
        markdown=text,
        description=shorten(describe(chapter.text)) if chapter.text else "",
        crumbs=((str(overview.get("titel", "")), f"{CHAPTERS}/"),),
        under=f"{CHAPTERS}/",
    )


def _trail(library: Library, item: Item) -> tuple[tuple[str, str], ...]:
    """From the overview of the top of the tree down to what the item hangs under; an item in no tree has its own."""
    model, kinds = library.world.model, library.world.kinds
    above: list[Item] = []
    here: Item | None = _parent(item, model, kinds)
    while here is not None and here not in above and here != item:
        above.insert(0, here)
        here = _parent(here, model, kinds)
    top = kinds[(above[0] if above else item).key.kind]
    steps = tuple((one.title, item_address(one, model, kinds)) for one in above)
    return ((library.overview_title(top), f"{top.folder}/"), *steps)


def _parent(item: Item, model: Model, kinds: Kinds) -> Item | None:
    """What an item hangs under in the tree: of several, the first."""
    for name in kinds[item.key.kind].fields_with_role(TREE_ROLE):
        value = item.fields.get(name)
        first = value[0] if isinstance(value, tuple) and value else value
        if isinstance(first, Key) and first in model.items:
            return model.items[first]
    return None


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


def _standing(library: Library, item: Item) -> Block:
    """How far the decision about an item is, and whether it had papers that are gone."""
    gone = {thing._item.key for thing in library.shelf.withdrawn()}
    found = standing(item, library.facts.council)
    return found | {"zonder_stukken": True} if item.key in gone else found


def _overview_names(library: Library, model: Model, kinds: Kinds) -> Iterator[tuple[tuple[str, str], Kind | None]]:
    """The overviews that may be made: (template, address without slash) and the kind that it is of, if any."""
    own = {name for name in library.names("overzicht") if not name.startswith("_")}
    for kind in kinds:
        if not kind.nested and not kind.file and model.of_kind(kind.name):
            yield (kind.folder if kind.folder in own else STANDARD, kind.folder), kind
    for name in sorted(own - {kind.folder for kind in kinds}):
        yield (name, name), None


def _overview(library: Library, template: Template, name: str, kind: Kind | None) -> Page:
    address = "" if name == HOME else f"{name}/"
    head = template.head
    title = library.overview_title(kind) if kind else as_text(head.get("titel")) or name
    things, sheet = library.all(kind.name) if kind else [], Sheet(address=address)
    gone = [thing for thing in things if thing._item.key in library.facts.lapses]
    if kind and kind.has_page:  # what has no page of its own stands here whole, with a mark
        things = [thing for thing in things if thing not in gone]
    text = library.render(template, sheet, soort=kind, dingen=things)
    if kind and kind.has_page and gone:
        text += "\n" + library.render(library.template(WITHDRAWN), sheet, soort=kind, dingen=gone)
    return Page(
        address=address,
        title=title,
        description=as_text(head.get("omschrijving")) or (kind.description.partition(". ")[0] if kind else ""),
        markdown=text,
        menu=str(head.get("menu", kind.group if kind and kind.in_menu else "")),
        order=float(as_number(head.get("volgorde", 100)) or 0),
        template=template.name,
        kind="Overzicht",
        overview=True,
        findable=head.get("vindbaar", True) is not False,
    )
