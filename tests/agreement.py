"""Holds every place where a derived statement is printed against the one answer of the facts.

`Printed` gathers what one edition of a workspace prints: the Markdown of its pages and papers, its data and the table
of norms. Each checker reads one sort of statement from those texts, as a reader would, and gives what it
found to disagree with the facts. Nothing here asks a template or an offer for anything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise, product

from workbench import build_of

from kapstok.commands.frame_table import frames_as_json
from kapstok.core.audience import PUBLIC
from kapstok.core.model import Item, Key
from kapstok.pipeline import Loaded
from kapstok.reckon.door import Facts, reckon
from kapstok.reckon.indicators import Indicator
from kapstok.reckon.matters import is_matter
from kapstok.reckon.money import COSTS, INCOME, RESERVE, Line
from kapstok.render.data.opendata import render_data

STATES = ("niet te bepalen", "niet gehaald", "loopt achter", "op schema", "gehaald")
LEADS = ("Gehaald", "Ligt op schema", "Loopt achter", "Niet gehaald", "Niet te bepalen")
DONE = ("afgehandeld", "openstaand", "verlopen")
EURO = re.compile(r"€\s?(-?\d{1,3}(?:\.\d{3})*|-?\d+)(?![\d,.]*\d)")
HEADING = re.compile(r"^#{1,6} ", re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Printed:
    """What one edition prints: texts by where they stand, the data, and the facts that all of it must keep to."""

    texts: Mapping[str, str]
    data: Mapping[str, object]
    norms: str
    facts: Facts
    days: Mapping[str, str]
    downloads: str

    def with_text(self, where: str, old: str, new: str) -> Printed:
        """The same edition in which one output says something else."""
        assert old in self.texts[where], f"{where} does not say {old!r}"
        texts = {**self.texts, where: self.texts[where].replace(old, new)}
        return replace(self, texts=texts)


def printed(loaded: Loaded, audience: str = PUBLIC) -> Printed:
    """Everything that a build of this edition prints; nothing is written."""
    with ThreadPoolExecutor(1) as executor:
        build = build_of(loaded, executor, audience)
        drafts = build.drafts()
        pages = build._pages()
        assert build.library.troubles.findings() == []
    texts = {f"pagina {page.address or 'home'}": _plain(page.markdown) for page in pages}
    texts |= {f"stuk {draft.paper.name}": _plain(draft.paper.markdown) for draft in drafts}
    made = render_data(build.model, build.kinds, build.day)
    data = next(content for path, content in made if "agenda.json" in path)
    return Printed(
        texts=texts,
        data=json.loads(data),
        norms=frames_as_json(build.model, build.kinds),
        facts=reckon(build.model, build.kinds, build.day),
        days={draft.paper.name: _first_day(draft.paper.date_text) for draft in drafts},
        downloads=next((page.markdown for page in pages if page.address == "downloads/"), ""),
    )


def _first_day(text: str) -> str:
    """The own day of a paper, as its front says it: before what it says of its version."""
    return (
        text.replace("\u00a0", " ").partition(" · ")[0].removeprefix("Versie van ").removeprefix("Besluit van ").strip()
    )


def _plain(markdown: str) -> str:
    """Markdown as it is read: without marks, links, addresses and classes."""
    text = re.sub(r"<[^>]*>", "", markdown)
    text = re.sub(r"\{[:#.][^}]*\}", "", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"\\(?=[^\w\s])", "", text).replace("*", "").replace("\u00a0", " ").replace("&nbsp;", " ")


def rows(text: str) -> Iterator[str]:
    """The rows of tables and the items of lists: each says something of one thing."""
    yield from (line for line in text.splitlines() if line.lstrip().startswith(("|", "- ")))


def sections(text: str) -> Iterator[tuple[str, str]]:
    """Each heading with what stands under it, down to the next."""
    places = [found.start() for found in HEADING.finditer(text)] + [len(text)]
    for begin, end in pairwise(places):
        head, _, body = text[begin:end].partition("\n")
        yield head.lstrip("# "), body


def standings(edition: Printed) -> Iterator[str]:
    """No row or section says another state of an indicator than the facts do, nor another sentence."""
    facts = edition.facts
    titles = {_plain(one.item.title): one for one in facts.indicators.all}
    for where, text in edition.texts.items():
        for row in rows(text):
            told = [title for title in titles if title in row]
            said = _states_in(row)
            if len(told) == 1 and len(said) == 1 and not said <= _allowed(titles[told[0]], facts):
                yield f"{where}: {told[0]} is {', '.join(said)}, de feiten zeggen {titles[told[0]].state}"
        for head, body in sections(text):
            of = [title for title in titles if title in head]
            for sentence in _judging(body) if len(of) == 1 else ():
                if not any(sentence.startswith(words[:40]) for words in _sentences(titles[of[0]], facts)):
                    yield f"{where}: bij {of[0]} staat ‘{sentence[:80]}’"
    yield from _standings_in_data(edition)


def _standings_in_data(edition: Printed) -> Iterator[str]:
    for item in _data_items(edition):
        found = item.get("stand")
        if isinstance(found, dict):
            key = Key(kind=str(item["soort"]), id=str(item["id"]))
            fact = edition.facts.indicators.of(edition.facts.model.items[key])
            if (found["staat"], found["woorden"]) != (fact.state.value, fact.words):
                yield f"data {key}: {found['staat']}, de feiten zeggen {fact.state}"


def _states_in(row: str) -> set[str]:
    found, rest = set(), row.lower()
    for state in STATES:
        if re.search(rf"(?<!\w){state}(?!\w)", rest):
            found.add(state)
            rest = rest.replace(state, "")
    return found


def _judging(body: str) -> Iterator[str]:
    for line in body.splitlines():
        stripped = line.strip(" |-")
        if stripped.startswith(tuple(f"{lead}:" for lead in LEADS)):
            yield stripped


def _years(facts: Facts) -> Iterable[int]:
    lines = {line.year for line in facts.money.lines if line.year}
    return sorted(lines | set(range(2015, facts.day.year + 1)))


def _allowed(indicator: Indicator, facts: Facts) -> set[str]:
    """The states that may be printed: of the whole, of its targets and groups, and as a report over a year says it."""
    reports = [facts.indicators.of(indicator.item, year=year) for year in _years(facts)]
    found = {standing.state.value for one in (indicator, *reports) for standing in (one.whole, *one.targets)}
    return found if indicator.has_groups or indicator.aims_at_groups or reports else {indicator.state.value}


def _sentences(indicator: Indicator, facts: Facts) -> set[str]:
    reports = [facts.indicators.of(indicator.item, year=year) for year in _years(facts)]
    whole = {_plain(s.words) for one in (indicator, *reports) for s in (one.whole, *one.targets)}
    return {words for words in whole if words}


def now(edition: Printed) -> Iterator[str]:
    """Outputs that tell of today (all but reports over a year) say the state of today."""
    facts = edition.facts
    titles = {_plain(one.item.title): one for one in facts.indicators.all}
    for where, text in edition.texts.items():
        if "voortgangsrapportage" in where or "cyclus" in where or "indicatoren/" in where:
            continue
        for row in rows(text):
            told = [title for title in titles if title in row]
            said = _states_in(row)
            if len(told) != 1 or len(said) != 1:
                continue
            one = titles[told[0]]
            today = {s.state.value for s in (one.whole, *one.groups)}
            if not said <= today:
                yield f"{where}: {told[0]} is nu {', '.join(said)}, de feiten zeggen {', '.join(today)}"


def amounts(edition: Printed) -> Iterator[str]:
    """Every amount that is printed stands in a file or is a sum of lines that count, of one place, year and state."""
    allowed = _known_amounts(edition.facts)
    for where, text in edition.texts.items():
        for found in EURO.finditer(text) if "handleiding" not in where else ():
            if int(found[1].replace(".", "")) not in allowed:
                yield f"{where}: € {found[1]} is geen bedrag en geen som"


def _known_amounts(facts: Facts) -> set[int]:
    found = {0}
    for item in facts.model.items.values():
        found |= set(_numbers(item.fields.values()))
    lines = [line for line in facts.money.lines if not line.is_staff and line.value is not None]
    periods = {line.period for line in lines}
    papers = {line.paper.item.key for line in lines if line.paper}
    places = {key for line in lines if line.on for key in _above(line.on, facts)} | {None}
    for period, place in product(periods, places):
        here = [line for line in lines if line.period == period and _within(line, place, facts)]
        found |= set(_sums(line for line in here if line.on != place and line.counts))
        for paper in (*papers, None):
            some = [n for n in here if (n.paper and n.paper.item.key == paper if paper else n.counts)]
            found |= set(_sums(some))
    years = {line.year for line in lines}
    for year, place in product(years, places):
        byline = [n for n in lines if n.year == year and n.counts and _within(n, place, facts)]
        for one, other in product(*[_by_state(byline)] * 2):
            found |= {x - y for x, y in product(_sums(one), _sums(other))}
    return found | {-amount for amount in found}


def _by_state(lines: Iterable[Line]) -> list[list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.state, []).append(line)
    return list(found.values())


def _sums(lines: Iterable[Line]) -> Iterator[int]:
    """The costs, the income, what comes from reserves, and the balances of lines; and those of one post."""
    listed = list(lines)
    of = {sort: sum(int(n.value or 0) for n in listed if n.sort == sort) for sort in (COSTS, INCOME, RESERVE)}
    yield from of.values()
    yield of[INCOME] - of[COSTS]
    yield of[INCOME] - of[COSTS] + of[RESERVE]
    posts: dict[object, int] = {}
    for line in listed:
        posts[line.post] = posts.get(line.post, 0) + int(line.value or 0)
    yield from posts.values()
    own: dict[object, int] = {}
    for line in listed:
        own[line.on, line.sort] = own.get((line.on, line.sort), 0) + int(line.value or 0)
    yield from own.values()


def _numbers(values: Iterable[object]) -> Iterator[int]:
    for value in values:
        if isinstance(value, int) and not isinstance(value, bool):
            yield int(value)
        elif isinstance(value, Mapping):
            yield from _numbers(value.values())
        elif isinstance(value, tuple):
            yield from _numbers(value)
        elif isinstance(value, str):
            yield from (int(found[1].replace(".", "")) for found in EURO.finditer(value.replace("\u00a0", " ")))


def _above(key: Key, facts: Facts) -> set[Key]:
    found, todo = {key}, [key]
    while todo:
        for parent in facts.roles.parents(facts.model.items[todo.pop()]):
            if parent not in found:
                found.add(parent)
                todo.append(parent)
    return found


def _within(line: Line, place: Key | None, facts: Facts) -> bool:
    return place is None or (line.on is not None and place in _above(line.on, facts))


def matters(edition: Printed) -> Iterator[str]:
    """An action, promise or motion is as far everywhere as the facts say."""
    facts = edition.facts
    for item in facts.model.items.values():
        if not is_matter(item, facts.roles):
            continue
        matter, title = facts.council.matter(item), _plain(item.title).rstrip(".")
        for where, text in edition.texts.items():
            for row in rows(text):
                said = {word for word in DONE if re.search(rf"(?<!\w){word}(?!\w)", row.lower())}
                if title in row and len(said) == 1 and matter.is_there and said != {str(matter.state)}:
                    yield f"{where}: ‘{title[:40]}’ is {', '.join(said)}, de feiten zeggen {matter.state}"
                if title in row and not matter.is_there and where.startswith("stuk"):
                    yield f"{where}: ‘{title[:40]}’ is er op de peildatum nog niet"


def decisions(edition: Printed) -> Iterator[str]:
    """What was decided stands everywhere in the same words, under the same numbers and in the same order."""
    facts = edition.facts
    for proposal in _proposals(facts):
        decision = facts.council.decision(proposal)
        if not decision.outcome.adopted:
            continue
        wanted = [(point.number, _words(point.text)) for point in _flat(decision.points)]
        for where, text in edition.texts.items():
            if "raadsbesluit" not in where or proposal.key.id not in where:
                continue
            told = [words for _, words in wanted if words and words in _words(text)]
            if told != [words for _, words in wanted if words]:
                yield f"{where}: niet elk beslispunt van {proposal.key} staat er zoals het is besloten"
            places = [_words(text).find(words) for _, words in wanted if words]
            if places != sorted(places):
                yield f"{where}: de beslispunten van {proposal.key} staan in een andere volgorde"
            for number, words in wanted:
                if number and not re.search(
                    rf"(?m)^\s*(?:- )?{re.escape(number)}[.)]? {re.escape(words[:25])}", _lines(text)
                ):
                    yield f"{where}: beslispunt {number} heeft een ander nummer"


def _proposals(facts: Facts) -> Iterator[Item]:
    for item in facts.model.items.values():
        if facts.roles.parts(item, "besluit-nummer"):
            yield item


def _flat(points: Iterable[object]) -> Iterator[object]:
    for point in points:
        yield point
        yield from _flat(point.below)  # type: ignore[attr-defined]


def _words(text: str) -> str:
    return " ".join(_plain(text).split())


def _lines(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.splitlines())


def votes(edition: Printed) -> Iterator[str]:
    """A tally of votes says the same on every page and paper."""
    facts = edition.facts
    for item in facts.model.items.values():
        vote = facts.council.vote(item)
        if vote is None:
            continue
        for where, text in edition.texts.items():
            for row in rows(text):
                found = re.search(r"(\d+) (?:stemmen? )?voor(?: en|,) (\d+) (?:stemmen? )?tegen", row)
                told = (int(found[1]), int(found[2])) if found else None
                if told and _plain(item.title) in row and told != (vote.in_favour, vote.against):
                    yield f"{where}: {item.key} {told}, de feiten zeggen {vote.words}"


def norms(edition: Printed) -> Iterator[str]:
    """The data, the command and the page count alike how the norms are kept."""
    table = {(row["soort"], row["id"]): row for row in json.loads(edition.norms)}
    for item in _data_items(edition):
        held = item.get("toetsing")
        row = table.get((item.get("soort"), item.get("id")))
        if not isinstance(held, dict) or row is None:
            continue
        for name in ("houdt", "breekt", "afwijking"):
            mine, other = held.get(name, {}).get("aantal", 0), len(row[name])
            if mine != other:
                yield f"data {item['id']}: {name} {mine}, kapstok kaders zegt {other}"
    page = edition.texts.get("pagina toetsing/", "")
    for total in re.findall(r"^\| Samen \| (\d+) \|", page, re.MULTILINE)[:1]:
        if int(total) != len(table):
            yield f"pagina toetsing/: {total} kaders, kapstok kaders zegt {len(table)}"


def days(edition: Printed) -> Iterator[str]:
    """A paper has the same day in the list of downloads as its own front says."""
    for row in edition.downloads.splitlines():
        for name, day in edition.days.items():
            if f"/{name}.pdf" in row and not row.replace("\u00a0", " ").startswith(f"| {day} |"):
                yield f"pagina downloads/: {name} is van {day}, de lijst zegt {row[:25]}"


CHECKS: Mapping[str, Callable[[Printed], Iterator[str]]] = {
    "standen": standings,
    "nu": now,
    "bedragen": amounts,
    "afspraken": matters,
    "besluiten": decisions,
    "stemmen": votes,
    "kaders": norms,
    "dagen": days,
}


def disagreements(edition: Printed) -> list[str]:
    """Everything in which an output says something else than the facts."""
    return [f"{name}: {found}" for name, check in CHECKS.items() for found in check(edition)]


def _data_items(edition: Printed) -> Iterator[Mapping[str, object]]:
    for value in edition.data.values():
        if isinstance(value, list):
            yield from (one for one in value if isinstance(one, dict))
