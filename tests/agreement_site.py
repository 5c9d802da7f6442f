"""Holds the search, the feed, `kapstok serve` and the table of `kapstok kaders` against the one answer of the facts.

A `Site` is what one whole build gave, as its readers get it: the rows of the search with their texts, the feed, the
pages, the pages as a running server hands them out, and the table of norms as a terminal shows it.
"""

from __future__ import annotations

import http.client
import json
import re
import threading
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from agreement import EURO, LEADS, _known_amounts, _plain, _sentences
from lxml import html

from kapstok.commands.frame_table import frames_as_text
from kapstok.commands.serve import Builder
from kapstok.commands.webserver import Board, WebServer
from kapstok.core.audience import PUBLIC
from kapstok.core.model import Item, Judgement
from kapstok.core.progress import Nobody
from kapstok.kinds.address import FEED, item_address
from kapstok.pipeline import Loaded, render
from kapstok.reckon.door import Facts, reckon
from kapstok.reckon.matters import is_matter
from kapstok.rules.placement import PLACES, sums, tally
from kapstok.view import view

ATOM = "{http://www.w3.org/2005/Atom}"
LIVE = re.compile(rb"<script src=\"[^\"]*\" data-versie=\"[^\"]*\" defer></script>")


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """Something that can be found: what the search shows of it, and the text that it quotes from."""

    address: str
    title: str
    number: str
    label: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One entry of the feed."""

    title: str
    address: str
    day: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """What one build gave, and the facts that all of it must keep to."""

    rows: tuple[Row, ...]
    feed: tuple[Entry, ...]
    pages: Mapping[str, bytes]
    served: Mapping[str, bytes]
    table: str
    facts: Facts


def site_of(loaded: Loaded, audience: str = PUBLIC, *, parts: Sequence[str] = ("site", "data")) -> Site:
    """A whole build of what was loaded; without `documents` no papers are made."""
    with ThreadPoolExecutor(2) as executor:
        made = render(loaded, audience=audience, parts=parts, executor=executor, watcher=Nobody())
    files = {o.path: o.content if isinstance(o.content, bytes) else o.content.read_bytes() for o in made.outputs}
    shown = view(loaded.model, loaded.kinds, audience)
    return Site(
        rows=tuple(_rows(files)),
        feed=tuple(_entries(files.get(FEED, b"<feed/>"))),
        pages={path: content for path, content in files.items() if path.endswith(".html")},
        served={},
        table=frames_as_text(shown, loaded.kinds),
        facts=reckon(shown, loaded.kinds, loaded.day),
    )


def with_served(site: Site, loaded: Loaded, folder: Path) -> Site:
    """The same, with every page as `kapstok serve` hands it out."""
    board, said = Board(), []
    builder = Builder(
        workspace=loaded.workspace,
        audience=PUBLIC,
        day=loaded.day,
        jobs=1,
        strict=False,
        say=lambda *lines: said.extend(lines),
        folder=folder,
        board=board,
    )
    builder.build()
    server = WebServer(folder, board, 0, said.append, is_closed=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        return replace(site, served={path: _fetch(server.server_address[1], path) for path in site.pages})
    finally:
        server.shutdown()
        server.server_close()


def _fetch(port: int, path: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", f"/{path}")
    content = connection.getresponse().read()
    connection.close()
    return content


def _rows(files: Mapping[str, bytes]) -> Iterator[Row]:
    index = json.loads(files["zoeken/index.json"])
    texts = [text for n in range(10_000) for text in json.loads(files.get(f"zoeken/tekst-{n}.json", b"[]"))]
    for (address, title, _, _, _, label, number, _), text in zip(index["rijen"], texts, strict=True):
        yield Row(address=address, title=title, number=number, label=label, text=text.replace("\u00a0", " "))


def _entries(feed: bytes) -> Iterator[Entry]:
    for entry in ElementTree.fromstring(feed).findall(f"{ATOM}entry"):
        link = entry.find(f"{ATOM}link")
        yield Entry(
            title=entry.findtext(f"{ATOM}title") or "",
            address=(link.get("href") or "") if link is not None else "",
            day=(entry.findtext(f"{ATOM}updated") or "")[:10],
            text=(entry.findtext(f"{ATOM}summary") or "").replace("\u00a0", " "),
        )


def search(site: Site) -> Iterator[str]:
    """A row of the search names a thing, its number and its mark as the facts do, and quotes nothing else."""
    facts = site.facts
    named = {item_address(item, facts.model, facts.kinds): item for item in facts.model.items.values()}
    things = {address: item for address, item in named.items() if address}  # the home page is of the whole agenda
    amounts = _known_amounts(facts)
    for row in site.rows:
        item = things.get(row.address)
        for found in EURO.finditer(row.text):
            if int(found[1].replace(".", "")) not in amounts:
                yield f"zoeken {row.address}: € {found[1]} is geen bedrag en geen som"
        if item is not None:
            yield from (f"zoeken {row.address}: {what}" for what in _row_of(row, item, facts))
    matters = [item for item in facts.model.items.values() if is_matter(item, facts.roles)]
    for item in matters:
        matter, title = facts.council.matter(item), re.escape(" ".join(_plain(item.title).split()))
        for row in site.rows if matter.is_there else ():
            for state in re.findall(rf"{title}[^•]{{0,160}}?Stand: (\w+)", row.text):
                if state != str(matter.state):
                    yield f"zoeken {row.address}: {item.title[:40]} is {state}, de feiten zeggen {matter.state}"


def _row_of(row: Row, item: Item, facts: Facts) -> Iterator[str]:
    lapse = facts.lapses.get(item.key)
    label = lapse.status.capitalize() if lapse else "Voorbeeld" if item.example else ""
    told = {"titel": (row.title, item.title), "nummer": (row.number, item.number), "merk": (row.label, label)}
    yield from (f"{name} {said!r}, de feiten zeggen {true!r}" for name, (said, true) in told.items() if said != true)
    if facts.roles.measures(facts.roles.kind(item)):
        yield from _judged(row, item, facts)
    vote = facts.council.vote(item)
    found = re.search(r"(\d+) (?:stemmen? )?voor(?: en|,) (\d+) (?:stemmen? )?tegen", row.text)
    if vote and found and (int(found[1]), int(found[2])) != (vote.in_favour, vote.against):
        yield f"{found[0]}, de feiten zeggen {vote.words}"


def _judged(row: Row, item: Item, facts: Facts) -> Iterator[str]:
    """The search of an indicator quotes its standing, and no sentence that judges it otherwise."""
    one = facts.indicators.of(item)
    words = " ".join(_plain(one.whole.words).split())
    if "#" not in row.address and words and words[:80] not in row.text:
        yield f"zegt niet ‘{words[:60]}’"
    allowed = _sentences(one, facts)
    for found in re.finditer(rf"(?:^| · )((?:{'|'.join(LEADS)}): [^·]*)", row.text):
        if not any(found[1].startswith(" ".join(each.split())[:40]) for each in allowed):
            yield f"‘{found[1][:60]}’ zeggen de feiten niet"


def feed(site: Site) -> Iterator[str]:
    """The feed tells the changes that are known, of things by the name and the mark that they have everywhere."""
    facts = site.facts
    named = {item_address(item, facts.model, facts.kinds): item for item in facts.model.items.values()}
    for entry in site.feed:
        item = next((i for a, i in named.items() if a and entry.address.endswith(f"/{a}")), None)
        if item is None:
            continue
        lapse = facts.lapses.get(item.key)
        title = item.title + (" (voorbeeld)" if item.example else "") + (f" ({lapse.status})" if lapse else "")
        if entry.title != title:
            yield f"feed {entry.day}: {entry.title!r}, de feiten zeggen {title!r}"
        page = site.pages.get(f"{item_address(item, facts.model, facts.kinds)}index.html", b"")
        story = _text_of(page)
        for after in re.findall(r"is nu ([^;.]+?)[.;]", entry.text):
            if f"is nu {after}" not in story:
                yield f"feed {entry.day}: {entry.title!r} is nu {after}, de pagina zegt dat niet"


def _text_of(page: bytes) -> str:
    return " ".join(html.document_fromstring(page).text_content().split()) if page else ""


def served(site: Site) -> Iterator[str]:
    """What the server hands out is what the build made, but for the script that keeps a page fresh."""
    for path, content in site.served.items():
        if LIVE.sub(b"", content) != site.pages[path]:
            yield f"serve {path}: iets anders dan de bouw"


def table(site: Site) -> Iterator[str]:
    """The table of a terminal has a row for each norm with its counts, and their sums."""
    judgement = site.facts.model.judgement or Judgement()
    tallies = [tally(judgement, norm) for norm in judgement.placements]
    total = sums(tallies)
    rows = [line.split() for line in site.table.splitlines()]
    for one in tallies:
        counts = [str(len(keys)) for keys in (one.keeps, one.breaks, one.exempt)]
        wanted = [one.place or "bepaald", str(one.applies), *counts] if one.applies else [one.place or "bepaald"]
        if not any(row[-len(wanted) :] == wanted for row in rows):
            yield f"kapstok kaders: geen rij met {' '.join(wanted)} voor {one.norm}"
    if tallies and f"{total.norms} normen: " not in site.table:
        yield f"kapstok kaders: telt geen {total.norms} normen"
    for place in PLACES:
        if total.places[place] and f"{total.places[place]} {place or 'niet bepaald'}" not in site.table:
            yield f"kapstok kaders: telt geen {total.places[place]} {place}"
    said = f"houdt {total.keeps}, breekt {total.breaks}, afwijking {total.exempt}."
    if tallies and said not in " ".join(site.table.split()):
        yield f"kapstok kaders: zegt niet {said}"


CHECKS: Mapping[str, Callable[[Site], Iterator[str]]] = {
    "zoeken": search,
    "feed": feed,
    "serve": served,
    "kaders": table,
}


def disagreements(site: Site) -> list[str]:
    """Everything in which one of these says something else than the facts."""
    return [f"{name}: {found}" for name, check in CHECKS.items() for found in check(site)]
