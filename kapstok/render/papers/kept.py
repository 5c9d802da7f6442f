"""The attachments of adopted papers: published as they were adopted, and compared with what the workspace has now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Item, Key, Model
from kapstok.files.attachments import Attachment
from kapstok.files.frozen import Frozen, Kept, sha256
from kapstok.render.offers.annexes import family
from kapstok.render.plan.papers import Plan

Attached = Mapping[Key, Sequence[Attachment]]


def keep(item: Item, attached: Attached, model: Model) -> tuple[Kept, ...]:
    """What goes with an adopted paper of an item: every file that it and all that is in it names, as it is now."""
    return tuple(
        Kept(
            owner=a.owner,
            number=a.number,
            title=a.title,
            alt=a.alt,
            file=a.file,
            name=PurePosixPath(a.path).name,
            checksum=sha256(a.source.read_bytes()),
            source=a.source,
        )
        for a in _files(item, attached, model)
        if a.source
    )


def as_adopted(found: Attached, plan: Plan, frozen: Iterable[Frozen]) -> dict[Key, tuple[Attachment, ...]]:
    """The attachments of a view, those of adopted papers with the file that was adopted.

    A file that was not adopted gets a name of its own where another file has been published under its name.
    """
    taken = {kept.path: kept.checksum for each in frozen for kept in each.attachments}
    newest = {(kept.owner, kept.file): kept for each in _oldest_first(plan) for kept in each.attachments}

    def settled(attachment: Attachment) -> Attachment:
        kept = newest.get((attachment.owner, attachment.file))
        return kept.as_adopted(attachment) if kept else replace(attachment, path=_free(attachment, taken))

    return {key: tuple(settled(a) if a.source else a for a in attachments) for key, attachments in found.items()}


def _oldest_first(plan: Plan) -> list[Frozen]:
    """Every adopted paper that this view publishes."""
    return sorted((f for planned in plan for f in planned.frozen), key=lambda each: (each.day, each.edition))


def _free(attachment: Attachment, taken: Mapping[str, str]) -> str:
    path, number = attachment.path, 1
    while path in taken and attachment.source and sha256(attachment.source.read_bytes()) != taken[path]:
        number += 1
        place = PurePosixPath(attachment.path)
        path = str(place.with_name(f"{place.stem}-v{number}{place.suffix}"))
    return path


def copies(plan: Plan) -> dict[str, Path]:
    """Every file that goes with an adopted paper of this view, earlier editions too, by its path in the output."""
    return {kept.path: kept.source for each in _oldest_first(plan) for kept in each.attachments}


def withhold(frozen: Sequence[Frozen], whole: Attached, shown: Attached) -> tuple[Frozen, ...]:
    """The adopted papers without the attachments that this view hides by now: those that only the whole agenda has."""
    seen = {(a.owner, a.title, a.file) for attachments in shown.values() for a in attachments}
    hidden = [a for found in whole.values() for a in found if a.source and (a.owner, a.title, a.file) not in seen]
    names = {(a.owner, name) for a in hidden for name in (a.title, a.file)}
    contents = {sha256(a.source.read_bytes()) for a in hidden if a.source}

    def may_be_seen(kept: Kept) -> bool:
        return not {(kept.owner, kept.title), (kept.owner, kept.file)} & names and kept.checksum not in contents

    return tuple(replace(f, attachments=tuple(k for k in f.attachments if may_be_seen(k))) for f in frozen)


def check_kept(plan: Plan, attached: Attached, model: Model) -> Iterator[Finding]:
    """What has become of the attachments of adopted papers since, as far as this view can tell."""
    for key, papers in plan.papers.items():
        item = model.items[key]
        newest = [p.frozen[0] for p in papers if p.frozen and p.frozen[0].audience == model.audience]
        now = {(a.owner, a.file): a for a in _files(item, attached, model)}
        told: set[tuple[Key, str]] = set()
        for frozen in newest:
            then = {(kept.owner, kept.file): kept for kept in frozen.attachments}
            for name in sorted((now.keys() | then.keys()) - told):
                problem = _difference(now.get(name), then.get(name))
                if problem:
                    told.add(name)
                    yield _changed(model.items.get(name[0], item), item, frozen, problem)


def _files(item: Item, attached: Attached, model: Model) -> Iterator[Attachment]:
    for member in family(item, model):
        yield from (a for a in attached.get(member.key, ()) if a.source)


def _difference(now: Attachment | None, then: Kept | None) -> str:
    """What happened to an attachment after the adoption, in words; empty when nothing did."""
    if then is None:
        return f"is bijlage {now.number} ({now.title}) erbij gekomen" if now else ""
    what = f"bijlage {then.number} ({then.title})"
    if now is None:
        return f"is {what} weggehaald"
    if now.source and sha256(now.source.read_bytes()) != then.checksum:
        return f"is het bestand van {what} gewijzigd"
    if (now.number, now.title, now.alt) != (then.number, then.title, then.alt):
        return f"is de tekst bij {what} gewijzigd"
    return ""


def _changed(owner: Item, item: Item, frozen: Frozen, problem: str) -> Finding:
    return Finding.at(
        owner,
        "vastgesteld-bijlage",
        f"Na de vaststelling van {frozen.name} {problem}. Bij het vastgestelde stuk blijft wat er toen was.",
        f"Is er opnieuw besloten: kapstok vaststellen {item.key} --nieuwe-versie. Zet anders terug wat er was.",
        Severity.WARNING,
    )
