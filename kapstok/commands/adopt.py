"""`kapstok vaststellen`: keep the papers of an adopted item for good, or say in findings why that cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kapstok.core.finding import Finding, has_errors, sort_findings
from kapstok.core.model import Item, Key, Model
from kapstok.core.places import Place, value_place
from kapstok.core.progress import Watcher
from kapstok.core.status import ADOPTED
from kapstok.core.text import nearest
from kapstok.files.frozen import Frozen, write_frozen
from kapstok.kinds.schema import Kinds
from kapstok.pipeline import Loaded
from kapstok.reckon.council import Council
from kapstok.reckon.door import reckon
from kapstok.render.build import Build
from kapstok.render.papers.documents import Draft
from kapstok.render.papers.kept import keep
from kapstok.render.papers.provenance import Adoption, digests, leans_on, open_values
from kapstok.render.plan.papers import Planned
from kapstok.view import view


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What is to be kept: the papers of `item` (`soort:id`), or the one named `paper`, and the decision itself.

    `again` keeps a next edition beside the ones there are.
    """

    item: str
    paper: str
    day: date
    body: str
    again: bool
    audience: str


def adopt(
    loaded: Loaded, decision: Decision, *, executor: Executor, watcher: Watcher
) -> tuple[list[Finding], list[Path]]:
    """Build the papers once and store them; gives findings and the files that were written (none with an error)."""
    model = view(loaded.model, loaded.kinds, decision.audience)
    item = model.items.get(Key.of(decision.item))
    if item is None:
        return [_unknown(loaded.model, decision)], []
    council = reckon(model, loaded.kinds, loaded.day).council
    status = council.adoption(item).status
    if status not in ADOPTED:
        return [_not_adopted(loaded.model, item, status, loaded.kinds)], []
    editions = _editions(loaded.frozen, item)
    build = Build(
        workspace=loaded.workspace,
        kinds=loaded.kinds,
        model=model,
        day=loaded.day,
        executor=executor,
        watcher=watcher,
        day_given=loaded.day_given,
        frozen=loaded.frozen,
        repository=loaded.repository,
        history=loaded.history,
        anew=True,
    )
    planned = build.library.shelf.plan.papers.get(item.key, ())
    wanted = _wanted(planned, decision.paper)
    build.adoptions = {
        paper.stem: Adoption(day=decision.day, body=decision.body, edition=editions.get(paper.stem, 0) + 1)
        for paper in wanted
    }
    if not wanted:
        names = [paper.design.name for paper in planned]
        return [*build.findings, _no_paper(item, decision.paper, names)], []
    drafts = build.drafts([paper.stem for paper in wanted])
    if build.library.troubles:
        return build.library.troubles.findings(), []
    findings = [*build.findings, *_refusals(drafts, decision, editions, council)]
    if has_errors(findings):
        return sort_findings(findings), []
    return _keep(build, drafts, decision, loaded.workspace.root)


def _wanted(planned: Sequence[Planned], name: str) -> list[Planned]:
    """The paper of a name; without a name all that have a status, for the others are adopted by nobody."""
    if name:
        return [paper for paper in planned if paper.design.name == name]
    return [paper for paper in planned if paper.status] or list(planned)


def _editions(kept: Sequence[Frozen], item: Item) -> dict[str, int]:
    """The number of the newest edition of each paper of an item."""
    found: dict[str, int] = {}
    for frozen in kept:
        if frozen.item == item.key:
            found[frozen.stem] = max(frozen.edition, found.get(frozen.stem, 0))
    return found


def _keep(build: Build, drafts: Sequence[Draft], decision: Decision, root: Path) -> tuple[list[Finding], list[Path]]:
    made, findings = build.press.finish(build.press.start(drafts))
    if findings:
        return [*build.findings, *findings], []
    written: list[Path] = []
    for draft in drafts:
        files = {suffix: content for job, suffix, content in made if job.draft is draft}
        written += write_frozen(root, _frozen(draft, decision, files, build))
    build.cache.prune()
    return sort_findings(build.findings), written


def _frozen(draft: Draft, decision: Decision, files: dict[str, bytes], build: Build) -> Frozen:
    adoption = build.adoptions[draft.planned.stem]
    return Frozen(
        stem=draft.planned.stem,
        edition=adoption.edition,
        item=draft.planned.item.key,
        audience=decision.audience,
        title=draft.planned.title,
        label=draft.planned.design.label,
        day=decision.day,
        body=decision.body,
        version=draft.origin.version,
        status=draft.planned.status,
        commit=draft.origin.commit.short if draft.origin.commit else "",
        sources=digests(draft.used, build.model),
        files=files,
        attachments=keep(draft.planned.item, build.library.annexes.found, build.model),
    )


def _refusals(
    drafts: Sequence[Draft], decision: Decision, editions: dict[str, int], council: Council
) -> Iterator[Finding]:
    """Everything that keeps these papers from being kept, each cause a finding of its own."""
    model, kinds = council.roles.model, council.roles.kinds
    for draft in drafts:
        item, label = draft.planned.item, draft.planned.design.label
        if not draft.planned.status:
            message = f"Dit stuk ({label}) wordt niet vastgesteld: het heeft zelf geen status."
            yield Finding.at(
                item, "vaststellen-geen-status", message, "Kies met --stuk een stuk dat wel een status heeft."
            )
        if editions.get(draft.planned.stem) and not decision.again:
            message = f"Het stuk {draft.planned.stem} is al vastgelegd."
            hint = "Is er opnieuw besloten, geef dan --nieuwe-versie mee."
            yield Finding.at(item, "vaststellen-bestaat", message, hint)
        for path in draft.origin.unrecorded:
            message = f"{path} is gewijzigd en nog niet vastgelegd in git."
            yield replace(
                Finding.at(item, "vaststellen-niet-in-git", message, "Maak eerst een commit; het stuk noemt die."),
                path=path,
            )
        for other in leans_on(item, draft.used, council):
            status = council.adoption(other).status.replace("-", " ")
            message = f"{item.title} leunt op {other.title}, en dat heeft status {status}."
            hint = "Stel dat eerst vast, of haal de verwijzing weg."
            yield Finding.at(other, "stuk-leunt-op-concept", message, hint)
        for holder, title, value in open_values(draft.used, model, kinds):
            message = f"In dit stuk staat nog een open waarde: {title} is {value}."
            yield Finding.at(holder, "vaststellen-open-waarde", message, "Vul de waarde in.")
        for text in draft.pending:
            message = f"In dit stuk ({label}) staat nog ‘{text}’."
            yield Finding.at(item, "vaststellen-open-waarde", message, "Vul in wat er is besloten en wanneer.")


def _unknown(model: Model, decision: Decision) -> Finding:
    there = model.items.get(Key.of(decision.item))
    if there is not None:
        message = f"{decision.item} is niet te zien voor {decision.audience}."
        return Finding.at(there, "vaststellen-niet-zichtbaar", message, "Kies met --audience voor wie het stuk is.")
    guess = nearest(decision.item, map(str, model.items))
    hint = f"Bedoelde u {guess}?" if guess else "Schrijf het als soort:id."
    return Finding.at(Place("agenda"), "vaststellen-onbekend", f"Er is geen onderdeel {decision.item}.", hint)


def _not_adopted(model: Model, item: Item, status: str, kinds: Kinds) -> Finding:
    said = f"heeft status {status.replace('-', ' ')}" if status else "heeft geen status"
    names = kinds[item.key.kind].fields_with_role("vaststelling")
    place = value_place(model, item, *names[:1])
    message = f"{item.title} {said} en is dus niet vastgesteld."
    hint = f"Zet status: vastgesteld in {item.path} als het besluit er is."
    return Finding.at(place, "vaststellen-status", message, hint)


def _no_paper(item: Item, wanted: str, names: Sequence[str]) -> Finding:
    guess = nearest(wanted, names) if wanted else ""
    message = f"{item.title} heeft geen stuk {wanted}." if wanted else f"Van {item.title} wordt geen stuk gemaakt."
    hint = f"Bedoelde u {guess}?" if guess else f"Kies uit: {', '.join(names)}." if names else ""
    return Finding.at(item, "vaststellen-geen-stuk", message, hint)
