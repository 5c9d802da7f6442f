"""The rendering half of a build: which parts there are, what they share, and how they run side by side."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kapstok.address import paper_path
from kapstok.audience import PUBLIC
from kapstok.cache import Cache, content_key
from kapstok.convert import ConvertError, Paper, Style, fingerprint, to_docx, to_pdf
from kapstok.dates import format_day
from kapstok.finding import Finding, Severity
from kapstok.links import check_links
from kapstok.model import Item, Model
from kapstok.page import Page
from kapstok.progress import Watcher
from kapstok.render.charts import Colours
from kapstok.render.documents import PAPERS_FOLDER, paper_kinds, render_papers
from kapstok.render.handbook import render_handbook
from kapstok.render.opendata import render_data
from kapstok.render.pages import render_pages
from kapstok.render.palette import palette
from kapstok.render.preflight import logo_problem
from kapstok.render.templates import Library
from kapstok.render.things import World
from kapstok.schema import Kinds
from kapstok.site import SiteError, SiteSettings, build_site, plan_menu
from kapstok.workspace import Workspace
from kapstok.write import Output

_SITE, _DOCUMENTS, _DATA = "site", "documents", "data"


@dataclass(kw_only=True)
class Build:
    """One build for one audience. `run` gives the files of the parts that were asked for, and findings."""

    workspace: Workspace
    kinds: Kinds
    model: Model
    day: date
    executor: Executor
    watcher: Watcher
    present: frozenset[str] = frozenset()
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.settings = next((i for k in self.kinds if k.file for i in self.model.of_kind(k.name)), None)
        self.cache = Cache(self.workspace.state / "cache")
        self.style = self._style()
        folders = self.workspace.template_folders()
        world = World(self.model, self.kinds)
        names = {p.name.removesuffix(".md.j2") for f in folders for p in (f / PAPERS_FOLDER).glob("*.md.j2")}
        self.library = Library(world, folders, self.day, paper_kinds(sorted(names), self.kinds), self._colours())

    def run(self, parts: Sequence[str]) -> tuple[list[Output], list[Finding]]:
        """Render the parts side by side; with an error among the findings the files are not to be used."""
        outputs: list[Output] = []
        papers = list(render_papers(self.library, self.model, self.kinds, self.day, self._name("gemeente")))
        pages = self._pages() if _SITE in parts else []
        if self.library.troubles:
            return [], [*self.findings, *self.library.troubles.findings()]
        data = list(render_data(self.model, self.kinds, self.day))
        site = self.executor.submit(self._site, pages) if pages else None
        converted = self._convert(papers) if _DOCUMENTS in parts else []
        if _DATA in parts:
            self.watcher.tell("Data", len(data))
            self.watcher.tick("Data", len(data))
            outputs += [Output(path=path, part=_DATA, content=content) for path, content in data]
        outputs += self._collect(converted)
        if site is not None:
            planned = {path for path, _ in data} | {paper_path(item, s) for item, _ in papers for s in ("docx", "pdf")}
            outputs += self._checked_site(site, pages, planned)
            self._warn_of_missing(planned - {output.path for output in outputs} - self.present)
        self.cache.prune()
        return outputs, self.findings

    def _warn_of_missing(self, paths: set[str]) -> None:
        """The site links to papers and data; with `--only site` in a new folder those are not there yet."""
        if paths:
            self._find(
                "onderdelen-ontbreken",
                f"De site linkt naar {len(paths)} stukken en databestanden die nog niet gemaakt zijn.",
                "Bouw eenmaal alles, dus zonder --only; daarna kan een onderdeel apart.",
                severity=Severity.WARNING,
            )

    def _pages(self) -> list[Page]:
        pages = render_pages(self.library, self.model, self.kinds)
        own = self.model.audience == PUBLIC
        pages += render_handbook(
            [] if own else self.workspace.docs("handleiding"),
            self.workspace.docs("site"),
            self.kinds,
            self.workspace.root,
        )
        return pages

    def _site(self, pages: Sequence[Page]) -> dict[str, bytes]:
        self.watcher.tell("Pagina's", len(pages))
        files = build_site(pages, self._site_settings(pages), self.cache)
        self.watcher.tick("Pagina's", len(pages))
        return files

    def _site_settings(self, pages: Sequence[Page]) -> SiteSettings:
        theme = next(f / "stijl" / "site" for f in self.workspace.template_folders() if (f / "stijl" / "site").is_dir())
        written = sorted((p for p in pages if p.template == "docs/site"), key=lambda p: (p.order, p.address))
        extra: dict[str, Any] = {
            "gemeente": self._name("gemeente"),
            "peildatum": self.day.isoformat(),
            "peildatum_in_woorden": format_day(self.day),
            "uitgave": self.model.audience,
            "kleuren": vars_of(self.library_colours),
            "palet": palette(self.library_colours),
            "logo": self._logo_for_theme(),
            "voetlinks": [{"titel": p.title, "adres": p.address} for p in written],
            "agenda_status": self._name("status"),
            "voorbeelden": self._example_kinds(),
            "generator": False,
            "onderwerpen": sum(1 for _ in self.model.items),
        }
        return SiteSettings(
            name=self._name("titel"),
            description=self._name("ondertitel"),
            config=self.workspace.config(),
            theme=theme,
            menu=plan_menu(pages),
            epoch=calendar.timegm(self.day.timetuple()),
            extra=extra,
            edit_prefix=self._edit_prefix(),
            address=self._site_address(),
            assets=self._assets(),
        )

    def _assets(self) -> dict[str, bytes]:
        return {f"huisstijl/logo{Path(self._logo_path()).suffix}": self.style.logo} if self.style.logo else {}

    def _logo_for_theme(self) -> dict[str, str]:
        house = self.settings.fields.get("huisstijl", {}) if self.settings else {}
        return {"pad": next(iter(self._assets()), ""), "tekst": str(house.get("logo_tekst", ""))}

    def _example_kinds(self) -> list[str]:
        """The plurals of the kinds of which this view holds an example, in the order of the kinds."""
        kinds = (k for k in self.kinds if not k.nested and not k.file)
        return [k.plural for k in kinds if any(item.example for item in self.model.of_kind(k.name))]

    def _edit_prefix(self) -> str:
        repository = self.settings.fields.get("repository", {}) if self.settings else {}
        prefix = str(repository.get("bewerken", ""))
        return prefix if not prefix or prefix.endswith("/") else prefix + "/"

    def _site_address(self) -> str:
        """Where the public site will stand, with a slash at the end; other editions have no address of their own."""
        parts = urlsplit(self._name("adres") if self.model.audience == PUBLIC else "")
        return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/" if parts.netloc else ""

    def _name(self, field_name: str) -> str:
        return str(self.settings.fields.get(field_name, "")) if self.settings else ""

    def _colours(self) -> Colours:
        return self.library_colours

    @property
    def library_colours(self) -> Colours:
        """The colours of the house style, or the neutral ones."""
        house = self.settings.fields.get("huisstijl", {}) if self.settings else {}
        found = house.get("kleuren", {})
        neutral = Colours()
        return Colours(
            main=found.get("hoofd", neutral.main),
            accent=found.get("nadruk", neutral.accent),
            background=found.get("achtergrond", neutral.background),
        )

    def _logo_path(self) -> str:
        house = self.settings.fields.get("huisstijl", {}) if self.settings else {}
        return str(house.get("logo", ""))

    def _style(self) -> Style:
        house = self.settings.fields.get("huisstijl", {}) if self.settings else {}
        colours = self.library_colours
        folder = next(
            f / "stijl" for f in self.workspace.template_folders() if (f / "stijl" / "document.typ").is_file()
        )
        return Style(
            main=colours.main,
            accent=colours.accent,
            background=colours.background,
            municipality=self._name("gemeente"),
            folder=folder,
            font=str(house.get("lettertype", "")),
            logo=self._logo(),
            logo_alt=str(house.get("logo_tekst", "")),
        )

    def _logo(self) -> bytes | None:
        name = self._logo_path()
        if not name:
            return None
        # What is wrong with it, is reported before anything is rendered.
        return None if logo_problem(self.workspace.root, name)[0] else (self.workspace.root / name).read_bytes()

    def _convert(self, papers: Sequence[tuple[Item, Paper]]) -> list[tuple[Item, str, Future[bytes]]]:
        self.watcher.tell("Stukken", 2 * len(papers))
        jobs = []
        for item, paper in papers:
            print_of_paper = fingerprint(paper, self.style)
            for suffix, convert in (("docx", to_docx), ("pdf", to_pdf)):
                key = content_key(suffix, print_of_paper)
                make = partial(convert, paper, self.style)
                jobs.append((item, paper_path(item, suffix), self.executor.submit(self.cache.fetch, key, make)))
        return jobs

    def _collect(self, jobs: Sequence[tuple[Item, str, Future[bytes]]]) -> Iterator[Output]:
        for item, path, job in jobs:
            try:
                yield Output(path=path, part=_DOCUMENTS, content=job.result())
                self.watcher.tick("Stukken", 1)
            except ConvertError as error:
                for problem in error.problems:
                    self.findings.append(
                        Finding(
                            path=item.path,
                            line=item.position.line,
                            column=item.position.column,
                            severity=Severity.ERROR,
                            code="stuk-omzetten",
                            message=f"Het stuk {path} kan niet gemaakt worden: {problem}.",
                            hint="Kijk de lopende tekst van dit onderdeel na, of het sjabloon van het stuk.",
                        )
                    )

    def _checked_site(
        self, site: Future[dict[str, bytes]], pages: Sequence[Page], planned: set[str]
    ) -> Iterator[Output]:
        files: dict[str, bytes] = {}
        try:
            with self.library.troubles.at("de site"):
                files = site.result()
        except SiteError as error:
            self.findings += error.findings
        self.findings += self.library.troubles.findings()
        by_address = {page.address: page for page in pages}
        base = urlsplit(self._site_address()).path or "/"
        self.findings += check_links(files, by_address, planned, base=base, texts=self._template_texts())
        yield from (Output(path=path, part=_SITE, content=content) for path, content in files.items())

    def _template_texts(self) -> dict[str, str]:
        """The templates by the name that findings give them; the workspace's own win."""
        folders = reversed(self.workspace.template_folders())
        found = ((f"templates/{p.relative_to(f).as_posix()}", p) for f in folders for p in f.rglob("*.md.j2"))
        return {name: path.read_text(encoding="utf-8", errors="replace") for name, path in found}

    def _find(self, code: str, message: str, hint: str, path: str = "", severity: Severity = Severity.ERROR) -> None:
        place = path or (self.settings.path if self.settings else "")
        self.findings.append(
            Finding(path=place, line=1, column=1, severity=severity, code=code, message=message, hint=hint)
        )


def vars_of(colours: Colours) -> dict[str, str]:
    """The colours by the names that the theme knows."""
    return {"hoofd": colours.main, "nadruk": colours.accent, "achtergrond": colours.background, "tekst": colours.text}
