"""From drafts to files: what is new is converted side by side, what was adopted is published as it was kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import partial

from kapstok.address import paper_path
from kapstok.cache import Cache, content_key
from kapstok.convert import ConvertError, Style, fingerprint, to_docx, to_pdf
from kapstok.finding import Finding, Severity
from kapstok.frozen import Frozen
from kapstok.model import Item, Model
from kapstok.progress import Watcher
from kapstok.render.documents import Draft
from kapstok.render.plan import SUFFIXES
from kapstok.render.provenance import digests, leans_on
from kapstok.schema import Kinds
from kapstok.status import ADOPTED
from kapstok.text import enumerate_words

PART = "Stukken"
_SHOWN = 12  # items that one message lists


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """One file of a paper that is being made."""

    draft: Draft
    suffix: str
    path: str
    made: Future[bytes]


@dataclass(frozen=True, kw_only=True, slots=True)
class Press:
    """Converts papers in the house style, through the cache, in the executor that it was handed."""

    style: Style
    cache: Cache
    executor: Executor
    watcher: Watcher

    def start(self, drafts: Iterable[Draft]) -> list[Job]:
        """Begin to convert every paper that was not adopted before, to each format."""
        fresh = [draft for draft in drafts if not draft.planned.frozen]
        self.watcher.tell(PART, 2 * len(fresh))
        jobs = []
        for draft in fresh:
            print_of_paper = fingerprint(draft.paper, self.style)
            for suffix, convert in (("docx", to_docx), ("pdf", to_pdf)):
                key = content_key(suffix, print_of_paper)
                made = self.executor.submit(self.cache.fetch, key, partial(convert, draft.paper, self.style))
                path = paper_path(draft.planned.stem, suffix)
                jobs.append(Job(draft=draft, suffix=suffix, path=path, made=made))
        return jobs

    def sizes(self, drafts: Iterable[Draft]) -> dict[str, int]:
        """The size of every file that an earlier build left in the cache, by its path: for a site without papers."""
        found = {}
        for draft in drafts:
            if not draft.planned.frozen:
                for suffix in SUFFIXES:
                    data = self.cache.get(content_key(suffix, fingerprint(draft.paper, self.style)))
                    if data is not None:
                        found[paper_path(draft.planned.stem, suffix)] = len(data)
        return found

    def finish(self, jobs: Sequence[Job]) -> tuple[list[tuple[Job, bytes]], list[Finding]]:
        """Wait for every file; a paper that cannot be made is a finding at its item."""
        done: list[tuple[Job, bytes]] = []
        findings: list[Finding] = []
        for job in jobs:
            try:
                done.append((job, job.made.result()))
                self.watcher.tick(PART, 1)
            except ConvertError as error:
                findings += [_not_made(job, problem) for problem in error.problems]
        return done, findings


def kept_files(drafts: Iterable[Draft]) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every adopted paper, earlier editions too."""
    for draft in drafts:
        for frozen in draft.planned.frozen:
            for suffix, data in sorted(frozen.files.items()):
                yield paper_path(frozen.name, suffix), data


def check_drafts(drafts: Sequence[Draft], model: Model, kinds: Kinds) -> Iterator[Finding]:
    """What is wrong with papers that say they are adopted, and with two that would get the same name."""
    taken: dict[str, Item] = {}
    for draft in drafts:
        planned = draft.planned
        for _, path in (*planned.paths, *planned.earlier_paths):
            if path in taken and taken[path] is not planned.item:
                yield _twice(planned.item, taken[path], path)
            taken[path] = planned.item
        if planned.frozen:
            yield from _changed(draft, planned.frozen[0], model)
        elif planned.status in ADOPTED:
            yield from _leaning(draft, leans_on(planned.item, draft.used, model, kinds))


def _leaning(draft: Draft, found: Sequence[Item]) -> Iterator[Finding]:
    if found:
        names = [f"{item.title} ({item.path})" for item in found[:_SHOWN]]
        names += [f"nog {len(found) - _SHOWN}"] if len(found) > _SHOWN else []
        yield at_item(
            draft.planned.item,
            "stuk-leunt-op-concept",
            f"Dit stuk ({draft.planned.design.label}) is vastgesteld, maar leunt op wat nog niet is vastgesteld: "
            f"{enumerate_words(names, 'en')}.",
            "Stel die onderdelen eerst vast, of haal de verwijzing weg.",
        )


def _changed(draft: Draft, frozen: Frozen, model: Model) -> Iterator[Finding]:
    """A change of the sources after the adoption, as far as this edition can tell."""
    if frozen.audience != model.audience:
        return
    now, then = digests(draft.used, model), frozen.sources
    names = [name for name in sorted(now.keys() | then.keys()) if now.get(name) != then.get(name)]
    if draft.planned.status != frozen.status:
        names.insert(0, f"de status ({draft.planned.status or 'leeg'})")
    if names:
        shown = names[:_SHOWN] + ([f"nog {len(names) - _SHOWN}"] if len(names) > _SHOWN else [])
        yield at_item(
            draft.planned.item,
            "vastgesteld-gewijzigd",
            f"Na de vaststelling van {frozen.name} is gewijzigd: {enumerate_words(shown, 'en')}. "
            "Het vastgestelde stuk blijft zoals het is.",
            f"Is er opnieuw besloten: kapstok vaststellen {draft.planned.item.key.kind}:{draft.planned.item.key.id} "
            f"--stuk {draft.planned.design.name} --nieuwe-versie",
            Severity.WARNING,
        )


def _twice(item: Item, other: Item, path: str) -> Finding:
    return at_item(
        item,
        "stuk-dubbel",
        f"Dit stuk zou {path} heten, en dat van {other.path} ook.",
        "Geef een van de twee bestanden, of van de sjablonen, een andere naam.",
    )


def _not_made(job: Job, problem: str) -> Finding:
    return at_item(
        job.draft.planned.item,
        "stuk-omzetten",
        f"Het stuk {job.path} kan niet gemaakt worden: {problem}.",
        "Kijk de lopende tekst van dit onderdeel na, of het sjabloon van het stuk.",
    )


def at_item(item: Item, code: str, message: str, hint: str, severity: Severity = Severity.ERROR) -> Finding:
    """A finding at the place of an item."""
    return Finding(
        path=item.path,
        line=item.position.line,
        column=item.position.column,
        severity=severity,
        code=code,
        message=message,
        hint=hint,
    )
