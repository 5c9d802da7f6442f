"""Random meaningful changes of a workspace, and what two full builds show to differ: to hold consequences against.

A change is one that an adviser could make: a text, a number, a choice or a day, something left out, added, renamed or
moved. Builds are real; of a paper the text in Word counts, of a page what stands in it and where its links lead.
"""

from __future__ import annotations

import io
import random
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import lxml.html
import yaml

from kapstok.core.workspace import open_workspace
from kapstok.kinds.schema import Kind, Shape
from kapstok.pipeline import Loaded, load, render, stops

DAY = date(2026, 11, 30)
_SIZE = re.compile(r",?\s*\d+(,\d+)?\s[kM]B")
_OWN = "//nav[@class='kruimels'] | //p[@class='soort'] | //div[starts-with(@class, 'stand')] | //article"
_TEXT = re.compile(rb"<w:t(?: [^>]*)?>([^<]*)</w:t>|(</w:p>)")
_LINK = re.compile(rb'Type="[^"]*/hyperlink" Target="([^"]*)"')


def in_git(root: Path) -> None:
    """Make a repository of a folder, with all that is in it as its first commit."""
    for arguments in (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-q", "-m", "begin")):
        who = ("-c", "user.name=Adviseur", "-c", "user.email=adviseur@voorbeeld.nl")
        subprocess.run(["git", *who, *arguments], cwd=root, check=True)


def loaded(root: Path) -> Loaded:
    """A workspace as it is, on the day of these tests."""
    return load(open_workspace(root), day=DAY)


@dataclass(frozen=True)
class Built:
    """What a full build shows: pages, papers, data and other files by their text, and the text around every page."""

    pages: Mapping[str, str]
    papers: Mapping[str, str]
    data: Mapping[str, str]
    files: Mapping[str, str]
    ids: Mapping[str, frozenset[str]]
    frame: str
    paths: frozenset[str]

    def differing(self, other: Built, part: str) -> set[str]:
        """What is other in the other build, or only in one of the two."""
        mine, theirs = getattr(self, part), getattr(other, part)
        return {path for path in mine.keys() | theirs.keys() if mine.get(path) != theirs.get(path)}


def build(root: Path) -> Built:
    """Build everything for the public, outside any repository."""
    shutil.rmtree(root / ".git", ignore_errors=True)
    with ThreadPoolExecutor(2) as executor:
        made = render(loaded(root), executor=executor)
    assert not stops(made.findings, strict=False), made.findings
    contents = {
        one.path: one.content if isinstance(one.content, bytes) else one.content.read_bytes() for one in made.outputs
    }
    trees = {
        path.removesuffix("index.html"): lxml.html.fromstring(content.decode())
        for path, content in contents.items()
        if path.endswith("index.html")
    }
    pages = {address: tree for address, tree in trees.items() if tree.xpath("//article")}
    return Built(
        pages={address: _told(tree, _OWN) for address, tree in pages.items()},
        papers={
            path.removeprefix("stukken/").removesuffix(".docx"): _word(content)
            for path, content in contents.items()
            if path.endswith(".docx")
        },
        data={path: content.decode() for path, content in contents.items() if path.startswith("data/")},
        files={path: _file(path, content) for path, content in contents.items() if _is_file(path)},
        ids={address: frozenset(map(str, tree.xpath("//@id"))) for address, tree in pages.items()},
        frame=_told(trees[""], "//header | //aside | //footer | //nav[not(@class='kruimels')]"),
        paths=frozenset(contents),
    )


def _told(tree: Any, where: str) -> str:
    """What a reader sees in these parts of a page: words, links and alternative texts."""
    found = []
    for part in tree.xpath(where):
        found.append(_SIZE.sub("", " ".join(part.text_content().split())))
        found += map(str, part.xpath(".//a/@href | .//img/@alt | .//svg/title/text()"))
    return "\n".join(found)


def _word(content: bytes) -> str:
    """The text of a paper and where its links lead."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in sorted(archive.namelist()) if name.endswith(".xml") and name.startswith("word/")]
        texts = [_TEXT.findall(archive.read(name)) for name in names if "styles" not in name]
        links = _LINK.findall(archive.read("word/_rels/document.xml.rels"))
    said = "".join(word.decode() or "\n" for text in texts for word, _ in text)
    return "\n".join([said, *sorted(link.decode() for link in links)])


def _is_file(path: str) -> bool:
    return path.startswith("stukken/bijlagen/") or path.endswith(".zip")


def _file(path: str, content: bytes) -> str:
    if not path.endswith(".zip"):
        return content.hex()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(
            f"{name}: {_member(name, archive.read(name))}"
            for name in sorted(archive.namelist())
            if name != "SHA256SUMS"
        )


def _member(name: str, content: bytes) -> str:
    if name.endswith(".docx"):
        return _word(content)
    if name.endswith(".pdf"):
        return ""  # the same text as in Word
    return _SIZE.sub("", content.decode()) if name.endswith(".html") else content.hex()


@dataclass(frozen=True)
class Changed:
    """A change that was made, in words for whoever reads a failure."""

    path: str
    what: str


def change(root: Path, seed: int) -> Changed:
    """Make one random change that leaves the agenda without errors; the same one for the same seed and workspace."""
    chance = random.Random(seed)
    kinds = loaded(root).kinds
    files = sorted((root / "agenda").rglob("*.yaml"))
    while True:
        file = chance.choice(files)
        path = file.relative_to(root).as_posix()
        kind = kinds.by_path(path)
        assert kind is not None
        before = file.read_text(encoding="utf-8")
        made = chance.choice(CHANGES)
        after, beside = made(before, kind, chance), None
        if isinstance(after, Copied):
            beside, after = file.with_name(f"{after.name}.yaml"), after.text
        target = beside or file
        if after is None:
            file.unlink()
        else:
            target.write_text(after, encoding="utf-8")
        if after != before and not stops(loaded(root).findings, strict=False):
            return Changed(path=path, what=made.__name__)
        if beside is not None:
            beside.unlink()
        file.write_text(before, encoding="utf-8")


@dataclass(frozen=True)
class Copied:
    """The text of a new file, and what it is called."""

    name: str
    text: str


Made = str | Copied | None


def _one_value(before: str, kind: Kind, chance: random.Random) -> Made:
    """Another value somewhere: a text, a number, a choice, a day."""
    data = yaml.load(before, yaml.BaseLoader)
    places = [place for place in _places(data, kind.shape) if _other(*place[2:], random.Random(0)) is not None]
    if not places:
        return before
    for _ in range(chance.randint(1, 2)):
        holder, name, value, shape = chance.choice(places)
        holder[name] = _other(value, shape, chance)
    return _written(data)


def _leave_out(before: str, kind: Kind, chance: random.Random) -> Made:
    """A field or an entry of a list is left out."""
    data = yaml.load(before, yaml.BaseLoader)
    places = [(holder, name) for holder, name, _, _ in _places(data, kind.shape)]
    places += [(holder, name) for holder, name, _, _ in _places(data, kind.shape, lists=True)]
    if not places:
        return before
    holder, name = chance.choice(places)
    del holder[name]
    return _written(data)


def _leave_out_file(before: str, kind: Kind, chance: random.Random) -> Made:
    """A thing is thrown away."""
    return None if not kind.file else before


def _copy_file(before: str, kind: Kind, chance: random.Random) -> Made:
    """A thing is added, like one that is there."""
    return Copied(f"nieuw-{chance.randint(10, 99)}", before) if not kind.file else before


def _swap_entries(before: str, kind: Kind, chance: random.Random) -> Made:
    """Two entries of a list change places."""
    data = yaml.load(before, yaml.BaseLoader)
    lists = [holder for holder, _, _, _ in _places(data, kind.shape, lists=True) if len(holder) > 1]
    if not lists:
        return before
    chosen = chance.choice(lists)
    chosen.insert(0, chosen.pop())
    return _written(data)


CHANGES: tuple[Callable[[str, Kind, random.Random], Made], ...] = (
    _one_value,
    _one_value,
    _one_value,
    _leave_out,
    _leave_out,
    _leave_out_file,
    _copy_file,
    _swap_entries,
)


def _written(data: Any) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)


def _places(value: Any, shape: Shape, *, lists: bool = False) -> Iterator[tuple[Any, Any, Any, Shape]]:
    """Every plain value of a document with what holds it, its name there and its shape; or every entry of a list."""
    if isinstance(value, dict):
        for name, inner in value.items():
            form = shape.fields.get(name, Shape())
            if not lists and isinstance(inner, str) and name not in ("id", "vorige_ids", "publicatie"):
                yield value, name, inner, form
            yield from _places(inner, form, lists=lists)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            if lists:
                yield value, number, inner, shape.items or Shape()
            yield from _places(inner, shape.items or Shape(), lists=lists)


def _other(value: str, shape: Shape, chance: random.Random) -> str | None:
    """Another value that the schema takes; None where none is known."""
    if shape.targets or shape.form in ("adres", "bestand", "uitdrukking", "id", "soort"):
        return None
    if shape.values:
        others = [str(one) for one in shape.values if str(one) != value]
        return chance.choice(others) if others else None
    if value in ("true", "false"):
        return "false" if value == "true" else "true"
    if re.fullmatch(r"\d+", value):
        return str(int(value) + chance.choice((1, 2, 10)))
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return f"{value[:4]}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    if " " in value and not shape.form:
        return f"{value} (bijgewerkt)"
    return value.rstrip("\n.") + " en wat er verder nodig is." if shape.form in ("proza", "regel") else None
