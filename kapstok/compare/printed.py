"""What one version prints for one audience: every page, paper and file by a print of its text, and what it is made of.

Nothing is converted for it: two papers with the same Markdown are the same paper. What a version of git prints is kept
in the cache under its name, so that it is made once. What git knows is left out: that a source changed is no news in a
comparison, and would make every paper and every page with a history differ.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kapstok.convert import Paper, Style, style_print
from kapstok.core.cache import content_key
from kapstok.core.model import Key
from kapstok.core.page import Page
from kapstok.kinds.address import PAPERS
from kapstok.render.site.builder import SiteSettings
from kapstok.render.unconverted import Unconverted

_SPACES = re.compile(r"[ \t]+(?!$)")
_BEGINS = re.compile(r"[^\W\d_]")  # a line that can only go on with the paragraph above it
_GOES_ON = re.compile(r"^(?![#|<>`~:=]).*[^\s\\|]$")
_PLACE = re.compile(r"""\bid="([^"]+)"|\{[^{}\n#]*#([\w-]+)[^{}\n]*\}""")
_OWN_LINK, _OWN_PLACE = re.compile(r"\]\(#[^)\s]*\)"), re.compile(r"\{#[\w.-]+\}")
_TEXT = ("title", "subtitle", "municipality", "date_text", "status", "example", "secrecy", "version", "numbering")
_LOOKS = ("palet", "letters", "stijlbladen")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """One page, paper or file: a print of its text, its title and the things that it is made of.

    `places` are the anchors on a page.
    """

    mark: str
    title: str
    used: frozenset[Key] = frozenset()
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Printed:
    """All that a version prints. `pages` are by address, `papers` by their name, `data` and `files` by path.

    `moved` leads from a former address to that of today. `frame` is what stands around every page, `looks` is how
    everything looks. `drifted` are the adopted papers that their sources no longer give, with what differs. With
    `known` false a build of this version fails, so nothing can be said.
    """

    pages: Mapping[str, Sheet] = field(default_factory=dict)
    papers: Mapping[str, Sheet] = field(default_factory=dict)
    data: Mapping[str, Sheet] = field(default_factory=dict)
    files: Mapping[str, Sheet] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    frame: Mapping[str, str] = field(default_factory=dict)
    looks: str = ""
    drifted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    known: bool = True


def printed_of(made: Unconverted) -> Printed:
    """The prints of what a build would make files of."""
    if made.findings:
        return Printed(known=False)
    stand = made.site.extra.get("agenda_stand") or {}
    papers = dict(_papers(made))
    copies = {path: Sheet(mark=_file(source), title=source.name) for path, source in made.copies.items()}
    return Printed(
        pages={page.address: _page(page, stand) for page in made.pages},
        papers=papers,
        data={path: Sheet(mark=content_key(content), title=path) for path, content in made.data},
        files=copies | dict(_bundles(made, papers, copies)),
        moved={move.old: move.new for move in made.moves},
        frame=_frame(made.site),
        looks=_looks(made.site, made.style),
        drifted={frozen.name: tuple(names) for _, frozen, names in made.drifted},
    )


def _page(page: Page, stand: Mapping[str, Any]) -> Sheet:
    """A page by its own text: the menu and what else stands around every page is in the frame."""
    same = bool(page.standing) and all(stand.get(name) == value for name, value in page.standing.items())
    told = ["" if same else dict(page.standing), page.status, page.kind, page.title, page.crumbs, page.example]
    mark = content_key(json.dumps(told, default=str, sort_keys=True), even(page.markdown))
    places = frozenset(name for found in _PLACE.findall(page.markdown) for name in found if name)
    return Sheet(mark=mark, title=page.title, used=page.used, places=places)


def _papers(made: Unconverted) -> Iterator[tuple[str, Sheet]]:
    """Every paper by the name of its files: the adopted ones as they were kept, the others by their Markdown."""
    kept: dict[str, list[bytes]] = {}
    for path, content in made.kept:
        kept.setdefault(_stem(path), []).append(content)
    for draft in made.drafts:
        planned = draft.planned
        for path in {path for _, path in planned.paths} | {path for _, path in planned.earlier_paths}:
            name = _stem(path)
            mark = content_key(*kept[name]) if name in kept else _paper(draft.paper)
            label, of = planned.design.label, planned.item.title
            title = of if of.casefold().startswith(label.casefold()) else f"{label} {of}"
            yield name, Sheet(mark=mark, title=title, used=frozenset(draft.used))


def _paper(paper: Paper) -> str:
    values = [str(getattr(paper, name)) for name in _TEXT]
    images = [part for name in sorted(paper.images) for part in (name, paper.images[name])]
    # Names of places in the paper itself are nothing that a reader sees: links to them only lead him there.
    text = _OWN_PLACE.sub("", _OWN_LINK.sub("](#)", paper.markdown))
    return content_key(*values, str(paper.contents), even(text), *images)


def _stem(path: str) -> str:
    return path.removeprefix(f"{PAPERS}/").rpartition(".")[0]


def _bundles(
    made: Unconverted, papers: Mapping[str, Sheet], copies: Mapping[str, Sheet]
) -> Iterator[tuple[str, Sheet]]:
    """Every ZIP by its list and by the prints of what is in it."""
    for bundle in made.bundles:
        held = [path for entry in bundle.entries for path, _ in entry.files]
        prints = [copies[path].mark if path in copies else papers[_stem(path)].mark for path in held]
        told = repr([(entry.title, entry.label, entry.files, entry.status, entry.alt) for entry in bundle.entries])
        used = frozenset(key for path in held if _stem(path) in papers for key in papers[_stem(path)].used)
        mark = content_key(bundle.item.title, bundle.when, told, *prints)
        yield bundle.path, Sheet(mark=mark, title=bundle.item.title, used=used | {bundle.item.key})


def _frame(site: SiteSettings) -> dict[str, str]:
    """What stands around every page, part by part, by the words for each part."""
    extra = site.extra
    logo = extra.get("logo") or {}
    return {
        "de naam van de site": f"{site.name} {extra.get('gemeente')} {extra.get('uitgave')} {logo.get('tekst', '')}",
        "het menu": repr([(entry.part, entry.title, entry.address) for entry in site.menu]),
        "de melding over de stand van de agenda": repr(extra.get("agenda_stand")),
        "de voet": repr([extra.get(name) for name in ("voetlinks", "verklaring", "voorbeelden", "contact")]),
        "de link om te bewerken": site.edit_prefix,
    }


def _looks(site: SiteSettings, style: Style) -> str:
    shown = json.dumps([site.extra.get(name) for name in _LOOKS], default=str, sort_keys=True)
    assets = [part for name in sorted(site.assets) for part in (name, site.assets[name])]
    return content_key(shown, style_print(style), *assets)


def _file(source: Path) -> str:
    return content_key(source.read_bytes())


def even(markdown: str) -> str:
    """Markdown in which it makes no difference where the lines of a paragraph are broken."""
    lines: list[str] = []
    fence = False
    for line in markdown.split("\n"):
        mark = line.lstrip().startswith(("```", "~~~"))
        fence ^= mark
        plain = not fence and not mark
        if plain and lines and _BEGINS.match(line) and _GOES_ON.search(lines[-1]):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
        if plain:
            text = lines[-1].lstrip()
            lines[-1] = lines[-1].removesuffix(text) + _SPACES.sub(" ", text)
    return "\n".join(lines)
