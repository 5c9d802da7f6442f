"""Papers as Markdown, with what each was made of; converting them is `convert`'s."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kapstok.convert import Paper
from kapstok.core.audience import PUBLIC
from kapstok.core.markdown import escape
from kapstok.files.attachments import Attachment
from kapstok.history.commits import History
from kapstok.kinds.address import item_address
from kapstok.render.offers.annexes import family, file_list
from kapstok.render.offers.fields import own_of
from kapstok.render.offers.printing import describe
from kapstok.render.offers.things import Thing, Used
from kapstok.render.papers.provenance import Adoption, Origin, colophon
from kapstok.render.plan.papers import PAPERS_FOLDER, Planned
from kapstok.render.templates.library import Library, Sheet

_VERSION = "versie"
OWN_FIELDS = f"{PAPERS_FOLDER}/_eigen"
_REFERENCE_DAY = "peildatum"


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A paper ready to convert, where it comes from, and which fields of which items it took.

    `pending` are the words in it that say that something is still to be filled in.
    """

    planned: Planned
    paper: Paper
    origin: Origin
    used: Used
    pending: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """What all papers of a build share. `asked` is true when the peildatum was given for this build.

    `adoptions` are the decisions that papers are to be frozen with, by their stem; `site` is the address of the site.
    """

    day: date
    root: Path
    municipality: str
    history: History
    version: str = ""
    asked: bool = False
    site: str = ""
    adoptions: Mapping[str, Adoption] = field(default_factory=dict)


def render_papers(library: Library, setting: Setting, stems: Collection[str] | None = None) -> Iterator[Draft]:
    """Every planned paper of the view, or those with these names.

    One that its template cannot make is left out, and is among `library.troubles`.
    """
    for planned in library.shelf.plan:
        if stems is not None and planned.stem not in stems:
            continue
        draft = None
        with library.troubles.at(planned.item.path):
            draft = render_paper(library, setting, planned)
        if draft is not None:
            library.shelf.issued[planned.stem] = draft.origin.day
            yield draft


def render_paper(library: Library, setting: Setting, planned: Planned) -> Draft:
    """One paper as Markdown, with its colophon."""
    design, item = planned.design, planned.item
    template = library.template(f"{PAPERS_FOLDER}/{design.name}")
    images: dict[str, bytes] = {}
    sheet = Sheet(address=planned.paths[-1][1], is_paper=True, images=images)
    with library.world.watch() as used:
        thing = library.world.thing(item.key)
        markdown = library.render(template, sheet, ding=thing)
        markdown += _own_fields(library, sheet, thing, used, markdown)
        subtitle = describe(getattr(thing, design.subtitle)) if design.subtitle else ""
    origin = _origin(library, setting, planned, used)
    markdown += file_list(_unlisted(library, planned, sheet), setting.site if library.is_public else "")
    paper = Paper(
        name=planned.stem,
        title=planned.title,
        subtitle=subtitle or (item.title if design.title else design.label),
        municipality=setting.municipality,
        date_text=origin.said_day,
        peildatum=origin.day,
        markdown=markdown + colophon(origin, planned, setting.municipality),
        status=planned.status,
        example=item.example,
        description=" ".join(origin.sentences(planned, setting.municipality)),
        keywords=origin.keywords(planned),
        contents=design.contents,
        landscape=design.landscape,
        secrecy=origin.secrecy,
        version=origin.version,
        commit=origin.commit.short if origin.commit else "",
        numbering=design.numbering,
        lenient=True,
        images=images,
    )
    return Draft(planned=planned, paper=paper, origin=origin, used=used, pending=tuple(sheet.pending))


def _own_fields(library: Library, sheet: Sheet, thing: Thing, used: Used, markdown: str) -> str:
    """A table of the municipality's own fields of what the paper is about and of what has a heading in it.

    A paper about the agenda as a whole tells them of everything that it names.
    """
    model, whole = library.world.model, library.world.kinds[thing._item.key.kind].file
    told = (
        key for key in sorted(used) if key in sheet.headed or (whole and escape(model.items[key].title) in markdown)
    )
    keys = [thing._item.key, *told]
    own = own_of(map(library.world.thing, dict.fromkeys(keys)), used)
    return "\n" + library.render(library.template(OWN_FIELDS), sheet, regels=own) if own else ""


def _unlisted(library: Library, planned: Planned, sheet: Sheet) -> list[Attachment]:
    """The attachments of the item and all that is in it, but for those that the template shows itself."""
    if planned.item.key in sheet.listed:
        return []
    family_ = family(planned.item, library.world.model)
    return [a for member in family_ for a in library.annexes.found.get(member.key, ())]


def _origin(library: Library, setting: Setting, planned: Planned, used: Used) -> Origin:
    """The sources are the files of every item that was used, what is attached and, of the templates, those in the
    workspace."""
    model, name = library.world.model, f"{PAPERS_FOLDER}/{planned.design.name}"
    templates = [f"templates/{file}" for file in library.files_of(name)]
    sources = {model.items[key].path for key in used}
    sources |= {path for path in templates if path in setting.history.commits}
    sources |= _attached(library, planned, setting.root)
    unrecorded = setting.history.unrecorded(sources)
    commit = setting.history.last(sources)
    own = commit.day if commit and not unrecorded else setting.day
    dated = setting.asked or library.mentions(name, _REFERENCE_DAY)
    audience = model.audience
    page = item_address(planned.item, model, library.world.kinds)
    return Origin(
        day=own,
        reference=setting.day if dated else own,
        commit=commit,
        unrecorded=unrecorded,
        version=describe(planned.item.fields.get(_VERSION)) or setting.version,
        audience=audience,
        address=f"{setting.site.rstrip('/')}/{page}" if setting.site and audience == PUBLIC else "",
        adoption=setting.adoptions.get(planned.stem),
        own_day=planned.day,
    )


def _attached(library: Library, planned: Planned, root: Path) -> set[str]:
    """The path in the workspace of every file that goes with a paper."""
    members = family(planned.item, library.world.model)
    found = (a.source for member in members for a in library.annexes.found.get(member.key, ()) if a.source)
    return {source.resolve().relative_to(root.resolve()).as_posix() for source in found}
