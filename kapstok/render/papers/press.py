"""From drafts to files: what is new is converted side by side, what was adopted is published as it was kept."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import partial

from kapstok.convert import SUFFIXES, Outcome, Paper, Style, convert_all, fingerprint, style_print
from kapstok.core.cache import Cache, content_key
from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Item, Model
from kapstok.core.progress import Watcher
from kapstok.core.status import ADOPTED
from kapstok.core.text import enumerate_words
from kapstok.files.frozen import Frozen
from kapstok.kinds.address import paper_path
from kapstok.reckon.council import Council
from kapstok.render.foresight import FAILED
from kapstok.render.papers.documents import Draft
from kapstok.render.papers.provenance import digests, leans_on
from kapstok.render.plan.papers import Plan, Planned

PART = "Stukken"
Outcomes = dict[str, Outcome]  # by suffix
_LEAST, _MOST = 8, 25  # papers in a batch: to start pandoc costs as much as to make a paper
_SHOWN = 12  # items that one message lists


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """One paper that is being made; `outcomes` waits for what becomes of it, by suffix."""

    draft: Draft
    outcomes: Callable[[], Outcomes]

    def path(self, suffix: str) -> str:
        """Where a file of this paper will be."""
        return paper_path(self.draft.planned.stem, suffix)


@dataclass(frozen=True, kw_only=True, slots=True)
class Press:
    """Converts papers in the house style, through the cache, in the executor that it was handed."""

    style: Style
    cache: Cache
    executor: Executor
    watcher: Watcher

    def start(self, drafts: Iterable[Draft]) -> list[Job]:
        """Begin to convert every paper that was not adopted before, in batches; what the cache holds is ready."""
        fresh = [draft for draft in drafts if not draft.planned.frozen]
        self.watcher.tell(PART, len(SUFFIXES) * len(fresh))
        keys = self._keys(fresh)
        found = [self._kept(names) for names in keys]
        waiting = [place for place, kept in enumerate(found) if len(kept) < len(SUFFIXES)]
        made: dict[int, Callable[[], Outcomes]] = {}
        for batch in batches(waiting, os.cpu_count() or 1):
            work = [(fresh[place].paper, keys[place]) for place in batch]
            future = self.executor.submit(convert_batch, work, self.style, self.cache)
            made |= {place: partial(_outcome, future, number) for number, place in enumerate(batch)}
        return [
            Job(draft=draft, outcomes=made.get(place, partial(dict, kept)))
            for place, (draft, kept) in enumerate(zip(fresh, found, strict=True))
        ]

    def _keys(self, drafts: Sequence[Draft]) -> list[dict[str, str]]:
        """The names in the cache of the files of each paper."""
        style = style_print(self.style) if drafts else b""
        prints = [fingerprint(draft.paper, style) for draft in drafts]
        return [{suffix: content_key(suffix, found) for suffix in SUFFIXES} for found in prints]

    def _kept(self, keys: Mapping[str, str]) -> dict[str, Outcome]:
        """What an earlier build left in the cache of one paper."""
        return {suffix: data for suffix, key in keys.items() if (data := self.cache.get(key)) is not None}

    def sizes(self, drafts: Iterable[Draft]) -> dict[str, int]:
        """The size of every file that an earlier build left in the cache, by its path: for a site without papers."""
        fresh = [draft for draft in drafts if not draft.planned.frozen]
        return {
            paper_path(draft.planned.stem, suffix): len(data)
            for draft, keys in zip(fresh, self._keys(fresh), strict=True)
            for suffix, key in keys.items()
            if (data := self.cache.get(key)) is not None
        }

    def finish(self, jobs: Sequence[Job]) -> tuple[list[tuple[Job, str, bytes]], list[Finding]]:
        """Wait for every file (job, suffix, bytes); a paper that cannot be made is a finding at its item."""
        done: list[tuple[Job, str, bytes]] = []
        findings: list[Finding] = []
        failed: dict[str, dict[str, Sequence[str]]] = {}
        for job in jobs:
            for suffix, outcome in job.outcomes().items():
                if isinstance(outcome, bytes):
                    done.append((job, suffix, outcome))
                    self.watcher.tick(PART, 1)
                else:
                    findings += [_not_made(job, suffix, problem) for problem in outcome.problems]
                    (keys,) = self._keys([job.draft])
                    failed.setdefault(job.draft.planned.stem, {})[keys[suffix]] = outcome.problems
        self.cache.put(FAILED, json.dumps(failed, sort_keys=True).encode())
        return done, findings

    def failed(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """What the converters had against papers in the last build: by the paper, the problems of each of its files."""
        found = json.loads(self.cache.get(FAILED) or b"{}")
        return found if isinstance(found, dict) else {}

    def still_fails(self, drafts: Sequence[Draft]) -> Iterator[Finding]:
        """What the converters will have against these papers: what they had when each was as it is now."""
        failed = self.failed()
        for draft in drafts:
            known = failed.get(draft.planned.stem)
            if known and not draft.planned.frozen:
                (keys,) = self._keys([draft])
                for suffix, key in keys.items():
                    for problem in known.get(key, ()):
                        yield _not_made(Job(draft=draft, outcomes=dict), suffix, problem)


def convert_batch(work: Sequence[tuple[Paper, Mapping[str, str]]], style: Style, cache: Cache) -> list[Outcomes]:
    """Convert some papers, each with its names in the cache, and keep what came out well.

    Plain values in and out, so that it can run in a thread, in a process or on another machine.
    """
    made = convert_all([paper for paper, _ in work], style)
    for (_, keys), outcomes in zip(work, made, strict=True):
        for suffix, outcome in outcomes.items():
            if isinstance(outcome, bytes):
                cache.put(keys[suffix], outcome)
    return made


def _outcome(made: Future[list[Outcomes]], number: int) -> Outcomes:
    return made.result()[number]


def batches(work: Sequence[int], workers: int) -> Iterator[Sequence[int]]:
    """Something for every worker; large batches first and small ones last, so that all are busy to the end."""
    least = min(_LEAST, -(-len(work) // workers))
    start = 0
    while start < len(work):
        share = (len(work) - start) // (2 * workers)
        end = start + min(max(share, least), _MOST)
        yield work[start:end]
        start = end


def kept_files(drafts: Iterable[Draft]) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every adopted paper, earlier editions too."""
    for draft in drafts:
        for frozen in draft.planned.frozen:
            for suffix, data in sorted(frozen.files.items()):
                yield paper_path(frozen.name, suffix), data


def check_names(plan: Plan) -> Iterator[Finding]:
    """Two papers that would get the same name."""
    taken: dict[str, Item] = {}
    for planned in plan:
        for _, path in (*planned.paths, *planned.earlier_paths):
            if path in taken and taken[path] is not planned.item:
                yield _twice(planned.item, taken[path], path)
            taken[path] = planned.item


def says_adopted(planned: Planned) -> bool:
    """Whether a paper says that it is adopted, or is: only of those `check_drafts` says something."""
    return bool(planned.frozen) or _is_adopted(planned)


def _is_adopted(planned: Planned) -> bool:
    """Whether a paper says that it is adopted; an example decides nothing, whatever it says."""
    return (
        not planned.item.example
        and str(planned.item.fields.get(planned.design.status)) in ADOPTED
        and planned.status in ADOPTED
    )


def check_drafts(drafts: Sequence[Draft], council: Council) -> Iterator[Finding]:
    """What is wrong with papers that say they are adopted."""
    model = council.roles.model
    for draft in drafts:
        planned = draft.planned
        if planned.frozen:
            yield from (_changed(*found) for found in changed_since([draft], model))
        elif _is_adopted(planned):
            yield from _leaning(draft, leans_on(planned.item, draft.used, council))


def _leaning(draft: Draft, found: Sequence[Item]) -> Iterator[Finding]:
    if found:
        names = [f"{item.title} ({item.path})" for item in found[:_SHOWN]]
        names += [f"nog {len(found) - _SHOWN}"] if len(found) > _SHOWN else []
        yield Finding.at(
            draft.planned.item,
            "stuk-leunt-op-concept",
            f"Dit stuk ({draft.planned.design.label}) is vastgesteld, maar leunt op wat nog niet is vastgesteld: "
            f"{enumerate_words(names, 'en')}.",
            "Stel die onderdelen eerst vast, of haal de verwijzing weg.",
        )


def changed_since(drafts: Iterable[Draft], model: Model) -> Iterator[tuple[Draft, Frozen, list[str]]]:
    """Every adopted paper of which the sources changed since, and which, as far as this edition can tell."""
    for draft in drafts:
        for frozen in draft.planned.frozen[:1]:
            if frozen.audience == model.audience and (names := _differing(draft, frozen, model)):
                yield draft, frozen, names


def _differing(draft: Draft, frozen: Frozen, model: Model) -> list[str]:
    now, then = digests(draft.used, model), frozen.sources
    names = [name for name in sorted(now.keys() | then.keys()) if now.get(name) != then.get(name)]
    if draft.planned.status != frozen.status:
        names.insert(0, f"de status ({draft.planned.status or 'leeg'})")
    return names


def _changed(draft: Draft, frozen: Frozen, names: Sequence[str]) -> Finding:
    """A change of the sources after the adoption."""
    shown = [*names[:_SHOWN], *([f"nog {len(names) - _SHOWN}"] if len(names) > _SHOWN else [])]
    return Finding.at(
        draft.planned.item,
        "vastgesteld-gewijzigd",
        f"Na de vaststelling van {frozen.name} is gewijzigd: {enumerate_words(shown, 'en')}. "
        "Het vastgestelde stuk blijft zoals het is.",
        f"Is er opnieuw besloten: kapstok vaststellen {draft.planned.item.key} "
        f"--stuk {draft.planned.design.name} --nieuwe-versie",
        Severity.WARNING,
    )


def _twice(item: Item, other: Item, path: str) -> Finding:
    return Finding.at(
        item,
        "stuk-dubbel",
        f"Dit stuk zou {path} heten, en dat van {other.path} ook.",
        "Geef een van de twee bestanden, of van de sjablonen, een andere naam.",
    )


def _not_made(job: Job, suffix: str, problem: str) -> Finding:
    return Finding.at(
        job.draft.planned.item,
        "stuk-omzetten",
        f"Het stuk {job.path(suffix)} kan niet gemaakt worden: {problem}.",
        "Kijk de lopende tekst van dit onderdeel na, of het sjabloon van het stuk.",
    )
