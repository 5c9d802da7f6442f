"""Attachments as templates see them, and the list of files that stands at the end of a paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kapstok.core.markdown import escape
from kapstok.core.model import Item, Key, Model
from kapstok.core.text import NBSP
from kapstok.files.attachments import Attachment, size_text
from kapstok.render.offers.things import Thing, World

HEADING = "Bestanden bij dit stuk"


@dataclass(frozen=True, kw_only=True, slots=True)
class Bijlage:
    """An attachment as a template sees it, in Dutch. Without a file `adres`, `soort` and `grootte` are empty.

    `adres` counts from the root of the output, `soort` is PDF or JPG, `grootte` reads `1,2 MB`; `onderdeel` is the
    thing of this agenda that it stands for, if any.
    """

    nummer: str
    titel: str
    adres: str = ""
    soort: str = ""
    grootte: str = ""
    alt: str = ""
    onderdeel: Thing | None = None

    @property
    def woord(self) -> str:
        """What stands before the title; nothing when the title says it itself."""
        return "" if self.titel.startswith("Bijlage ") else f"Bijlage {self.nummer}: "


class Annexes:
    """Every attachment of a view."""

    def __init__(self, world: World, found: Mapping[Key, Sequence[Attachment]]) -> None:
        self.found = found
        self._world = world

    def of(self, thing: Thing) -> list[Bijlage]:
        """The attachments of a thing, in order; pictures stand in its text."""
        return [self._shown(a) for a in self.found.get(thing._item.key, ()) if not a.is_picture]

    def pictures(self, thing: Thing) -> list[Attachment]:
        """The pictures of a thing, in order, those without a file too."""
        return [a for a in self.found.get(thing._item.key, ()) if a.is_picture]

    def files(self) -> Iterator[Attachment]:
        """Every attachment that is a file."""
        for attachments in self.found.values():
            yield from (a for a in attachments if a.source)

    def _shown(self, attachment: Attachment) -> Bijlage:
        return Bijlage(
            nummer=attachment.number,
            titel=attachment.title,
            adres=attachment.path,
            soort=attachment.format if attachment.source else "",
            grootte=size_text(attachment.size).replace(" ", NBSP) if attachment.source else "",
            alt=attachment.alt,
            onderdeel=self._world.thing(attachment.part) if attachment.part else None,
        )


def family(item: Item, model: Model) -> list[Item]:
    """An item and all that is nested in it, in order."""
    found = [item]
    keys = {item.key}
    for other in model.in_file(item.path):
        if other.parent in keys:
            keys.add(other.key)
            found.append(other)
    return found


def file_list(attachments: Sequence[Attachment], site: str) -> str:
    """The last part of a paper: its files with number, kind and size, linked when the site has an address."""
    files = [a for a in attachments if a.source and not a.is_picture]
    if not files:
        return ""
    lines = []
    for attachment in files:
        title = escape(attachment.title)
        linked = f"[{title}]({site.rstrip('/')}/{attachment.path})" if site else title
        size = size_text(attachment.size).replace(" ", NBSP)
        lines.append(f"- Bijlage {attachment.number}: {linked} ({attachment.format}, {size})")
    return f"\n# {HEADING} {{.ongenummerd}}\n\n" + "\n".join(lines) + "\n"
