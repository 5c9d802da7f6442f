"""One ZIP with everything of one meeting: its papers in order, a page that lists them, and their checksums.

Which kind gets one, in which order, and which fields lead to other papers is said by the schemas: the role `bundel`
on a kind and on references, and `x-bundel` with the names of its own papers around `*`, the papers of the rest.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from kapstok.core.model import Item, Key, Model
from kapstok.core.values import as_texts
from kapstok.files.attachments import Attachment, size_text
from kapstok.files.frozen import sha256
from kapstok.kinds.address import item_address, paper_path
from kapstok.kinds.order import ordered
from kapstok.kinds.schema import Kinds
from kapstok.kinds.walk import walk
from kapstok.render.offers.annexes import family
from kapstok.render.plan.papers import Plan, Planned

ROLE = "bundel"
_ORDER = "x-bundel"
_REST = "*"
_ROLE_DAY = "kalender"
_DATE = (1980, 1, 1, 0, 0, 0)
_INDEX, _SUMS = "index.html", "SHA256SUMS"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One thing in a bundle: a paper or an attachment, with its files as (path in the output, suffix)."""

    title: str
    label: str
    files: tuple[tuple[str, str], ...]
    status: str = ""
    alt: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bundle:
    """What one ZIP is to hold, in order, and where it is put."""

    item: Item
    path: str
    page: str
    when: str
    entries: tuple[Entry, ...]


def plan_bundles(
    plan: Plan, attached: Mapping[Key, Sequence[Attachment]], model: Model, kinds: Kinds
) -> dict[Key, Bundle]:
    """The bundle of every item of a kind that has them; one with nothing in it is left out."""
    found = {}
    for kind in kinds:
        if kind.role != ROLE:
            continue
        for item in ordered(model.of_kind(kind.name), model, kinds):
            entries = tuple(_entries(item, plan, attached, model, kinds))
            if entries:
                page = item_address(item, model, kinds)
                path = paper_path(f"{kind.name}-{item.key.id}", "zip")
                days = (item.fields.get(name) for name in kind.fields_with_role(_ROLE_DAY))
                when = next((str(day) for day in days if day), "")
                found[item.key] = Bundle(item=item, path=path, page=page, when=when, entries=entries)
    return found


def _entries(
    item: Item, plan: Plan, attached: Mapping[Key, Sequence[Attachment]], model: Model, kinds: Kinds
) -> Iterator[Entry]:
    order = as_texts(kinds[item.key.kind].schema.get(_ORDER))
    place = {name: number for number, name in enumerate(order)}
    middle = place.get(_REST, len(order))
    own = sorted(plan.papers.get(item.key, ()), key=lambda p: place.get(p.design.name, len(order)))
    discussed = list(_discussed(item, model, kinds))
    yield from (_paper(p) for p in own if place.get(p.design.name, len(order)) < middle)
    yield from (_paper(paper) for other in discussed for paper in plan.papers.get(other.key, ()))
    yield from (_paper(p) for p in own if place.get(p.design.name, len(order)) >= middle)
    for other in (item, *discussed):
        for member in family(other, model):
            yield from (_file(a) for a in attached.get(member.key, ()) if a.source)


def _discussed(item: Item, model: Model, kinds: Kinds) -> Iterator[Item]:
    """What an item leads to by references with the role, and what that leads to, each once and never itself."""
    seen, waiting = {item.key}, [item]
    while waiting:
        here = waiting.pop(0)
        for member in family(here, model):
            for key in _led_to(member, kinds):
                if key not in seen and key in model.items:
                    seen.add(key)
                    waiting.append(model.items[key])
                    yield model.items[key]


def _led_to(item: Item, kinds: Kinds) -> Iterator[Key]:
    """Everything that the fields with the role name, themselves or anywhere in them."""
    for _, value, shape in walk(item.fields, kinds[item.key.kind].shape):
        if ROLE in shape.roles:
            yield from (inner for _, inner, _ in walk(value, shape) if isinstance(inner, Key))


def _paper(planned: Planned) -> Entry:
    frozen = planned.frozen[0] if planned.frozen else None
    files = tuple((path, suffix) for suffix, path in planned.paths if not frozen or suffix in frozen.files)
    status = frozen.status if frozen else planned.status
    return Entry(title=planned.title, label=planned.design.label, files=files, status=status)


def _file(attachment: Attachment) -> Entry:
    suffix = attachment.path.rpartition(".")[2]
    return Entry(
        title=attachment.title,
        label=f"Bijlage {attachment.number}",
        files=((attachment.path, suffix),),
        alt=attachment.alt,
    )


def zip_bundle(bundle: Bundle, contents: Mapping[str, bytes], *, municipality: str, site: str) -> bytes:
    """The ZIP: equal papers give equal bytes. `contents` holds the bytes of every file by its path in the output."""
    named = _named(bundle)
    files = {name: contents[path] for path, name in named.items() if path in contents}
    files[_INDEX] = _index(bundle, named, files, municipality, site).encode()
    sums = "".join(f"{sha256(data)}  {name}\n" for name, data in sorted(files.items()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in [(_INDEX, files.pop(_INDEX)), *files.items(), (_SUMS, sums.encode())]:
            info = zipfile.ZipInfo(name, _DATE)
            info.create_system, info.external_attr = 3, 0o644 << 16
            package.writestr(info, data)  # stored: what is in it is packed already, and every zlib gives these bytes
    return out.getvalue()


def _named(bundle: Bundle) -> dict[str, str]:
    """The name in the ZIP of every file, by its path in the output: numbered, so that any list is in order."""
    return {
        path: f"{number:02d}-{path.rpartition('/')[2]}"
        for number, entry in enumerate(bundle.entries, start=1)
        for path, _ in entry.files
    }


def _index(bundle: Bundle, named: Mapping[str, str], files: Mapping[str, bytes], municipality: str, site: str) -> str:
    """The page that lists what is in the bundle; it needs nothing from outside."""
    title = escape(bundle.item.title)
    rows = "\n".join(_row(entry, named, files) for entry in bundle.entries)
    when = f"<p>{escape(bundle.when)}</p>\n" if bundle.when else ""
    page = f"{site.rstrip('/')}/{bundle.page}" if site else ""
    web = (
        f'<p><a href="{escape(page)}">Lees de stukken op de website</a>. Dat leest het prettigst.</p>\n' if page else ""
    )
    return (
        '<!doctype html>\n<html lang="nl">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}: alle stukken</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{title}</h1>\n<p>{escape(municipality)}</p>\n{when}{web}<h2>Stukken</h2>\n<ol>\n{rows}\n</ol>\n"
        f'<h2>Controle</h2>\n<p>In <a href="{_SUMS}">{_SUMS}</a> staat het controlegetal van elk bestand.</p>\n'
        "</main>\n</body>\n</html>\n"
    )


_STYLE = (
    "body{font:1rem/1.5 sans-serif;color:#1a1a1a;background:#fff;margin:2rem auto;max-width:45rem;padding:0 1rem}"
    "li{margin:.75rem 0}a{color:#0b4f7a}"
)


def _row(entry: Entry, named: Mapping[str, str], files: Mapping[str, bytes]) -> str:
    links = []
    for path, suffix in entry.files:
        name = named[path]
        if name in files:
            what = {"docx": "Word"}.get(suffix, suffix.upper())
            said = f"{what}, {size_text(len(files[name]))}"
            links.append(f'<a href="{escape(name)}">{escape(entry.label)}: {escape(entry.title)} ({said})</a>')
    status = f" Stand: {escape(entry.status.replace('-', ' '))}." if entry.status else ""
    alt = f" Te zien: {escape(entry.alt)}" if entry.alt else ""
    return f"<li>{'<br>'.join(links)}{status}{alt}</li>"
