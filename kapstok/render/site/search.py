"""The index that the search in the browser runs on, made at build time from the pages of one view.

A *row* is something that can be found: a page, or an item that stands on another's page at an anchor of its own.
What is read is the HTML as it is published, so nothing can be found that cannot be seen; the view adds the other
names. The index holds for every stem the rows with a weight; the texts, to quote from, come in portions that the
browser fetches when it shows them.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import html

from kapstok.core import dutch
from kapstok.core.collation import LETTERS
from kapstok.core.model import Item, Key, Model
from kapstok.core.page import Page
from kapstok.core.values import as_texts
from kapstok.kinds.address import item_address, item_anchor
from kapstok.kinds.schema import Kinds
from kapstok.reckon.in_force import Lapse

FOLDER = "zoeken"
_PORTION = 40  # rows in one file of texts
_LONGEST_TEXT = 6000
_LONGEST_SUMMARY = 200
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = (*_HEADINGS, "p", "li", "dt", "dd", "td", "th", "caption", "summary")  # after these a quote takes a breath
_END = "\ue000"  # a sign that no text has
_HOLDERS = ("li", "tr", "dd", "p", "section")
# What stands in the article but is not its text: marks, tests as they are written, and what changed before.
_LEFT_OUT = "|".join(
    (
        ".//*[self::svg or self::script or self::style or self::h1 or @aria-hidden='true']",
        *(
            f".//*[contains(concat(' ', @class, ' '), ' {name} ')]"
            for name in (
                "opgave-smal",
                "bewerken",
                "voorbeeld-melding",
                "kenteken",
                "vb",
                "toets-regel",
                "geschiedenis",
            )
        ),
    )
)
_LOOSE_SIGN = re.compile(r" ([.,;:!?])(?=\s|$)")  # a space is left where a mark was taken out
# What a word weighs by the place where it stands; in the text by how often, up to a point.
_TITLE, _NAME, _KIND, _SUMMARY, _TEXT = 9.0, 8.0, 2.0, 2.5, 2.2
_SCALE = 4  # weights are whole numbers; a coarser scale packs better
_PART = 0.45  # a part of a compound against the whole word
_OVERVIEW, _INNER, _WITHDRAWN = 0.55, 0.6, 0.5  # an overview repeats what its items say; an inner item is a detail


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """Something that can be found. `names` are its other names, `where` what it is a part of, `label` a mark."""

    address: str
    title: str
    kind: str
    group: str
    summary: str = ""
    text: str = ""
    number: str = ""
    names: tuple[str, ...] = ()
    where: str = ""
    label: str = ""
    factor: float = 1.0


def render_search(
    pages: Sequence[Page], files: Mapping[str, bytes], model: Model, kinds: Kinds, lapses: Mapping[Key, Lapse]
) -> Iterator[tuple[str, bytes]]:
    """The files of the search: the index, and the texts to quote from in portions. `lapses` says what holds no more."""
    rows = sorted(_rows(pages, files, model, kinds, lapses), key=lambda row: row.address)
    yield f"{FOLDER}/index.json", _dump(_index(rows))
    for start in range(0, len(rows), _PORTION):
        texts = [row.text for row in rows[start : start + _PORTION]]
        yield f"{FOLDER}/tekst-{start // _PORTION}.json", _dump(texts)


def _rows(
    pages: Sequence[Page], files: Mapping[str, bytes], model: Model, kinds: Kinds, lapses: Mapping[Key, Lapse]
) -> Iterator[Row]:
    """A row for each page that may be found, and one for each item at an anchor of such a page."""
    own: dict[str, Item] = {}
    inner: dict[str, list[Item]] = {}
    for item in model.items.values():
        address, hash_sign, _ = item_address(item, model, kinds).partition("#")
        if hash_sign:
            inner.setdefault(address, []).append(item)
        elif not kinds[item.key.kind].file:
            own[address] = item
    for page in pages:
        content = files.get(f"{page.address}index.html") if page.findable else None
        if content is None:
            continue
        articles = html.document_fromstring(content).xpath("//article")
        if articles:
            article = articles[0]
            _strip(article)
            yield from _inner_rows(article, page, inner.get(page.address, ()), kinds, lapses)
            whole = own.get(page.address)
            yield _page_row(article, page, whole, kinds, lapses.get(whole.key) if whole else None)


def _page_row(article: html.HtmlElement, page: Page, item: Item | None, kinds: Kinds, lapse: Lapse | None) -> Row:
    kind = kinds[item.key.kind] if item else None
    return Row(
        address=page.address,
        title=page.title,
        number=item.number if item else "",
        kind=page.kind,
        group=kind.plural if kind else ("Overzichten" if page.overview else page.kind),
        summary=_shortened(page.description),
        text=_plain(article.itertext()),
        names=_names(item, kinds) if item else (),
        where=" › ".join(title for title, _ in page.crumbs) if not kind else "",
        label=_label(page.example, lapse),
        factor=_OVERVIEW if page.overview else _WITHDRAWN if lapse else 1.0,
    )


def _inner_rows(
    article: html.HtmlElement, page: Page, items: Iterable[Item], kinds: Kinds, lapses: Mapping[Key, Lapse]
) -> Iterator[Row]:
    """The items at an anchor of a page, as far as they have a title and the page really shows them."""
    places = {element.get("id"): element for element in article.xpath(".//*[@id]")}
    for item in items:
        kind = kinds[item.key.kind]
        place = places.get(item_anchor(item))
        if place is None or kind.title_field not in item.fields or kind.title_field == "id":
            continue
        lapse = lapses.get(item.key)
        yield Row(
            address=f"{page.address}#{item_anchor(item)}",
            title=item.title,
            number=item.number,
            kind=kind.title,
            group=kind.plural,
            summary=_shortened(_summary(item, kinds)),
            text=_section(place).removeprefix(item.title).lstrip(" ·"),
            names=_names(item, kinds),
            where=page.title if kind.nested else "",
            label=_label(item.example, lapse),
            factor=(_INNER if kind.nested else 1.0) * (_WITHDRAWN if lapse else 1.0),
        )


def _label(example: bool, lapse: Lapse | None) -> str:
    """What the reader must know before opening it."""
    return lapse.status.capitalize() if lapse else "Voorbeeld" if example else ""


def _names(item: Item, kinds: Kinds) -> tuple[str, ...]:
    """The other names of an item: the words in its fields with the role `synoniem`."""
    found: list[str] = []
    for name in kinds[item.key.kind].fields_with_role("synoniem"):
        found += as_texts(item.fields.get(name))
    return tuple(dict.fromkeys(found))


def _summary(item: Item, kinds: Kinds) -> str:
    names = kinds[item.key.kind].fields_with_role("samenvatting")
    return next((str(item.fields[name]) for name in names if name in item.fields), "")


def _shortened(text: str) -> str:
    """A text on one line, cut between words when it is long."""
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST_SUMMARY else plain[:_LONGEST_SUMMARY].rsplit(" ", 1)[0] + " …"


def _strip(article: html.HtmlElement) -> None:
    """Take out what is not text, and the headings at the top, which are the titles of the rows."""
    for extra in article.xpath(_LEFT_OUT):
        if extra.getparent() is not None:
            extra.drop_tree()
    for block in article.iter(*_BLOCKS):
        colon = ":" if block.tag == "dt" and not block.text_content().rstrip().endswith((":", "?")) else ""
        block.tail = colon + _END + (block.tail or "")


def _plain(texts: Iterable[object]) -> str:
    """Texts on one line; between blocks without a mark at their end comes one, so that a quote can be read."""
    blocks = (" ".join(block.split()) for block in "".join(str(text) for text in texts).split(_END))
    joined = ""
    for block in filter(None, blocks):
        joined += ("" if not joined else " " if joined[-1] in ".:;!?" else " · ") + block
    return _LOOSE_SIGN.sub(r"\1", joined)[:_LONGEST_TEXT]


def _section(place: html.HtmlElement) -> str:
    """The text at an anchor: from a heading to the next one of its level, else the block that holds the anchor."""
    if place.tag not in _HEADINGS:
        holders = (e for e in (place, *place.iterancestors()) if e.tag in _HOLDERS)
        block = next(holders, place)
        outer = next((e for e in block.iterancestors() if e.tag == "li"), None) if block.tag == "p" else None
        return _plain((block if outer is None else outer).itertext())
    texts: list[str] = []
    for after in place.itersiblings():
        if after.tag in _HEADINGS and after.tag <= place.tag:
            break
        if isinstance(after.tag, str):
            texts.extend((*after.itertext(), _END))
    return _plain(texts)


def _index(rows: Sequence[Row]) -> dict[str, object]:
    """The whole index: the rules of the language, the rows, and for each stem its rows with their weights."""
    spoken, whole = _vocabulary(rows)
    groups = sorted({(row.kind, row.group) for row in rows})
    split = {stem: dutch.parts(word, whole.__contains__) for stem, word in spoken.items() if len(word) > 7}
    average = sum(len(row.text) for row in rows) / max(1, len(rows)) or 1.0
    postings: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        for stem, weight in _weights(row, split, average).items():
            postings.setdefault(stem, []).extend((number, weight))
    stems = sorted(postings)
    return {
        "taal": {
            "regels": dutch.RULES,
            "onregelmatig": dutch.IRREGULAR,
            "leeg": sorted(dutch.STOP),
            "tussen": dutch.LINKS,
            "deel": dutch.SHORTEST_PART,
            "langst": dutch.LONGEST,
            "letters": LETTERS,
        },
        "soorten": groups,
        "portie": _PORTION,
        "rijen": [
            [r.address, r.title, groups.index((r.kind, r.group)), r.summary, r.where, r.label, r.number, r.names]
            for r in rows
        ],
        "stammen": " ".join(stems),
        "woorden": " ".join("-" if spoken.get(stem, stem) == stem else spoken[stem] for stem in stems),
        "plaatsen": [_gaps(postings[stem]) for stem in stems],
    }


def _vocabulary(rows: Sequence[Row]) -> tuple[dict[str, str], frozenset[str]]:
    """For each stem the form that is used most, and the stems of the words that stand by themselves."""
    counts: Counter[str] = Counter()
    for row in rows:
        for part in (row.title, row.number, row.summary, row.text, *row.names):
            counts.update(dutch.words(part))
    spoken: dict[str, str] = {}
    for word, _ in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])):
        if word not in dutch.STOP:
            spoken.setdefault(dutch.stem(word), word)
    whole = frozenset(s for s, word in spoken.items() if word.isalpha() and len(word) >= dutch.SHORTEST_PART)
    return spoken, whole


def _weights(row: Row, split: Mapping[str, Sequence[str]], average: float) -> dict[str, int]:
    """What each stem weighs for a row; a part of a compound weighs less than a word of its own."""
    found: dict[str, float] = {}

    def add(stem: str, weight: float) -> None:
        found[stem] = found.get(stem, 0.0) + weight
        for part in split.get(stem, ()):
            found[part] = found.get(part, 0.0) + weight * _PART

    def line(text: str, weight: float) -> None:
        stems = list(dict.fromkeys(_stems(text)))
        for stem in stems:
            add(stem, weight / (1 + 0.12 * (len(stems) - 1)))

    line(row.title, _TITLE)
    for name in (*row.names, row.number):
        line(name, _NAME)
    line(row.kind, _KIND)
    line(row.summary, _SUMMARY)
    long = 1.2 * (0.25 + 0.75 * len(row.text) / average)
    for stem, count in Counter(_stems(row.text)).items():
        add(stem, _TEXT * count / (count + long))
    return {stem: max(1, round(_SCALE * weight * row.factor)) for stem, weight in found.items()}


def _stems(text: str) -> Iterator[str]:
    return (dutch.stem(word) for word in dutch.words(text) if word not in dutch.STOP)


def _gaps(postings: Sequence[int]) -> list[int]:
    """The rows as the distance to the one before, which packs better."""
    packed: list[int] = []
    last = 0
    for row, weight in zip(postings[::2], postings[1::2], strict=True):
        packed += [row - last, weight]
        last = row
    return packed


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
