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

from kapstok.commands.rename import carry_out, plan_rename
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


Change = Callable[[Path, Path, Kind, random.Random], object]


def change(root: Path, seed: int) -> str:
    """Make one random change that leaves the agenda without errors, and say which; the same one for the same seed."""
    chance = random.Random(seed)
    kinds = loaded(root).kinds
    files = sorted((root / "agenda").rglob("*.yaml"))
    while True:
        file, made = chance.choice(files), chance.choice(CHANGES)
        kind = kinds.by_path(file.relative_to(root).as_posix())
        assert kind is not None
        made(root, file, kind, chance)
        if _differs(root) and not stops(loaded(root).findings, strict=False):
            return f"{file.relative_to(root)}: {made.__name__}"
        for arguments in (("checkout", "-q", "-f", "."), ("clean", "-q", "-f", "-d")):
            subprocess.run(["git", *arguments], cwd=root, check=True)


def _differs(root: Path) -> bool:
    places = ("agenda", "docs", "templates")
    asked = ["git", "status", "--porcelain", "--", *(name for name in places if (root / name).exists())]
    return bool(subprocess.run(asked, cwd=root, check=True, capture_output=True, text=True).stdout)


def _one_value(root: Path, file: Path, kind: Kind, chance: random.Random) -> None:
    """Another value in one or two places: a text, a number, a choice, a day."""
    data = _read(file)
    places = [place for place in _places(data, kind.shape) if _other(*place[2:], random.Random(0)) is not None]
    for _ in range(chance.randint(1, 2) if places else 0):
        holder, name, value, shape = chance.choice(places)
        holder[name] = _other(value, shape, chance)
    _write(file, data)


def _leave_out(root: Path, file: Path, kind: Kind, chance: random.Random) -> None:
    """A field or an entry of a list is left out."""
    data = _read(file)
    places = [(holder, name) for holder, name, _, _ in _places(data, kind.shape)]
    places += [(holder, name) for holder, name, _, _ in _places(data, kind.shape, lists=True)]
    if places:
        holder, name = chance.choice(places)
        del holder[name]
    _write(file, data)


def _throw_away(root: Path, file: Path, kind: Kind, chance: random.Random) -> None:
    """A thing is thrown away."""
    if not kind.file:
        file.unlink()


def _add(root: Path, file: Path, kind: Kind, chance: random.Random) -> None:
    """A thing is added, like one that is there."""
    if not kind.file:
        shutil.copy(file, file.with_name(f"nieuw-{chance.randint(10, 99)}.yaml"))


def _reorder(root: Path, file: Path, kind: Kind, chance: random.Random) -> None:
    """Two entries of a list change places."""
    data = _read(file)
    lists = [holder for holder, _, _, _ in _places(data, kind.shape, lists=True) if len(holder) > 1]
    if lists:
        chosen = chance.choice(lists)
        chosen.insert(0, chosen.pop())
    _write(file, data)


def _rename(root: Path, file: Path, kind: Kind, chance: random.Random) -> None:
    """A thing gets another id everywhere, and sometimes the old one is forgotten."""
    if kind.file:
        return
    found = loaded(root)
    name = f"{file.stem[:20].rstrip('-')}-anders"
    renaming, _ = plan_rename(found, f"{kind.name}:{file.stem}", name)
    if renaming is None:
        return
    carry_out(root, renaming)
    renamed = file.with_name(f"{name}.yaml")
    if chance.random() < 0.4 and renamed.is_file():
        data = _read(renamed)
        data.pop("vorige_ids", None)
        _write(renamed, data)


def _other_readers(root: Path, file: Path, kind: Kind, chance: random.Random) -> None:
    """A thing is for others than it was."""
    data = _read(file)
    data["publicatie"] = chance.choice(
        [level for level in ("openbaar", "intern", "raad") if level != data.get("publicatie")]
    )
    _write(file, data)


def _own_page(root: Path, file: Path, kind: Kind, chance: random.Random) -> None:
    """The municipality writes a page of its own."""
    page = root / "docs" / "site" / f"over-{chance.choice(('ons', 'dit'))}.md"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(f"# Over {page.stem[5:]}\n\nWie dit lezen, weten meer.\n", encoding="utf-8")


def _own_template(root: Path, file: Path, kind: Kind, chance: random.Random) -> None:
    """The municipality makes the pages of a kind itself."""
    if kind.has_page:
        template = root / "templates" / "pagina" / f"{kind.name}.md.j2"
        template.parent.mkdir(parents=True, exist_ok=True)
        template.write_text("# {{ ding | naam }}\n\nZo doen wij dat.\n", encoding="utf-8")


CHANGES: tuple[Change, ...] = (
    *(_one_value,) * 5,
    *(_leave_out,) * 3,
    *(_rename,) * 2,
    *(_other_readers,) * 2,
    _throw_away,
    _add,
    _reorder,
    _own_page,
    _own_template,
)


def _read(file: Path) -> Any:
    """The data of a file with every value as it was written."""
    return yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)


def _write(file: Path, data: Any) -> None:
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100), encoding="utf-8")


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
