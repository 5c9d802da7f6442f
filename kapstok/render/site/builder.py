"""The only module that knows MkDocs: Markdown pages in, files of the site out.

The site is a union of *batches*. A batch holds some pages and the whole menu; menu pages that belong to
another batch are stubs whose HTML is dropped. So an incremental build is the batch that changed, and a
parallel build a batch for each worker: `render_batch` takes and gives plain values for that reason.
Today there is one batch.
"""

from __future__ import annotations

import io
import json
import logging
import os
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import yaml

from kapstok.core.cache import Cache, content_key, tree_key
from kapstok.core.page import Page
from kapstok.core.scratch import scratch
from kapstok.kinds.address import full_address
from kapstok.render.site.choices import with_choices
from kapstok.render.site.config import SiteError, make_config, refusal, stands_alone

__all__ = ["MenuEntry", "SiteError", "SiteSettings", "batch_key", "build_site", "plan_menu", "render_batch"]

_FORM = 5  # raise when this code makes other files from the same pages
_UNWANTED = ("sitemap.xml", "sitemap.xml.gz")
_TABLE = re.compile(rb"<table\b.*?</table>", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class MenuEntry:
    """One line of the menu: the part it stands in (empty: at the top), its title and its address."""

    part: str
    title: str
    address: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteSettings:
    """What every page of the site shares. `extra` is handed to the theme's templates.

    `address` is where the site will stand (https://…/, with the slash); empty when that is not known. `themes` are
    folders with files of the theme: of two of one name the first counts.
    """

    name: str
    description: str
    config: Path
    themes: tuple[Path, ...]
    menu: tuple[MenuEntry, ...]
    epoch: int
    edit_prefix: str = ""
    address: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    assets: Mapping[str, bytes] = field(default_factory=dict)


def plan_menu(pages: Iterable[Page]) -> tuple[MenuEntry, ...]:
    """The menu: overviews only, by part and order; the parts in order of their first page."""
    listed = sorted((p for p in pages if p.menu or not p.address), key=lambda p: (p.order, p.address))
    parts = list(dict.fromkeys(p.menu for p in listed))
    return tuple(
        MenuEntry(part="" if not p.address else p.menu, title=p.label or p.title, address=p.address)
        for part in parts
        for p in listed
        if p.menu == part
    )


def build_site(pages: Sequence[Page], settings: SiteSettings, cache: Cache) -> dict[str, bytes]:
    """Every file of the site by its path. Raises SiteError when MkDocs refuses."""
    store = cache if stands_alone(settings.config) else Cache(None)
    key = content_key(batch_key(pages, settings))
    files = _unpack(store.fetch(key, partial(_packed_batch, pages, settings)))
    if settings.address:
        files["sitemap.xml"] = _sitemap(pages, settings.address)
    return files


def tools() -> list[str]:
    """The packages that make the site, each with its version."""
    return [
        f"{name} {version(name)}" for name in ("mkdocs", "mkdocs-material", "Jinja2", "Markdown", "pymdown-extensions")
    ]


def batch_key(batch: Sequence[Page], settings: SiteSettings) -> str:
    """The hash of everything that goes into a batch: pages, settings, theme and tool versions."""
    shared = json.dumps(
        [
            _FORM,
            settings.name,
            settings.description,
            settings.epoch,
            settings.edit_prefix,
            settings.address,
            settings.extra,
            [(e.part, e.title, e.address) for e in settings.menu],
        ],
        sort_keys=True,
        default=str,
    )
    config = settings.config.read_bytes() if settings.config.is_file() else b""
    assets = [part for name in sorted(settings.assets) for part in (name, settings.assets[name])]
    return content_key(
        *tools(), shared, config, *map(tree_key, settings.themes), *assets, *(repr(page) for page in batch)
    )


def render_batch(batch: Sequence[Page], settings: SiteSettings) -> dict[str, bytes]:
    """Render some pages; gives back their HTML and the assets."""
    with scratch() as work:
        docs, site = work / "docs", work / "site"
        own = {page.address for page in batch}
        for page in batch:
            _write(docs / _source(page.address), _front(page, settings) + page.markdown)
        for entry in settings.menu:
            if entry.address not in own:
                _write(docs / _source(entry.address), f"# {entry.title}\n")
        for name, content in settings.assets.items():
            target = docs / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        _run_mkdocs(docs, site, settings)
        unwanted = {_html(entry.address) for entry in settings.menu if entry.address not in own}
        unwanted |= {*_UNWANTED, *_unused_of_theme(settings)}
        return {path: _finished(path, file.read_bytes()) for path, file in _files(site) if path not in unwanted}


def _finished(path: str, content: bytes) -> bytes:
    """A page with the choices above its lists, and every table in a box that moves sideways on a narrow screen."""
    if not path.endswith(".html"):
        return content
    return _TABLE.sub(rb'<div class="tabelvak">\g<0></div>', with_choices(content))


def _unused_of_theme(settings: SiteSettings) -> set[str]:
    """The scripts, styles and pictures of Material that MkDocs copies and no page of ours asks for."""
    material = Path(str(resources.files("material"))) / "templates"
    names = {name for name, _ in _files(material) if name.startswith("assets/")}
    own = {name for name in names if any((theme / name).is_file() for theme in settings.themes)}
    return names - own - set(settings.assets)


def _packed_batch(batch: Sequence[Page], settings: SiteSettings) -> bytes:
    return _pack(render_batch(batch, settings))


def _source(address: str) -> str:
    """`doelen/` becomes `doelen/index.md`, `doelen/x/` becomes `doelen/x/index.md`."""
    return f"{address}index.md"


def _html(address: str) -> str:
    return f"{address}index.html"


def _front(page: Page, settings: SiteSettings) -> str:
    """The head of a page: what the theme's templates show around its text."""
    crumbs = [{"titel": title, "adres": address} for title, address in page.crumbs]
    head = {
        "title": page.title,
        "description": page.description,
        "kruimels": crumbs,
        "onder": page.under,
        "soort": page.kind,
        "status": page.status,
        "stand": dict(page.standing),
        "voorbeeld": page.example,
        "adres": page.address,
        "bewerken": settings.edit_prefix + page.source if settings.edit_prefix and page.source else "",
    }
    return f"---\n{yaml.safe_dump(head, allow_unicode=True, sort_keys=True)}---\n\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _files(folder: Path) -> list[tuple[str, Path]]:
    return [(p.relative_to(folder).as_posix(), p) for p in sorted(folder.rglob("*")) if p.is_file()]


class _Collector(logging.Handler):
    """Keeps what MkDocs would print, so that we can say it ourselves."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def _run_mkdocs(docs: Path, site: Path, settings: SiteSettings) -> None:
    os.environ["NO_MKDOCS_2_WARNING"] = "true"  # the theme prints a long notice about its own future
    from mkdocs.commands.build import build
    from mkdocs.exceptions import MkDocsException

    collector, logger = _Collector(), logging.getLogger("mkdocs")
    logger.addHandler(collector)
    before, propagate = os.environ.get("SOURCE_DATE_EPOCH"), logger.propagate
    logger.propagate = False
    os.environ["SOURCE_DATE_EPOCH"] = str(settings.epoch)
    try:
        config = make_config(settings.config, _overrides(docs, site, settings))
        config.theme.dirs[:0] = map(str, settings.themes)
        config.extra.update(settings.extra)
        build(config)
    except MkDocsException as error:
        raise refusal([*collector.lines, str(error)]) from error
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagate
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
    if collector.lines:
        raise refusal(collector.lines)


def _overrides(docs: Path, site: Path, settings: SiteSettings) -> dict[str, object]:
    """The settings that are not for mkdocs.yml to say: they come from the agenda."""
    return {
        "docs_dir": str(docs),
        "site_dir": str(site),
        "site_name": settings.name,
        "site_description": settings.description,
        "site_url": settings.address,
        "nav": _nav(settings.menu),
        "strict": False,
        "use_directory_urls": True,
    }


def _nav(menu: Sequence[MenuEntry]) -> list[object]:
    parts: dict[str, list[dict[str, str]]] = {}
    for entry in menu:
        parts.setdefault(entry.part, []).append({entry.title: _source(entry.address)})
    nav: list[object] = list(parts.pop("", []))
    nav.extend({part: entries} for part, entries in parts.items())
    return nav


def _sitemap(pages: Sequence[Page], address: str) -> bytes:
    """The sitemap; its protocol asks for full addresses (sitemaps.org), so there is one only when we know them."""
    rows = "".join(
        f"  <url><loc>{escape(full_address(address, page.address))}</loc></url>\n"
        for page in sorted(pages, key=lambda p: p.address)
        if page.findable
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{rows}</urlset>\n"
    ).encode()


def _pack(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path), content)
    return buffer.getvalue()


def _unpack(blob: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
