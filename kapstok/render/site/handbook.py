"""Hand-written pages (`docs/site/`, `docs/handleiding/`) and the reference of all kinds and fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kapstok.core.door import door_to
from kapstok.core.markdown import escape
from kapstok.core.page import PAGE_LIMIT, Page
from kapstok.core.values import as_number, as_text
from kapstok.kinds.schema import Kind, Kinds
from kapstok.render.plan.head import read_source
from kapstok.render.site.field_pages import kind_page

_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_FROM_AGENDA = re.compile(r"<!-- agenda: ([a-z]+) -->")
_PART = "Handleiding"
_REFERENCE = "handleiding/velden/"


def render_handbook(
    handbook: Sequence[Path], site: Sequence[Path], kinds: Kinds, root: Path, said: Mapping[str, str] | None = None
) -> list[Page]:
    """The hand-written pages; with a handbook also the reference. Later folders win for pages of one name.

    Pages below `root`, the workspace, name their file as their source: only those can be edited. `said` has the
    sentences that the agenda puts in a page, by the name in its comment `<!-- agenda: name -->`.
    """
    pages = {page.address: page for folder in site for page in _written(folder, "", "", root)}
    chapters = {page.address: page for folder in handbook for page in _written(folder, "handleiding/", _PART, root)}
    if chapters:
        pages |= chapters | {page.address: page for page in _reference(kinds)}
    return [replace(page, markdown=_filled(page.markdown, said or {})) for page in pages.values()]


def _filled(markdown: str, said: Mapping[str, str]) -> str:
    """The page with the sentences of the agenda, on one line each so that later lines keep their number."""
    return _FROM_AGENDA.sub(lambda found: said.get(found[1], ""), markdown)


def _written(folder: Path, base: str, part: str, root: Path) -> Iterator[Page]:
    door = door_to(folder, levels=2, limit=PAGE_LIMIT)
    for file in (folder / name for name in door.names("*.md")):
        source, _ = read_source(door, file.name, file.name)
        if source is None:
            continue  # reported before anything is rendered
        head, body = source.head, source.body
        title = as_text(head.get("titel")) or (found[1] if (found := _TITLE.search(body)) else file.stem)
        name = "" if file.stem == "index" else f"{file.stem}/"
        yield Page(
            address=base + name,
            title=title,
            source=file.relative_to(root).as_posix() if file.is_relative_to(root) else "",
            first_line=source.first_line,
            markdown=_internal_links(body, up="../" if name else ""),
            description=as_text(head.get("omschrijving")),
            menu=part,
            order=900 + float(as_number(head.get("volgorde", 50)) or 0),
            template=f"docs/{folder.name}",
            kind="Uitleg",
            crumbs=((_PART, base),) if base and name else (),
        )


def _internal_links(text: str, up: str) -> str:
    """Links between chapters are written as file names, so that they also work on the forge; `up` leads to them."""
    return re.sub(
        r"\]\((?!https?:)([a-z0-9-]+)\.md(#[^)]*)?\)",
        lambda m: f"]({up}{m[1]}/{m[2] or ''})".replace("../index/", "../"),
        text,
    )


def _reference(kinds: Kinds) -> Iterator[Page]:
    """One page that lists the kinds and one page a kind with all its fields."""
    groups: dict[str, list[Kind]] = {}
    for kind in kinds:
        groups.setdefault(kind.group or "Overig", []).append(kind)
    lines = [
        "# Alle soorten en velden",
        "",
        "Elke soort heeft een eigen map in `agenda/`. Hieronder staat per soort welke velden er zijn.",
        "",
    ]
    for group, members in sorted(groups.items()):
        lines += [f"## {group}", "", "| Soort | Map | Wat het is |", "| --- | --- | --- |"]
        lines += [f"| [{k.title}]({k.name}/) | `{_where(k)}` | {_cell(k.description)} |" for k in members]
        lines.append("")
    yield Page(
        address=_REFERENCE,
        title="Alle soorten en velden",
        markdown="\n".join(lines),
        menu=_PART,
        order=990,
        template="naslag",
        kind="Uitleg",
        crumbs=((_PART, "handleiding/"),),
    )
    for kind in kinds:
        yield Page(
            address=f"{_REFERENCE}{kind.name}/",
            title=f"{kind.title}: velden",
            markdown=kind_page(kind, kinds, _where(kind)),
            template="naslag",
            kind="Uitleg",
            crumbs=((_PART, "handleiding/"), ("Alle soorten en velden", _REFERENCE)),
        )


def _where(kind: Kind) -> str:
    if kind.file:
        return f"agenda/{kind.file}"
    return "in een ander bestand" if kind.nested else f"agenda/{kind.folder}/"


def _cell(text: str) -> str:
    return escape(" ".join(text.split()))
