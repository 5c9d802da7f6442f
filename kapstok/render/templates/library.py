"""The template language: Jinja2 with Dutch filters, in which every text is escaped for Markdown.

Plain text of the agenda is escaped as it is printed; running text passes as Markdown with its links to
items rewritten and the first use of each term linked to its meaning. Templates are looked for in the
workspace first and in the installed package after.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar

import jinja2
from jinja2 import nodes
from jinja2.runtime import Context
from markupsafe import Markup

from kapstok.core.audience import PUBLIC
from kapstok.core.cache import Cache
from kapstok.core.collation import natural_key
from kapstok.core.dates import format_day
from kapstok.core.door import Door, door_to
from kapstok.core.markdown import escape
from kapstok.core.markdown.tree import ItemLink
from kapstok.core.model import Key, Model, Plain, Prose, Reference
from kapstok.core.text import enumerate_words, format_euro, format_number
from kapstok.core.values import as_texts
from kapstok.files.attachments import Attachment
from kapstok.kinds.address import item_address, item_anchor, paper_anchor, relative
from kapstok.kinds.order import ordered
from kapstok.kinds.schema import Kind
from kapstok.reckon.bodies import bodies
from kapstok.reckon.door import reckon
from kapstok.render.drawings.drawing import Colours
from kapstok.render.offers import fields, goals, partners, wording
from kapstok.render.offers.annexes import Annexes, Bijlage
from kapstok.render.offers.bundle import plan_bundles
from kapstok.render.offers.changes import Changes, by_day, by_month
from kapstok.render.offers.chapters import book
from kapstok.render.offers.council import CouncilOffers
from kapstok.render.offers.mentions import mentions, named_at
from kapstok.render.offers.offered import offered
from kapstok.render.offers.pictures import Pictures
from kapstok.render.offers.printing import cell, group, in_words, to_markdown, total, where
from kapstok.render.offers.running import running
from kapstok.render.offers.shelf import Shelf
from kapstok.render.offers.sizes import size_mark
from kapstok.render.offers.things import Block, Thing, World, is_filled
from kapstok.render.plan.head import read_source
from kapstok.render.plan.headings import Headings
from kapstok.render.plan.papers import Plan
from kapstok.render.templates.compiled import CompiledTemplates, Generator, Outline, outline
from kapstok.render.templates.escaping import concatenated, joined
from kapstok.render.templates.trouble import SourceError, Troubles

_Loaded: TypeAlias = "tuple[str, str, Callable[[], bool]]"  # the text of a template, its place, and whether it is new


class _Environment(jinja2.Environment):
    """Jinja2 for Markdown. What was parsed to be looked at is compiled without parsing it again."""

    code_generator_class = Generator
    concatenated = staticmethod(concatenated)

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self._trees: dict[str, nodes.Template] = {}

    def parse(self, source: str, name: str | None = None, filename: str | None = None) -> nodes.Template:
        """The tree of a template, for whoever wants to know what it says; raises TemplateSyntaxError."""
        if source not in self._trees:
            self._trees[source] = super().parse(source, name, filename)
        return self._trees[source]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        kept = self._trees.get(source)
        return super()._parse(source, name, filename) if kept is None else kept


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """The page or paper that is being rendered: its address and whether links become anchors in the text itself.

    `terms` remembers which terms are linked already: each once a sheet. `images` collects the drawings of a paper,
    `listed` the items whose attachments its template shows itself, and `pending` what it says is still to come.
    `headed` are the items that have a heading in a paper: the first one is where links lead.
    """

    address: str
    is_paper: bool = False
    terms: set[str] = field(default_factory=set)
    images: dict[str, bytes] = field(default_factory=dict)
    listed: set[Key] = field(default_factory=set)
    pending: list[str] = field(default_factory=list)
    headed: set[Key] = field(default_factory=set)


class _OnTheTable:
    """The sheet that is being rendered, for macros that are imported without a context: those are made only once."""

    def __init__(self) -> None:
        self._sheet: Sheet | None = None

    def __getattr__(self, name: str) -> object:
        found: object = getattr(self._sheet, name)
        return found

    def lay(self, sheet: Sheet | None) -> Sheet | None:
        """Put a sheet on the table; gives the one that lay there."""
        before, self._sheet = self._sheet, sheet
        return before


@dataclass(frozen=True, kw_only=True, slots=True)
class Template:
    """A template and its head: the YAML between `---` lines at its top."""

    name: str
    head: Mapping[str, Plain]
    compiled: jinja2.Template


class Library:
    """All templates of a workspace over one view; `render` is the only thing that changes nothing."""

    def __init__(
        self,
        world: World,
        folders: Sequence[Path],
        day: date,
        plan: Plan,
        colours: Colours,
        headings: Headings,
        attached: Mapping[Key, Sequence[Attachment]],
        *,
        feed: str = "",
        cache: Cache | None = None,
        doors: Sequence[Door] | None = None,
    ) -> None:
        self.world, self.day = world, day
        self.facts = reckon(world.model, world.kinds, day)
        self._cache = cache or Cache(None)
        self.annexes = Annexes(world, attached)
        self.bundles = plan_bundles(plan, attached, world.model, world.kinds)
        self.shelf = Shelf(world, plan, day, headings, bodies(self.facts.roles).in_headings)
        self._folders, self._doors = folders, doors or [door_to(folder) for folder in folders]
        self.troubles = Troubles(folders)
        self._terms, self._term_pattern = _terms(world)
        self._heads: dict[str, Mapping[str, Plain]] = {}
        self._loaded: dict[str, _Loaded | None] = {}
        self._outlines: dict[str, Mapping[str, Outline]] = {}
        self._referring = _by_target(world.model)
        council = CouncilOffers(world, self.facts.council, self.shelf.parts, self._named_by)
        self.changes = Changes(world, self.facts.council)
        self._table = _OnTheTable()
        self.environment = _Environment(
            loader=jinja2.FunctionLoader(self._load),
            undefined=jinja2.StrictUndefined,
            autoescape=True,
            finalize=to_markdown,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            optimized=False,  # see Generator
            bytecode_cache=CompiledTemplates(self._cache),
        )
        pictures = Pictures(world, colours, self.facts, self._back)
        drawn = {name: _on_sheet(draw) for name, draw in pictures.filters().items()}
        for names in (*(module.filters() for module in (wording, fields, goals, partners)), drawn, self._filters()):
            self.environment.filters.update(names)
        self.environment.add_extension("jinja2.ext.do")
        self.environment.tests.update(_TESTS)
        self.environment.globals.update(wording.names() | self._globals(feed))
        for offer in (*offered(world, self.facts, self.all, self._back), council):
            self.environment.filters.update(offer.filters())
            self.environment.globals.update(offer.globals())

    @property
    def is_public(self) -> bool:
        """Whether this is the edition for everybody, the only one that has an address."""
        return self.world.model.audience == PUBLIC

    def names(self, folder: str) -> list[str]:
        """The names (without suffix) of the templates in a folder, the workspace's own included."""
        found = {name.removesuffix(".md.j2") for door in self._doors for name in door.names(f"{folder}/*.md.j2")}
        return sorted(found)

    def template(self, name: str) -> Template:
        """The template with this name, `pagina/opgave` say; raises jinja2.TemplateNotFound or a syntax error."""
        compiled = self.environment.get_template(f"{name}.md.j2")
        return Template(name=name, head=self._heads.get(f"{name}.md.j2", {}), compiled=compiled)

    def overview_title(self, kind: Kind) -> str:
        """What the overview of a kind is called: by its own template, else by the plural of the kind."""
        try:
            head = self.template(f"overzicht/{kind.folder}").head
        except jinja2.TemplateError:  # there is none, or what is wrong with it is told where it is rendered
            return kind.plural
        return str(head.get("titel") or kind.plural)

    def render(self, template: Template, sheet: Sheet, **names: object) -> str:
        """Render a template as Markdown for a page or paper."""
        before = self._table.lay(sheet)
        try:
            text = template.compiled.render(blad=sheet, **names)
        finally:
            self._table.lay(before)
        return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"

    def _load(self, name: str) -> _Loaded | None:
        """The text of a template and where it stands, read once for a build; raises SourceError."""
        if name not in self._loaded:
            self._loaded[name] = self._read(name)
        return self._loaded[name]

    def _read(self, name: str) -> _Loaded | None:
        for base, door in zip(self._folders, self._doors, strict=True):
            path = str(base / name)
            if os.path.lexists(path):
                source, findings = read_source(door, name, name)
                if source is None:
                    raise SourceError(findings[0].message, findings[0].line, name, path)
                self._heads[name] = source.head
                return source.text, path, lambda: True
        return None

    def settings(self) -> Thing | None:
        """The settings of the agenda, when this view may see them."""
        return next((self.world.thing(item.key) for item in self.world.model.settings), None)

    def all(self, kind: str, **where: object) -> list[Thing]:
        """Every item of a kind in order; `alle('kader', groep='x')` keeps those with these values."""
        items = ordered(self.world.model.of_kind(kind), self.world.model, self.world.kinds)
        things = [self.world.thing(item.key) for item in items]
        return [t for t in things if all(getattr(t, name) == value for name, value in where.items())]

    def _kinds_in_view(self, los: bool = False) -> list[Kind]:
        """The kinds of which this view holds an item, by the words of their plural; nested ones too, unless `los`."""
        present = {key.kind for key in self.world.model.items}
        kinds = (
            kind for kind in self.world.kinds if kind.name in present and not kind.file and not (los and kind.nested)
        )
        return sorted(kinds, key=lambda kind: (natural_key(kind.plural), kind.name))

    def _all_bundles(self, nieuwste: bool = False) -> list[tuple[Thing, str, int]]:
        """Every bundle: the thing it is of, its path and the number of its papers; in order, or the newest first."""
        found = [(self.world.thing(key), b.path, len(b.entries)) for key, b in self.bundles.items()]
        return found[::-1] if nieuwste else found

    def _incomplete(self, kind: str, thing: Thing | None = None) -> bool:
        """Whether something of this kind is hidden from this audience (and hangs on `thing`)."""
        return (thing._item.key if thing else None, kind) in self.world.model.incomplete

    def _globals(self, feed: str) -> dict[str, object]:
        world, shelf = self.world, self.shelf
        return {
            "alle": self.all,
            "blad": self._table,
            "peildatum": self.day,
            "uitgave": world.model.audience,
            "onvolledig": self._incomplete,
            "soort": world.kinds.by_name.get,
            "soorten": self._kinds_in_view,
            "titel_overzicht": self.overview_title,
            "met_stuk": lambda: self._ordered(shelf.owners()),
            "alle_stukken": shelf.papers,
            "alle_bundels": self._all_bundles,
            "ingetrokken": lambda: self._ordered(shelf.withdrawn()),
            "koppen": shelf.parts,
            "lezen": lambda: book(self.settings()),
            "agenda": self.settings(),
            "wijzigingen": self.changes.latest,
            "wijzigingen_per_maand": self.changes.months,
            "feed": feed,
        }

    def _filters(self) -> dict[str, Callable[..., object]]:
        return {
            "link": _on_sheet(self._link),
            "adres": _on_sheet(self._address),
            "proza": _on_sheet(self._prose),
            "anker": _on_sheet(self._anchor),
            "pad": _on_sheet(_path),
            "terug": self._back,
            "samen_terug": self._back_of_all,
            "velden": self.world.fields,
            "naam": lambda thing: thing._item.title,
            "nummer": lambda thing: thing._item.number,
            "soort": lambda thing: thing._kind,
            "is_voorbeeld": lambda thing: thing._item.example,
            "id": lambda thing: thing._item.key.id,
            "verwijzing": lambda thing: str(thing._item.key),
            "bestand": lambda thing: thing._item.path,
            "ouder": self._parent,
            "stukken": self.shelf.papers_of,
            "bijlagen": _on_sheet(self._annexes),
            "beelden": _on_sheet(self._pictures),
            "bundel": self._bundle,
            "nog_open": _on_sheet(self._pending),
            "grootte": _on_sheet(_size),
            "ankernaam": lambda thing: item_anchor(thing._item),
            "euro": lambda value: format_euro(value) if isinstance(value, int) else value,
            "getal": lambda value: format_number(value) if isinstance(value, (int, float, Decimal)) else value,
            "woord": lambda value: str(value).replace("-", " "),
            "join": joined,
            "opsomming": enumerate_words,
            "dag": format_day,
            "som": total,
            "cel": cell,
            "zinnen": lambda value: Markup(value),
            "titelveld": lambda thing: thing._kind.title_field,
            "genoemd_door": self._named_by,
            "hoort_bij": lambda thing, without=(): mentions(self.world, self._sources, thing, without),
            "genoemd_bij": lambda thing: named_at(self.world, self._sources, thing),
            "woorden": in_words,
            "op": where,
            "groepeer": group,
            "volgorde": self._ordered,
            "wijzigingen": self.changes.of,
            "per_maand": by_month,
            "per_dag": by_day,
            "geschiedenis": self.changes.history,
            "buren": self._neighbours,
        }

    def _address(self, sheet: Sheet, thing: Thing) -> Markup:
        if sheet.is_paper:
            return Markup(f"#{paper_anchor(thing._item.key)}")
        return Markup(relative(item_address(thing._item, self.world.model, self.world.kinds), sheet.address))

    def _link(self, sheet: Sheet, thing: Thing, text: str | None = None) -> Markup:
        shown = to_markdown(text if text is not None else thing._item.title)
        return Markup(f"[{shown}]({self._address(sheet, thing)})")

    def _annexes(self, sheet: Sheet, thing: Thing) -> list[Bijlage]:
        """The attachments of a thing; a paper that asks for them shows them itself."""
        sheet.listed.add(thing._item.key)
        return self.annexes.of(thing)

    def _pictures(self, sheet: Sheet, thing: Thing) -> list[Markup]:
        """The pictures of a thing as Markdown; where there is no file, the words that say what it shows."""
        shown = []
        for picture in self.annexes.pictures(thing):
            words = escape(picture.alt)
            target = relative(picture.path, sheet.address)
            if picture.source and sheet.is_paper:
                target = picture.path.rpartition("/")[2]
                sheet.images[target] = picture.source.read_bytes()
            shown.append(Markup(f"![{words}]({target})" if picture.source else words))
        return shown

    def _pending(self, sheet: Sheet, text: str) -> str:
        """Words that say that something is still to be filled in: a paper with them is not adopted."""
        sheet.pending.append(text)
        return text

    def _bundle(self, thing: Thing) -> str:
        """Where the ZIP with everything of this thing is, from the root of the output, or an empty string."""
        bundle = self.bundles.get(thing._item.key)
        return bundle.path if bundle else ""

    def _anchor(self, sheet: Sheet, thing: Thing) -> Markup:
        if sheet.is_paper:
            is_new = thing._item.key not in sheet.headed
            sheet.headed.add(thing._item.key)
            return Markup(f"{{#{paper_anchor(thing._item.key)}}}" if is_new else "")
        return Markup(f'<span id="{item_anchor(thing._item)}"></span>')

    def _prose(self, sheet: Sheet, value: str | None, terms: bool = True) -> Markup:
        """Running text as Markdown; `terms=False` leaves words of the glossary alone."""
        if value is None:
            return Markup("")

        def address(link: ItemLink) -> str:
            key = link.key
            if sheet.is_paper:  # the words stand in the text itself: the item is no source of this paper
                return f"#{paper_anchor(key)}"
            return self._address(sheet, self.world.thing(key))

        def term(found: str) -> str | None:
            key = self._terms.get(found.casefold())
            if key is None or key.id in sheet.terms:
                return None
            place = item_address(self.world.model.items[key], self.world.model, self.world.kinds)
            if place.partition("#")[0] == sheet.address:
                return None
            sheet.terms.add(key.id)
            return relative(place, sheet.address)

        pattern = self._term_pattern if terms and not sheet.is_paper else None
        return running(value, address, paper=sheet.is_paper, pattern=pattern, term=term)

    def _back(self, thing: Thing, kind: str, field_name: str | None = None) -> list[Thing]:
        """The things of a kind that refer to this one (in that field), in order."""
        key = thing._item.key
        found = {
            r.source for r in self._referring.get(key, ()) if r.source.kind == kind and field_name in (None, r.field)
        }
        items = ordered((self.world.model.items[k] for k in found), self.world.model, self.world.kinds)
        return [self.world.thing(item.key) for item in items]

    def _back_of_all(self, things: Iterable[Thing], kind: str, field_name: str | None = None) -> list[Thing]:
        """What refers to any of these things, each once, thing by thing."""
        return list(dict.fromkeys(found for thing in things for found in self._back(thing, kind, field_name)))

    def _named_by(self, thing: Thing) -> list[tuple[Kind, tuple[Thing, ...]]]:
        """Everything that refers to this thing, by kind."""
        return [(group.kind, group.things) for group in mentions(self.world, self._sources, thing, shown=False)]

    def _sources(self, key: Key) -> Iterable[Key]:
        return (reference.source for reference in self._referring.get(key, ()))

    def _neighbours(self, thing: Thing, field_name: str) -> list[Thing]:
        """The other things of the same kind that say the same in a field."""
        alike = self.all(thing._item.key.kind, **{field_name: getattr(thing, field_name)})
        return [other for other in alike if other != thing]

    def _parent(self, thing: Thing) -> Thing | None:
        parent = thing._item.parent
        return self.world.thing(parent) if parent else None

    def files_of(self, name: str) -> tuple[str, ...]:
        """The files, from the templates folder, that a template is made of: itself and all that it imports."""
        return tuple(sorted(self._outlined(name)))

    def mentions(self, name: str, variable: str) -> bool:
        """Whether a template, or one that it imports, asks for a global by this name."""
        return any(variable in found.names for found in self._outlined(name).values())

    def _outlined(self, name: str) -> Mapping[str, Outline]:
        if name not in self._outlines:
            found: dict[str, Outline] = {}
            waiting = [f"{name}.md.j2"]
            while waiting:
                file = waiting.pop()
                loaded = self._load(file) if file not in found else None
                if loaded:
                    found[file] = outline(self.environment, loaded[0], file, self._cache)
                    waiting += found[file].imports
            self._outlines[name] = found
        return self._outlines[name]

    def _ordered(self, things: Iterable[Thing]) -> list[Thing]:
        items = ordered((t._item for t in things), self.world.model, self.world.kinds)
        return [self.world.thing(item.key) for item in items]


_TESTS: Mapping[str, Callable[[object], bool]] = {
    "gevuld": is_filled,
    "ding": lambda value: isinstance(value, Thing),
    "blok": lambda value: isinstance(value, Block) and not isinstance(value, Thing),
    "lijst": lambda value: isinstance(value, (tuple, list)),
    "blokken": fields.is_blocks,
    "prozatekst": lambda value: isinstance(value, Prose),
}


P = ParamSpec("P")
R = TypeVar("R")


def _on_sheet(function: Callable[Concatenate[Sheet, P], R]) -> Callable[Concatenate[Context, P], R]:
    """A filter that is handed the page or paper it is used on."""

    @jinja2.pass_context
    def call(context: Context, /, *arguments: P.args, **names: P.kwargs) -> R:
        return function(context["blad"], *arguments, **names)

    return call


def _path(sheet: Sheet, target: str) -> Markup:
    """The way to a place of the output, from the page."""
    return Markup(relative(target, sheet.address))


def _size(sheet: Sheet, path: str) -> Markup:
    """The place of the size of a file, which is known when all is made; a paper does not say it."""
    return Markup("") if sheet.is_paper else size_mark(path)


def _by_target(model: Model) -> dict[Key, list[Reference]]:
    """The references of the view by what they refer to: every page asks who refers to it."""
    found: dict[Key, list[Reference]] = {}
    for reference in model.references:
        found.setdefault(reference.target, []).append(reference)
    return found


def _terms(world: World) -> tuple[dict[str, Key], re.Pattern[str] | None]:
    """The words of the glossary (kinds with the role `woordenlijst`) and a pattern that finds them whole."""
    terms: dict[str, Key] = {}
    for kind in world.kinds:
        if kind.role != "woordenlijst":
            continue
        for item in world.model.of_kind(kind.name):
            synonyms = (word for name in kind.fields_with_role("synoniem") for word in as_texts(item.fields.get(name)))
            for word in (item.title, *synonyms):
                terms.setdefault(word.casefold(), item.key)
    if not terms:
        return {}, None
    longest_first = sorted(terms, key=lambda word: (-len(word), word))
    pattern = r"(?<![\w-])(" + "|".join(map(re.escape, longest_first)) + r")(?![\w-])"
    return terms, re.compile(pattern, re.IGNORECASE)
