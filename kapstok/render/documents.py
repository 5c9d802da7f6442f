"""Papers as Markdown, one for each item whose kind has a template in `stuk/`; converting them is `convert`'s."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kapstok.address import paper_path
from kapstok.convert import Paper
from kapstok.dates import format_day
from kapstok.model import Item, Model
from kapstok.order import ordered
from kapstok.render.templates import Library, Sheet, describe
from kapstok.schema import Kind, Kinds

PAPERS_FOLDER = "stuk"
_ANCHOR = re.compile(r"\{#([^}\s]+)\}")
_LINK = re.compile(r"(?<!!)\[((?:[^\[\]\\\n]|\\.)*)\]\(#([^)\s]+)\)")
_SIDEWAYS = re.compile(r"(?<!!)\[((?:[^\[\]\\\n]|\\.)*)\]\((?!https?://|mailto:|#)[^)\s]+\)")


def paper_kinds(names: list[str], kinds: Kinds) -> list[str]:
    """The kinds that have a paper: those with a template of their name."""
    return [name for name in names if name in kinds]


def render_papers(
    library: Library, model: Model, kinds: Kinds, day: date, municipality: str
) -> Iterator[tuple[Item, Paper]]:
    """Every paper of the view as Markdown with what the converters need.

    One that its template cannot make is left out, and is among `library.troubles`.
    """
    for name in sorted(library.paper_kinds):
        for item in ordered(model.of_kind(name), model, kinds):
            paper = None
            with library.troubles.at(item.path):
                paper = _paper(library, item, kinds[name], day, municipality)
            if paper is not None:
                yield item, paper


def _paper(library: Library, item: Item, kind: Kind, day: date, municipality: str) -> Paper:
    template = library.template(f"{PAPERS_FOLDER}/{kind.name}")
    images: dict[str, bytes] = {}
    sheet = Sheet(address=paper_path(item, "pdf"), is_paper=True, images=images)
    thing = library.world.thing(item.key)
    markdown = library.render(template, sheet, ding=thing)
    statuses = kind.fields_with_role("vaststelling")
    return Paper(
        name=f"{kind.name}-{item.key.id}",
        title=item.title,
        subtitle=describe(getattr(thing, str(template.head.get("ondertitel", "")), "")) or kind.title,
        municipality=municipality,
        date_text=format_day(day),
        peildatum=day,
        markdown=unlink(markdown),
        status=describe(getattr(thing, statuses[0])) if statuses else "",
        example=item.example,
        contents=int(template.head.get("inhoudsopgave", 0)),
        images=images,
    )


def unlink(markdown: str) -> str:
    """Leave the words of a link that leads nowhere in this paper: to an item without a heading here, or to a page."""
    anchors = set(_ANCHOR.findall(markdown))
    kept = _LINK.sub(lambda m: m[0] if m[2] in anchors else m[1], markdown)
    return _SIDEWAYS.sub(r"\1", kept)
