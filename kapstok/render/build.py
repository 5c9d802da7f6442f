"""The rendering half of a build: which parts there are, what they share, and how they run side by side."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from kapstok.convert import Style
from kapstok.core.audience import PUBLIC
from kapstok.core.cache import Cache, open_cache
from kapstok.core.dates import format_day
from kapstok.core.door import Door, door_to
from kapstok.core.finding import Finding, Severity
from kapstok.core.git import Repository
from kapstok.core.kept import kept_findings
from kapstok.core.model import Model
from kapstok.core.page import Page
from kapstok.core.places import Place
from kapstok.core.progress import Watcher
from kapstok.core.values import as_fields
from kapstok.core.workspace import Workspace, resource
from kapstok.files.attachments import find_attachments
from kapstok.files.frozen import Frozen
from kapstok.files.house.looks import read_looks
from kapstok.files.house_style import word_template
from kapstok.history.commits import History
from kapstok.history.visible import seen_by
from kapstok.kinds.address import FEED
from kapstok.kinds.schema import Kinds
from kapstok.reckon.bodies import bodies
from kapstok.reckon.door import reckon
from kapstok.render.data.opendata import data_paths, render_data
from kapstok.render.drawings.drawing import Colours
from kapstok.render.drawings.logo import read_logo
from kapstok.render.drawings.palette import palette
from kapstok.render.drawings.picture_size import picture_size
from kapstok.render.foresight import has_own_templates
from kapstok.render.offers.bundle import zip_bundle
from kapstok.render.offers.respond import contact_of, contact_words, respond_words
from kapstok.render.offers.sizes import fill_sizes
from kapstok.render.offers.standing import standing
from kapstok.render.offers.things import World
from kapstok.render.papers.documents import Draft, Setting, render_papers
from kapstok.render.papers.kept import as_adopted, check_kept, copies
from kapstok.render.papers.press import Job, Press, changed_since, check_drafts, check_names, kept_files, says_adopted
from kapstok.render.papers.provenance import Adoption
from kapstok.render.plan.headings import read_headings
from kapstok.render.plan.papers import plan_papers, read_designs
from kapstok.render.site.builder import SiteError, SiteSettings, build_site, plan_menu, tools
from kapstok.render.site.config import check_settings
from kapstok.render.site.feed import render_feed
from kapstok.render.site.handbook import render_handbook
from kapstok.render.site.links import check_links, check_written, led_to
from kapstok.render.site.pages import render_pages
from kapstok.render.site.redirects import SCRIPT, add_anchors, find_anchors, find_moves, render_moves
from kapstok.render.site.search import render_search
from kapstok.render.site.shell import COLOUR_SHEET, colour_sheet, shell
from kapstok.render.templates.library import Library
from kapstok.render.unconverted import Unconverted
from kapstok.write.writer import Output

_SITE, _DOCUMENTS, _DATA = "site", "documents", "data"
_STATEMENT = "toegankelijkheidsverklaring"


@dataclass(kw_only=True)
class Build:
    """One build for one audience. `run` gives the files of the parts that were asked for, and findings.

    With `anew` the papers that were adopted before are made again, for a next edition. `store` is the cache to
    use, else that of the workspace; `state` names all that lies beside the agenda. `doors` are those to the folders
    with templates.
    """

    workspace: Workspace
    kinds: Kinds
    model: Model
    day: date
    executor: Executor
    watcher: Watcher
    present: frozenset[str] = frozenset()
    day_given: bool = False
    frozen: Sequence[Frozen] = ()
    repository: Repository | None = None
    history: History = field(default_factory=History)
    state: str = ""
    anew: bool = False
    adoptions: Mapping[str, Adoption] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    doors: Sequence[Door] = ()
    store: Cache | None = None

    def __post_init__(self) -> None:
        self.settings = next((i for k in self.kinds if k.file for i in self.model.of_kind(k.name)), None)
        self.cache = self.store or open_cache(self.workspace.root)
        self.house = as_fields(self.settings.fields.get("huisstijl")) if self.settings else {}
        # What is wrong with the files of the house style, is reported before anything is rendered.
        self.looks, _ = read_looks(self.workspace.root, self.house)
        self.colours = self._colours()
        self.palette = palette(self.colours)
        self.logo = read_logo(self.workspace.root, str(self.house.get("logo", "")))
        self.style = self._style()
        folders = self.workspace.template_folders()
        # What is wrong with the designs and headings, is reported before anything is rendered.
        self.doors = self.doors or [door_to(folder).once() for folder in folders]
        designs, _ = read_designs(self.doors, self.kinds)
        headings, _ = read_headings(self.doors)
        self.council = reckon(self.model, self.kinds, self.day).council
        plan = plan_papers(designs, self.model, self.kinds, self.council, () if self.anew else self.frozen)
        world = World(self.model, self.kinds)
        feed = FEED if self._site_address() else ""
        self.attached = find_attachments(self.workspace.root, self.model, self.kinds)
        attached = as_adopted(self.attached, plan, self.frozen)
        self.library = Library(
            world,
            folders,
            self.day,
            plan,
            self.colours,
            headings,
            attached,
            feed=feed,
            cache=self.cache,
            doors=self.doors,
        )
        self.press = Press(style=self.style, cache=self.cache, executor=self.executor, watcher=self.watcher)

    def run(self, parts: Sequence[str]) -> tuple[list[Output], list[Finding]]:
        """Render the parts side by side; with an error among the findings the files are not to be used."""
        outputs: list[Output] = []
        drafts = self.drafts()
        pages = self._pages() if _SITE in parts else []
        if self.library.troubles:
            return [], [*self.findings, *self.library.troubles.findings()]
        wanted = pages or _DATA in parts
        data = list(render_data(self.model, self.kinds, self.day)) if wanted else []
        site = self.executor.submit(self._site, pages) if pages else None
        jobs = self.press.start(drafts) if _DOCUMENTS in parts else []
        sizes: dict[str, int] = {}
        if _DATA in parts:
            self.watcher.tell("Data", len(data))
            self.watcher.tick("Data", len(data))
            outputs += [Output(path=path, part=_DATA, content=content) for path, content in data]
        if _DOCUMENTS in parts:
            outputs += (papers := list(self._papers(drafts, jobs)))
            sizes = {p.path: _size(p.content) for p in papers}
        if site is not None:
            if _DOCUMENTS not in parts:
                sizes = {path: len(kept) for path, kept in kept_files(drafts)} | self.press.sizes(drafts)
            planned = {path for path, _ in data} | self._document_paths()
            outputs += self._checked_site(site, pages, planned, sizes)
            if not {_DOCUMENTS, _DATA} <= set(parts):  # else what is missing could not be made, and that was told
                self._warn_of_missing(planned - {output.path for output in outputs} - self.present)
        self.cache.prune()
        return outputs, self.findings

    def unconverted(self) -> Unconverted:
        """All that `run` makes files of, before a converter or the site generator comes to it."""
        drafts, pages, plan = self.drafts(), self._pages(), self.library.shelf.plan
        annexes = {a.path: a.source for a in self.library.annexes.files() if a.source}
        return Unconverted(
            pages=tuple(pages),
            site=self._site_settings(pages),
            moves=tuple(find_moves(self.model, self.kinds, {page.address for page in pages})),
            drafts=tuple(drafts),
            style=self.style,
            kept=tuple(kept_files(drafts)),
            data=tuple(render_data(self.model, self.kinds, self.day)),
            copies=copies(plan) | annexes,
            bundles=tuple(self.library.bundles.values()),
            drifted=tuple(changed_since(drafts, self.model)),
            findings=tuple(self.library.troubles.findings()),
        )

    def foresee(self) -> list[Finding]:
        """What `run` would find, without converting a paper or making the site when neither is anybody's own."""
        own = has_own_templates(self.workspace)
        failed, plan = self.press.failed(), self.library.shelf.plan
        stems = None if own else {paper.stem for paper in plan if says_adopted(paper) or paper.stem in failed}
        drafts = self.drafts(stems)
        pages = self._pages() if own else self._pages_led_to()
        if self.library.troubles:
            return self.library.troubles.findings()
        findings = [*check_names(plan), *check_drafts(drafts, self.council)]
        findings += check_kept(plan, self.attached, self.model)
        findings += self.press.still_fails(drafts)
        planned = data_paths(self.kinds) | self._document_paths()
        if own:
            site = self.executor.submit(self._site, pages)
            self._made_site(site, pages, planned, {})
            return [*findings, *self.findings]
        refused = self._refused_settings()
        return [*findings, *(refused or check_written(pages, planned, base=self._base()))]

    def _refused_settings(self) -> list[Finding]:
        """What MkDocs has against a `mkdocs.yml` of the workspace itself; asked once for each text of it."""
        path = self.workspace.config()
        if path == resource("mkdocs.yml") or not path.is_relative_to(self.workspace.root):
            return []
        content = path.read_bytes()
        return kept_findings(self.cache, ("mkdocs.yml", *tools(), content), lambda: check_settings(path))

    def drafts(self, stems: Collection[str] | None = None) -> list[Draft]:
        """The papers of the view as Markdown, all or those with these names.

        One that its template cannot make is left out, and is among `library.troubles`.
        """
        setting = Setting(
            day=self.day,
            root=self.workspace.root,
            municipality=self._name("gemeente"),
            history=self._history(),
            version=self._name("versie"),
            asked=self.day_given,
            site=self._site_address(),
            adoptions=self.adoptions,
        )
        return list(render_papers(self.library, setting, stems))

    def _history(self) -> History:
        """What the audience of this edition may know of the commits."""
        if self.repository is None:
            return History()
        return seen_by(self.history, self.repository, self.model, self.kinds, self.state)

    def _papers(self, drafts: Sequence[Draft], jobs: Sequence[Job]) -> Iterator[Output]:
        self.findings += check_names(self.library.shelf.plan)
        self.findings += check_drafts(drafts, self.council)
        self.findings += check_kept(self.library.shelf.plan, self.attached, self.model)
        made, findings = self.press.finish(jobs)
        self.findings += findings
        files = [*((job.path(suffix), content) for job, suffix, content in made), *kept_files(drafts)]
        yield from (Output(path=path, part=_DOCUMENTS, content=content) for path, content in files)
        yield from self._annexes_and_bundles(dict(files))

    def _annexes_and_bundles(self, files: dict[str, bytes]) -> Iterator[Output]:
        """The attachments as they are, and a ZIP for each meeting of those and its papers."""
        sources = copies(self.library.shelf.plan)
        sources |= {a.path: a.source for a in self.library.annexes.files() if a.source}
        yield from (Output(path=path, part=_DOCUMENTS, content=source) for path, source in sources.items())
        for bundle in self.library.bundles.values():
            wanted = {path for entry in bundle.entries for path, _ in entry.files}
            contents = {path: data for path, data in files.items() if path in wanted}
            contents |= {path: source.read_bytes() for path, source in sources.items() if path in wanted}
            data = zip_bundle(bundle, contents, municipality=self._name("gemeente"), site=self._site_address())
            yield Output(path=bundle.path, part=_DOCUMENTS, content=data)

    def _document_paths(self) -> set[str]:
        """Where every file of the part with the papers will be."""
        annexes = {a.path for a in self.library.annexes.files()} | copies(self.library.shelf.plan).keys()
        return self.library.shelf.plan.output_paths() | annexes | {b.path for b in self.library.bundles.values()}

    def _warn_of_missing(self, paths: set[str]) -> None:
        """The site links to papers and data; with `--only site` in a new folder those are not there yet."""
        if paths:
            self.findings.append(
                Finding.at(
                    Place(self.settings.path if self.settings else ""),
                    "onderdelen-ontbreken",
                    f"De site linkt naar {len(paths)} stukken en databestanden die nog niet gemaakt zijn.",
                    "Bouw eenmaal alles, dus zonder --only; daarna kan een onderdeel apart.",
                    Severity.WARNING,
                )
            )

    def _pages(self) -> list[Page]:
        return [*render_pages(self.library, self.model, self.kinds), *self._written()]

    def _pages_led_to(self) -> list[Page]:
        """The hand-written pages, and of all others those that they lead to: the rest cannot be wrong for them."""
        written = self._written() if (self.workspace.root / "docs" / "site").is_dir() else []
        wanted = led_to(written)
        return [*render_pages(self.library, self.model, self.kinds, wanted.__contains__), *written] if written else []

    def _written(self) -> list[Page]:
        return render_handbook(
            [] if self.model.audience == PUBLIC else self.workspace.docs("handleiding"),
            self.workspace.docs("site"),
            self.kinds,
            self.workspace.root,
            self._said(),
        )

    def _said(self) -> dict[str, str]:
        """The sentences of the agenda in hand-written pages, by the name in their comment."""
        return {
            _STATEMENT: self._statement(),
            "contact": contact_words(contact_of(self.settings)),
            "reageren": respond_words(self.settings, self.council),
        }

    def _statement(self) -> str:
        """What the site says of the official statement about its accessibility: where it is, and nothing of what."""
        address = self._name(_STATEMENT)
        if not address:
            return "Voor deze site is nog geen verklaring opgegeven."
        return f"U vindt haar hier: [toegankelijkheidsverklaring van deze site](<{address}>)."

    def _site(self, pages: Sequence[Page]) -> dict[str, bytes]:
        self.watcher.tell("Pagina's", len(pages))
        files = build_site(pages, self._site_settings(pages), self.cache)
        self.watcher.tick("Pagina's", len(pages))
        return files

    def _site_settings(self, pages: Sequence[Page]) -> SiteSettings:
        themes = [folder / "site" for folder in self.workspace.style_folders()]
        written = sorted((p for p in pages if p.template == "docs/site"), key=lambda p: (p.order, p.address))
        extra: dict[str, object] = {
            "gemeente": self._name("gemeente"),
            "uitgever": bodies(self.library.facts.roles).publisher,
            "peildatum": self.day.isoformat(),
            "peildatum_in_woorden": format_day(self.day),
            "uitgave": self.model.audience,
            "palet": self.palette,
            **shell(self.palette),
            "logo": self._logo_for_theme(),
            "stijlbladen": list(self._style_sheets()),
            "letters": [
                {"pad": f"huisstijl/{f.address}", "vorm": f.form} for f in self.looks.letters.faces if not f.italic
            ],
            "voetlinks": [{"titel": p.title, "adres": p.address} for p in written],
            "agenda_stand": standing(self.settings, self.council) if self.settings else {},
            "verklaring": self._name(_STATEMENT),
            "contact": contact_of(self.settings),
            "voorbeelden": self._example_kinds(),
        }
        return SiteSettings(
            name=self._name("titel"),
            description=self._name("ondertitel"),
            config=self.workspace.config(),
            themes=tuple(folder for folder in themes if folder.is_dir()),
            menu=plan_menu(pages),
            epoch=calendar.timegm(self.day.timetuple()),
            extra=extra,
            edit_prefix=self._edit_prefix(),
            address=self._site_address(),
            assets=self._assets(),
        )

    def _assets(self) -> dict[str, bytes]:
        """The files of the site that this agenda makes: its colours, and those of its house style."""
        assets = {COLOUR_SHEET: colour_sheet(self.palette).encode()}
        assets |= {self._logo_address(): self.style.logo} if self.style.logo else {}
        assets |= {path: css.encode() for path, css in self._style_sheets().items()}
        faces = self.looks.letters.faces
        return assets | {f"huisstijl/{face.address}": face.site.read_bytes() for face in faces}

    def _style_sheets(self) -> dict[str, str]:
        """The style sheets that lay the house style over the site, in the order in which they count."""
        sheets = {"huisstijl/tokens.css": self.looks.tokens.css(), "huisstijl/huisstijl.css": self.looks.css()}
        return {path: css for path, css in sheets.items() if css}

    def _logo_address(self) -> str:
        return f"huisstijl/logo{self.logo.suffix}"

    def _logo_for_theme(self) -> dict[str, object]:
        if not self.style.logo:
            return {"pad": ""}
        width, height = picture_size(self.style.logo)
        return {"pad": self._logo_address(), "tekst": self.style.logo_alt, "breed": width, "hoog": height}

    def _example_kinds(self) -> list[str]:
        """The plurals of the kinds of which this view holds an example, in the order of the kinds."""
        kinds = (k for k in self.kinds if not k.nested and not k.file)
        return [k.plural for k in kinds if any(item.example for item in self.model.of_kind(k.name))]

    def _edit_prefix(self) -> str:
        repository = as_fields(self.settings.fields.get("repository")) if self.settings else {}
        prefix = str(repository.get("bewerken", ""))
        return prefix if not prefix or prefix.endswith("/") else prefix + "/"

    def _site_address(self) -> str:
        """Where the public site will stand, with a slash at the end; other editions have no address of their own."""
        parts = urlsplit(self._name("adres") if self.model.audience == PUBLIC else "")
        return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/" if parts.netloc else ""

    def _name(self, field_name: str) -> str:
        return str(self.settings.fields.get(field_name, "")) if self.settings else ""

    def _colours(self) -> Colours:
        """The colours of the house style, or the neutral ones."""
        found, neutral = self.looks.colours, Colours()
        return Colours(
            main=found.get("hoofd", neutral.main),
            accent=found.get("nadruk", neutral.accent),
            background=found.get("achtergrond", neutral.background),
            text=found.get("tekst", neutral.text),
            link=found.get("link", neutral.link),
            ground=found.get("grond", neutral.ground),
        )

    def _style(self) -> Style:
        template = word_template(self.workspace.root, self.house)
        folder, *beneath = self.workspace.style_folders()
        return Style(
            main=self.colours.main,
            accent=self.colours.accent,
            background=self.colours.background,
            municipality=self._name("gemeente"),
            folder=folder,
            beneath=tuple(beneath),
            font=str(self.house.get("lettertype", "")),
            font_files=self.looks.letters.paper_files(),
            logo=self.logo.data,  # what is wrong with it, is reported before anything is rendered
            logo_alt=str(self.house.get("logo_tekst", "")),
            word=template,
        )

    def _checked_site(
        self, site: Future[dict[str, bytes]], pages: Sequence[Page], planned: set[str], sizes: Mapping[str, int]
    ) -> Iterator[Output]:
        files = self._made_site(site, pages, planned, sizes)
        yield from (Output(path=path, part=_SITE, content=content) for path, content in files.items())

    def _made_site(
        self, site: Future[dict[str, bytes]], pages: Sequence[Page], planned: set[str], sizes: Mapping[str, int]
    ) -> dict[str, bytes]:
        """Every file of the site, its links checked."""
        files: dict[str, bytes] = {}
        try:
            with self.library.troubles.at("de site"):
                files = site.result()
        except SiteError as error:
            self.findings += error.findings
        self.findings += self.library.troubles.findings()
        files = {p: fill_sizes(data, sizes) if p.endswith(".html") else data for p, data in files.items()}
        files |= self._beside_pages(pages, files) if files else {}
        files |= dict(render_search(pages, files, self.model, self.kinds, self.library.facts.lapses))
        by_address = {page.address: page for page in pages}
        self.findings += check_links(files, by_address, planned, base=self._base(), texts=self._template_texts)
        return files

    def _base(self) -> str:
        """The path of the site on its host."""
        return urlsplit(self._site_address()).path or "/"

    def _beside_pages(self, pages: Sequence[Page], made: Mapping[str, bytes]) -> dict[str, bytes]:
        """What MkDocs does not make: the feed, and what leads on from former addresses and anchors."""
        moves = find_moves(self.model, self.kinds, {page.address for page in pages})
        context = {"config": {"site_name": self._name("titel"), "extra": self._site_settings(pages).extra}}
        folders, address = self.workspace.template_folders(), self._site_address()
        files = render_moves(moves, folders, context, address=address, script=SCRIPT in made)
        for page, anchors in find_anchors(self.model, self.kinds).items():
            if html := made.get(f"{page}index.html"):
                files[f"{page}index.html"] = add_anchors(html, anchors)
        if address:
            names = {"title": self._name("titel"), "author": self._name("gemeente")}
            world, lapses = self.library.world, self.library.facts.lapses
            feed = render_feed(self.library.changes, world, lapses=lapses, address=address, day=self.day, **names)
            files[FEED] = feed
        return files

    def _template_texts(self) -> dict[str, str]:
        """The templates by the name that findings give them; the workspace's own win."""
        folders = reversed(self.workspace.template_folders())
        found = ((f"templates/{p.relative_to(f).as_posix()}", p) for f in folders for p in f.rglob("*.md.j2"))
        return {name: path.read_text(encoding="utf-8", errors="replace") for name, path in found}


def _size(content: bytes | Path) -> int:
    return len(content) if isinstance(content, bytes) else content.stat().st_size
