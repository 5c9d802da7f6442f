"""The files of a workspace as files: their names, their endings, marks of git in them, and how git keeps them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from kapstok.core.conflict import find_conflict
from kapstok.core.finding import Finding, Fix, Severity
from kapstok.core.git import Repository
from kapstok.core.names import id_problem, plain_stem, portable_problem
from kapstok.core.places import Place
from kapstok.core.workspace import Workspace

UNREAD, NAME, KEPT = "bestand-niet-gelezen", "bestandsnaam", "git-regeleinden"
_PAGES = ("docs/site", "docs/handleiding")
_OTHERS = ("bijlagen", "huisstijl", "schemas", "templates", "vastgesteld", *_PAGES)
_YAML = re.compile(r"(?P<stem>.+?)\.(?:ya?ml|yam|yalm|yml)(?:\.(?:txt|ya?ml|docx?))*[ .]*", re.IGNORECASE)
_PAGE = re.compile(r"(?P<stem>.+?)\.(?:md|markdown|mkd|mdown)(?:\.(?:txt|md))*[ .]*", re.IGNORECASE)
_TEXTS = (".txt", ".md")
_OFFICE = (".json", ".docx", ".odt", ".doc", ".rtf")
_FIELDS = re.compile(r"(?:[^\S\n]*(?:#.*)?\n)*+\s*[a-z_]+:(?:\s|$)")
_IN_GIT_AS_TEXT = (".csv", ".svg", ".txt")
_MARKS = (b"<<<<<<<", b">>>>>>>")
_MAX_TEXT = 2_000_000


def strays(workspace: Workspace) -> Iterator[Finding]:
    """Files in the agenda that are not read: most often a wrong ending."""
    for path in sorted(workspace.content.rglob("*")):
        relative = path.relative_to(workspace.root)
        if path.is_symlink() and path.is_dir():
            yield Finding.at(
                Place(relative.as_posix()),
                "map-koppeling",
                f"{path.name} is een koppeling naar een andere map en wordt niet gelezen.",
                "Zet de bestanden zelf in de agenda.",
            )
        elif path.suffix != ".yaml" and not path.is_dir() and not any(p.startswith(".") for p in relative.parts):
            yield from _stray(path, relative.as_posix())


def _stray(path: Path, shown: str) -> Iterator[Finding]:
    match = _YAML.fullmatch(path.name)
    if match or (path.suffix.lower() in _TEXTS and path.is_file() and _holds_fields(path)):
        stem = match["stem"] if match else path.stem
        yield _wrong_ending(path, shown, f"{id_problem(stem)[1] or stem}.yaml")
    elif path.suffix.lower() in (*_TEXTS, *_OFFICE):
        yield Finding.at(
            Place(shown),
            UNREAD,
            f"{path.name} wordt niet gelezen: in de agenda staan alleen bestanden die eindigen op .yaml.",
            "Hoort het bij een stuk? Zet het in de map bijlagen. Haal het anders weg.",
            Severity.WARNING,
        )


def _holds_fields(path: Path) -> bool:
    """Whether a file without the right ending is an item all the same; a link may lead to one of somebody else."""
    if path.is_symlink():
        return False
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return _FIELDS.match(file.read(2_000).lstrip("\ufeff")) is not None
    except OSError:
        return False


def _wrong_ending(path: Path, shown: str, name: str) -> Finding:
    """A file that would be read if it were called otherwise."""
    target = path.with_name(name)
    taken = target.exists() and not os.path.samefile(target, path)
    folder = shown.rpartition("/")[0]
    return Finding.at(
        Place(shown),
        UNREAD,
        f"{path.name} heeft de verkeerde letters achter de punt.",
        f"Er is ook al een {name}. Kijk welke klopt en haal de andere weg." if taken else f"Noem het bestand: {name}",
        fix=None if taken else Fix(rename=f"{folder}/{name}"),
    )


def check_names(workspace: Workspace) -> Iterator[Finding]:
    """Names of pages, attachments, templates and the like that do not work everywhere."""
    for folder in _OTHERS:
        top = workspace.root / folder
        seen: dict[str, str] = {}
        for path in sorted(top.rglob("*")) if top.is_dir() else ():
            shown = path.relative_to(workspace.root).as_posix()
            if path.is_dir() or any(part.startswith(".") for part in path.relative_to(top).parts):
                continue
            if folder in _PAGES and path.parent == top and (found := _page_name(path, shown)):
                yield found
                continue
            message, better = portable_problem(path.name)
            twin = seen.setdefault(shown.casefold(), shown)
            if message:
                yield _renamed(path, shown, message, better)
            elif twin != shown:
                message = f"{path.name} en {twin.rpartition('/')[2]} verschillen alleen in hoofdletters."
                yield Finding.at(Place(shown), NAME, message, "Geef een van de twee een andere naam.")


def _page_name(path: Path, shown: str) -> Finding | None:
    """What is wrong with the name of a hand-written page, which becomes its address."""
    match = _PAGE.fullmatch(path.name)
    if match is None:
        return None
    if path.suffix != ".md" or plain_stem(match["stem"]) != path.stem:
        return _wrong_ending(path, shown, f"{id_problem(match['stem'])[1] or match['stem']}.md")
    message, better = id_problem(path.stem)
    return _renamed(path, shown, message, f"{better}.md" if better else "") if message else None


def _renamed(path: Path, shown: str, message: str, better: str) -> Finding:
    taken = not better or (path.with_name(better).exists() and not os.path.samefile(path.with_name(better), path))
    folder = shown.rpartition("/")[0]
    hint = "Geef het een kortere naam die nog niet bestaat." if taken else f"Noem het bestand: {better}"
    return Finding.at(Place(shown), NAME, message, hint, fix=None if taken else Fix(rename=f"{folder}/{better}"))


def check_conflicts(workspace: Workspace) -> Iterator[Finding]:
    """Marks of git in the files that are no YAML of the agenda: pages, templates, schemas, settings, house style."""
    files = [p for folder in _OTHERS for p in sorted((workspace.root / folder).rglob("*")) if p.is_file()]
    for path in [workspace.root / "mkdocs.yml", *files]:
        if not path.is_file() or path.stat().st_size > _MAX_TEXT or path.is_symlink():
            continue
        raw = path.read_bytes()
        if any(mark in raw for mark in _MARKS):
            shown = path.relative_to(workspace.root).as_posix()
            if found := find_conflict(shown, raw.decode("utf-8", "replace")):
                yield found


def check_line_ends(workspace: Workspace, repository: Repository) -> Iterator[Finding]:
    """Git must hand back adopted papers byte for byte, or their checksums fail on another computer."""
    root = workspace.root
    texts = [
        path.relative_to(root).as_posix()
        for path in sorted((root / "vastgesteld").rglob("*"))
        if path.suffix.lower() in _IN_GIT_AS_TEXT
    ]
    said = repository.ask("check-attr", "text", "--", *texts[:50]) if texts else None
    loose = [line.split(": ")[0] for line in (said or "").splitlines() if not line.endswith(": unset")]
    if loose:
        yield Finding.at(
            Place(".gitattributes"),
            KEPT,
            f"Git mag de regeleinden van {loose[0]} veranderen: op een andere computer is het dan een ander bestand.",
            "Zet in het bestand .gitattributes een regel voor elke map: bijlagen/** -text en vastgesteld/** -text",
            Severity.WARNING,
        )
